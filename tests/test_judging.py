"""Profiles, waivers and baselines: what is done with findings before they count."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from found import ALL, CELL, FINDINGS, NOWHERE, OF_ARELLE, PLACEHOLDER, PREFIX, SHOWN_ROUNDED
from hypothesis import given

from esgtag.findings import CODES, Finding, Location, Severity, codes, in_order
from esgtag.findings.baselines import baseline_of, baseline_to_json, compare, fingerprint, read_baseline
from esgtag.findings.judgement import judge
from esgtag.findings.profiles import Profile, apply, built_in, read_profile
from esgtag.findings.waivers import Waiver, read_waivers, waive

from places import ROOT

TODAY = datetime.date(2024, 6, 30)


# Profiles


def profile(tmp_path: Path, text: str, name: str = "team.toml") -> tuple[Profile | None, list[Finding]]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_profile(path.as_posix())


def test_own_is_what_the_rules_are_registered_with() -> None:
    own = built_in("own")
    assert [own.severity(code.finding("x")) for code in CODES.values()] == [code.severity for code in CODES.values()]
    assert own.fail_on is Severity.ERROR
    assert own.thresholds.most_bytes == 20_000_000


def test_foreign_asks_nothing_of_house_style() -> None:
    foreign = built_in("foreign")
    for number in ("1.01", "1.06", "1.08", "3.02", "3.03", "4.20", "4.23", "5.06", "7.02"):
        code = next(code for code in CODES.values() if code.number == f"ESG.{number}")
        assert foreign.severity(code.finding("x")) in (None, Severity.NOTE), number
    for still in (codes.UNIT_PREFIX_IMPLAUSIBLE, codes.INCONSISTENT_DUPLICATE, codes.LEI_INVALID, codes.ENCODING):
        assert foreign.severity(still.finding("x")) is Severity.ERROR


def test_foreign_names_rules_that_exist_and_none_is_worse_than_registered() -> None:
    foreign = built_in("foreign")
    registered = {code.number: code.severity for code in CODES.values()}
    assert set(foreign.severities) <= set(registered)
    assert all(level is None or level < registered[number] for number, level in foreign.severities.items())


def test_a_team_s_profile_changes_what_it_names(tmp_path: Path) -> None:
    text = """
