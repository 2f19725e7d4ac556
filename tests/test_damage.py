"""What people do to a form: it is read as it was meant, or one finding says where it is damaged."""

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
from typing import Any

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
TOTAL, DIRECT, INDIRECT, RENEWABLE = (
    "TotalEnergyConsumption",
    "DirectEnergyConsumption",
    "IndirectEnergyConsumption",
    "IndirectEnergyConsumptionFromRenewableSources",
)
TURNOVER, EMPLOYEES, SCOPE = "FullTimeEmployeeTurnoverRate", "NumberOfEmployees", "ManagementSystemCertificationScope"
MEN, WOMEN, BEYOND = "Gender=Male", "Gender=Female", "MainlandRegion=BeyondChineseMainland"
COURSES, AUDIT, PUMPS = "NumberOfProgrammeCourses", "verification-2023", "heat-pumps"
SAVED = "GreenhouseGasReductionAchievedByInitiative"
UNREAD = ("Guide", "Completeness", "Lists", "Rows")
"""Sheets in which nothing is looked up."""


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a workbook: records, facts by id in all languages, and findings that are more than notes."""

    records: list[KPIRecord]
    facts: dict[str, Fact]
    findings: list[Finding]

    @property
    def contents(self) -> list[tuple[object, ...]]:
        return [record.content for record in self.records]

    @property
    def said(self) -> list[str]:
        return [f"{finding.code[:8]} {finding.location}" for finding in self.findings]


def read(path: Path, taxonomy: Taxonomy) -> Read:
    disclosure, findings = read_disclosure(path, taxonomy)
    if disclosure is None:
        return Read([], {}, in_order(findings))
    facts: dict[str, Fact] = {}
    for language in disclosure.manifest.report.languages:
        mapped, problems = map_disclosure(disclosure, disclosure.taxonomy, language)
        findings += problems
        facts |= {name: placed.fact for name, placed in mapped.placed.items()}
    return Read(list(disclosure.records), facts, [one for one in in_order(findings) if one.severity > Severity.NOTE])


@pytest.fixture(scope="session")
def form(disclosure: Disclosure) -> bytes:
    """The form of some tables of the example and two registers, with rows for nothing but their concepts."""
    chosen = with_registers(disclosure)
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


def with_registers(disclosure: Disclosure) -> Disclosure:
    """Some tables of the example with a boundary, a restatement, an initiative, and the assurance of one table."""
    content = disclosure.manifest.model_dump(mode="json", by_alias=True, exclude_none=True)
    for section in content["sections"]:
        named = ((Path(table["file"]).stem, table) for table in section["tables"])
        section["tables"] = [table | {"name": name} for name, table in named if name in TABLES]
    content["sections"] = [section for section in content["sections"] if section["tables"]]
    own = [{"name": name, "records": [], "title": both(name)} for name in ("assurance", "initiatives")]
    content["sections"].append({"title": both("Registers"), "tables": own})
    content["members"] = {
        "Programme": content["members"]["Programme"],
        "AssuranceEngagement": {AUDIT: both("Verification")},
        "ReductionInitiative": {PUMPS: both("Heat pumps")},
    }
    content["boundaries"] = {"group": both("The group.")}
    content["restatements"] = {"meter": both("A meter was replaced.")}
    records = [
        record.model_copy(update={"assurance": (AUDIT,)} if record.table == "energy" else {})
        for record in disclosure.records
        if record.table in TABLES
    ]
    restated = next(record for record in records if record.concept == INDIRECT and record.period == "2022")
    new = restated.model_copy(update={"restatement": "meter", "boundary": "group"})
    position = records.index(restated)
    records[position : position + 1] = [new, new.model_copy(update={"printed": "139,000.00", "is_previous": True})]
    records += [
        restated.model_copy(update={"footnotes": (), "assurance": (), "unit": None, "period": "2023", **about})
        for about in (
            one("assurance", 0, AUDIT, "NameOfAssuranceProvider", "An auditor"),
            one("assurance", 0, AUDIT, "NameOfAssuranceProvider", "审计师", language="zh-Hans"),
            one("assurance", 1, AUDIT, "DateOfAssuranceStatement", "2024-04-01"),
            one("initiatives", 0, PUMPS, "DescriptionOfReductionInitiative", "Heat from the air."),
            one("initiatives", 0, PUMPS, "DescriptionOfReductionInitiative", "空气热能。", language="zh-Hans"),
            one("initiatives", 1, PUMPS, SAVED, "120.5", unit="tCO2e"),
        )
    ]
    used = {key for record in records for key in record.footnotes}
    content["footnotes"] = {key: texts for key, texts in content["footnotes"].items() if key in used}
    document = Located(Manifest.model_validate(content), lambda path: Location("disclosure.yaml"))
    return Disclosure(document, disclosure.taxonomy, tuple(records))


def one(table: str, row: int, member: str, concept: str, printed: str, **more: str) -> dict[str, Any]:
    axis = {AUDIT: "AssuranceEngagement", PUMPS: "ReductionInitiative"}[member]
    about = {"table": table, "row": row, "concept": concept, "members": ((axis, member),), "printed": printed}
    return {**about, **more}


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh-Hans": text}


@pytest.fixture(scope="session")
def intact(form: bytes, taxonomy: Taxonomy, tmp_path_factory: pytest.TempPathFactory) -> Read:
    path = tmp_path_factory.mktemp("intact") / "form.xlsx"
    path.write_bytes(form)
    found = read(path, taxonomy)
    assert found.said == []
    assert len(found.records) == 160
    return found


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a form is damaged and read again."""

    form: bytes
    intact: Read
    taxonomy: Taxonomy
    path: Path

    def book(self) -> Workbook:
        return load_workbook(io.BytesIO(self.form))

    def read(self, book: Workbook) -> Read:
        book.save(self.path)
        return read(self.path, self.taxonomy)

    def judge(self, found: Read, expected: str) -> None:
        """Everything is as it was, or there is one finding and whatever is read nevertheless is what stood there."""
        if expected in (EXACT, SAME):
            assert found.said == []
            assert found.facts == self.intact.facts
            assert found.contents == self.intact.contents or expected == SAME
            return
        assert found.said == [expected]
        assert found.findings[0].hint
        assert told(found) <= told(self.intact)


