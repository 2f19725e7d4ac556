"""Rules on ratios: whether an intensity is what its two figures give."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property

from ...findings import Finding, codes
from ...taxonomy import NAMESPACES
from ..intervals import Interval
from .case import Case, Number, What, and_more, ids
from .changes import SLIPS, TOLERANCE, is_clear
from .quantities import is_money, measure

_PER = re.compile(r"(?P<over>\w+?)(?:Intensity\w*?)?Per(?:[A-Z][a-z]+Of)?(?P<under>Turnover|Revenue)(?P<rest>\w*)")
_WORD = re.compile(r"[A-Z][a-z]*\d*|\d+")


@dataclass(frozen=True)
class _Ratio:
    """A figure that may be one figure divided by another, of its period."""

    number: Number
    over: Number
    under: Number

    @property
    def made_of(self) -> tuple[What, What]:
        return self.over.what, self.under.what

    @cached_property
    def quotient(self) -> Fraction:
        """What the two figures give."""
        return Fraction(self.over.value) / Fraction(self.under.value)

    @property
    def follows(self) -> bool:
        """Whether it is what the two figures give, or nearly so."""
        return self._is_near(self.quotient)

    @property
    def is_exact(self) -> bool:
        """Whether it is what the two figures give, within what was rounded."""
        return self._given.overlaps(self.number.can_be)

    @property
    def is_cut_off(self) -> bool:
        """Whether it is what the two figures give but for its last digit, which may have been cut off, not rounded."""
        can_be = self.number.can_be
        half = (can_be.high - can_be.low) / 2
        return self._given.overlaps(Interval(can_be.low - half, can_be.high + half))

    @cached_property
    def _given(self) -> Interval:
        over, under = self.over.can_be, self.under.can_be
        if under.low <= 0 or over.low < 0:
            return Interval(self.quotient, self.quotient)
        return Interval(over.low / under.high, over.high / under.low)

    @property
    def power(self) -> int | None:
        """The power of ten by which it is off, if it is; where it is too small, the power is positive."""
        powers = (sign * slip for slip in SLIPS for sign in (1, -1))
        return next((power for power in powers if self._is_near(self.quotient / Fraction(10) ** power)), None)

    def _is_near(self, value: Fraction) -> bool:
        low, high = self.number.can_be.low, self.number.can_be.high
        return low * (1 - TOLERANCE) <= value <= high * (1 + TOLERANCE)


def ratio_does_not_follow(case: Case) -> Iterator[Finding]:
    """An intensity per turnover is what some amount divided by some turnover is.

    Which figures it is made of is only told by their names, so that what is reported is either a clean power of ten,
    where no pair of figures gives the intensity itself, or a pair that gives it exactly in another year and not in this
    one. One finding for each divisor and power.
    """
    known = _made_of(case)
    off: defaultdict[tuple[str, int], list[_Ratio]] = defaultdict(list)
    for ratios in _ratios(case.numbers):
        told = [one for one in ratios if one.made_of in known.get(one.number.what, ())]
        if any(one.is_cut_off for one in told) or (not told and any(one.follows for one in ratios)):
            continue
        slipped = next((one for one in told or ratios if one.power), None)
        if slipped and slipped.power:
            off[slipped.under.fact.id, slipped.power].append(slipped)
        elif told:
            yield _broken(case, told[0])
    for (_, power), slips in off.items():
        yield _slipped(case, power, slips)


def _made_of(case: Case) -> Mapping[What, set[tuple[What, What]]]:
    """Return what ratios are made of: the pairs of figures that give one exactly in some year."""
    found: defaultdict[What, set[tuple[What, What]]] = defaultdict(set)
    for numbers in (case.numbers, [number for filed in case.filed.values() for number in filed]):
        for ratios in _ratios(numbers):
            found[ratios[0].number.what].update(one.made_of for one in ratios if is_clear(one.number) and one.is_exact)
    return found


def _ratios(numbers: Sequence[Number]) -> Iterator[list[_Ratio]]:
    """Yield for each intensity what it may be made of: an amount named alike and a turnover, without members."""
    plain = [one for one in numbers if one.value and not one.what[1]]
    for number in plain:
        name = _PER.fullmatch(number.what[0])
        if name is None or name["rest"]:
            continue
        alike = [one for one in plain if one.period == number.period]
        below = [one for one in alike if is_money(one.unit) and re.search("Turnover|Revenue", one.what[0])]
        below.sort(key=lambda one: one.what[0] != name["under"])
        words = set(_WORD.findall(name["over"]))
        above = [one for one in alike if _is_amount(one) and words <= {*_WORD.findall(one.what[0]), "Total"}]
        above.sort(key=lambda one: (not one.what[0].startswith("Total"), len(one.what[0])))
        if ratios := [_Ratio(number, over, under) for over in above for under in below]:
            yield ratios


def _is_amount(number: Number) -> bool:
    unit = number.unit
    is_plain = not unit.denominators and all(name.namespace == NAMESPACES["xbrli"] for name in unit.numerators)
    return not _PER.search(number.what[0]) and (is_plain or any(measure(name) for name in unit.numerators))


def _slipped(case: Case, power: int, slips: Sequence[_Ratio]) -> Finding:
    first = slips[0]
    place, related = case.places([first.number, first.over, first.under, *(one.number for one in slips[1:])])
    times = f"{10 ** abs(power):,} times {'as much' if power > 0 else 'less'}"
    return codes.RATIO_DOES_NOT_FOLLOW.finding(
        f"{first.number.named} is {first.number.value:f}; {first.over.named} divided by {first.under.named}, "
        f"{first.over.value:,f} by {first.under.value:,f}, is about {times}.{and_more(slips)}",
        hint="One of the three is off: look for thousands, lakhs, millions or crores written as ones.",
        location=place,
        facts=ids([first.number, first.over, first.under, *(one.number for one in slips[1:])]),
        related=related,
    )


def _broken(case: Case, ratio: _Ratio) -> Finding:
    place, related = case.places([ratio.number, ratio.over, ratio.under])
    digits = len(ratio.number.value.normalize().as_tuple().digits)
    return codes.RATIO_DOES_NOT_FOLLOW.finding(
        f"{ratio.number.named} is {ratio.number.value:f}; {ratio.over.named} divided by {ratio.under.named}, "
        f"{ratio.over.value:,f} by {ratio.under.value:,f}, is {_rounded(ratio.quotient, digits)}. "
        "In another year the three agree.",
        hint="Compare the three with their source: one of them is of another year, another unit or another scope.",
        location=place,
        facts=ids([ratio.number, ratio.over, ratio.under]),
        related=related,
    )


def _rounded(value: Fraction, digits: int) -> str:
    """Return a number with so many significant digits, two more than the one it is compared with."""
    with localcontext(prec=digits + 2):
        return f"{Decimal(value.numerator) / value.denominator:f}"
