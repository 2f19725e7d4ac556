"""From the YAML source to the model: shape first, then every reference between the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from ..findings import Finding, LocatedYaml, Location, Severity, codes, read_yaml, to_text, worst
from .model import (
    NAMESPACES,
    Ambiguity,
    Arithmetic,
    Axis,
    Concept,
    ItemType,
    Member,
    Operand,
    PeriodType,
    QName,
    Ratio,
    Reference,
    Table,
    Taxonomy,
    UnitSpelling,
    similar,
)

SOURCE = Path(__file__).parent / "source"
_SHARED = ("taxonomy", "types", "units", "dimensions", "references")

_M = TypeVar("_M", bound=BaseModel)
Name = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]*$")]
Labels = dict[str, Annotated[str, StringConstraints(min_length=1)]]


class _Source(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Publisher(_Source):
    name: str
    url: str
    country: str


class _TaxonomySource(_Source):
    base: str
    prefix: str
    version: str
    date: date
    languages: list[str]
    publisher: _Publisher
    labels: Labels
    documentation: Labels


class _TypeSource(_Source):
    qname: str | None = None
    derives: str | None = None
    quantity: str | None = None


class _TypesSource(_Source):
    types: dict[str, _TypeSource]


class _UnitSource(_Source):
    measure: str
    quantity: str
    labels: Labels
    spellings: list[str]
    exponent: int = 0
    base: Decimal = Decimal(1)
    per: Labels = Field(default_factory=dict)


class _MultiplierSource(_Source):
    exponent: int
    labels: Labels
    spellings: list[str]


class _AmbiguitySource(_Source):
    spellings: list[str]
    reason: str
    example: str


class _UnitsSource(_Source):
    units: list[_UnitSource]
    money_multipliers: list[_MultiplierSource]
    ambiguous: list[_AmbiguitySource]


class _MemberSource(_Source):
    name: Name
    labels: Labels


class _AxisSource(_Source):
    name: Name
    labels: Labels
    documentation: Labels
    typed: bool = False
    domain: Labels = Field(default_factory=dict)
    members: list[_MemberSource] = Field(default_factory=list)


class _DimensionsSource(_Source):
    axes: list[_AxisSource]


class _StandardSource(_Source):
    publisher: str
    name: str | None = None
    editions: dict[str, str] = Field(default_factory=dict)
    labels: Labels
    part: Literal["Number", "Paragraph"]
    obligation: str | None = None
    codes: list[str]

    def title(self, code: str) -> str:
        """Return the title of the standard, or of the edition that holds the code: GRI 302 holds 302-1."""
        return self.name or self.editions[code.partition("-")[0]]


class _ReferencesSource(_Source):
    standards: dict[str, _StandardSource]


class _OperandSource(_Source):
    concept: str
    members: dict[str, str] = Field(default_factory=dict)


class _RatioSource(_Source):
    numerator: str | _OperandSource
    denominator: str | _OperandSource


class _ConceptSource(_Source):
    name: Name
    type: str
    period: PeriodType
    labels: Labels
    documentation: Labels
    references: list[str] = Field(default_factory=list)
    ratio: _RatioSource | None = None
    forward_looking: bool = False
    may_be_negative: bool = False
    may_exceed_one: bool = False
    balance: Literal["debit", "credit"] | None = None
    parts: list[_ConceptSource] = Field(default_factory=list)
    of_which: list[_ConceptSource] = Field(default_factory=list)


class _TableSource(_Source):
    name: Name
    labels: Labels
    axes: dict[str, Arithmetic] = Field(default_factory=dict)
    weights: str | None = None
    concepts: list[_ConceptSource]


class _TopicSource(_Source):
    order: int
    name: Name
    labels: Labels
    tables: list[_TableSource]


@cache
def esg_taxonomy() -> Taxonomy:
    """Return the ESG taxonomy that ships with esgtag.

    Raises ``ValueError`` with every finding when the source is inconsistent, which the tests rule out for an
    installed package.
    """
    taxonomy, findings = read_taxonomy(SOURCE)
    if taxonomy is None:
        raise ValueError(to_text(findings))
    return taxonomy


def read_taxonomy(folder: Path) -> tuple[Taxonomy | None, list[Finding]]:
    """Read a taxonomy's YAML source.

    ``folder`` holds the five shared files and one file a topic. Returns the taxonomy, or ``None`` with every
    problem found, each at its line.
    """
    findings: list[Finding] = []

    def read(name: str, model: type[_M]) -> LocatedYaml[_M] | None:
        document, problems = read_yaml(folder / f"{name}.yaml", model, shown_as=f"{folder.name}/{name}.yaml")
        findings.extend(problems)
        return document

    shared = read("taxonomy", _TaxonomySource)
    types = read("types", _TypesSource)
    units = read("units", _UnitsSource)
    dimensions = read("dimensions", _DimensionsSource)
    references = read("references", _ReferencesSource)
    topic_files = sorted(path.stem for path in folder.glob("*.yaml") if path.stem not in _SHARED)
    topics = [topic for name in topic_files if (topic := read(name, _TopicSource))]
    if findings or not (shared and types and units and dimensions and references):
        return None, findings
    assembly = _Assembly(shared, types, units, dimensions, references, sorted(topics, key=lambda t: t.model.order))
    taxonomy = assembly.taxonomy()
    return (None if worst(assembly.findings) is Severity.ERROR else taxonomy), assembly.findings


@dataclass
class _Assembly:
    """Resolves the names between the files; collects what does not resolve."""

    shared: LocatedYaml[_TaxonomySource]
    types_source: LocatedYaml[_TypesSource]
    units_source: LocatedYaml[_UnitsSource]
    dimensions: LocatedYaml[_DimensionsSource]
    references: LocatedYaml[_ReferencesSource]
    topics: list[LocatedYaml[_TopicSource]]
    findings: list[Finding] = field(default_factory=list)

    def taxonomy(self) -> Taxonomy:
        shared = self.shared.model
        self._types = {name: self._type(name, source) for name, source in self.types_source.model.types.items()}
        axes = {source.name: _axis(source) for source in self.dimensions.model.axes}
        tables: dict[str, Table] = {}
        concepts: dict[str, Concept] = {}
        for topic in self.topics:
            for position, source in enumerate(topic.model.tables):
                number = topic.model.order * 100 + (position + 1) * 10
                found = list(self._concepts(topic, source, ("tables", position)))
                for concept, location in found:
                    if concept.name in concepts:
                        self._inconsistent(f"The concept {concept.name} is declared twice.", location)
                    concepts[concept.name] = concept
                if source.name in tables:
                    self._inconsistent(
                        f"The table {source.name} is declared twice.", topic.location("tables", position)
                    )
                names = tuple(concept.name for concept, _ in found)
                tables[source.name] = Table(
                    source.name, number, topic.model.labels, source.labels, source.axes, source.weights, names
                )
        taxonomy = Taxonomy(
            base=shared.base,
            prefix=shared.prefix,
            version=shared.version,
            date=shared.date,
            languages=tuple(shared.languages),
            publisher=shared.publisher.model_dump(),
            labels=shared.labels,
            documentation=shared.documentation,
            concepts=concepts,
            axes=axes,
            tables=tables,
            units=tuple(self._units()),
            ambiguous_units=tuple(
                Ambiguity(spelling, source.reason, source.example)
                for source in self.units_source.model.ambiguous
                for spelling in source.spellings
            ),
            standards=tuple(self.references.model.standards),
        )
        self._check_relations(taxonomy)
        self._check_members()
        self._check_languages()
        return taxonomy

    def _qname(self, text: str) -> QName:
        prefix, _, local = text.partition(":")
        shared = self.shared.model
        namespaces = {**NAMESPACES, shared.prefix: shared.base}
        return QName(namespaces[prefix], local, prefix)

    def _type(self, name: str, source: _TypeSource) -> ItemType:
        if source.derives:
            own = f"{self.shared.model.prefix}:{name}ItemType"
            return ItemType(name, self._qname(own), source.quantity, self._qname(source.derives))
        return ItemType(name, self._qname(source.qname or "xbrli:stringItemType"), source.quantity)

    def _units(self) -> Iterator[UnitSpelling]:
        """Yield the units as declared, and each currency also in millions and the like."""
        for source in self.units_source.model.units:
            yield (unit := self._unit(source))
            for multiplier in self.units_source.model.money_multipliers if unit.quantity == "money" else ():
                yield replace(
                    unit,
                    labels={tag: text.format(unit.labels[tag]) for tag, text in multiplier.labels.items()},
                    spellings=tuple(
                        pattern.format(text) for pattern in multiplier.spellings for text in unit.spellings
                    ),
                    exponent=multiplier.exponent,
                )

    def _unit(self, source: _UnitSource) -> UnitSpelling:
        return UnitSpelling(
            self._qname(source.measure),
            source.quantity,
            source.labels,
            tuple(source.spellings),
            source.exponent,
            source.base,
            source.per,
        )

    def _concepts(
        self, topic: LocatedYaml[_TopicSource], table: _TableSource, path: tuple[str | int, ...]
    ) -> Iterator[tuple[Concept, Location]]:
        def walk(
            sources: list[_ConceptSource], path: tuple[str | int, ...], parent: str | None
        ) -> Iterator[tuple[Concept, Location]]:
            for index, source in enumerate(sources):
                here = (*path, index)
                yield self._concept(topic, source, here, table.name, parent), topic.location(*here, "name")
                yield from walk(source.parts, (*here, "parts"), source.name)
                yield from walk(source.of_which, (*here, "of_which"), source.name)

        return walk(table.concepts, (*path, "concepts"), None)

    def _concept(
        self,
        topic: LocatedYaml[_TopicSource],
        source: _ConceptSource,
        path: tuple[str | int, ...],
        table: str,
        parent: str | None,
    ) -> Concept:
        if source.type not in self._types:
            self._unresolved("type", source.type, list(self._types), topic.location(*path, "type"))
        references = [
            self._reference(text, topic.location(*path, "references", index))
            for index, text in enumerate(source.references)
        ]
        return Concept(
            name=source.name,
            type=self._types.get(source.type, next(iter(self._types.values()))),
            period=source.period,
            labels=source.labels,
            documentation=source.documentation,
            references=tuple(reference for reference in references if reference),
            table=table,
            parent=parent,
            parts=tuple(part.name for part in source.parts),
            ratio=_ratio(source.ratio),
            forward_looking=source.forward_looking,
            may_be_negative=source.may_be_negative,
            may_exceed_one=source.may_exceed_one,
            balance=source.balance,
        )

    def _reference(self, text: str, location: Location) -> Reference | None:
        standard, _, code = text.partition(" ")
        source = self.references.model.standards.get(standard)
        if source is None or code not in source.codes:
            known = [f"{name} {code}" for name, s in self.references.model.standards.items() for code in s.codes]
            self._unresolved("reference", text, known, location)
            return None
        return Reference(
            standard, source.publisher, source.title(code), source.labels, source.part, code, source.obligation
        )

    def _check_relations(self, taxonomy: Taxonomy) -> None:
        for topic in self.topics:
            for index, table in enumerate(topic.model.tables):
                for axis in table.axes:
                    if axis not in taxonomy.axes:
                        location = topic.location("tables", index, "axes", axis)
                        self._unresolved("axis", axis, list(taxonomy.axes), location)
                if table.weights and table.weights not in taxonomy.concepts:
                    location = topic.location("tables", index, "weights")
                    self._unresolved("concept", table.weights, list(taxonomy.concepts), location)
                for name in taxonomy.tables[table.name].concepts:
                    self._check_ratio(taxonomy, taxonomy.concepts[name], topic.location("tables", index))

    def _check_members(self) -> None:
        """A member's name is unique among all axes, since it becomes the name of an element."""
        seen: dict[str, str] = {}
        for index, axis in enumerate(self.dimensions.model.axes):
            for position, member in enumerate(axis.members):
                if member.name in seen:
                    place = self.dimensions.location("axes", index, "members", position)
                    self._inconsistent(f"The member {member.name} is declared twice.", place)
                seen[member.name] = axis.name

    def _check_ratio(self, taxonomy: Taxonomy, concept: Concept, location: Location) -> None:
        if concept.ratio is None:
            return
        for operand in (concept.ratio.numerator, concept.ratio.denominator):
            if operand.concept not in taxonomy.concepts:
                self._unresolved("concept", operand.concept, list(taxonomy.concepts), location)
            for axis, member in operand.members:
                if axis not in taxonomy.axes or member not in taxonomy.axes[axis].members:
                    self._inconsistent(f"The ratio {concept.name} names no member {member} of {axis}.", location)

    def _check_languages(self) -> None:
        """Every text of the source is there in every language."""
        wanted = set(self.shared.model.languages)
        documents: list[LocatedYaml[_TopicSource] | LocatedYaml[_DimensionsSource] | LocatedYaml[_UnitsSource]]
        documents = [*self.topics, self.dimensions, self.units_source]
        for document in documents:
            for path, texts in _texts(document.model.model_dump()):
                for language in sorted(wanted - set(texts)):
                    self._inconsistent(f"The text has no {language}.", document.location(*path))

    def _unresolved(self, kind: str, name: str, known: list[str], location: Location) -> None:
        suggestion = similar(name, known)
        hint = f"Did you mean {suggestion}?" if suggestion else f"Declare it, or use a declared {kind}."
        self._inconsistent(f"There is no {kind} named {name}.", location, hint)

    def _inconsistent(self, message: str, location: Location, hint: str = "") -> None:
        self.findings.append(codes.SOURCE_INCONSISTENT.finding(message, hint=hint, location=location))


def _ratio(source: _RatioSource | None) -> Ratio | None:
    return Ratio(_operand(source.numerator), _operand(source.denominator)) if source else None


def _operand(source: str | _OperandSource) -> Operand:
    return Operand(source) if isinstance(source, str) else Operand(source.concept, tuple(source.members.items()))


def _axis(source: _AxisSource) -> Axis:
    members = {member.name: Member(member.name, member.labels) for member in source.members}
    return Axis(source.name, source.labels, source.documentation, source.typed, source.domain, members)


def _texts(node: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, str]]]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("labels", "documentation") or (key == "domain" and value):
                yield (*path, key), value
            else:
                yield from _texts(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _texts(value, (*path, index))
