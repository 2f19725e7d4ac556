"""Reading a workbook: sheets of texts with places, every cell as it is shown or with the reason why it is not read."""

from __future__ import annotations

import operator
import re
import warnings
import zipfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._reader import COL_TAG, FORMULA_TAG, MERGE_TAG, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.worksheet.merge import MergeCells
from openpyxl.xml.constants import SHEET_MAIN_NS, STYLES_TYPE
from openpyxl.xml.functions import fromstring, iterparse

from ...findings import Code, Finding, Location, check_archive, codes, read_text, unprintable
from .narratives import lowered, raised
from .typed import Cell

MARKER = "esgtag:"
"""What the first cell of a grid of the form begins with."""
MOST_CELLS = 500_000
"""More cells, blank ones with a format among them, than any form has."""
LARGEST_XML = 30_000_000
"""Bytes that the XML of a workbook may have."""


@dataclass
class Sheet:
    """A sheet's cells by row and column, both counted from 1: all that hold something.

    ``findings`` is what there is to say about single cells; a cell with an error there is lost. Whoever uses a cell
    raises its finding, since a sheet also has cells that nobody reads. ``merged`` has the merged ranges that hold a
    value, with the place of the cell that has it.
    """

    file: str
    name: str
    hidden: bool = False
    epoch1904: bool = False
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    findings: dict[tuple[int, int], Finding] = field(default_factory=dict)
    merged: list[tuple[Location, str]] = field(default_factory=list)

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell; a blank one has its place and no text."""
        return self.rows.get(row, {}).get(column) or Cell("", self.place(row, column))

    def place(self, row: int, column: int) -> Location:
        """Return where a cell stands."""
        return Location(self.file, line=row, column=get_column_letter(column), sheet=self.name)

    def first(self, row: int) -> Cell:
        """Return the first cell of a row that holds something."""
        return self.cell(row, min(self.rows.get(row, (1,))))

    def is_marked(self, row: int) -> bool:
        """Whether a grid of the form begins in a row."""
        return self.first(row).text.startswith(MARKER)


def read_workbook(path: Path, shown_as: str) -> tuple[list[Sheet] | None, list[Finding]]:
    """Read a workbook of the kind ``.xlsx`` or ``.xlsm``; formulas have the values that were saved with them.

    Returns the sheets in their order, with what there is to say about whole sheets, or ``None`` with the one reason why
    the file cannot be read. What there is to say about cells stands in :attr:`Sheet.findings`. ``shown_as`` is the path
    that findings name. Nothing outside the file is looked at.
    """
    try:
        problem = _why_not_a_workbook(path, shown_as)
        return (None, [problem]) if problem else _Workbook(path, shown_as).read()
    except _UnfitError as unfit:
        return None, [_unreadable(shown_as, str(unfit), unfit.hint)]
    except Exception:  # a damaged file makes the library raise whatever its parts raise
        return None, [_unreadable(shown_as, "is damaged or no workbook", _SAVE_AGAIN)]


def date_of_serial(text: str, epoch1904: bool) -> date | None:
    """Return the date that a whole number stands for in a workbook; ``None`` if it stands for none."""
    if not re.fullmatch(r"\d{1,7}", text, re.ASCII):
        return None
    number = int(text)
    if epoch1904:
        first = date(1904, 1, 1)
    elif number in (0, 60):  # the second is 29 February 1900, which spreadsheets have and the calendar has not
        return None
    else:
        first = date(1899, 12, 31) if number < 60 else date(1899, 12, 30)
    return first + timedelta(number) if number <= (date.max - first).days else None


_SAVE_AGAIN = "Open it in a spreadsheet program and save it as a workbook (.xlsx)."
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_KINDS = (
    ("xl/workbook.bin", "is a binary workbook (.xlsb)"),
    ("word/document.xml", "is a text document, no workbook"),
    ("content.xml", "is a document in the OpenDocument format (.ods)"),
)


class _UnfitError(Exception):
    """A file that is not read, for a reason that can be told. ``hint`` says what to do."""

    def __init__(self, message: str, hint: str = _SAVE_AGAIN) -> None:
        super().__init__(message)
        self.hint = hint


def _unreadable(file: str, message: str, hint: str) -> Finding:
    return codes.INPUT_UNREADABLE.finding(f"{file} {message}.", hint=hint, location=Location(file))


def _why_not_a_workbook(path: Path, file: str) -> Finding | None:
    """Return what keeps a file from being opened; raises :class:`_UnfitError` if it is of another kind."""
    if not path.exists() or path.is_dir():
        return read_text(path, file)[1][0]
    content = _content(path)
    if not content.startswith(b"PK"):
        raise _UnfitError(*_other_kind(content))
    if unsafe := check_archive(path):
        return replace(unsafe[0], hint=_SAVE_AGAIN, location=Location(file))
    _check_kind(path)
    return None


def _content(path: Path) -> bytes:
    if not path.resolve().is_relative_to(path.parent.resolve()):
        raise _UnfitError("is a link that leaves the folder", "Put the workbook itself into the folder.")
    if not path.is_file():
        raise _UnfitError("is no file", "Check the path.")
    try:
        return path.read_bytes()
    except OSError as error:
        hint = "Close it in other programs, and check who may read it."
        raise _UnfitError(f"cannot be read: {error.strerror}", hint) from error


def _check_kind(path: Path) -> None:
    """Raise :class:`_UnfitError` if an archive is no workbook, or one that is too large."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        size = sum(entry.file_size for entry in archive.infolist() if entry.filename.endswith((".xml", ".rels")))
    for part, kind in _KINDS:
        if part in names:
            raise _UnfitError(kind)
    if "[Content_Types].xml" not in names:
        raise _UnfitError("is an archive, no workbook")
    if size > LARGEST_XML:
        raise _UnfitError(*_TOO_LARGE)


