"""Rules on periods: the length of a year, and figures that are missing in one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

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
                hint="Correct its dates, or state the reason for its length, such as that the end of the financial "
                "year has moved; a disclosure has it as the `reason` of the period.",
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
            hint=f"Give the figures for {lacking} too, or omit them with the reason why they are not given.",
            location=rows[0].location,
            related=tuple(record.location for record in rows[1:]),
        )


def comparative_is_missing(case: Case) -> Iterator[Finding]:
    """A figure has one of an earlier period if others of its table have one of the year before; one finding a table.

    The tables are the taxonomy's: how a report arranges its figures says nothing of what can be compared. What an
    object reports that is new this year has no past, nor has a target, and a base period is an earlier one.
    """
    before = next((year for year in case.years if year.end + timedelta(1) == case.reporting.start), None)
    if before is None:
        return
    of_figures: defaultdict[What, dict[str, KPIRecord]] = defaultdict(dict)
    for record in case.disclosure.records:
        if not record.is_previous and _recurs(case, record.concept):
            of_figures[record.concept, record.members].setdefault(record.period, record)
    objects = {pair for (_, members), records in of_figures.items() if before.name in records for pair in members}
    lacking: defaultdict[str, list[KPIRecord]] = defaultdict(list)
    compared: Counter[str] = Counter()
    for (name, members), records in of_figures.items():
        given, table = records.get(case.reporting.name), case.taxonomy.concepts[name].table
        if given is None or not _has_value(given):
            continue
        compared[table] += before.name in records and _has_value(records[before.name])
        is_new = any(_is_own(case, axis) and (axis, member) not in objects for axis, member in members)
        is_lost = any(case.may_be_lost(name, year) for year in (case.reporting, before))
        if not is_new and not is_lost and not _has_earlier(case, records):
            lacking[table].append(given)
    for table, found in lacking.items():
        if compared[table]:
            yield _without_comparatives(case, table, found, compared[table], before.name)


_TARGET = "Target"
"""The axis of targets: what is said of one for a year is not compared with the year before."""


def _recurs(case: Case, name: str) -> bool:
    """Whether a concept reports figures that come again every year."""
    concept = case.taxonomy.concepts.get(name)
    if concept is None or not concept.type.is_numeric or concept.forward_looking:
        return False
    return _TARGET not in case.taxonomy.axes_of(name)


def _is_own(case: Case, axis: str) -> bool:
    return axis in case.taxonomy.axes and case.taxonomy.axes[axis].typed


def _has_value(record: KPIRecord) -> bool:
    return bool(record.printed) and record.omission is None


def _has_earlier(case: Case, records: Mapping[str, KPIRecord]) -> bool:
    """Whether there is a figure, or an omission, of a period before the reporting period."""
    periods = case.disclosure.manifest.periods.by_name
    return any(periods[name].end < case.reporting.end for name in records)


def _without_comparatives(case: Case, table: str, records: Sequence[KPIRecord], compared: int, before: str) -> Finding:
    label, labels = in_language(case.taxonomy.tables[table].labels, "en"), map(case.figures.label, records)
    are, others = ("is", "it") if len(records) == 1 else ("are", "them")
    return codes.COMPARATIVE_MISSING.finding(
        f'{len(records)} of {len(records) + compared} figures of "{label}" {are} given for '
        f"{case.reporting.name} and for no earlier period: {listed(list(labels), '; ')}.",
        hint=f"Give {others} for {before} too, as the others are, or omit {others} there with the reason.",
        location=records[0].location,
        related=tuple(record.location for record in records[1:]),
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
                hint="Report it again, or omit it with the reason why it is not given.",
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
