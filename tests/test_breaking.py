"""What happens when a person breaks a cell: one finding, at the place, with a hint; never a guess or a traceback."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from esgtag.building import build
from esgtag.findings import Finding, Severity
from esgtag.generator import map_disclosure, read_disclosure
from esgtag.generator.numbers import read_number
from esgtag.taxonomy import Taxonomy
from esgtag.validation import Figures, check_consistency

from places import EXAMPLE

Edit = tuple[str, str, str]
"""File, text to find, text to put."""

LETTER: Edit = ("energy.csv", "5,190.84", "5,19O.84")
WRONG_UNIT: Edit = ("water.csv", "WaterDischarge,tonne (Mt)", "WaterDischarge,MWh")
UNDECLARED_YEAR: Edit = ("courses.csv", "2023,2022,2021", "2023,2022,2012")
UNKNOWN_CONCEPT: Edit = ("waste-and-materials.csv", "NonHazardousWaste", "NonHazardousWast")
WRONG_AXIS_MEMBER: Edit = ("turnover.csv", "FullTimeEmployeeTurnoverRate,Female", "FullTimeEmployeeTurnoverRate,Senior")
WRONG_TOTAL: Edit = ("greenhouse-gas.csv", "116,722.56", "117,722.56")

SIX = {
    "a letter in a number": (LETTER, "ESG.0.06.valueUnreadable", "energy.csv, line 3, 2022"),
    "a unit that does not fit": (WRONG_UNIT, "ESG.2.02.unitWrongForType", "water.csv, line 5, unit"),
    "a year that is not declared": (UNDECLARED_YEAR, "ESG.0.11.periodNotDeclared", "courses.csv, line 1, 2012"),
    "an unknown concept": (UNKNOWN_CONCEPT, "ESG.0.04.conceptUnknown", "waste-and-materials.csv, line 2, concept"),
    "a member of the wrong axis": (WRONG_AXIS_MEMBER, "ESG.0.05.memberUnknown", "turnover.csv, line 4, Gender"),
    "a total that no longer adds": (WRONG_TOTAL, "ESG.4.18.totalDoesNotAdd", "greenhouse-gas.csv, line 2, 2023"),
}


def edit(folder: Path, *edits: Edit) -> None:
    for name, old, new in edits:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def check(copy: Path, taxonomy: Taxonomy) -> Callable[..., list[Finding]]:
    """Return a function that edits the copy and returns the findings that the edits add, before any writing."""

    def findings() -> list[Finding]:
        disclosure, found = read_disclosure(copy, taxonomy)
        if disclosure is not None:
            mapped, problems = map_disclosure(disclosure, taxonomy, "en")
            found += [*problems, *check_consistency(Figures(mapped, taxonomy))]
            cells = sum(count.cells for count in mapped.counts().values())
            assert cells == len(mapped.placed) + len(mapped.refused)
        return list(dict.fromkeys(found))

    before = findings()

    def added(*edits: Edit) -> list[Finding]:
        edit(copy, *edits)
        after = findings()
        return [finding for finding in after if finding not in before]

    return added


@pytest.mark.parametrize("kind", SIX)
def test_one_broken_cell_gives_one_finding(check: Callable[..., list[Finding]], kind: str) -> None:
    broken, code, place = SIX[kind]
    (finding,) = check(broken)
    assert (finding.code, str(finding.location)) == (code, place)
    assert finding.hint


ANY_PLACE = {
    "a gas without a name to guess": ("greenhouse-gas.csv", "GrossScope1GreenhouseGasEmissions,CarbonDioxide", "Foo,CarbonDioxide"),
    "a part without a name to guess": ("energy.csv", "\nDirectEnergyConsumption", "\nFoo"),
    "a share without a name to guess": ("workforce-composition.csv", "ShareOfEmployees,Under30", "Foo,Under30"),
    "a weight without a name to guess": ("workforce-composition.csv", "ShareOfEmployees,,,Junior", "Foo,,,Junior"),
    "a member that is another axis's": ("greenhouse-gas.csv", ",Methane,", ",Male,"),
    "a letter in a part": ("greenhouse-gas.csv", "1,900.75", "1,9OO.75"),
    "a letter in a total": ("greenhouse-gas.csv", "12,252.52", "12,252.5Z"),
    "a letter in a denominator": ("employees.csv", "33,627", "33,6Z7"),
    "a unit of another quantity on a total": ("energy.csv", "TotalEnergyConsumption,MWh", "TotalEnergyConsumption,tonne"),
    "a year of headcounts": ("employees.csv", "unit,2023", "unit,2033"),
    "a wrong denominator": ("employees.csv", "33,627", "34,627"),
    "a wrong figure that is repeated": ("greenhouse-gas.csv", "12,252.52", "12,262.52"),
    "a wrong repetition": ("emissions.csv", "12,252.52", "12,262.52"),
    "a wrong share": ("workforce-composition.csv", "35.76", "36.76"),
    "a wrong member of a breakdown": ("employees.csv", '"1,489"', '"1,498"'),
    "a wrong ratio": ("intensity.csv", "6.28", "6.82"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ANY_PLACE)
def test_whatever_breaks_is_one_finding_in_its_file(check: Callable[..., list[Finding]], kind: str) -> None:
    """However many sums, ratios and repetitions the cell takes part in."""
    (finding,) = check(ANY_PLACE[kind])
    assert finding.location is not None
    assert finding.location.file == ANY_PLACE[kind][0]


def test_six_broken_cells_give_six_findings_in_one_run(check: Callable[..., list[Finding]]) -> None:
    found = check(*(broken for broken, _, _ in SIX.values()))
    assert sorted((finding.code, str(finding.location)) for finding in found) == sorted(
        (code, place) for _, code, place in SIX.values()
    )


def test_nothing_is_written_with_an_error_and_every_cell_is_still_counted(copy: Path) -> None:
    edit(copy, *(broken for broken, _, _ in SIX.values()))
    result = build(copy)
    assert result.files == {}
    assert result.total.cells == 387
    assert result.total.refused == 1 + 4 + 9 + 4 + 4


def test_the_warning_of_a_broken_total_survives_the_whole_build_once(copy: Path) -> None:
    edit(copy, WRONG_TOTAL)
    result = build(copy)
    assert result.files
    about_it = [finding for finding in result.findings if "greenhouse-gas.csv" in str(finding.location)]
    assert len(about_it) == 1
    assert "Also: " in about_it[0].message  # the intensity per employee fails for the same reason


DAMAGE: dict[str, tuple[Edit, str, str]] = {
    "an empty cell": (("suppliers.csv", "131,36", "131,"), "ESG.0.07.cellEmpty", "suppliers.csv, line 3, 2022"),
    "an undeclared mark": (("suppliers.csv", "131,36", "131,n/a"), "ESG.0.06.valueUnreadable", "line 3, 2022"),
    "commas in the wrong place": (("energy.csv", "5,190.84", "51,90.84"), "ESG.0.06.valueUnreadable", "line 3, 2022"),
    "a decimal comma": (("intensity.csv", ",0.78,", ',"0,78",'), "ESG.0.06.valueUnreadable", "line 2, 2023"),
    "a fraction of a person": (("suppliers.csv", "131,36", "131,36.5"), "ESG.0.06.valueUnreadable", "line 3, 2022"),
    "a negative count": (("suppliers.csv", "131,36", "131,-36"), "ESG.0.06.valueUnreadable", "line 3, 2022"),
    "a percent sign on tonnes": (("water.csv", "562,194.62", "562,194.62%"), "ESG.0.06.valueUnreadable", "line 5"),
    "an ambiguous unit": (("water.csv", "WaterDischarge,tonne (Mt)", "WaterDischarge,Mt"), "ESG.0.08.unitUnknown", "line 5"),
    "an unknown unit": (("water.csv", "WaterDischarge,tonne (Mt)", "WaterDischarge,tonnne"), "ESG.0.08.unitUnknown", "line 5"),
    "two divisions": (("intensity.csv", "MWh/RMB million", "MWh/RMB/million"), "ESG.0.08.unitUnknown", "line 2, unit"),
    "no unit": (("water.csv", "WaterDischarge,tonne (Mt)", "WaterDischarge,"), "ESG.0.08.unitUnknown", "line 5, unit"),
    "a misspelt member": (("turnover.csv", ",Female,", ",Femal,"), "ESG.0.05.memberUnknown", "line 4, Gender"),
    "an axis that does not apply": (("suppliers.csv", "concept,MainlandRegion", "concept,Gender"), "ESG.5.02.noHypercube", "Gender"),
    "no member of a typed axis": (
        ("talent-programmes.csv", "TalentProgrammeParticipantPool,spark-program", "TalentProgrammeParticipantPool,"),
        "ESG.5.02.noHypercube",
        "line 2, Programme",
    ),
    "an undeclared member": (("talent-programmes.csv", "spark-program", "sparkle"), "ESG.0.05.memberUnknown", "Programme"),
    "a repeated row": (
        ("recalls.csv", "ShareOfProductsRecalled", "ShareOfProductsRecalledForSafetyAndHealthReasons,%,0.00%,0.00%,0.00%,\nShareOfProductsRecalled"),
        "ESG.0.09.recordRepeated",
        "recalls.csv, line 3",
    ),
    "a cell too many": (("suppliers.csv", "131,36", "131,36,7"), "ESG.0.13.rowMalformed", "suppliers.csv, line 3"),
    "an unknown column": (("suppliers.csv", "unit", "units"), "ESG.0.03.columnUnknown", "suppliers.csv, line 1"),
    "a repeated column": (("suppliers.csv", "2023,2022", "2023,2023"), "ESG.0.03.columnUnknown", "suppliers.csv, line 1"),
    "no concept column": (("suppliers.csv", "concept", "Konzept"), "ESG.0.03.columnUnknown", "suppliers.csv, line 1"),
    "an unknown footnote": (("energy.csv", '"118,397.58",74', '"118,397.58",99'), "ESG.0.10.footnoteUnknown", "energy.csv, line 2, footnotes"),
    "a footnote on no column": (("turnover.csv", "86@2023", "86@2019"), "ESG.0.10.footnoteUnknown", "footnotes"),
    "an unclosed quote": (("energy.csv", '"5,586.69"', '"5,586.69'), "ESG.0.01.inputUnreadable", "energy.csv"),
    "a text without its translation": (("certifications.csv", ",小米集团,", ",,"), "ESG.4.08.reportLanguageMissing", "2023@zh-Hans"),
    "a figure for a year to come": (("suppliers.csv", "2023,2022", "2023,2024"), "ESG.3.04.afterPeriodEnd", "suppliers.csv, line 2, 2024"),
    "a unit on a text": (("certifications.csv", "ISO37001,,", "ISO37001,%,"), "ESG.2.02.unitWrongForType", "line 2, unit"),
}  # fmt: skip


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_never_silent(copy: Path, taxonomy: Taxonomy, kind: str) -> None:
    broken, code, place = DAMAGE[kind]
    edit(copy, broken)
    disclosure, found = read_disclosure(copy, taxonomy)
    assert disclosure is not None
    for language in disclosure.manifest.report.languages:
        found += map_disclosure(disclosure, taxonomy, language)[1]
    hits = [finding for finding in dict.fromkeys(found) if finding.code == code]
    assert hits, [finding.code for finding in found]
    assert all(finding.hint and finding.severity is Severity.ERROR for finding in hits)
    assert any(place in str(finding.location) for finding in hits), [str(finding.location) for finding in hits]


MANIFEST_DAMAGE: dict[str, tuple[str, str, str]] = {
    "a missing key": ("  identifier:", "  identifer:", "ESG.0.02.manifestInvalid"),
    "a wrong date": ("2023-01-01", "2023-13-01", "ESG.0.02.manifestInvalid"),
    "a period that ends before it starts": ("start: 2023-01-01", "start: 2024-01-01", "ESG.0.02.manifestInvalid"),
    "an unknown reason": ("reason: not available", "reason: forgotten", "ESG.0.02.manifestInvalid"),
    "bad indentation": ("entity:\n", "entity:\n   name: x\n", "ESG.0.01.inputUnreadable"),
    "an unknown taxonomy": ("esg/2026/esg.xsd", "esg/2031/esg.xsd", "ESG.0.12.taxonomyUnknown"),
    "a table that is not there": ("file: water.csv", "file: waters.csv", "ESG.0.01.inputUnreadable"),
    "a path out of the folder": ("file: water.csv", "file: ../water.csv", "ESG.0.02.manifestInvalid"),
    "a missing translation": (
        "name: {en: Xiaomi Corporation, zh-Hans: 小米集团}",
        "name: {en: Xiaomi Corporation}",
        "ESG.0.02.manifestInvalid",
    ),
    "a false LEI": (
        'scheme: https://www.hkex.com.hk/stock-code\n  identifier: "1810"',
        'scheme: http://standards.iso.org/iso/17442\n  identifier: "549300ABCDEFGHIJKL00"',
        "ESG.1.02.leiInvalid",
    ),
    "members of an axis that is not the filer's": ("  Programme:\n", "  Gender:\n", "ESG.0.05.memberUnknown"),
}


@pytest.mark.parametrize("kind", MANIFEST_DAMAGE)
def test_a_damaged_manifest_is_answered_at_its_place(copy: Path, taxonomy: Taxonomy, kind: str) -> None:
    old, new, code = MANIFEST_DAMAGE[kind]
    edit(copy, ("disclosure.yaml", old, new))
    _, found = read_disclosure(copy, taxonomy)
    hits = [finding for finding in found if finding.code == code]
    assert hits, [finding.code for finding in found]
    assert all(finding.location and finding.hint for finding in hits)


def test_a_missing_manifest_is_a_finding(tmp_path: Path, taxonomy: Taxonomy) -> None:
    disclosure, (finding,) = read_disclosure(tmp_path, taxonomy)
    assert disclosure is None
    assert finding.code == "ESG.0.01.inputUnreadable"
    assert build(tmp_path).files == {}


WHOLE_WAY: dict[str, tuple[Edit, list[str]]] = {
    "a missing translation": (
        ("disclosure.yaml", "name: {en: Xiaomi Corporation, zh-Hans: 小米集团}", "name: {en: Xiaomi Corporation}"),
        ["ESG.0.02.manifestInvalid"],
    ),
    "a period named twice": (("disclosure.yaml", 'name: "2021"', 'name: "2022"'), ["ESG.0.02.manifestInvalid"]),
    "two periods of the same days": (
        ("disclosure.yaml", "start: 2021-01-01, end: 2021-12-31", "start: 2022-01-01, end: 2022-12-31"),
        ["ESG.0.02.manifestInvalid"],
    ),
    "a language twice": (("disclosure.yaml", "[en, zh-Hans]", "[en, en, zh-Hans]"), ["ESG.0.02.manifestInvalid"]),
    "a file name with a space": (("disclosure.yaml", "water.csv", "wa ter.csv"), ["ESG.0.02.manifestInvalid"]),
    "a local unit that means nothing": (("disclosure.yaml", "Mt CO2e: tCO2e", "Mt: tonnne\n  Mt CO2e: tCO2e"), ["ESG.0.08.unitUnknown"]),
    "a cover fact in a table": (
        ("certifications.csv", "ManagementSystemCertificationScope,ISO37001", "NameOfReportingEntity,"),
        ["ESG.0.09.recordRepeated"],
    ),
    "a misspelt footnote": (("turnover.csv", ",85", ",58"), ["ESG.0.10.footnoteUnknown"]),
    "a footnote that nothing refers to": (("turnover.csv", ",85", ","), ["ESG.4.22.footnoteAdrift"]),
    "a unit on a text": (("certifications.csv", "ISO37001,,", "ISO37001,%,"), ["ESG.2.02.unitWrongForType"]),
    "a row twice": (
        ("recalls.csv", "ShareOfProductsRecalledForSafetyAndHealthReasons", "ShareOfProductsRecalledForSafetyAndHealthReasons,%,0.00%,0.00%,0.00%,\nShareOfProductsRecalledForSafetyAndHealthReasons"),
        ["ESG.0.09.recordRepeated"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", WHOLE_WAY)
def test_one_mistake_is_one_finding_the_whole_way(copy: Path, kind: str) -> None:
    broken, expected = WHOLE_WAY[kind]
    edit(copy, broken)
    own = {"ESG.5.04.breakdownDoesNotAdd", "ESG.5.07.averageDoesNotFollow", "ESG.4.17.ratioDoesNotFollow"}
    own |= {"ESG.4.18.totalDoesNotAdd", "ESG.4.23.disclosureMissing"}
    result = build(copy)
    assert [finding.code for finding in result.findings if finding.code not in own] == expected
    assert bool(result.files) is (expected == ["ESG.4.22.footnoteAdrift"])


def test_a_language_that_the_taxonomy_lacks_is_not_dropped(copy: Path) -> None:
    edit(copy, ("disclosure.yaml", "languages: [en, zh-Hans]", "languages: [en, fr]"))
    result = build(copy)
    assert any("no labels in fr" in finding.message for finding in result.findings)
    assert result.files == {}


def figure_cells() -> list[tuple[str, int, int, str]]:
    """Every twelfth figure of the example: file, row, column, text."""
    cells = []
    for path in sorted(EXAMPLE.glob("*.csv")):
        header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
        for number, row in enumerate(rows, start=1):
            for column, heading in enumerate(header):
                if heading.isdigit() and read_number(row[column]):
                    cells.append((path.name, number, column, row[column]))
    return cells[::12]


@pytest.mark.parametrize("kind", ["letter", "value"])
def test_any_cell_that_is_broken_alone_is_at_most_one_finding(copy: Path, taxonomy: Taxonomy, kind: str) -> None:
    """A letter is one finding at its cell; a doubled figure is one finding wherever a rule can see it."""

    def findings() -> set[Finding]:
        disclosure, found = read_disclosure(copy, taxonomy)
        assert disclosure is not None
        mapped, problems = map_disclosure(disclosure, taxonomy, "en")
        return {*found, *problems, *check_consistency(Figures(mapped, taxonomy))}

    before = findings()
    for name, row, column, printed in figure_cells():
        path = copy / name
        original = path.read_text(encoding="utf-8")
        table = list(csv.reader(io.StringIO(original)))
        number = read_number(printed)
        assert number is not None
        doubled = format((number.value(0) * 2 or Decimal(5)).quantize(number.value(0)), "f")
        table[row][column] = f"X{printed[1:]}" if kind == "letter" else doubled
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows(table)
        path.write_text(written.getvalue(), encoding="utf-8")
        added = findings() - before
        assert len(added) == 1 if kind == "letter" else len(added) <= 1, (name, row, printed, added)
        path.write_text(original, encoding="utf-8")
