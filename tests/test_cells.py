"""Cells of a workbook are read as they are shown; what is not read, or shows something else, is said with its place."""

from __future__ import annotations

import struct
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from datetime import time as time_of_day
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from libreoffice import needed, saved_by_libreoffice
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from esgtag.findings import Finding, Severity
from esgtag.generator.sources.cells import Sheet, date_of_serial, read_workbook
from esgtag.generator.workbook.book import FORM, Book, number_cell

SHOWN_ROUNDED = "ESG.0.18.cellShownRounded"
HAZARD = "ESG.0.19.sheetHazard"
UNREADABLE = "ESG.0.06.valueUnreadable"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def handmade(path: Path, rows: str, *, formats: Sequence[str] = (), properties: str = "", extra: str = "") -> Path:
    """Write a workbook by hand: ``formats`` are the number formats of the styles from 1 on."""
    declared = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{escape(code)}"/>' for number, code in enumerate(formats, 164)
    )
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in range(164, 164 + len(formats)))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
        '<sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{declared}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{extra}</worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def read(path: Path) -> Sheet:
    """Read a workbook that has one sheet and nothing to say about it."""
    sheets, findings = read_workbook(path, path.name)
    assert findings == []
    assert sheets is not None
    assert len(sheets) == 1
    return sheets[0]


Show = Callable[..., tuple[str, Finding | None]]


@pytest.fixture
def show(tmp_path: Path) -> Show:
    """Return a function from a value and a number format to the text that is read, and what is said about it."""

    def shown(value: Any, code: str = "General", *, epoch1904: bool = False) -> tuple[str, Finding | None]:
        book = openpyxl.Workbook()
        if epoch1904:
            book.epoch = CALENDAR_MAC_1904
        book.active["B2"] = value
        book.active["B2"].number_format = code
        path = tmp_path / "book.xlsx"
        book.save(path)
        sheet = read(path)
        return sheet.cell(2, 2).text, sheet.findings.get((2, 2))

    return shown


# Numbers


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (12252.52, "#,##0.00", "12,252.52"),
        (1234567, "#,##0", "1,234,567"),
        (999, "#,##0", "999"),
        (-1234.5, "#,##0.0", "-1,234.5"),
        (372, "0.00", "372.00"),
        (372, "0", "372"),
        (7, "000", "007"),
        (0.78, "0.00", "0.78"),
        (0.5, "#.00", "0.50"),
        (5, "0.##", "5"),
        (5.25, "0.0##", "5.25"),
        (0.07, "0%", "7%"),
        (0.7365, "0.00%", "73.65%"),
        (-0.012, "0.0%", "-1.2%"),
        (12.5, "0.0 %", "1250.0%"),
        (0, "0.00", "0.00"),
        (0, "#,##0;-#,##0;0.0", "0.0"),
        (1234.5, "#,##0.00_);(#,##0.00)", "1,234.50"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "-1,234.50"),
        (-1234.5, "#,##0.00;[Red]#,##0.00", "-1,234.50"),
        (-5, "0;-0", "-5"),
        (5, "+0;-0;0", "+5"),
        (1234.5, '_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-', "1,234.50"),
        (12340000, "0.00E+00", "12340000"),
        (0.0000125, "0.0E+00", "0.0000125"),
        (42, "@", "42"),
        (1234.5, "[<10000]0.0;0", "1234.5"),
        (12345, "[<10000]0.0;0", "12345"),
        (5, "[<10]0.0;[<100]0;0", "5.0"),
    ],
)
def test_a_number_is_read_as_it_is_shown(show: Show, value: Any, code: str, text: str) -> None:
    assert show(value, code) == (text, None)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (372, "372"),
        (372.0, "372"),
        (-0.5, "-0.5"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333333333333"),
        (1e15, "1000000000000000"),
        (1.5e-7, "0.00000015"),
        (123456789012345, "123456789012345"),
        (2.5e300, "25" + "0" * 299),
    ],
)
def test_general_shows_all_that_a_spreadsheet_keeps_without_a_power_of_ten(show: Show, value: Any, text: str) -> None:
    assert show(value) == (text, None)