def told(found: Read) -> set[tuple[object, ...]]:
    """What the facts say, whatever they are called and whoever says it."""
    return {
        (fact.concept, fact.period, fact.dimensions, fact.language, fact.value, fact.unit, fact.decimals)
        for fact in found.facts.values()
    }


EXACT, SAME = "exact", "same"
"""Everything is read as it was; or the facts are the same, and a value or a unit is written in another way."""


@pytest.fixture
def desk(form: bytes, intact: Read, taxonomy: Taxonomy, tmp_path: Path) -> Desk:
    return Desk(form, intact, taxonomy, tmp_path / "form.xlsx")


# How to find one's way on a form

Where = Callable[[Workbook], Cell]


def rows_of(book: Workbook, heading: str) -> Iterator[tuple[Cell, list[Cell]]]:
    """Yield the heading's cell with each row below it, in every grid that has it."""
    for sheet in book.worksheets:
        head: Cell | None = None
        for row in sheet.iter_rows() if sheet.title not in UNREAD else ():
            if row[0].value == "#":
                head = next((one for one in row if one.value == heading), None)
            elif head is not None:
                yield head, list(row)


def texts(row: list[Cell]) -> set[str]:
    return {str(one.value) for one in row[1:]}


def cell(*others: str) -> Where:
    """Find a cell by texts in its row and, last, its heading."""
    wanted, heading = set(others[:-1]), others[-1]
    return lambda book: next(row[head.column - 1] for head, row in rows_of(book, heading) if wanted <= texts(row))


def head(text: str, heading: str) -> Where:
    """Find the heading of a column, in the grid that has a row with a text."""
    return lambda book: next(head for head, row in rows_of(book, heading) if text in texts(row))


def marker(kind: str) -> Where:
    return lambda book: next(
        row[0] for sheet in book.worksheets for row in sheet.iter_rows() if row[0].value == f"esgtag:{kind}"
    )


def place(found: Cell | Worksheet) -> str:
    if isinstance(found, Worksheet):
        return f"form.xlsx, sheet {found.title}"
    return f"form.xlsx, sheet {found.parent.title}, cell {found.coordinate}"


# One cell is changed


@dataclass(frozen=True, slots=True)
class Shown:
    """A number with the format that shows it."""

    value: str
    pattern: str


def change(found: Cell, value: object) -> None:
    if isinstance(value, Shown):
        found.value, found.number_format = Decimal(value.value), value.pattern
    else:
        found.value = value  # type: ignore[assignment]


