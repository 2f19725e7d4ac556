"""Rules on what has changed: slips of scale against the year before, and earlier figures against what was filed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...findings import Finding, Location, codes
from ...instances import Period
from ..figures import Figure, Members, as_printed_like, comparable, shown
from .case import Case, interval_of
from .last_filing import Filed
from .slips import CALM, ratio_of


@dataclass(frozen=True, slots=True)
class _Slip:
    """A figure and what it is a power of ten of; the power is of the figure to that."""

    figure: Figure
    power: int
    before: Figure | Filed


_Alike = tuple[str, int, str]
"""The table, the power of ten and the period that slips with one cause have in common."""


def scale_slips(case: Case) -> Iterator[Finding]:
    """A figure is no power of ten of that of the year before, or of what was filed of its own year.

    Business can grow a hundredfold, so this is a warning. A table of such figures has one cause: its unit.
    """
    slips: defaultdict[_Alike, list[_Slip]] = defaultdict(list)
    calm: Counter[str] = Counter()
    compared: Counter[str] = Counter()
    for figure, before, ratio in _changes(case):
        table = figure.placed.record.table
        compared[table] += 1
        if power := case.power_of(figure, before):
            slips[table, power, _period_before(before)].append(_Slip(figure, power, before))
        elif Fraction(1, CALM) < ratio < CALM:
            calm[table] += 1
    for (table, *_), found in slips.items():
        others = calm[table]
        is_alone = others > 1 and others + len(found) == compared[table]
        yield _slip_finding(case, found, others if is_alone else 0)
    filed: defaultdict[_Alike, list[_Slip]] = defaultdict(list)
    for one in case.differences:
        if one.power:
            record = one.figure.placed.record
            filed[record.table, one.power, record.period].append(_Slip(one.figure, one.power, one.filed))
    yield from (_slip_finding(case, found, 0) for found in filed.values())


def _changes(case: Case) -> Iterator[tuple[Figure, Figure | Filed, Fraction]]:
    """Yield the figures of the reporting period with those of the year before, and the ratio of the two.

    A figure of the year before that has slipped itself, against last year's filing, is nothing to compare with.
    """
    slipped = {one.figure.id for one in case.differences if one.power}
    for concept, members, _, figure in case.figures.plain():
        if figure.placed.record.period == case.reporting.name:
            before = _year_before(case, concept, members, figure)
            if before is None or (isinstance(before, Figure) and before.id in slipped):
                continue
            if ratio := ratio_of(figure.interval, interval_of(before)):
                yield figure, before, ratio


def _year_before(case: Case, concept: str, members: Members, figure: Figure) -> Figure | Filed | None:
    """Return a figure of the last year before that has one, or what was filed of it, in the same currency."""
    years = [Period(year.end, year.start) for year in case.years if year.end < case.reporting.end]
    for year in years:
        found = case.figures.find(concept, members, year, figure.currencies)
        if found and comparable([figure, found]):
            return found
    if case.taxonomy.concepts[concept].period == "instant":
        years = [Period(year.end) for year in years]
    filed = (one for year in years for one in case.filed(concept, members, year, figure.currencies))
    return next(filed, None)


def _period_before(before: Figure | Filed) -> str:
    return before.placed.record.period if isinstance(before, Figure) else ""


def _slip_finding(case: Case, found: Sequence[_Slip], others: int) -> Finding:
    figure, power, before = found[0].figure, found[0].power, found[0].before
    then, value, related = _said_before(case, figure, before)
    now, times = f"{case.figures.named(figure)} is {shown(figure.placed)}", f"about {10 ** abs(power):,} times"
    message = f"{now}, {times} {then}: {value}." if power > 0 else f"{now}; {then} is {times} as much: {value}."
    if len(found) > 1:
        message += f" So it is with {len(found) - 1} more of the table."
    if others:
        message += f" The table's other {others} figures changed by less than a factor of {CALM}."
    places = tuple(slip.figure.placed.record.location for slip in found[1:])
    return codes.SCALE_SLIP.finding(
        message,
        hint="Check the unit, the decimal point, and whether both are in thousands or in millions. If the figure did "
        "change so much, leave it.",
        location=figure.placed.record.location,
        facts=tuple(one.id for slip in found for one in (slip.figure, slip.before) if isinstance(one, Figure)),
        related=related + places,
    )


def _said_before(case: Case, figure: Figure, before: Figure | Filed) -> tuple[str, str, tuple[Location, ...]]:
    """Return what a figure is compared with, its value and its cell."""
    if isinstance(before, Figure):
        record = before.placed.record
        return f"that of {record.period}", shown(before.placed), (record.location,)
    end = before.fact.period.end
    periods = case.disclosure.manifest.periods.by_name.values()
    name = next((period.name for period in periods if period.end == end), end.isoformat())
    return f"what last year's filing says for {name}", _as_filed(figure, before), ()


def _as_filed(figure: Figure, filed: Filed) -> str:
    """Return what was filed in the unit that the figure is now printed in, with the digits it was filed with."""
    width = (filed.can_be.high - filed.can_be.low) / figure.base
    places = next((one for one in range(_MOST_PLACES) if Fraction(1, 10**one) <= width), None) if width else None
    return as_printed_like(figure, filed.can_be, places)


_MOST_PLACES = 20


def restatement_is_unexplained(case: Case) -> Iterator[Finding]:
    """A figure of an earlier period is what was filed, or is restated from what was filed."""
    for one in case.differences:
        record, filed = one.figure.placed.record, _as_filed(one.figure, one.filed)
        if one.previous:
            yield codes.RESTATEMENT_UNEXPLAINED.finding(
                f"{case.figures.named(one.figure)} is said to have been {shown(one.previous)} before; "
                f"last year's filing says {filed}.",
                hint=f"Write what was filed as the previous value: {filed}.",
                location=one.previous.record.location,
                facts=(one.previous.fact.id, one.figure.id),
                related=(record.location,),
            )
        elif not one.power:
            yield codes.RESTATEMENT_UNEXPLAINED.finding(
                f"{case.figures.named(one.figure)} is {shown(one.figure.placed)}; last year's filing says {filed}.",
                hint=f"Correct it. If it was restated, give {filed} as its previous value, and the reason for the "
                "restatement.",
                location=record.location,
                facts=(one.figure.id,),
            )
