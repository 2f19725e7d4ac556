"""What people do to a form: it is read exactly as it was meant, or one finding says where it is damaged."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from esgtag.findings import Finding, Located, Location, Severity, in_order
from esgtag.generator import Disclosure, KPIRecord, Manifest, map_disclosure, read_disclosure
from esgtag.generator.mapping import COVER
from esgtag.generator.workbook.form import write_form
from esgtag.instances import Fact
from esgtag.taxonomy import Taxonomy

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")

TABLES = ("energy", "greenhouse-gas", "air-emissions", "targets", "employees", "turnover", "courses", "certifications")
ASSURED = "AssuranceEngagement=verification-2023"
ENERGY, DIRECT, INDIRECT, RENEWABLE = (
    "TotalEnergyConsumption",
    "DirectEnergyConsumption",
    "IndirectEnergyConsumption",
    "IndirectEnergyConsumptionFromRenewableSources",
)
TURNOVER, BEYOND = "FullTimeEmployeeTurnoverRate", "MainlandRegion=BeyondChineseMainland"
UNREAD = ("Guide", "Completeness", "Lists", "Rows")
"""Sheets in which nothing is looked up."""


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a workbook: what was read, its facts by id, what there is to say of more than a note's weight."""

    disclosure: Disclosure | None
    records: list[KPIRecord]
    facts: dict[str, Fact]
    findings: list[Finding]

    @property
    def places(self) -> list[str]:
        return [f"{finding.code[:8]} {finding.location}" for finding in self.findings]


def read(path: Path, taxonomy: Taxonomy) -> Read:
    disclosure, findings = read_disclosure(path, taxonomy)
    if disclosure is None:
        return Read(None, [], {}, in_order(findings))
    mapped, problems = map_disclosure(disclosure, disclosure.taxonomy, "en")
    grave = [one for one in in_order([*findings, *problems]) if one.severity > Severity.NOTE]
    return Read(disclosure, list(disclosure.records), {fact.id: fact for fact in mapped.instance.facts}, grave)


@pytest.fixture(scope="session")
def form(disclosure: Disclosure) -> bytes:
    """The form of some tables of the example, with rows for nothing but their concepts, and a sheet of its own."""
    chosen = with_assurance(disclosure)
    names = {record.concept for record in chosen.records} | set(COVER)
    ours = disclosure.taxonomy
    concepts = {
        name: replace(concept, parent=None, parts=(), ratio=None)
        for name, concept in ours.concepts.items()
        if name in names
    }
    tables = {
        name: replace(table, concepts=tuple(one for one in table.concepts if one in names), weights=None)
        for name, table in ours.tables.items()
        if names & set(table.concepts)
    }
    return write_form(replace(chosen, taxonomy=replace(ours, concepts=concepts, tables=tables)), "en")


def with_assurance(disclosure: Disclosure) -> Disclosure:
    """Some tables of the example with an engagement that assures one of them, a boundary and a restatement."""
    content = disclosure.manifest.model_dump(mode="json", by_alias=True, exclude_none=True)
    for section in content["sections"]:
        named = ((Path(table["file"]).stem, table) for table in section["tables"])
        section["tables"] = [table | {"name": name} for name, table in named if name in TABLES]
    content["sections"] = [section for section in content["sections"] if section["tables"]]
    content["sections"][0]["tables"].append({"name": "assurance", "records": [], "title": both("Assurance")})
    programmes = {"Programme": content["members"]["Programme"]}
    content["members"] = programmes | {"AssuranceEngagement": {"verification-2023": both("Verification")}}
    content["boundaries"] = {"group": both("The group.")}
    content["restatements"] = {"meter": both("A meter was replaced.")}
    records = [
        record.model_copy(update={"assurance": ("verification-2023",)} if record.table == "energy" else {})
        for record in disclosure.records
        if record.table in TABLES
    ]
    first = next(record for record in records if record.concept == INDIRECT and record.period == "2022")
    position = records.index(first)
    new = first.model_copy(update={"restatement": "meter", "boundary": "group"})
    records[position : position + 1] = [new, new.model_copy(update={"printed": "139,000.00", "is_previous": True})]
    said = {"NameOfAssuranceProvider": "An auditor", "DateOfAssuranceStatement": "2024-04-01"}
    for row, (concept, printed) in enumerate(said.items()):
        about = {"table": "assurance", "row": row, "concept": concept, "members": (tuple(ASSURED.split("=")),)}
        about |= {"unit": None, "period": "2023", "printed": printed, "footnotes": (), "assurance": ()}
        records.append(first.model_copy(update=about))
        if concept.startswith("Name"):
            records.append(first.model_copy(update=about | {"printed": "审计师", "language": "zh-Hans"}))
    used = {key for record in records for key in record.footnotes}
    content["footnotes"] = {key: texts for key, texts in content["footnotes"].items() if key in used}
    document = Located(Manifest.model_validate(content), lambda path: Location("disclosure.yaml"))
    return Disclosure(document, disclosure.taxonomy, tuple(records))


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh-Hans": text}


