"""Arelle behind a typed face: files in, messages out, in processes of their own; a taxonomy is loaded once.

What Arelle does is the same whether a file is validated alone (:func:`run_arelle`) or with a taxonomy that has been
loaded before (:class:`Engine`), and so are the messages. It runs offline on its bundled schemas and the packages it is
given, with an empty cache and no saved settings, so that what a person once loaded on this computer cannot change a
verdict. Arelle's exit code says nothing; the log does.

This folder imports nothing of esgtag, since its processes start without the rest (``__main__``).
"""

from .model import ArelleError, ArelleMessage, ArelleRun, Budget, Order, OverBudgetError
from .pool import Engine, run_arelle, shared_engine
from .recognition import is_known, taxonomy_digest

__all__ = [
    "ArelleError",
    "ArelleMessage",
    "ArelleRun",
    "Budget",
    "Engine",
    "Order",
    "OverBudgetError",
    "is_known",
    "run_arelle",
    "shared_engine",
    "taxonomy_digest",
]
