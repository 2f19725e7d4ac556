"""One finding a cause: what several layers say of the same fault, and what only follows from it, is said once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..findings import Code, Finding, Location, Severity, codes, in_order

_STRUCTURE = (
    "ix11.12.1.2",  # no such concept
    "ix11",
    "xbrl.4.6",
    "xbrl.4.7",
    "xbrldie:ExplicitMember",
    "xbrldie",
    "enum2ie",
    "xbrl",
    "oim",
    "xmlSchema",
    "xml.",
    "lxml",
)
"""Beginnings of Arelle's codes for what is wrong with a fact or a context itself, the most telling first."""
_ARITHMETIC = ("ESG.4.17", "ESG.4.18", "ESG.5.04", "ESG.5.07", "ESG.5.08")
_EVERYWHERE: Mapping[str, tuple[str, ...]] = {
    "ESG.1.04": ("xbrl.4.7.2",),
    "ESG.1.07": ("ESG.5.02",),
    "ESG.3.02": ("ESG.3.06",),
    "ESG.3.05": ("ESG.3.02",),
    "ESG.4.07": ("xbrl.4.11", "ix11.6.1.2"),
    "ESG.4.10": ("ix11.11",),
    "ESG.4.20": ("xml.3.3.1", *_ARITHMETIC),
    "ESG.4.21": ("ix11",),
    "ESG.5.02": ("ESG.3.06",),
    "ESG.6.03": ("xmlSchema", "ix11", "xbrl", "lxml", "ESG.0.15", "ESG.1.09", "ESG.2.04", "ESG.3.01", "ESG.4.05"),
    "ESG.6.07": ("ix11.12.1.2",),
    "ESG.7.01": ("ESG.0.15", "ESG.7.03"),
    "ESG.7.03": ("ESG.4.23", "ESG.0.25"),
    "ESG.7.04": ("ESG.7.03", "ESG.0.15", "ESG.9.04"),
    "xbrl.4.7.2": ("ESG.3.02", "ESG.3.05", "ESG.3.06"),
    "xbrl.3.5": ("ESG.4.22",),
    "ix11.13": ("ESG.4.22",),
    "xbrldie:ExplicitMember": ("ESG.5.02",),
    **dict.fromkeys(("ix11", "xbrl", "xmlSchema"), (*_ARITHMETIC, "ESG.3.06", "err:")),
}
"""What follows, anywhere in the report, from what: by the beginnings of codes."""
_THERE: Mapping[str, tuple[str, ...]] = {
    "ESG.1.08": ("ESG.1.09",),
    "ESG.2.03": ("ESG.2.04",),
    "ESG.2.06": ("ESG.4.15",),
    "ESG.4.14": ("ESG.4.15", "ESG.4.03"),
    "ESG.4.15": ("ESG.4.17",),
    "ESG.6.05": ("ESG.6.02",),
    "ESG.6": ("lxml",),
}
"""What follows from what about the same fact or at the same place."""
_LINE = re.compile(r"\bline (\d+)\b")
_UNIT = re.compile(r"Unit (\S+) disallowed on fact (\S+)")
_CONTEXT = re.compile(r"Fact (\S+) context (\S+) dimensionally not valid")


def one_a_cause(arelle: Iterable[Finding], document: Sequence[Finding], figures: Sequence[Finding]) -> list[Finding]:
    """Return the findings of all layers on one report without those that say again, or follow from, what is said.

    ``document`` and ``figures`` are the findings of our rules, which count before Arelle's on the same fault. Of
    several of Arelle's on one fact the most telling is kept; units that the registry does not allow are one finding a
    unit, facts that no table has in a context one finding a context.
    """
    own = [*document, *figures]
    foreign = _most_telling(_grouped(_grouped(map(_placed, arelle), _UNIT, _of_unit), _CONTEXT, _of_context))
    said = _Said.of(own)
    found = [*own, *(finding for finding in foreign if not said.again(finding))]
    everywhere = _following(found)
    there = [(consequences, _Said.of(causes)) for consequences, causes in _near_causes(found)]
    kept = [
        finding
        for finding in found
        if not finding.code.startswith(everywhere)
        and not any(finding.code.startswith(codes_) and causes.is_near(finding) for codes_, causes in there)
    ]
    return in_order(finding for finding in kept if finding.code != codes.NOT_CARRIED.code or len(kept) == 1)


def _following(found: Iterable[Finding]) -> tuple[str, ...]:
    """Return the beginnings of the codes that follow from what is in a report, wherever they stand in it."""
    present = {
        finding.code for finding in found if finding.severity is Severity.ERROR or finding.code.startswith("ESG")
    }
    following: dict[str, None] = {}
    for cause, consequences in _EVERYWHERE.items():
        if any(code.startswith(cause) for code in present):
            following |= dict.fromkeys(consequences)
    return tuple(following)


