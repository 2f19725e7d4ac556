"""Every rule about filings is broken by an example and kept by another, through the program as its user runs it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from rule_examples import Example, examples

from esgtag.building import review
from esgtag.checking import check
from esgtag.findings import CODES, Code, Finding, Severity, worst
from esgtag.findings.codes import Stage
from esgtag.findings.profiles import apply, built_in
from esgtag.generator import check_footnotes, write_json, write_xml
from esgtag.judging import Settings
from esgtag.validation import Engine

from places import ROOT

CLEAN = ROOT / "tests" / "disclosures" / "clean.yaml"
CATALOGUE = ROOT.parent / "shared" / "FILING_RULES.md"
RULES = {code.number: code for code in CODES.values() if code.is_filing_rule}
DECISIONS = [(code, stage) for code in RULES.values() for stage in code.stages]
NAMES = [f"{code.number}, {stage}" for code, stage in DECISIONS]
ANYWHERE = ("2.06", "2.07", "4.03", "4.06", "4.15", "4.16")
"""Rules that are also sharp on filings in a taxonomy of somebody else that is not at hand."""
Found = Mapping[str, tuple[Finding, ...]]
"""What is found in each example, by its id."""


@pytest.fixture(scope="module")
def shown() -> list[Example]:
    reviewed = review(CLEAN)
    instance = reviewed.reports[0].instance
    return examples({"xml": write_xml(instance), "json": write_json(instance)})


@pytest.fixture(scope="module")
def found(shown: list[Example], tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Everything that the program says of the examples, the same files once."""
    folder = tmp_path_factory.mktemp("examples")
    said: dict[str, tuple[Finding, ...]] = {}
    alike: defaultdict[tuple[tuple[Path, ...], Path | None], dict[Path, list[Example]]] = defaultdict(dict)
    for example in shown:
        path, last_year = written(folder, example)
        if example.is_disclosure:
            said[example.id] = reviewed(path, last_year)
        else:
            packages = tuple(kept(folder, example.files[name], ".zip") for name in example.packages)
            alike[packages, last_year].setdefault(path, []).append(example)
    settings = Settings.read("own").of_documents
    with Engine() as engine:
        for (packages, last_year), by_path in alike.items():
            for one in check(list(by_path), packages, last_year, engine=engine, settings=settings):
                for example in by_path[one.file]:
                    assert one.is_ours is example.is_ours, example.id
                    said[example.id] = one.findings
    return said


def reviewed(path: Path, last_year: Path | None) -> tuple[Finding, ...]:
    """Return what is said of a disclosure before it is built."""
    read = review(path, last_year=last_year)
    is_whole = read.disclosure is not None and worst(read.findings) is not Severity.ERROR
    return (*read.findings, *(check_footnotes(read.disclosure, read.reports[0]) if is_whole else ()))


def written(folder: Path, example: Example) -> tuple[Path, Path | None]:
    """Write an example into a folder of its own, which it shares with those that have the same files."""
    place = folder / f"{hash(tuple(example.files.items()))}"
    place.mkdir(exist_ok=True)
    for name, content in example.files.items():
        (place / name).write_bytes(content)
    last_year = None if example.last_year is None else kept(folder, example.last_year, ".json")
    return place / example.main, last_year


def kept(folder: Path, content: bytes, suffix: str) -> Path:
    path = folder / f"{hash(content)}{suffix}"
    path.write_bytes(content)
    return path


def of_rule(found: Found, example: Example) -> list[Finding]:
    return [finding for finding in found[example.id] if finding.code == RULES[f"ESG.{example.rule}"].code]


def judged(findings: list[Finding], example: Example) -> list[Finding]:
    """Return findings as they are for whom the example is for."""
    return apply(findings, built_in("own" if example.is_ours else "foreign"))


def of(shown: list[Example], code: Code, stage: Stage) -> Iterator[Example]:
    return (one for one in shown if f"ESG.{one.rule}" == code.number and one.stage is stage)


