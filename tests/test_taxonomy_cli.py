"""The commands below ``esgtag taxonomy``, as a sustainability expert uses them."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from esgtag.building import build
from esgtag.cli import app
from esgtag.taxonomy import SOURCE, Taxonomy, esg_taxonomy

RUN = CliRunner()

TEN_LINES = """\
  - name: BatteriesRecycled
    labels: {en: Batteries recycled, zh-Hans: 电池回收, zh-Hant: 電池回收}
    axes: {MainlandRegion: adds-up}
    concepts:
      - name: MassOfBatteriesRecycled
        type: mass
        labels: {en: Mass of batteries recycled, zh-Hans: 回收电池质量, zh-Hant: 回收電池質量}
        total: {en: Total mass of batteries recycled, zh-Hans: 回收电池总质量, zh-Hant: 回收電池總質量}
        documentation: {en: Mass of used batteries sent to recycling in the period., zh-Hans: 期内送交回收的废旧电池质量。, zh-Hant: 期內送交回收的廢舊電池質量。}
        references: {narrower: [GRI 306-4]}
"""
MANIFEST = """\
taxonomy: https://taxonomy.example/esg/2026/esg.xsd
taxonomy_package: esg-2026.zip
entity: {name: {en: Example Company}, scheme: https://www.hkex.com.hk/stock-code, identifier: "1"}
report: {name: example, languages: [en], title: {en: Batteries}}
periods: {reporting: {name: "2025", start: 2025-01-01, end: 2025-12-31}}
sections: [{title: {en: Batteries}, tables: [{file: batteries.csv, title: {en: Batteries}}]}]
"""
BATTERIES = """\
concept,MainlandRegion,unit,2025
MassOfBatteriesRecycled,,tonne,10.5
MassOfBatteriesRecycled,ChineseMainland,tonne,8.25
MassOfBatteriesRecycled,BeyondChineseMainland,tonne,{}
"""


@pytest.fixture(scope="module")
def proposed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one command makes of a source with ten lines more."""
    folder = tmp_path_factory.mktemp("proposal")
    assert len(TEN_LINES.splitlines()) == 10
    shutil.copytree(SOURCE, folder / "source")
    topic = folder / "source" / "resources.yaml"
    topic.write_text(topic.read_text(encoding="utf-8") + TEN_LINES, encoding="utf-8")
    done = RUN.invoke(app, ["taxonomy", "build", str(folder / "source"), "--out", str(folder / "built")])
    assert done.exit_code == 0, done.output
    return folder


def test_ten_lines_are_checked(proposed: Path) -> None:
    done = RUN.invoke(app, ["taxonomy", "check", str(proposed / "source")])
    assert done.exit_code == 0, done.output


def test_ten_lines_are_in_schema_site_and_records(proposed: Path) -> None:
    built = proposed / "built"
    with zipfile.ZipFile(built / "esg-2026.zip") as package:
        names = [name for name in package.namelist() if b"MassOfBatteriesRecycled" in package.read(name)]
    kinds = {name.rpartition("/")[2].removeprefix("resources-") for name in names}
    assert {"esg-cor.xsd", "en.xml", "zh-Hans.xml", "zh-Hant.xml", "pre.xml", "def.xml", "for.xml"} <= kinds
    for language in ("en", "zh-Hans", "zh-Hant"):
        assert any("MassOfBatteriesRecycled" in page.name for page in (built / "site" / language).rglob("*.html"))
    schema = json.loads((built / "records.schema.json").read_text(encoding="utf-8"))
    assert "MassOfBatteriesRecycled" in schema["$defs"]
    assert "MassOfBatteriesRecycled" in (built / "coverage.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("beyond", "expected"), [("2.25", []), ("2.75", ["message:breakdown"])])
def test_a_value_for_ten_lines_builds_and_validates(
    proposed: Path, tmp_path: Path, beyond: str, expected: list[str]
) -> None:
    shutil.copy(proposed / "built" / "esg-2026.zip", tmp_path)
    (tmp_path / "disclosure.yaml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "batteries.csv").write_text(BATTERIES.format(beyond), encoding="utf-8")
    result = build(tmp_path)
    assert [finding.code for finding in result.findings] == (["ESG.5.04.breakdownDoesNotAdd"] if expected else [])
    assert b"MassOfBatteriesRecycled" in result.files["example-2025-12-31-en.xhtml"]


def test_the_schema_of_the_records_is_valid_and_judges(taxonomy: Taxonomy) -> None:
    done = RUN.invoke(app, ["schema", "--records"])
    schema = json.loads(done.stdout)
    Draft202012Validator.check_schema(schema)
    judge = Draft202012Validator(schema)
    right = [
        {"concept": "WaterWithdrawal", "unit": "m3", "period": "2025", "value": "12.5"},
        {"concept": "NumberOfEmployees", "members": {"EmploymentType": "FullTime"}, "unit": "person", "period": "2025", "omission": "-"},
        {"concept": "ReportIsExternallyAssured", "period": "2025", "value": "yes"},
    ]  # fmt: skip
    assert list(judge.iter_errors(right)) == []
    for wrong in (
        {"concept": "WaterWithdrawl", "unit": "m3", "period": "2025", "value": "12.5"},
        {"concept": "WaterWithdrawal", "period": "2025", "value": "12.5"},
        {"concept": "NumberOfEmployees", "members": {"Gender": "Purple"}, "unit": "person", "period": "2025", "value": "1"},
        {"concept": "ReportIsExternallyAssured", "period": "2025", "value": "perhaps"},
        {"concept": "WaterWithdrawal", "unit": "m3", "period": "2025"},
    ):  # fmt: skip
        assert list(judge.iter_errors([wrong])), wrong
    assert set(schema["$defs"]) == set(taxonomy.concepts)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("scope 2 market", "Scope2"),
        ("绿色电力", ""),
        ("305-1", "Scope1"),
        ("GrossScope3GreenhouseGasEmissions", "GrossScope3GreenhouseGasEmissions"),
    ],
)
def test_search_finds_by_label_code_and_name(query: str, first: str) -> None:
    done = RUN.invoke(app, ["taxonomy", "search", query])
    assert done.exit_code == 0
    assert first in done.stdout.splitlines()[0]


def test_search_for_nothing_says_what_to_do() -> None:
    done = RUN.invoke(app, ["taxonomy", "search", "qqqqq xxxxx"])
    assert done.exit_code == 1
    assert "esgtag taxonomy list" in done.stdout


def test_show_tells_everything_about_a_concept() -> None:
    done = RUN.invoke(app, ["taxonomy", "show", "NumberOfEmployees"])
    assert done.exit_code == 0
    for told in ("at the end of the period", "EmploymentType", "FullTime", "GRI 2-7", "add up to the total"):
        assert told in " ".join(done.stdout.split())
    assert "it may be qualified by Restatement and Qualifier" in " ".join(done.stdout.split())
    axis = RUN.invoke(app, ["taxonomy", "show", "Qualifier"])
    assert "It cuts every figure, whatever its table." in " ".join(axis.stdout.split())
    old = RUN.invoke(app, ["taxonomy", "show", "EmployeeTurnoverRate"])
    assert old.stdout.startswith("FullTimeEmployeeTurnoverRate")
    slip = RUN.invoke(app, ["taxonomy", "show", "NumberOfEmployes"])
    assert slip.exit_code == 1
    assert "Did you mean NumberOfEmployees?" in slip.stdout


def test_list_narrows_by_topic_and_code() -> None:
    done = RUN.invoke(app, ["taxonomy", "list", "--standard", "GRI 305-1"])
    assert "GrossScope1GreenhouseGasEmissions" in done.stdout
    assert "WaterWithdrawal" not in done.stdout
    water = RUN.invoke(app, ["taxonomy", "list", "--topic", "Resources", "--language", "zh-Hans"])
    assert "WaterWithdrawal" in water.stdout
    nothing = RUN.invoke(app, ["taxonomy", "list", "--topic", "Astrology"])
    assert nothing.exit_code == 1
    assert "Topics are" in nothing.stdout


def test_diff_of_two_releases(tmp_path: Path) -> None:
    page = tmp_path / "changes.html"
    done = RUN.invoke(app, ["taxonomy", "diff", "2025", "--format", "html", "--out", str(page)])
    assert done.exit_code == 1
    assert "FullTimeEmployeeTurnoverRate" in page.read_text(encoding="utf-8")
    same = RUN.invoke(app, ["taxonomy", "diff", esg_taxonomy().version])
    assert same.exit_code == 0


def test_a_taxonomy_that_is_not_there_is_answered() -> None:
    done = RUN.invoke(app, ["taxonomy", "list", "--taxonomy", "nowhere.zip"])
    assert done.exit_code == 2
    assert "There is no taxonomy nowhere.zip" in done.stdout


def test_docs_writes_a_site(tmp_path: Path) -> None:
    done = RUN.invoke(app, ["taxonomy", "docs", "--out", str(tmp_path / "site")])
    assert done.exit_code == 0
    assert (tmp_path / "site" / "index.html").exists()
