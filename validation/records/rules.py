"""Every rule on records, and their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...findings import Finding
from ...generator import Disclosure
from ...instances import Instance
from ..figures import Figures
from . import changes, objects, periods, requirements, units, values
from .case import Case
from .last_filing import LastFiling

Rule = Callable[[Case], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    units.currency_is_mixed,
    units.unit_differs_between_periods,
    units.unit_differs_from_last_year,
    periods.length_is_odd,
    periods.gap_between_periods,
    periods.comparative_is_missing,
    periods.figure_is_gone,
    values.accuracy_is_overclaimed,
    values.reason_is_no_reason,
    values.text_is_placeholder,
    changes.scale_slips,
    changes.restatement_is_unexplained,
    objects.identifier_is_a_number,
    objects.identifier_has_changed,
    requirements.requirements_are_open,
)


def check_records(disclosure: Disclosure, figures: Figures, last_year: Instance | None = None) -> list[Finding]:
    """Return what the rules on records find; with last year's filing, also what has changed against it.

    ``figures`` are those of the disclosure in any one of its languages.
    """
    case = Case(disclosure, figures, LastFiling(last_year, figures) if last_year else None)
    return [finding for rule in RULES for finding in rule(case)]
