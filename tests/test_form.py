"""The form: everything of a disclosure stands in it once, people find what they need, nothing in it runs."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from libreoffice import needed, saved_by_libreoffice
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from esgtag.cli import app
from esgtag.findings import Severity
from esgtag.generator import Disclosure, Form, read_disclosure, write_disclosure
from esgtag.generator.forms.rolling import roll_forward
from esgtag.generator.forms.tabular import column_of
from esgtag.generator.records import KPIRecord, as_members
from esgtag.generator.sources.cells import Sheet, read_workbook
from esgtag.generator.sources.form_parts import parts_of
from esgtag.generator.workbook.book import MOST_TEXT
from esgtag.generator.workbook.completeness import standards_of
from esgtag.generator.workbook.form import write_form
from esgtag.generator.workbook.skeleton import FROM_THE_COVER, FROM_THE_NOTES, Content
from esgtag.generator.workbook.words import words_of
from esgtag.starting import blank_workbook
from esgtag.taxonomy import Relation, Taxonomy, answers

from places import EXAMPLE

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
LARGEST = 2_000_000
SCOPE_3 = "Other indirect greenhouse gas emissions (Scope 3)"

Grid = tuple[Sheet, int, dict[int, str], range]
"""A grid of the form: its sheet, the row of its marker, its machine keys by column, the rows of its data."""


@pytest.fixture(scope="module")
def content(disclosure: Disclosure) -> bytes:
    return write_form(disclosure, "en")


@pytest.fixture(scope="module")
def path(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("form") / "xiaomi.xlsx"
    file.write_bytes(content)
    return file


@pytest.fixture(scope="module")
def sheets(path: Path) -> list[Sheet]:
    """The cells of the form as they are read."""
    found, findings = read_workbook(path, path.name)
    assert findings == []
    assert found is not None
    return found


@pytest.fixture(scope="module")
def book(content: bytes) -> Any:
    """The form as openpyxl sees it: with formulas, notes, drop-downs and protection."""
    return load_workbook(io.BytesIO(content))


@pytest.fixture(scope="module")
def values(content: bytes) -> Any:
    """The form with the values that are saved with its formulas."""
    return load_workbook(io.BytesIO(content), data_only=True)


def grids(sheets: list[Sheet], kind: str) -> Iterator[Grid]:
    for sheet in sheets:
        starts = [row for row in sheet.rows if sheet.is_marked(row)]
        for start, end in zip(starts, [*starts[1:], max(sheet.rows, default=0) + 1], strict=True):
            if sheet.cell(start, 1).text == f"esgtag:{kind}":
                keys = {column: cell.text for column, cell in sheet.rows[start + 1].items()}
                yield sheet, start, keys, range(start + 2, end)


def contents(disclosure: Disclosure | None) -> list[tuple[object, ...]]:
    assert disclosure is not None
    return [record.content for record in disclosure.records]


# What stands in it


def test_the_same_disclosure_gives_the_same_bytes(content: bytes, disclosure: Disclosure) -> None:
    assert write_form(disclosure, "en") == content
    script = (
        "import hashlib, pathlib, sys\n"
        "from esgtag.generator import read_disclosure\n"
        "from esgtag.generator.workbook.form import write_form\n"
        "from esgtag.taxonomy import esg_taxonomy\n"
        "found, _ = read_disclosure(pathlib.Path(sys.argv[1]), esg_taxonomy())\n"
        "print(hashlib.sha256(write_form(found, 'en')).hexdigest())\n"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-P", "-c", script, str(EXAMPLE)],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        assert run.stdout.strip() == hashlib.sha256(content).hexdigest()


def key_of(record: KPIRecord, first_language: str) -> tuple[str, ...]:
    column = column_of(record).removesuffix(f"@{first_language}")
    return record.concept, as_members(record.members), record.table, column, record.printed, record.unit or ""


def figures(sheets: list[Sheet]) -> Iterator[tuple[str, ...]]:
    """Every value of the grids of figures, with what says what it is."""
    for sheet, _, keys, rows in grids(sheets, "figures"):
        named = {key: column for column, key in keys.items()}
        for row in rows:
            about = [
                sheet.cell(row, named[key]).text if key in named else "" for key in ("concept", "members", "table")
            ]
            unit = sheet.cell(row, named["unit"]).text if "unit" in named else ""
            for column, key in keys.items():
                if re.match(r"\d{4}", key) and (text := sheet.cell(row, column).text):
                    yield *about, key, text, unit


def objects(sheets: list[Sheet], period: str) -> Iterator[tuple[str, ...]]:
    """Every value of the registers."""
    for sheet, _, keys, rows in grids(sheets, "objects"):
        named = {key: column for column, key in keys.items()}
        axis = keys[2]
        for row in rows:
            member, table = sheet.cell(row, 2).text, sheet.cell(row, named["table"]).text
            for column, key in keys.items():
                concept, _, language = key.partition("@")
                text = sheet.cell(row, column).text
                if text and concept[:1].isupper() and column > 2:
                    unit = sheet.cell(row, named[f"unit:{concept}"]).text if f"unit:{concept}" in named else ""
                    at = sheet.cell(row, named["period"]).text or period
                    column_key = f"{at}@{language}" if language not in ("", "en") else at
                    yield concept, f"{axis}={member}", table, column_key, text, unit


def test_every_record_stands_in_it_once(sheets: list[Sheet], disclosure: Disclosure) -> None:
    period = disclosure.manifest.periods.reporting.name
    found = Counter([*figures(sheets), *objects(sheets, period)])
    assert found == Counter(key_of(record, "en") for record in disclosure.records)
    assert set(found.values()) == {1}
    assert len(found) > 400


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("cover", ["value", "en", "zh-Hans", "key"]),
        ("periods", ["name", "start", "end", "reason@en", "reason@zh-Hans", "role"]),
        ("units", ["spelling", "meaning"]),
        (
            "arrangement",
            [
                "title@en",
                "title@zh-Hans",
                "text@en",
                "text@zh-Hans",
                "footnotes",
                "boundary",
                "assurance",
                "name",
                "kind",
            ],
        ),
        ("footnotes", ["key", "text@en", "text@zh-Hans"]),
        ("restatements", ["key", "text@en", "text@zh-Hans"]),
        ("boundaries", ["key", "text@en", "text@zh-Hans"]),
        (
            "omissions",
            ["mark", "explanation@en", "explanation@zh-Hans", "shown@en", "shown@zh-Hans", "reason", "name"],
        ),
        ("members", ["member", "name@en", "name@zh-Hans", "axis"]),
        ("rows", ["concept", "members", "table"]),
    ],
)
def test_each_part_says_what_its_columns_are(sheets: list[Sheet], kind: str, keys: list[str]) -> None:
    (found,) = [grid[2] for grid in grids(sheets, kind)]
    assert list(found.values()) == ["#", *keys]


def test_figures_and_objects_say_what_their_columns_are(sheets: list[Sheet]) -> None:
    found = list(grids(sheets, "figures"))
    assert len(found) > 15
    for sheet, marker, keys, rows in found:
        assert {
            "2023",
            "concept",
            "members",
            "table",
            "no",
            "footnotes",
            "restatement",
            "boundary",
            "assurance",
        } <= set(keys.values())
        assert len(set(keys.values())) == len(keys), sheet.name
        assert keys.keys() <= sheet.rows[marker].keys()
        assert len(rows) > 0
    registers = list(grids(sheets, "objects"))
    assert {keys[2] for _, _, keys, _ in registers} >= {"Target", "AssuranceEngagement", "Site", "MaterialTopic"}
    for _, _, keys, _ in registers:
        assert list(keys.values())[2:5] == ["name@en", "name@zh-Hans", "period"]
        assert list(keys.values())[-2:] == ["table", "no"]


def test_the_parts_stand_on_sheets_by_their_names(sheets: list[Sheet]) -> None:
    names = [sheet.name for sheet in sheets]
    assert names[:3] == ["Guide", "Cover", "Report"]
    assert names[-5:] == ["Notes", "Own names", "Completeness", "Lists", "Rows"]
    assert [sheet.name for sheet in sheets if sheet.hidden] == ["Lists", "Rows"]
    assert all(len(name) <= 31 for name in names)
    assert all(parts_of(sheet) for sheet in sheets)


# Nothing in it runs, and nothing leads out of it


def test_formulas_stand_where_nobody_types(book: Any) -> None:
    for sheet in book:
        found = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert bool(found) == (sheet.title in ("Completeness", "Lists")), sheet.title
        if sheet.title == "Completeness":
            assert all(cell.protection.locked for cell in found)
        for cell in found:
            assert not re.search(r"(?i)(indirect|webservice|hyperlink|call)\(|[|\[]|https?:", str(cell.value))


def test_nothing_leads_out_of_the_workbook(content: bytes, book: Any) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        relations = {name: archive.read(name) for name in names if name.endswith(".rels")}
        workbook = archive.read("xl/workbook.xml").decode()
    assert not [name for name in names if re.search(r"externalLink|connections|vbaProject|query|embeddings", name)]
    assert not [name for name, text in relations.items() if b"TargetMode" in text]
    defined = set(re.findall(r'<definedName name="([^"]+)"', workbook))
    assert defined <= {"_xlnm.Print_Titles", "_xlnm.Print_Area"}
    assert not book.defined_names


LIKE_FORMULAS = ("=1+1", "=cmd|' /C calc'!A0", "+3", "-", "- a list", "@SUM(A1)", "'quoted'", "=", "\t=1")
OF_FORMATS = "<r>x</r>"
"""A text that XlsxWriter would write as it stands."""


@pytest.mark.parametrize(
    "texts",
    [
        LIKE_FORMULAS,
        (OF_FORMATS,),
    ],
)
def test_a_text_is_never_a_formula(texts: tuple[str, ...], tmp_path: Path, taxonomy: Taxonomy) -> None:
    (tmp_path / "texts.yaml").write_text(of_texts(taxonomy, *texts), encoding="utf-8")
    disclosure, findings = read_disclosure(tmp_path / "texts.yaml", taxonomy)
    assert findings == []
    assert disclosure is not None
    form = tmp_path / "texts.xlsx"
    form.write_bytes(write_form(disclosure, "en"))
    every = [cell for sheet in load_workbook(form) for row in sheet.iter_rows() for cell in row]
    for text in texts:
        cells = [cell for cell in every if cell.value == text.strip()]
        assert cells, text
        assert {cell.data_type for cell in cells} == {"s"}
        assert all(cell.quotePrefix for cell in cells if text[0] in "=+-@'")
    again, findings = read_disclosure(form, taxonomy)
    assert findings == []
    assert contents(again) == contents(disclosure)


TEXTS = """\
taxonomy: https://taxonomy.example/esg/2026/esg-core.xsd
entity: {{name: {{en: Example Company}}, scheme: http://standards.iso.org/iso/17442, identifier: EXAMPLE0000000000087}}
report: {{name: example, languages: [en], title: {{en: Texts of the company}}}}
periods:
  reporting: {{name: 2023, start: 2023-01-01, end: 2023-12-31}}
sections:
  - title: {{en: Texts}}
    tables:
      - name: texts
        title: {{en: Texts}}
        records:
{records}
"""


def of_texts(taxonomy: Taxonomy, *texts: str) -> str:
    """A disclosure of texts, each of another concept that the company as a whole is asked for."""
    concepts = [
        one.name
        for one in taxonomy.concepts.values()
        if one.type.kind.name == "BLOCK" and not taxonomy.tables[one.table].axes
    ]
    records = "\n".join(
        f"          - {{concept: {concept}, period: 2023, value: {json.dumps(text)}}}"
        for concept, text in zip(concepts, texts, strict=False)
    )
    return TEXTS.format(records=records)


def test_a_text_that_no_cell_holds_is_an_error_in_plain_words(tmp_path: Path, taxonomy: Taxonomy) -> None:
    source, target = tmp_path / "texts.yaml", tmp_path / "texts.xlsx"
    source.write_text(of_texts(taxonomy, "a" * (MOST_TEXT + 1)), encoding="utf-8")
    result = CliRunner().invoke(app, ["convert", str(source), str(target)])
    assert result.exit_code == 1
    assert "A text is longer than a cell of a workbook can be: Narratives!B" in result.output
    assert "32,768 characters" in result.output
    assert "file:name.md" in result.output
    assert "Traceback" not in result.output
    assert not target.exists()


def test_the_longest_text_stands_in_a_cell(tmp_path: Path, taxonomy: Taxonomy) -> None:
    source, target = tmp_path / "texts.yaml", tmp_path / "texts.xlsx"
    source.write_text(of_texts(taxonomy, "a" * MOST_TEXT), encoding="utf-8")
    result = CliRunner().invoke(app, ["convert", str(source), str(target)])
    assert result.exit_code == 0, result.output
    assert "No findings" in result.output


# What helps people


def offered(sheet: Worksheet) -> Iterator[tuple[str, str, str, bool]]:
    """Every range of cells with its drop-down: range, kind, source, whether anything else is warned about."""
    for one in sheet.data_validations.dataValidation:
        for block in str(one.sqref).split():
            yield block, one.type, str(one.formula1), bool(one.showErrorMessage)


def source_of(sheet: Worksheet, row: int, column: int) -> list[str]:
    """The sources of the drop-downs of a cell."""
    found = []
    for block, kind, source, _ in offered(sheet):
        left, top, right, bottom = range_boundaries(block)
        if kind == "list" and left <= column <= right and top <= row <= bottom:
            found.append(source)
    return found


def items(book: Any, source: str) -> list[str]:
    """The cells that a drop-down offers, in the workbook with its values."""
    name, _, block = source.rpartition("!")
    cells = book[name.strip("'")][block.replace("$", "")]
    return [str(cell.value) for row in cells for cell in row if cell.value is not None]


def test_drop_downs_offer_ranges_of_the_workbook(book: Any) -> None:
    for sheet in book:
        for block, kind, source, _ in offered(sheet):
            if kind == "list":
                match = re.fullmatch(r"(?:'([^']+)'|(\w+))!\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?", source)
                assert match, (sheet.title, block, source)
                assert (match[1] or match[2]) in book.sheetnames


def test_a_cell_has_at_most_one_drop_down(book: Any) -> None:
    for sheet in book:
        seen: set[tuple[int, int]] = set()
        for block, *_ in offered(sheet):
            left, top, right, bottom = range_boundaries(block)
            cells = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
            assert not seen & cells, (sheet.title, block)
            seen |= cells


def test_units_marks_and_answers_are_offered(
    book: Any, values: Any, sheets: list[Sheet], disclosure: Disclosure
) -> None:
    taxonomy = disclosure.taxonomy
    marks = [one.mark for one in disclosure.manifest.omissions]
    counted: Counter[str] = Counter()
    for sheet, _, keys, rows in grids(sheets, "figures"):
        named = {key: column for column, key in keys.items()}
        for row in rows:
            concept = taxonomy.concepts.get(sheet.cell(row, named["concept"]).text)
            if concept is None:
                continue
            answers_to = [items(values, one) for one in source_of(book[sheet.name], row, named["2023"])]
            if concept.type.is_numeric:
                (units,) = [items(values, one) for one in source_of(book[sheet.name], row, named["unit"])]
                assert len(set(units)) == len(units) > 0
                unit = sheet.cell(row, named["unit"]).text
                assert not unit or unit in units, (concept.name, unit, units)
                assert answers_to == [marks]
            elif concept.type.is_choice:
                assert answers_to == [list(taxonomy.choices_of(concept.name))]
            elif concept.type.is_text:
                assert answers_to == [marks]
            counted["number" if concept.type.is_numeric else concept.type.kind.name] += 1
    assert counted["number"] > 1000
    assert min(counted[kind] for kind in ("BOOLEAN", "CHOICE", "BLOCK", "TEXT")) > 0


def test_a_name_has_a_note_with_its_definition_and_its_paragraphs(
    book: Any, sheets: list[Sheet], disclosure: Disclosure
) -> None:
    noted = set()
    for sheet, marker, keys, rows in grids(sheets, "figures"):
        named = next(column for column, key in keys.items() if key == "concept")
        for row in (*rows, marker):
            concept = disclosure.taxonomy.concepts.get(sheet.cell(row, named).text)
            note = book[sheet.name].cell(row, 1).comment
            if concept and note:
                assert note.text.startswith(concept.documentation["en"])
                assert all(one.code in note.text for one in concept.references)
                noted.add(concept.name)
    for sheet, marker, keys, _ in grids(sheets, "objects"):
        for column, key in keys.items():
            if concept := disclosure.taxonomy.concepts.get(key.partition("@")[0]):
                assert book[sheet.name].cell(marker, column).comment.text.startswith(concept.documentation["en"])
    assert noted >= {"TotalEnergyConsumption", "NumberOfEmployees", "GrossScope1GreenhouseGasEmissions"}


def test_headings_stay_in_sight(book: Any, sheets: list[Sheet]) -> None:
    for sheet, *_ in grids(sheets, "figures"):
        assert book[sheet.name].freeze_panes == "B5"
        assert book[sheet.name].print_title_rows == "$3:$4"
    assert book["Target"].freeze_panes == "B3"
    assert book["Completeness"].freeze_panes == "A4"


def test_only_what_people_fill_in_is_unlocked(book: Any, sheets: list[Sheet], disclosure: Disclosure) -> None:
    for sheet in book:
        assert sheet.protection.sheet == (sheet.sheet_state == "visible")
        assert not sheet.protection.password
        # In the file, what is forbidden is switched on.
        assert sheet.sheet_state == "hidden" or not (sheet.protection.insertRows or sheet.protection.formatColumns)
    for sheet, marker, keys, rows in grids(sheets, "figures"):
        cells = book[sheet.name]
        named = {key: column for column, key in keys.items()}
        for row in rows:
            assert cells.cell(row, 1).protection.locked
            assert cells.cell(row, named["concept"]).protection.locked
            if (concept := disclosure.taxonomy.concepts.get(sheet.cell(row, named["concept"]).text)) is None:
                continue
            assert not cells.cell(row, named["2023"]).protection.locked
            assert not cells.cell(row, named["footnotes"]).protection.locked
            if concept.type.is_numeric:
                assert not cells.cell(row, named["unit"]).protection.locked
        assert all(cells.cell(row, column).protection.locked for row in (marker, marker + 1) for column in keys)
    for sheet, _, keys, rows in grids(sheets, "objects"):
        inputs = [column for column, key in keys.items() if key not in ("#", "table", "no")]
        filled = [row for row in rows if sheet.cell(row, 1).text]
        assert len(filled) >= 5
        assert not any(book[sheet.name].cell(row, column).protection.locked for row in filled for column in inputs)
    for kind, key in (("cover", "en"), ("omissions", "mark"), ("footnotes", "key"), ("members", "member")):
        ((sheet, _, keys, rows),) = grids(sheets, kind)
        column = next(column for column, found in keys.items() if found == key)
        filled = [row for row in rows if sheet.cell(row, 1).text]
        assert not book[sheet.name].cell(filled[0], column).protection.locked


def test_the_form_is_small(content: bytes) -> None:
    assert len(content) < LARGEST


# Words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_all_words(language: str) -> None:
    english, words = words_of("en"), words_of(language)
    assert words.keys() == english.keys()
    assert all(text.strip() or key == "list" for key, text in words.items())
    for key, text in words.items():
        fields = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        assert fields <= {name for _, name, _, _ in Formatter().parse(english[key]) if name is not None} | {"period"}
    sheets = [
        words[name] for name in ("guide", "cover", "report", "notes", "own names", "completeness", "lists", "rows")
    ]
    assert len({name.casefold() for name in sheets}) == len(sheets)


def test_a_language_without_words_has_those_of_the_nearest() -> None:
    assert words_of("zh-HK") in (words_of("zh-Hans"), words_of("zh-Hant"))
    assert words_of("fr") == words_of("en")


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_form_in_another_language_reads_the_same(
    language: str, tmp_path: Path, disclosure: Disclosure, taxonomy: Taxonomy
) -> None:
    file = tmp_path / "form.xlsx"
    file.write_bytes(write_form(disclosure, language))
    names = load_workbook(file, read_only=True).sheetnames
    assert names[:3] == [words_of(language)[name] for name in ("guide", "cover", "report")]
    again, findings = read_disclosure(file, taxonomy)
    assert findings == []
    assert contents(again) == contents(disclosure)


# Completeness


def given_concepts(disclosure: Disclosure) -> tuple[set[str], set[str]]:
    """The concepts that a disclosure gives for its period, and those of which it gives a reason only."""
    manifest = disclosure.manifest
    period = manifest.periods.reporting.name
    first = manifest.report.languages[0]
    current = [one for one in disclosure.records if one.period == period and one.language in (None, first)]
    given = {one.concept for one in current if one.omission is None and not one.is_previous}
    noted = {kind: getattr(manifest, kind) for kind in FROM_THE_NOTES.values()}
    given |= set(FROM_THE_COVER) | {concept for concept, kind in FROM_THE_NOTES.items() if noted[kind]}
    return given, {one.concept for one in current if one.omission is not None} - given


def test_completeness_counts_what_is_given(values: Any, disclosure: Disclosure) -> None:
    taxonomy, sheet = disclosure.taxonomy, values["Completeness"]
    given, omitted = given_concepts(disclosure)
    standards = standards_of(Content(disclosure.manifest, taxonomy, disclosure.records, "en"))
    states: dict[str, Counter[str]] = {}
    row = 3 + len(standards) + 3
    for standard in standards:
        states[standard.name] = Counter()
        for code, found in answers(taxonomy, standard.name).items():
            if not found:
                continue
            while sheet.cell(row, 1).value != code:
                row += 1
            names = [
                one.name for relation, one in found if relation in (Relation.SAME, Relation.NARROWER, Relation.WIDER)
            ]
            if not names:
                assert sheet.cell(row, 4).value == "related only"
                continue
            state = "answered" if given & {*names} else "not given" if omitted & {*names} else "open"
            assert (sheet.cell(row, 4).value, sheet.cell(row, 5).value, sheet.cell(row, 6).value) == (
                state,
                len(given & {*names}),
                len(names),
            ), code
            states[standard.name][state] += 1
    for number, standard in enumerate(standards, 4):
        counts = states[standard.name]
        total = counts.total()
        summary = [sheet.cell(number, column).value for column in range(2, 8)]
        shares = [round(counts["answered"] / total, 12), round((total - counts["open"]) / total, 12)]
        assert [round(one, 12) for one in summary[:2]] == shares
        assert summary[2:] == [total, counts["answered"], counts["not given"], counts["open"]]
    assert states["HKEX"]["answered"] > 0
    assert states["GRI"]["not given"] > 0


def calculated(book: Any, values: Any) -> dict[tuple[str, str], object]:
    """The values of all formulas."""
    return {
        (name, cell.coordinate): values[name][cell.coordinate].value or 0
        for name in ("Completeness", "Lists")
        for row in book[name].iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def test_what_is_carried_over_answers_nothing_yet(disclosure: Disclosure) -> None:
    rolled, _ = roll_forward(disclosure)
    sheet = load_workbook(io.BytesIO(write_form(rolled, "en")), data_only=True)["Completeness"]
    before = Counter(cell.value for cell in sheet["D"])
    assert before["not given"] == 0
    assert before["answered"] < 10 < before["open"]


@needed
@pytest.mark.parametrize("year", ["the same", "the next"])
def test_libreoffice_counts_the_same(year: str, disclosure: Disclosure, tmp_path: Path) -> None:
    shown = disclosure if year == "the same" else roll_forward(disclosure)[0]
    content = write_form(shown, "en")
    book, values = load_workbook(io.BytesIO(content)), load_workbook(io.BytesIO(content), data_only=True)
    expected = calculated(book, values)
    without_values = tmp_path / "form.xlsx"
    book.save(without_values)
    found = calculated(book, load_workbook(saved_by_libreoffice(without_values, tmp_path), data_only=True))
    assert len(expected) > 1000
    for place, value in expected.items():
        same = round(value, 9) == round(found[place], 9) if isinstance(value, float) else value == found[place]  # type: ignore[call-overload]
        assert same, (place, value, found[place])


@needed
def test_the_sheet_counts_what_people_fill_in(tmp_path: Path, taxonomy: Taxonomy) -> None:
    file = tmp_path / "form.xlsx"
    file.write_bytes(blank_workbook(taxonomy, "hkex", 2024, "en"))
    book = load_workbook(file)
    energy = book["Energy"]
    row = next(row for row in range(5, energy.max_row) if energy.cell(row, 1).value == "Total energy consumption")
    energy.cell(row, 2).value = 5100
    emissions = book["Greenhouse gases and air"]
    omitted = next(row for row in range(5, emissions.max_row) if emissions.cell(row, 1).value == SCOPE_3)
    emissions.cell(omitted, 2).value = "-"
    book.save(file)
    sheet = load_workbook(saved_by_libreoffice(file, tmp_path), data_only=True)["Completeness"]
    named = {sheet.cell(row, 1).value: sheet.cell(row, 4).value for row in range(5, sheet.max_row + 1)}
    assert named["A2.1"] == "answered"
    assert "not given" in named.values()
    assert "open" in named.values()


# Through LibreOffice and back


@needed
def test_a_form_saved_by_libreoffice_reads_the_same(
    path: Path, tmp_path: Path, disclosure: Disclosure, taxonomy: Taxonomy
) -> None:
    again, findings = read_disclosure(saved_by_libreoffice(path, tmp_path), taxonomy)
    assert findings == []
    assert again is not None
    assert contents(again) == contents(disclosure)
    assert again.manifest.model_dump(exclude={"sections"}) == disclosure.manifest.model_dump(exclude={"sections"})


# The blank form


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entry", ["all", "hkex", "gri"])
def test_a_blank_form_lacks_nothing_but_the_cover(
    entry: str, language: str, tmp_path: Path, taxonomy: Taxonomy
) -> None:
    file = tmp_path / "blank.xlsx"
    file.write_bytes(blank_workbook(taxonomy, entry, 2024, language))
    assert file.stat().st_size < LARGEST
    found, findings = read_disclosure(file, taxonomy)
    assert found is None
    assert {finding.severity for finding in findings} == {Severity.ERROR}
    places = [finding.location for finding in findings if finding.location]
    assert {place.sheet for place in places} == {words_of(language)["cover"]}
    assert len(places) == len(findings) == 4


def test_what_a_cover_lacks_is_said_of_the_cell_to_fill_in(tmp_path: Path, taxonomy: Taxonomy) -> None:
    file = tmp_path / "blank.xlsx"
    file.write_bytes(blank_workbook(taxonomy, "hkex", 2024, "en"))
    cover = load_workbook(file)["Cover"]
    labels = {row: cover.cell(row, 1).value for row in range(1, 16)}
    found = [finding.location for finding in read_disclosure(file, taxonomy)[1]]
    assert sorted(str(labels[place.line]) for place in found if place and place.line) == [
        "Identifier in that register",
        "Legal name",
        "Short name for file names",
        "Title of the report",
    ]
    assert not any(cover[f"{place.column}{place.line}"].protection.locked for place in found if place)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_form_with_its_cover_filled_in_is_asked_for_figures_only(
    language: str, tmp_path: Path, taxonomy: Taxonomy
) -> None:
    file = tmp_path / "blank.xlsx"
    file.write_bytes(blank_workbook(taxonomy, "hkex", 2024, language))
    book = load_workbook(file)
    cover = book[words_of(language)["cover"]]
    keys = {cell.value: cell.column for cell in cover[4]}
    typed = {"entity.name": "Example", "entity.identifier": "EXAMPLE0000000000087", "report.title": "A report"}
    for row in range(5, 16):
        key = cover.cell(row, keys["key"]).value
        if key in ("entity.name", "report.title"):
            for column in [column for name, column in keys.items() if name in LANGUAGES]:
                cover.cell(row, column).value = typed[key]
        elif key in (*typed, "report.name"):
            cover.cell(row, keys["value"]).value = typed.get(key, "example")
    book.save(file)
    found, findings = read_disclosure(file, taxonomy)
    assert [finding.code for finding in findings] == ["ESG.0.17.tableWithoutFigures"]
    assert found is not None
    assert found.records == ()
    assert found.manifest.sections == []


def test_a_blank_form_asks_what_its_standard_asks(taxonomy: Taxonomy, tmp_path: Path) -> None:
    asked = {}
    for entry in ("all", "hkex", "gri"):
        file = tmp_path / f"{entry}.xlsx"
        file.write_bytes(blank_workbook(taxonomy, entry, 2024, "en"))
        sheets, _ = read_workbook(file, file.name)
        assert sheets is not None
        in_registers = {key.split("@")[0] for *_, keys, _ in grids(sheets, "objects") for key in keys.values()}
        asked[entry] = {key for key in in_registers if key in taxonomy.concepts}
        for sheet, _, keys, rows in grids(sheets, "figures"):
            named = next(column for column, key in keys.items() if key == "concept")
            asked[entry] |= {sheet.cell(row, named).text for row in rows} - {""}
    assert asked["hkex"] < asked["all"]
    assert asked["gri"] < asked["all"]
    assert "TotalEnergyConsumption" in asked["hkex"] & asked["gri"]


def test_one_more_record_changes_the_form(disclosure: Disclosure, content: bytes) -> None:
    first, *others = disclosure.records
    changed = replace(disclosure, records=(first.model_copy(update={"printed": "1"}), *others))
    assert write_form(changed, "en") != content
    assert write_disclosure(changed, Form.WORKBOOK, "x.xlsx")["x.xlsx"] == write_form(changed, "en")
