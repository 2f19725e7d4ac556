"""Numbers as printed: the exact value and the accuracy that the digits show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

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


class Qualifier(StrEnum):
    """What a figure is to the number that is printed; the names are those of the taxonomy's members."""

    ABOUT = "About"
    MORE_THAN = "MoreThan"
    AT_LEAST = "AtLeast"
    LESS_THAN = "LessThan"
    AT_MOST = "AtMost"

    @property
    def sign(self) -> str:
        """The sign that a reader of any language knows it by."""
        return _SIGNS[self]


_SIGNS: Mapping[Qualifier, str] = {
    Qualifier.ABOUT: "≈",
    Qualifier.MORE_THAN: ">",
    Qualifier.AT_LEAST: "≥",
    Qualifier.LESS_THAN: "<",
    Qualifier.AT_MOST: "≤",
}
_QUALIFIERS: Mapping[Qualifier, str] = {
    Qualifier.ABOUT: r"[~≈∼～]|about|approximately|approx\.?|around|约|約|大约|大約",
    Qualifier.MORE_THAN: r"[>＞]|more than|over|超过|超過|多于|多於",
    Qualifier.AT_LEAST: r"[≥≧]|>=|at least|no less than|not less than|至少|不少于|不少於|不低于|不低於",
    Qualifier.LESS_THAN: r"[<＜]|less than|fewer than|under|少于|少於|低于|低於|不足",
    Qualifier.AT_MOST: r"[≤≦]|<=|at most|no more than|not more than|up to|至多|最多|不超过|不超過|不多于|不多於",
}
_QUALIFIED = {
    qualifier: re.compile(rf"(?:{words})\s*(?P<number>[+\-−]?\d.*)", re.IGNORECASE)
    for qualifier, words in _QUALIFIERS.items()
}
_RANGE = re.compile(
    r"(?P<low>[+\-−]?\d[\d,.]*)(?P<percent>\s?%)?\s*(?:[-–—~～]|to|至|到)\s*(?P<high>[+\-−]?\d[\d,.]*\s?%?)"
)


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A number as printed with what it is to the figure: the figure itself, about it, or a bound."""

    number: PrintedNumber
    qualifier: Qualifier | None = None


def read_figure(printed: str) -> tuple[PrintedFigure, ...]:
    """Read a number, a qualified number (``at least 30``) or a range (``30–40``, two bounds); nothing if it is none.

    A range without end at its end, with a percent sign at its lower end only, or one that does not rise, is none.
    """
    if number := read_number(printed):
        return (PrintedFigure(number),)
    for qualifier, pattern in _QUALIFIED.items():
        if (match := pattern.fullmatch(printed)) and (number := read_number(match["number"])):
            return (PrintedFigure(number, qualifier),)
    if match := _RANGE.fullmatch(printed):
        high = read_number(match["high"])
        low = read_number(match["low"] + ("%" if high and high.percent else ""))
        is_one_scale = high is not None and (high.percent or not match["percent"])
        if low and high and is_one_scale and low.value(0) < high.value(0):
            return (PrintedFigure(low, Qualifier.AT_LEAST), PrintedFigure(high, Qualifier.AT_MOST))
    return ()


_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TRAILING = re.compile(rf"(?P<figure>.*?\d\s?%?)\s*(?P<notes>[{_RAISED}]+(?:[\s,，、]+[{_RAISED}]+)*)")


def trailing_notes(printed: str) -> tuple[str, tuple[str, ...]]:
    """Part a figure from the raised numbers behind it: ``19.42 ⁸⁶`` is ``19.42`` with the footnote ``86``."""
    match = _TRAILING.fullmatch(printed)
    if match is None:
        return printed, ()
    return match["figure"].rstrip(), tuple(
        unicodedata.normalize("NFKC", match["notes"]).replace(",", " ").replace("、", " ").split()
    )


def plain_digits(printed: str) -> str:
    """Return a number in full-width characters, as Chinese input methods write it, in plain ones; all else as it is."""
    if any("０" <= one <= "９" for one in printed):
        return printed.translate(_FULL_WIDTH)
    return printed


_FULL_WIDTH = {
    ord(wide): plain for wide, plain in zip("０１２３４５６７８９．，％－＋", "0123456789.,%-+", strict=True)
}

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
