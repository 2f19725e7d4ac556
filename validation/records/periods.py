"""Rules on periods: the length of a year, and figures that are missing in one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ...findings import Finding, Location, codes
from ...generator import KPIRecord, PeriodRecord, in_language
from ..figures import Members
from .case import YEAR, Case, What, days, listed
from .last_filing import Filed


def length_is_odd(case: Case) -> Iterator[Finding]:
    """A period has the days of a year, or there is a reason; a target is for whatever period it is for."""
    periods = case.disclosure.manifest.periods
    named: list[tuple[PeriodRecord, tuple[str | int, ...]]] = [(periods.reporting, ("periods", "reporting"))]
    named += [(one, ("periods", "comparatives", index)) for index, one in enumerate(periods.comparatives)]
    named += [(one, ("periods", "baselines", index)) for index, one in enumerate(periods.baselines)]
    for period, path in named:
        if days(period) not in YEAR and not period.reason:
            yield codes.ODD_LENGTH.finding(
                f"The period {period.name}, {period.start} to {period.end}, has {days(period)} days; "
                f"a year has {YEAR[0]} to {YEAR[-1]}.",
                hint="Correct its dates, or say why under `reason`: {en: The end of the financial year has moved.}",
                location=case.disclosure.document.location(*path),
            )


def gap_between_periods(case: Case) -> Iterator[Finding]:
    """A figure has a record in each year between its first and its last; a table with the same gaps has one finding."""
    position = {period.name: index for index, period in enumerate(case.years)}
    given: defaultdict[What, dict[int, KPIRecord]] = defaultdict(dict)
    for record in case.disclosure.records:
        concept = case.taxonomy.concepts.get(record.concept)
        if concept and concept.type.is_numeric and not record.is_previous and record.period in position:
            given[record.concept, record.members].setdefault(position[record.period], record)
    gaps: defaultdict[tuple[str, tuple[int, ...]], list[KPIRecord]] = defaultdict(list)
    for (name, _), records in given.items():
        missing = tuple(
            index
            for index in range(min(records), max(records))
            if index not in records and not case.may_be_lost(name, case.years[index])
        )
        if missing:
            latest = records[min(records)]
            gaps[latest.table, missing].append(latest)
    for (_, missing), rows in gaps.items():
        lacking = " and ".join(case.years[index].name for index in reversed(missing))
        yield codes.COMPARATIVE_MISSING.finding(
            f"{_and_others(case.figures.label(rows[0]), len(rows) - 1)} for periods before and after {lacking}, "
            f"but not for {lacking}.",
            hint=f"Add {lacking} with the figures, or with an omission mark that says why they are not given.",
            location=rows[0].location,
            related=tuple(record.location for record in rows[1:]),
        )


def _and_others(first: str, others: int) -> str:
    if not others:
        return f"{first} is given"
    return f"{first} and {others} other {'figure' if others == 1 else 'figures'} of the table are given"


def figure_is_gone(case: Case) -> Iterator[Finding]:
    """What last year's filing gave for its year has a figure or an omission a year later; one finding a concept.

    What was about something of the filer's own that it no longer has is done with.
    """
    if case.last is None:
        return
    places: dict[str, Location] = {}
    present: set[tuple[str, Members]] = set()
    for record in case.disclosure.records:
        places.setdefault(record.concept, record.location)
        if record.period == case.reporting.name:
            present.add((record.concept, frozenset(record.members)))
    gone: defaultdict[str, list[Filed]] = defaultdict(list)
    for filed in case.last.of_its_year():
        if (filed.concept, filed.members) not in present and _is_still_there(case, filed):
            gone[filed.concept].append(filed)
    for name, lost in gone.items():
        if not case.may_be_lost(name, case.reporting):
            yield codes.COMPARATIVE_MISSING.finding(
                f"{_named_with_cuts(case, name, lost)} is in last year's filing, and here it has neither a figure nor "
                f"an omission for {case.reporting.name}.",
                hint="Report it again, or write an omission mark with its reason.",
                location=places.get(name) or case.disclosure.document.location("sections"),
            )


def _named_with_cuts(case: Case, concept: str, found: Sequence[Filed]) -> str:
    """Return a concept in words, with the members by which it is cut: ``Employees (in total; Male)``."""
    label, cuts = in_language(case.taxonomy.concepts[concept].labels, "en"), []
    for filed in found:
        members = case.taxonomy.in_reading_order(dict(filed.members))
        cuts.append(", ".join(case.figures.member_labels(members)) or "in total")
    return label if cuts == ["in total"] else f"{label} ({listed(cuts, '; ')})"


def _is_still_there(case: Case, filed: Filed) -> bool:
    """Whether the filer still has all that is its own of what a figure is about."""
    own = case.disclosure.manifest.members
    return all(not case.taxonomy.axes[axis].typed or member in own.get(axis, {}) for axis, member in filed.members)