def test_half_is_rounded_up_as_on_the_screen(show: Show) -> None:
    # 2.675 as a binary number is a little less; a spreadsheet shows 2.68 all the same.
    assert show(2.675, "0.00")[0] == "2.68"
    assert show(-2.675, "0.00")[0] == "-2.68"
    assert show(1.005, "0.00")[0] == "1.01"


@pytest.mark.parametrize(
    ("value", "code", "text", "held"),
    [
        (12252.5249, "#,##0.00", "12,252.52", "12252.5249"),
        (0.736512, "0.00%", "73.65%", "0.736512"),
        (99.6, "0", "100", "99.6"),
        (-0.4, "0", "-0", "-0.4"),
        (1234567890.123456, "#,##0", "1,234,567,890", "1234567890.12346"),
    ],
)
def test_a_number_with_hidden_digits_is_read_as_shown_with_a_note(
    show: Show, value: Any, code: str, text: str, held: str
) -> None:
    read_as, finding = show(value, code)
    assert read_as == text
    assert finding is not None
    assert (finding.code, finding.severity) == (SHOWN_ROUNDED, Severity.NOTE)
    assert finding.message == f"The cell shows {text} and holds {held}."
    assert "choose a number format that shows them" in finding.hint


@pytest.mark.parametrize(
    ("value", "code", "told"),
    [
        (5, '0 "tonnes"', "shows 5 with tonnes, which its number format adds"),
        (5, '"about "0', "shows 5 with about"),
        (5, "0\\k", "shows 5 with k"),
        (5, '0" 万"', "shows 5 with 万"),
        (5000000, "0.0,,", "leaves out thousands"),
        (5000, "#,##0,", "leaves out thousands"),
        (0.5, "# ?/?", "as a fraction"),
        (0.5, "# ??/??", "as a fraction"),
        (5, ";;;", "holds 5 and shows nothing"),
        (0, '#,##0;-#,##0;"-"', "holds 0 and shows -"),
        (0, "#", "holds 0 and shows nothing"),
        (-5, "[>10]0.0;0", "by a format with conditions"),
        (5, "-0", "shows another sign"),
        (-5, "0;0", "shows another sign"),
        (0.25, "h:mm", "holds a time, which is no value"),
        (1.25, "[h]:mm", "holds a time, which is no value"),
        (5, "0.0.0", "in a way that cannot be read"),
        (5, "[DBNum1]0", "in a way that cannot be read"),
        (3000000, "yyyy-mm-dd", "which is no date"),
        (60, "yyyy-mm-dd", "which is no date"),
        (-1, "yyyy-mm-dd", "which is no date"),
    ],
)
def test_what_a_format_makes_of_a_number_is_refused(tmp_path: Path, value: Any, code: str, told: str) -> None:
    path = handmade(tmp_path / "x.xlsx", f'<row r="2"><c r="B2" s="1"><v>{value}</v></c></row>', formats=[code])
    sheet = read(path)
    finding = sheet.findings.get((2, 2))
    assert finding is not None
    assert (finding.code, finding.severity) == (UNREADABLE, Severity.ERROR)
    assert told in finding.message
    assert finding.hint
    assert str(finding.location) == "x.xlsx, sheet Data, cell B2"
    assert (sheet.cell(2, 2).text, sheet.cell(2, 2).is_lost) == ("", True)


@pytest.mark.parametrize(
    ("code", "text", "currency"),
    [
        ("$#,##0.00", "1,234.50", "$"),
        ("[$¥-804]#,##0.0", "1,234.5", "¥"),
        ("[$HKD] #,##0.00", "1,234.50", "HKD"),
        ("#,##0.00 [$€-407]", "1,234.50", "€"),
        ('"HK$"#,##0.00_);("HK$"#,##0.00)', "1,234.50", "HK$"),
    ],
)
def test_a_currency_is_not_part_of_the_number_and_is_said(show: Show, code: str, text: str, currency: str) -> None:
    read_as, finding = show(1234.5, code)
    assert read_as == text
    assert finding is not None
    assert (finding.code, finding.severity) == (HAZARD, Severity.WARNING)
    assert finding.message == f"The cell shows {text} with {currency}, which is not read."
    negative, _ = show(-1234.5, code)
    assert negative == f"-{text}"


