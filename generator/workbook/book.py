"""A workbook being written: sheets, cells in styles, notes, drop-downs, outlines. The one door to XlsxWriter."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell  # type: ignore[import-untyped]

from ...taxonomy import Kind
from ..numbers import read_number

Style = Mapping[str, object]
"""Properties of a cell's format, as XlsxWriter names them."""
Place = tuple[int, int]
"""Row and column, from 0."""

INK, MUTED, FAINT = "#1F2933", "#6B7683", "#A9B2BD"
LINE, SHADE, PAPER = "#DDE2E8", "#F1F3F6", "#FFFFFF"
INPUT, OMITTED, MISSING = "#FFF8D6", "#D5DAE1", "#FFC265"


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a sheet: its tab and header, and its headings."""

    strong: str
    tint: str
    pale: str


FORM = Colours("#37424F", "#DCE1E7", "#EEF1F4")
ENVIRONMENT = Colours("#1E7A55", "#D5EADF", "#EBF5F0")
SOCIAL = Colours("#2A62A5", "#D6E3F3", "#EBF2FA")
GOVERNANCE = Colours("#66499A", "#E2DBF0", "#F2EFF8")

MOST_DIGITS = 15
"""How many digits of a number a spreadsheet keeps."""
MOST_PLACES = 20
_FIRST_DAY = date(1900, 3, 1)
"""Before it, spreadsheets count days in two ways."""

MOST_TEXT = 32767
"""The longest text that a cell holds."""
_MADE = datetime(2000, 1, 1)
_FONTS = {"zh-Hans": "Microsoft YaHei", "zh-Hant": "Microsoft JhengHei"}
_BASE: Style = {"font_size": 10, "font_color": INK, "valign": "vcenter"}
_LIKE_A_FORMULA = ("=", "+", "-", "@", "'")
_LONGEST_NAME = 31
_RANGES_AT_ONCE = 150


class TextTooLongError(ValueError):
    """A text that no cell of a spreadsheet can hold; it can stand in a file beside the form (``file:name.md``)."""


@dataclass(frozen=True, slots=True)
class Span:
    """A block of cells of a sheet, as formulas and drop-downs name it. Rows and columns count from 0."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first = xl_rowcol_to_cell(self.top, self.left, row_abs=True, col_abs=True)
        last = xl_rowcol_to_cell(self.bottom, self.right, row_abs=True, col_abs=True)
        return f"{quote_sheetname(self.sheet)}!{first}" + (f":{last}" if last != first else "")


def cell_name(row: int, column: int, *, fixed_column: bool = False) -> str:
    """Return the name of a cell: ``B7``."""
    return str(xl_rowcol_to_cell(row, column, col_abs=fixed_column))


