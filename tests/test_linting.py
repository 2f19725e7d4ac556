"""The linter of a taxonomy's source: each rule with what keeps it and what breaks it, one finding at the line to blame."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from esgtag.findings import CODES, Finding, Severity
from esgtag.taxonomy import SOURCE, lint, read_taxonomy

SMALL = Path(__file__).parent / "sources" / "small"

Edit = tuple[str, str, str]
"""A file, a text that stands in it once, and the text to put in its place."""

NEW_CONCEPT = """\
      - name: {name}
        type: {type}
        period: duration
        labels: {{en: New {name}, zh-Hans: 新概念, zh-Hant: 新概念}}
        documentation: {{en: Something new that is reported., zh-Hans: 新报告的事项。, zh-Hant: 新報告的事項。}}
        references: {{related: [GRI 201-1]}}
"""
ECONOMY = "    labels: {en: Economy, zh-Hans: 经济, zh-Hant: 經濟}\n    concepts:\n"


def concept(name: str, type_: str, more: str = "") -> Edit:
    """One more concept in the table Economy."""
    return "society", ECONOMY, ECONOMY + NEW_CONCEPT.format(name=name, type=type_) + more


PRECISION: Edit = (
    "dimensions",
    "  - name: Site\n",
    """\
  - name: Precision
    labels: {en: Precision, zh-Hans: 精确程度, zh-Hant: 精確程度}
    documentation: {en: Whether a figure is exact or not., zh-Hans: 数值是否精确。, zh-Hant: 數值是否精確。}
    domain: {en: As printed, zh-Hans: 按原样, zh-Hant: 按原樣}
    members:
      - {name: Rough, labels: {en: Rough, zh-Hans: 粗略, zh-Hant: 粗略}}
  - name: Site
