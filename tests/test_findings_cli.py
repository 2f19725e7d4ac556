"""What the commands do with findings: formats, files, profiles, waivers, baselines, exit codes; and in CI."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from found import NOWHERE, PLACEHOLDER, PREFIX, SHOWN_ROUNDED, members
from junitparser import JUnitXml
from sarif_kit.validate import validation_errors
from typer.testing import CliRunner, Result

from esgtag.cli import app
from esgtag.findings import Finding

from places import ROOT

WAIVER = """
[[waiver]]
code = "ESG.2.07"
fact = "GrossScope1*"
reason = "The plant was new."
expires = {expires}
by = "A. Chan"
"""


@pytest.fixture
def validate(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Run `esgtag validate` in a folder of its own, with the findings that are given instead of a validation."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.xhtml").write_text("<html xmlns='http://www.w3.org/1999/xhtml'><body><p>Hello</p></body></html>")

    def run(findings: list[Finding], *arguments: str) -> Result:
        checked = SimpleNamespace(is_ours=True, findings=findings)
        checking = SimpleNamespace(check=lambda *files, **settings: [checked])
        monkeypatch.setitem(sys.modules, "esgtag.checking", checking)
        return CliRunner().invoke(app, ["validate", "r.xhtml", *arguments])

    return run


@pytest.mark.parametrize(
    ("findings", "fail_on", "code"),
    [
        ([], (), 0),
        ([PLACEHOLDER], (), 0),
        ([PREFIX], (), 1),
        ([PLACEHOLDER], ("--fail-on", "warning"), 1),
        ([SHOWN_ROUNDED], ("--fail-on", "warning"), 0),
        ([SHOWN_ROUNDED], ("--fail-on", "note"), 1),
    ],
)
def test_the_exit_code_is_that_of_the_severity(validate, findings, fail_on, code) -> None:  # type: ignore[no-untyped-def]
    done = validate(findings, *fail_on)
    assert done.exit_code == code
    assert done.stdout.splitlines()[-1].startswith("Fit to file" if code == 0 else "Not fit to file")


def test_every_format_is_printed_alone(validate) -> None:  # type: ignore[no-untyped-def]
    findings = [PREFIX, PLACEHOLDER]
    assert len(json.loads(validate(findings, "--format", "json").stdout)) == 2
    assert validation_errors(json.loads(validate(findings, "--format", "sarif").stdout)) == []
    assert JUnitXml.fromstring(validate(findings, "--format", "junit").stdout.encode()).tests == 3
    assert validate(findings, "--format", "github").stdout.startswith("::error file=energy.csv,line=3,")
    page = validate(findings, "--format", "html").stdout
    assert page.startswith("<!DOCTYPE html>")
    assert "Hello" in page


def test_one_run_gives_several_formats(validate, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = validate([PREFIX], "--also", "sarif=out/a.sarif", "--also", "junit=b.xml", "-o", "c.txt")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.strip().endswith("Not fit to file: 1 error")
    assert validation_errors(json.loads((tmp_path / "out" / "a.sarif").read_text())) == []
    assert JUnitXml.fromfile(str(tmp_path / "b.xml")).failures == 1
    assert (tmp_path / "c.txt").read_text().endswith("Not fit to file: 1 error\n")


def test_sarif_links_to_the_page_that_is_named(validate, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    assert "helpUri" not in validate([PREFIX], "--format", "sarif").stdout
    monkeypatch.setenv("ESGTAG_RULES_PAGE", "https://example.org/findings.md")
    assert "https://example.org/findings.md#ESG.2.07" in validate([PREFIX], "--format", "sarif").stdout


@pytest.mark.parametrize("also", ["sarif", "sarif=", "sariff=a", "=a"])
def test_what_is_no_format_and_file_exits_with_2(validate, also: str) -> None:  # type: ignore[no-untyped-def]
    done = validate([], "--also", also)
    assert done.exit_code == 2
    assert "write a format, = and a file" in done.stderr


def test_all_places_and_the_card_are_shown_when_asked(validate) -> None:  # type: ignore[no-untyped-def]
    assert "… and 9 more" in validate(members(12)).stdout
    assert "more" not in validate(members(12), "--all").stdout
    assert "Quality: 70 of 100, decided by units" in validate([PREFIX], "--score").stdout


def test_a_profile_waivers_and_a_baseline_are_applied(validate, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "team.toml").write_text('name = "team"\nfail_on = "warning"\n[severities]\n"ESG.0.18" = "off"')
    (tmp_path / "waivers.toml").write_text(WAIVER.format(expires="2199-12-31"))
    options = ("--profile", "team.toml", "--waivers", "waivers.toml")
    done = validate([PREFIX, PLACEHOLDER, SHOWN_ROUNDED], *options)
    assert done.exit_code == 1
    assert "Waived: The plant was new. (A. Chan, until 2199-12-31)" in done.stdout
    assert done.stdout.endswith("Not fit to file: 1 warning, 1 note in 2 files\n")
    done = validate([PREFIX, PLACEHOLDER, SHOWN_ROUNDED], *options, "--write-baseline", "known.json")
    assert done.exit_code == 0
    done = validate([PREFIX, PLACEHOLDER, *members(1)], *options, "--baseline", "known.json")
    assert done.exit_code == 1
    assert "1 known finding of the baseline not shown: 1 warning" in done.stdout
    done = validate([PREFIX], *options, "--baseline", "known.json")
    assert done.exit_code == 0
    assert "1 finding of the baseline gone: ESG.4.06.placeholderText in form.xlsx" in done.stdout


def test_an_expired_waiver_waives_nothing(validate, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "waivers.toml").write_text(WAIVER.format(expires="2020-12-31"))
    done = validate([PREFIX], "--waivers", "waivers.toml")
    assert done.exit_code == 1
    assert "waivers.toml, line 2, waiver.1: warning ESG.9.02.waiverExpired" in done.stdout


def test_a_baseline_does_not_hide_that_nothing_was_validated(validate) -> None:  # type: ignore[no-untyped-def]
    assert validate([NOWHERE], "--write-baseline", "known.json").exit_code == 1
    assert validate([NOWHERE], "--baseline", "known.json").exit_code == 1


@pytest.mark.parametrize("option", ["--profile", "--waivers", "--baseline"])
def test_settings_that_cannot_be_read_exit_with_2_before_anything_is_validated(
    validate,
    tmp_path: Path,
    option: str,  # type: ignore[no-untyped-def]
) -> None:
    (tmp_path / "broken.json").write_text("{")
    done = validate(None, option, "broken.json")
    assert done.exit_code == 2
    assert "broken.json, line 1" in done.stderr
    assert done.stdout == ""


def test_build_gives_its_findings_in_every_format(tmp_path: Path) -> None:
    """A disclosure of one figure; its findings point at its own lines, and the page shows the built report."""
    text = """\
