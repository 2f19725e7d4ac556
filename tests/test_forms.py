"""Every form of a disclosure holds the same: what is written in one is read as it was, and builds to the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from esgtag.building import Build
from esgtag.cli import app
from esgtag.generator import Disclosure, Form, map_disclosure, read_disclosure, write_disclosure, write_filing
from esgtag.saving import save
from esgtag.taxonomy import Taxonomy
from esgtag.validation import Figures, check_consistency, check_records

from places import EXAMPLE

NAMES = {Form.YAML: "xiaomi.yaml", Form.JSON: "xiaomi.json", Form.WORKBOOK: "xiaomi.xlsx"}


def put(disclosure: Disclosure, form: Form, folder: Path) -> Path:
    """Write a disclosure in a form; return what to read."""
    name = NAMES.get(form, "")
    save(write_disclosure(disclosure, form, name), folder)
    return folder / name


def contents(disclosure: Disclosure) -> list[tuple[object, ...]]:
    return [record.content for record in disclosure.records]


@pytest.mark.parametrize("form", list(Form))
def test_the_example_builds_to_the_same_bytes_from_every_form(
    form: Form, tmp_path: Path, disclosure: Disclosure, built: Build, taxonomy: Taxonomy
) -> None:
    again, findings = read_disclosure(put(disclosure, form, tmp_path), taxonomy)
    assert findings == []
    assert again is not None
    assert contents(again) == contents(disclosure)
    documents: dict[str, bytes] = {}
    for language in again.manifest.report.languages:
        mapped, problems = map_disclosure(again, again.taxonomy, language)
        assert problems == []
        documents |= write_filing(again, mapped, again.taxonomy)
    assert documents == {name: built.files[name] for name in documents}
    assert len(documents) == 8


@pytest.mark.parametrize("form", list(Form))
def test_findings_are_the_same_but_for_their_places(
    form: Form, tmp_path: Path, disclosure: Disclosure, taxonomy: Taxonomy
) -> None:
    again, _ = read_disclosure(put(disclosure, form, tmp_path), taxonomy)
    assert again is not None

    def said(one: Disclosure) -> list[tuple[str, str]]:
        mapped, _ = map_disclosure(one, one.taxonomy, "en")
        figures = Figures(mapped, one.taxonomy)
        found = check_consistency(figures) + check_records(one, figures)
        return sorted((finding.code, finding.message) for finding in found)

    assert said(again) == said(disclosure)


@pytest.mark.parametrize("target", ["x.xlsx", "x.yaml", "x.json", "wide"])
def test_convert_says_nothing_when_nothing_is_lost(target: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["convert", str(EXAMPLE), str(tmp_path / target)])
    assert result.exit_code == 0, result.output
    assert "No findings" in result.output
    assert (tmp_path / target).exists()


def test_a_long_table_says_where_it_is_wrong(tmp_path: Path, disclosure: Disclosure, taxonomy: Taxonomy) -> None:
    folder = put(disclosure, Form.LONG, tmp_path)
    table = folder / "records.csv"
    lines = table.read_text(encoding="utf-8").split("\n")
    lines[1] = lines[1].replace("energy,", "enregy,")
    lines[2] = lines[2].replace("2022", "2032")
    lines[3] = lines[3].replace("TotalEnergyConsumption", "TotalEnergyConsumtion")
    del lines[4]
    table.write_text("\n".join(lines), encoding="utf-8")
    again, findings = read_disclosure(folder, taxonomy)
    assert again is not None
    _, problems = map_disclosure(again, taxonomy, "en")
    said = [(str(finding.location), finding.code, finding.hint) for finding in [*findings, *problems]]
    assert said[:2] == [
        ("records.csv, line 2, table", "ESG.0.23.tableUnknown", "Did you mean energy?"),
        (
            "records.csv, line 3, period",
            "ESG.0.11.periodNotDeclared",
            "Correct it, or declare the period among the periods.",
        ),
    ]
    assert ("records.csv, line 4, concept", "ESG.0.04.conceptUnknown", "Did you mean TotalEnergyConsumption?") in said


def test_a_record_in_yaml_is_answered_at_its_line(tmp_path: Path, disclosure: Disclosure, taxonomy: Taxonomy) -> None:
    path = put(disclosure, Form.YAML, tmp_path)
    text = path.read_text(encoding="utf-8").replace("value: 211,171.84", "value: 211.171,84", 1)
    path.write_text(text, encoding="utf-8")
    line = text.split("\n").index("      value: 211.171,84") + 1
    again, findings = read_disclosure(path, taxonomy)
    assert findings == []
    assert again is not None
    _, (problem,) = map_disclosure(again, taxonomy, "en")
    assert problem.location is not None
    assert (problem.location.file, problem.location.line) == ("xiaomi.yaml", line)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"concept": "TotalEnergyConsumption"', '"koncept": "TotalEnergyConsumption"', "ESG.0.02"),
        ('"period": "2023"', '"period": 2023.5', "ESG.0.11"),
        ('"value": "211,171.84"', '"value": "211,171.84", "omission": "-"', "ESG.0.02"),
        ('"value": "211,171.84"', '"value": "211,171.84",', "ESG.0.01"),
    ],
)
def test_a_fault_in_json_is_one_finding_with_a_line(
    old: str, new: str, code: str, tmp_path: Path, disclosure: Disclosure, taxonomy: Taxonomy
) -> None:
    path = put(disclosure, Form.JSON, tmp_path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    _, findings = read_disclosure(path, taxonomy)
    assert [finding.code[:8] for finding in findings] == [code]
    assert findings[0].location is not None
    assert findings[0].location.line
