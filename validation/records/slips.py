"""By which power of ten one figure is of another, if it is one by which figures slip."""

from __future__ import annotations

from fractions import Fraction

from ..intervals import Interval

SLIPS = (2, 3, 4, 5, 6, 7, 8)
"""Powers of ten by which figures slip: per cent, thousand, 万 (10,000), lakh, million, crore, 亿 (100 million)."""
SLIP_TOLERANCE = Fraction(5, 100)
"""How far a ratio may be from a power of ten and still look like it; figures that are rounded more tell nothing."""
FEWEST_COUNTED = 100
"""A number of people or things below this may grow a hundredfold."""
CALM = 5
"""A figure that changed by less than this factor did nothing unusual."""


def ratio_of(one: Interval, other: Interval) -> Fraction | None:
    """Return the ratio of two figures; ``None`` if one may be zero or they differ in sign."""
    is_known = all(interval.low > 0 or interval.high < 0 for interval in (one, other))
    ratio = one.middle / other.middle if is_known else None
    return ratio if ratio and ratio > 0 else None


def power_of(one: Interval, other: Interval, *, is_count: bool) -> int:
    """Return the power of ten that a figure is of another, or 0 if it is none by which figures slip.

    Both are in the same units; ``is_count`` says that they count people or things.
    """
    ratio = ratio_of(one, other)
    if ratio is None or Fraction(1, CALM) < ratio < CALM:
        return 0
    least = min(abs(one.middle), abs(other.middle))
    if (is_count and least < FEWEST_COUNTED) or not all(map(_is_exact_enough, (one, other))):
        return 0
    for power in SLIPS:
        for signed, factor in ((power, ratio), (-power, 1 / ratio)):
            if abs(factor / 10**power - 1) <= SLIP_TOLERANCE:
                return signed
    return 0


def _is_exact_enough(interval: Interval) -> bool:
    return interval.high - interval.low <= 2 * SLIP_TOLERANCE * abs(interval.middle)