def test_a_currency_and_hidden_digits_are_said_at_once(show: Show) -> None:
    read_as, finding = show(1234.56, "$#,##0")
    assert read_as == "1,235"
    assert finding is not None
    assert finding.message == "The cell shows 1,235 with $, which is not read, and holds 1234.56."


@st.composite
def printed_numbers(draw: st.DrawFn) -> str:
    """A number of at most fifteen digits as the form writes it: grouped or not, with decimals, in percent."""
    places = draw(st.integers(0, 20))
    digits = draw(st.integers(0, 10 ** draw(st.integers(1, 15)) - 1))
    number = Decimal(digits).scaleb(-places)
    sign = draw(st.sampled_from(["", "-"])) if digits else ""
    grouping = draw(st.sampled_from(["", ","]))
    return f"{sign}{number:{grouping}.{places}f}" + draw(st.sampled_from(["", "%"]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(printed_numbers(), min_size=1, max_size=40))
def test_what_the_form_prints_is_read_back_exactly(tmp_path: Path, printed: list[str]) -> None:
    book = Book("en", "Numbers", "Example")
    sheet = book.sheet("Numbers", FORM)
    for row, text in enumerate(printed):
        cell = number_cell(text)
        assert cell is not None, text
        sheet.number(row, 0, cell.value, {"num_format": cell.pattern})
    path = tmp_path / "numbers.xlsx"
    path.write_bytes(book.content())
    again = read(path)
    assert [again.cell(row, 1).text for row in range(1, len(printed) + 1)] == printed
    assert again.findings == {}


_MARKS = [
    *'0#?.,%/@;_*\\"[]$-+()eE ymdhs',
    "General",
    "[Red]",
    "[<10]",
    "[$¥-804]",
    "[h]",
    "AM/PM",
    '"t"',
    "年",
    "0.00",
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(_MARKS), max_size=12).map("".join),
    st.one_of(st.floats(), st.integers(-(10**20), 10**20), st.sampled_from(["0", "-0", "1e-320", "1E+308", "12.50"])),
)
def test_no_format_is_too_odd(tmp_path: Path, code: str, value: object) -> None:
    row = f'<row r="1"><c r="A1" s="1"><v>{value!s}</v></c><c r="B1" t="str" s="1"><v>text</v></c></row>'
    sheet = read(handmade(tmp_path / "odd.xlsx", row, formats=[code]))
    for column in (1, 2):
        cell = sheet.cell(1, column)
        assert cell.text or sheet.findings[1, column].code == UNREADABLE


# Dates, answers, texts


@pytest.mark.parametrize("epoch1904", [False, True])
@pytest.mark.parametrize("code", ["yyyy-mm-dd", "dd/mm/yyyy", 'yyyy"年"m"月"d"日"', "[$-804]d mmmm yyyy", "mm-dd-yy"])
def test_a_date_is_read_as_a_date(show: Show, code: str, epoch1904: bool) -> None:
    assert show(date(2023, 12, 31), code, epoch1904=epoch1904) == ("2023-12-31", None)


def test_a_part_of_a_date_is_read_as_the_whole_with_a_note(show: Show) -> None:
    text, finding = show(date(2023, 12, 31), "mmm yyyy")
    assert text == "2023-12-31"
    assert finding is not None
    assert finding.code == SHOWN_ROUNDED
    assert "a part of the date that it holds, 2023-12-31" in finding.message