ONE_CELL: dict[str, tuple[Where, object, str]] = {
    "a cell blanked": (cell(DIRECT, "2022"), None, "ESG.0.07"),
    "a text for a number": (cell(DIRECT, "2022"), "see page 12", "ESG.0.06"),
    "a very long text for a number": (cell(DIRECT, "2022"), "no figure " * 3000, "ESG.0.06"),
    "an error of a reference": (cell(DIRECT, "2022"), "#REF!", "ESG.0.06"),
    "an error in a value that is restated": (cell(INDIRECT, "2022"), "#REF!", "ESG.0.06"),
    "an error in what was reported before": (cell(INDIRECT, "2022@previous"), "#REF!", "ESG.0.06"),
    "an error in a text": (cell("certifications", "2023"), "#NAME?", "ESG.0.06"),
    "an error in a translation": (cell("certifications", "2023@zh-Hans"), "#NAME?", "ESG.0.06"),
    "an error in a register": (cell(AUDIT, "DateOfAssuranceStatement"), "#N/A", "ESG.0.06"),
    "an error among the keys of a row": (cell(DIRECT, "concept"), "#REF!", "ESG.0.06"),
    "an error among the headings": (head(DIRECT, "2022"), "#REF!", "ESG.0.06"),
    "an error in a footnote": (cell("74", "text@en"), "#REF!", "ESG.0.06"),
    "an error in a date of the cover": (cell("comparative", "start"), "#VALUE!", "ESG.0.06"),
    "an error in an identifier": (cell(AUDIT, "AssuranceEngagement"), "#VALUE!", "ESG.0.06"),
    "a formula that fails": (cell(DIRECT, "2022"), "=1/0", "ESG.0.06"),
    "a formula without a value": (cell(DIRECT, "2022"), "=SUM(A1:A3)", "ESG.0.06"),
    "a number as text": (cell(DIRECT, "2022"), "5,190.84", EXACT),
    "a number as text without commas": (cell(DIRECT, "2022"), "5190.84", SAME),
    "a number in another format": (cell(DIRECT, "2022"), Shown("5190.84", "General"), SAME),
    "a number that shows fewer digits": (cell(DIRECT, "2022"), Shown("5190.8412", "#,##0.00"), EXACT),
    "full-width digits": (cell(DIRECT, "2022"), "５，１９０．８４", EXACT),
    "blanks around a number": (cell(DIRECT, "2022"), "  5,190.84 \n", EXACT),
    "spaces that do not break around a number": (cell(DIRECT, "2022"), "\u00a05,190.84\u202f", EXACT),
    "a space that does not break in a number": (cell(DIRECT, "2022"), "5\u00a0190.84", "ESG.0.06"),
    "a raised note that is declared": (cell(TOTAL, "2022"), "144,741.38 ⁷⁴", EXACT),
    "a raised note that is not declared": (cell(TOTAL, "2022"), "144,741.38 ⁹⁹", "ESG.0.10"),
    "a control character": (cell(DIRECT, "2022"), "5,190.84_x0007_", "ESG.0.06"),
    "a decimal comma": (cell(DIRECT, "2022"), "5190,84", "ESG.0.06"),
    "a negative number in brackets": (cell(DIRECT, "2022"), "(5)", "ESG.0.06"),
    "a unit in the cell of the number": (cell(DIRECT, "2022"), "12 MWh", "ESG.0.06"),
    "a power of ten": (cell(DIRECT, "2022"), "5.19E+03", "ESG.0.06"),
    "a mark that is not declared": (cell(DIRECT, "2022"), "n.d.", "ESG.0.06"),
    "another dash": (cell(RENEWABLE, "2022"), "—", "ESG.0.06"),
    "a date for a number": (cell(DIRECT, "2022"), date(2022, 5, 19), "ESG.0.06"),
    "yes for a number": (cell(DIRECT, "2022"), True, "ESG.0.06"),
    "a negative count": (cell(EMPLOYEES, "2022"), -5, "ESG.0.06"),
    "half a person": (cell(EMPLOYEES, "2022"), Shown("35996.5", "0.0"), "ESG.0.06"),
    "a percentage shown as such": (cell(TURNOVER, "2023"), Shown("0.1198", "0.00%"), SAME),
    "a percentage that shows fewer digits": (cell(TURNOVER, "2023"), Shown("0.11978", "0.00%"), SAME),
    "a percentage as text": (cell(TURNOVER, "2023"), "11.98%", SAME),
    "a percentage for an amount": (cell(DIRECT, "2022"), "12%", "ESG.0.06"),
    "a unit in another spelling": (cell(DIRECT, "unit"), "megawatt-hour", SAME),
    "a unit misspelt": (cell(DIRECT, "unit"), "MWhh", "ESG.0.08"),
    "a unit of two meanings": (cell("NitrogenOxidesEmissions", "unit"), "Mt", "ESG.0.08"),
    "a unit of another quantity": (cell(DIRECT, "unit"), "tonne", "ESG.2.02"),
    "a unit blanked": (cell(DIRECT, "unit"), None, "ESG.0.08"),
    "a unit of a register misspelt": (cell(PUMPS, f"unit:{SAVED}"), "tCO2ee", "ESG.0.08"),
    "a concept misspelt": (cell(DIRECT, "concept"), "DirectEnergyConsumtion", "ESG.0.04"),
    "a concept overwritten": (cell(DIRECT, "concept"), "diesel", "ESG.0.04"),
    "a concept blanked": (cell(DIRECT, "concept"), None, "ESG.0.04"),
    "a concept that another row has": (cell(DIRECT, "concept"), TOTAL, "ESG.0.09"),
    "a member misspelt": (cell(TURNOVER, MEN, "members"), "Gender=Mael", "ESG.0.05"),
    "a member of one's own misspelt": (cell(COURSES, "Programme=starry-program", "members"), "Programme=star", "ESG.0.05"),
    "a member that another row has": (cell(TURNOVER, WOMEN, "members"), MEN, "ESG.0.09"),
    "a member blanked": (cell(COURSES, "Programme=starry-program", "members"), None, "ESG.5.02"),
    "a member of a text blanked": (cell("certifications", "members"), None, "ESG.5.02"),
    "an axis misspelt": (cell(TURNOVER, MEN, "members"), "Gendr=Male", "ESG.5.02"),
    "a member without its axis": (cell(TURNOVER, MEN, "members"), "Male", "ESG.5.02"),
    "a footnote that is not declared": (cell(TOTAL, "footnotes"), "47", "ESG.0.10"),
    "a footnote for a period that is not declared": (cell(TURNOVER, BEYOND, "footnotes"), "86@2019", "ESG.0.10"),
    "a boundary that is not declared": (cell(INDIRECT, "boundary"), "grup", "ESG.0.10"),
    "a restatement that is not declared": (cell(INDIRECT, "restatement"), "metre", "ESG.0.10"),
    "an engagement that is not declared": (cell(DIRECT, "assurance"), "verification", "ESG.0.10"),
    "a table misspelt": (cell(DIRECT, "table"), "enrgy", "ESG.0.23"),
    "a table blanked": (cell(DIRECT, "table"), None, "ESG.0.23"),
    "a table blanked in a register": (cell(PUMPS, "table"), None, "ESG.0.23"),
    "a position that is no number": (cell(DIRECT, "no"), "first", "ESG.0.06"),
    "the year of a heading turned": (head(DIRECT, "2023"), "2032", "ESG.0.11"),
    "the year of a heading in other words": (head(DIRECT, "2022"), "FY 2022", "ESG.0.03"),
    "the year of a heading blanked": (head(DIRECT, "2022"), None, "ESG.0.03"),
    "the year of a heading as a number": (head(DIRECT, "2023"), 2023, EXACT),
    "a year that heads two columns": (head(DIRECT, "2022"), "2023", "ESG.0.03"),
    "a heading misspelt": (head(DIRECT, "footnotes"), "footnote", "ESG.0.03"),
    "the heading of units overwritten": (head(DIRECT, "unit"), "Einheit", "ESG.0.03"),
    "the heading of concepts blanked": (head(DIRECT, "concept"), None, "ESG.0.03"),
    "the heading of a translation misspelt": (head("targets", "2024@zh-Hans"), "2024@zh", "ESG.0.03"),
    "the heading of a translation overwritten": (head("targets", "2024@zh-Hans"), "Chinese", "ESG.0.03"),
    "the heading of notes blanked": (head("74", "text@en"), None, "ESG.0.03"),
    "the heading of notes for another language": (head("74", "text@en"), "text@zh-Hans", "ESG.0.03"),
    "the heading of identifiers misspelt": (head(AUDIT, "AssuranceEngagement"), "AssuranceEngagment", "ESG.0.03"),
    "the heading of a register overwritten": (head(PUMPS, SAVED), "CO2 saved", "ESG.0.03"),
    "a note without its translation": (cell("74", "text@zh-Hans"), None, "ESG.0.02"),
    "a text without its translation": (cell("certifications", "2023@zh-Hans"), None, "ESG.4.08"),
    "a translation without its text": (cell("certifications", "2023"), None, "ESG.0.07"),
    "a date as its number": (cell("comparative", "start"), Shown("44562", "General"), EXACT),
    "a date as text": (cell("comparative", "start"), "2022-01-01", EXACT),
    "a date in another order": (cell("comparative", "start"), "31/12/2021", "ESG.0.02"),
    "a date blanked": (cell("comparative", "start"), None, "ESG.0.02"),
    "a period that ends before it starts": (cell("comparative", "start"), date(2023, 12, 31), "ESG.0.02"),
    "the role of this year misspelt": (cell("2023", "role"), "reportin", "ESG.0.02"),
    "the role of an earlier year overwritten": (cell("2021", "role"), "earlier", "ESG.0.02"),
    "two reporting periods": (cell("2022", "role"), "reporting", "ESG.0.02"),
    "a period renamed on the cover only": (cell("reporting", "name"), "FY2023", "ESG.0.11"),
    "an identifier blanked": (cell("entity.identifier", "value"), None, "ESG.0.02"),
    "an identifier that cannot be": (cell("entity.identifier", "value"), "18100000", "ESG.1.01"),
    "a register that is not known": (cell("entity.scheme", "value"), "http://example.org/register", "ESG.1.01"),
    "a register that is no address": (cell("entity.scheme", "value"), "Hong Kong", "ESG.0.02"),
    "a name blanked in one language": (cell("entity.name", "en"), None, "ESG.0.02"),
    "languages with commas": (cell("report.languages", "value"), "en, zh-Hans", EXACT),
    "a language that is none": (cell("report.languages", "value"), "en zh", "ESG.0.02"),
    "a language dropped": (cell("report.languages", "value"), "en", "ESG.0.03"),
    "languages blanked": (cell("report.languages", "value"), None, "ESG.0.02"),
    "a standard that is none": (cell("report.standards", "value"), "HKEX GIR SASB", "ESG.0.02"),
    "a key of the cover misspelt": (cell("entity.identifier", "key"), "entity.identifer", "ESG.0.02"),
    "a key of the cover overwritten": (cell("entity.identifier", "key"), "1810", "ESG.0.02"),
    "a key of the cover blanked": (cell("entity.identifier", "key"), None, "ESG.0.02"),
    "a taxonomy that is not at hand": (cell("taxonomy", "value"), "https://taxonomy.example/esg/2031/esg.xsd", "ESG.0.12"),
    "a currency that is none": (cell("currency", "value"), "RMB", "ESG.0.02"),
    "a meaning of a unit that is none": (cell("Mt CO2e", "meaning"), "tonnne", "ESG.0.08"),
    "a key of a footnote that another has": (cell("75", "key"), "74", "ESG.0.02"),
    "a key of a footnote renamed": (cell("78", "key"), "87", "ESG.0.10"),
    "a key of a footnote blanked": (cell("74", "key"), None, "ESG.0.02"),
    "a mark that another has": (cell("not available", "mark"), "To be disclosed in September 2024", "ESG.0.02"),
    "a reason that is none": (cell("not available", "reason"), "no idea", "ESG.0.02"),
    "a member of one's own blanked": (cell("starry-program", "member"), None, "ESG.0.02"),
    "an object without its identifier": (cell(AUDIT, "AssuranceEngagement"), None, "ESG.0.02"),
    "an identifier with a capital": (cell(AUDIT, "AssuranceEngagement"), "Verification 2023", "ESG.0.02"),
    "a kind that is none": (cell("energy", "kind"), "tabel", "ESG.0.02"),
    "the first section's kind blanked": (cell("section", "kind"), None, "ESG.0.02"),
    "a table renamed in the arrangement only": (cell("table", "turnover", "name"), "leavers", "ESG.0.23"),
    "two tables of a name": (cell("table", "turnover", "name"), "employees", "ESG.0.02"),
    "a footnote of a table that is not declared": (cell("table", "turnover", "footnotes"), "27", "ESG.0.10"),
    "a marker misspelt": (marker("figures"), "esgtag:figure", "ESG.0.03"),
    "a marker deleted": (marker("figures"), None, "ESG.0.03"),
    "a marker of notes misspelt": (marker("footnotes"), "esgtag:footnote", "ESG.0.03"),
    "a marker of notes deleted": (marker("footnotes"), None, "ESG.0.03"),
    "a marker of a register deleted": (marker("objects"), None, "ESG.0.03"),
    "a marker of the cover deleted": (marker("cover"), None, "ESG.0.03"),
}  # fmt: skip
ELSEWHERE: dict[str, Where] = {
    "a member that another row has": cell(TURNOVER, WOMEN, "concept"),
    "the heading of notes for another language": head("74", "text@zh-Hans"),
    "a period that ends before it starts": cell("comparative", "name"),
    "a period renamed on the cover only": head(DIRECT, "2023"),
    "a language dropped": head("certifications", "2023@zh-Hans"),
    "a key of a footnote renamed": cell("NitrogenOxidesEmissions", "footnotes"),
    "a mark that another has": cell("To be disclosed in September 2024", "mark"),
    "a table renamed in the arrangement only": cell(TURNOVER, "table"),
}
"""Where a finding points, if not at the cell that was changed."""


