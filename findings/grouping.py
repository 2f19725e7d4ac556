"""Findings with one cause as one: the same rule, in the same file, in the same sentence but for numbers and names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .model import Finding, Severity

_GAP = "…"
_NUMBER = r"[+−-]?\d[\d.,:/%-]*"
_AFTER_A_NAME = "is|are|was|were|has|have|do|does|did|should|must|can|cannot|may|will|but|that|which|not|than"
_LOWER = rf" (?!(?:{_AFTER_A_NAME})\b)[a-z]"
_NAMES = (
    re.compile(r"“[^”]*”|‘[^’]*’|\"[^\"]*\"|`[^`]*`|\[[^\]]*\]|\([^()]*\)|(?<!\w)'[^']*'(?!\w)"),
    re.compile(rf"(?<!\w){_NUMBER}{_LOWER}+(?!\w)"),  # a number with its unit
    re.compile(
        rf"(?<!\S)[A-Z]\S*(?: (?!(?:{_AFTER_A_NAME})\b)[a-z][a-z’'-]*\b(?![.,;:]))*"
    ),  # a label, or a first word
    re.compile(r"\S*[^a-z’'\s.,;:-]\S*"),
)
"""What is a number or a name in a sentence, most telling first."""


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that have one cause, at least one, in order of place."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The finding that stands for all."""
        return self.findings[0]

    @property
    def severity(self) -> Severity:
        """The severity of each of them."""
        return self.first.severity

    @property
    def file(self) -> str:
        """The file that all are in; empty where they have no place."""
        return self.first.location.file if self.first.location else ""

    @property
    def is_same_sentence(self) -> bool:
        """Whether every finding says exactly the same."""
        return len({(finding.message, finding.hint) for finding in self.findings}) == 1


def group(findings: Iterable[Finding]) -> list[Group]:
    """Put findings with one cause together, the worst first, then by place. None is lost and none is added."""
    causes: dict[object, list[Finding]] = {}
    for finding in findings:
        file = finding.location.file if finding.location else ""
        cause = finding.code, finding.severity, finding.waiver, file, pattern(finding.message)
        causes.setdefault(cause, []).append(finding)
    groups = [Group(tuple(sorted(members, key=lambda one: one.sort_key))) for members in causes.values()]
    return sorted(groups, key=lambda one: (-one.severity, one.first.sort_key))


def pattern(message: str) -> str:
    """Return a sentence with a gap for each number and name: what two findings of one kind have in common."""
    for name in _NAMES:
        message = name.sub(f" {_GAP} ", message)
    words = [word.strip(".,;:-") for word in message.split()]
    kept: list[str] = []
    for word in filter(None, words):
        if word != _GAP or kept[-1:] != [_GAP]:
            kept.append(word)
    return " ".join(kept)


def without_numbers(message: str) -> str:
    """Return a sentence with a gap for each number: what stays of a finding when lines move and figures change."""
    return re.sub(rf"(?<!\w){_NUMBER}", _GAP, message)


def spot(finding: Finding) -> str:
    """Return where in its file a finding is, such as ``line 3, unit`` or ``sheet Energy, cell B7``; or nothing."""
    return finding.location.spot if finding.location else ""