@pytest.mark.parametrize("value", [datetime(2023, 12, 31, 8, 30), time_of_day(8, 30)])
def test_a_time_is_refused(show: Show, value: Any) -> None:
    text, finding = show(value, "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "hh:mm")
    assert text == ""
    assert finding is not None
    assert "time" in finding.message


@pytest.mark.parametrize(
    ("serial", "epoch1904", "day"),
    [
        ("1", False, date(1900, 1, 1)),
        ("59", False, date(1900, 2, 28)),
        ("60", False, None),
        ("61", False, date(1900, 3, 1)),
        ("45291", False, date(2023, 12, 31)),
        ("43829", True, date(2023, 12, 31)),
        ("0", True, date(1904, 1, 1)),
        ("0", False, None),
        ("2958465", False, date(9999, 12, 31)),
        ("2958466", False, None),
        ("2957003", True, date(9999, 12, 31)),
        ("2957004", True, None),
        ("45291.5", False, None),
        ("-1", False, None),
        ("", False, None),
        ("４５", False, None),
        ("2023-12-31", False, None),
        ("99999999999", False, None),
    ],
)
def test_a_serial_number_is_a_date_or_none(serial: str, epoch1904: bool, day: date | None) -> None:
    assert date_of_serial(serial, epoch1904) == day


def test_dates_in_iso_form_are_read_too(tmp_path: Path) -> None:
    cells = "".join(
        f'<c r="{letter}1" t="d"><v>{value}</v></c>'
        for letter, value in zip("ABC", ["2023-12-31", "2023-12-31T00:00:00", "2023-12-31T08:30:00"], strict=True)
    )
    sheet = read(handmade(tmp_path / "x.xlsx", f'<row r="1">{cells}</row>'))
    assert [sheet.cell(1, column).text for column in (1, 2, 3)] == ["2023-12-31", "2023-12-31", ""]
    assert "time of day" in sheet.findings[1, 3].message


def test_answers_are_yes_and_no(show: Show) -> None:
    assert show(True) == ("yes", None)
    assert show(False) == ("no", None)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  at least 50 ", "at least 50"),
        ("\u00a0n/a\u00a0", "n/a"),
        ("\u200b-\u200b", "-"),
        ("\ufeff12", "12"),
        ("\u300013\u3000", "13"),
        ("two\r\nlines\rthree\n", "two\nlines\nthree"),
        ("a\u00a0b", "a\u00a0b"),
        ("007", "007"),
        ("+3", "+3"),
        ("=1+1", "=1+1"),
        ("#1 in class", "#1 in class"),
        ("北京", "北京"),
        (" \u00a0\u200b\n", ""),
        ("_x000D_\nline", "line"),
    ],
)
def test_a_text_is_read_without_the_blanks_around_it(tmp_path: Path, typed: str, text: str) -> None:
    value = escape(typed).replace("\r", "&#13;")
    sheet = read(
        handmade(tmp_path / "x.xlsx", f'<row r="1"><c r="A1" t="str"><v xml:space="preserve">{value}</v></c></row>')
    )
    assert sheet.cell(1, 1).text == text
    assert sheet.findings == {}


@pytest.mark.parametrize("escaped", ["_x0008_", "_x0000_", "_x001F_"])
def test_a_control_character_is_refused_by_its_number(tmp_path: Path, escaped: str) -> None:
    row = f'<row r="1"><c r="A1" t="inlineStr"><is><t>a{escaped}b</t></is></c></row>'
    sheet = read(handmade(tmp_path / "x.xlsx", row))
    assert sheet.cell(1, 1).is_lost
    assert f"the control character U+{escaped[2:6]}" in sheet.findings[1, 1].message


def rich(*runs: str | tuple[str, dict[str, Any]]) -> CellRichText:
    return CellRichText(*[run if isinstance(run, str) else TextBlock(InlineFont(**run[1]), run[0]) for run in runs])