_TOO_LARGE = ("is larger than any form", "Remove the sheets that are not the form's, and the formats of blank cells.")


def _other_kind(content: bytes) -> tuple[str, str]:
    """Say what a file is that does not begin as a workbook does, and what to do about it."""
    if not content:
        return "is empty", "Save the workbook again."
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return "is locked with a password", "Open it in a spreadsheet program and save it without a password."
        return "is a workbook of the old kind (.xls)", _SAVE_AGAIN
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "is a web page or XML, no workbook", _SAVE_AGAIN
    if b"\0" not in content:
        return "is a text file, no workbook", f"If it is a table with commas, name it .csv. If not: {_SAVE_AGAIN}"
    return "is no workbook", _SAVE_AGAIN


class _SheetParser(WorkSheetParser):
    """Reads the cells of a sheet, what is merged and what is hidden, and nothing else. A date stays a number."""

    def parse(self) -> Generator[tuple[int, list[dict[str, Any]]]]:
        """Yield the rows, each with its number."""
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                yield self.parse_row(element)
                element.clear()
            elif element.tag == COL_TAG:
                self.column_dimensions[element.get("min")] = dict(element.attrib)
            elif element.tag == MERGE_TAG:
                self.merged_cells = MergeCells.from_tree(element)

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """Return a cell's place, value, type and style, and whether a formula gives the value."""
        try:
            cell: dict[str, Any] = super().parse_cell(element)
        except (ValueError, IndexError):
            text = element.findtext(VALUE_TAG)
            cell = {"row": self.row_counter, "column": self.col_counter, "value": text, "data_type": "?", "style_id": 0}
        return cell | {"is_formula": element.find(FORMULA_TAG) is not None}


