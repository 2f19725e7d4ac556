"""Is what was written what was meant? Rules on the records, before anything is built.

Units, currency and scale from one period to the next, gaps, accuracy that no figure has, texts that say nothing,
identifiers that will not last, requirements without an answer; with last year's filing at hand, what has changed
against it. What follows from arithmetic is in :mod:`..consistency`. A rule speaks once for one cause, at the first cell
it is about, and is silent where a cell that could not be read may hold the answer.
"""

from .last_filing import of_another
from .rules import check_records

__all__ = ["check_records", "of_another"]
