"""The first sheet of a form: what to do, what the colours mean, where things stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .book import FORM, INPUT, LINE, MISSING, MUTED, OMITTED, PAPER, SHADE, Sheet, Span, Style
from .shared import Shared

_STEPS = ("step 1", "step 2", "step 3")
_COLOURS = (("yellow", INPUT), ("white", PAPER), ("orange", MISSING), ("dark grey", OMITTED), ("light grey", SHADE))
_RULES = ("numbers", "qualifiers", "omitting", "breakdowns", "own", "adding")
_MARKER = "esgtag:guide"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of sheets: where it leads to, and what stands there."""

    target: Sheet
    about: str


def write_guide(shared: Shared, sheet: Sheet, entries: Sequence[Entry]) -> None:
    """Write the guide."""
    words = {key: text.format(period=shared.reporting) for key, text in shared.words.items() if key in _KEYS}
    strong: Style = {"bold": True, "font_color": FORM.strong}
    text: Style = {"text_wrap": True, "valign": "top", "font_color": MUTED}
    sheet.columns(0, 0, 3)
    sheet.columns(1, 1, 30)
    sheet.columns(2, 2, 96)
    sheet.row(0, 12)
    sheet.text(0, 0, _MARKER, {"font_size": 6, "font_color": PAPER})
    sheet.row(1, 34)
    sheet.text(1, 1, words["form title"], {**strong, "font_size": 20})
    sheet.text(2, 1, shared.content.label(shared.content.manifest.entity.name), {**strong, "font_size": 12})
    sheet.text(3, 1, words["form intro"], {"font_color": MUTED})
    row = 5
    row = _block(sheet, row, words["steps"])
    for step in _STEPS:
        row = _pair(sheet, row, words[step], words[f"{step} text"], strong, text)
    row = _block(sheet, row + 1, words["colours"])
    for name, colour in _COLOURS:
        box: Style = {"bg_color": colour, "border": 1, "border_color": LINE, "align": "center"}
        row = _pair(sheet, row, words[name], words[f"{name} text"], box, text)
    row = _block(sheet, row + 1, words["rules"])
    for rule in _RULES:
        row = _pair(sheet, row, words[rule], words[f"{rule} text"], strong, text)
    row = _block(sheet, row + 1, words["sheets"])
    for entry in entries:
        sheet.row(row, 18)
        place = Span(entry.target.name, 0, 0, 0, 0)
        style: Style = {"bold": True, "font_color": entry.target.colours.strong, "underline": 0}
        sheet.link(row, 1, place, entry.target.name, style)
        sheet.text(row, 2, entry.about, text)
        row += 1
    sheet.view()
    sheet.paper(shared.content.label(shared.content.manifest.entity.name))
    sheet.protect()
    sheet.open_first()


def _block(sheet: Sheet, row: int, title: str) -> int:
    sheet.row(row, 24)
    style: Style = {"bold": True, "font_size": 12, "bg_color": FORM.strong, "font_color": PAPER}
    sheet.text(row, 1, title, style)
    sheet.blanks(row, [2], style)
    return row + 1


def _pair(sheet: Sheet, row: int, left: str, right: str, left_style: Style, right_style: Style) -> int:
    lines = -(-sum(2 if one >= "\u2e80" else 1 for one in right) // 100)
    sheet.row(row, 6 + 15 * max(lines, 1))
    sheet.text(row, 1, left, {**left_style, "valign": "top"})
    sheet.text(row, 2, right, right_style)
    return row + 1


_KEYS = frozenset(
    {"form title", "form intro", "steps", "colours", "rules", "sheets"}
    | {name for step in _STEPS for name in (step, f"{step} text")}
    | {name for colour, _ in _COLOURS for name in (colour, f"{colour} text")}
    | {name for rule in _RULES for name in (rule, f"{rule} text")}
)