@pytest.fixture(scope="session")
def intact(form: bytes, taxonomy: Taxonomy, tmp_path_factory: pytest.TempPathFactory) -> Read:
    path = tmp_path_factory.mktemp("intact") / "form.xlsx"
    path.write_bytes(form)
    found = read(path, taxonomy)
    assert found.findings == []
    assert len(found.records) > 150
    return found


# How to find one's way on a form


def rows_of(book: Workbook, heading: str) -> Iterator[tuple[Cell, list[Cell]]]:
    """Yield the heading's cell with each row below it, in every grid that has it."""
    for sheet in book.worksheets:
        if sheet.title in UNREAD:
            continue
        head: Cell | None = None
        for row in sheet.iter_rows():
            if row[0].value == "#":
                head = next((one for one in row if one.value == heading), None)
            elif head is not None:
                yield head, list(row)


Where = Callable[[Workbook], Cell]


def cell(*texts: str) -> Where:
    """Find a cell by the texts in its row and, last, its heading."""
    *others, heading = texts

    def find(book: Workbook) -> Cell:
        return next(
            row[head.column - 1]
            for head, row in rows_of(book, heading)
            if set(others) <= {str(one.value) for one in row[1:]}
        )

    return find


def head(text: str, heading: str) -> Where:
    """Find the heading of a column, in the grid that has a row with a text."""
    return lambda book: next(
        head for head, row in rows_of(book, heading) if text in {str(one.value) for one in row[1:]}
    )


def marker(kind: str) -> Where:
    return lambda book: next(
        row[0] for sheet in book.worksheets for row in sheet.iter_rows() if row[0].value == f"esgtag:{kind}"
    )


def place(found: Cell | Worksheet) -> str:
    if isinstance(found, Worksheet):
        return f"form.xlsx, sheet {found.title}"
    return f"form.xlsx, sheet {found.parent.title}, cell {found.coordinate}"


# One cell is changed

EXACT, SAME = "exact", "same"
"""Everything is read as it was; or the facts are the same, and a value or a unit is written in another way."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A number with the format that shows it."""

    value: Decimal
    pattern: str


