"""Rules on units: prefixes that are off by a thousand or a million, changes between periods, amounts without a unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from ...findings import Finding, codes
from ...instances import Unit
from ...taxonomy import QName
from .case import Case, Number, and_more, ids, label_of
from .quantities import MOST, OF_WHAT, PREFIXES, Quantity, is_money, measure, quantity_by_name

_ALIKE = 3
"""Two printed numbers of the same figure that differ by less than this factor are of the same size."""
_APART = Fraction(100)
"""Units that differ by less than this factor are not a slip of a prefix."""


def prefix_is_implausible(case: Case) -> Iterator[Finding]:
    """A measure under which a figure is more than any company can have is off by its prefix; one finding a measure."""
    for name, found in _implausible(case).items():
        largest = max(found, key=lambda one: one.base)
        others = [one for one in case.numbers if one not in found and name in _measures(one.unit)]
        place, related = case.places([*found, *others])
        more = len(found) + len(others) - 1
        yield codes.UNIT_PREFIX_IMPLAUSIBLE.finding(
            f"{largest.named} is {largest.shown}; {_most(largest)[1]} a year."
            + (f" {more} more {'figure is' if more == 1 else 'figures are'} in {name.local}." if more else "")
            + _sibling(case, largest),
            hint=_instead(largest),
            location=place,
            facts=ids([*found, *others]),
            related=related,
        )


def _implausible(case: Case) -> dict[QName, list[Number]]:
    """Return the numbers that are more than any company can have, by their measure."""
    found: defaultdict[QName, list[Number]] = defaultdict(list)
    for number in case.numbers:
        if number.measured and abs(number.base) > _most(number)[0]:
            found[number.unit.numerators[0]].append(number)
    return dict(found)


def _most(number: Number) -> tuple[Fraction, str]:
    return MOST[number.measured.quantity] if number.measured else (Fraction(0), "")


def _measures(unit: Unit) -> tuple[QName, ...]:
    return (*unit.numerators, *unit.denominators)


def _sibling(case: Case, largest: Number) -> str:
    """Say what else of the same quantity the filing has, in another unit."""
    others = [
        one
        for one in case.numbers
        if one.value
        and one.measured
        and largest.measured
        and one.measured.quantity is largest.measured.quantity
        and one.measured.factor * _APART <= largest.measured.factor
        and one.period == largest.period
    ]
    if not others:
        return ""
    other = max(others, key=lambda one: one.base)
    return f" In the same filing {other.named} is {other.shown}."


def _instead(number: Number) -> str:
    """Propose the unit with the largest prefix under which the number is one that a company can have."""
    found = number.measured
    if found is None:
        return ""
    one = found.factor / Fraction(10) ** PREFIXES[found.prefix]
    fitting = [
        f"{prefix}{found.stem}"
        for prefix, power in PREFIXES.items()
        if prefix != found.prefix and abs(Fraction(number.value)) * one * 10**power <= MOST[found.quantity][0] / 1000
    ]
    return (
        f"Is {fitting[-1]} meant? Correct the unit, in all periods and in intensities too."
        if fitting
        else "Check the unit and the number."
    )


def unit_differs_between_periods(case: Case) -> Iterator[Finding]:
    """A figure is in the same unit in every period of the filing, and as last year; one finding a pair of measures.

    Where a measure of this filing is implausible in itself, that is said already.
    """
    slipped = {name.local for name in _implausible(case)}
    pairs: defaultdict[tuple[str, str, bool], list[tuple[Number, Number]]] = defaultdict(list)
    for now, then, is_filed in _neighbours(case):
        if is_money(now.unit) and is_money(then.unit):
            continue
        over, under = _different(now.unit, then.unit)
        if over != under and over not in slipped:
            pairs[over, under, is_filed].append((now, then))
    for (over, under, is_filed), found in pairs.items():
        yield _differing(case, over or "no unit", under or "no unit", found, is_filed=is_filed)


def _neighbours(case: Case) -> Iterator[tuple[Number, Number, bool]]:
    """Yield each figure of its last period beside an earlier one of the filing, and beside what was filed last year."""
    by_what: defaultdict[object, list[Number]] = defaultdict(list)
    for number in case.numbers:
        by_what[number.what, number.period.is_instant].append(number)
    for numbers in by_what.values():
        latest = max(numbers, key=lambda one: one.period.end)
        for earlier in numbers:
            if earlier.period.end < latest.period.end:
                yield latest, earlier, False
        filed = (one for when in {one.period for one in numbers} for one in case.filed.get((latest.what, when), ()))
        if (before := next(filed, None)) is not None:
            yield latest, before, True


def _different(now: Unit, then: Unit) -> tuple[str, str]:
    """Return what two units do not have in common: ``kWh/CNY`` and ``MWh/CNY`` differ in ``kWh`` and ``MWh``."""
    if not label_of(now) or not label_of(then):
        return label_of(now), label_of(then)
    names, before = ([name.local for name in _measures(unit)] for unit in (now, then))
    return "*".join(name for name in names if name not in before), "*".join(
        name for name in before if name not in names
    )


def _differing(case: Case, over: str, under: str, found: Sequence[tuple[Number, Number]], *, is_filed: bool) -> Finding:
    latest, before = next((pair for pair in found if pair[1].value), found[0])
    of, by = _factor(latest.unit), _factor(before.unit)
    is_slip = bool(of and by and _is_same_number(latest, before)) and not 1 / _APART < (of or 1) / (by or 1) < _APART
    code = codes.UNIT_PREFIX_IMPLAUSIBLE if is_slip else codes.UNIT_DIFFERS
    place, related = case.places([latest, *(one for pair in found for one in (pair[:1] if is_filed else pair))])
    where = "last year's filing has" if is_filed else f"for {before.period.end.year} it is"
    return code.finding(
        f"{latest.named} is {latest.value:,f} in {over}; "
        f"{where} {before.value:,f} in {under}."
        + and_more(found)
        + (" The numbers are of the same size: one of the two units is wrong." if is_slip else ""),
        hint="Find out which unit is right, and correct the other." if is_slip else "Give the figures in one unit.",
        location=place,
        facts=ids(number for pair in found for number in (pair[:1] if is_filed else pair)),
        related=related,
    )


def _factor(unit: Unit) -> Fraction | None:
    """Return the factor from a unit to base units, also of a quotient whose measures all tell."""
    factor = Fraction(1)
    for names, power in ((unit.numerators, 1), (unit.denominators, -1)):
        for name in names:
            found = measure(name)
            factor *= (found.factor if found else Fraction(1)) ** power
    return factor if any(measure(name) for name in unit.numerators) else None


def _is_same_number(one: Number, other: Number) -> bool:
    low, high = sorted((abs(one.value), abs(other.value)))
    return bool(low) and high / low < _ALIKE


def amount_has_no_unit(case: Case) -> Iterator[Finding]:
    """What is named as an amount of energy, emissions, water or waste is no pure number; one finding a quantity."""
    found: defaultdict[Quantity, list[Number]] = defaultdict(list)
    for number in case.numbers:
        if label_of(number.unit) in ("", "shares") and (quantity := quantity_by_name(number.what[0])):
            found[quantity].append(number)
    for quantity, numbers in found.items():
        telling = [one for one in numbers if abs(one.value) > 1]
        if telling:
            place, related = case.places([*telling, *numbers])
            yield codes.UNIT_WRONG_FOR_TYPE.finding(
                f"{telling[0].named} is {telling[0].value:,f} without a unit (pure); "
                f"it is an amount of {OF_WHAT[quantity]}.{and_more(numbers)}",
                hint=f"Give the unit in which the {OF_WHAT[quantity]} is measured; without it nobody can compare them.",
                location=place,
                facts=ids(numbers),
                related=related,
            )


def currency_is_mixed(case: Case) -> Iterator[Finding]:
    """Amounts of money are in one currency; one finding for each other."""
    amounts: defaultdict[str, list[Number]] = defaultdict(list)
    for number in case.numbers:
        if is_money(number.unit):
            amounts[number.unit.numerators[0].local].append(number)
    usual = max(amounts, key=lambda currency: len(amounts[currency]), default="")
    for currency, numbers in amounts.items():
        if currency == usual:
            continue
        place, related = case.places(numbers)
        more = len(numbers) - 1
        yield codes.MIXED_CURRENCY.finding(
            f"{numbers[0].named} is in {currency}"
            + (f", and {more} more" if more else "")
            + f"; {len(amounts[usual])} amounts are in {usual}.",
            hint=f"Convert it to {usual}, or say in the report why another currency is used.",
            location=place,
            facts=ids(numbers),
            related=related,
        )


_MAY_FALL = (
    "Change",
    "Reduc",
    "Net",
    "Differ",
    "Avoid",
    "Remov",
    "Offset",
    "Loss",
    "Profit",
    "Gain",
    "Balance",
    "Variance",
)


def amount_is_negative(case: Case) -> Iterator[Finding]:
    """An amount that was measured is not below zero."""
    for number in case.numbers:
        if number.measured and number.value < Decimal(0) and not any(word in number.what[0] for word in _MAY_FALL):
            yield codes.NEGATIVE_VALUE.finding(
                f"{number.named} is {number.shown}.",
                hint="An amount is not negative; write what was saved or offset as a figure of its own.",
                location=case.place(number.fact),
                facts=ids([number]),
            )
