"""Numbers as printed: the exact value and the accuracy that the digits show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_PRINTED = re.compile(
    r"""(?P<sign>[+\-−]?)
        (?P<whole>\d{1,3}(?:,\d{3})+|\d+)
        (?:\.(?P<fraction>\d+))?
        (?P<percent>\s?%)?""",
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number as printed. ``shown`` is the text between sign and percent sign."""

    digits: str
    shown: str
    places: int
    negative: bool
    percent: bool

    def value(self, exponent: int) -> Decimal:
        """Return the number times ten to the power of ``exponent``, exactly."""
        return Decimal((int(self.negative), tuple(map(int, self.digits)), exponent - self.places))

    def decimals(self, exponent: int) -> int:
        """Return the XBRL decimals of :meth:`value`: the last digit printed is taken as correct."""
        return self.places - exponent


def read_number(printed: str) -> PrintedNumber | None:
    """Read a number with an optional decimal point and commas between thousands; ``None`` if it is not one."""
    match = _PRINTED.fullmatch(printed)
    if match is None:
        return None
    fraction = match["fraction"] or ""
    digits = (match["whole"].replace(",", "") + fraction).lstrip("0") or "0"
    shown = match["whole"] + (f".{fraction}" if fraction else "")
    negative = match["sign"] in ("-", "−") and digits != "0"
    return PrintedNumber(digits, shown, len(fraction), negative, bool(match["percent"]))