ONE_CELL: dict[str, tuple[Where, object, str]] = {
    "a cell blanked": (cell(DIRECT, "2022"), None, "ESG.0.07"),
    "a text in a cell for a number": (cell(DIRECT, "2022"), "see page 12", "ESG.0.06"),
    "an error of a reference": (cell(DIRECT, "2022"), "#REF!", "ESG.0.06"),
    "a formula that fails": (cell(DIRECT, "2022"), "=1/0", "ESG.0.06"),
    "a formula without a value": (cell(DIRECT, "2022"), "=SUM(A1:A3)", "ESG.0.06"),
    "an error in the only cell of a row": (cell(ASSURED.partition("=")[2], "DateOfAssuranceStatement"), "#N/A", "ESG.0.06"),
    "an error among the keys": (cell(DIRECT, "concept"), "#REF!", "ESG.0.06"),
    "an error in a note": (cell("74", "text@en"), "#REF!", "ESG.0.06"),
    "an error in a date": (cell("comparative", "start"), "#VALUE!", "ESG.0.06"),
    "a number as text": (cell(DIRECT, "2022"), "5,190.84", EXACT),
    "a number as text without commas": (cell(DIRECT, "2022"), "5190.84", SAME),
    "a number in another format": (cell(DIRECT, "2022"), Shown(Decimal("5190.84"), "General"), SAME),
    "a number that shows fewer digits": (cell(DIRECT, "2022"), Shown(Decimal("5190.8412"), "#,##0.00"), EXACT),
    "full-width digits": (cell(DIRECT, "2022"), "５，１９０．８４", EXACT),
    "a raised note that is declared": (cell(ENERGY, "2022"), "144,741.38 ⁷⁴", EXACT),
    "a raised note that is not": (cell(ENERGY, "2022"), "144,741.38 ⁹⁹", "ESG.0.10"),
    "blanks around a number": (cell(DIRECT, "2022"), "  5,190.84 \n", EXACT),
    "spaces that do not break": (cell(DIRECT, "2022"), "\u00a05,190.84\u202f", EXACT),
    "a space that does not break within": (cell(DIRECT, "2022"), "5\u00a0190.84", "ESG.0.06"),
    "a control character": (cell(DIRECT, "2022"), "5,190.84_x0007_", "ESG.0.06"),
    "a decimal comma": (cell(DIRECT, "2022"), "5190,84", "ESG.0.06"),
    "a negative number in brackets": (cell(DIRECT, "2022"), "(5)", "ESG.0.06"),
    "a unit within the number": (cell(DIRECT, "2022"), "12 MWh", "ESG.0.06"),
    "a power of ten": (cell(DIRECT, "2022"), "5.19E+03", "ESG.0.06"),
    "a mark that is not declared": (cell(DIRECT, "2022"), "n.d.", "ESG.0.06"),
    "another dash": (cell(RENEWABLE, "2022"), "—", "ESG.0.06"),
    "a very long text for a number": (cell(DIRECT, "2022"), "no figure " * 3000, "ESG.0.06"),
    "a date for a number": (cell(DIRECT, "2022"), date(2022, 5, 19), "ESG.0.06"),
    "yes for a number": (cell(DIRECT, "2022"), True, "ESG.0.06"),
    "a negative count": (cell("NumberOfEmployees", "2022"), -5, "ESG.0.06"),
    "half a person": (cell("NumberOfEmployees", "2022"), Shown(Decimal("35996.5"), "0.0"), "ESG.0.06"),
    "a percentage shown as such": (cell(TURNOVER, "2023"), Shown(Decimal("0.1198"), "0.00%"), SAME),
    "a percentage that shows fewer digits": (cell(TURNOVER, "2023"), Shown(Decimal("0.11978"), "0.00%"), SAME),
    "a percentage as text": (cell(TURNOVER, "2023"), "11.98%", SAME),
    "a percentage for an amount": (cell(DIRECT, "2022"), "12%", "ESG.0.06"),
    "a unit in another spelling": (cell(DIRECT, "unit"), "megawatt hour", SAME),
    "a unit misspelt": (cell(DIRECT, "unit"), "MWhh", "ESG.0.08"),
    "a unit of two meanings": (cell("NitrogenOxidesEmissions", "unit"), "Mt", "ESG.0.08"),
    "a unit of another quantity": (cell(DIRECT, "unit"), "tonne", "ESG.2.02"),
    "a unit blanked": (cell(DIRECT, "unit"), None, "ESG.0.08"),
    "a concept misspelt": (cell(DIRECT, "concept"), "DirectEnergyConsumtion", "ESG.0.04"),
    "a concept overwritten": (cell(DIRECT, "concept"), "diesel", "ESG.0.04"),
    "a concept blanked": (cell(DIRECT, "concept"), None, "ESG.0.04"),
    "a concept that stands there already": (cell(DIRECT, "concept"), ENERGY, "ESG.0.09"),
    "a member misspelt": (cell(TURNOVER, "Gender=Male", "members"), "Gender=Mael", "ESG.0.05"),
    "an axis misspelt": (cell(TURNOVER, "Gender=Male", "members"), "Gendr=Male", "ESG.5.02"),
    "a member without its axis": (cell(TURNOVER, "Gender=Male", "members"), "Male", "ESG.5.02"),
    "a member that is not declared": (cell("NumberOfProgrammeCourses", "Programme=starry-program", "members"), "Programme=star", "ESG.0.05"),
    "a footnote that is not declared": (cell(ENERGY, "footnotes"), "47", "ESG.0.10"),
    "a footnote for another period": (cell(TURNOVER, BEYOND, "footnotes"), "86@2019", "ESG.0.10"),
    "a boundary that is not declared": (cell(INDIRECT, "boundary"), "grup", "ESG.0.10"),
    "a restatement that is not declared": (cell(INDIRECT, "restatement"), "metre", "ESG.0.10"),
    "an engagement that is not declared": (cell(DIRECT, "assurance"), "verification", "ESG.0.10"),
    "a table misspelt": (cell(DIRECT, "table"), "enrgy", "ESG.0.23"),
    "a table blanked": (cell(DIRECT, "table"), None, "ESG.0.23"),
    "a year of the heading turned": (head(DIRECT, "2023"), "2032", "ESG.0.11"),
    "a year of the heading in other words": (head(DIRECT, "2023"), "FY 2023", "ESG.0.03"),
    "a year of the heading blanked": (head(DIRECT, "2023"), None, "ESG.0.03"),
    "a year of the heading as a number": (head(DIRECT, "2023"), 2023, EXACT),
    "a year that stands twice": (head(DIRECT, "2022"), "2023", "ESG.0.03"),
    "a heading misspelt": (head(DIRECT, "footnotes"), "footnote", "ESG.0.03"),
    "the heading of units overwritten": (head(DIRECT, "unit"), "Einheit", "ESG.0.03"),
    "the heading of concepts blanked": (head(DIRECT, "concept"), None, "ESG.0.03"),
    "a language of the heading turned": (head("certifications", "2023@zh-Hans"), "2023@zh", "ESG.0.03"),
    "the heading of a language blanked": (head("74", "text@en"), None, "ESG.0.03"),
    "a text without a translation of its heading": (cell("74", "text@zh-Hans"), None, "ESG.0.02"),
    "a date as its number": (cell("comparative", "start"), Shown(Decimal(44562), "General"), EXACT),
    "a date as text": (cell("comparative", "start"), "2022-01-01", EXACT),
    "a date in another order": (cell("comparative", "start"), "31/12/2021", "ESG.0.02"),
    "a date blanked": (cell("comparative", "start"), None, "ESG.0.02"),
    "a period that ends before it starts": (cell("comparative", "start"), date(2022, 12, 31).replace(year=2023), "ESG.0.02"),
    "a role misspelt": (cell("2023", "role"), "reportin", "ESG.0.02"),
    "a role of an earlier period misspelt": (cell("2021", "role"), "earlier", "ESG.0.02"),
    "two reporting periods": (cell("2022", "role"), "reporting", "ESG.0.02"),
    "a period renamed on the cover only": (cell("reporting", "name"), "FY2023", "ESG.0.11"),
    "an identifier blanked": (cell("entity.identifier", "value"), None, "ESG.0.02"),
    "an identifier that cannot be": (cell("entity.identifier", "value"), "18100000", "ESG.1.01"),
    "a register that is not known": (cell("entity.scheme", "value"), "http://example.org/register", "ESG.1.01"),
    "a register that is no address": (cell("entity.scheme", "value"), "Hong Kong", "ESG.0.02"),
    "a name blanked in one language": (cell("entity.name", "en"), None, "ESG.0.02"),
    "languages with commas": (cell("report.languages", "value"), "en, zh-Hans", EXACT),
    "a language that is none": (cell("report.languages", "value"), "en zh", "ESG.0.02"),
    "a standard that is none": (cell("report.standards", "value"), "HKEX GIR SASB", "ESG.0.02"),
    "a key of the cover misspelt": (cell("entity.identifier", "key"), "entity.identifer", "ESG.0.02"),
    "a key of the cover overwritten": (cell("entity.identifier", "key"), "1810", "ESG.0.02"),
    "a key of the cover blanked": (cell("entity.identifier", "key"), None, "ESG.0.02"),
    "a taxonomy that is not at hand": (cell("taxonomy", "value"), "https://taxonomy.example/esg/2031/esg.xsd", "ESG.0.12"),
    "a currency that is none": (cell("currency", "value"), "RMB", "ESG.0.02"),
    "a unit of one's own that means nothing": (cell("Mt CO2e", "meaning"), "tonnne", "ESG.0.08"),
    "a key of a footnote that stands twice": (cell("75", "key"), "74", "ESG.0.02"),
    "a key of a footnote blanked": (cell("74", "key"), None, "ESG.0.02"),
    "a mark that stands twice": (cell("not available", "mark"), "To be disclosed in September 2024", "ESG.0.02"),
    "a reason that is none": (cell("not available", "reason"), "no idea", "ESG.0.02"),
    "a member of one's own blanked": (cell("starry-program", "member"), None, "ESG.0.02"),
    "an object without its identifier": (cell(ASSURED.partition("=")[2], "AssuranceEngagement"), None, "ESG.0.05"),
    "a section that is none": (cell("energy", "kind"), "tabel", "ESG.0.02"),
    "a table's name that stands twice": (cell("turnover", "table", "name"), "employees", "ESG.0.09"),
    "a marker misspelt": (marker("figures"), "esgtag:figure", "ESG.0.03"),
    "a marker deleted": (marker("figures"), None, "ESG.0.03"),
    "a marker of notes misspelt": (marker("footnotes"), "esgtag:footnote", "ESG.0.03"),
    "a marker of notes deleted": (marker("footnotes"), None, "ESG.0.03"),
    "a marker of periods deleted": (marker("periods"), None, "ESG.0.03"),
}  # fmt: skip

