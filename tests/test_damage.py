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
    "a member that is not declared": (cell("TotalProgrammeCourseHours", "1", "members"), None, "")
    if False
    else (cell("NumberOfProgrammeCourses", "Programme=starry-program", "members"), "Programme=star", "ESG.0.05"),
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
