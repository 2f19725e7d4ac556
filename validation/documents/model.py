"""A document as it is filed: contexts, units, facts, footnotes and what else a rule asks for, each with its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from lxml import etree

from ...findings import Location
from ...instances import FiledFact, facts_of_json, facts_of_tree
from ...taxonomy import Kind, QName

Types = Mapping[QName, Kind]
"""What the values of concepts are, as far as it is known."""
NO_TYPES: Types = {}


class Syntax(StrEnum):
    """How a document is written."""

    INLINE = "inline XBRL"
    XML = "xBRL-XML"
    JSON = "xBRL-JSON"
    OTHER = "no report"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a segment or a scenario holds: members by dimension, and the names of what is no dimension member."""

    members: frozenset[tuple[QName, str]]
    strangers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FiledContext:
    """A context; ``days`` are the parts of its period as written, by name: ``instant``, ``startDate``, ``endDate``."""

    id: str
    place: Location
    scheme: str
    identifier: str
    days: tuple[tuple[str, str], ...]
    segment: Contents | None = None
    scenario: Contents | None = None

    @property
    def says(self) -> tuple[object, ...]:
        """All but its name: equal for contexts that say the same."""
        return self.scheme, self.identifier, self.days, self.segment, self.scenario


@dataclass(frozen=True, slots=True)
class FiledUnit:
    """A unit, its measures as written and resolved; an undeclared prefix leaves the namespace empty."""

    id: str
    place: Location
    numerators: tuple[QName, ...]
    denominators: tuple[QName, ...] = ()

    @property
    def says(self) -> tuple[object, ...]:
        """All but its name: equal for units that say the same."""
        return tuple(
            tuple(sorted((name.namespace, name.local) for name in side))
            for side in (self.numerators, self.denominators)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """A fact as its element is written. ``context`` and ``unit`` are ids, ``order`` its position in the document."""

    id: str
    concept: QName
    place: Location
    order: int
    context: str
    unit: str | None
    is_numeric: bool
    is_nil: bool
    language: str
    has_precision: bool = False
    is_hidden: bool = False
    is_escaped: bool = False
    format: QName | None = None
    target: str = ""
    continued_at: str = ""
    element: etree._Element | None = field(default=None, repr=False)
    value: str = ""

    @property
    def named(self) -> str:
        """What a message calls it: its concept, with its context where it has no id."""
        return self.concept.local if self.id else f"{self.concept.local} ({self.context})"

    @property
    def facts(self) -> tuple[str, ...]:
        """Its id, for a finding; nothing if it has none."""
        return (self.id,) if self.id else ()


@dataclass(frozen=True, slots=True, eq=False)
class Continuation:
    """A further piece of a text, with the place where it goes on."""

    id: str
    place: Location
    order: int
    continued_at: str
    element: etree._Element = field(repr=False)


@dataclass(frozen=True, slots=True)
class FiledFootnote:
    """A footnote. ``key`` is what relationships call it by: its id, or its label within its link."""

    key: str
    place: Location
    language: str
    role: str
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from facts to footnotes or other facts, by their ids or keys."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    arcrole: str
    link_role: str
    place: Location


@dataclass(frozen=True, slots=True)
class Reference:
    """A ``schemaRef`` or a ``linkbaseRef``."""

    kind: str
    href: str
    target: str
    place: Location


@dataclass(frozen=True, slots=True)
class Repeated:
    """An id that stands at more than one element, at least one of them a fact."""

    id: str
    place: Location
    first: Location


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A document of a report: the path that findings name, and what was parsed.

    ``content`` is the root of XML, or what JSON says; ``size`` is in bytes, ``doctype`` the line of the DOCTYPE.
    """

    file: str
    content: Any = field(repr=False)
    size: int
    doctype: int = 1

    def facts(self) -> tuple[FiledFact, ...]:
        """Return what its facts mean, as far as the document says it."""
        return facts_of_tree(self.content) if isinstance(self.content, etree._Element) else facts_of_json(self.content)


@dataclass(slots=True)
class Page:
    """A page for people, with the elements of it that a rule may ask for; its size is in bytes."""

    file: str
    root: etree._Element
    size: int = 0
    telling: list[etree._Element] = field(default_factory=list)
    """Elements that may run, load or hide something, or have a reserved class."""
    sheets: list[etree._Element] = field(default_factory=list)
    """The ``style`` elements."""
    tags: list[Tag] = field(default_factory=list)
    continuations: list[Continuation] = field(default_factory=list)

    def place(self, element: etree._Element) -> Location:
        """Return where an element of the page stands."""
        return Location(self.file, element.sourceline)


@dataclass
class Document:
    """A report as it is filed: one document, or the documents of a set."""

    syntax: Syntax
    is_whole: bool = True
    """Whether all of it could be read; where not, nothing follows from what is not there."""
    sources: list[Source] = field(default_factory=list)
    """The documents that could be parsed."""
    contexts: list[FiledContext] = field(default_factory=list)
    units: list[FiledUnit] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    structures: list[tuple[str, Location]] = field(default_factory=list)
    """Tuples and fractions, by name."""
    footnotes: list[FiledFootnote] = field(default_factory=list)
    relationships: list[Relationship] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    continuations: dict[str, Continuation] = field(default_factory=dict)
    repeated: list[Repeated] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    based: list[tuple[str, Location]] = field(default_factory=list)
    """Values of ``xml:base``."""
    doctypes: list[tuple[str, Location]] = field(default_factory=list)
    """DOCTYPEs."""

    @cached_property
    def facts(self) -> Mapping[str, tuple[FiledFact, ...]]:
        """What the facts of each document mean, by the paths that findings name."""
        return {source.file: source.facts() for source in self.sources}

    @cached_property
    def using(self) -> Mapping[str, Sequence[Tag]]:
        """The facts of each context."""
        return _grouped((tag.context, tag) for tag in self.tags)

    @cached_property
    def measured(self) -> Mapping[str, Sequence[Tag]]:
        """The facts in each unit."""
        return _grouped((tag.unit, tag) for tag in self.tags if tag.unit is not None)


def _grouped(pairs: Any) -> Mapping[str, Sequence[Tag]]:
    found: defaultdict[str, list[Tag]] = defaultdict(list)
    for key, tag in pairs:
        found[key].append(tag)
    return found


def ids(tags: Sequence[Tag]) -> tuple[str, ...]:
    """Return the ids of facts, without those that have none."""
    return tuple(tag.id for tag in tags if tag.id)
