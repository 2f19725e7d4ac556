"""Rules on figures beside each other: with the year before, with last year's filing, with what they are made of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ...findings import Finding, codes
from ...instances import Period
from ...taxonomy import NAMESPACES
from .case import Case, Number, What, and_more, ids, years_before
from .quantities import is_money, measure

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
    if not (_is_clear(one) and _is_clear(other)) or (one.value > 0) is not (other.value > 0):
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


def _is_clear(number: Number) -> bool:
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


# Ratios

_PER = re.compile(r"(?P<over>\w+?)(?:Intensity\w*?)?Per(?:[A-Z][a-z]+Of)?(?P<under>Turnover|Revenue)(?P<rest>\w*)")
_WORD = re.compile(r"[A-Z][a-z]*\d*|\d+")


@dataclass(frozen=True, slots=True)
class _Quotient:
    """A figure that is one figure divided by another."""

    over: Number
    under: Number

    @property
    def value(self) -> Fraction:
        return Fraction(self.over.value) / Fraction(self.under.value)


def ratio_is_a_power_off(case: Case) -> Iterator[Finding]:
    """An intensity per turnover is what some amount divided by some turnover is; a power of ten beside it is a slip.

    Which figures it is made of is only told by names, so that nothing but a clean power of ten is reported, and only
    where no pair of figures gives the intensity itself. One finding for each divisor.
    """
    found: defaultdict[tuple[str, int], list[tuple[Number, _Quotient]]] = defaultdict(list)
    for number in case.numbers:
        name = _PER.fullmatch(number.what[0])
        if name is None or name["rest"] or not number.value or number.what[1]:
            continue
        pairs = list(_pairs(case, number, name["over"], name["under"]))
        if any(_follows(number, pair) for pair in pairs):
            continue
        for pair in pairs:
            if power := _power_of_quotient(number, pair):
                found[pair.under.fact.id, power].append((number, pair))
                break
    for (_, power), ratios in found.items():
        number, pair = ratios[0]
        place, related = case.places([number, pair.over, pair.under, *(one for one, _ in ratios[1:])])
        times = f"{10 ** abs(power):,} times {'as much' if power > 0 else 'less'}"
        yield codes.SCALE_SLIP.finding(
            f"{number.named} is {number.value:f}; {pair.over.named} divided by {pair.under.named}, "
            f"{pair.over.value:,f} by {pair.under.value:,f}, is about {times}.",
            hint="One of the three is off: look for thousands, lakhs, millions or crores written as ones.",
            location=place,
            facts=ids([number, pair.over, pair.under]),
            related=related,
        )


def _pairs(case: Case, ratio: Number, over: str, under: str) -> Iterator[_Quotient]:
    """Yield what a ratio may be made of: an amount named alike and a turnover, of its period and without members."""
    alike = [one for one in case.numbers if one.period == ratio.period and not one.what[1] and one.value]
    below = [one for one in alike if is_money(one.unit) and re.search("Turnover|Revenue", one.what[0])]
    below.sort(key=lambda one: one.what[0] != under)
    words = set(_WORD.findall(over))
    above = [one for one in alike if _is_amount(one) and words <= {*_WORD.findall(one.what[0]), "Total"}]
    above.sort(key=lambda one: (not one.what[0].startswith("Total"), len(one.what[0])))
    yield from (_Quotient(one, by) for one in above for by in below)


def _is_amount(number: Number) -> bool:
    unit = number.unit
    is_plain = not unit.denominators and all(name.namespace == NAMESPACES["xbrli"] for name in unit.numerators)
    return not _PER.search(number.what[0]) and (is_plain or any(measure(name) for name in unit.numerators))


def _follows(ratio: Number, pair: _Quotient) -> bool:
    low, high = ratio.can_be.low, ratio.can_be.high
    return low * (1 - TOLERANCE) <= pair.value <= high * (1 + TOLERANCE)


def _power_of_quotient(ratio: Number, pair: _Quotient) -> int | None:
    for power in (sign * slip for slip in SLIPS for sign in (1, -1)):
        scaled = pair.value / Fraction(10) ** power
        if ratio.can_be.low * (1 - TOLERANCE) <= scaled <= ratio.can_be.high * (1 + TOLERANCE):
            return power
    return None