@pytest.mark.parametrize("kind", ONE_CELL)
def test_a_cell_that_is_changed(kind: str, desk: Desk) -> None:
    where, value, expected = ONE_CELL[kind]
    book = desk.book()
    at = place(ELSEWHERE.get(kind, where)(book))
    change(where(book), value)
    desk.judge(desk.read(book), f"{expected} {at}" if expected.startswith("ESG") else expected)


AS_TYPED: dict[str, tuple[Where, object, str]] = {
    "an emoji": (cell("certifications", "2023"), "Xiaomi 🌱 Group", "Xiaomi 🌱 Group"),
    "a text as long as a cell": (cell("certifications", "2023"), "word " * 6553, ("word " * 6553).strip()),
    "lines": (cell("certifications", "2023"), "One\r\n\r\nTwo ", "One\n\nTwo"),
    "angle brackets": (cell("certifications", "2023"), "<b>a & b</b>", "<b>a & b</b>"),
    "a text that looks like a number": (cell("certifications", "2023"), 37001, "37001"),
    "a share of seven per cent": (cell(TURNOVER, "2023"), Shown("0.07", "0%"), "7%"),
    "a bound": (cell(DIRECT, "2022"), "at least 5,000", "at least 5,000"),
    "another declared mark": (cell(RENEWABLE, "2022"), "To be disclosed in September 2024", "To be disclosed in September 2024"),
}  # fmt: skip