class _Workbook:
    """An open workbook: its texts, its number formats, its sheets."""

    def __init__(self, path: Path, file: str) -> None:
        self._path, self._file = path, file
        self._cells = 0

    def read(self) -> tuple[list[Sheet], list[Finding]]:
        """Return the sheets and what there is to say about them."""
        with warnings.catch_warnings(), self._path.open("rb") as stream:
            warnings.simplefilter("ignore")
            self._reader = ExcelReader(stream, read_only=True, data_only=True, keep_links=False, rich_text=True)
            self._reader.read_manifest()
            self._reader.read_strings()
            self._reader.read_workbook()
            self._formats = self._number_formats()
            self._is_calculated = self._was_calculated()
            found = list(self._reader.parser.find_sheets())
            if not found or len(found) < len(self._reader.parser.sheets):
                hint = "Save it as an ordinary workbook (.xlsx), not as Strict Open XML."
                raise _UnfitError("has sheets that cannot be found", hint)
            read = [self._sheet(sheet, part) for sheet, part in found if "chartsheet" not in part.Type]
        return [sheet for sheet, _ in read], [finding for _, findings in read for finding in findings]

    def _number_formats(self) -> list[str | None]:
        """Return the number format of each style; that of a language that is not known is ``None``."""
        names = [part.PartName for part in self._reader.package.Override if part.ContentType == STYLES_TYPE]
        if not names:
            return []
        styles = fromstring(self._reader.archive.read(names[0].lstrip("/")))
        known = BUILTIN_FORMATS | dict.fromkeys(_EASTERN_DATES, "yyyy-mm-dd")
        for each in styles.iterfind(f"{_tag('numFmts')}/{_tag('numFmt')}"):
            known[int(each.attrib["numFmtId"])] = each.attrib["formatCode"]
        return [known.get(int(each.get("numFmtId", 0))) for each in styles.iterfind(f"{_tag('cellXfs')}/{_tag('xf')}")]

    def _was_calculated(self) -> bool:
        """Whether a spreadsheet program has calculated the formulas; the flag is dropped when one saves the file."""
        workbook = fromstring(self._reader.archive.read(self._reader.parser.workbook_part_name))
        properties = workbook.find(_tag("calcPr"))
        return properties is None or not _is_on(properties.get("fullCalcOnLoad"))

    def _sheet(self, described: Any, part: Any) -> tuple[Sheet, list[Finding]]:
        epoch1904 = self._reader.wb.epoch == CALENDAR_MAC_1904
        sheet = Sheet(self._file, described.name, described.state in ("hidden", "veryHidden"), epoch1904)
        with self._reader.archive.open(part.target) as source:
            parser = _SheetParser(source, self._reader.shared_strings, data_only=True, rich_text=True)
            for _, cells in parser.parse():
                self._cells += len(cells) + 1
                if self._cells > MOST_CELLS:
                    raise _UnfitError(*_TOO_LARGE)
                for cell in cells:
                    self._add(sheet, cell)
        sheet.rows = dict(sorted(sheet.rows.items()))
        _unmerge(sheet, parser.merged_cells.mergeCell if parser.merged_cells else ())
        return sheet, list(_hazards(sheet, parser))

    def _add(self, sheet: Sheet, cell: Mapping[str, Any]) -> None:
        if cell["value"] is None and not cell["is_formula"]:
            return
        reading = self._reading(cell, sheet.epoch1904)
        row, column = cell["row"], cell["column"]
        place = sheet.place(row, column)
        if reading.text or reading.code:
            is_lost = reading.code is codes.VALUE_UNREADABLE
            sheet.rows.setdefault(row, {})[column] = Cell(reading.text, place, is_lost)
        if reading.code:
            finding = reading.code.finding(reading.message, hint=reading.hint, location=place)
            sheet.findings[row, column] = finding

    def _reading(self, cell: Mapping[str, Any], epoch1904: bool) -> _Reading:
        kind, value, style = cell["data_type"], cell["value"], cell["style_id"]
        try:
            if cell["is_formula"] and not (self._is_calculated and (value is not None or kind == "str")):
                raise _RefusedError(
                    "The cell holds a formula that has not been calculated.",
                    "Open the file in a spreadsheet program and save it, so that it holds the formula's value.",
                )
            if value is None:
                return _Reading("")
            if kind == "b":
                return _Reading("yes" if value else "no")
            if kind == "d":
                return _whole_day(value)
            code = self._formats[style] if style < len(self._formats) else "General"
            return _number(value, code, epoch1904) if kind == "n" else _text(value, kind, code)
        except _RefusedError as refused:
            return _Reading("", codes.VALUE_UNREADABLE, str(refused), refused.hint)


def _tag(name: str) -> str:
    return f"{{{SHEET_MAIN_NS}}}{name}"


def _is_on(attribute: str | None) -> bool:
    return attribute in ("1", "true")


def _unmerge(sheet: Sheet, ranges: Iterable[Any]) -> None:
    """Keep the value of a merged range in its first cell only."""
    looked_at = 0
    for merged in ranges:
        rows = range(merged.min_row, merged.max_row + 1)
        within = rows if len(rows) < len(sheet.rows) else [row for row in sheet.rows if row in rows]
        looked_at += min(len(rows), len(sheet.rows))
        if looked_at > 10 * MOST_CELLS:
            raise _UnfitError(*_TOO_LARGE)
        for row in within:
            cells = sheet.rows.get(row, {})
            for column in [column for column in cells if merged.min_col <= column <= merged.max_col]:
                if (row, column) != (merged.min_row, merged.min_col):
                    del cells[column]
                    sheet.findings.pop((row, column), None)
        first = sheet.rows.get(merged.min_row, {}).get(merged.min_col)
        if first and merged.size != {"rows": 1, "columns": 1}:
            sheet.merged.append((first.place, merged.coord))
    sheet.rows = {row: cells for row, cells in sheet.rows.items() if cells}


