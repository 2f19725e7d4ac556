"""Findings for other programs: JSON, SARIF, JUnit, annotations. Judged by validators that know nothing of esgtag."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import unquote

import pytest
from found import ALL, CELL, FINDINGS, NOWHERE, OF_ARELLE, PLACEHOLDER, PREFIX, SHOWN_ROUNDED, members
from hypothesis import given
from jsonschema import Draft202012Validator
from junitparser import JUnitXml
from sarif_kit.validate import validation_errors

from esgtag.findings import Finding, Location, Severity, to_json, to_text
from esgtag.findings.judgement import judge
from esgtag.findings.reporters.annotations import to_annotations
from esgtag.findings.reporters.junit import to_junit
from esgtag.findings.reporters.sarif import to_sarif

from places import ROOT

PAGES = "https://example.org/docs/findings.md"
SCHEMA = json.loads((ROOT / "docs" / "findings.schema.json").read_text(encoding="utf-8"))
WAIVED = replace(PLACEHOLDER, severity=Severity.NOTE, waiver="Text follows (A. Chan, until 2024-12-31)")


def sarif(*findings: Finding, files: tuple[str, ...] = ()) -> dict:  # type: ignore[type-arg]
    log = json.loads(to_sarif(judge(findings), version="1.2.3", files=files, pages=PAGES))
    assert validation_errors(log) == []
    run = log["runs"][0]
    assert isinstance(run, dict)
    return run


# JSON


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@given(FINDINGS)
def test_json_follows_its_schema(findings: list[Finding]) -> None:
    assert list(Draft202012Validator(SCHEMA).iter_errors(json.loads(to_json(findings)))) == []


@pytest.mark.parametrize(
    "broken", [{"severity": "fatal"}, {"location": {"file": "a", "line": 0}}, {"more": 1}, {"code": ""}]
)
def test_the_schema_refuses_what_is_none(broken: dict[str, object]) -> None:
    entry = json.loads(to_json([PREFIX]))[0]
    assert list(Draft202012Validator(SCHEMA).iter_errors([entry | broken]))


def test_a_waived_finding_says_why_in_json_and_text() -> None:
    assert json.loads(to_json([WAIVED]))[0]["waiver"] == WAIVED.waiver
    assert "waiver" not in json.loads(to_json([PLACEHOLDER]))[0]
    assert "    Waived: Text follows" in to_text([WAIVED])


# SARIF


@given(FINDINGS)
def test_sarif_follows_its_schema_and_loses_nothing(findings: list[Finding]) -> None:
    run = sarif(*findings)
    results = run["results"]
    assert len(results) == len(judge(findings).findings)
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in results)


def test_sarif_points_at_the_line() -> None:
    result = sarif(PREFIX)["results"][0]
    assert result["level"] == "error"
    assert result["message"]["text"] == f"{PREFIX.message} {PREFIX.hint}"
    assert result["locations"] == [
        {
            "physicalLocation": {"artifactLocation": {"uri": "energy.csv"}, "region": {"startLine": 3}},
            "logicalLocations": [{"fullyQualifiedName": "2023", "kind": "member"}],
        }
    ]
    assert result["relatedLocations"][0]["physicalLocation"]["region"] == {"startLine": 4}
    assert result["properties"] == {"facts": ["GrossScope1.2023"]}


def test_sarif_names_the_cell() -> None:
    place = sarif(PLACEHOLDER)["results"][0]["locations"][0]
    assert place == {
        "physicalLocation": {"artifactLocation": {"uri": "form.xlsx"}},
        "logicalLocations": [{"fullyQualifiedName": "Energy!F12", "kind": "cell"}],
    }


def test_sarif_explains_its_rules() -> None:
    rule = sarif(PREFIX)["tool"]["driver"]["rules"][0]
    assert rule["name"] == "UnitPrefixImplausible"
    assert rule["helpUri"] == f"{PAGES}#ESG.2.07"
    assert "```text\nGrossScope1GreenhouseGasEmissions" in rule["help"]["markdown"]
    assert "section 4.6" in sarif(OF_ARELLE)["tool"]["driver"]["rules"][0]["shortDescription"]["text"]


def test_without_an_address_sarif_names_no_page() -> None:
    log = json.loads(to_sarif(judge([PREFIX]), version="1.2.3"))
    assert validation_errors(log) == []
    assert "helpUri" not in log["runs"][0]["tool"]["driver"]["rules"][0]


def test_sarif_suppresses_what_is_waived() -> None:
    suppressions = sarif(WAIVED)["results"][0]["suppressions"]
    assert suppressions == [{"kind": "external", "status": "accepted", "justification": WAIVED.waiver}]
    assert "suppressions" not in sarif(PLACEHOLDER)["results"][0]


def test_fingerprints_stay_when_lines_move() -> None:
    moved = replace(PREFIX, location=replace(PREFIX.location, line=99))
    assert sarif(PREFIX)["results"][0]["partialFingerprints"] == sarif(moved)["results"][0]["partialFingerprints"]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a b/wäter.csv", "a%20b/w%C3%A4ter.csv"),
        ("/srv/a.csv", "file:///srv/a.csv"),
        ("C:\\reports\\a b.csv", "file:///C:/reports/a%20b.csv"),
        ("what?.csv", "what%3F.csv"),
    ],
)
def test_files_are_named_by_addresses(file: str, uri: str) -> None:
    finding = replace(PREFIX, location=Location(file, 1), related=())
    run = sarif(finding, files=(file,))
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
    assert run["artifacts"][0]["location"]["uri"] == uri
    assert unquote(uri).endswith(file.replace("\\", "/"))


def test_sarif_says_whether_the_filing_is_fit() -> None:
    assert sarif(PREFIX)["invocations"][0]["exitCode"] == 1
    assert sarif(PLACEHOLDER)["invocations"][0]["exitCode"] == 0


# JUnit


@given(FINDINGS)
def test_junit_is_read_and_loses_no_rule(findings: list[Finding]) -> None:
    judgement = judge(findings)
    read = JUnitXml.fromstring(to_junit(judgement, ["energy.csv", "clean.xbri"]).encode())
    cases = [(suite.name, case.name) for suite in read for case in suite]
    files = {(finding.location.file if finding.location else "esgtag", finding.code) for finding in judgement.findings}
    assert set(cases) == files | {(name, "all rules") for name in ("energy.csv", "clean.xbri")} - {
        (file, "all rules") for file, _ in files
    }
    assert read.tests == len(cases)
    assert (read.failures > 0) == (not judgement.is_fit)


def test_junit_has_a_suite_for_each_file_and_a_case_for_each_rule() -> None:
    text = to_junit(judge([*members(3), PREFIX, PLACEHOLDER, SHOWN_ROUNDED]), ["energy.csv", "clean.xbri"])
    read = {suite.name: list(suite) for suite in JUnitXml.fromstring(text.encode())}
    assert [case.name for case in read["energy.csv"]] == [PREFIX.code]
    assert [case.name for case in read["clean.xbri"]] == ["all rules"]
    assert [case.is_failure for case in read["form.xlsx"]] == [False, False]
    failure = read["employees.csv"][0].result[0]
    assert failure.message == "Part-time0 is not a member of EmploymentType. (and 2 more)"
    assert failure.type == "error"
    assert failure.text.count("Did you mean PartTime?") == 3
    assert "cell F12" in (read["form.xlsx"][0].system_out or "")


def test_what_fails_in_junit_is_what_fails_the_command() -> None:
    strict = to_junit(judge([PLACEHOLDER], fail_on=Severity.WARNING))
    lenient = to_junit(judge([PLACEHOLDER]))
    assert (JUnitXml.fromstring(strict.encode()).failures, JUnitXml.fromstring(lenient.encode()).failures) == (1, 0)


def test_a_waived_rule_is_skipped_in_junit() -> None:
    case = next(iter(next(iter(JUnitXml.fromstring(to_junit(judge([WAIVED])).encode())))))
    assert case.is_skipped
    assert case.result[0].message == f"Waived: {WAIVED.waiver}"


def test_control_characters_are_made_visible_in_junit() -> None:
    text = to_junit(judge([replace(PREFIX, message="a\x07b <&>")]))
    assert "a\\u0007b &lt;&amp;&gt;" in text


# Annotations


def test_annotations_are_the_commands_of_a_workflow() -> None:
    assert to_annotations(judge([*ALL[:3], NOWHERE])) == (
        "::error title=ESG.9.04.engineFailed::Arelle ended with a fault.\n"
        "::error file=energy.csv,line=3,title=ESG.2.07.unitPrefixImplausible::"
        "Scope 1 2023 is 12,252.52 MtCO2e, more than any company can have.%0ALook at the prefix of the unit.\n"
        "::warning file=form.xlsx,title=ESG.4.06.placeholderText::"
        'sheet Energy, cell F12: Policy on waste 2023 is "-", which says nothing.\n'
        "::notice file=form.xlsx,title=ESG.0.18.cellShownRounded::sheet Energy, cell F12: A cell shows 5 and holds 4.7.\n"
        "Not fit to file: 2 errors, 1 warning, 1 note in 2 files\n"
    )


def test_annotations_escape_what_means_something_there() -> None:
    finding = Finding("utre:x", Severity.ERROR, "100 %\r\n::error::no", "", Location("a,b:c%.csv", 2))
    first, _ = to_annotations(judge([finding])).split("\n", 1)
    assert first == "::error file=a%2Cb%3Ac%25.csv,line=2,title=utre%3Ax::100 %25%0D%0A::error::no"


@given(FINDINGS)
def test_every_annotation_is_one_line(findings: list[Finding]) -> None:
    judgement = judge(findings)
    lines = to_annotations(judgement).split("\n")
    commands = [line for line in lines if line.startswith(("::error ", "::warning ", "::notice "))]
    assert len(commands) == len(judgement.findings)
    assert lines[-2:] == [judgement.verdict, ""]


def test_a_cell_has_no_line_in_an_annotation() -> None:
    """GitHub would show it at that line of a binary file."""
    assert "line=" not in to_annotations(judge([replace(PLACEHOLDER, location=CELL)]))
