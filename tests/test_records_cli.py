"""The commands about records, as their users give them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from esgtag.cli import app
from esgtag.generator import Disclosure, Form, map_disclosure, read_disclosure, write_disclosure
from esgtag.taxonomy import Taxonomy

from places import EXAMPLE, ROOT

OLD = ROOT / "tests" / "disclosures" / "xiaomi-2023-on-2025"


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, " ".join(result.output.split())


@pytest.mark.parametrize("entry", ["all", "hkex", "gri"])
def test_a_blank_form_asks_for_what_its_standard_asks_for(entry: str, tmp_path: Path, taxonomy: Taxonomy) -> None:
    path = tmp_path / "form.xlsx"
    code, said = run("form", "--entry", entry, "--year", 2024, "-o", path)
    assert (code, "Begin with its first sheet" in said) == (0, True)
    _, findings = read_disclosure(path, taxonomy)
    assert {str(finding.location).split(",")[1] for finding in findings} == {" sheet Cover"}
    assert not any("esgtag" in finding.message for finding in findings)


def test_a_filled_form_opens_the_next_year(tmp_path: Path, taxonomy: Taxonomy, disclosure: Disclosure) -> None:
    path = tmp_path / "form.xlsx"
    code, said = run("form", "--disclosure", EXAMPLE, "--roll-forward", "-o", path)
    assert code == 0
    assert "texts speak of 2023" in said
    rolled, findings = read_disclosure(path, taxonomy)
    assert findings == []
    assert rolled is not None
    assert list(rolled.manifest.periods.by_name) == ["2024", "2023", "2022", "2021", "2020"]
    before = {record.content[2:7]: record.content[1:] for record in disclosure.records}
    kept = [record for record in rolled.records if record.content[2:7] in before]
    assert len(kept) >= len(before)
    _, problems = map_disclosure(rolled, taxonomy, "en")
    open_cells = [problem for problem in problems if problem.code.startswith("ESG.0.07")]
    assert len(open_cells) == len(problems) > 100
    assert all(problem.location and problem.location.sheet for problem in open_cells)


def test_a_report_becomes_records_again(tmp_path: Path, taxonomy: Taxonomy, mapped: object) -> None:
    """From the iXBRL that people file, by way of Arelle, to a table that people edit."""
    target = tmp_path / "records.yaml"
    code, said = run("convert", EXAMPLE / "built" / "xiaomi-2023-12-31-en.xbri", target)
    assert (code, "No findings" in said) == (0, True), said
    again, findings = read_disclosure(target, taxonomy)
    assert findings == []
    assert again is not None
    found, problems = map_disclosure(again, taxonomy, "en")
    assert problems == []
    assert {(fact.aspects, fact.value, fact.decimals) for fact in found.instance.facts} == {
        (fact.aspects, fact.value, fact.decimals)
        for fact in mapped.instance.facts  # type: ignore[attr-defined]
    }


def test_a_disclosure_is_carried_to_the_present_version(tmp_path: Path, taxonomy: Taxonomy) -> None:
    target = tmp_path / "new"
    code, said = run("migrate", OLD, target)
    assert code == 0, said
    assert "WaterWithdrawal is retyped" in said
    moved, findings = read_disclosure(target, taxonomy)
    assert findings == []
    assert moved is not None
    assert moved.manifest.taxonomy == taxonomy.entry_point
    assert (target / "turnover.csv").read_text(encoding="utf-8").count("FullTimeEmployeeTurnoverRate") > 1


def test_a_filled_form_is_carried_to_the_present_version(tmp_path: Path, taxonomy: Taxonomy) -> None:
    old, _ = read_disclosure(OLD, taxonomy)
    assert old is not None
    form = tmp_path / "old.xlsx"
    form.write_bytes(write_disclosure(old, Form.WORKBOOK, "old.xlsx")["old.xlsx"])
    code, said = run("migrate", form, tmp_path / "new.xlsx")
    assert code == 0, said
    moved, findings = read_disclosure(tmp_path / "new.xlsx", taxonomy)
    assert findings == []
    assert moved is not None
    assert moved.manifest.taxonomy == taxonomy.entry_point


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("form", "-o", "form.csv"), "ends in .xlsx"),
        (("form", "--language", "fr", "-o", "form.xlsx"), "no words in fr"),
        (("convert", EXAMPLE, "x.xlsx", "--language", "de"), "no words in de"),
        (("convert", EXAMPLE, ROOT / "docs"), "not an empty folder"),
        (("convert", EXAMPLE, ROOT / "docs", "--to", "yaml"), "name a file in it"),
        (("convert", EXAMPLE, ROOT / "pyproject.toml", "--to", "yaml"), "add --replace"),
        (("migrate", EXAMPLE, ROOT / "README.md", "--to", "json"), "add --replace"),
        (("form", "--roll-forward", "-o", "form.xlsx"), "name it with --disclosure"),
        (("form", "--disclosure", EXAMPLE, "--entry", "hkex", "-o", "form.xlsx"), "for a blank form"),
    ],
)
def test_a_wrong_request_is_answered_in_a_sentence(
    arguments: tuple[object, ...], expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = run(*arguments)
    assert code == 2
    assert expected in said
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_when_asked(tmp_path: Path, taxonomy: Taxonomy) -> None:
    (tmp_path / "again.yaml").write_text("what someone typed", encoding="utf-8")
    code, _ = run("convert", OLD, tmp_path / "again.yaml", "--replace")
    assert code == 0
    assert read_disclosure(tmp_path / "again.yaml", taxonomy)[0] is not None


def test_what_cannot_be_read_is_not_converted(copy: Path, tmp_path: Path) -> None:
    (copy / "energy.csv").write_text("concept;unit;2023\n", encoding="utf-8")
    target = tmp_path / "out.json"
    code, said = run("convert", copy, target)
    assert code == 1
    assert "separated by semicolons" in said
    assert "Nothing was written" in said
    assert not target.exists()


def test_what_is_wrong_in_a_record_is_converted_as_it_is(copy: Path, tmp_path: Path) -> None:
    table = copy / "energy.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("211,171.84", "211.171,84"), encoding="utf-8")
    target = tmp_path / "out.json"
    code, _ = run("convert", copy, target)
    assert code == 0
    content = json.loads(target.read_text(encoding="utf-8"))
    assert content["sections"][0]["tables"][0]["records"][0]["value"] == "211.171,84"