ELSEWHERE: dict[str, Where] = {}
"""Where a finding points that does not point at the cell that was changed."""


@pytest.mark.parametrize("kind", ONE_CELL)
def test_a_cell(kind: str, form: bytes, intact: Read, taxonomy: Taxonomy, tmp_path: Path) -> None:
    where, value, expected = ONE_CELL[kind]
    book = load_workbook(io.BytesIO(form))
    found = where(book)
    at = place(ELSEWHERE.get(kind, where)(book))
    if isinstance(value, Shown):
        found.value, found.number_format = value.value, value.pattern
    else:
        found.value = value  # type: ignore[assignment]
    book.save(tmp_path / "form.xlsx")
    judge(read(tmp_path / "form.xlsx", taxonomy), intact, f"{expected} {at}" if expected.startswith("ESG") else expected)


def judge(found: Read, intact: Read, expected: str) -> None:
    """What is read is what stood there, and there is one finding, unless everything is as it was."""
    if expected in (EXACT, SAME):
        assert found.places == []
        assert found.facts == intact.facts
        if expected == EXACT:
            assert [one.content for one in found.records] == [one.content for one in intact.records]
        return
    assert found.places == [expected]
    assert found.findings[0].hint
    for name, fact in found.facts.items():
        before = intact.facts[name]
        assert (fact.value, fact.unit, fact.decimals) == (before.value, before.unit, before.decimals)