""",
)
"""One more axis, which no table names."""


def qualifying(axes: str) -> Edit:
    """Axes that qualify every figure."""
    return "taxonomy", "entry_points:\n", f"qualifying: [{axes}]\nentry_points:\n"


BREAKS: list[tuple[str, list[Edit], str]] = [
    # Code, edits, and words of the line that the finding points at.
    ("8.01", [concept("GenderAxis", "monetary")], "GenderAxis"),
    ("8.01", [("choices", "name: AssuranceLevel", "name: Gender"), ("society", "choices: AssuranceLevel", "choices: Gender")], "name: Gender"),
    ("8.01", [("environment", "- name: Water\n", "- name: GenderMembers\n")], "name: GenderMembers"),
    ("8.01", [("environment", "- name: Water\n", "- name: DimensionDefaults\n")], "name: DimensionDefaults"),
    ("8.01", [concept("SiteIdentifier", "monetary")], "SiteIdentifier"),
    ("8.01", [("taxonomy", "file: gri.xsd", "file: all.xsd")], "file: all.xsd"),
    ("8.01", [("taxonomy", "name: All", "name: Everything"), ("taxonomy", "name: Gri", "name: All")], "name: All"),
    ("8.01", [("society", "name: Society", "name: Roles")], "name: Roles"),
    ("8.02", [concept("GHGReduction", "monetary")], "GHGReduction"),
    ("8.02", [concept("AvgPrice", "monetary")], "AvgPrice"),
    ("8.02", [concept("CashMgmt", "monetary")], "CashMgmt"),
    ("8.02", [concept("CostOf" + "Very" * 25, "monetary")], "CostOf"),
    ("8.03", [concept("CostOfBoardMember", "monetary")], "CostOfBoardMember"),
    ("8.03", [("dimensions", "name: FullTime", "name: FullTimeMember"), ("society", "EmploymentType: FullTime", "EmploymentType: FullTimeMember")], "name: FullTimeMember"),
    ("8.04", [concept("NumberOfVisitors", "percent")], "type: percent"),
    ("8.04", [concept("PercentageOfRevenue", "people")], "type: people"),
    ("8.04", [concept("DescriptionOfRevenue", "monetary")], "type: monetary"),
    ("8.04", [concept("DateOfSale", "monetary")], "type: monetary"),
    ("8.04", [concept("InjuryRate", "textBlock")], "type: textBlock"),
    ("8.05", [("environment", "Energy from fuels that", "Energy from organized programs that")], "organized"),
    ("8.05", [("society", "en: Workforce,", "en: Labor force,")], "Labor"),
    ("8.06", [("environment", "en: Direct energy", "en: Direct  energy")], "Direct  energy"),
    ("8.06", [("society", "en: Number of employees,", "en: Number of employees.,")], "en: Number of employees."),
    ("8.06", [("society", "其他全部收入。, zh-Hant", "其他全部收入, zh-Hant")], "Revenue from all other"),
    ("8.06", [("environment", "(of every kind).", "(of every kind.")], "of every kind"),
    ("8.06", [("environment", "期内所用“各种”能源", "期内所用“各种能源")], "of every kind"),
    ("8.07", [("society", "zh-Hans: 员工人数,", "zh-Hans: 僱員人數,")], "en: Number of employees"),
    ("8.07", [("society", "zh-Hant: 僱員人數}", "zh-Hant: 雇员人数}")], "en: Number of employees"),
    ("8.07", [("society", "zh-Hant: 收入總計}", "zh-Hant: 国收入總計}")], "en: Total revenue"),
    ("8.07", [("environment", "期内所用“各种”能源", "期内所用「各种」能源")], "of every kind"),
    ("8.07", [("environment", "期內所用「各種」能源", "期內所用“各種”能源")], "of every kind"),
    ("8.07", [("environment", "能源（含外购）", "能源 (含外购) ")], "of every kind"),
    ("8.07", [("society", "en: Number of officers", "en: Number of 高级 officers")], "高级 officers"),
    ("8.07", [("society", "zh-Hans: 高级人员人数", "zh-Hans: Number of officers")], "en: Number of officers"),
    ("8.08", [("environment", "en: Energy that is bought from others.", "en: Indirect energy consumption.")], "Indirect energy consumption."),
    ("8.08", [("society", "en: Revenue from the sale of goods.", "en: See there.")], "en: See there."),
    ("8.09", [("society", "en: Revenue from services", "en: Revenue from products")], "en: Revenue from products, zh-Hans: 服务收入"),
    ("8.09", [("dimensions", "en: Women", "en: Men")], "name: Female"),
    ("8.09", [("environment", "zh-Hans: 运营场所", "zh-Hans: 水")], "en: Sites"),
    ("8.10", [("society", "        total: {en: Total number of employees, zh-Hans: 员工人数总计, zh-Hant: 僱員人數總計}\n", "")], "name: NumberOfEmployees"),
    ("8.10", [("environment", "        total: {en: Total energy consumption, zh-Hans: 能源消耗总计, zh-Hant: 能源消耗總計}\n", "")], "name: TotalEnergyConsumption"),
    ("8.11", [("environment", "en: Total energy,", "en: Total consumption of energy,")], "terse"),
    ("8.11", [("environment", "en: Total energy,", "en: Total energy consumption,")], "terse"),
    ("8.12", [("environment", "        references: {related: [GRI 302-1]}\n        water", "        water")], "name: WaterConsumption"),
    ("8.13", [("society", "references: {same: [GRI 2-7]}", "references: {same: [GRI 2-7], related: [GRI 2-7]}")], "same: [GRI 2-7]"),
    ("8.13", [("society", "references: {same: [GRI 2-7]}", "references: {same: [GRI 2-7, GRI 2-7]}")], "same: [GRI 2-7"),
    ("8.14", [("standards/gri", "codes:\n", "codes:\n  - {code: 2-1, labels: {en: Details, zh-Hans: 详情, zh-Hant: 詳情}}\n")], "2-1"),
    ("8.15", [("standards/esrs", "codes:\n", "codes:\n  - {code: E1-6.44, labels: {en: Details, zh-Hans: 详情, zh-Hant: 詳情}}\n")], "codes:"),
    ("8.16", [("environment", "    axes: {Site: separate}\n", "")], "name: Site"),
    ("8.16", [("choices", "choices:\n", "choices:\n  - {name: Answer, labels: {en: Answer, zh-Hans: 回答, zh-Hant: 回答}, documentation: {en: Whether it is so or not., zh-Hans: 是否如此之回答。, zh-Hant: 是否如此之回答。}, members: [{name: Yes, labels: {en: Yes, zh-Hans: 是, zh-Hant: 是}}]}\n")], "name: Answer,"),
    ("8.16", [PRECISION], "name: Precision"),
    ("8.17", [("types", "types:\n", "types:\n  year: {qname: xbrli:gYearItemType, kind: year}\n")], "year"),
    ("8.17", [("units", "units:\n", "units:\n  - {measure: utr:t, quantity: mass, labels: {en: t, zh-Hans: 吨, zh-Hant: 噸}, spellings: [t]}\n")], "utr:t"),
    ("8.18", [("types", "types:\n", "types:\n  mass: {qname: dtr-types:massItemType, quantity: mass}\n"), concept("Waste", "mass")], "mass:"),
    ("8.19", [("units", "spellings: [GJ]", "spellings: [GJ, MWh]")], "utr:GJ"),
    ("8.19", [("units", "spellings: [ton]", "spellings: [ton, m3]")], "reason: A ton"),
    ("8.20", [("environment", 'plausible: {high: "1000", unit: GJ}', 'plausible: {low: "2000", high: "1000", unit: GJ}')], "unit: GJ"),
    ("8.20", [("types", 'high: "1000000"', 'low: "2000000", high: "1000000"')], "energy:"),
    ("8.21", [("society", "axes: {Gender: adds-up, ", "axes: {Gender: shares, ")], "axes: {Gender: shares, EmploymentType: adds-up}"),
    ("8.21", [("society", "axes: {Gender: shares, EmploymentType: shares}", "axes: {Gender: shares, EmploymentType: adds-up}")], "Gender: shares, EmploymentType: adds-up"),
    ("8.21", [("environment", "axes: {Site: separate}", "axes: {Site: each}")], "Site: each"),
    ("8.21", [("environment", "zh-Hant: 水}\n    concepts", "zh-Hant: 水}\n    axes: {Gender: adds-up}\n    concepts"), ("environment", "type: volume", "type: textBlock"), ("environment", "        water: true\n", ""), ("types", "  volume: {qname: dtr-types:volumeItemType, quantity: volume}\n", ""), ("units", "  - {measure: utr:m3, quantity: volume, labels: {en: m³, zh-Hans: 立方米, zh-Hant: 立方米}, spellings: [m3]}\n", "")], "axes: {Gender: adds-up}"),
    ("8.22", [("dimensions", "    members:\n      - {name: Male, labels: {en: Men, zh-Hans: 男性, zh-Hant: 男性}}\n      - {name: Female, labels: {en: Women, zh-Hans: 女性, zh-Hant: 女性}}\n", "")], "name: Gender"),
    ("8.22", [("dimensions", "    domain: {en: All genders, zh-Hans: 全部性别, zh-Hant: 全部性別}\n", "")], "name: Gender"),
    ("8.22", [("dimensions", "    typed: true\n", "    typed: true\n    members: [{name: Office, labels: {en: Office, zh-Hans: 办公室, zh-Hant: 辦公室}}]\n")], "name: Office"),
    ("8.23", [("society", "axes: {Gender: shares, EmploymentType: shares}", "axes: {EmploymentType: shares}")], "weights:"),
    ("8.23", [("society", "axes: {Gender: adds-up, EmploymentType: adds-up}", "axes: {Gender: adds-up}"), ("society", "{Gender: shares, EmploymentType: shares}", "{Gender: shares}")], "ratio: {numerator: NumberOfOfficers"),
    ("8.23", [("environment", "numerator: TotalEnergyConsumption", "numerator: EnergyConsumptionOfSite")], "numerator: EnergyConsumptionOfSite"),
    ("8.24", [("society", "    weights: ShareOfEmployees\n", "")], "Gender: average"),
    ("8.25", [("society", "type: percent\n        period: instant\n        labels: {en: Officers", "type: percent\n        period: duration\n        labels: {en: Officers")], "period: duration"),
    ("8.25", [("environment", "type: energyPerMonetary\n        period: duration", "type: energyPerMonetary\n        period: instant")], "period: instant"),
    ("8.26", [("society", "            references: {narrower: [GRI 201-1]}\n            balance: credit", "            references: {narrower: [GRI 201-1]}\n            balance: debit")], "balance: debit"),
    ("8.26", [("environment", "        water: true", "        water: true\n        balance: debit")], "balance: debit"),
    ("8.27", [("society", "        references: {same: [GRI 2-7]}\n", "        references: {same: [GRI 2-7]}\n        may_exceed_one: true\n")], "may_exceed_one"),
    ("8.27", [("society", "        references: {same: [GRI 2-7]}\n", "        references: {same: [GRI 2-7]}\n        may_be_negative: true\n")], "may_be_negative"),
    ("8.27", [("society", "        references: {same: [GRI 2-5]}\n", "        references: {same: [GRI 2-5]}\n        water: true\n")], "water: true"),
    ("8.27", [("society", "axes: {Gender: average}", "axes: {Gender: separate}")], "weights:"),
    ("8.28", [("society", "            references: {narrower: [GRI 201-1]}\n            balance: credit", "            balance: credit")], "standards: [GRI]"),
    ("8.29", [("taxonomy", "standards: [GRI]", "standards: [GRI, ESRS]"), ("environment", "[GRI 302-1, ESRS E1-5.37]", "[GRI 302-1]")], "standards: [GRI, ESRS]"),
    ("8.30", [("society", "order: 20", "order: 10")], "order: 10"),
]  # fmt: skip

KEEPS: list[tuple[str, list[Edit]]] = [
    ("8.01", [concept("SiteIdentifiers", "monetary")]),
    ("8.02", [concept("UNPrinciplesAA1000ASAndESGIssues", "textBlock")]),
    ("8.02", [concept("CostOfISO14001Certificates", "monetary")]),
    ("8.03", [concept("CostOfBoardMembers", "monetary")]),
    ("8.04", [concept("NumberOfVisitors", "people")]),
    ("8.04", [concept("PercentageOfRevenue", "percent")]),
    ("8.04", [concept("ContextOfCompensationRatio", "textBlock")]),
    ("8.05", [("environment", "Energy from fuels that", "What the World Health Organization calls fuels of all sizes that")]),
    ("8.06", [("environment", "(of every kind).", "(of every kind; heat etc.).")]),
    ("8.06", [("society", "en: Society", "en: Society of Company Ltd.")]),
    ("8.07", [("society", "zh-Hans: 鉴证日期, zh-Hant: 鑑證日期", "zh-Hans: PM₂.₅日期（20℃）, zh-Hant: 温度日期（CO₂）")]),
    ("8.08", [("environment", "en: Energy that is bought from others.", "en: Indirect energy consumption as bought.")]),
    ("8.09", [("dimensions", "en: Part-time", "en: Men")]),
    ("8.10", [("society", "axes: {Gender: average}", "axes: {Gender: average, EmploymentType: each}")]),
    ("8.11", [("environment", "zh-Hans: 能源消耗总量, zh-Hant: 能源消耗總量}\n        total", "zh-Hans: 能源, zh-Hant: 能源}\n        total")]),
    ("8.12", [("environment", "            references: {narrower: [GRI 302-1]}\n          - name: Indirect", "          - name: Indirect"), ("taxonomy", "    standards: [GRI]\n", "")]),
    ("8.13", [("society", "references: {same: [GRI 2-7]}", "references: {same: [GRI 2-7], related: [GRI 2-5]}")]),
    ("8.14", [("standards/gri", "codes:\n", "codes:\n  - {code: 2-1, labels: {en: Details, zh-Hans: 详情, zh-Hant: 詳情}}\n"), ("society", "same: [GRI 2-5]", "same: [GRI 2-5, GRI 2-1]")]),
    ("8.15", [("standards/esrs", "codes:\n", "codes:\n  - {code: E1-6.44, labels: {en: Details, zh-Hans: 详情, zh-Hant: 詳情}}\n"), ("society", "same: [GRI 2-5]", "same: [GRI 2-5, ESRS E1-6.44]")]),
    ("8.16", [("society", "axes: {Gender: average}", "axes: {Gender: average, Site: separate}")]),
    ("8.16", [PRECISION, qualifying("Precision")]),
    ("8.17", [("types", "types:\n", "types:\n  year: {qname: xbrli:gYearItemType, kind: year}\n"), concept("YearOfSale", "year")]),
    ("8.18", [concept("WaterOfOffices", "volume")]),
    ("8.19", [("units", "spellings: [GJ]", "spellings: [GJ, Gj]")]),
    ("8.20", [("environment", 'plausible: {high: "1000", unit: GJ}', 'plausible: {low: "1000", high: "1000", unit: GJ}')]),
    ("8.21", [("society", "axes: {Gender: average}", "axes: {Gender: average, EmploymentType: separate}")]),
    ("8.22", [("dimensions", "    typed: true\n", "    domain: {en: All, zh-Hans: 全部, zh-Hant: 全部}\n    members: [{name: Office, labels: {en: Office, zh-Hans: 办公室, zh-Hant: 辦公室}}]\n")]),
    ("8.23", [("society", "denominator: {concept: NumberOfEmployees, members: {EmploymentType: FullTime}}", "denominator: {concept: NumberOfEmployees, members: {Gender: Male}}")]),
    ("8.24", [("society", "    axes: {Gender: average}\n    weights: ShareOfEmployees\n", "    axes: {Gender: separate}\n")]),
    ("8.25", [("society", "type: people\n        period: instant\n        labels: {en: Number of officers", "type: people\n        period: duration\n        labels: {en: Number of officers"), ("society", "type: percent\n        period: instant\n        labels: {en: Officers", "type: percent\n        period: duration\n        labels: {en: Officers")]),
    ("8.26", [("society", "            references: {narrower: [GRI 201-1]}\n            balance: credit", "            references: {narrower: [GRI 201-1]}")]),
    ("8.27", [("society", "        may_exceed_one: true", "        may_exceed_one: true\n        may_be_negative: true")]),
    ("8.28", [("environment", "[GRI 302-1, ESRS E1-5.37]", "[ESRS E1-5.37, GRI 302-1]")]),
    ("8.29", [("taxonomy", "standards: [GRI]", "standards: [GRI, ESRS]")]),
    ("8.30", [("society", "order: 20", "order: 11")]),
]  # fmt: skip

MISTAKES: dict[str, tuple[list[Edit], str]] = {
    "a misspelt axis": ([("society", "axes: {Gender: average}", "axes: {Gendr: average}")], "axes: {Gendr"),
    "ratios in a circle": ([("society", "        references: {same: [GRI 2-5]}\n", "        references: {same: [GRI 2-5]}\n"), ("society", "{numerator: NumberOfOfficers, denominator: {concept: NumberOfEmployees, members: {EmploymentType: FullTime}}}", "{numerator: ShareOfOfficers, denominator: ShareOfOfficers}")], "ratio: {numerator: ShareOfOfficers"),
    "a missing translation": ([("society", "zh-Hans: 产品收入, zh-Hant: 產品收入", "zh-Hans: 产品收入")], "labels: {en: Revenue from products"),
    "a unit of another type": ([("environment", "unit: GJ", "unit: m3")], "unit: m3"),
    "a unit of another type, for a whole type": ([("types", "unit: MWh", "unit: m3")], "unit: m3"),
    "a type that its name and unit contradict": ([("environment", "type: energy\n        period: duration\n        labels: {en: Total", "type: enrgy\n        period: duration\n        labels: {en: Total")], "type: enrgy"),
    "a name declared twice": ([("environment", "name: WaterConsumption", "name: RevenueFromServices")], "name: RevenueFromServices"),
    "a name declared twice, with parts": ([("society", "name: NumberOfOfficers\n", "name: TotalEnergyConsumption\n"), ("society", "numerator: NumberOfOfficers", "numerator: NumberOfEmployees")], "name: TotalEnergyConsumption"),
    "a code declared twice": ([("standards/gri", "code: 201-1", "code: 2-7"), ("society", "{same: [GRI 201-1]}", "{same: [GRI 2-7]}"), ("society", "references: {narrower: [GRI 201-1]}\n            balance", "references: {narrower: [GRI 2-7]}\n            balance"), ("society", "references: {narrower: [GRI 201-1]}", "references: {narrower: [GRI 2-7]}")], "code: 2-7, labels: {en: Economic"),
    "wrong indentation": ([("society", "        references: {same: [GRI 2-7]}", "       references: {same: [GRI 2-7]}")], "references: {same: [GRI 2-7]}"),
    "a deeper indentation": ([("society", "    weights: ShareOfEmployees", "      weights: ShareOfEmployees")], "weights: ShareOfEmployees"),
    "no labels": ([("society", "labels: {en: Society, zh-Hans: 社会, zh-Hant: 社會}", "labels: {}")], "labels: {}"),
    "a table without concepts": ([("society", "tables:\n", "tables:\n  - {name: Empty, labels: {en: Empty, zh-Hans: 空, zh-Hant: 空}, concepts: []}\n")], "name: Empty"),
    "a qualifying axis that is not declared": ([qualifying("Gendr")], "qualifying: [Gendr]"),
    "a qualifying axis with members of the filer's own": ([qualifying("Site")], "qualifying: [Site]"),
    "a qualifying axis that is named twice": ([PRECISION, qualifying("Precision, Precision")], "qualifying: [Precision, Precision]"),
    "a qualifying axis that a table names": ([qualifying("Gender")], "axes: {Gender: adds-up, EmploymentType: adds-up}"),
    "an unknown namespace": ([("units", "measure: utr:GJ", "measure: utrr:GJ")], "utrr:GJ"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small source without a fault."""
    source = tmp_path / "source"
    shutil.copytree(SMALL, source)
    return source


