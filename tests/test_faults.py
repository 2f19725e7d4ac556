"""A mutation study: single faults are planted into valid reports, and every one of them has to be found, once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import faults
import pytest
from faults import Fault

from esgtag.building import build
from esgtag.checking import check
from esgtag.findings import CODES, Finding
from esgtag.findings.codes import Stage

from places import ROOT

CLEAN = ROOT / "tests" / "disclosures" / "clean.yaml"
PAGE = ROOT / "docs" / "mutations.md"
NAME = "example-2023-12-31-en"
BY_ARELLE = ("ESG.2.02", "ESG.5.01", "ESG.5.02", "ESG.7.03")
"""Rules of ours that Arelle decides for us."""
BY_FIGURES = ("ESG.3.01", "ESG.4.01", "ESG.4.18")
"""Rules about reports that are decided on their figures."""
SEED = 1


@dataclass(frozen=True)
class Result:
    """What became of a fault in a document."""

    fault: Fault
    suffix: str
    findings: tuple[Finding, ...]

    @property
    def caught_by(self) -> Finding | None:
        return next((one for one in self.findings if one.code.startswith(self.fault.codes)), None)

    @property
    def layer(self) -> str:
        found = self.caught_by
        if found is None:
            return "nothing"
        if found.code not in CODES or found.code.startswith(BY_ARELLE):
            return "Arelle"
        is_of_document = Stage.REPORT in CODES[found.code].stages and not found.code.startswith(BY_FIGURES)
        return "document" if is_of_document else "figures"


@pytest.fixture(scope="module")
def valid() -> dict[str, bytes]:
    """Valid reports by their endings: something of everything, and nothing to find."""
    result = build(CLEAN)
    assert result.findings == ()
    return {suffix: result.files[f"{NAME}.{suffix}"] for suffix in ("xml", "xhtml", "xbri")}


def study(valid: dict[str, bytes], cases: Sequence[tuple[Fault, str]], folder: Path) -> list[Result]:
    """Plant each fault into a report of its own, and validate all of them at once."""
    files = []
    for number, (fault, suffix) in enumerate(cases):
        file = folder / str(number) / f"{NAME}.{suffix}"
        file.parent.mkdir()
        chance = random.Random(SEED)  # noqa: S311
        file.write_bytes(faults.planted(fault, valid[suffix], suffix, chance))
        files.append(file)
    checked = check(files)
    return [Result(*case, one.findings) for case, one in zip(cases, checked, strict=True)]


def test_valid_reports_have_no_findings(valid: dict[str, bytes], tmp_path: Path) -> None:
    for suffix, content in valid.items():
        (tmp_path / f"{NAME}.{suffix}").write_bytes(content)
    checked = check(sorted(tmp_path.iterdir()))
    assert [one.findings for one in checked] == [()] * 3
    assert all(one.is_ours for one in checked)


def test_every_fault_is_caught(valid: dict[str, bytes], tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Each kind in one kind of document; in all that it can strike where the page of the study is renewed."""
    cases = list(faults.cases())
    is_renewed = request.config.getoption("--rebuild")
    if not is_renewed:
        by_kind = {str(fault): [case for case in cases if case[0] is fault] for fault, _ in cases}
        cases = [found[number % len(found)] for number, found in enumerate(by_kind.values())]
    results = study(valid, cases, tmp_path)
    assert [f"{one.fault} ({one.suffix})" for one in results if one.caught_by is None] == []
    assert all(finding.location for one in results for finding in one.findings)
    several = [one for one in results if len(one.findings) > 1]
    assert len(several) * 10 <= len(results), [str(one.fault) for one in several]
    if is_renewed:
        PAGE.write_text(page(results), encoding="utf-8")


def test_the_page_of_the_study_names_every_kind() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert len(faults.FAULTS) >= 60
    assert len({str(one) for one in faults.FAULTS}) == len(faults.FAULTS)
    for one in faults.FAULTS:
        assert f"| {one.group} | {one.name} |" in text, "run pytest --rebuild tests/test_faults.py to renew it"
    assert "nothing |" not in text


def page(results: Sequence[Result]) -> str:
    """Return the study as a page of Markdown."""
    rows = []
    for fault in faults.FAULTS:
        found = [one for one in results if one.fault is fault]
        layers = dict.fromkeys(one.layer for one in found)
        told = dict.fromkeys(one.caught_by.code if one.caught_by else "nothing" for one in found)
        rows.append(
            f"| {fault.group} | {fault.name} | {', '.join(one.suffix for one in found)} | {', '.join(layers)} | "
            f"{', '.join(f'`{code}`' for code in told)} | {max(len(one.findings) for one in found)} |"
        )
    total = sum(one.caught_by is not None for one in results)
    alone = sum(len(one.findings) == 1 for one in results)
    return "\n".join(
        [
            "# A mutation study",
            "",
            "Generated by `pytest --rebuild tests/test_faults.py`. A generator (`tests/faults.py`) plants one fault into",
            "a valid report (`tests/disclosures/clean.yaml`), and `esgtag.checking.check` validates it. The three layers",
            "are the rules on the document as it is written, Arelle with the taxonomy, and the rules on figures.",
            "",
            f"{len(faults.FAULTS)} kinds of faults in {len(results)} documents: {total} caught, {alone} of them by one",
            "finding alone. The valid reports have none.",
            "",
            "| group | fault | in | caught by | code | findings |",
            "| --- | --- | --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )
