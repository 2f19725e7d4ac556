"""The rules for a finished report in our own taxonomy: its facts are records again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ..findings import Finding, Location, codes
from ..generator import check_manifest, disclosure_of, in_language, map_disclosure
from ..generator.mapping import COVER
from ..instances import FiledFact, Instance
from ..taxonomy import Taxonomy
from .consistency import check_consistency
from .facts import OF_OURS, check_facts
from .figures import Figures
from .records import check_records


def check_own(
    facts: Mapping[str, Sequence[FiledFact]],
    instance: Instance | None,
    taxonomy: Taxonomy,
    last_year: Instance | None = None,
) -> list[Finding]:
    """Return what the rules on facts, records and figures find in a report in our own taxonomy.

    ``facts`` are the report's as filed, by its documents; the places of findings are lines of these. ``instance`` is
    what Arelle read, if it could. Facts that are no records are named once: the rules say nothing about them. How a
    unit was spelt before it was filed is not known, so that only units that differ as filed do.
    """
    findings = [finding for file, filed in facts.items() for finding in check_facts(filed, file, rules=OF_OURS)]
    if instance is not None and facts:
        places = {fact.id: Location(file, fact.line) for file, filed in facts.items() for fact in filed if fact.line}
        judged = _judged(instance, next(iter(facts)), taxonomy, last_year)
        of_records = [_at_line(finding, places) for finding in judged]
        said = {finding.code for finding in of_records}
        findings = [*of_records, *(finding for finding in findings if finding.code not in said)]
    return findings


def _judged(instance: Instance, shown_as: str, taxonomy: Taxonomy, last_year: Instance | None) -> Iterator[Finding]:
    yield from _nil_without_reason(instance, shown_as)
    yield from _not_said(instance, shown_as, taxonomy)
    disclosure, left = disclosure_of(instance, shown_as, taxonomy)
    if disclosure is None:
        yield codes.FIGURES_NOT_JUDGED.finding(
            f"The rules on figures cannot be applied to the report: {left[0].message}",
            hint="Mend that first, then validate again.",
            location=Location(shown_as),
        )
        return
    language = disclosure.manifest.report.languages[0]
    mapped, problems = map_disclosure(disclosure, disclosure.taxonomy, language)
    units = {fact.id: fact.unit for fact in instance.facts}
    for finding in check_manifest(disclosure.document, taxonomy):
        if finding.code in (codes.SCHEME_NOT_ALLOWED.code, codes.LEI_INVALID.code):
            yield finding
    figures = Figures(mapped, taxonomy)
    yield from check_consistency(figures)
    for finding in check_records(disclosure, figures, last_year):
        is_one_unit = len(finding.facts) > 1 and len({units.get(fact) for fact in finding.facts}) == 1
        if finding.code != codes.UNIT_DIFFERS.code or not is_one_unit:
            yield finding
    if left or problems:
        yield _unjudged([*left, *problems], shown_as)


def _nil_without_reason(instance: Instance, shown_as: str) -> Iterator[Finding]:
    """A figure that is not given is linked to a fact that says why; records have a reason wherever they have none."""
    for fact in instance.facts:
        if fact.is_numeric and fact.value is None and not fact.explanations:
            yield codes.NIL_WITHOUT_REASON.finding(
                f"{fact.concept.local} is not given (nil), and no reason is.",
                hint="Link it to the reason for its omission, and say in a note why it is missing.",
                location=Location(shown_as, None, fact.id),
                facts=(fact.id,),
            )


def _not_said(instance: Instance, shown_as: str, taxonomy: Taxonomy) -> Iterator[Finding]:
    """What every report says is there; the days of the reporting period are a rule of their own."""
    given = {fact.concept for fact in instance.facts}
    for concept in taxonomy.concepts.values():
        if concept.required and concept.name not in COVER[1:] and concept.qname not in given:
            yield codes.DISCLOSURE_MISSING.finding(
                f"The report does not say what every report says: {in_language(concept.labels, 'en')}.",
                hint=f"Report it as {concept.name}.",
                location=Location(shown_as),
            )


def _unjudged(left: Sequence[Finding], shown_as: str) -> Finding:
    facts = tuple(dict.fromkeys(fact for finding in left for fact in finding.facts))
    return codes.NOT_CARRIED.finding(
        f"The rules on figures do not judge {len(facts) or 'the'} facts of the report: {left[0].message}",
        hint="Look at these facts yourself.",
        location=Location(shown_as),
        facts=facts,
    )


def _at_line(finding: Finding, places: Mapping[str, Location]) -> Finding:
    """A place in a report that was read is the id of a fact; people look for its line."""

    def moved(place: Location) -> Location:
        return places.get(place.column, place) if place.line is None and place.column else place

    return replace(
        finding,
        location=moved(finding.location) if finding.location else None,
        related=tuple(map(moved, finding.related)),
    )
