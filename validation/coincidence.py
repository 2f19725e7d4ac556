"""Whether two figures are the same by more than chance."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

FEWEST_DIGITS = 3
"""Figures with fewer digits, zeros at their ends apart, two objects may share by chance."""


def are_telling(values: Iterable[object]) -> bool:
    """Return whether all values are numbers with so many digits that two objects hardly share them by chance."""
    return all(isinstance(value, Decimal) and _digits(value) >= FEWEST_DIGITS for value in values)


def _digits(value: Decimal) -> int:
    return len("".join(map(str, value.as_tuple().digits)).strip("0"))
