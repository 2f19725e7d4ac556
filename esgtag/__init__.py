"""esgtag: KPI records in, machine-readable ESG disclosure out.

The front door. :func:`build` turns a disclosure folder into a filing, :func:`save` writes it, :func:`validate`
checks finished reports. The rooms behind it are ``esgtag.findings``, ``esgtag.taxonomy``, ``esgtag.instances``,
``esgtag.generator`` and ``esgtag.validation``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .building import Build, build
    from .checking import validate
    from .saving import save

__version__ = "0.1.0"

__all__ = ["Build", "__version__", "build", "save", "validate"]


def __getattr__(name: str) -> object:
    """Import the public functions when they are first used, so that ``import esgtag`` loads nothing heavy."""
    if name in ("Build", "build"):
        from . import building

        return getattr(building, name)
    if name == "save":
        from .saving import save

        return save
    if name == "validate":
        from .checking import validate

        return validate
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
