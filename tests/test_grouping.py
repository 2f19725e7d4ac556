"""Findings with one cause are one, on the terminal too; none is lost."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace

import pytest
from found import ALL, FINDINGS, PLACEHOLDER, PREFIX, SHOWN_ROUNDED, members
from hypothesis import given
from rich.console import Console

from esgtag.findings import Finding, Location, Severity, codes
from esgtag.findings.grouping import group, pattern
from esgtag.findings.judgement import judge
from esgtag.reporting import print_judgement


def printed(findings: list[Finding], *, width: int | None = None, show_all: bool = False) -> str:
    text = io.StringIO()
    console = Console(file=text, emoji=False, width=width, force_terminal=bool(width), color_system=None)
    print_judgement(judge(findings), console=console, show_all=show_all)
    return text.getvalue()


@pytest.mark.parametrize(
    "alike",
    [
        ["Fulltime is not a member of EmploymentType.", "Part-time is not a member of Seniority."],
        ['Policy on waste 2023 is "-", which says nothing.', '能源政策 2022 is "N/A", which says nothing.'],
        [
            "Water withdrawal 2023 is 683.9 tonnes, but its parts add up to 687 tonnes: 523 tonnes (Fresh water).",
            "Total energy 2022 is 5 MWh, but its parts add up to 7 MWh: 3 MWh (Gas), 4 MWh (Coal).",
        ],
        ["Fact f12 (in c1) has no id.", "Fact f13 (in c2) has no id."],
    ],
)
def test_sentences_of_one_kind_have_one_pattern(alike: list[str]) -> None:
    assert len(set(map(pattern, alike))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Water 2023 is 5 t; it cannot be negative.", "Water 2023 is 5 t; it cannot be more than 100 %."),
        ("Water is in litres for 2022.", "Water is missing; every report has it."),
    ],
)
def test_other_sentences_have_other_patterns(one: str, other: str) -> None:
    assert pattern(one) != pattern(other)


@given(FINDINGS)
def test_no_finding_is_lost_and_none_is_added(findings: list[Finding]) -> None:
    groups = group(findings)
    assert Counter(finding for members in groups for finding in members.findings) == Counter(findings)
    assert [one.severity for one in groups] == sorted((one.severity for one in groups), reverse=True)
    for one in groups:
        assert len({(finding.code, finding.severity, finding.waiver) for finding in one.findings}) == 1
        assert {finding.location.file if finding.location else "" for finding in one.findings} == {one.file}


@given(FINDINGS)
def test_the_terminal_counts_what_it_does_not_show(findings: list[Finding]) -> None:
    """Every group says how many there are; a single finding stands by itself."""
    judgement = judge(findings)
    text = printed(findings)
    assert text.splitlines()[-1] == judgement.verdict
    several = sum(len(one.findings) > 1 for one in group(judgement.findings))
    assert text.count(" times\n") == several


def test_one_cause_is_told_once() -> None:
    assert printed(members(12)) == (
        "employees.csv: error ESG.0.05.memberUnknown 12 times\n"
        "    line 2, EmploymentType: Part-time0 is not a member of EmploymentType.\n"
        "    line 3, EmploymentType: Part-time1 is not a member of EmploymentType.\n"
        "    line 4, EmploymentType: Part-time2 is not a member of EmploymentType.\n"
        "    … and 9 more\n"
        "    → Did you mean PartTime?\n"
        "\n"
        "Not fit to file: 12 errors\n"
    )
    assert printed(members(12), show_all=True).count("is not a member") == 12
    assert printed(members(4)).count("is not a member") == 4  # nobody needs "and 1 more"


def test_the_same_sentence_is_told_once_with_its_places() -> None:
    same = [
        codes.CELL_EMPTY.finding("The cell is empty.", location=Location("a.csv", line, "2023")) for line in range(1, 7)
    ]
    text = printed(same)
    assert text.count("The cell is empty.") == 1
    assert "    At line 1, 2023; line 2, 2023; line 3, 2023 … and 3 more\n" in text


def test_a_single_finding_is_no_group() -> None:
    assert printed([PREFIX]) == (
        "energy.csv, line 3, 2023: error ESG.2.07.unitPrefixImplausible\n"
        "    Scope 1 2023 is 12,252.52 MtCO2e, more than any company can have.\n"
        "    → Look at the prefix of the unit.\n"
        "    See also line 4, 2023\n"
        "\n"
        "Not fit to file: 1 error\n"
    )


def test_of_many_other_places_the_first_are_shown() -> None:
    many = replace(PREFIX, related=tuple(Location("energy.csv", line) for line in range(1, 21)))
    assert "; line 6 … and 14 more\n" in printed([many])
    assert "; line 20\n" in printed([many], show_all=True)


def test_on_a_screen_lines_are_folded_below_their_beginning() -> None:
    lines = printed([PREFIX, PLACEHOLDER], width=50).splitlines()
    assert max(map(len, lines)) <= 50
    assert "    Scope 1 2023 is 12,252.52 MtCO2e, more than" in [line.rstrip() for line in lines]
    assert "    any company can have." in [line.rstrip() for line in lines]


def test_control_characters_and_markup_are_shown_not_obeyed() -> None:
    finding = codes.PLACEHOLDER_TEXT.finding("[red]x[/] \x1b[31m", location=Location("a\x07.csv", 1))
    text = printed([finding])
    assert "[red]x[/] \\x1b[31m" in text
    assert "a\\x07.csv" in text


@pytest.mark.parametrize(
    ("findings", "fail_on", "verdict"),
    [
        ([], None, "Fit to file: nothing was found"),
        ([PLACEHOLDER, SHOWN_ROUNDED], None, "Fit to file, with 1 warning, 1 note"),
        ([PLACEHOLDER, SHOWN_ROUNDED], Severity.WARNING, "Not fit to file: 1 warning, 1 note"),
        (ALL, None, "Not fit to file: 3 errors, 1 warning, 1 note in 3 files"),
    ],
)
def test_the_verdict_is_one_line(findings: list[Finding], fail_on: Severity | None, verdict: str) -> None:
    judgement = judge(findings, fail_on=fail_on)
    assert judgement.verdict == verdict
    assert judgement.is_fit == verdict.startswith("Fit")