# More than a cell is changed


def delete_column(*texts: str) -> Callable[[Workbook], str]:
    def edit(book: Workbook) -> str:
        found = head(*texts)(book)
        found.parent.delete_cols(found.column)
        return place(found.parent["A4"])

    return edit


def deleted_row(book: Workbook) -> str:
    found = cell(DIRECT, "2022")(book)
    found.parent.delete_rows(found.row)
    return place(found.parent)


def blanked_row(book: Workbook) -> str:
    found = cell(DIRECT, "2022")(book)
    for one in found.parent[found.row]:
        one.value = None
    return place(found.parent)


def blanked_figures(book: Workbook) -> str:
    for year in ("2023", "2022", "2021", "2020"):
        found = cell(DIRECT, year)(book)
        found.value = None
    return place(found.parent)


def blank_row(book: Workbook) -> str:
    found = cell(DIRECT, "2022")(book)
    found.parent.insert_rows(found.row)
    return EXACT


def blank_row_above_the_keys(book: Workbook) -> str:
    found = head(DIRECT, "2022")(book)
    found.parent.insert_rows(found.row)
    return EXACT


def blank_column(book: Workbook) -> str:
    found = cell(DIRECT, "2022")(book)
    found.parent.insert_cols(found.column)
    return EXACT


def blank_first_column(book: Workbook) -> str:
    cell(DIRECT, "2022")(book).parent.insert_cols(1)
    return EXACT


def blank_first_columns_everywhere(book: Workbook) -> str:
    for sheet in book.worksheets:
        sheet.insert_cols(1)
    return EXACT


def blank_first_rows_everywhere(book: Workbook) -> str:
    for sheet in book.worksheets:
        sheet.insert_rows(1, 3)
    return EXACT


def copy_row(found: Cell, to: int) -> None:
    for one in found.parent[found.row]:
        twin = found.parent.cell(to, one.column, one.value)
        twin.number_format = one.number_format


def copied_row(book: Workbook) -> str:
    found = cell(DIRECT, "2022")(book)
    found.parent.insert_rows(found.row + 1)
    copy_row(found, found.row + 1)
    return place(found.parent.cell(found.row + 1, cell(DIRECT, "concept")(book).column))


def copied_sheet(book: Workbook) -> str:
    book.copy_worksheet(cell(DIRECT, "2022")(book).parent)
    return "form.xlsx, sheet Energy Copy"


def copied_notes(book: Workbook) -> str:
    book.copy_worksheet(cell("74", "key")(book).parent)
    return "form.xlsx, sheet Notes Copy"


def copied_cover(book: Workbook) -> str:
    book.copy_worksheet(cell("entity.identifier", "key")(book).parent)
    return "form.xlsx, sheet Cover Copy"


def column_of_notes(book: Workbook) -> str:
    found = cell(DIRECT, "2022")(book)
    sheet = found.parent
    sheet.cell(found.row, sheet.max_column + 1).value = "ask the plant"
    return place(sheet.cell(4, sheet.max_column))


def column_of_notes_headed(book: Workbook) -> str:
    found = cell(DIRECT, "2022")(book)
    sheet = found.parent
    column = sheet.max_column + 1
    sheet.cell(4, column).value = "#remarks"
    sheet.cell(found.row, column).value = "ask the plant"
    return EXACT


def merged_years(book: Workbook) -> str:
    found = cell(DIRECT, "2023")(book)
    found.parent.merge_cells(start_row=found.row, end_row=found.row, start_column=found.column, end_column=found.column + 1)
    return place(found)


