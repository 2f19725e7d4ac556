"""Rules on figures beside each other: with the year before and with last year's filing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from ...findings import Finding, codes
from ...instances import Period
from .case import Case, Number, What, and_more, ids, years_before
from .quantities import is_money

SLIPS = (2, 3, 4, 5, 6, 7, 8)
"""Powers of ten by which figures slip: per cent, thousand, 万, lakh, million, crore, 亿."""
TOLERANCE = Fraction(5, 100)
"""How far a ratio may be from a power of ten and still look like it."""
_FEWEST_COUNTED = 1000
"""Numbers below this, without a unit, may grow a hundredfold."""
_CLEAR = Fraction(1, 50)
"""A number that is known no better than this tells nothing about powers of ten."""


def scale_slips(case: Case) -> Iterator[Finding]:
    """A figure is no power of ten of that of the year before, or of what last year's filing said of its own period.

    One finding for all figures that have slipped by the same power.
    """
    present: dict[tuple[What, Period, str], Number] = {}
    for number in case.numbers:
        present.setdefault((number.what, number.period, number.label), number)
    found: defaultdict[tuple[int, str], list[tuple[Number, Number]]] = defaultdict(list)
    for (what, period, unit), number in present.items():
        before = present.get((what, years_before(period, 1), unit))
        if before is not None and (power := _power(number, before)):
            found[power, f"that of {before.period.end.year}"].append((number, before))
        filed = next((one for one in case.filed.get((what, period), ()) if one.label == unit), None)
        if filed is not None and (power := _power(number, filed)):
            found[power, f"what last year's filing says of {period.end.year}"].append((number, filed))
    for (power, than), pairs in found.items():
        yield _slip(case, power, than, pairs)


def _power(one: Number, other: Number) -> int | None:
    """Return the power of ten by which two figures differ; ``None`` where they do not, or it could be chance."""
    if not (is_clear(one) and is_clear(other)) or (one.value > 0) is not (other.value > 0):
        return None
    if (
        one.measured is None
        and not is_money(one.unit)
        and min(abs(one.value), abs(other.value)) * 100 < _FEWEST_COUNTED
    ):
        return None
    return power_of(Fraction(one.value) / Fraction(other.value))


def power_of(ratio: Fraction) -> int | None:
    """Return the power of ten that a positive ratio is within 5 % of, if figures slip by it; up is positive."""
    for power in (sign * slip for slip in SLIPS for sign in (1, -1)):
        if abs(ratio / Fraction(10) ** power - 1) <= TOLERANCE:
            return power
    return None


def is_clear(number: Number) -> bool:
    """Whether a number has the digits to tell a power of ten from another factor."""
    width = number.can_be.high - number.can_be.low
    return bool(number.value) and width / abs(Fraction(number.value)) <= _CLEAR


def _slip(case: Case, power: int, than: str, pairs: list[tuple[Number, Number]]) -> Finding:
    number, other = pairs[0]
    numbers = [one for pair in pairs for one in pair if one.fact in case.facts]
    place, related = case.places(numbers)
    times = f"about {10 ** abs(power):,} times"
    said = f"{times} {than}" if power > 0 else f"and {than} is {times} as much"
    return codes.SCALE_SLIP.finding(
        f"{number.named} is {number.shown}, {said}: {other.value:,f}.{and_more(pairs)}",
        hint="Check the unit, the decimal point, and whether both are in thousands, lakhs, millions or crores.",
        location=place,
        facts=ids(numbers),
        related=related,
    )


def restatement_is_unexplained(case: Case) -> Iterator[Finding]:
    """A figure of an earlier period is what last year's filing said of it, within rounding; one finding a figure."""
    told: set[tuple[What, Period]] = set()
    for number in case.numbers:
        filed = case.filed.get((number.what, number.period), [])
        key = number.what, number.period
        same_unit = [one for one in filed if one.label in ("", number.label)]
        if key in told or not same_unit or any(one.can_be.overlaps(number.can_be) for one in same_unit):
            continue
        told.add(key)
        if _power(number, same_unit[0]) is None:
            yield codes.RESTATEMENT_UNEXPLAINED.finding(
                f"{number.named} for the period to {number.period.end} is {number.shown}; last year's filing has "
                f"{same_unit[0].value:,f}.",
                hint="Say in the report that the figure was restated, and why; or correct it.",
                location=case.place(number.fact),
                facts=ids([number]),
            )
