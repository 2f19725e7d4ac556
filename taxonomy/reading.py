"""From the YAML source to the model: shape first, then every reference between the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from ..findings import Finding, Located, Location, Severity, codes, read_yaml, to_text, worst
from .model import (
    NAMESPACES,
    Ambiguity,
    Axis,
    Choices,
    Code,
    Concept,
    EntryPoint,
    ItemType,
    Member,
    Operand,
    Plausible,
    QName,
    Ratio,
    Reference,
    Relation,
    Standard,
    Table,
    Taxonomy,
    Topic,
    UnitSpelling,
    similar,
)
from .shapes import (
    AxisShape,
    ChoiceListsShape,
    ConceptShape,
    DimensionsShape,
    MemberShape,
    OperandShape,
    PlausibleShape,
    RatioShape,
    RenamesShape,
    StandardShape,
    SynonymsShape,
    TableShape,
    TaxonomyShape,
    TopicShape,
    TypeShape,
    TypesShape,
    UnitShape,
    UnitsShape,
)

SOURCE = Path(__file__).parent / "source"
_SHARED: Mapping[str, type[BaseModel]] = {
    "taxonomy": TaxonomyShape,
    "types": TypesShape,
    "units": UnitsShape,
    "dimensions": DimensionsShape,
    "choices": ChoiceListsShape,
    "renames": RenamesShape,
    "synonyms": SynonymsShape,
}

_M = TypeVar("_M", bound=BaseModel)
Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is declared in the source."""

    document: Located[Any]
    path: Keys

    def at(self, *path: str | int) -> Location:
        """Return the location of the declaration, or of a key below it."""
        return self.document.location(*self.path, *path)

    def below(self, *path: str | int) -> Place:
        """Return the place of a part of the declaration."""
        return Place(self.document, (*self.path, *path))


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a source: the taxonomy, unless there are errors, the findings, and what stands where.

    ``places`` is keyed by the kind of declaration (``concept``, ``table``, ``topic``, ``axis``, ``member``,
    ``choices``, ``type``, ``standard``, ``code``, ``entry point``) and name; a code is named with its standard.
    ``documents`` are the source's files by their path below its folder, without suffix.
    """

    taxonomy: Taxonomy | None
    findings: tuple[Finding, ...]
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    documents: Mapping[str, Located[Any]] = field(default_factory=dict)


@cache
def esg_taxonomy() -> Taxonomy:
    """Return the ESG taxonomy that ships with esgtag.

    Raises ``ValueError`` with every finding when the source is inconsistent, which the tests rule out for an
    installed package.
    """
    reading = read_taxonomy(SOURCE)
    if reading.taxonomy is None:
        raise ValueError(to_text(reading.findings))
    return reading.taxonomy


def read_taxonomy(folder: Path) -> Reading:
    """Read a taxonomy's YAML source.

    ``folder`` holds the shared files, one file a topic, and one file a standard in ``standards/``. Every problem is a
    finding at its line.
    """
    findings: list[Finding] = []

    def read(name: str, model: type[_M]) -> Located[_M] | None:
        document, problems = read_yaml(folder / f"{name}.yaml", model, shown_as=f"{folder.name}/{name}.yaml")
        findings.extend(problems)
        return document

    def read_each(pattern: str, model: type[_M]) -> list[Located[_M]]:
        names = sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.glob(pattern))
        return [document for name in names if name not in _SHARED and (document := read(name, model))]

    shared = {name: read(name, model) for name, model in _SHARED.items()}
    standards = read_each("standards/*.yaml", StandardShape)
    topics = read_each("*.yaml", TopicShape)
    if findings:
        return Reading(None, tuple(findings))
    documents: dict[str, Located[Any]] = {name: document for name, document in shared.items() if document}
    assembly = _Assembly(documents, standards, sorted(topics, key=lambda topic: topic.model.order))
    taxonomy = assembly.taxonomy()
    is_broken = worst(assembly.findings) is Severity.ERROR
    others: list[Located[Any]] = [*standards, *topics]
    sources = documents | {_stem(folder, document): document for document in others}
    return Reading(None if is_broken else taxonomy, tuple(assembly.findings), assembly.places, sources)


def _stem(folder: Path, document: Located[Any]) -> str:
    return document.location().file.removeprefix(f"{folder.name}/").removesuffix(".yaml")


@dataclass
class _Assembly:
    """Resolves the names between the files; collects what does not resolve."""

    documents: Mapping[str, Located[Any]]
    standard_documents: list[Located[StandardShape]]
    topics: list[Located[TopicShape]]
    findings: list[Finding] = field(default_factory=list)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    _unsound: set[str] = field(default_factory=set)
    """Concepts that are declared twice or whose type is wrong: what follows from that is no finding of its own."""
    _missing: dict[tuple[str, str], int] = field(default_factory=dict)
    """Names that are not declared, with the index of their finding."""

    def taxonomy(self) -> Taxonomy:
        shared: TaxonomyShape = self.documents["taxonomy"].model
        units: UnitsShape = self.documents["units"].model
        self._types = {name: self._type(name, shape) for name, shape in self.documents["types"].model.types.items()}
        self._standards = {document.model.name: self._standard(document) for document in self.standard_documents}
        axes = {
            shape.name: self._axis(shape, self._declare("axis", shape.name, place))
            for shape, place in self._each("dimensions", "axes")
        }
        choices = {
            shape.name: Choices(
                shape.name,
                shape.labels,
                shape.documentation,
                self._members(shape.members, self._declare("choices", shape.name, place)),
            )
            for shape, place in self._each("choices", "choices")
        }
        tables, concepts = self._tables()
        taxonomy = Taxonomy(
            base=shared.base,
            prefix=shared.prefix,
            version=shared.version,
            supersedes=shared.supersedes,
            date=shared.date,
            languages=tuple(shared.languages),
            publisher=shared.publisher.model_dump(),
            labels=shared.labels,
            documentation=shared.documentation,
            concepts=concepts,
            axes=axes,
            choices=choices,
            tables=tables,
            units=tuple(self._units(units)),
            ambiguous_units=tuple(
                Ambiguity(spelling, shape.reason, shape.example)
                for shape in units.ambiguous
                for spelling in shape.spellings
            ),
            standards=self._standards,
            entry_points=tuple(
                EntryPoint(
                    one.name,
                    f"{shared.base}/{one.file}",
                    one.labels,
                    one.documentation,
                    tuple(one.standards),
                    one.with_rules,
                )
                for one, place in self._each("taxonomy", "entry_points")
                if self._declare("entry point", one.name, place)
            ),
            renames=self.documents["renames"].model.renames,
            synonyms={said: tuple(ours) for said, ours in self.documents["synonyms"].model.synonyms.items()},
            qualifying=tuple(shared.qualifying),
        )
        self._check(taxonomy)
        return taxonomy

    def _each(self, document: str, key: str) -> Iterator[tuple[Any, Place]]:
        source = self.documents[document]
        for index, shape in enumerate(getattr(source.model, key)):
            yield shape, Place(source, (key, index))

    def _declare(self, kind: str, name: str, place: Place, key: str = "name") -> Place:
        """Remember where something is declared; a second declaration is a finding. ``key`` holds the name."""
        first = self.places.setdefault((kind, name), place)
        if first is not place:
            self._unsound |= {name} if kind == "concept" else set()
            what = {"choices": "list of choices"}.get(kind, kind)
            self._inconsistent(
                f"The {what} {name} is declared twice.",
                place.at(key),
                f"It is also declared in {first.at(key)}; rename or remove one of the two.",
            )
        return place

    def _qname(self, text: str, location: Location) -> QName:
        prefix, _, local = text.partition(":")
        shared: TaxonomyShape = self.documents["taxonomy"].model
        namespaces = {**NAMESPACES, shared.prefix: shared.base}
        if prefix not in namespaces:
            self._unresolved("namespace prefix", prefix, namespaces, location)
        return QName(namespaces.get(prefix, ""), local, prefix)

    def _own(self, local: str) -> QName:
        shared: TaxonomyShape = self.documents["taxonomy"].model
        return QName(shared.base, local, shared.prefix)

    def _type(self, name: str, shape: TypeShape) -> ItemType:
        place = self._declare("type", name, Place(self.documents["types"], ("types", name)))
        if shape.derives:
            derives = self._qname(shape.derives, place.at("derives"))
            return ItemType(name, self._own(f"{name}ItemType"), shape.kind, shape.quantity, derives=derives)
        qname = self._qname(shape.qname or "xbrli:stringItemType", place.at("qname"))
        return ItemType(name, qname, shape.kind, shape.quantity, qname.local == "nonNegativeIntegerItemType")

    def _units(self, source: UnitsShape) -> Iterator[UnitSpelling]:
        """Yield the units as declared, and each currency also in millions and the like."""
        for shape, place in self._each("units", "units"):
            yield (unit := self._unit(shape, place))
            for multiplier in source.money_multipliers if unit.quantity == "money" else ():
                yield replace(
                    unit,
                    labels={tag: text.format(unit.labels[tag]) for tag, text in multiplier.labels.items()},
                    spellings=tuple(
                        pattern.format(text) for pattern in multiplier.spellings for text in unit.spellings
                    ),
                    exponent=multiplier.exponent,
                )

    def _unit(self, shape: UnitShape, place: Place) -> UnitSpelling:
        return UnitSpelling(
            self._qname(shape.measure, place.at("measure")),
            shape.quantity,
            shape.labels,
            tuple(shape.spellings),
            shape.exponent,
            shape.base,
            shape.per,
        )

    def _axis(self, shape: AxisShape, place: Place) -> Axis:
        return Axis(
            shape.name,
            self._own(f"{shape.name}Axis"),
            shape.labels,
            shape.documentation,
            self._own(f"{shape.name}Identifier") if shape.typed else None,
            shape.domain,
            self._members(shape.members, place),
        )

    def _members(self, shapes: Iterable[MemberShape], place: Place) -> dict[str, Member]:
        """Return members by name. A name is unique among all axes and lists, since it becomes that of an element."""
        members: dict[str, Member] = {}
        for index, shape in enumerate(shapes):
            self._declare("member", shape.name, place.below("members", index))
            members[shape.name] = Member(shape.name, self._own(f"{shape.name}Member"), shape.labels)
        return members

    def _tables(self) -> tuple[dict[str, Table], dict[str, Concept]]:
        tables: dict[str, Table] = {}
        concepts: dict[str, Concept] = {}
        for document in self.topics:
            source = document.model
            topic = Topic(source.name, source.order, source.labels)
            self._declare("topic", topic.name, Place(document, ()))
            for position, shape in enumerate(source.tables):
                place = self._declare("table", shape.name, Place(document, ("tables", position)))
                found = list(self._concepts(shape, shape.concepts, place.below("concepts"), None))
                for concept in found:
                    concepts.setdefault(concept.name, concept)
                tables[shape.name] = Table(
                    shape.name,
                    topic.order * 1000 + (position + 1) * 10,
                    topic,
                    shape.labels,
                    shape.axes,
                    tuple(concept.name for concept in found),
                    shape.weights,
                )
        return tables, concepts

    def _concepts(
        self, table: TableShape, shapes: Iterable[ConceptShape], place: Place, parent: str | None
    ) -> Iterator[Concept]:
        for index, shape in enumerate(shapes):
            here = self._declare("concept", shape.name, place.below(index))
            yield self._concept(shape, here, table.name, parent)
            yield from self._concepts(table, shape.parts, here.below("parts"), shape.name)
            yield from self._concepts(table, shape.of_which, here.below("of_which"), shape.name)

    def _concept(self, shape: ConceptShape, place: Place, table: str, parent: str | None) -> Concept:
        if shape.type not in self._types:
            self._unresolved("type", shape.type, self._types, place.at("type"))
            self._unsound.add(shape.name)
        item_type = self._types.get(shape.type, next(iter(self._types.values())))
        references = [
            self._reference(relation, text, place.at("references", relation.value, index))
            for relation, texts in shape.references.items()
            for index, text in enumerate(texts)
        ]
        default = self.documents["types"].model.types[item_type.name].plausible
        return Concept(
            name=shape.name,
            qname=self._own(shape.name),
            type=item_type,
            period=shape.period,
            labels=shape.labels,
            terse=shape.terse,
            total=shape.total,
            net=shape.net,
            documentation=shape.documentation,
            references=tuple(reference for reference in references if reference),
            table=table,
            parent=parent,
            parts=tuple(part.name for part in shape.parts),
            ratio=_ratio(shape.ratio),
            forward_looking=shape.forward_looking,
            may_be_negative=shape.may_be_negative,
            may_exceed_one=shape.may_exceed_one,
            required=shape.required,
            everywhere=shape.everywhere,
            water=shape.water,
            balance=shape.balance,
            choices=shape.choices,
            plausible=_plausible(shape.plausible or default),
        )

    def _standard(self, document: Located[StandardShape]) -> Standard:
        shape = document.model
        self._declare("standard", shape.name, Place(document, ()))
        found: dict[str, Code] = {}
        for index, one in enumerate(shape.codes):
            self._declare("code", f"{shape.name} {one.code}", Place(document, ("codes", index)), "code")
            title = shape.editions.get(one.code.partition("-")[0], shape.title)
            found[one.code] = Code(one.code, one.labels, title, one.obligation or shape.obligation)
        return Standard(shape.name, shape.publisher, shape.labels, shape.url, shape.part, shape.verified, found)

    def _reference(self, relation: Relation, text: str, location: Location) -> Reference | None:
        standard, _, code = text.partition(" ")
        source = self._standards.get(standard)
        if source is None or code not in source.codes:
            known = [f"{name} {code}" for name, s in self._standards.items() for code in s.codes]
            self._unresolved("reference", text, known, location)
            return None
        return Reference(standard, code, relation)

    def _check(self, taxonomy: Taxonomy) -> None:
        for table in taxonomy.tables.values():
            place = self.places["table", table.name]
            for axis in table.axes:
                if axis not in taxonomy.axes:
                    self._unresolved("axis", axis, taxonomy.axes, place.at("axes", axis))
            if table.weights and table.weights not in taxonomy.concepts:
                self._unresolved("concept", table.weights, taxonomy.concepts, place.at("weights"))
        self._check_nesting(taxonomy)
        for concept in taxonomy.concepts.values():
            place = self.places["concept", concept.name]
            self._check_choices(taxonomy, concept, place)
            self._check_ratio(taxonomy, concept, place)
        self._check_plausible(taxonomy)
        self._check_cycles(taxonomy)
        self._check_qualifying(taxonomy)
        self._check_identity(taxonomy)
        self._check_languages()
        if not self.findings:
            self._check_synonyms(taxonomy)

    def _check_nesting(self, taxonomy: Taxonomy) -> None:
        """What is nested is of the same kind as what it is a part of; a sum cannot span types or period types.

        A concept that differs from its parent, or from all that is nested under it, is one finding.
        """
        nested: dict[str, list[Concept]] = {}
        for concept in taxonomy.concepts.values():
            if concept.parent and concept.name not in self._unsound:
                nested.setdefault(concept.parent, []).append(concept)
        for name, children in nested.items():
            parent = taxonomy.concepts[name]
            for key, mine, theirs in (
                ("type", parent.type.name, [child.type.name for child in children]),
                ("period", parent.period, [child.period for child in children]),
            ):
                odd = [(child, other) for child, other in zip(children, theirs, strict=True) if other != mine]
                if len(odd) == len(children) > 1:
                    odd = [(parent, theirs[0])]
                for concept, other in odd if name not in self._unsound else ():
                    self._unsound.add(concept.name)
                    found, expected = (mine, other) if concept is parent else (other, mine)
                    of = "what is nested under it" if concept is parent else f"{name}, which it is a part of,"
                    self._inconsistent(
                        f"{concept.name} has the {key} {found}, but {of} has {expected}.",
                        self.places["concept", concept.name].at(key),
                        f"Give both the same {key}, or do not nest them.",
                    )

    def _check_choices(self, taxonomy: Taxonomy, concept: Concept, place: Place) -> None:
        if concept.choices and concept.choices not in taxonomy.choices:
            self._unresolved("list of choices", concept.choices, taxonomy.choices, place.at("choices"))
        if concept.name in self._unsound:
            return
        if concept.type.is_choice and not concept.choices:
            message = f"{concept.name} is chosen from a list, but names none."
            self._inconsistent(message, place.at("type"), "Add `choices:` with a list of choices.yaml.")
        if concept.choices and not concept.type.is_choice:
            message = f"{concept.name} names a list of choices, but its type is {concept.type.name}."
            self._inconsistent(message, place.at("choices"), "Make the type `choice` or `choices`.")

    def _check_plausible(self, taxonomy: Taxonomy) -> None:
        """Bounds are in a unit of the quantity that is bounded; those that a type gives are checked at the type."""
        types: Mapping[str, TypeShape] = self.documents["types"].model.types
        for name, shape in types.items():
            bounds = _plausible(shape.plausible)
            self._check_bounds(taxonomy, f"The type {name}", shape.quantity, bounds, self.places["type", name])
        for concept in taxonomy.concepts.values():
            default = _plausible(types[concept.type.name].plausible)
            if concept.name not in self._unsound and concept.plausible != default:
                place = self.places["concept", concept.name]
                self._check_bounds(taxonomy, concept.name, concept.type.quantity, concept.plausible, place)

    def _check_bounds(
        self, taxonomy: Taxonomy, what: str, quantity: str | None, plausible: Plausible | None, place: Place
    ) -> None:
        if plausible is None:
            return
        above, _, below = plausible.unit.partition("/")
        units = [taxonomy.unit(text) for text in ([above, below] if below else [above])]
        measured = "/".join(unit.quantity for unit in units if unit)
        if None in units:
            self._unresolved("unit", plausible.unit, (), place.at("plausible", "unit"))
        elif measured != quantity:
            self._inconsistent(
                f"{what} measures {quantity or 'nothing'}, but {plausible.unit} measures {measured}.",
                place.at("plausible", "unit"),
                "Use a unit of this quantity, or correct the type.",
            )

    def _check_ratio(self, taxonomy: Taxonomy, concept: Concept, place: Place) -> None:
        if concept.ratio is None:
            return
        quantities: list[str | None] = []
        for key, operand in (("numerator", concept.ratio.numerator), ("denominator", concept.ratio.denominator)):
            here = place.at("ratio", key)
            if operand.concept not in taxonomy.concepts:
                self._unresolved("concept", operand.concept, taxonomy.concepts, here)
                return
            quantities.append(taxonomy.concepts[operand.concept].type.quantity)
            for axis, member in operand.members:
                if axis not in taxonomy.axes or member not in taxonomy.axes[axis].members:
                    self._inconsistent(f"The ratio {concept.name} names no member {member} of {axis}.", here)
        if self._unsound & {concept.name, *concept.ratio.concepts}:
            return
        above, below = quantities
        expected = "ratio" if above == below else f"{above}/{below}"
        is_share = concept.type.quantity == "ratio" and {above, below} <= {"person", "count"}
        if concept.type.quantity != expected and not is_share:
            self._inconsistent(
                f"{concept.name} measures {concept.type.quantity}, but its numerator divided by its denominator "
                f"measures {expected}.",
                place.at("ratio"),
                "Correct the type, or the concepts of the ratio.",
            )

    def _check_cycles(self, taxonomy: Taxonomy) -> None:
        """No ratio is computed from itself."""
        done: set[str] = set()

        def visit(name: str, path: tuple[str, ...]) -> None:
            if name in path:
                cycle = (*path[path.index(name) :], name)
                self._inconsistent(
                    f"The ratios go round in a circle: {' → '.join(cycle)}.",
                    self.places["concept", name].at("ratio"),
                    "Compute each ratio from figures that are measured.",
                )
            elif name not in done and name in taxonomy.concepts:
                ratio = taxonomy.concepts[name].ratio
                for operand in sorted(ratio.concepts) if ratio else ():
                    visit(operand, (*path, name))
                done.add(name)

        for name in taxonomy.concepts:
            visit(name, ())

    def _check_qualifying(self, taxonomy: Taxonomy) -> None:
        """What qualifies every figure is an explicit axis that is named once, and by no table."""
        place = Place(self.documents["taxonomy"], ("qualifying",))
        for index, name in enumerate(taxonomy.qualifying):
            tables = [table.name for table in taxonomy.tables.values() if name in table.axes]
            if name not in taxonomy.axes:
                self._unresolved("axis", name, taxonomy.axes, place.at(index))
            elif taxonomy.axes[name].typed:
                message = f"{name} is to qualify every figure, but its members are the filer's own."
                self._inconsistent(message, place.at(index), "Give the axis members, or remove it here.")
            elif name in taxonomy.qualifying[:index]:
                self._inconsistent(f"{name} is named twice.", place.at(index), "Remove one of the two.")
            elif tables:
                first, *others = [self.places["table", table].at("axes", name) for table in tables]
                message = f"The table {tables[0]} names {name}, which qualifies every figure of every table."
                hint = f"Remove it here, or from `qualifying` in {place.at(index)}."
                self._inconsistent(message, first, hint, *others)

    def _check_identity(self, taxonomy: Taxonomy) -> None:
        identity = Place(self.documents["taxonomy"], ())
        for index, entry_point in enumerate(taxonomy.entry_points):
            for position, standard in enumerate(entry_point.standards):
                if standard not in taxonomy.standards:
                    place = identity.at("entry_points", index, "standards", position)
                    self._unresolved("standard", standard, taxonomy.standards, place)
        renames = Place(self.documents["renames"], ("renames",))
        names = {name for kind, name in self.places if kind in ("concept", "member", "axis")}
        for old, new in taxonomy.renames.items():
            if new not in names:
                self._unresolved("concept, member or axis", new, names, renames.at(old))
            if old in names:
                self._inconsistent(f"{old} is still in use.", renames.at(old), "Rename it, or remove this line.")

    def _check_synonyms(self, taxonomy: Taxonomy) -> None:
        """Every synonym leads to words that stand in a label or in a definition."""
        synonyms = Place(self.documents["synonyms"], ("synonyms",))
        written = "\n".join(
            text
            for concept in taxonomy.concepts.values()
            for texts in (concept.labels, concept.documentation)
            for text in texts.values()
        ).casefold()
        for said, ours in taxonomy.synonyms.items():
            for index, words in enumerate(ours):
                for word in words.casefold().split():
                    if word not in written:
                        message = f"No label or definition of a concept has {word}."
                        hint = "Lead to words of the taxonomy, or remove them here."
                        self._inconsistent(message, synonyms.at(said, index), hint)

    def _check_languages(self) -> None:
        """Every text of the source is there in every language."""
        shared: TaxonomyShape = self.documents["taxonomy"].model
        for document in (*self.documents.values(), *self.standard_documents, *self.topics):
            for path, texts in texts_of(document.model.model_dump()):
                missing = [language for language in shared.languages if language not in texts]
                for language in sorted(texts.keys() - set(shared.languages)):
                    known = ", ".join(shared.languages)
                    hint = f"Did you mean {missing.pop(0)}?" if missing else f"Its languages are {known}."
                    message = f"The taxonomy is not written in {language}."
                    self._inconsistent(message, document.location(*path, language), hint)
                for language in missing:
                    message, hint = f"The text has no {language}.", f"Add `{language}: ...` here."
                    self._inconsistent(message, document.location(*path), hint)

    def _unresolved(self, kind: str, name: str, known: Iterable[str], location: Location) -> None:
        """A name that is not declared is one finding, wherever it is used."""
        if (kind, name) in self._missing:
            first = self.findings[self._missing[kind, name]]
            self.findings[self._missing[kind, name]] = replace(first, related=(*first.related, location))
            return
        self._missing[kind, name] = len(self.findings)
        suggestion = similar(name, list(known))
        hint = f"Did you mean {suggestion}?" if suggestion else f"Declare it, or use a declared {kind}."
        self._inconsistent(f"There is no {kind} named {name}.", location, hint)

    def _inconsistent(self, message: str, location: Location, hint: str = "", *related: Location) -> None:
        self.findings.append(codes.SOURCE_INCONSISTENT.finding(message, hint=hint, location=location, related=related))


def _plausible(shape: PlausibleShape | None) -> Plausible | None:
    return Plausible(shape.unit, shape.low, shape.high) if shape else None


def _ratio(shape: RatioShape | None) -> Ratio | None:
    return Ratio(_operand(shape.numerator), _operand(shape.denominator)) if shape else None


def _operand(shape: str | OperandShape) -> Operand:
    return Operand(shape) if isinstance(shape, str) else Operand(shape.concept, tuple(shape.members.items()))


_TEXTS = ("labels", "documentation", "domain", "terse", "total", "net", "per")


def texts_of(node: object, path: Keys = ()) -> Iterator[tuple[Keys, Mapping[str, str]]]:
    """Yield every text of a file's content in all its languages, with the keys that lead to it."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in _TEXTS and value:
                yield (*path, key), value
            else:
                yield from texts_of(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from texts_of(value, (*path, index))