def merged_rows(book: Workbook) -> str:
    found = cell(DIRECT, "2023")(book)
    found.parent.merge_cells(start_row=found.row, end_row=found.row + 1, start_column=found.column, end_column=found.column)
    return place(found)


def merged_labels(book: Workbook) -> str:
    found = cell(DIRECT, "2023")(book)
    found.parent.merge_cells(start_row=found.row, end_row=found.row + 1, start_column=1, end_column=1)
    return EXACT


def merged_band(book: Workbook) -> str:
    found = cell(ENERGY, "2023")(book)
    found.parent.merge_cells(start_row=found.row - 1, end_row=found.row - 1, start_column=1, end_column=9)
    return EXACT


def merged_headings(book: Workbook) -> str:
    found = head(DIRECT, "2023")(book)
    found.parent.merge_cells(start_row=found.row, end_row=found.row, start_column=found.column, end_column=found.column + 1)
    return place(found)


def merged_note(book: Workbook) -> str:
    found = cell("74", "text@en")(book)
    found.parent.merge_cells(start_row=found.row, end_row=found.row, start_column=found.column, end_column=found.column + 1)
    return place(found)


def merged_object(book: Workbook) -> str:
    found = cell("verification-2023", "NameOfAssuranceProvider@en")(book)
    found.parent.merge_cells(start_row=found.row, end_row=found.row, start_column=found.column, end_column=found.column + 1)
    return place(found)


def hidden_sheet(book: Workbook) -> str:
    sheet = cell(DIRECT, "2022")(book).parent
    sheet.sheet_state = "hidden"
    return place(sheet)


def very_hidden_sheet(book: Workbook) -> str:
    sheet = cell(DIRECT, "2022")(book).parent
    sheet.sheet_state = "veryHidden"
    return place(sheet)


def hidden_row(book: Workbook) -> str:
    found = cell(DIRECT, "2022")(book)
    found.parent.row_dimensions[found.row].hidden = True
    return place(found.parent)


def hidden_column(book: Workbook) -> str:
    found = cell(DIRECT, "2022")(book)
    found.parent.column_dimensions[found.column_letter].hidden = True
    return place(found.parent)


def renamed_sheets(book: Workbook) -> str:
    for number, sheet in enumerate(book.worksheets):
        if sheet.title not in UNREAD:
            sheet.title = f"Sheet{number}"
    return EXACT


def moved_sheets(book: Workbook) -> str:
    book._sheets.reverse()
    return EXACT


def without_sheets_that_are_not_read(book: Workbook) -> str:
    for name in UNREAD:
        del book[name]
    return EXACT


def deleted_sheet(*texts: str) -> Callable[[Workbook], str]:
    def edit(book: Workbook) -> str:
        book.remove(cell(*texts)(book).parent)
        return "form.xlsx"

    return edit


def sheet_of_notes(book: Workbook) -> str:
    book.create_sheet("Notes of mine")["B2"] = "ask the plant"
    return "form.xlsx, sheet Notes of mine"


def blank_sheet(book: Workbook) -> str:
    book.create_sheet("Sheet1")
    return EXACT


def keys_row_deleted(where: Where) -> Callable[[Workbook], str]:
    def edit(book: Workbook) -> str:
        found = where(book)
        found.parent.delete_rows(found.row)
        return place(found.parent.cell(found.row - 1, 1))

    return edit


def shifted_right(book: Workbook) -> str:
    sheet = cell(DIRECT, "2022")(book).parent
    sheet.move_range(f"B5:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}", cols=1)
    return place(sheet.cell(4, sheet.max_column))


def shifted_left(book: Workbook) -> str:
    sheet = cell(DIRECT, "2022")(book).parent
    sheet.move_range(f"B5:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}", cols=-1)
    return place(head(DIRECT, "concept")(book))


def shifted_row(book: Workbook) -> str:
    found = cell(DIRECT, "2022")(book)
    found.parent.move_range(f"B{found.row}:Z{found.row}", cols=1)
    return place(found)


def sorted_rows(book: Workbook) -> str:
    for sheet in (cell(DIRECT, "2022")(book).parent, cell(TURNOVER, "2022")(book).parent):
        rows = [[(one.value, copy(one._style)) for one in row] for row in sheet.iter_rows(min_row=5)]
        for number, row in enumerate(sorted(rows, key=lambda row: str(row[0][0])), 5):
            for column, (value, style) in enumerate(row, 1):
                one = sheet.cell(number, column)
                one.value, one._style = value, style
    return EXACT


def moved_row(book: Workbook) -> str:
    found = cell(DIRECT, "2022")(book)
    sheet, last = found.parent, found.parent.max_row + 4
    copy_row(found, last)
    sheet.delete_rows(found.row)
    return EXACT


