"""The taxonomy as every room queries it: concepts, axes, tables, types and units."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Literal

from ..findings import Finding, to_text

Text = Mapping[str, str]
"""A text in several languages, keyed by BCP 47 language tag."""

PeriodType = Literal["instant", "duration"]

NAMESPACES: Mapping[str, str] = {
    "dtr-types": "http://www.xbrl.org/dtr/type/2024-01-31",
    "enum2": "http://xbrl.org/2020/extensible-enumerations-2.0",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
    "utr": "http://www.xbrl.org/2009/utr",
    "xbrli": "http://www.xbrl.org/2003/instance",
}
"""Prefixes of the published namespaces that concepts and units draw on."""


@dataclass(frozen=True, slots=True, order=True)
class QName:
    """A qualified name. The prefix is the one to write it with; it does not count in comparisons."""

    namespace: str
    local: str
    prefix: str = ""

    def __str__(self) -> str:
        return f"{self.prefix}:{self.local}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, QName) and (self.namespace, self.local) == (other.namespace, other.local)

    def __hash__(self) -> int:
        return hash((self.namespace, self.local))


class Arithmetic(StrEnum):
    """What the members of an axis have to do with the total of a table's concepts."""

    ADDS_UP = "adds-up"
    """The reported members are a complete breakdown: they add up to the total."""
    SHARES = "shares"
    """The members are shares of one whole: they add up to 100 %."""
    AVERAGE = "average"
    """The total is the mean of the members, weighted by their shares."""
    EACH = "each"
    """The arithmetic of the table's other axes holds within each member."""
    SEPARATE = "separate"
    """The members stand side by side; no total is meant."""


class Kind(StrEnum):
    """What a value is."""

    NUMBER = "number"
    TEXT = "text"
    BLOCK = "text block"
    DATE = "date"
    YEAR = "year"
    BOOLEAN = "yes or no"
    CHOICE = "choice"
    CHOICES = "choices"
    OTHER = "other"
    """A value without a language that is written as XML Schema has it: a time, a duration, a URI, a qualified name."""


@dataclass(frozen=True, slots=True)
class ItemType:
    """An item type: its name, what its values are, the quantity a number measures, and its base type.

    ``quantity`` is ``None`` for what is not a number. ``derives`` is the base type of a type that the taxonomy
    declares itself.
    """

    name: str
    qname: QName
    kind: Kind
    quantity: str | None = None
    is_count: bool = False
    derives: QName | None = None

    @property
    def is_numeric(self) -> bool:
        """Whether facts of this type have a unit and an accuracy."""
        return self.kind is Kind.NUMBER

    @property
    def is_text(self) -> bool:
        """Whether facts of this type are words in a language."""
        return self.kind in (Kind.TEXT, Kind.BLOCK)

    @property
    def is_choice(self) -> bool:
        """Whether facts of this type name members of a list."""
        return self.kind in (Kind.CHOICE, Kind.CHOICES)


@dataclass(frozen=True, slots=True)
class UnitSpelling:
    """A unit as preparers write it.

    ``measure`` is what is reported, ``exponent`` the power of ten between the written unit and the measure,
    ``base`` how many base units of its quantity one measure holds (1 tonne holds 1000 kg).
    """

    measure: QName
    quantity: str
    labels: Text
    spellings: tuple[str, ...]
    exponent: int = 0
    base: Decimal = Decimal(1)
    per: Text = field(default_factory=dict)

    def label(self, language: str, *, below: bool = False) -> str:
        """Return the unit's name in a language, as it stands alone or below the line of a quotient."""
        return self.per.get(language, self.labels[language]) if below else self.labels[language]


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A spelling that means different things to different people, and one thing that it may mean."""

    spelling: str
    reason: str
    example: str


class Relation(StrEnum):
    """How what a concept means compares with what a paragraph asks for."""

    SAME = "same"
    """The concept is what the paragraph asks for."""
    NARROWER = "narrower"
    """The concept is one part of what the paragraph asks for."""
    WIDER = "wider"
    """The concept takes in more than the paragraph asks for."""
    RELATED = "related"
    """The concept helps to answer the paragraph, or is close to what it asks for."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A concept's relation to a paragraph, metric or disclosure of a standard of the taxonomy."""

    standard: str
    code: str
    relation: Relation

    def __str__(self) -> str:
        return f"{self.standard} {self.code}"


@dataclass(frozen=True, slots=True)
class Code:
    """A paragraph, metric or disclosure of a standard. ``title`` names the volume of the standard that holds it."""

    code: str
    labels: Text
    title: str
    obligation: str | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """A published standard and those of its codes that the taxonomy answers.

    ``part`` is the reference part that holds a code. ``verified`` says in which source the codes were checked.
    """

    name: str
    publisher: str
    labels: Text
    url: str
    part: str
    verified: str
    codes: Mapping[str, Code]