class Book:
    """A workbook that is written in memory; the same content gives the same bytes."""

    def __init__(self, language: str, title: str, author: str) -> None:
        self._buffer = io.BytesIO()
        self._book = Workbook(
            self._buffer,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        self._book.set_properties({"title": title, "author": author, "created": _MADE})
        self._book.set_size(2400, 1500)
        self._font = _FONTS.get(language, "Calibri")
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self._names: set[str] = set()
        self._sheets: list[Sheet] = []

    def sheet(self, wanted: str, colours: Colours, *, hidden: bool = False) -> Sheet:
        """Add a sheet under a name that spreadsheets allow and that no other one has."""
        worksheet = self._book.add_worksheet(self._name(wanted))
        worksheet.set_tab_color(colours.strong)
        worksheet.hide_gridlines(2)
        if hidden:
            worksheet.hide()
        self._sheets.append(Sheet(self, worksheet, colours))
        return self._sheets[-1]

    @property
    def first(self) -> Sheet:
        """The sheet that was added first."""
        return self._sheets[0]

    def _name(self, wanted: str) -> str:
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", wanted).strip().strip("'").strip() or "-"
        if len(plain) > _LONGEST_NAME and " " in plain[:_LONGEST_NAME]:
            plain = plain[:_LONGEST_NAME].rpartition(" ")[0].removesuffix(" and").rstrip(" ,")
        name, number = plain[:_LONGEST_NAME].strip(), 1
        while name.casefold() in self._names or name.casefold() == "history":
            number += 1
            ending = f" {number}"
            name = plain[: _LONGEST_NAME - len(ending)] + ending
        self._names.add(name.casefold())
        return name

    def format(self, style: Style) -> Any:
        """Return XlsxWriter's format of a style."""
        whole = {**_BASE, "font_name": self._font, **style}
        key = tuple(sorted(whole.items(), key=lambda item: item[0]))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(whole)
        return self._formats[key]

    def bare_format(self, style: Style) -> Any:
        """Return a format with nothing but a style, for what changes a cell's look under a condition."""
        return self._book.add_format(dict(style))

    def content(self) -> bytes:
        """Return the workbook's bytes. Nothing can be written after that."""
        for sheet in self._sheets:
            sheet.finish()
        self._book.close()
        return self._buffer.getvalue()


@dataclass
class Sheet:
    """A sheet of the workbook."""

    book: Book
    _sheet: Any
    colours: Colours
    _validated: list[tuple[list[Place], dict[str, object]]] = field(default_factory=list)
    _rows: dict[int, dict[str, object]] = field(default_factory=dict)
    _heights: dict[int, int] = field(default_factory=dict)
    _widths: dict[int, int] = field(default_factory=dict)
    _wrapped: dict[int, list[tuple[int, str]]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The sheet's name, as formulas know it."""
        return str(self._sheet.get_name())

    def span(self, top: int, left: int, bottom: int | None = None, right: int | None = None) -> Span:
        """Return a block of cells of this sheet."""
        return Span(self.name, top, left, top if bottom is None else bottom, left if right is None else right)

    def text(self, row: int, column: int, text: str, style: Style) -> None:
        """Write a text; it is never a formula, a number or a link. Raises :class:`TextTooLongError`."""
        if not text:
            self._sheet.write_blank(row, column, None, self.book.format(style))
            return
        if len(text.encode("utf-16-le", "surrogatepass")) > 2 * MOST_TEXT:
            raise TextTooLongError(f"{self.name}!{cell_name(row, column)}: {len(text):,} characters, {text[:40]}…")
        if style.get("text_wrap"):
            self._wrapped.setdefault(row, []).append((column, text))
        form = self.book.format({**style, "quote_prefix": True} if text.startswith(_LIKE_A_FORMULA) else style)
        if text.startswith("<r>"):
            self._sheet.write_rich_string(row, column, text[:1], text[1:2], text[2:], form)
        else:
            self._sheet.write_string(row, column, text, form)

    def number(self, row: int, column: int, value: Decimal | int, style: Style) -> None:
        """Write a number, exactly."""
        self._sheet.write_number(row, column, value, self.book.format(style))

    def day(self, row: int, column: int, day: date, style: Style) -> None:
        """Write a date that is shown as year-month-day."""
        self._sheet.write_datetime(row, column, day, self.book.format({**style, "num_format": "yyyy-mm-dd"}))

    def formula(self, row: int, column: int, formula: str, value: Decimal | int | str, style: Style) -> None:
        """Write a formula with the value that it has."""
        self._sheet.write_formula(row, column, f"={formula}", self.book.format(style), value)

    def link(self, row: int, column: int, target: Span, text: str, style: Style) -> None:
        """Write a text that leads to another place of the workbook."""
        self._sheet.write_url(row, column, f"internal:{target}", self.book.format(style), text)

    def blanks(self, row: int, columns: Iterable[int], style: Style) -> None:
        """Give blank cells a style."""
        for column in columns:
            self._sheet.write_blank(row, column, None, self.book.format(style))

    def note(self, row: int, column: int, text: str) -> None:
        """Hang a note on a cell, as large as its text."""
        lines = sum(-(-_width(line) // 62) or 1 for line in text.split("\n"))
        self._sheet.write_comment(
            row,
            column,
            text,
            {
                "width": 400,
                "height": min(40 + 16 * lines, 560),
                "font_size": 9,
                "font_name": self.book.format({}).font_name,
                "color": "#FFFDF3",
            },
        )

    def row(
        self, row: int, height: int | None = None, *, level: int = 0, hidden: bool = False, collapsed: bool = False
    ) -> None:
        """Set a row's height and its place in the outline."""
        self._rows[row] = {"level": level, "hidden": hidden, "collapsed": collapsed}
        if height is not None:
            self._heights[row] = height

    def columns(
        self, first: int, last: int, width: int, *, level: int = 0, hidden: bool = False, collapsed: bool = False
    ) -> None:
        """Set the width of columns and their place in the outline."""
        options = {"level": level, "hidden": hidden, "collapsed": collapsed}
        self._sheet.set_column(first, last, width, None, options)
        self._widths |= dict.fromkeys(range(first, last + 1), width)

    def validate(self, cells: Iterable[Place], **options: object) -> None:
        """Say what may be typed into cells; see XlsxWriter's ``data_validation``."""
        chosen = list(cells)
        if chosen:
            self._validated.append((chosen, options))

    def offer(self, cells: Iterable[Place], source: Span, message: str = "") -> None:
        """Offer a list to choose from. Without a message anything else may be typed; with it, after a warning."""
        if message:
            self.validate(cells, validate="list", source=f"={source}", error_type="warning", error_message=message)
        else:
            self.validate(cells, validate="list", source=f"={source}", show_error=False)

    def highlight(self, spans: Sequence[Span], condition: Mapping[str, object], style: Style) -> None:
        """Change the look of cells that fulfil a condition; see XlsxWriter's ``conditional_format``."""
        if not spans:
            return
        first = spans[0]
        blocks = " ".join(f"{cell_name(one.top, one.left)}:{cell_name(one.bottom, one.right)}" for one in spans)
        options = {**condition, "format": self.book.bare_format(style), "multi_range": blocks}
        self._sheet.conditional_format(first.top, first.left, first.bottom, first.right, options)

    def bars(self, span: Span) -> None:
        """Show shares of one as bars."""
        self._sheet.conditional_format(
            span.top,
            span.left,
            span.bottom,
            span.right,
            {
                "type": "data_bar",
                "bar_solid": True,
                "bar_color": "#8CCBA9",
                "min_type": "num",
                "min_value": 0,
                "max_type": "num",
                "max_value": 1,
            },
        )

    def view(self, *, frozen: Place = (0, 0), outlined: bool = False, zoom: int = 100) -> None:
        """Say which rows and columns stay in sight; buttons of outlines stand above and to the left."""
        if any(frozen):
            self._sheet.freeze_panes(*frozen)
        if outlined:
            self._sheet.outline_settings(True, False, False, False)
        self._sheet.set_zoom(zoom)

    def paper(self, heading: str, repeated: Place | None = None, *, is_wide: bool = False) -> None:
        """Print on A4 across with the header rows on every page: one page wide, or with the labels on each page."""
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        if is_wide:
            self._sheet.set_print_scale(_SMALL_PRINT)
            self._sheet.repeat_columns(0, 1)
        else:
            self._sheet.fit_to_pages(1, 0)
        left, right = (text.replace("&", "&&")[:100] for text in (heading, self.name))
        self._sheet.set_header(f"&L&8{left}&R&8{right}")
        self._sheet.set_footer("&R&8&P / &N")
        if repeated:
            self._sheet.repeat_rows(*repeated)

    def protect(self) -> None:
        """Lock the cells that are no input, without a password. Rows may still be added, and cells formatted."""
        self._sheet.protect("", dict.fromkeys(_ALLOWED, True))

    def free(self, rows: Iterable[int]) -> None:
        """Unlock whole rows, so that people may add to what is there."""
        unlocked = self.book.format({"locked": False})
        for row in rows:
            self._sheet.set_row(row, None, unlocked)

    def open_first(self) -> None:
        """Make this the sheet that is seen first."""
        self._sheet.activate()
        self._sheet.set_first_sheet()

    def finish(self) -> None:
        """Write what was collected for the whole sheet."""
        for row in sorted(self._rows.keys() | self._wrapped.keys()):
            height = self._heights.get(row) or self._fitting(row)
            if height or row in self._rows:
                self._sheet.set_row(row, height, None, self._rows.get(row, {}))
        self._sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        for cells, options in self._validated:
            ranges = _ranges(cells)
            for start in range(0, len(ranges), _RANGES_AT_ONCE):
                first, *others = ranges[start : start + _RANGES_AT_ONCE]
                self._sheet.data_validation(*first, {**options, "other_cells": others})

    def _fitting(self, row: int) -> int | None:
        """Return the height of a row whose longest text takes several lines: not every program finds it by itself."""
        lines = max((self._lines(column, text) for column, text in self._wrapped.get(row, ())), default=1)
        return min(_LINE_HEIGHT * lines + 3, _TALLEST) if lines > 1 else None

    def _lines(self, column: int, text: str) -> int:
        """Return how many lines a text takes; a column holds a little more than its width says."""
        room = 8 * self._widths.get(column, _USUAL_WIDTH)
        return sum(-(-7 * _width(line) // room) or 1 for line in text.split("\n"))


_SMALL_PRINT = 55
_USUAL_WIDTH = 8
_LINE_HEIGHT = 13
_TALLEST = 400
_A4 = 9
_ALLOWED = (
    "format_cells",
    "format_columns",
    "format_rows",
    "insert_columns",
    "insert_rows",
    "delete_rows",
    "sort",
    "autofilter",
)


def _ranges(cells: Iterable[Place]) -> list[list[int]]:
    """Return cells as ranges, each as first row, first column, last row, last column."""
    ranges: list[list[int]] = []
    for column, row in sorted({(column, row) for row, column in cells}):
        if ranges and ranges[-1][1] == column and ranges[-1][2] == row - 1:
            ranges[-1][2] = row
        else:
            ranges.append([row, column, row, column])
    return ranges


def _width(text: str) -> int:
    """Return how wide a text is; Chinese characters are twice as wide as others."""
    return sum(2 if one >= "\u2e80" else 1 for one in text)


@dataclass(frozen=True, slots=True)
class NumberCell:
    """A number and the format that shows it as it was printed."""

    value: Decimal
    pattern: str


def as_cell(printed: str, kind: Kind | None) -> NumberCell | date | str:
    """Return what a cell holds for a printed value: a number, a day, or else the text itself."""
    if kind is Kind.NUMBER:
        return number_cell(printed) or printed
    if kind is Kind.YEAR and re.fullmatch(r"[12]\d{3}", printed):
        return NumberCell(Decimal(printed), "0")
    if kind is Kind.DATE:
        return _day(printed) or printed
    return printed


def number_cell(printed: str) -> NumberCell | None:
    """Return the cell that shows a number exactly as printed; ``None`` where no cell does.

    Of 13,400.50 the cell holds 13400.5 and shows ``#,##0.00``.
    """
    number = read_number(printed)
    if number is None or len(number.digits) > MOST_DIGITS or number.places > MOST_PLACES:
        return None
    places = f".{'0' * number.places}" if number.places else ""
    pattern = ("#,##0" if "," in number.shown else "0") + places + ("%" if number.percent else "")
    cell = NumberCell(number.value(-2 if number.percent else 0), pattern)
    return cell if shown(cell) == printed else None


def shown(cell: NumberCell) -> str:
    """Return what a spreadsheet shows for a cell of :func:`number_cell`."""
    percent = cell.pattern.endswith("%")
    places = len(cell.pattern.rstrip("%").partition(".")[2])
    value = cell.value.scaleb(2) if percent else cell.value
    grouping = "," if "," in cell.pattern else ""
    text = f"{value:{grouping}.{places}f}"
    return text + ("%" if percent else "")


def _day(printed: str) -> date | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", printed):
        return None
    try:
        day = date.fromisoformat(printed)
    except ValueError:
        return None
    return day if day >= _FIRST_DAY else None