@pytest.mark.parametrize("kind", AS_TYPED)
def test_a_value_is_read_as_typed(kind: str, desk: Desk) -> None:
    where, value, printed = AS_TYPED[kind]
    book = desk.book()
    change(where(book), value)
    found = desk.read(book)
    assert found.said == []
    pairs = zip(found.records, desk.intact.records, strict=True)
    (changed,) = [record for record, before in pairs if record.content != before.content]
    assert changed.printed == printed


# More than a cell is changed

DAMAGE: dict[str, tuple[str, Callable[[Workbook], Cell | Worksheet | None]]] = {}
"""What is done to a form; the code of the finding or what is read; the function that does it and returns where."""

Damage = Callable[[Workbook], Cell | Worksheet | None]


def damage(expected: str, name: str = "") -> Callable[[Damage], Damage]:
    def declared(edit: Damage) -> Damage:
        DAMAGE[name or edit.__name__.replace("_", " ")] = expected, edit
        return edit

    return declared


def column_deleted(*where: str) -> Damage:
    def edit(book: Workbook) -> Cell:
        found = head(*where)(book)
        found.parent.delete_cols(found.column)
        return found.parent.cell(found.row, 1)

    return edit


for name, where in {
    "this year": (DIRECT, "2023"),
    "an earlier year": (DIRECT, "2021"),
    "this year where rows have nothing else": (COURSES, "2023"),
    "what was reported before": (DIRECT, "2022@previous"),
    "a later year": ("targets", "2024"),
    "a translation": ("certifications", "2023@zh-Hans"),
    "units": (DIRECT, "unit"),
    "concepts": (DIRECT, "concept"),
    "members": (TURNOVER, "members"),
    "tables": (DIRECT, "table"),
    "positions": (DIRECT, "no"),
    "footnotes": (DIRECT, "footnotes"),
    "boundaries": (DIRECT, "boundary"),
    "identifiers of a register": (AUDIT, "AssuranceEngagement"),
    "tables of a register": (PUMPS, "table"),
    "units of a register": (PUMPS, f"unit:{SAVED}"),
    "keys of the cover": ("entity.identifier", "key"),
    "English on the cover": ("entity.name", "en"),
    "roles of periods": ("comparative", "role"),
    "kinds of the arrangement": ("section", "kind"),
}.items():
    damage("ESG.0.03", f"the column of {name} deleted")(column_deleted(*where))


@damage("ESG.0.03")
def the_first_column_of_the_notes_deleted(book: Workbook) -> Cell:
    sheet = cell("74", "key")(book).parent
    sheet.delete_cols(2)
    return sheet["A4"]


@damage("ESG.0.20")
def the_values_of_a_register_deleted(book: Workbook) -> Worksheet:
    found = head(PUMPS, SAVED)(book)
    found.parent.delete_cols(found.column, 2)
    return found.parent


@damage("ESG.0.20")
def the_column_of_labels_and_markers_deleted(book: Workbook) -> None:
    cell(TURNOVER, "2022")(book).parent.delete_cols(1)


@damage("ESG.0.01")
def the_column_of_labels_and_markers_of_the_notes_deleted(book: Workbook) -> None:
    cell("74", "key")(book).parent.delete_cols(1)


@damage(EXACT)
def a_blank_row_inserted(book: Workbook) -> None:
    found = cell(DIRECT, "2022")(book)
    found.parent.insert_rows(found.row)


@damage(EXACT)
def a_blank_row_inserted_above_the_keys(book: Workbook) -> None:
    found = head(DIRECT, "2022")(book)
    found.parent.insert_rows(found.row)


@damage(EXACT)
def a_blank_column_inserted(book: Workbook) -> None:
    found = cell(DIRECT, "2022")(book)
    found.parent.insert_cols(found.column)


