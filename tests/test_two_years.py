"""Two years of a company, played through: file, roll forward, restate, omit, file again, compare with what was filed."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from esgtag.building import Build, build
from esgtag.cli import app
from esgtag.saving import save

FIRST = """\
taxonomy: https://taxonomy.example/esg/2026/esg-core.xsd
entity: {name: {en: Example Company}, scheme: http://standards.iso.org/iso/17442, identifier: EXAMPLE0000000000087}
report: {name: example, languages: [en], title: {en: Figures of the company}}
periods:
  reporting: {name: 2023, start: 2023-01-01, end: 2023-12-31}
  comparatives: [{name: 2022, start: 2022-01-01, end: 2022-12-31}]
omissions:
  - {mark: "-", reason: not available, shown: {en: –}, explanation: {en: It was not measured.}}
boundaries:
  headquarters: {en: The head office only.}
members:
  AssuranceEngagement:
    limited: {en: Limited assurance of energy and emissions}
sections:
  - title: {en: Figures}
    tables:
      - name: energy
        title: {en: Energy}
        assurance: [limited]
        records:
          - {concept: TotalEnergyConsumption, unit: MWh, period: 2023, value: "5,000"}
          - {concept: TotalEnergyConsumption, unit: MWh, period: 2022, value: "4,800"}
          - {concept: WaterWithdrawal, unit: m3, period: 2023, value: at least 900, boundary: headquarters}
          - {concept: WaterWithdrawal, unit: m3, period: 2022, value: 850–950, boundary: headquarters}
      - name: people
        title: {en: People}
        records:
          - {concept: NumberOfEmployees, unit: person, period: 2023, value: "120"}
          - {concept: NumberOfEmployees, unit: person, period: 2022, value: "-"}
      - name: assurance
        title: {en: Assurance}
        records:
          - {concept: NameOfAssuranceProvider, members: {AssuranceEngagement: limited}, period: 2023, value: Example Assurance}
          - {concept: LevelOfAssurance, members: {AssuranceEngagement: limited}, period: 2023, value: LimitedAssurance}
"""


def facts(result: Build) -> dict[str, dict[str, Any]]:
    """The facts of a build by id, as xBRL-JSON has them."""
    content = next(data for name, data in result.files.items() if name.endswith("-en.json"))
    return json.loads(content)["facts"]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Build]:
    path = tmp_path_factory.mktemp("first") / "company.yaml"
    path.write_text(FIRST, encoding="utf-8")
    result = build(path)
    assert [finding.message for finding in result.findings] == []
    save(result.files, path.parent / "built")
    return path, result


@pytest.fixture(scope="module")
def second(first: tuple[Path, Build], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Build]:
    """The next year: rolled forward by the command, then filled in as a person does."""
    path = tmp_path_factory.mktemp("second") / "company.yaml"
    rolled = CliRunner().invoke(app, ["convert", str(first[0]), str(path), "--roll-forward"])
    assert rolled.exit_code == 0, rolled.output
    text = path.read_text(encoding="utf-8")
    assert text.count("value: ''") == 5
    for value in ("5,100", "at least 1,000", "'-'", "Example Assurance", "LimitedAssurance"):
        text = text.replace("value: ''", f"value: {value}", 1)
    text = text.replace("value: 5,000\n", "value: 5,200\n      previous: 5,000\n      restatement: meter\n", 1)
    text += "restatements:\n  meter:\n    en: A meter had been left out.\n"
    path.write_text(text, encoding="utf-8")
    filed = next((first[0].parent / "built").glob("*.xbri"))
    return path, build(path, last_year=filed)


def test_the_second_report_is_built(second: tuple[Path, Build]) -> None:
    assert [finding.message for finding in second[1].findings] == []
    assert second[1].files


def test_a_bound_and_a_range_are_said_as_such(first: tuple[Path, Build]) -> None:
    said = facts(first[1])
    bound = said["WaterWithdrawal.AtLeast.2023"]
    assert (bound["value"], bound["dimensions"]["esg:QualifierAxis"]) == ("900", "esg:AtLeastMember")
    low, high = said["WaterWithdrawal.AtLeast.2022"], said["WaterWithdrawal.AtMost.2022"]
    assert (low["value"], high["value"]) == ("850", "950")
    assert "WaterWithdrawal.2023" not in said


def test_what_a_figure_covers_and_who_assured_it_is_linked(first: tuple[Path, Build]) -> None:
    said = facts(first[1])
    explained = said["WaterWithdrawal.AtLeast.2023"]["links"]["remark"]["_"]
    assert [said[one]["value"] for one in explained] == ["The head office only.", "Example Assurance"]
    assert "links" not in said["NumberOfEmployees.2023"]


def test_last_years_figures_are_this_years_comparatives(second: tuple[Path, Build]) -> None:
    said = facts(second[1])
    assert Decimal(said["TotalEnergyConsumption.2024"]["value"]) == 5100
    assert Decimal(said["TotalEnergyConsumption.2022"]["value"]) == 4800
    assert said["NumberOfEmployees.2023"]["value"] == "120"


def test_a_restated_figure_has_its_previous_value_and_the_reason(second: tuple[Path, Build]) -> None:
    said = facts(second[1])
    now, before = said["TotalEnergyConsumption.2023"], said["TotalEnergyConsumption.PreviouslyReported.2023"]
    assert (now["value"], before["value"]) == ("5200", "5000")
    assert before["dimensions"]["esg:RestatementAxis"] == "esg:PreviouslyReportedMember"
    reasons = {said[one]["value"] for one in now["links"]["remark"]["_"]}
    assert "A meter had been left out." in reasons


def test_an_omitted_figure_is_nil_with_a_coded_reason(second: tuple[Path, Build]) -> None:
    said = facts(second[1])
    omitted = said["NumberOfEmployees.2024"]
    assert omitted["value"] is None
    (reason,) = omitted["links"]["explanatoryFact"]["_"]
    assert said[reason]["value"].endswith("OmissionNotAvailableMember")
    (note,) = omitted["links"]["footnote"]["_"]
    assert said[note]["value"] == "It was not measured."


def test_a_reader_sees_all_of_it(second: tuple[Path, Build]) -> None:
    page = next(data for name, data in second[1].files.items() if name.endswith(".xhtml")).decode()
    assert "previously " in page
    assert "≥" in page
    assert "A meter had been left out." in page


def test_a_restatement_that_is_not_declared_is_noticed(first: tuple[Path, Build], second: tuple[Path, Build]) -> None:
    path = second[0].parent / "silent.yaml"
    text = second[0].read_text(encoding="utf-8")
    text = text.replace("      previous: 5,000\n      restatement: meter\n", "")
    path.write_text(text[: text.index("restatements:")], encoding="utf-8")
    filed = next(one for one in (first[0].parent / "built").glob("example-*.json"))
    found = [finding for finding in build(path, last_year=filed).findings if finding.code.startswith("ESG.4.16")]
    assert len(found) == 1
    assert "5,200" in found[0].message
    assert "5,000" in found[0].message