def _near_causes(found: Sequence[Finding]) -> Iterator[tuple[tuple[str, ...], list[Finding]]]:
    """Yield the findings from which others follow about the same facts or at the same places, with what follows."""
    for cause, consequences in _THERE.items():
        if causes := [finding for finding in found if finding.code.startswith(cause)]:
            yield consequences, causes


@dataclass(frozen=True)
class _Said:
    """What some findings are about: their facts, their places, and the facts by code."""

    facts: frozenset[str]
    lines: frozenset[tuple[str, int | None]]
    by_code: Mapping[str, frozenset[str]]
    units: frozenset[str]

    @classmethod
    def of(cls, findings: Sequence[Finding]) -> _Said:
        by_code: defaultdict[str, set[str]] = defaultdict(set)
        for finding in findings:
            by_code[finding.code].update(finding.facts)
        places = (place for finding in findings for place in (finding.location, *finding.related) if place)
        unknown = (finding for finding in findings if finding.code == codes.UNIT_NOT_IN_REGISTRY.code)
        return cls(
            frozenset(fact for finding in findings for fact in finding.facts),
            frozenset((place.file, place.line) for place in places if place.line),
            {code: frozenset(facts) for code, facts in by_code.items()},
            frozenset(word for finding in unknown for word in finding.message.split()),
        )

    def is_near(self, finding: Finding) -> bool:
        """Whether a finding is about one of the facts, or at one of the places."""
        place = finding.location
        is_there = place is not None and (place.file, place.line) in self.lines
        return is_there or not self.facts.isdisjoint(finding.facts)

    def again(self, finding: Finding) -> bool:
        """Whether a finding says again what is said of one of its facts, or of the whole report.

        A measure that is in no registry is why the registry does not allow its unit.
        """
        if finding.code == codes.UNIT_WRONG_FOR_TYPE.code and not self.units.isdisjoint(finding.message.split()[8:9]):
            return True
        facts = self.by_code.get(finding.code)
        return facts is not None and (not finding.facts or not facts.isdisjoint(finding.facts))


def _most_telling(findings: Iterable[Finding]) -> list[Finding]:
    """Of what is wrong with a fact itself, keep what says most."""
    struck: set[str] = set()
    lines: set[tuple[str, int]] = set()
    kept: list[Finding] = []
    for finding in sorted(findings, key=_rank):
        place = finding.location
        line = (place.file, place.line) if place and place.line else None
        if _rank(finding) < len(_STRUCTURE):
            if struck.issuperset(finding.facts) if finding.facts else line in lines:
                continue
            struck.update(finding.facts)
            lines.update([line] if line else [])
        kept.append(finding)
    return kept


def _rank(finding: Finding) -> int:
    return next((rank for rank, start in enumerate(_STRUCTURE) if finding.code.startswith(start)), len(_STRUCTURE))


def _placed(finding: Finding) -> Finding:
    """Give a message of the XML parser, which names its line in words, that line as its place."""
    line = _LINE.search(finding.message) if finding.code.startswith("lxml") else None
    if line is None or finding.location is None or finding.location.line:
        return finding
    return replace(finding, location=Location(finding.location.file, int(line[1])))


def _grouped(
    findings: Iterable[Finding],
    pattern: re.Pattern[str],
    join: Callable[[Sequence[re.Match[str]]], tuple[Code, str, str]],
) -> list[Finding]:
    """Make one finding of all whose message fits a pattern and says the same of a unit or of a context."""
    kept: list[Finding] = []
    groups: defaultdict[str, list[tuple[Finding, re.Match[str]]]] = defaultdict(list)
    for finding in findings:
        match = pattern.match(finding.message)
        if match is None:
            kept.append(finding)
        else:
            groups[match[1] if pattern is _UNIT else match[2]].append((finding, match))
    for found in groups.values():
        code, message, hint = join([match for _, match in found])
        first, *others = [finding for finding, _ in found]
        kept.append(
            code.finding(
                message,
                hint=hint,
                location=first.location,
                facts=tuple(dict.fromkeys(fact for finding, _ in found for fact in finding.facts)),
                related=tuple(finding.location for finding in others if finding.location),
            )
        )
    return kept


def _of_unit(found: Sequence[re.Match[str]]) -> tuple[Code, str, str]:
    return (
        codes.UNIT_WRONG_FOR_TYPE,
        f"The Unit Types Registry does not allow the unit {found[0][1]} for {_facts([one[2] for one in found])}.",
        "Use a unit of the registry that measures what the concept reports; look at its spelling.",
    )


def _of_context(found: Sequence[re.Match[str]]) -> tuple[Code, str, str]:
    return (
        codes.NO_HYPERCUBE,
        f"No table of the taxonomy has {_facts([one[1] for one in found])} with the members of the context "
        f"{found[0][2]}.",
        "Use a concept that these members cut, or remove those that do not belong to it.",
    )


def _facts(names: Sequence[str]) -> str:
    more = len(names) - 1
    return names[0] + (f" and {more} more {'fact' if more == 1 else 'facts'}" if more else "")