def edited(folder: Path, edits: list[Edit]) -> list[Finding]:
    """Everything found once the edits are made."""
    for name, old, new in edits:
        file = folder / f"{name}.yaml"
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, (name, old, text.count(old))
        file.write_text(text.replace(old, new), encoding="utf-8")
    reading = read_taxonomy(folder)
    return [*reading.findings, *lint(reading)]


def line_of(folder: Path, finding: Finding) -> str:
    """The line that a finding points at."""
    assert finding.location is not None
    assert finding.location.line is not None
    file = folder.parent / finding.location.file
    return file.read_text(encoding="utf-8").splitlines()[finding.location.line - 1]


def test_the_small_source_has_no_fault(folder: Path) -> None:
    assert edited(folder, []) == []


@pytest.mark.parametrize(("code", "edits", "words"), BREAKS, ids=[f"{code}-{words[:30]}" for code, _, words in BREAKS])
def test_what_breaks_a_rule_is_one_finding_at_its_line(folder: Path, code: str, edits: list[Edit], words: str) -> None:
    findings = edited(folder, edits)
    assert [finding.code.rpartition(".")[0] for finding in findings] == [f"ESG.{code}"], findings
    assert words in line_of(folder, findings[0])
    assert findings[0].hint


@pytest.mark.parametrize(
    ("code", "edits"), KEEPS, ids=[f"{code}-{position}" for position, (code, _) in enumerate(KEEPS)]
)
def test_what_keeps_a_rule_is_no_finding(folder: Path, code: str, edits: list[Edit]) -> None:
    assert edited(folder, edits) == []


