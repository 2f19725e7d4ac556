"""The command line as a person meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from places import EXAMPLE

SMALL = """\
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
"""A disclosure of one figure, to which its standard asks for more."""


def run(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "esgtag", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
    )


def test_build_says_what_it_wrote_and_fails_for_warnings_when_asked(tmp_path: Path) -> None:
    done = run("build", EXAMPLE, "--out", tmp_path / "out", "--fail-on", "warning")
    assert done.returncode == 1
    assert "387 cells read = 353 facts + 34 omissions + 0 refused" in done.stdout
    assert "6 warnings, 1 note" in done.stdout
    assert "Traceback" not in done.stderr
    assert (tmp_path / "out" / "xiaomi-2023-12-31-en.xbri").exists()


def test_findings_as_json_are_nothing_but_json(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    done = run("build", tmp_path / "small.yaml", "--out", tmp_path / "out", "--format", "json")
    findings = json.loads(done.stdout)
    assert [finding["code"] for finding in findings] == ["ESG.4.23.disclosureMissing"] * 2
    assert findings[0]["location"]["file"].endswith("small.yaml")
    assert done.returncode == 0


def test_an_error_writes_nothing_and_exits_with_1(copy: Path, tmp_path: Path) -> None:
    (copy / "water.csv").unlink()
    done = run("build", copy, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "No filing was written" in done.stdout
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("arguments", [("build", "nowhere"), ("validate", "nothing.xbri"), ("build",), ("fly",)])
def test_what_cannot_run_exits_with_2(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_exits_with_2(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file where the folder should be")
    done = run("build", EXAMPLE, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_validate_accepts_the_built_package(out: Path) -> None:
    done = run("validate", out / "xiaomi-2023-12-31-en.xbri", out / "xiaomi-2023-12-31-en.xml")
    assert done.returncode == 0
    assert done.stdout.count("ESG.4.18.totalDoesNotAdd") == 2  # once for each file


def test_validate_answers_what_is_not_a_report(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xhtml"
    broken.write_text("<html><body>")
    done = run("validate", broken)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr


def test_a_missing_taxonomy_is_one_finding(tmp_path: Path, out: Path) -> None:
    text = (out / "xiaomi-2023-12-31-en.xml").read_text(encoding="utf-8")
    foreign = tmp_path / "foreign-2023-12-31-en.xml"
    foreign.write_text(text.replace("taxonomy.example/esg/2026", "taxonomy.example/other/2026"), encoding="utf-8")
    done = run("validate", foreign, "--format", "json")
    assert [finding["code"] for finding in json.loads(done.stdout)] == ["ESG.7.03.unresolved"]
    assert done.returncode == 0
    assert run("validate", foreign, "--profile", "own").returncode == 1


def test_help_comes_without_loading_anything_heavy() -> None:
    probe = (
        "import sys; from typer.testing import CliRunner; from esgtag.cli import app;"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0;"
        "print(sorted({'arelle', 'lxml', 'pydantic', 'jinja2', 'yaml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-P", "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
