"""More digits than a figure can have."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal
from fractions import Fraction

from ...generator import Placed
from ..figures import Figures, currencies_of

MOST_SIGNIFICANT = 15
"""The digits that a spreadsheet keeps; more of them come out of a computation, not out of a record."""
MOST_SIGNIFICANT_OF_QUOTIENT = 12
"""More digits than the figures that a quotient is made of have."""
SMALLEST_STEPS: Mapping[str, tuple[Fraction, str]] = {
    "mass": (Fraction(1, 10**6), "1 mg"),
    "ghg": (Fraction(1, 10**6), "1 g of CO2e"),
    "energy": (Fraction(1, 10**3), "1 kJ (about a quarter of 1 Wh)"),
    "volume": (Fraction(1, 10**6), "1 ml"),
    "area": (Fraction(1, 10**4), "1 cm²"),
    "hours": (Fraction(1, 10**6), "a millionth of an hour"),
    "days": (Fraction(1, 10**6), "a millionth of a day"),
    "ratio": (Fraction(1, 10**8), "0.000001 %"),
}
"""The smallest sensible step of each quantity, in base units and in words."""
WITHOUT_CENTS = frozenset({"JPY", "KRW"})
"""Currencies whose smallest amount is one unit."""

_ROUND = "Round it to the digits that were measured, or that the figures it is made of have; what is printed is filed."


def overclaimed(figures: Figures, placed: Placed) -> tuple[str, str] | None:
    """Return what a figure claims too much, and what to write."""
    number, unit = placed.number, placed.unit
    if number is None or unit is None or figures.taxonomy.concepts[placed.record.concept].type.is_count:
        return None
    significant = len(number.digits if number.places else number.digits.rstrip("0"))
    if significant > MOST_SIGNIFICANT:
        meant = _before_binary(number.value(0))
        if meant is not None:
            return "it has the trace of a computation in binary.", f"Is {meant:f}{'%' if number.percent else ''} meant?"
        return f"it has {significant} digits, more than the {MOST_SIGNIFICANT} that a spreadsheet keeps.", _ROUND
    if len(unit.parts) > 1:
        if significant > MOST_SIGNIFICANT_OF_QUOTIENT:
            return f"it has {significant} digits, more than the figures that it is made of can have.", _ROUND
        return None
    smallest, words = _smallest_step(placed)
    if number.places and figures.base(placed) / 10**number.places < smallest:
        return f"it claims to be known more finely than {words}.", _ROUND
    return None


def _before_binary(value: Decimal) -> Decimal | None:
    """Return the short number that 12.299999999999999 comes from; ``None`` where digits are just many."""
    rounded = Context(prec=MOST_SIGNIFICANT).plus(value).normalize()
    return rounded if len(rounded.as_tuple().digits) <= MOST_SIGNIFICANT - 3 else None


def _smallest_step(placed: Placed) -> tuple[Fraction, str]:
    quantity = placed.unit.quantity if placed.unit else ""
    if quantity != "money":
        return SMALLEST_STEPS.get(quantity, (Fraction(0), ""))
    currency = next((measure.local for measure in currencies_of(placed.fact.unit)), "")
    return (Fraction(1), f"1 {currency}") if currency in WITHOUT_CENTS else (Fraction(1, 100), f"0.01 {currency}")
