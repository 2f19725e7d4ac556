"""The quality of a filing on one card, in words for people who do not know the rules.

Six sides of a filing have 0 to 100 points each. Every rule that is broken costs its side points once, by its severity:
an error 30, a warning 10, a note 2; half as much again from ten findings on, twice as much from a hundred on. What is
waived costs nothing and is said. The whole filing has the points of its weakest side. Where a file was not validated,
only its technical side is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .codes import CODES
from .explanations import ForeignCode, explain, explanations
from .model import Finding, Severity, worst

FULL = 100
_COSTS = {Severity.ERROR: 30, Severity.WARNING: 10, Severity.NOTE: 2}
_GOOD, _FAIR = 80, 50

_TITLES = {
    "accuracy": "Accuracy",
    "completeness": "Completeness",
    "units": "Units",
    "language": "Language",
    "identity": "Identity",
    "technical": "Technical",
}
_SIDES: Mapping[str, tuple[str, ...]] = {
    "accuracy": (
        *("ESG.4.01", "ESG.4.03", "ESG.4.04", "ESG.4.13", "ESG.4.14", "ESG.4.15", "ESG.4.16", "ESG.4.17", "ESG.4.18"),
        *("ESG.5.04", "ESG.5.07", "ESG.5.08"),
    ),
    "completeness": ("ESG.0.07", "ESG.0.20", "ESG.3.06", "ESG.4.05", "ESG.4.06", "ESG.4.22", "ESG.4.23"),
    "units": ("ESG.0.08", "ESG.2.01", "ESG.2.02", "ESG.2.03", "ESG.2.04", "ESG.2.05", "ESG.2.06", "ESG.2.07"),
    "language": ("ESG.0.21", "ESG.4.07", "ESG.4.08", "ESG.4.09", "ESG.4.10"),
    "identity": (
        *("ESG.1.01", "ESG.1.02", "ESG.1.03", "ESG.3.01", "ESG.3.02", "ESG.3.03", "ESG.3.04", "ESG.3.05"),
        *("ESG.4.20", "ESG.5.03", "ESG.5.05", "ESG.5.06", "ESG.7.02"),
    ),
}
"""The rules of each side by number; all others are technical."""
_ARELLE_SIDES = {"utre": "units", "calc11e": "accuracy"}
_NOT_VALIDATED = frozenset({"ESG.0.01", "ESG.0.15", "ESG.7.04", "ESG.9.03", "ESG.9.04"})


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a filing: its points, ``None`` where nothing can be said, and why, the costliest reason first."""

    name: str
    points: int | None
    reasons: tuple[str, ...]

    @property
    def title(self) -> str:
        """Its name for people."""
        return _TITLES[self.name]

    @property
    def grade(self) -> str:
        """``good``, ``fair`` or ``poor``; ``unknown`` without points."""
        if self.points is None:
            return "unknown"
        return "good" if self.points >= _GOOD else "fair" if self.points >= _FAIR else "poor"

    @property
    def verdict(self) -> str:
        """What the points mean."""
        if self.points == FULL:
            return "put up with what is waived" if self.reasons else "nothing was found"
        return {
            "good": "good, with little to improve",
            "fair": "to be improved",
            "poor": "not to be relied on",
            "unknown": "not judged, since the file could not be validated",
        }[self.grade]


@dataclass(frozen=True, slots=True)
class Card:
    """The sides of a filing."""

    sides: tuple[Side, ...]

    @property
    def points(self) -> int | None:
        """The points of the weakest side, ``None`` where a side is not judged."""
        points = [side.points for side in self.sides if side.points is not None]
        return min(points) if len(points) == len(self.sides) else None

    @property
    def verdict(self) -> str:
        """One line for people."""
        if self.points is None:
            return "Quality: not judged, since a file could not be validated"
        weakest = [side.title.lower() for side in self.sides if side.points == self.points]
        because = "" if self.points == FULL else f", decided by {' and '.join(weakest)}"
        return f"Quality: {self.points} of {FULL}{because}"


def score(findings: Iterable[Finding]) -> Card:
    """Return the quality card of a filing with these findings."""
    rules: dict[str, dict[str, list[Finding]]] = {name: {} for name in _TITLES}
    not_validated = False
    for finding in findings:
        not_validated |= _number(finding.code) in _NOT_VALIDATED and finding.waiver is None
        rules[_side_of(finding.code)].setdefault(finding.code, []).append(finding)
    return Card(tuple(_side(name, found, not_validated) for name, found in rules.items()))


def _number(code: str) -> str:
    return CODES[code].number if code in CODES else code


def _side_of(code: str) -> str:
    number = _number(code)
    found = next((name for name, numbers in _SIDES.items() if number in numbers), None)
    return found or _ARELLE_SIDES.get(code.partition(":")[0], "technical")


def _side(name: str, rules: Mapping[str, Sequence[Finding]], not_validated: bool) -> Side:
    told = sorted(((_cost(found), code) for code, found in rules.items()), key=lambda one: (-one[0], one[1]))
    points = max(0, FULL - sum(cost for cost, _ in told))
    unknown = not_validated and name != "technical"
    return Side(name, None if unknown else points, tuple(_reason(code, rules[code]) for _, code in told))


def _cost(findings: Sequence[Finding]) -> int:
    """What the findings of one rule cost: by the worst that is not waived, and by how many there are."""
    counting = [finding for finding in findings if finding.waiver is None]
    highest = worst(counting)
    if highest is None:
        return 0
    digits = min(len(str(len(counting))), 3)
    return _COSTS[highest] * (1 + digits) // 2


def _reason(code: str, findings: Sequence[Finding]) -> str:
    counting = [finding for finding in findings if finding.waiver is None]
    highest = worst(counting)
    if highest is None:
        return f"{_plainly(code)} Put up with: {findings[0].waiver}"
    times = "once" if len(counting) == 1 else f"{len(counting):,} times"
    return f"{_plainly(code)} ({highest.label}, {times})"


def _plainly(code: str) -> str:
    if code in CODES:
        return explanations()[code].plainly or f"This does not hold: {CODES[code].rule}"
    found = explain(code)
    return found.what if isinstance(found, ForeignCode) else f"A rule of the XBRL standards is broken: {code}."
