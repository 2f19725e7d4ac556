"""Is it plausible: rules on the facts of anyone's filing, in any taxonomy, with or without that at hand.

What a concept means is not known here but by its name, its unit, its neighbours in the filing and last year's filing.
A rule speaks when these leave no other reading, and once for one cause. Filings in our own taxonomy are judged by
:mod:`..records`, which knows more.
"""

from .case import Case
from .rules import OF_OURS, check_facts

__all__ = ["OF_OURS", "Case", "check_facts"]
