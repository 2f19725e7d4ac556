"""What is said about figures, beside their values: footnotes, omissions, restatements, boundaries, assurance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..instances import Entity, Fact, Footnote, Period
from ..taxonomy import Concept, Taxonomy
from .manifest import Manifest, OmissionMark, OmissionReason, PeriodRecord, Text, in_language
from .records import KPIRecord
from .values import read_value

REASON_LABELS: Mapping[OmissionReason, Mapping[str, str]] = {
    OmissionReason.NOT_APPLICABLE: {"en": "Not applicable", "zh-Hans": "不适用", "zh-Hant": "不適用"},
    OmissionReason.NOT_AVAILABLE: {"en": "Not available", "zh-Hans": "暂无数据", "zh-Hant": "暫無數據"},
    OmissionReason.CONFIDENTIAL: {"en": "Confidential", "zh-Hans": "保密", "zh-Hant": "保密"},
    OmissionReason.LEGAL_PROHIBITION: {"en": "Legal prohibition", "zh-Hans": "法律禁止披露", "zh-Hant": "法律禁止披露"},
    OmissionReason.TO_BE_DISCLOSED: {"en": "To be disclosed", "zh-Hans": "待披露", "zh-Hant": "待披露"},
}


OMISSION_REASON = "OmissionReason"
"""The concept that says why a figure is not given."""
REASON_MEMBERS: Mapping[OmissionReason, str] = {
    OmissionReason.NOT_APPLICABLE: "OmissionNotApplicable",
    OmissionReason.NOT_AVAILABLE: "OmissionNotAvailable",
    OmissionReason.CONFIDENTIAL: "OmissionConfidential",
    OmissionReason.LEGAL_PROHIBITION: "OmissionLegalProhibition",
    OmissionReason.TO_BE_DISCLOSED: "OmissionToBeDisclosed",
}

ENGAGEMENT_AXIS = "AssuranceEngagement"
"""The axis whose members are the engagements of assurance providers."""
ENGAGEMENT_CONCEPTS = ("NameOfAssuranceProvider", "LevelOfAssurance")
"""What an assured figure is linked to, of all that is said about its engagement: the first of these that is there."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the manifest says about figures and a concept says as a fact, under an id of its own."""

    kind: str
    concept: str
    axis: str


RESTATED = Remark("restatement", "ReasonForRestatement", "RestatementCause")
BOUNDED = Remark("boundary", "BoundaryOfFigures", "Boundary")
ASSURED = "assurance"


def entity_of(manifest: Manifest) -> Entity:
    """Return who reports."""
    return Entity(manifest.entity.scheme, manifest.entity.identifier)


def period_of(concept: Concept, period: PeriodRecord) -> Period:
    """Return the period of a fact: the whole period for a flow, its last day for a stock."""
    return Period(period.end) if concept.period == "instant" else Period(period.end, period.start)


def footnote_id(key: str) -> str:
    """Return the id of a declared footnote."""
    return f"footnote.{key}"


def note_id(kind: str, key: str) -> str:
    """Return the id of the note on a restatement, a boundary or an assurance engagement."""
    return f"{kind}.{key}"