def _hazards(sheet: Sheet, parser: WorkSheetParser) -> Iterator[Finding]:
    """Yield what people overlook on a sheet. The form's own sheet of lists and its rows of keys may be hidden."""
    if not sheet.rows:
        return
    if sheet.hidden:
        if not sheet.is_marked(min(sheet.rows)):
            yield codes.SHEET_HAZARD.finding(
                f"The sheet {sheet.name} is hidden and holds values; it is read.",
                hint="Show it and look at it, or delete it.",
                location=Location(sheet.file, sheet=sheet.name),
            )
        return
    hidden = {int(row) for row, attributes in parser.row_dimensions.items() if _is_hidden(attributes)}
    rows = [row for row in sheet.rows if row in hidden and not (row > 1 and sheet.is_marked(row - 1))]
    bands = [
        range(int(each["min"]), int(each["max"]) + 1) for each in parser.column_dimensions.values() if _is_hidden(each)
    ]
    filled = sorted({column for cells in sheet.rows.values() for column in cells})
    columns = [column for column in filled if any(column in band for band in bands)]
    if rows or columns:
        named = [*_named("row", rows, str), *_named("column", columns, get_column_letter)]
        yield codes.SHEET_HAZARD.finding(
            f"The sheet {sheet.name} hides {' and '.join(named)} with values; they are read.",
            hint="Show them and look at them, or delete them.",
            location=Location(sheet.file, sheet=sheet.name),
        )


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    """Whether a row or column is out of sight with nothing to show that it is there, as an outline's button does."""
    return _is_on(attributes.get("hidden")) and not int(attributes.get("outlineLevel") or 0)


def _named(noun: str, numbers: list[int], name: Callable[[int], str]) -> Iterator[str]:
    """Yield a list of rows or columns in words, those next to each other as a range: ``rows 3–5, 9``."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number])
    if spans:
        yield f"{noun}{'s' * (len(numbers) > 1)} " + ", ".join("–".join(map(name, span)) for span in spans)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The text of a cell, and what there is to say about it."""

    text: str
    code: Code | None = None
    message: str = ""
    hint: str = ""