def test_every_rule_is_broken_and_kept_once() -> None:
    rules = {code.removeprefix("ESG.").rpartition(".")[0] for code in CODES if code.startswith("ESG.8.")}
    assert {code for code, _, _ in BREAKS} == rules
    assert {code for code, _ in KEEPS} == rules


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_error_at_its_line(folder: Path, mistake: str) -> None:
    edits, words = MISTAKES[mistake]
    findings = edited(folder, edits)
    assert [finding.severity for finding in findings] == [Severity.ERROR], findings
    assert words in line_of(folder, findings[0])


def test_what_has_one_cause_is_one_finding_with_the_other_places(folder: Path) -> None:
    """Two averages cannot be weighted because the same shares lack the same axis."""
    both = (
        "society",
        "    axes: {Gender: average}\n    weights: ShareOfEmployees\n",
        "    axes: {EmploymentType: average, Gender: average}\n    weights: ShareOfEmployees\n",
    )
    (finding,) = edited(
        folder,
        [both, ("society", "{Gender: shares, EmploymentType: shares}", "{Gender: shares, EmploymentType: separate}")],
    )
    assert "ShareOfEmployees" in finding.message
    assert "EmploymentType" in finding.message
    (repeated,) = edited(
        folder,
        [
            ("society", "EmploymentType: separate", "EmploymentType: shares"),
            ("society", "en: Revenue from services", "en: Revenue from products"),
            ("society", "zh-Hans: 服务收入", "zh-Hans: 产品收入"),
        ],
    )
    assert len(repeated.related) == 1
    assert "en, zh-Hans" in repeated.message


