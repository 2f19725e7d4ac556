"""What is wrong with a finished report, whoever asks: as a document, by what Arelle says of it, and in its figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ..findings import Finding, Location, codes
from ..instances import FiledFact, Instance, read_json
from ..taxonomy import Taxonomy
from .causes import one_a_cause
from .documents import DEFAULT, Filing, Settings
from .facts import check_facts
from .own_filings import check_own


def is_ours(filing: Filing, taxonomy: Taxonomy) -> bool:
    """Return whether a filing has facts of our taxonomy, of this version or the one before."""
    bases = (taxonomy.base, taxonomy.supersedes)
    return any(fact.concept.namespace in bases for facts in filing.facts.values() for fact in facts)


def read_facts(file: Path, oim_copy: Path | None, shown_as: str, taxonomy: Taxonomy) -> Instance | None:
    """Return the facts of a report in our taxonomy: from itself if it is xBRL-JSON, or else from Arelle's copy.

    ``None`` if they cannot be read, or if Arelle has left no copy.
    """
    source = file if file.suffix.lower() == ".json" else oim_copy
    if source is None or not source.exists():
        return None
    return read_json(source.read_bytes(), shown_as, taxonomy)[0]


def check_filing(
    filing: Filing,
    arelle: Iterable[Finding],
    taxonomy: Taxonomy,
    instance: Instance | None = None,
    settings: Settings = DEFAULT,
    *,
    last_instance: Instance | None = None,
    last_facts: Sequence[FiledFact] = (),
) -> list[Finding]:
    """Return everything that is found in a filing, one finding a cause.

    ``arelle`` are the findings that are made of Arelle's messages. A filing in our taxonomy is judged with
    ``instance``, its facts as Arelle read them, and compared with ``last_instance``; another one is compared with
    ``last_facts``, those of last year's as they were filed. Of several reports in one package the figures of ours are
    not judged, since ``instance`` is one report; that is a finding.
    """
    ours = is_ours(filing, taxonomy)
    types = {one.qname: one.type.kind for one in taxonomy.concepts.values()} if ours else {}
    document = filing.check(settings, types)
    figures: list[Finding] = []
    if ours and len(filing.reports) > 1:
        figures.append(_several(filing))
        instance = None
    for report in filing.reports:
        if ours:
            figures += check_own(report.facts, instance, taxonomy, last_instance)
        else:
            for file, facts in report.facts.items():
                figures += check_facts(facts, file, last_facts)
    return one_a_cause(_at_facts(arelle, filing), document, figures)


def _several(filing: Filing) -> Finding:
    return codes.FIGURES_NOT_JUDGED.finding(
        f"The package holds {len(filing.reports)} reports; the rules on figures judge one at a time, and here none.",
        hint="Validate each report by itself, or put each into a package of its own.",
        location=Location(filing.shown_as),
    )


def _at_facts(findings: Iterable[Finding], filing: Filing) -> list[Finding]:
    """Give messages about facts the places of these; Arelle names the report only."""
    places = {fact.id: Location(file, fact.line) for file, facts in filing.facts.items() for fact in facts if fact.line}

    def placed(finding: Finding) -> Finding:
        found = [places[fact] for fact in finding.facts if fact in places]
        if not found or (finding.location and finding.location.line):
            return finding
        return replace(finding, location=found[0], related=tuple(found[1:]))

    return [placed(finding) for finding in findings]