name = "team"
extends = "foreign"
schemes = ["https://register.example/"]
file_name = "[a-z]+-[0-9]{4}"
fail_on = "warning"
[severities]
"ESG.2.07.unitPrefixImplausible" = "warning"
ESG.4.06 = "off"                     # without quotes
"xbrl.*" = "note"
"xbrl.4.6.3:itemContext" = "warning"
[thresholds]
most_bytes = 5
"""
    team, findings = profile(tmp_path, text)
    assert findings == []
    assert team is not None
    assert apply(ALL, team) == [
        replace(PREFIX, severity=Severity.WARNING),
        SHOWN_ROUNDED,
        replace(OF_ARELLE, severity=Severity.WARNING),
        NOWHERE,
    ]
    assert apply([replace(OF_ARELLE, code="xbrl.5.1")], team)[0].severity is Severity.NOTE
    assert team.fail_on is Severity.WARNING
    assert team.thresholds == replace(built_in().thresholds, most_bytes=5)
    assert team.severities["ESG.1.08"] is Severity.NOTE  # from foreign
    assert team.schemes == ("https://register.example/",)


def test_a_profile_may_extend_a_file_beside_it(tmp_path: Path) -> None:
    profile(tmp_path, 'name = "house"\n[severities]\n"ESG.4.06" = "error"\n"ESG.4.15" = "error"', "house.toml")
    team, findings = profile(tmp_path, 'name = "team"\nextends = "house.toml"\n[severities]\n"ESG.4.15" = "note"')
    assert findings == []
    assert team is not None
    assert (team.severities["ESG.4.06"], team.severities["ESG.4.15"]) == (Severity.ERROR, Severity.NOTE)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('name = "t"\nnme = 1', 2, "`nme` is not known"),
        ("\nfail_on = 'note'", 1, "`name` is missing"),
        ('name = "t"\n\n[severities]\nESG.4.15 = "eror"', 4, "'error', 'warning', 'note' or 'off' is expected"),
        ('name = "t"\n[severities]\n"ESG.4.51" = "note"', 3, "There is no rule ESG.4.51"),
        ('name = "t"\n[severities]\n"ESG.0.15" = "off"', 3, "cannot be off"),
        ('name = "t"\n[severities]\n"ESG.9.*" = "note"', 3, "cannot be note"),
        ('name = "t"\n[severities]\n"*" = "off"', 3, "cannot be off"),
        ('name = "t"\n[thresholds]\nmost_bytes = "5"', 3, "`thresholds.most_bytes` does not fit"),
        ('name = "t"\nfile_name = "("', 2, "not a regular expression"),
        ('name = "t"\nextends = "team.toml"', 2, "extends itself"),
        ('name = "t"\nextends = "nowhere.toml"', None, "cannot be read"),
        ('name = "t"\nextends "own"', 2, "not well-formed TOML"),
        ('name = "t"\nextends = "own', 2, "not well-formed TOML"),
    ],
)
def test_a_profile_that_is_wrong_is_answered_at_its_line(
    tmp_path: Path, text: str, line: int | None, words: str
) -> None:
    team, findings = profile(tmp_path, text)
    assert team is None
    assert len(findings) == 1
    assert words in findings[0].message
    assert findings[0].location is not None
    assert findings[0].location.line == line


def test_there_is_no_other_built_in_profile() -> None:
    with pytest.raises(ValueError, match="no profile house"):
        built_in("house")


# Waivers

WAIVER = """
[[waiver]]
code = "ESG.2.07"
fact = "GrossScope1*"
reason = "The plant was new."
expires = 2024-06-30
by = "A. Chan"
"""


def waivers(tmp_path: Path, text: str = WAIVER) -> list[Waiver]:
    path = tmp_path / "waivers.toml"
    path.write_text(text, encoding="utf-8")
    read, findings = read_waivers(path)
    assert findings == []
    return read


def test_what_is_waived_is_a_note_that_says_why(tmp_path: Path) -> None:
    judged = waive([PREFIX, PLACEHOLDER], waivers(tmp_path), TODAY)
    reason = "The plant was new. (A. Chan, until 2024-06-30)"
    assert judged == [replace(PREFIX, severity=Severity.NOTE, waiver=reason), PLACEHOLDER]


def test_a_waiver_that_has_expired_waives_nothing_and_is_found(tmp_path: Path) -> None:
    judged = waive([PREFIX], waivers(tmp_path), TODAY + datetime.timedelta(days=1))
    assert judged[0] == PREFIX
    assert judged[1].code == "ESG.9.02.waiverExpired"
    assert "GrossScope1* expired on 2024-06-30: The plant was new." in judged[1].message
    assert judged[1].location == Location((tmp_path / "waivers.toml").as_posix(), 2, "waiver.1")


def test_a_waiver_that_is_about_nothing_is_found(tmp_path: Path) -> None:
    judged = waive([PLACEHOLDER], waivers(tmp_path), TODAY)
    assert [finding.code for finding in judged] == [PLACEHOLDER.code, "ESG.9.01.waiverUnused"]


@pytest.mark.parametrize(
    ("lines", "covered"),
    [
        ('code = "ESG.2.07.unitPrefixImplausible"\nfact = "GrossScope1.2023"', True),
        ('code = "2.07"\nfile = "energy.csv"', True),
        ('code = "2.07"\nfile = "energy.csv"\nline = 3', True),
        ('code = "2.07"\nfile = "energy.csv"\nline = 4', False),
        ('code = "2.07"\nfile = "nergy.csv"', False),
        ('code = "2.07"\nfact = "GrossScope1"', False),
        ('code = "2.07"\nfact = "GrossScope1*"\nfile = "water.csv"', False),
        ('code = "4.06"\nfile = "energy.csv"', False),
    ],
)
def test_a_waiver_covers_what_it_names(tmp_path: Path, lines: str, covered: bool) -> None:
    text = f'[[waiver]]\n{lines}\nreason = "r"\nexpires = "2024-12-31"\nby = "b"'
    assert waivers(tmp_path, text)[0].covers(PREFIX) == covered
    assert waivers(tmp_path, text)[0].covers(PREFIX.within("my-report")) == covered


@pytest.mark.parametrize(("cell", "covered"), [("Energy!F12", True), ("Energy!F1", False), ("Water!F12", False)])
def test_a_waiver_may_name_a_cell(tmp_path: Path, cell: str, covered: bool) -> None:
    text = f'[[waiver]]\ncode = "ESG.4.06"\nfile = "form.xlsx"\ncell = "{cell}"\nreason = "r"\nexpires = 2024-12-31\nby = "b"'
    assert waivers(tmp_path, text)[0].covers(PLACEHOLDER) == covered


def test_a_waiver_may_be_of_codes_of_arelle(tmp_path: Path) -> None:
    text = WAIVER.replace('"ESG.2.07"', '"xbrl.4.6.*"').replace('fact = "GrossScope1*"', 'file = "r.xhtml"')
    assert waivers(tmp_path, text)[0].covers(OF_ARELLE)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('reason = "The plant was new."\n', "", 2, "`waiver.1.reason` is missing"),
        ('reason = "The plant was new."', 'reason = ""', 5, "it is empty"),
        ("expires = 2024-06-30\n", "", 2, "`waiver.1.expires` is missing"),
        ("2024-06-30", '"next year"', 6, "a date is expected"),
        ('fact = "GrossScope1*"\n', "", 2, "neither a fact nor a file"),
        ('fact = "GrossScope1*"', "line = 5\nfact = 'x'", 2, "name the file"),
        ('"ESG.2.07"', '"ESG.2.77"', 3, "There is no rule ESG.2.77"),
        ('"ESG.2.07"', '"ESG.9.04"', 3, "cannot be waived"),
        ("by =", "from =", 7, "`waiver.1.from` is not known"),
    ],
)
def test_waivers_that_are_wrong_are_answered_at_their_line(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text(WAIVER.replace(old, new), encoding="utf-8")
    read, findings = read_waivers(path)
    assert read == []
    assert words in findings[0].message
    assert findings[0].location is not None
    assert findings[0].location.line == line


def test_a_waived_finding_stays_a_note_whatever_the_profile_says(tmp_path: Path) -> None:
    judgement = judge([PREFIX], waivers=waivers(tmp_path), today=TODAY)
    assert [finding.severity for finding in judgement.findings] == [Severity.NOTE]
    assert judgement.is_fit


def test_findings_about_waivers_follow_the_profile(tmp_path: Path) -> None:
    strict, _ = profile(tmp_path, 'name = "strict"\n[severities]\n"ESG.9.02" = "error"')
    judgement = judge([PREFIX], profile=strict, waivers=waivers(tmp_path), today=datetime.date(2025, 1, 1))
    assert {finding.severity for finding in judgement.findings} == {Severity.ERROR}


def test_without_a_day_no_waiver_is_judged(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="give `today`"):
        judge([PREFIX], waivers=waivers(tmp_path))


# Baselines


@given(FINDINGS)
def test_with_its_own_baseline_only_what_must_not_be_known_is_new(findings: list[Finding]) -> None:
    known = baseline_of(findings)
    compared = compare(findings, known)
    assert compared.gone == ()
    assert set(compared.new) | set(compared.known) == set(findings)
    for finding in compared.new:
        is_bedrock = finding.code[4:5] in ("0", "9") and CODES[finding.code].severity is Severity.ERROR
        assert finding.waiver is not None or is_bedrock or finding.code.startswith(("ESG.9.01", "ESG.9.02"))


@given(FINDINGS, FINDINGS)
def test_what_is_new_known_and_gone_adds_up(before: list[Finding], after: list[Finding]) -> None:
    known = baseline_of(before)
    compared = compare(after, known)
    assert len(compared.new) + len(compared.known) == len(in_order(after))
    assert len(compared.known) + sum(one.count for one in compared.gone) == sum(one.count for one in known.findings)


@given(FINDINGS)
def test_a_baseline_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, findings: list[Finding]
) -> None:
    path = tmp_path_factory.mktemp("baseline") / "baseline.json"
    known = baseline_of([replace(one, message=one.message.replace("\x07", "")) for one in findings])
    path.write_text(baseline_to_json(known), encoding="utf-8")
    assert read_baseline(path) == (known, [])


def test_a_finding_is_known_after_lines_have_moved_and_figures_changed() -> None:
    moved = replace(
        PREFIX, location=replace(PREFIX.location, line=30), message=PREFIX.message.replace("12,252.52", "13,000")
    )
    row = replace(PLACEHOLDER, location=replace(CELL, line=99))
    compared = compare([moved, row], baseline_of([PREFIX, PLACEHOLDER]))
    assert (compared.new, compared.gone) == ((), ())


@pytest.mark.parametrize(
    "other",
    [
        replace(PREFIX, facts=("GrossScope2.2023",)),
        replace(PREFIX, code="ESG.4.15.scaleSlip"),
        replace(PREFIX, location=Location("water.csv", 3, "2023")),
        replace(PREFIX, message="Scope 1 2023 is 12,252.52 tonnes, more than any company can have."),
        replace(PLACEHOLDER, location=replace(CELL, sheet="Water")),
    ],
)
def test_another_finding_is_new(other: Finding) -> None:
    assert fingerprint(other) not in (fingerprint(PREFIX), fingerprint(PLACEHOLDER))


def test_more_of_the_same_are_new_and_less_are_gone() -> None:
    three = [replace(PLACEHOLDER, location=replace(CELL, line=line)) for line in (5, 6, 7)]
    more = judge([*three, PREFIX], baseline=baseline_of(three[:2]))
    assert [finding.location for finding in more.findings] == [PREFIX.location, three[2].location]
    assert more.beside_baseline == ["2 known findings of the baseline not shown: 2 warnings"]
    less = judge([], baseline=baseline_of([*three, PREFIX]))
    assert less.verdict == "Fit to file: nothing was found"
    assert less.beside_baseline == [
        "4 findings of the baseline gone: ESG.2.07.unitPrefixImplausible in energy.csv; "
        "ESG.4.06.placeholderText in form.xlsx"
    ]


def test_what_was_not_validated_is_never_known() -> None:
    assert baseline_of([NOWHERE]).findings == []


def test_the_next_baseline_keeps_what_is_known() -> None:
    judgement = judge([PREFIX, PLACEHOLDER], baseline=baseline_of([PREFIX]))
    assert [finding.code for finding in judgement.findings] == [PLACEHOLDER.code]
    assert judge([PREFIX, PLACEHOLDER], baseline=judgement.next_baseline()).findings == ()


def test_a_baseline_that_is_none_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(json.dumps({"version": "2", "findings": []}))
    known, findings = read_baseline(path)
    assert known is None
    assert "`version` does not fit" in findings[0].message


# The documentation


def test_the_examples_of_the_documentation_are_read(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    first, second = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    team, findings = profile(tmp_path, first)
    assert team is not None
    assert findings == []
    assert len(waivers(tmp_path, second)) == 2