@pytest.mark.parametrize(("code", "stage"), DECISIONS, ids=NAMES)
def test_what_breaks_a_rule_is_found_and_what_keeps_it_is_not(
    shown: list[Example], found: Found, code: Code, stage: Stage
) -> None:
    for example in of(shown, code, stage):
        said = of_rule(found, example)
        assert bool(said) is example.is_failing, (example.id, found[example.id])
        assert {one.severity for one in said} <= {example.severity or code.severity}, example.id
        for finding in said:
            assert finding.message.endswith("."), finding.message
            assert finding.hint.endswith((".", "?", "}")), finding.hint
            assert finding.location, finding.message


def test_nothing_else_is_found_in_what_is_right(shown: list[Example], found: Found) -> None:
    """A filing whose taxonomy is missing is told that it is."""
    for example in shown:
        if not example.is_failing:
            allowed = () if example.is_ours or example.packages or example.is_disclosure else ("ESG.7.03.unresolved",)
            others = [finding for finding in found[example.id] if finding.code not in allowed]
            assert others == [], example.id
            assert Severity.ERROR not in {one.severity for one in judged(list(found[example.id]), example)}


def test_what_breaks_a_rule_breaks_hardly_any_other(shown: list[Example], found: Found) -> None:
    consequences = {"ESG.7.03.unresolved", "ESG.0.25.figuresNotJudged"}
    several = [
        example.id
        for example in shown
        if example.is_failing
        and {finding.code for finding in found[example.id]} - {*consequences, RULES[f"ESG.{example.rule}"].code}
    ]
    assert len(several) <= 3, several


@pytest.mark.parametrize(("code", "stage"), DECISIONS, ids=NAMES)
def test_a_rule_has_examples_for_each_stage(shown: list[Example], code: Code, stage: Stage) -> None:
    kinds = {one.is_failing for one in shown if (f"ESG.{one.rule}", one.stage) == (code.number, stage)}
    assert kinds == {True, False}


def test_every_example_is_of_a_rule_and_has_a_twin(shown: list[Example]) -> None:
    by_id = {example.id: example for example in shown}
    assert len(by_id) == len(shown)
    for example in shown:
        assert example.stage in RULES[f"ESG.{example.rule}"].stages, example.id
        wrong, right = example.id.replace(", right", ", wrong"), example.id.replace(", wrong", ", right")
        assert (by_id[wrong].files, by_id[wrong].last_year, by_id[wrong].packages) != (
            by_id[right].files,
            by_id[right].last_year,
            by_id[right].packages,
        )


@pytest.mark.parametrize("rule", ANYWHERE)
def test_a_sharp_rule_is_so_on_filings_of_others(shown: list[Example], rule: str) -> None:
    kinds = {(one.is_failing, one.is_ours) for one in shown if one.rule == rule and not one.packages}
    assert kinds == {(True, True), (False, True), (True, False), (False, False)}


def test_a_broken_rule_is_told_whoever_it_is_for(shown: list[Example], found: Found) -> None:
    """Each rule by at least one example, by the profile that its user gets without asking for one."""
    assert built_in("own").severities == {}
    told = {
        finding.code for example in shown if example.is_failing for finding in judged(of_rule(found, example), example)
    }
    assert told == {code.code for code in RULES.values()}


def test_the_registry_has_every_rule_of_the_catalogue() -> None:
    if not CATALOGUE.exists():
        pytest.skip("the catalogue of filing rules is not at hand")
    rows = [line.split("|") for line in CATALOGUE.read_text(encoding="utf-8").splitlines() if line.startswith("| ESG.")]
    wanted = {row[1].strip().rpartition(".")[0]: row[3].strip()[0] for row in rows}
    assert len(wanted) == 65
    assert {number: code.severity.label[0].upper() for number, code in RULES.items() if number in wanted} == wanted
    assert RULES.keys() - wanted.keys() == {"ESG.5.07", "ESG.5.08", "ESG.7.06"}