@dataclass(frozen=True, slots=True)
class Operand:
    """A concept with members, as a ratio names it."""

    concept: str
    members: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Ratio:
    """A quotient of two other concepts."""

    numerator: Operand
    denominator: Operand

    @property
    def concepts(self) -> set[str]:
        """The names of the two concepts."""
        return {self.numerator.concept, self.denominator.concept}


@dataclass(frozen=True, slots=True)
class Plausible:
    """What a figure can be for any company, in a unit; beyond it, the unit or the scale must have slipped."""

    unit: str
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that can be reported: its type, period type, labels and relations to other concepts.

    ``name`` is the name that records use: the local name, or ``prefix:name`` in a taxonomy of several namespaces.
    ``parent`` is the concept it is nested under, ``parts`` are the concepts that add up to it. A concept that is
    ``forward_looking`` may be reported for a period after the reporting period; one that is ``required`` is
    reported in every report; one that is ``everywhere`` stands in every entry point; one that is about ``water`` may be
    given by mass, a tonne for a cubic metre. ``table`` is the first of its tables. ``balance`` is that of a monetary
    concept, ``debit`` or ``credit``. ``choices`` names the list that a choice is made from.
    """

    name: str
    qname: QName
    type: ItemType
    period: PeriodType
    labels: Text
    table: str
    documentation: Text = field(default_factory=dict)
    terse: Text = field(default_factory=dict)
    total: Text = field(default_factory=dict)
    net: Text = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    parent: str | None = None
    parts: tuple[str, ...] = ()
    ratio: Ratio | None = None
    forward_looking: bool = False
    may_be_negative: bool = False
    may_exceed_one: bool = False
    required: bool = False
    everywhere: bool = False
    water: bool = False
    balance: str | None = None
    choices: str | None = None
    plausible: Plausible | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an explicit axis or of a list of choices."""

    name: str
    qname: QName
    labels: Text


@dataclass(frozen=True, slots=True)
class Axis:
    """A way of cutting a figure. A typed axis has no declared members: they are the filer's own.

    ``domain`` is what the axis stands for when it is not named; what stands for it is none of its ``members``.
    ``typed_domain`` is the element that holds a typed member.
    """

    name: str
    qname: QName
    labels: Text
    documentation: Text = field(default_factory=dict)
    typed_domain: QName | None = None
    domain: Text = field(default_factory=dict)
    members: Mapping[str, Member] = field(default_factory=dict)

    @property
    def typed(self) -> bool:
        """Whether the members are the filer's own."""
        return self.typed_domain is not None


@dataclass(frozen=True, slots=True)
class Choices:
    """A list of answers to choose from (a domain of Extensible Enumerations 2.0)."""

    name: str
    labels: Text
    documentation: Text
    members: Mapping[str, Member]


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of tables. ``order`` sorts the topics and numbers their extended link roles."""

    name: str
    order: int
    labels: Text


@dataclass(frozen=True, slots=True)
class Table:
    """A group of concepts that share their axes; an extended link role with one closed hypercube.

    ``members`` narrows an axis to some of its members. ``mandatory`` are explicit axes that a fact must name, since
    nothing stands for them when they are not named. ``in_segment`` says that the axes are reported in
    ``xbrli:segment`` instead of ``xbrli:scenario``.
    """

    name: str
    number: int
    topic: Topic
    labels: Text
    axes: Mapping[str, Arithmetic]
    concepts: tuple[str, ...]
    weights: str | None = None
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)
    mandatory: frozenset[str] = frozenset()
    in_segment: bool = False


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """A way into the taxonomy: the concepts that answer one standard, or all, with or without the rules."""

    name: str
    href: str
    labels: Text
    documentation: Text
    standards: tuple[str, ...] = ()
    with_rules: bool = True


@dataclass(frozen=True, slots=True)
class Arcrole:
    """A kind of link between facts that a taxonomy declares: its URI, and where it is declared."""

    uri: str
    href: str


ROLES = "schema/esg-roles.xsd"
"""Where the compiled taxonomy declares its roles and arcroles, below its base."""


class PackageError(Exception):
    """A taxonomy package that cannot be used; the findings say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(to_text(findings))
        self.findings = findings