@dataclass(frozen=True, slots=True)
class Remarks:
    """Finds the notes on records, and writes what they say as footnotes and as facts of their own."""

    manifest: Manifest
    taxonomy: Taxonomy
    language: str

    def footnote_ids(self, record: KPIRecord) -> Iterator[str]:
        """Yield the ids of the footnotes on a record, its omission's explanation among them."""
        yield from (footnote_id(key) for key in record.footnotes)
        if record.omission:
            yield self._omission_id(record.omission)

    def _omission_id(self, mark: OmissionMark) -> str:
        return f"omission.{self.manifest.omission_ids[mark.mark]}"

    def notes(self, record: KPIRecord) -> Iterator[str]:
        """Yield the ids of the notes on a record: footnotes, what it covers, why it is restated, who assured it."""
        yield from (footnote_id(key) for key in record.footnotes)
        if record.boundary:
            yield note_id(BOUNDED.kind, record.boundary)
        if record.restatement:
            yield note_id(RESTATED.kind, record.restatement)
        yield from (note_id(ASSURED, key) for key in record.assurance)
        if record.omission:
            yield self._omission_id(record.omission)

    def explanations(self, record: KPIRecord) -> tuple[str, ...]:
        """Return the id of the fact that says why a figure is not given, where the taxonomy can say it."""
        if record.omission is None or OMISSION_REASON not in self.taxonomy.concepts:
            return ()
        return (self._remark_id(OMISSION_REASON, self.manifest.omission_ids[record.omission.mark]),)

    def remarks(self, record: KPIRecord) -> tuple[str, ...]:
        """Return the ids of the facts that say why a figure is restated and what it covers."""
        found = []
        for remark, key in ((RESTATED, record.restatement), (BOUNDED, record.boundary)):
            if key and remark.concept in self.taxonomy.concepts:
                found.append(f"{self._remark_id(remark.concept, key)}.{self.language}")
        return tuple(found)

    def _remark_id(self, concept: str, key: str) -> str:
        return f"{concept}.{key}.{self.manifest.periods.reporting.name}"

    def facts(self, placed: Iterable[KPIRecord]) -> dict[str, Fact]:
        """Return the facts that say why figures are not given or restated, and what they cover, by the note on it."""
        records = list(placed)
        used = {note for record in records for note in self.notes(record)}
        return self._omission_reasons(used) | self._said(RESTATED, used) | self._said(BOUNDED, used)

    def _said(self, remark: Remark, used: set[str]) -> dict[str, Fact]:
        if remark.concept not in self.taxonomy.concepts:
            return {}
        texts: Mapping[str, Text] = self.manifest.restatements if remark is RESTATED else self.manifest.boundaries
        concept, reporting = self.taxonomy.concepts[remark.concept], self.manifest.periods.reporting
        return {
            note_id(remark.kind, key): Fact(
                id=f"{self._remark_id(remark.concept, key)}.{self.language}",
                concept=concept.qname,
                entity=entity_of(self.manifest),
                period=period_of(concept, reporting),
                value=in_language(text, self.language),
                language=self.language,
                dimensions=((self.taxonomy.axes[remark.axis].qname, key),),
            )
            for key, text in texts.items()
            if note_id(remark.kind, key) in used
        }

    def _omission_reasons(self, used: set[str]) -> dict[str, Fact]:
        if OMISSION_REASON not in self.taxonomy.concepts:
            return {}
        concept = self.taxonomy.concepts[OMISSION_REASON]
        (axis,) = self.taxonomy.axes_of(OMISSION_REASON)
        reporting, ids = self.manifest.periods.reporting, self.manifest.omission_ids
        return {
            self._omission_id(mark): Fact(
                id=self._remark_id(OMISSION_REASON, ids[mark.mark]),
                concept=concept.qname,
                entity=entity_of(self.manifest),
                period=period_of(concept, reporting),
                value=read_value(REASON_MEMBERS[mark.reason], concept, self.taxonomy),
                dimensions=((self.taxonomy.axes[axis].qname, ids[mark.mark]),),
            )
            for mark in self.manifest.omissions
            if self._omission_id(mark) in used
        }

    def footnotes(self, facts: Iterable[Fact]) -> tuple[Footnote, ...]:
        """Return the footnotes in use: declared ones in their order, then the explanations of omissions."""
        used = {footnote for fact in facts for footnote in fact.footnotes}
        declared = {footnote_id(key): in_language(text, self.language) for key, text in self.manifest.footnotes.items()}
        explained = {
            self._omission_id(mark): in_language(mark.explanation, self.language) for mark in self.manifest.omissions
        }
        return tuple(Footnote(key, self.language, text) for key, text in (declared | explained).items() if key in used)
