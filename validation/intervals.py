"""What a rounded number can have been before it was rounded, as Calculations 1.1 reads it (round to nearest)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``low`` to ``high``, both included."""

    low: Fraction
    high: Fraction

    @classmethod
    def of(cls, value: Decimal, decimals: int | None) -> Interval:
        """Return the numbers that ``value`` can be a rounding of; ``None`` means exact."""
        exact = Fraction(value)
        half = Fraction(0) if decimals is None else Fraction(1, 2) * Fraction(10) ** -decimals
        return cls(exact - half, exact + half)

    @classmethod
    def common(cls, intervals: Sequence[Interval]) -> Interval | None:
        """Return what all intervals have in common, or ``None`` when that is nothing."""
        if not intervals:
            return None
        low, high = max(one.low for one in intervals), min(one.high for one in intervals)
        return cls(low, high) if low <= high else None

    @property
    def middle(self) -> Fraction:
        """The number in the middle."""
        return (self.low + self.high) / 2

    def overlaps(self, other: Interval) -> bool:
        """Whether the two have a number in common."""
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __mul__(self, other: Interval) -> Interval:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def divided_by(self, other: Interval) -> Interval | None:
        """Return the quotients, or ``None`` when the divisor can be zero."""
        if other.low <= 0 <= other.high:
            return None
        return self * Interval(1 / other.high, 1 / other.low)

    def times(self, factor: Fraction) -> Interval:
        """Return the numbers times a factor."""
        return self * Interval(factor, factor)


def total(intervals: Iterable[Interval]) -> Interval:
    """Return the sums."""
    result = Interval(Fraction(0), Fraction(0))
    for interval in intervals:
        result += interval
    return result