taxonomy: https://taxonomy.example/esg/2026/esg-core.xsd
entity: {name: {en: Example Company}, scheme: http://standards.iso.org/iso/17442, identifier: EXAMPLE0000000000087}
report: {name: example, languages: [en], standards: [HKEX], title: {en: Figures of the company}}
periods: {reporting: {name: 2023, start: 2023-01-01, end: 2023-12-31}}
sections:
  - title: {en: Figures}
    tables:
      - name: energy
        title: {en: Energy}
        records: [{concept: TotalEnergyConsumption, unit: MWh, period: 2023, value: "5,000"}]
"""
    (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
    arguments = ["build", "small.yaml", "--out", "out", "--format", "github", "--findings", "gh.txt"]
    more = ["--also", "sarif=a.sarif", "--also", "html=page.html", "--score"]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "esgtag", *arguments, *more],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "::warning file=small.yaml,line=3,title=ESG.4.23.disclosureMissing::" in (tmp_path / "gh.txt").read_text()
    assert validation_errors(json.loads((tmp_path / "a.sarif").read_text())) == []
    page = (tmp_path / "page.html").read_text()
    assert "TotalEnergyConsumption.2023" in page
    assert "Fit to file, with 1 warning, 1 note" in page


# In CI


@pytest.fixture
def action() -> dict[str, dict[str, object]]:
    content = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return {step.get("name", step.get("uses")): step for step in content["runs"]["steps"]}


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash on this computer")
def test_the_action_validates_the_files_that_fit(action, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "bin").mkdir()
    fake = tmp_path / "bin" / "esgtag"
    fake.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    fake.chmod(0o755)
    for name in ("a b.xbri", "deep/er/c.xbri", "d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    step = action["Validate"]
    given = dict.fromkeys(step["env"], "") | {
        "BIN": str(tmp_path / "bin"), "FILES": "**/*.xbri", "PACKAGES": "p.zip q.zip", "PROFILE": "own",
        "SARIF": "esgtag.sarif", "WAIVERS": "my waivers.toml",
    }  # fmt: skip

    def run(**changed: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=tmp_path, env=os.environ | given | changed, capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert run().stdout.splitlines() == [
        "validate", "--profile", "own", "--format", "github", "--package", "p.zip", "--package", "q.zip",
        "--waivers", "my waivers.toml", "--also", "sarif=esgtag.sarif", "--", "a b.xbri", "deep/er/c.xbri",
    ]  # fmt: skip
    none = run(FILES="*.nothing")
    assert none.returncode == 2
    assert none.stdout == "::error::No file fits: *.nothing\n"


def test_the_action_gives_every_input_to_a_step_and_none_to_the_shell(action) -> None:  # type: ignore[no-untyped-def]
    """An input in the script itself would be run by the shell; as a variable it is only a text."""
    content = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    used = json.dumps(content["runs"])
    assert all(f"inputs.{name}" in used for name in content["inputs"])
    assert not any("${{" in str(step.get("run", "")) for step in action.values())


def test_the_hooks_name_commands_that_there_are() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    for hook in hooks:
        assert {"id", "name", "entry", "language", "files"} <= set(hook)
        name, *command = hook["entry"].split()
        assert name == "esgtag"
        assert CliRunner().invoke(app, [*command, "--help"]).exit_code == 0