RAISED = {"vertAlign": "superscript"}
LOWERED = {"vertAlign": "subscript"}


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (rich("19.42", ("86", RAISED)), "19.42 ⁸⁶"),
        (rich("19.42", ("86", RAISED), ("  ", {})), "19.42 ⁸⁶"),
        (rich("19.42", ("8", RAISED), ("6", RAISED)), "19.42 ⁸⁶"),
        (rich("10", ("6", RAISED), (" m", {}), ("3", RAISED)), "10⁶ m³"),
        (rich("m", ("3", RAISED)), "m³"),
        (rich("CO", ("2", LOWERED), ("e", {})), "CO2e"),
        (rich("12", ("34", LOWERED)), "12 ₃₄"),
        (rich(("bold", {"b": True}), " and plain"), "bold and plain"),
    ],
)
def test_what_is_raised_is_no_part_of_the_number(show: Show, typed: CellRichText, text: str) -> None:
    assert show(typed) == (text, None)


def test_a_text_that_is_struck_through_is_refused(show: Show) -> None:
    text, finding = show(rich("12", ("13", {"strike": True})))
    assert text == ""
    assert finding is not None
    assert "struck through: 13" in finding.message


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ('@" tonnes"', "shows n/a with tonnes"),
        ('0;-0;0;"no figure"', "holds n/a and shows no figure"),
        (";;;", "nothing"),
    ],
)
def test_a_format_may_not_change_a_text_either(show: Show, code: str, told: str) -> None:
    text, finding = show("n/a", code)
    assert text == ""
    assert finding is not None
    assert told in finding.message


# Errors and formulas


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#SPILL!", "#GETTING_DATA"])
@pytest.mark.parametrize("kind", ["e", "str"])
def test_an_error_is_no_value(tmp_path: Path, error: str, kind: str) -> None:
    sheet = read(handmade(tmp_path / "x.xlsx", f'<row r="1"><c r="A1" t="{kind}"><v>{error}</v></c></row>'))
    assert sheet.cell(1, 1).is_lost
    assert sheet.findings[1, 1].message == f"The cell holds the error {error}."


@pytest.mark.parametrize("value", ["abc", "INF", "NaN", "1e999"])
def test_a_number_that_is_none_is_refused(tmp_path: Path, value: str) -> None:
    sheet = read(handmade(tmp_path / "x.xlsx", f'<row r="1"><c r="A1"><v>{value}</v></c></row>'))
    assert sheet.cell(1, 1).is_lost
    assert sheet.findings[1, 1].code == UNREADABLE


def test_a_reference_to_a_text_that_is_not_there_is_refused(tmp_path: Path) -> None:
    sheet = read(handmade(tmp_path / "x.xlsx", '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'))
    assert sheet.cell(1, 1).is_lost
    assert "no value of its kind" in sheet.findings[1, 1].message


FORMULAS = (
    '<row r="1"><c r="A1"><f>B1+1</f><v>13</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><f>D1</f></c></row>'
)


def test_a_formula_has_the_value_that_was_saved_with_it(tmp_path: Path) -> None:
    sheet = read(handmade(tmp_path / "x.xlsx", FORMULAS))
    assert (sheet.cell(1, 1).text, sheet.cell(1, 2).text) == ("13", "")
    assert list(sheet.findings) == [(1, 3)]
    assert "has not been calculated" in sheet.findings[1, 3].message
    assert "Open the file in a spreadsheet program and save it" in sheet.findings[1, 3].hint


def test_values_of_formulas_that_no_program_has_calculated_are_not_believed(tmp_path: Path) -> None:
    properties = '<calcPr fullCalcOnLoad="1"/>'
    path = handmade(tmp_path / "x.xlsx", FORMULAS)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", f"</sheets>{properties}".encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert list(read(path).findings) == [(1, 1), (1, 2), (1, 3)]


# Sheets


