"""Numbers as printed: the exact value and the accuracy that the digits show."""

from __future__ import annotations

import re
import unicodedata
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


MOST_DIGITS = 30
"""More digits than any figure has; the exact arithmetic of a report stays far below it."""

_REASONS = (
    (
        r"#(REF|DIV/0|VALUE|NAME|N/A|NUM|NULL)[!?]?|#+",
        "This is a spreadsheet's error or a column too narrow; correct the sheet.",
    ),
    (r"=.*", "This is a formula; save the sheet with its values."),
    (r"\(.*\)", "Write a negative figure with a minus sign: -13,400."),
    (r"[+-]?\d+(\.\d+)?[eE][+-]?\d+", "Write all digits instead of a power of ten."),
    (r"\d{1,3}(['’]\d{3})+(\.\d+)?", "Write commas between thousands: 13,400."),
    (
        r"\d{1,3}(\.\d{3}){2,}(,\d+)?|\d{1,3}(\.\d{3})+,\d+",
        "Write commas between thousands and a decimal point: 13,400.5.",
    ),
    (
        r"\d+,\d+",
        "Is the comma a decimal comma? Write a decimal point: 70.5. Between thousands it has three digits behind it.",
    ),
    (r"[+-]?\d[\d,.]*\s*[^\d\s,.%].*", "Write the figure alone; its unit stands in the unit's column."),
    (r"[–—−‐‑]", "Write the dash as it is declared among the omission marks."),
)


_LETTERS_LIKE_DIGITS = str.maketrans("OolI", "0011")


def why_not_a_number(printed: str) -> str:
    """Return what is probably wrong with a cell that should hold a number, and what to write; may be empty."""
    odd = next((one for one in printed if unicodedata.category(one) in ("Zs", "Cf") and one != " "), None)
    if odd:
        name = unicodedata.name(odd, "unnamed").lower()
        return f"It holds the invisible character U+{ord(odd):04X} ({name}); type it again."
    if printed != unicodedata.normalize("NFKC", printed) and read_number(unicodedata.normalize("NFKC", printed)):
        return f"Write it with plain digits: {unicodedata.normalize('NFKC', printed)}."
    if " " in printed and read_number(printed.replace(" ", "")):
        return f"Write it without spaces: {printed.replace(' ', '')}."
    meant = printed.translate(_LETTERS_LIKE_DIGITS)
    if meant != printed and read_number(meant):
        return f"A letter stands among the digits; is {meant} meant?"
    return next((reason for pattern, reason in _REASONS if re.fullmatch(pattern, printed)), "")