@damage(EXACT)
def a_blank_column_inserted_before_the_first(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet.insert_cols(1)


@damage(EXACT)
def blank_rows_inserted_before_the_first(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet.insert_rows(1, 3)


def copy_row(found: Cell, sheet: Worksheet, row: int) -> None:
    for one in found.parent[found.row]:
        twin = sheet.cell(row, one.column, one.value)
        twin.number_format = one.number_format


@damage("ESG.0.09")
def a_row_copied(book: Workbook) -> Cell:
    found = cell(DIRECT, "concept")(book)
    found.parent.insert_rows(found.row + 1)
    copy_row(found, found.parent, found.row + 1)
    return found.parent.cell(found.row + 1, found.column)


@damage("ESG.0.02")
def a_footnote_copied(book: Workbook) -> Cell:
    found = cell("74", "key")(book)
    below = next(row[1] for row in found.parent.iter_rows(min_row=found.row) if not row[1].value)
    copy_row(found, found.parent, below.row)
    return below


@damage("ESG.0.09")
def a_sheet_copied(book: Workbook) -> Worksheet:
    return book.copy_worksheet(cell(DIRECT, "2022")(book).parent)


@damage("ESG.0.02")
def the_notes_copied(book: Workbook) -> Worksheet:
    return book.copy_worksheet(cell("74", "key")(book).parent)


@damage("ESG.0.02")
def the_cover_copied(book: Workbook) -> Worksheet:
    return book.copy_worksheet(cell("entity.identifier", "key")(book).parent)


@damage("ESG.0.20")
def a_row_deleted(book: Workbook) -> Worksheet:
    found = cell(DIRECT, "2022")(book)
    found.parent.delete_rows(found.row)
    return found.parent


@damage("ESG.0.20")
def a_row_blanked(book: Workbook) -> Worksheet:
    found = cell(DIRECT, "2022")(book)
    for one in found.parent[found.row]:
        one.value = None
    return found.parent


@damage("ESG.0.20")
def the_values_of_a_row_blanked(book: Workbook) -> Worksheet:
    years = [cell(DIRECT, year)(book) for year in ("2023", "2022", "2021", "2020")]
    for found in years:
        found.value = None
    return years[0].parent


@damage("ESG.0.20")
def an_object_deleted(book: Workbook) -> None:
    found = cell(PUMPS, "period")(book)
    found.parent.delete_rows(found.row)


@damage("ESG.0.03")
def a_remark_beside_the_grid(book: Workbook) -> Cell:
    found = cell(DIRECT, "2022")(book)
    remark = found.parent.cell(found.row, found.parent.max_column + 1)
    remark.value = "ask the plant"
    return remark


@damage("ESG.0.03")
def remarks_beside_the_grid(book: Workbook) -> Cell:
    found = cell(DIRECT, "2022")(book)
    column = found.parent.max_column + 1
    for row in (found.row, found.row + 1):
        found.parent.cell(row, column).value = "ask the plant"
    return found.parent.cell(head(DIRECT, "2022")(book).row, column)


@damage(EXACT)
def a_column_of_remarks_that_says_so(book: Workbook) -> None:
    found, heading = cell(DIRECT, "2022")(book), head(DIRECT, "2022")(book)
    column = found.parent.max_column + 1
    found.parent.cell(heading.row, column).value = "#remarks"
    found.parent.cell(found.row, column).value = "ask the plant"


@damage("ESG.0.23")
def a_value_below_the_grid(book: Workbook) -> Cell:
    sheet = cell(DIRECT, "2022")(book).parent
    sheet.cell(sheet.max_row + 2, 2).value = 12
    return sheet.cell(sheet.max_row, head(DIRECT, "table")(book).column)


@damage(EXACT)
def a_remark_below_the_grid(book: Workbook) -> None:
    sheet = cell(DIRECT, "2022")(book).parent
    sheet.cell(sheet.max_row + 2, 1).value = "ask the plant"


def merged(expected: str, name: str, where: Where, columns: int, rows: int) -> None:
    def edit(book: Workbook) -> Cell:
        found = where(book)
        found.parent.merge_cells(
            start_row=found.row,
            end_row=found.row + rows - 1,
            start_column=found.column,
            end_column=found.column + columns - 1,
        )
        return found

    damage(expected, name)(edit)


def label(*where: str) -> Where:
    return lambda book: cell(*where)(book).parent.cell(cell(*where)(book).row, 1)


merged("ESG.0.06", "two years merged", cell(DIRECT, "2022"), 3, 1)
merged("ESG.0.06", "the years of two rows merged", cell(DIRECT, "2022"), 1, 2)
merged("ESG.0.06", "two headings merged", head(DIRECT, "2022"), 3, 1)
merged("ESG.0.06", "a footnote merged with its translation", cell("74", "text@en"), 2, 1)
merged("ESG.0.06", "two answers of a register merged", cell(PUMPS, "DescriptionOfReductionInitiative@en"), 2, 1)
merged("ESG.0.06", "names of an object merged", cell(AUDIT, "name@en"), 2, 1)
merged(EXACT, "two labels merged", label(DIRECT, "2022"), 1, 2)
merged(EXACT, "a line between rows merged", lambda book: label(TOTAL, "2022")(book).offset(-1), 9, 1)
merged(EXACT, "a title merged", lambda book: cell(TOTAL, "2022")(book).parent["A1"], 9, 1)


@damage("ESG.0.19")
def a_sheet_hidden(book: Workbook) -> Worksheet:
    sheet = cell(DIRECT, "2022")(book).parent
    sheet.sheet_state = "hidden"
    return sheet


@damage("ESG.0.19")
def a_sheet_hidden_well(book: Workbook) -> Worksheet:
    sheet = cell(DIRECT, "2022")(book).parent
    sheet.sheet_state = "veryHidden"
    return sheet


@damage("ESG.0.19")
def a_row_hidden(book: Workbook) -> Worksheet:
    found = cell(DIRECT, "2022")(book)
    found.parent.row_dimensions[found.row].hidden = True
    return found.parent


@damage("ESG.0.19")
def a_column_hidden(book: Workbook) -> Worksheet:
    found = cell(DIRECT, "2022")(book)
    found.parent.column_dimensions[found.column_letter].hidden = True
    return found.parent


@damage(EXACT)
def sheets_renamed(book: Workbook) -> None:
    for number, sheet in enumerate(book.worksheets):
        sheet.title = f"Tabelle {number}"


@damage(EXACT)
def sheets_in_another_order(book: Workbook) -> None:
    for sheet in book.worksheets:
        book.move_sheet(sheet, -len(book.worksheets))


@damage(EXACT)
def the_sheets_deleted_that_nobody_reads(book: Workbook) -> None:
    for name in UNREAD:
        del book[name]


def sheet_deleted(expected: str, name: str, where: Where) -> None:
    damage(expected, f"the sheet of {name} deleted")(lambda book: book.remove(where(book).parent))


sheet_deleted("ESG.0.20", "one table", cell(DIRECT, "2022"))
sheet_deleted("ESG.0.20", "several tables", cell(TURNOVER, "2022"))
sheet_deleted("ESG.0.20", "texts", cell("certifications", "2023@zh-Hans"))
sheet_deleted("ESG.0.20", "a register", cell(PUMPS, "period"))
sheet_deleted("ESG.0.01", "notes", cell("74", "key"))
sheet_deleted("ESG.0.01", "the arrangement", cell("turnover", "kind"))
sheet_deleted("ESG.0.01", "the cover", cell("entity.identifier", "key"))


@damage("ESG.0.19")
def a_sheet_of_remarks_added(book: Workbook) -> Worksheet:
    sheet: Worksheet = book.create_sheet("To do")
    sheet["B2"] = "ask the plant"
    return sheet


@damage(EXACT)
def a_blank_sheet_added(book: Workbook) -> None:
    book.create_sheet("Sheet1")


def keys_deleted(name: str, where: Where) -> None:
    def edit(book: Workbook) -> Cell:
        found = where(book)
        found.parent.delete_rows(found.row)
        return found.parent.cell(found.row - 1, 1)

    damage("ESG.0.03", f"the row of keys of {name} deleted")(edit)


keys_deleted("figures", head(DIRECT, "2023"))
keys_deleted("footnotes", head("74", "key"))
keys_deleted("a register", head(PUMPS, "period"))
keys_deleted("periods", head("comparative", "role"))


@damage("ESG.0.03")
def the_row_of_a_marker_deleted(book: Workbook) -> Cell:
    found = head(DIRECT, "2023")(book)
    found.parent.delete_rows(found.row - 1)
    return found.parent.cell(found.row - 1, 1)


def shifted(book: Workbook, columns: int) -> Worksheet:
    heading = head(DIRECT, "concept")(book)
    sheet: Worksheet = heading.parent
    sheet.move_range(f"B{heading.row + 1}:{heading.column_letter}{sheet.max_row}", cols=columns)
    return sheet


@damage("ESG.0.03")
def a_sheet_shifted_to_the_right(book: Workbook) -> Cell:
    sheet = shifted(book, 1)
    return sheet.cell(head("MWh", "concept")(book).row, sheet.max_column)


@damage("ESG.0.04")
def a_sheet_shifted_to_the_left(book: Workbook) -> Cell:
    return shifted(book, -1).cell(*position(head("MWh", "concept")(book)))


def position(found: Cell) -> tuple[int, int]:
    return found.row, found.column


@damage("ESG.0.03")
def a_row_shifted_to_the_right(book: Workbook) -> Cell:
    found = cell(DIRECT, "concept")(book)
    found.parent.move_range(f"B{found.row}:{found.coordinate}", cols=1)
    return found


@damage(EXACT)
def rows_sorted_by_label(book: Workbook) -> None:
    for heading in (head(DIRECT, "2022")(book), head(TURNOVER, "2022")(book)):
        sheet, first = heading.parent, heading.row + 1
        rows = [[(one.value, copy(one._style)) for one in row] for row in sheet.iter_rows(min_row=first)]
        for number, row in enumerate(sorted(rows, key=lambda row: str(row[0][0])), first):
            for column, (value, style) in enumerate(row, 1):
                sheet.cell(number, column).value = value
                sheet.cell(number, column)._style = style


@damage(EXACT)
def a_row_moved(book: Workbook) -> None:
    found = cell(DIRECT, "2022")(book)
    copy_row(found, found.parent, found.parent.max_row + 4)
    found.parent.delete_rows(found.row)


@damage(EXACT)
def a_row_moved_to_another_sheet(book: Workbook) -> None:
    found, other = cell(DIRECT, "2022")(book), cell(TURNOVER, "2022")(book).parent
    copy_row(found, other, other.max_row + 1)
    found.parent.delete_rows(found.row)


@damage(EXACT)
def other_looks(book: Workbook) -> None:
    for sheet in book.worksheets:
        sheet.conditional_formatting = type(sheet.conditional_formatting)()
        sheet.data_validations.dataValidation = []
        sheet.auto_filter.ref = "A4:R9"
        sheet.freeze_panes = None
        sheet.protection.disable()
        for found in (one for row in sheet.iter_rows() for one in row):
            found.comment = None
            found.fill = PatternFill("solid", fgColor="FFFF00")
        for dimension in sheet.column_dimensions.values():
            dimension.width = 3


@damage(EXACT)
def no_looks_but_the_formats_of_numbers(book: Workbook) -> None:
    for sheet in book.worksheets:
        for found in (one for row in sheet.iter_rows() for one in row):
            pattern = found.number_format
            found.style = "Normal"
            found.number_format = pattern


@damage("ESG.0.11")
def a_period_removed_from_the_cover(book: Workbook) -> Cell:
    found = cell("2021", "role")(book)
    found.parent.delete_rows(found.row)
    return head(DIRECT, "2021")(book)


@damage("ESG.0.03")
def a_period_added_to_the_cover(book: Workbook) -> Cell:
    row = cell("2024", "role")(book).row + 1
    for key, value in {"role": "comparative", "name": "2019", "start": "2019-01-01", "end": "2019-12-31"}.items():
        found = head("comparative", key)(book)
        found.parent.cell(row, found.column).value = value
    heading = head(DIRECT, "2023")(book)
    return heading.parent.cell(heading.row, 1)


@damage("ESG.0.02")
def a_language_added_to_the_cover(book: Workbook) -> Cell:
    found = cell("report.languages", "value")(book)
    found.value = "en zh-Hans zh-Hant"
    return found


@pytest.mark.parametrize("kind", DAMAGE)
def test_more_than_a_cell(kind: str, desk: Desk) -> None:
    expected, edit = DAMAGE[kind]
    book = desk.book()
    at = edit(book)
    where = "form.xlsx" if at is None else place(at)
    desk.judge(desk.read(book), f"{expected} {where}" if expected.startswith("ESG") else expected)


def test_a_value_moved_to_the_next_cell_leaves_a_gap(desk: Desk) -> None:
    book = desk.book()
    found, other = cell(DIRECT, "2022")(book), cell(DIRECT, "2021")(book)
    other.value, found.value = found.value, None
    assert desk.read(book).said == [f"ESG.0.07 {place(found)}"]


def test_the_sheet_of_an_engagement_that_figures_name_is_missed_twice(desk: Desk) -> None:
    """Its rows are gone, and what the figures name is not there: two things to put right."""
    book = desk.book()
    book.remove(cell(AUDIT, "period")(book).parent)
    assert desk.read(book).said == ["ESG.0.20 form.xlsx", f"ESG.0.10 {place(cell(TOTAL, 'assurance')(book))}"]


def rewritten(path: Path, part: str, old: str, new: str) -> None:
    """Replace a text in a part of a workbook, as no library writes it."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert re.search(old, contents[part].decode())
    contents[part] = re.sub(old, new, contents[part].decode()).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("value", "expected"), [("<v>5190.84</v>", EXACT), ("", "ESG.0.06"), ("<v>#DIV/0!</v>", "ESG.0.06")]
)
def test_a_formula_has_the_value_that_was_saved_with_it(value: str, expected: str, desk: Desk) -> None:
    book = desk.book()
    found = cell(DIRECT, "2022")(book)
    found.value = "=2*2595.42"
    desk.read(book)
    part = f"xl/worksheets/sheet{book.index(found.parent) + 1}.xml"
    kind = ' t="e"' if "#" in value else ""
    old = rf'(<c r="{found.coordinate}"[^>]*)><f>2\*2595.42</f><v ?/?>(</v>)?'
    rewritten(desk.path, part, old, rf"\1{kind}><f>2*2595.42</f>{value}")
    rewritten(desk.path, "xl/workbook.xml", r' fullCalcOnLoad="1"', "")
    desk.judge(read(desk.path, desk.taxonomy), expected if expected == EXACT else f"{expected} {place(found)}")


FILES: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda form: form[: len(form) // 2],
    "empty": lambda form: b"",
    "a table with commas": lambda form: b"concept,unit,2023\nHazardousWaste,tonne,5\n",
    "a workbook of the old kind": lambda form: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504),
    "a web page": lambda form: b"<html><table><tr><td>5</td></tr></table></html>",
    "without its first sheets": lambda form: form.replace(b"xl/worksheets/sheet2.xml", b"xl/worksheets/sheetX.xml"),
    "bytes changed within": lambda form: form[:2000] + bytes(400) + form[2400:],
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_workbook_is_one_finding(kind: str, desk: Desk) -> None:
    desk.path.write_bytes(FILES[kind](desk.form))
    code = "ESG.7.04" if kind == "cut off" else "ESG.0.01"
    assert read(desk.path, desk.taxonomy).said == [f"{code} form.xlsx"]


def test_a_workbook_that_is_no_form_is_one_finding(desk: Desk) -> None:
    book = Workbook()
    for name in ("Energy", "Water"):
        book.create_sheet(name)["A1"] = "Figures of 2023"
    assert desk.read(book).said == ["ESG.0.01 form.xlsx"]


TWENTY: list[tuple[Where, object, str]] = [
    (cell(EMPLOYEES, "2023"), "35116 Person", "ESG.0.06"),
    (cell(EMPLOYEES, "2022"), None, "ESG.0.07"),
    (cell(EMPLOYEES, "2021"), -5, "ESG.0.06"),
    (cell(EMPLOYEES, "2020"), "24,810 ⁹⁹", "ESG.0.10"),
    (cell(EMPLOYEES, "EmploymentType=FullTime", "2023"), "#REF!", "ESG.0.06"),
    (cell(EMPLOYEES, "EmploymentType=FullTime", "2021"), "=1/0", "ESG.0.06"),
    (cell(EMPLOYEES, "EmploymentType=FullTime", "2020"), date(2020, 12, 31), "ESG.0.06"),
    (cell(EMPLOYEES, "EmploymentType=OtherEmploymentType", "unit"), "Persn", "ESG.0.08"),
    (cell(TURNOVER, "2023"), "11,98", "ESG.0.06"),
    (cell(TURNOVER, "2022"), "(5)", "ESG.0.06"),
    (cell(TURNOVER, "2021"), "n.d.", "ESG.0.06"),
    (cell(TURNOVER, "footnotes"), "58", "ESG.0.10"),
    (cell(TURNOVER, MEN, "members"), "Gender=Mael", "ESG.0.05"),
    (cell(TURNOVER, WOMEN, "concept"), "TurnoverRate", "ESG.0.04"),
    (cell(TURNOVER, "AgeGroup=Under30", "table"), "turnovr", "ESG.0.23"),
    (cell(TURNOVER, "AgeGroup=From30To50", "unit"), "MWh", "ESG.2.02"),
    (cell(TURNOVER, "AgeGroup=Over50", "boundary"), "group@2019", "ESG.0.10"),
    (cell(TURNOVER, "AgeGroup=Over50", "no"), "sixth", "ESG.0.06"),
    (cell(TURNOVER, BEYOND, "2022"), "25.8_x0001_", "ESG.0.06"),
    (cell(TURNOVER, BEYOND, "restatement"), "metre", "ESG.0.10"),
]


def test_twenty_mistakes_on_a_sheet_are_twenty_findings_in_the_order_of_the_sheet(desk: Desk) -> None:
    book = desk.book()
    places = [(where(book), value, code) for where, value, code in TWENTY]
    for found, value, _ in places:
        change(found, value)
    in_reading_order = sorted(places, key=lambda one: position(one[0]))
    assert desk.read(book).said == [f"{code} {place(found)}" for found, _, code in in_reading_order]