def workbook(path: Path, change: Callable[[Any], None]) -> tuple[list[Sheet], list[Finding]]:
    """Write a workbook whose cells B2:D4 hold numbers, changed; read it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Energy"
    for row in range(2, 5):
        for column in range(2, 5):
            sheet.cell(row, column, row * 10 + column)
    change(sheet)
    book.save(path)
    sheets, findings = read_workbook(path, path.name)
    assert sheets is not None
    return sheets, findings


def test_places_are_those_of_the_spreadsheet(tmp_path: Path) -> None:
    sheets, findings = workbook(tmp_path / "form.xlsx", lambda sheet: None)
    assert findings == []
    assert {row: sorted(cells) for row, cells in sheets[0].rows.items()} == {row: [2, 3, 4] for row in (2, 3, 4)}
    assert str(sheets[0].cell(3, 4).place) == "form.xlsx, sheet Energy, cell D3"
    assert str(sheets[0].cell(99, 28).place) == "form.xlsx, sheet Energy, cell AB99"
    assert sheets[0].cell(99, 28).text == ""


def test_a_merged_range_has_its_value_once(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    rows = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{letter}{row}"><v>{row}</v></c>' for letter in "ABC") + "</row>"
        for row in (1, 2, 3)
    )
    merged = '<mergeCells count="2"><mergeCell ref="B1:C2"/><mergeCell ref="E5:F9"/></mergeCells>'
    sheet = read(handmade(path, rows, extra=merged))
    assert {row: sorted(cells) for row, cells in sheet.rows.items()} == {1: [1, 2], 2: [1], 3: [1, 2, 3]}
    assert [(str(place), coordinates) for place, coordinates in sheet.merged] == [
        ("x.xlsx, sheet Data, cell B1", "B1:C2")
    ]


def hide_rows(sheet: Any) -> None:
    for row in (2, 3):
        sheet.row_dimensions[row].hidden = True


def hide_column(sheet: Any) -> None:
    sheet.column_dimensions["C"].hidden = True


def hide_both(sheet: Any) -> None:
    hide_rows(sheet)
    sheet.row_dimensions[3].hidden = False
    hide_column(sheet)


@pytest.mark.parametrize(
    ("hide", "named"),
    [(hide_rows, "rows 2–3"), (hide_column, "column C"), (hide_both, "row 2 and column C")],
)
def test_what_is_hidden_is_read_and_said(tmp_path: Path, hide: Callable[[Any], None], named: str) -> None:
    sheets, findings = workbook(tmp_path / "x.xlsx", hide)
    assert len(sheets[0].rows) == 3
    assert [(finding.code, finding.message) for finding in findings] == [
        (HAZARD, f"The sheet Energy hides {named} with values; they are read.")
    ]


def test_outlines_that_are_folded_are_no_hazard(tmp_path: Path) -> None:
    def fold(sheet: Any) -> None:
        sheet.row_dimensions.group(2, 3, hidden=True)
        sheet.column_dimensions.group("C", "D", hidden=True)

    assert workbook(tmp_path / "x.xlsx", fold)[1] == []


def test_hidden_blanks_are_no_hazard(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[40].hidden = True
        sheet.column_dimensions["Z"].hidden = True

    assert workbook(tmp_path / "x.xlsx", hide)[1] == []


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_a_hazard_unless_it_is_the_forms_own(tmp_path: Path, state: str) -> None:
    def add(sheet: Any) -> None:
        own = sheet.parent.create_sheet("Lists")
        own["A1"] = "esgtag:lists"
        other = sheet.parent.create_sheet("Old figures")
        other["B1"] = 12
        blank = sheet.parent.create_sheet("Blank")
        own.sheet_state = other.sheet_state = blank.sheet_state = state

    sheets, findings = workbook(tmp_path / "x.xlsx", add)
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [
        ("Energy", False),
        ("Lists", True),
        ("Old figures", True),
        ("Blank", True),
    ]
    assert [finding.message for finding in findings] == [
        "The sheet Old figures is hidden and holds values; it is read."
    ]
    assert sheets[1].is_marked(1)
    assert not sheets[2].is_marked(1)


def test_sheets_of_charts_are_passed_over(tmp_path: Path) -> None:
    def add(sheet: Any) -> None:
        sheet.parent.create_chartsheet("Chart")

    assert [sheet.name for sheet in workbook(tmp_path / "x.xlsx", add)[0]] == ["Energy"]


# Files that are no workbook, or none that is safe


def ole(*words: str) -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + b"".join(word.encode("utf-16-le") for word in words)


def zipped(path: Path, names: Sequence[str]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>")


def unreadable(path: Path) -> Finding:
    sheets, findings = read_workbook(path, f"folder/{path.name}")
    assert sheets is None
    assert len(findings) == 1
    assert findings[0].severity is Severity.ERROR
    assert findings[0].location is not None
    assert str(findings[0].location) == f"folder/{path.name}"
    assert findings[0].hint
    return findings[0]


@pytest.mark.parametrize(
    ("content", "told", "hint"),
    [
        (b"", "is empty", "Save the workbook again"),
        (b"concept,unit,2023\n", "is a text file", "name it .csv"),
        (ole("Workbook"), "the old kind (.xls)", "save it as a workbook (.xlsx)"),
        (ole("EncryptedPackage"), "locked with a password", "without a password"),
        (b"\xef\xbb\xbf <html><table/></html>", "is a web page or XML", "save it as a workbook"),
        (b"%PDF-1.7\0\0", "is no workbook", "save it as a workbook"),
        (b"PK\x03\x04garbage", "archive", "save it as a workbook"),
    ],
)
def test_what_is_no_workbook_is_told_by_its_kind(tmp_path: Path, content: bytes, told: str, hint: str) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(content)
    finding = unreadable(path)
    assert told in finding.message
    assert hint in finding.hint


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["mimetype", "content.xml"], "OpenDocument format (.ods)"),
        (["[Content_Types].xml", "word/document.xml"], "is a text document"),
        (["[Content_Types].xml", "xl/workbook.bin"], "binary workbook (.xlsb)"),
        (["readme.txt"], "is an archive, no workbook"),
        (["[Content_Types].xml"], "is damaged or no workbook"),
        (["[Content_Types].xml", "../evil.xml"], "leaves the archive"),
    ],
)
def test_an_archive_that_is_no_workbook_is_told_by_its_kind(tmp_path: Path, names: list[str], told: str) -> None:
    path = tmp_path / "form.xlsx"
    zipped(path, names)
    assert told in unreadable(path).message


def test_a_file_that_is_not_there_is_answered_with_one_that_is(tmp_path: Path) -> None:
    (tmp_path / "form.xlsx").write_bytes(b"")
    assert "did you mean that" in unreadable(tmp_path / "from.xlsx").hint
    assert unreadable(tmp_path).code == "ESG.0.01.inputUnreadable"


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    path = handmade(tmp_path / "form.xlsx", FORMULAS)
    whole = path.read_bytes()
    for length in (len(whole) - 1, len(whole) // 2, 30):
        path.write_bytes(whole[:length])
        unreadable(path)


def test_a_workbook_with_damaged_xml_is_refused(tmp_path: Path) -> None:
    assert "is damaged" in unreadable(handmade(tmp_path / "form.xlsx", "<row><c></row>")).message


def test_a_small_file_that_becomes_huge_is_refused_unread(tmp_path: Path) -> None:
    path = handmade(tmp_path / "form.xlsx", FORMULAS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b" " * 40_000_000)
    started = time.monotonic()
    assert "is larger than any form" in unreadable(path).message
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(90_000_000))
    assert "expands to" in unreadable(path).message
    assert time.monotonic() - started < 5


def test_a_size_that_the_archive_hides_is_of_no_use(tmp_path: Path) -> None:
    path = handmade(tmp_path / "form.xlsx", f'<row r="1"><c r="A1" t="str"><v>{" " * 40_000_000}</v></c></row>')
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        name = content.rfind(b"xl/worksheets/sheet1.xml") if offset == 24 else content.find(b"xl/worksheets/sheet1.xml")
        start = content.rfind(signature, 0, name)
        content[start + offset : start + offset + 4] = struct.pack("<I", 100)
    path.write_bytes(bytes(content))
    unreadable(path)


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    path = handmade(tmp_path / "form.xlsx", '<row r="1"><c r="A1" t="str"><v>&amp;</v></c></row>')
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    entity = f'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    parts["xl/worksheets/sheet1.xml"] = entity + parts["xl/worksheets/sheet1.xml"].replace("&amp;", "&x;")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    sheets, _ = read_workbook(path, path.name)
    assert "secret" not in str([sheet.rows for sheet in sheets or []])


def test_a_link_that_leaves_the_folder_is_refused(tmp_path: Path) -> None:
    outside = handmade(tmp_path / "outside.xlsx", FORMULAS)
    folder = tmp_path / "disclosure"
    folder.mkdir()
    (folder / "form.xlsx").symlink_to(outside)
    assert "is a link that leaves the folder" in unreadable(folder / "form.xlsx").message
    (folder / "own.xlsx").write_bytes(outside.read_bytes())
    (folder / "near.xlsx").symlink_to(folder / "own.xlsx")
    assert read_workbook(folder / "near.xlsx", "near.xlsx")[0] is not None


def test_a_cell_in_the_last_corner_takes_no_time(tmp_path: Path) -> None:
    merged = '<mergeCells><mergeCell ref="A2:XFD1048576"/><mergeCell ref="A1:XFD1"/></mergeCells>'
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    started = time.monotonic()
    sheet = read(handmade(tmp_path / "plain.xlsx", rows))
    assert sheet.cell(1_048_576, 16_384).text == "2"
    assert str(sheet.cell(1_048_576, 16_384).place) == "plain.xlsx, sheet Data, cell XFD1048576"
    assert list(read(handmade(tmp_path / "merged.xlsx", rows, extra=merged)).rows) == [1]
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("row", ['<row r="1">' + "<c/>" * 400_000 + "</row>", "<row/>" * 600_000])
def test_more_cells_than_any_form_has_are_refused(tmp_path: Path, row: str) -> None:
    started = time.monotonic()
    path = handmade(tmp_path / "form.xlsx", row * 2 if "<c/>" in row else row)
    assert "is larger than any form" in unreadable(path).message
    assert time.monotonic() - started < 30


# Another program


@needed
def test_libreoffice_changes_nothing_that_is_read(tmp_path: Path) -> None:
    values: list[tuple[Any, str]] = [
        (12252.52, "#,##0.00"),
        (372, "0.00"),
        (0.07, "0%"),
        (0.7365, "0.00%"),
        (-1234.5, "#,##0.00_);(#,##0.00)"),
        (0.1 + 0.2, "General"),
        (123456789012345, "General"),
        (0.000000000012345, "0.000000000000000"),
        (date(2023, 12, 31), "yyyy-mm-dd"),
        (True, "General"),
        ("at least 50", "General"),
        ("=not a formula", "General"),
        (" 北京\nsecond line", "General"),
        ("007", "@"),
        (rich("19.42", ("86", RAISED)), "General"),
        (1234.5, "[$¥-804]#,##0.0"),
        (99.6, "0"),
        ("=2+3", "General"),
    ]
    book = openpyxl.Workbook()
    for row, (value, code) in enumerate(values, 1):
        cell = book.active.cell(row, 2, value)
        cell.number_format = code
        if value == "=not a formula":
            cell.data_type = "s"
    path = tmp_path / "book.xlsx"
    book.save(path)
    before, after = read(path), read(saved_by_libreoffice(path, tmp_path))
    rows = range(1, len(values))
    assert [after.cell(row, 2).text for row in rows] == [before.cell(row, 2).text for row in rows]
    assert [after.cell(row, 2).text for row in (1, 2, 3, 4, 15)] == ["12,252.52", "372.00", "7%", "73.65%", "19.42 ⁸⁶"]
    last = len(values), 2
    assert "has not been calculated" in before.findings.pop(last).message
    assert after.cell(*last).text == "5"
    assert {place: finding.message for place, finding in after.findings.items()} == {
        place: finding.message for place, finding in before.findings.items()
    }
