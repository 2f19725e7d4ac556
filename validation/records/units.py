"""Rules on units: one currency, and one unit from one period to the next and from last year's filing on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ...findings import Finding, Location, codes
from ...generator import Placed
from ...instances import Unit
from ...taxonomy import NAMESPACES, QName, Taxonomy
from ..figures import currencies_of
from .case import Case, What, ids, place_of


def currency_is_mixed(case: Case) -> Iterator[Finding]:
    """Amounts of money are in the currency of the report, or without one in that of most amounts."""
    declared = case.disclosure.manifest.currency
    found = Counter(name for row in case.rows for placed in row for name in _currencies(placed))
    expected = declared or next((name for name, _ in found.most_common(1)), None)
    for row in case.rows:
        odd = [placed for placed in row if any(name != expected for name in _currencies(placed))]
        if odd:
            other = next(name for name in _currencies(odd[0]) if name != expected)
            place, related = _units_of(odd)
            yield codes.MIXED_CURRENCY.finding(
                f"{case.figures.label(odd[0].record)} is in {other}; "
                + (f"the report's currency is {expected}." if declared else f"most amounts are in {expected}."),
                hint=f"Convert it to {expected}, and say at which rate in a footnote."
                + ("" if declared else f" If the report is in {other}, say so: a disclosure has `currency: {other}`."),
                location=place,
                facts=ids(odd),
                related=related,
            )


def _currencies(placed: Placed) -> list[str]:
    return sorted(measure.local for measure in currencies_of(placed.fact.unit))


def _units_of(row: Sequence[Placed]) -> tuple[Location, tuple[Location, ...]]:
    """Return the cell of a row's unit, and those where it is given again."""
    first, *others = dict.fromkeys(place_of(placed.record, "unit") for placed in row)
    return first, tuple(others)


def unit_differs_between_periods(case: Case) -> Iterator[Finding]:
    """A row is in one unit, that of the reporting period; where it has none, other tables may have it."""
    reporting = case.reporting.name
    elsewhere: defaultdict[What, list[Placed]] = defaultdict(list)
    for placed in (placed for row in case.rows for placed in row if placed.record.period == reporting):
        elsewhere[placed.record.concept, placed.record.members].append(placed)
    for row in case.rows:
        own = [placed for placed in row if placed.record.period == reporting]
        present = own or elsewhere[row[0].record.concept, row[0].record.members]
        odd = [placed for placed in row if present and all(_scale(placed) != _scale(one) for one in present)]
        if odd:
            unit, periods = _label(present[0]), dict.fromkeys(placed.record.period for placed in odd)
            place, related = _units_of([*odd, present[0]])
            yield codes.UNIT_DIFFERS.finding(
                f"{case.figures.label(odd[0].record)} is in {_label(odd[0])} for {', '.join(periods)}, "
                f"and in {unit} for {reporting}.",
                hint=f"Write every period in {unit}, with the figures converted.",
                location=place,
                facts=ids([*odd, present[0]]),
                related=related,
            )


def _scale(placed: Placed) -> tuple[tuple[QName, int], ...]:
    """Return a unit as its measures and powers of ten, whatever its spelling and its currency."""
    parts = placed.unit.parts if placed.unit else ()
    return tuple((_any_currency(part.measure), part.exponent) for part in parts)


def _any_currency(measure: QName) -> QName:
    return _MONEY if measure.namespace == NAMESPACES["iso4217"] else measure


_MONEY = QName(NAMESPACES["iso4217"], "")


def _label(placed: Placed) -> str:
    return placed.unit.label("en") if placed.unit else ""


def unit_differs_from_last_year(case: Case) -> Iterator[Finding]:
    """A figure is filed in a unit of last year's filing; another currency is told once."""
    filed = case.last.units() if case.last else {}
    told: set[tuple[str, str]] = set()
    for row in case.rows:
        placed = min(row, key=lambda one: one.record.period != case.reporting.name)
        before, unit = filed.get((placed.record.concept, frozenset(placed.record.members))), placed.fact.unit
        if not before or unit is None or unit in before:
            continue
        is_currency = _without_currency(unit) in map(_without_currency, before)
        now, then = _last_year_labels(case.taxonomy, unit, before, is_currency=is_currency)
        if (now, then) in told:
            continue
        if is_currency:
            told.add((now, then))
        yield codes.UNIT_DIFFERS.finding(
            f"Amounts of money are in {now}; last year's filing has them in {then}."
            if is_currency
            else f"{case.figures.label(placed.record)} is in {now}; last year's filing has it in {then}.",
            hint="Say in a footnote that the currency has changed, and how earlier amounts were converted."
            if is_currency
            else f"Write it in {then} again, so that a reader of both filings can compare them.",
            location=place_of(placed.record, "unit"),
            facts=(placed.fact.id,),
        )


def _without_currency(unit: Unit) -> Unit:
    return Unit(tuple(map(_any_currency, unit.numerators)), tuple(map(_any_currency, unit.denominators)))


def _last_year_labels(taxonomy: Taxonomy, unit: Unit, before: Iterable[Unit], *, is_currency: bool) -> tuple[str, str]:
    """Return in words the unit of a figure and the first it was filed in, or only their currencies."""
    then = min(before, key=str)
    if is_currency:
        now_in, then_in = (", ".join(sorted(measure.local for measure in currencies_of(one))) for one in (unit, then))
        return now_in, then_in
    labels = {one.measure: one.label("en") for one in reversed(taxonomy.units) if one.exponent == 0}

    def words(one: Unit) -> str:
        sides = ("*".join(labels.get(name, name.local) for name in side) for side in (one.numerators, one.denominators))
        return "/".join(side for side in sides if side)

    return words(unit), words(then)