def test_an_axis_that_qualifies_figures_is_one_finding_with_all_tables_that_name_it(folder: Path) -> None:
    (finding,) = edited(folder, [qualifying("Gender")])
    assert len(finding.related) == 2
    assert "taxonomy.yaml, line" in finding.hint


def test_a_part_in_another_table_is_compared_with_a_whole_that_has_its_typed_axis(folder: Path) -> None:
    """Parts nest in the table of their whole, so that the source cannot say this; another way to a model could."""
    reading = read_taxonomy(folder)
    assert reading.taxonomy is not None
    part = replace(reading.taxonomy.concepts["EnergyConsumptionOfSite"], parent="TotalEnergyConsumption")
    concepts = {**reading.taxonomy.concepts, part.name: part}
    findings = lint(replace(reading, taxonomy=replace(reading.taxonomy, concepts=concepts)))
    assert [finding.code for finding in findings] == ["ESG.8.23.ruleNeverApplies"]
    assert "name: EnergyConsumptionOfSite" in line_of(folder, findings[0])


def test_a_source_with_errors_is_not_linted(folder: Path) -> None:
    (folder / "society.yaml").write_text("order: x\n", encoding="utf-8")
    assert lint(read_taxonomy(folder)) == []


def test_the_source_that_ships_has_nothing_to_warn_of() -> None:
    reading = read_taxonomy(SOURCE)
    assert reading.findings == ()
    started = time.process_time()
    assert [finding for finding in lint(reading) if finding.severity > Severity.NOTE] == []
    assert time.process_time() - started < 1
