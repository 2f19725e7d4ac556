"""The rule on what a standard requires."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...findings import Finding, Severity, codes
from ...generator import in_language
from ...taxonomy import Taxonomy, answers
from ...taxonomy.coverage import ANSWERING
from .case import Case

_WITH_TITLES = 10
"""How many open requirements are named by more than their codes."""
_OBLIGATIONS = {"mandatory": Severity.WARNING, "comply or explain": Severity.NOTE}
"""How bad it is that a requirement is open while people still fill in."""


def requirements_are_open(case: Case) -> Iterator[Finding]:
    """What a standard that the report names requires is reported or omitted; one finding a standard and obligation."""
    reported = {fact.concept for fact in case.figures.mapped.instance.facts}
    present = {record.concept for record in case.disclosure.records if record.printed}
    present |= {concept.name for concept in case.taxonomy.concepts.values() if concept.qname in reported}
    for index, name in enumerate(case.disclosure.manifest.report.standards):
        for obligation, severity in _OBLIGATIONS.items():
            asked = _asked(case.taxonomy, name, obligation)
            open_ = [code for code, concepts in asked.items() if present.isdisjoint(concepts)]
            if open_:
                has, them = ("has", "it") if len(open_) == 1 else ("have", "them")
                finding = codes.DISCLOSURE_MISSING.finding(
                    f"{len(open_)} of {len(asked)} requirements of {name} that are {obligation} {has} neither a value "
                    f"nor an omission: {_named(case.taxonomy, name, open_)}.",
                    hint=f"Report {them}, or omit {them} with the reason. "
                    f"{open_[0]} is answered by {asked[open_[0]][0]}.",
                    location=case.disclosure.document.location("report", "standards", index),
                )
                yield replace(finding, severity=severity)


def _named(taxonomy: Taxonomy, standard: str, open_: Sequence[str]) -> str:
    """Return every code, the first few with their titles, for a message that people can still read."""
    titles = taxonomy.standards[standard].codes
    first = "; ".join(f"{code} ({in_language(titles[code].labels, 'en')})" for code in open_[:_WITH_TITLES])
    others = open_[_WITH_TITLES:]
    return f"{first}; and {', '.join(others)}" if others else first


def _asked(taxonomy: Taxonomy, standard: str, obligation: str) -> dict[str, list[str]]:
    """Return the codes of a standard that have an obligation, with the concepts that answer them."""
    if standard not in taxonomy.standards:
        return {}
    found = {
        code: [concept.name for relation, concept in concepts if relation in ANSWERING]
        for code, concepts in answers(taxonomy, standard).items()
        if taxonomy.standards[standard].codes[code].obligation == obligation
    }
    return {code: concepts for code, concepts in found.items() if concepts}