@dataclass(frozen=True)
class Taxonomy:
    """A taxonomy as seen from one of its entry points. Mappings are keyed by name and keep the order of the source.

    ``base`` is the namespace of its concepts, or of most of them. ``entry_points`` begins with the one of this view.
    ``qualifying`` are explicit axes that cut every figure, besides those of its table: they say how a number is meant.
    ``renames`` maps the names of the version before, ``supersedes``, to the present ones. ``synonyms`` maps words
    that people search for to those that the taxonomy uses. ``archive`` is the taxonomy package of a taxonomy that is
    not ours.
    """

    base: str
    prefix: str
    version: str
    date: date | None
    languages: tuple[str, ...]
    publisher: Mapping[str, str]
    labels: Text
    documentation: Text
    concepts: Mapping[str, Concept]
    axes: Mapping[str, Axis]
    choices: Mapping[str, Choices]
    tables: Mapping[str, Table]
    units: tuple[UnitSpelling, ...]
    ambiguous_units: tuple[Ambiguity, ...]
    standards: Mapping[str, Standard]
    entry_points: tuple[EntryPoint, ...]
    supersedes: str | None = None
    renames: Mapping[str, str] = field(default_factory=dict)
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    qualifying: tuple[str, ...] = ()
    archive: bytes | None = None

    @classmethod
    def from_package(cls, path: Path, entry_point: str | None = None, *, cache: Path | bool = True) -> Taxonomy:
        """Load anyone's taxonomy package (Taxonomy Packages 1.0) with Arelle, offline, as seen from an entry point.

        ``entry_point`` is a URL; without it, the first one of the package is taken. What was loaded once is kept in
        the user's cache folder, or in the folder ``cache``, or, if that is false, nowhere; the second time, Arelle is
        not needed. Raises :class:`PackageError` when the file is not a taxonomy package, has no such entry point, or
        the entry point does not load.
        """
        from .foreign import load_package

        return load_package(path, entry_point, cache=cache)

    @property
    def is_foreign(self) -> bool:
        """Whether the taxonomy is someone else's, loaded from its package."""
        return self.archive is not None

    @property
    def entry_point(self) -> str:
        """The URL that a report's schemaRef names."""
        return self.entry_points[0].href

    @property
    def namespace(self) -> str:
        """The namespace of the taxonomy's concepts, axes, members and units."""
        return self.base

    @property
    def remark(self) -> Arcrole | None:
        """The link from a figure to a fact that says why it is restated, what it covers or who assured it.

        ``None`` in a taxonomy that is not ours. The registered explanation of facts allows a fact one explanation only:
        two facts that share two of them are a cycle.
        """
        uri = f"{self.base}/arcrole/fact-remark"
        return None if self.is_foreign else Arcrole(uri, f"{self.base}/{ROLES}#arcrole_fact-remark")

    def at(self, entry_point: str) -> Taxonomy | None:
        """Return the taxonomy as seen from an entry point, by its URL; ``None`` if it has no such entry point.

        Raises :class:`PackageError` when the entry point of a taxonomy that is not ours does not load.
        """
        chosen = next((one for one in self.entry_points if one.href == entry_point), None)
        if chosen is None:
            return None
        if self.archive is not None:
            from .foreign import load_archive

            return self if chosen is self.entry_points[0] else load_archive(self.archive, entry_point)
        others = tuple(one for one in self.entry_points if one is not chosen)
        return replace(self._answering(chosen.standards), entry_points=(chosen, *others))

    def _answering(self, standards: tuple[str, ...]) -> Taxonomy:
        """Return the taxonomy with the concepts that answer a standard, or are about any report, and their rules.

        A concept is moved up to its nearest ancestor that is left. A rule that needs a concept which is gone goes too.
        """
        if not standards:
            return self
        kept = {
            name: concept
            for name, concept in self.concepts.items()
            if concept.required
            or concept.everywhere
            or any(reference.standard in standards for reference in concept.references)
        }

        def parent(name: str | None) -> str | None:
            while name is not None and name not in kept:
                name = self.concepts[name].parent
            return name

        concepts = {
            name: replace(
                concept,
                parent=parent(concept.parent),
                parts=concept.parts if kept.keys() >= set(concept.parts) else (),
                ratio=concept.ratio if concept.ratio and kept.keys() >= concept.ratio.concepts else None,
            )
            for name, concept in kept.items()
        }
        tables = {
            table.name: replace(
                table,
                concepts=tuple(name for name in table.concepts if name in kept),
                weights=table.weights if table.weights in kept else None,
            )
            for table in self.tables.values()
            if any(name in kept for name in table.concepts)
        }
        return replace(self, concepts=concepts, tables=tables)

    @cached_property
    def _tables_by_concept(self) -> Mapping[str, tuple[Table, ...]]:
        found: dict[str, list[Table]] = {name: [] for name in self.concepts}
        for table in self.tables.values():
            for name in table.concepts:
                found[name].append(table)
        return {name: tuple(tables) for name, tables in found.items()}

    def tables_of(self, concept: str) -> tuple[Table, ...]:
        """Return the tables that a concept stands in. In our own taxonomy it is one."""
        return self._tables_by_concept[concept]

    def axes_of(self, concept: str) -> Mapping[str, Arithmetic]:
        """Return the axes that may cut a concept, in one of its tables or another; see :meth:`admits`."""
        tables = self.tables_of(concept)
        return tables[0].axes if len(tables) == 1 else {name: how for one in tables for name, how in one.axes.items()}

    def members_of(self, concept: str, axis: str) -> Mapping[str, Member]:
        """Return the members of an explicit axis that may cut a concept, in one of its tables or another."""
        members = self.axes[axis].members
        narrowed = [table.members.get(axis) for table in self.tables_of(concept) if axis in table.axes]
        if None in narrowed:
            return members
        allowed = {name for names in narrowed for name in names or ()}
        return {name: member for name, member in members.items() if name in allowed}

    def qualifying_of(self, concept: str) -> tuple[str, ...]:
        """Return the axes that may qualify a concept, whatever its tables: of a figure all of them, or else none."""
        return self.qualifying if self.concepts[concept].type.is_numeric else ()

    def admits(self, concept: str, members: Mapping[str, str]) -> bool:
        """Whether one of a concept's tables has all these members, by axis, and needs no other.

        Members that qualify a figure are of no table: they only have to exist.
        """
        qualifying = {axis: members[axis] for axis in self.qualifying_of(concept) if axis in members}
        others = {axis: member for axis, member in members.items() if axis not in qualifying}
        exist = all(member in self.axes[axis].members for axis, member in qualifying.items())
        return exist and any(self._has(table, others) for table in self.tables_of(concept))

    def _has(self, table: Table, members: Mapping[str, str]) -> bool:
        needed = table.mandatory | {axis for axis in table.axes if self.axes[axis].typed}
        return needed <= members.keys() <= table.axes.keys() and all(
            self.axes[axis].typed or member in table.members.get(axis, self.axes[axis].members)
            for axis, member in members.items()
        )

    def choices_of(self, concept: str) -> Mapping[str, Member]:
        """Return the members that a concept is chosen from; none where it is not a choice."""
        name = self.concepts[concept].choices
        return self.choices[name].members if name else {}

    def code(self, reference: Reference) -> Code:
        """Return what a reference refers to."""
        return self.standards[reference.standard].codes[reference.code]

    def axes_with_member(self, member: str) -> list[str]:
        """Return the explicit axes that have a member of this name."""
        return [axis.name for axis in self.axes.values() if member in axis.members]

    def in_reading_order(self, members: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Return axis and member pairs in the order in which the taxonomy declares the axes."""
        order = list(self.axes)
        return tuple(sorted(members.items(), key=lambda pair: order.index(pair[0])))

    @cached_property
    def _units_by_spelling(self) -> Mapping[str, UnitSpelling]:
        labels = {normalise_unit(text): unit for unit in self.units for text in unit.labels.values()}
        return labels | {normalise_unit(text): unit for unit in self.units for text in unit.spellings}

    def unit(self, spelling: str) -> UnitSpelling | None:
        """Return the simple unit that is spelt like this, or ``None``."""
        return self._units_by_spelling.get(normalise_unit(spelling))

    def ambiguity(self, spelling: str) -> Ambiguity | None:
        """Return why a spelling has more than one meaning, or ``None``."""
        return self._ambiguities.get(normalise_unit(spelling))

    @cached_property
    def _ambiguities(self) -> Mapping[str, Ambiguity]:
        return {normalise_unit(ambiguity.spelling): ambiguity for ambiguity in self.ambiguous_units}

    def units_of(self, quantity: str) -> Iterator[UnitSpelling]:
        """Yield the units that measure a simple quantity."""
        return (unit for unit in self.units if unit.quantity == quantity)

    def similar_unit(self, spelling: str) -> str | None:
        """Return a known spelling that this one is probably meant to be, or ``None``."""
        known = [text for unit in self.units for text in unit.spellings]
        folded = {text.casefold(): text for text in known}
        return folded.get(spelling.casefold()) or similar(spelling, known)


def normalise_unit(spelling: str) -> str:
    """Return a unit's spelling in NFKC with white space folded: ``CO₂ e`` becomes ``CO2e``."""
    folded = " ".join(unicodedata.normalize("NFKC", spelling).split())
    return folded.replace("CO 2 e", "CO2e").replace("CO2 e", "CO2e").replace("CO 2e", "CO2e")


def similar(word: str, known: list[str]) -> str | None:
    """Return the known word that ``word`` is probably a slip for, or ``None``."""
    matches = difflib.get_close_matches(word, known, n=1, cutoff=0.75)
    return matches[0] if matches else None