class _RefusedError(Exception):
    """A cell that cannot be read. ``hint`` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


_BLANK = " \t\n\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x2010)))
"""White space and characters without width."""
_ERROR = re.compile(r"#(?:[A-Z_/0]+[!?]|N/A|GETTING_DATA)")
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")


def _text(value: str | CellRichText, kind: str, code: str | None) -> _Reading:
    """Return a text without blanks around it and with plain line ends. Raises :class:`_RefusedError`."""
    plain = _flat(value) if isinstance(value, CellRichText) else value
    # A control character that XML cannot hold is written by its number.
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), plain).replace("\r\n", "\n").replace("\r", "\n")
    if kind == "?":
        raise _RefusedError(f"The cell holds {text[:50]}, which is no value of its kind.", "Type the cell again.")
    if kind == "e" or _ERROR.fullmatch(text.strip(_BLANK)):
        raise _RefusedError(f"The cell holds the error {text.strip(_BLANK)}.", "Correct the formula or type the value.")
    if character := unprintable(text):
        raise _RefusedError(f"The cell holds the control character {character}.", "Type the cell again.")
    text = text.strip(_BLANK)
    if text and code and (";" in code or "@" in code):
        _check_shown(text, _sections(code))
    return _Reading(text)


def _check_shown(text: str, sections: tuple[_Section, ...]) -> None:
    """Raise :class:`_RefusedError` if a format shows something else than the text."""
    section = sections[3] if len(sections) > 3 else sections[-1]
    around = f"{section.before}{section.after}".strip()
    if section.pattern == "@" and around:
        raise _RefusedError(f"The cell shows {text} with {around}, which its number format adds.", f"{_WITHOUT}.")
    if section.pattern != "@" and len(sections) > 3:
        raise _RefusedError(f"The cell holds {text} and shows {around or 'nothing'}.", _SIMPLER)


def _flat(rich: CellRichText) -> str:
    """Return a text in several fonts as one in which what is raised stays apart. Raises :class:`_RefusedError`."""
    runs: list[tuple[str | None, str]] = []
    for run in rich:
        font = run.font if isinstance(run, TextBlock) else None
        if font and font.strike and str(run).strip(_BLANK):
            raise _RefusedError(f"A part of the cell is struck through: {run}.", "Delete what is not meant.")
        position: str | None = font.vertAlign if font else None
        if runs and runs[-1][0] == position:
            runs[-1] = position, runs[-1][1] + str(run)
        elif str(run):
            runs.append((position, str(run)))
    while runs and not runs[-1][1].strip(_BLANK):
        runs.pop()
    text = ""
    for index, (position, run) in enumerate(runs):
        between_digits = text[-1:].isdecimal() and run[:1].isdecimal()
        if position == "superscript":
            # Behind a number and at the end it is the mark of a note; elsewhere, an exponent.
            text += " " * (between_digits and index == len(runs) - 1) + raised(run)
        else:
            text += f" {lowered(run)}" if position == "subscript" and between_digits else run
    return text


# Numbers of formats that mean a date or a time in Chinese, Japanese and Korean, without being written in the file.
_EASTERN_DATES = (*range(27, 37), *range(50, 59))
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
"""The digits that a spreadsheet keeps."""
_EXACT = Context(prec=1000, rounding=ROUND_HALF_UP)
_MOST_PLACES = 308
"""The largest power of ten of a spreadsheet."""
_CURRENCY = r"(?:HK|US|NT|CN|JP|AU|CA|SG|[SAC])?[$£¥€₩₹฿₫₱₽₺＄￡￥]"
_TOKEN = re.compile(
    r"""(?P<literal>"[^"]*"?|\\.)
      | [_*](?P<room>.)
      | \[(?P<bracket>[^\]]*)\]
      | (?P<general>General)
      | (?P<exponent>E[+-])
      | (?P<letters>AM/PM|A/P|上午/下午|[hsymdegb]+)
      | (?P<mark>[0\#?.,%/@])
      | (?P<end>;)
      | (?P<plain>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_COLOUR = re.compile(r"(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)", re.IGNORECASE)
_CONDITION = re.compile(r"(?P<compare>[<>]=?|=|<>)(?P<bound>-?\d+(?:\.\d+)?)")
_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_PLACEHOLDERS = re.compile(r"(?P<whole>[0#?,]*)(?:\.(?P<places>[0#?]*))?(?P<scale>,*)\s*(?P<percent>%?)")
_BEFORE = re.compile(rf"\s*(?P<sign>[-−+(]?)\s*(?P<currency>{_CURRENCY})?\s*(?P<second>[-−+(]?)\s*")
_AFTER = re.compile(rf"\s*(?P<percent>%?)\s*(?P<sign>[-−)]?)\s*(?P<currency>{_CURRENCY})?\s*(?P<second>[-−)]?)\s*")
_WITHOUT = "Choose a number format without it"
_SIMPLER = "Choose a simple number format."


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a number format.

    ``pattern`` is what stands for digits; an exclamation mark in it is a text among them. ``letters`` are those that
    stand for parts of a date or of a time.
    """

    pattern: str
    before: str
    after: str
    currency: str
    letters: frozenset[str]
    condition: str
    is_coloured: bool
    is_odd: bool


@lru_cache(maxsize=1000)
def _sections(code: str) -> tuple[_Section, ...]:
    """Return the parts of a number format."""
    sections: list[list[tuple[str, str]]] = [[]]
    for match in _TOKEN.finditer(code):
        kind, text = match.lastgroup or "", match[match.lastgroup or 0]
        if kind == "end":
            sections.append([])
        elif kind == "bracket":
            sections[-1].append(_bracket(text))
        elif kind == "literal":
            sections[-1].append(("literal", text.strip('"') if text.startswith('"') else text[1:]))
        elif kind == "letters" and "/" in text:
            sections[-1].append((kind, "h"))
        elif kind != "room":
            sections[-1].append(("literal" if kind == "plain" else kind, text))
    return tuple(_section(tokens) for tokens in sections)


def _bracket(text: str) -> tuple[str, str]:
    """Return what a bracket in a number format is: a colour, a condition, a currency, or hours that add up."""
    if _COLOUR.fullmatch(text):
        return "colour", text
    if _CONDITION.fullmatch(text):
        return "condition", text
    if re.fullmatch(r"h+|m+|s+", text, re.IGNORECASE):
        return "letters", "h"
    if not text.startswith("$"):
        return "odd", text
    symbol = text[1:].rpartition("-")[0] if "-" in text else text[1:]
    is_currency = re.fullmatch(rf"{_CURRENCY}|[A-Z]{{3}}", symbol)
    return "currency" if is_currency else "literal", symbol


def _section(tokens: list[tuple[str, str]]) -> _Section:
    def joined(*kinds: str) -> str:
        return "".join(text for kind, text in tokens if kind in kinds)

    marks = [index for index, (kind, _) in enumerate(tokens) if kind in ("mark", "general", "exponent")]
    first, last = (marks[0], marks[-1]) if marks else (len(tokens), len(tokens))
    return _Section(
        pattern="".join(
            "!" if kind == "literal" and text.strip() else text
            for kind, text in tokens[first : last + 1]
            if kind in ("mark", "general", "exponent", "literal")
        ),
        before="".join(text for kind, text in tokens[:first] if kind == "literal"),
        after="".join(text for kind, text in tokens[last + 1 :] if kind == "literal"),
        currency=joined("currency"),
        letters=frozenset(joined("letters").lower()),
        condition=joined("condition"),
        is_coloured=bool(joined("colour")),
        is_odd=bool(joined("odd")),
    )


def _chosen(code: str, held: Decimal) -> tuple[_Section, bool]:
    """Return the part of a number format that shows a number, and whether it is there for negative numbers."""
    sections = _sections(code)
    numeric = [each for each in sections[:3] if each.pattern != "@"] or list(sections[:1])
    if any(each.condition for each in numeric):
        if held >= 0:
            for each in numeric:
                condition = _CONDITION.fullmatch(each.condition)
                if condition is None and each is not numeric[-1]:
                    break
                if condition is None or _COMPARE[condition["compare"]](held, Decimal(condition["bound"])):
                    return each, False
        raise _RefusedError(
            f"The cell holds {_plain(held)} and shows it by a format with conditions.",
            "Choose a number format without conditions.",
        )
    if held < 0 and len(numeric) > 1:
        return numeric[1], True
    return (numeric[2], False) if not held and len(numeric) > 2 else (numeric[0], False)


def _number(value: Any, code: str | None, epoch1904: bool) -> _Reading:
    """Return a number as its format shows it. Raises :class:`_RefusedError`."""
    exact = Decimal(value)
    if not exact.is_finite() or exact.adjusted() > _MOST_PLACES or code is None:
        raise _RefusedError(f"The cell shows {str(value)[:50]} in a way that cannot be read.", _SIMPLER)
    held = _FIFTEEN.plus(exact)
    section, is_for_negative = _chosen(code, held)
    if section.letters:
        return _day(held, section, epoch1904)
    digits, exponent = _digits(abs(held), section)
    before, after = _BEFORE.fullmatch(section.before), _AFTER.fullmatch(section.after)
    if before is None or after is None:
        adds = f"{section.before}{section.after}".strip()
        raise _RefusedError(
            f"The cell shows {digits} with {adds}, which its number format adds.",
            f"{_WITHOUT}; the unit stands in the unit's column.",
        )
    signs = before["sign"] + before["second"] + after["sign"] + after["second"]
    sign = _sign(signs.replace("−", "-"), held, section if is_for_negative else None)
    text = f"{sign}{digits}{after['percent']}"
    currency = section.currency + (before["currency"] or "") + (after["currency"] or "")
    true = exact if isinstance(value, int) else held
    says = Decimal(digits.rstrip("%").replace(",", "")).scaleb(exponent, _EXACT)
    return _remarked(text, currency, _plain(true) if says != abs(true) else "")


def _remarked(text: str, currency: str, held: str) -> _Reading:
    """Return a text with a remark, if the cell does not show just that. ``held`` is a number with more digits."""
    if currency:
        return _Reading(
            text,
            codes.SHEET_HAZARD,
            f"The cell shows {text} with {currency}, which is not read" + (f", and holds {held}." if held else "."),
            "Make sure that the unit says the currency.",
        )
    if held:
        return _Reading(
            text,
            codes.CELL_SHOWN_ROUNDED,
            f"The cell shows {text} and holds {held}.",
            "It is read as shown. If more digits are meant, choose a number format that shows them.",
        )
    return _Reading(text)


def _plain(number: Decimal) -> str:
    """Return all digits of a number, without a power of ten."""
    return f"{number.normalize(_EXACT):f}"


def _digits(held: Decimal, section: _Section) -> tuple[str, int]:
    """Return a number without its sign as a format shows it, and the power of ten that a percent sign stands for."""
    pattern = section.pattern
    if pattern.lower() in ("general", "@") and not section.is_odd:
        return _plain(held), 0
    if "/" in pattern:
        raise _RefusedError(f"The cell shows {_plain(held)} as a fraction.", "Choose a number format with decimals.")
    if re.fullmatch(r"[0#?,]+(\.[0#?]*)?e[+-][0#?]+", pattern, re.IGNORECASE):
        return _plain(held), 0
    placeholders = _PLACEHOLDERS.fullmatch(pattern)
    if placeholders is None or section.is_odd:
        raise _RefusedError(f"The cell shows {_plain(held)} in a way that cannot be read.", _SIMPLER)
    whole, places = placeholders["whole"], placeholders["places"] or ""
    if placeholders["scale"] or whole.endswith(","):
        raise _RefusedError(
            f"The cell holds {_plain(held)} and its number format leaves out thousands.",
            "Choose a number format without a comma at its end, or type the number in the unit that is meant.",
        )
    exponent = -2 if placeholders["percent"] else 0
    digits = _grouped(held.scaleb(-exponent, _EXACT), whole, places) if whole or places else ""
    if not digits:
        shows = f"{section.before}{section.after}".strip() or "nothing"
        raise _RefusedError(
            f"The cell holds {_plain(held)} and shows {shows}.",
            "Choose a number format that shows the number, or type as text what is meant.",
        )
    return digits + placeholders["percent"], exponent


def _grouped(number: Decimal, whole: str, places: str) -> str:
    """Return a number with as many digits as there are zeros in the placeholders, and no more than there are any."""
    shown = number.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP, _EXACT)
    integer, _, fraction = f"{shown:f}".partition(".")
    least = len(places.rstrip("#?"))
    fraction = fraction[:least] + fraction[least:].rstrip("0")
    integer = integer.lstrip("0").rjust(len(whole.replace(",", "").lstrip("#?")), "0")
    if "," in whole:
        integer = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", integer)
    return f"{integer or '0'}.{fraction}" if fraction else integer


def _sign(signs: str, held: Decimal, own: _Section | None) -> str:
    """Return the sign that a number is shown with, if it is the number's. ``own`` is a part for negative numbers."""
    if held < 0 and (own is None and not signs):
        return "-"
    if held < 0 and own is not None and (signs in ("-", "()") or (not signs and own.is_coloured)):
        return "-"
    if held >= 0 and signs in ("", "+"):
        return signs
    raise _RefusedError(
        f"The cell holds {_plain(held)} and its number format shows another sign.",
        "Choose a number format that shows a minus sign before negative numbers only.",
    )


def _day(held: Decimal, section: _Section, epoch1904: bool) -> _Reading:
    """Return a number that is shown as a date. Raises :class:`_RefusedError`."""
    if section.letters & set("hs") and not section.letters & set("ydegb"):
        raise _RefusedError("The cell holds a time, which is no value of a report.", "Type a date or a number.")
    if held != held.to_integral_value():
        raise _RefusedError("The cell holds a date with a time of day.", "Type the date alone: 2023-12-31.")
    day = date_of_serial(_plain(held), epoch1904)
    if day is None:
        raise _RefusedError(
            f"The cell holds {_plain(held)}, which is no date.", "Type the date again, or choose a number format."
        )
    if {"m", "d"} <= section.letters and section.letters & set("yeb"):
        return _Reading(day.isoformat())
    return _Reading(
        day.isoformat(),
        codes.CELL_SHOWN_ROUNDED,
        f"The cell shows a part of the date that it holds, {day.isoformat()}, and is read as that date.",
        "If a year or a month is meant, type it as text.",
    )


def _whole_day(value: Any) -> _Reading:
    """Return a date that the file holds as such. Raises :class:`_RefusedError`."""
    if isinstance(value, datetime) and value == datetime(value.year, value.month, value.day):
        value = value.date()
    if isinstance(value, datetime) or not isinstance(value, date):
        raise _RefusedError("The cell holds a time of day.", "Type the date alone: 2023-12-31.")
    return _Reading(value.isoformat())