def row_moved_to_another_sheet(book: Workbook) -> str:
    found, other = cell(DIRECT, "2022")(book), cell(TURNOVER, "2022")(book).parent
    for one in found.parent[found.row]:
        twin = other.cell(other.max_row + (one.column == 1), one.column, one.value)
        twin.number_format = one.number_format
    found.parent.delete_rows(found.row)
    return EXACT


def moved_value(book: Workbook) -> str:
    found, other = cell(DIRECT, "2022")(book), cell(DIRECT, "2021")(book)
    other.value, found.value = found.value, None
    return place(found)


def other_looks(book: Workbook) -> str:
    for sheet in book.worksheets:
        sheet.conditional_formatting = type(sheet.conditional_formatting)()
        sheet.data_validations.dataValidation = []
        sheet.auto_filter.ref = "A4:R9"
        sheet.freeze_panes = None
        sheet.protection.disable()
        for row in sheet.iter_rows():
            for one in row:
                one.comment = None
                one.fill = PatternFill("solid", fgColor="FFFF00")
        for dimension in sheet.column_dimensions.values():
            dimension.width = 3
    return EXACT


def values_only(book: Workbook) -> str:
    """Everything copied into a new workbook, without formats but those of numbers."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for one in row:
                pattern = one.number_format
                one.style = "Normal"
                one.number_format = pattern
    return EXACT


def value_below_the_grid(book: Workbook) -> str:
    sheet = cell(DIRECT, "2022")(book).parent
    row = sheet.max_row + 2
    sheet.cell(row, 2).value = 12
    return place(sheet.cell(row, head(DIRECT, "table")(book).column))


def note_below_the_grid(book: Workbook) -> str:
    sheet = cell(DIRECT, "2022")(book).parent
    sheet.cell(sheet.max_row + 2, 1).value = "ask the plant"
    return EXACT


def copied_note(book: Workbook) -> str:
    found = cell("74", "key")(book)
    below = next(row[found.column - 1] for row in found.parent.iter_rows(min_row=found.row) if not row[1].value)
    copy_row(found, below.row)
    return place(below)


def no_comparatives(book: Workbook) -> str:
    found = cell("2021", "name")(book)
    found.parent.delete_rows(found.row)
    return place(head(DIRECT, "2021")(book))


def new_comparative(book: Workbook) -> str:
    found = cell("2020", "name")(book)
    below = found.row + 2
    for heading, value in (("role", "comparative"), ("name", "2019"), ("start", "2019-01-01"), ("end", "2019-12-31")):
        found.parent.cell(below, cell("2020", heading)(book).column).value = value
    return place(head(DIRECT, "2023")(book).parent["A4"])


def one_language(book: Workbook) -> str:
    cell("report.languages", "value")(book).value = "en"
    return place(head("certifications", "2023@zh-Hans")(book))


DAMAGE: dict[str, tuple[Callable[[Workbook], str], str]] = {
    "a column of this year deleted": (delete_column(DIRECT, "2023"), "ESG.0.03"),
    "a column of an earlier year deleted": (delete_column(DIRECT, "2021"), "ESG.0.03"),
    "a column of a year on a sheet with rows for that year only": (delete_column("air-emissions", "2023"), "ESG.0.03"),
    "a column for later deleted": (delete_column("certifications", "2024"), "ESG.0.03"),
    "a column of a language deleted": (delete_column("certifications", "2023@zh-Hans"), "ESG.0.03"),
    "the column of units deleted": (delete_column(DIRECT, "unit"), "ESG.0.03"),
    "the column of concepts deleted": (delete_column(DIRECT, "concept"), "ESG.0.03"),
    "the column of members deleted": (delete_column(TURNOVER, "members"), "ESG.0.03"),
    "the column of tables deleted": (delete_column(DIRECT, "table"), "ESG.0.03"),
    "the column of footnotes deleted": (delete_column(DIRECT, "footnotes"), "ESG.0.03"),
    "the column of positions deleted": (delete_column(DIRECT, "no"), "ESG.0.03"),
    "the column of boundaries deleted": (delete_column(DIRECT, "boundary"), "ESG.0.03"),
    "a column of previous values deleted": (delete_column(DIRECT, "2021@previous"), EXACT),
    "the identifiers of a register deleted": (delete_column("verification-2023", "AssuranceEngagement"), "ESG.0.03"),
    "the tables of a register deleted": (delete_column("verification-2023", "table"), "ESG.0.03"),
    "a blank question of a register deleted": (delete_column("verification-2023", "period"), EXACT),
    "the keys of the footnotes deleted": (delete_column("74", "key"), "ESG.0.03"),
    "a blank row": (blank_row, EXACT),
    "a blank row above the keys": (blank_row_above_the_keys, EXACT),
    "a blank column": (blank_column, EXACT),
    "a blank first column": (blank_first_column, EXACT),
    "blank first columns everywhere": (blank_first_columns_everywhere, EXACT),
    "blank first rows everywhere": (blank_first_rows_everywhere, EXACT),
    "a row copied": (copied_row, "ESG.0.09"),
    "a sheet copied": (copied_sheet, "ESG.0.09"),
    "a sheet of notes copied": (copied_notes, "ESG.0.09"),
    "the cover copied": (copied_cover, "ESG.0.09"),
    "a row deleted": (deleted_row, "ESG.0.20"),
    "a row blanked": (blanked_row, "ESG.0.20"),
    "all figures of a row blanked": (blanked_figures, "ESG.0.20"),
    "a remark beside the grid": (column_of_notes, "ESG.0.03"),
    "a column of one's own": (column_of_notes_headed, EXACT),
    "a value below the grid": (value_below_the_grid, "ESG.0.23"),
    "a remark below the grid": (note_below_the_grid, EXACT),
    "two years merged": (merged_years, "ESG.0.06"),
    "two rows merged": (merged_rows, "ESG.0.06"),
    "labels merged": (merged_labels, EXACT),
    "a line between rows merged": (merged_band, EXACT),
    "headings merged": (merged_headings, "ESG.0.06"),
    "a note merged": (merged_note, "ESG.0.06"),
    "an object merged": (merged_object, "ESG.0.06"),
    "a sheet hidden": (hidden_sheet, "ESG.0.19"),
    "a sheet very hidden": (very_hidden_sheet, "ESG.0.19"),
    "a row hidden": (hidden_row, "ESG.0.19"),
    "a column hidden": (hidden_column, "ESG.0.19"),
    "sheets renamed": (renamed_sheets, EXACT),
    "sheets in another order": (moved_sheets, EXACT),
    "sheets deleted that nobody reads": (without_sheets_that_are_not_read, EXACT),
    "a sheet deleted": (deleted_sheet(DIRECT, "2022"), "ESG.0.20"),
    "a sheet of several tables deleted": (deleted_sheet(TURNOVER, "2022"), "ESG.0.20"),
    "the sheet of texts deleted": (deleted_sheet("certifications", "2023@zh-Hans"), "ESG.0.20"),
    "the sheet of an object deleted": (deleted_sheet("verification-2023", "period"), "ESG.0.20"),
    "the sheet of notes deleted": (deleted_sheet("74", "key"), "ESG.0.01"),
    "the sheet of the report deleted": (deleted_sheet("turnover", "kind"), "ESG.0.01"),
    "the cover deleted": (deleted_sheet("entity.identifier", "key"), "ESG.0.01"),
    "a sheet of remarks": (sheet_of_notes, "ESG.0.19"),
    "a blank sheet": (blank_sheet, EXACT),
    "the row of keys deleted": (keys_row_deleted(head(DIRECT, "2023")), "ESG.0.03"),
    "the row of keys of the notes deleted": (keys_row_deleted(head("74", "key")), "ESG.0.03"),
    "the row of keys of a register deleted": (keys_row_deleted(head("verification-2023", "period")), "ESG.0.03"),
    "a sheet shifted to the right": (shifted_right, "ESG.0.03"),
    "a sheet shifted to the left": (shifted_left, "ESG.0.04"),
    "a row shifted to the right": (shifted_row, "ESG.0.03"),
    "rows sorted": (sorted_rows, EXACT),
    "a row moved": (moved_row, EXACT),
    "a row moved to another sheet": (row_moved_to_another_sheet, EXACT),
    "a value moved": (moved_value, "ESG.0.07"),
    "other looks": (other_looks, EXACT),
    "no looks": (values_only, EXACT),
    "a footnote copied": (copied_note, "ESG.0.02"),
    "a period removed from the cover": (no_comparatives, "ESG.0.11"),
    "a period added to the cover": (new_comparative, "ESG.0.03"),
    "a language removed from the cover": (one_language, "ESG.0.03"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_more(kind: str, form: bytes, intact: Read, taxonomy: Taxonomy, tmp_path: Path) -> None:
    edit, code = DAMAGE[kind]
    book = load_workbook(io.BytesIO(form))
    at = edit(book)
    book.save(tmp_path / "form.xlsx")
    judge(read(tmp_path / "form.xlsx", taxonomy), intact, f"{code} {at}" if code.startswith("ESG") else code)
