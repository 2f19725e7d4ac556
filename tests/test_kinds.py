"""Every kind of value, in three languages: from a cell to a fact that Arelle reads alike from every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_formats import facts_of

from esgtag.building import Build, build
from esgtag.saving import save
from esgtag.taxonomy import Taxonomy, esg_taxonomy
from esgtag.validation import shared_engine

MANIFEST = """\
taxonomy: {entry_point}
entity:
  name: {{en: Example Company, zh-Hans: 示例公司, zh-Hant: 示例公司}}
  scheme: https://www.hkex.com.hk/stock-code
  identifier: "1"
report:
  name: example
  languages: [en, zh-Hans, zh-Hant]
  title: {{en: Kinds of values, zh-Hans: 各类数值, zh-Hant: 各類數值}}
periods: {{reporting: {{name: "2025", start: 2025-01-01, end: 2025-12-31}}}}
members:
  AssuranceEngagement:
    limited-2025: {{en: Limited assurance 2025, zh-Hans: 2025年有限鉴证, zh-Hant: 2025年有限鑑證}}
sections:
  - title: {{en: Values, zh-Hans: 数值, zh-Hant: 數值}}
    tables:
      - {{file: values.csv, title: {{en: Values, zh-Hans: 数值, zh-Hant: 數值}}}}
      - {{file: water.csv, title: {{en: Water, zh-Hans: 水, zh-Hant: 水}}}}
"""
BLOCK = "Two **sites** report:\n\n- Beijing & Wuhan\n- 1 < 2\n\n| site | share |\n| --- | --- |\n| Beijing | 60 % |\n"
VALUES = f"""\
concept,AssuranceEngagement,2025,2025@zh-Hans,2025@zh-Hant
ReportIsExternallyAssured,,Yes,,
BaseYearOfGreenhouseGasEmissions,,2020,,
ConsolidationApproach,,{{consolidation}},,
ReportingFrameworksApplied,,{{frameworks}},,
DateOfPublicationOfReport,,2026-03-31,,
DescriptionOfReportingBoundary,,"{BLOCK}",两个**地点**,兩個**地點**
LevelOfAssurance,limited-2025,{{level}},,
"""
WATER = "concept,unit,2025\nWaterDischarge,tonne,1500.5\n"


def first_choices(taxonomy: Taxonomy, concept: str, number: int) -> list[str]:
    return list(taxonomy.choices_of(concept))[:number]


def write(folder: Path, taxonomy: Taxonomy, **changes: str) -> None:
    values = {
        "consolidation": first_choices(taxonomy, "ConsolidationApproach", 1)[0],
        "frameworks": ", ".join(reversed(first_choices(taxonomy, "ReportingFrameworksApplied", 2))),
        "level": first_choices(taxonomy, "LevelOfAssurance", 1)[0],
    } | changes
    (folder / "disclosure.yaml").write_text(MANIFEST.format(entry_point=taxonomy.entry_point), encoding="utf-8")
    text = VALUES
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", f'"{value}"')
    (folder / "values.csv").write_text(text, encoding="utf-8")
    (folder / "water.csv").write_text(WATER, encoding="utf-8")


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, Path]:
    folder = tmp_path_factory.mktemp("kinds")
    write(folder, esg_taxonomy())
    result = build(folder)
    assert result.findings == ()
    save(result.files, folder / "built")
    return result, folder / "built"


def test_each_kind_has_its_value(kinds: tuple[Build, Path], taxonomy: Taxonomy) -> None:
    facts = json.loads(kinds[0].files["example-2025-12-31-en.json"])["facts"]
    assert facts["ReportIsExternallyAssured.2025"]["value"] == "true"
    assert facts["BaseYearOfGreenhouseGasEmissions.2025"]["value"] == "2020"
    assert facts["DateOfPublicationOfReport.2025"]["value"] == "2026-03-31"
    frameworks = first_choices(taxonomy, "ReportingFrameworksApplied", 2)
    assert facts["ReportingFrameworksApplied.2025"]["value"] == " ".join(
        sorted(f"esg:{name}Member" for name in frameworks)
    )
    level = facts["LevelOfAssurance.limited-2025.2025"]
    assert level["dimensions"]["esg:AssuranceEngagementAxis"] == "limited-2025"
    block = facts["DescriptionOfReportingBoundary.2025.en"]["value"]
    assert "<strong>sites</strong>" in block
    assert "Beijing &amp; Wuhan" in block
    assert "<td>60 %</td>" in block


def test_a_tonne_of_water_is_a_cubic_metre(kinds: tuple[Build, Path]) -> None:
    fact = json.loads(kinds[0].files["example-2025-12-31-en.json"])["facts"]["WaterDischarge.2025"]
    assert (fact["value"], fact["dimensions"]["unit"]) == ("1500.5", "utr:m3")
    assert b">tonnes<" in kinds[0].files["example-2025-12-31-en.xhtml"]


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_arelle_reads_the_same_values_from_every_format(
    kinds: tuple[Build, Path], tmp_path: Path, language: str
) -> None:
    built = kinds[1]
    name = f"example-2025-12-31-{language}"
    written = facts_of(json.loads((built / f"{name}.json").read_text(encoding="utf-8")))
    for suffix in ("xhtml", "xml", "json"):
        copy = tmp_path / "read.json"
        run = shared_engine().run(
            built / f"{name}.{suffix}", [built / "esg-2026.zip"], oim_copy=copy, check_taxonomy=False
        )
        assert [message for message in run.messages if message.level != "INFO"] == []
        assert facts_of(json.loads(copy.read_text(encoding="utf-8"))) == written, suffix


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"level": "LimitedAssuranc"}, "LimitedAssuranc is not one of the answers"),
        ({"level": "A, B"}, "is not one of the answers"),
    ],
)
def test_a_wrong_answer_is_a_finding(taxonomy: Taxonomy, tmp_path: Path, changes: dict[str, str], told: str) -> None:
    write(tmp_path, taxonomy, **changes)
    (finding,) = build(tmp_path).findings
    assert told in finding.message
    assert finding.location is not None
    assert (finding.location.file, finding.location.column) == ("values.csv", "2025")
    assert "Choose from" in finding.hint


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("ExternallyAssured,,Yes", "ExternallyAssured,,Perhaps", "neither yes nor no"),
        ("Emissions,,2020", "Emissions,,20", "is not a year"),
        ("2026-03-31", "31/03/2026", "is not a date"),
    ],
)
def test_a_wrong_value_is_a_finding(taxonomy: Taxonomy, tmp_path: Path, old: str, new: str, told: str) -> None:
    write(tmp_path, taxonomy)
    file = tmp_path / "values.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    (finding,) = build(tmp_path).findings
    assert told in finding.message
