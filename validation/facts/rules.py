"""Every rule on the facts of a filing, and their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ...findings import Finding
from ...instances import FiledFact
from . import changes, objects, periods, ratios, units, values
from .case import Case

Rule = Callable[[Case], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    values.lei_is_invalid,
    units.amount_has_no_unit,
    units.currency_is_mixed,
    units.unit_differs_between_periods,
    units.prefix_is_implausible,
    periods.period_is_undeclared,
    periods.instant_is_no_period_end,
    periods.value_is_after_the_end,
    periods.year_is_odd,
    values.accuracy_is_overclaimed,
    values.text_is_a_placeholder,
    objects.members_are_numbered,
    units.amount_is_negative,
    values.percentage_exceeds_one,
    values.duplicates_contradict,
    changes.scale_slips,
    ratios.ratio_does_not_follow,
    changes.restatement_is_unexplained,
    objects.identifier_has_changed,
)


OF_OURS: tuple[Rule, ...] = (
    units.prefix_is_implausible,
    periods.reporting_period_is_not_said,
    periods.period_is_undeclared,
    periods.instant_is_no_period_end,
    periods.value_is_after_the_end,
    values.accuracy_is_overclaimed,
    values.duplicates_contradict,
)
"""What a filing in our own taxonomy is judged by beside the rules on records, which records cannot break."""


def check_facts(
    facts: Sequence[FiledFact],
    shown_as: str,
    last_year: Sequence[FiledFact] = (),
    rules: Sequence[Rule] = RULES,
) -> list[Finding]:
    """Return what the rules find in the facts of a filing; with last year's, also what has changed against it.

    ``shown_as`` is the path that findings name.
    """
    case = Case(shown_as, facts, last_year)
    return [finding for rule in rules for finding in rule(case)]
