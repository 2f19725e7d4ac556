"""The quality card of a filing."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from found import FINDINGS, NOWHERE, OF_ARELLE, PLACEHOLDER, PREFIX, SHOWN_ROUNDED, members
from hypothesis import given
from rich.console import Console

from esgtag.findings import CODES, Finding, Severity, codes
from esgtag.findings.score import Card, score
from esgtag.reporting import print_card


def points(*findings: Finding) -> dict[str, int | None]:
    return {side.name: side.points for side in score(findings).sides}


FULL = dict.fromkeys(("accuracy", "completeness", "units", "language", "identity", "technical"), 100)


def test_nothing_found_is_full_marks() -> None:
    card = score([])
    assert points() == FULL
    assert card.verdict == "Quality: 100 of 100"


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (PREFIX, {"units": 70}),
        (PLACEHOLDER, {"completeness": 90}),
        (SHOWN_ROUNDED, {"technical": 98}),
        (OF_ARELLE, {"technical": 70}),
        (Finding("utre:x", Severity.WARNING, "x"), {"units": 90}),
        (codes.LEI_INVALID.finding("x"), {"identity": 70}),
        (codes.TOTAL_DOES_NOT_ADD.finding("x"), {"accuracy": 90}),
        (codes.LANGUAGE_MISSING.finding("x"), {"language": 70}),
    ],
)
def test_a_broken_rule_costs_its_side(finding: Finding, expected: dict[str, int]) -> None:
    assert points(finding) == FULL | expected


@pytest.mark.parametrize(("count", "left"), [(1, 70), (9, 70), (10, 55), (99, 55), (100, 40), (5000, 40)])
def test_a_rule_that_is_broken_often_costs_more(count: int, left: int) -> None:
    many = [replace(PREFIX, facts=(f"f{number}",)) for number in range(count)]
    assert points(*many)["units"] == left


def test_the_weakest_side_decides() -> None:
    card = score([PREFIX, PLACEHOLDER])
    assert (card.points, card.verdict) == (70, "Quality: 70 of 100, decided by units")


def test_what_is_waived_costs_nothing_and_is_said() -> None:
    waived = replace(PREFIX, severity=Severity.NOTE, waiver="The plant was new.")
    units = next(side for side in score([waived]).sides if side.name == "units")
    assert units.points == 100
    assert units.reasons[0].endswith("Put up with: The plant was new.")


def test_a_file_that_was_not_validated_is_not_judged() -> None:
    card = score([NOWHERE])
    assert points(NOWHERE) == dict.fromkeys(FULL) | {"technical": 70}
    assert card.points is None
    assert card.verdict == "Quality: not judged, since a file could not be validated"


@given(FINDINGS)
def test_points_are_points_and_every_rule_is_a_reason(findings: list[Finding]) -> None:
    card = score(findings)
    assert all(side.points is None or 0 <= side.points <= 100 for side in card.sides)
    assert sum(len(side.reasons) for side in card.sides) == len({finding.code for finding in findings})


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_rule_is_told_in_plain_words(code: str) -> None:
    card = score([CODES[code].finding("x")])
    reasons = [reason for side in card.sides for reason in side.reasons]
    assert len(reasons) == 1
    assert "ESG." not in reasons[0]


def printed(card: Card) -> str:
    text = io.StringIO()
    print_card(card, console=Console(file=text, color_system=None))
    return text.getvalue()


def test_the_card_is_printed_with_its_reasons() -> None:
    lines = printed(score([PREFIX, *members(1)])).splitlines()
    assert "Units          70 ███████    to be improved" in lines
    assert (
        "      · Figures are a thousand or a million times what any company can have; their unit has slipped. (error, once)"
        in lines
    )
    assert "Language      100 ██████████ nothing was found" in lines
    assert lines[-1] == "Quality: 70 of 100, decided by units and technical"
