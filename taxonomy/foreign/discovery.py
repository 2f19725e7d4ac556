"""From the values of a loaded taxonomy to the model: concepts, tables, axes, choices and references.

Follows XBRL 2.1, XBRL Dimensions 1.0, Calculations 1.0 and 1.1 and Extensible Enumerations 2.0.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal

from ..compiler.linkbases import DIMENSION, LABEL_ROLES, PARENT_CHILD, SUMMATION_ITEM
from ..compiler.package import Metadata
from ..compiler.schemas import KINDS, parts_namespace
from ..model import (
    Arithmetic,
    Axis,
    Choices,
    Code,
    Concept,
    EntryPoint,
    ItemType,
    Member,
    PeriodType,
    QName,
    Reference,
    Relation,
    Standard,
    Table,
    Taxonomy,
    Text,
    Topic,
)

Chosen = tuple[QName, str, bool]
"""What an enumeration is chosen from: a domain, an extended link role, and whether the domain itself is a choice."""

Parts = tuple[tuple[QName, str], ...]
"""A reference resource: its parts in document order."""

Line = tuple[str, QName, QName | None]
"""A line of the presentation: an extended link role, an element and the nearest concept above it."""

SUMMATION_ITEM_2003 = "http://www.xbrl.org/2003/arcrole/summation-item"
ALL = f"{DIMENSION}all"
HYPERCUBE_DIMENSION = f"{DIMENSION}hypercube-dimension"
DIMENSION_DOMAIN = f"{DIMENSION}dimension-domain"
DIMENSION_DEFAULT = f"{DIMENSION}dimension-default"
DOMAIN_MEMBER = f"{DIMENSION}domain-member"
ARCROLES = (
    PARENT_CHILD,
    SUMMATION_ITEM,
    SUMMATION_ITEM_2003,
    ALL,
    HYPERCUBE_DIMENSION,
    DIMENSION_DOMAIN,
    DIMENSION_DEFAULT,
    DOMAIN_MEMBER,
)
"""The relationships between items that say something to the model."""

_SUFFIXES = sorted({pattern.removeprefix("{}").strip() for texts in KINDS.values() for pattern in texts.values()})
_KIND = re.compile(rf"\s*(?:{'|'.join(map(re.escape, [*_SUFFIXES, '[typed axis]']))})$", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:\[(?=\d+\]))?(\d+)(?:\]| -)\s*")
_WITHOUT_AXES = "WithoutAxes"
_WITHOUT_AXES_LABELS = {
    "en": "Concepts without dimensions",
    "de": "Konzepte ohne Dimensionen",
    "zh-Hans": "无维度的概念",
    "zh-Hant": "無維度的概念",
}
_NOT_A_PLACE = frozenset({"Publisher", "Name", "IssueDate", "URI", "URIDate"})
"""Reference parts that name the standard, not a place in it."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """An element in the substitution group of ``xbrli:item``.

    ``type`` is ``None`` for items that nobody reports or whose values the model has no room for. ``typed_domain`` is
    that of a typed dimension, ``choices`` those of an enumeration.
    """

    qname: QName
    kind: Literal["item", "hypercube", "dimension"]
    is_abstract: bool
    type: ItemType | None
    period: PeriodType
    balance: str | None
    typed_domain: QName | None
    choices: Chosen | None


@dataclass(frozen=True, slots=True)
class Arc:
    """An effective relationship between two items.

    ``next_role`` is the extended link role in which the network goes on: that of ``xbrldt:targetRole``, or ``role``.
    """

    source: QName
    target: QName
    role: str
    next_role: str
    is_usable: bool
    in_segment: bool
    weight: Decimal | None


Network = Mapping[tuple[str, QName], Sequence[Arc]]
"""Arcs of one arcrole by extended link role and source, in their order."""


@dataclass(frozen=True, slots=True)
class Dts:
    """A discoverable taxonomy set (XBRL 2.1, 3), as far as the model needs it. Everything is in document order.

    ``networks`` are keyed by arcrole; ``texts`` are labels by element, label role and language; ``definitions`` say
    what an extended link role is called, by language; ``prefixes`` are those of namespaces.
    """

    declarations: Mapping[QName, Declaration]
    networks: Mapping[str, Network]
    texts: Mapping[QName, Mapping[str, Text]]
    references: Mapping[QName, Sequence[Parts]]
    definitions: Mapping[str, Text]
    prefixes: Mapping[str, str]


def discover(dts: Dts, metadata: Metadata, entry_point: EntryPoint) -> Taxonomy:
    """Return the taxonomy of a package as loaded from an entry point, without units and without its archive.

    What XBRL cannot state is left open: any figure may be negative, exceed 100 % or lie in the future.
    """
    return _Discovery(dts, metadata).taxonomy(entry_point)


@dataclass(frozen=True, slots=True)
class _Role:
    """An extended link role and what its definition says: ``[number] topic | label``."""

    uri: str
    number: int | None
    topic: Text
    labels: Text


@dataclass(frozen=True, slots=True)
class _Cube:
    """The concepts of a role that have the same hypercubes, and the members of each axis there; typed ones have none.

    ``mandatory`` are explicit axes whose default is not in the domain, or that have none.
    """

    role: _Role
    name: str
    labels: Text
    concepts: tuple[QName, ...]
    axes: Mapping[QName, tuple[QName, ...]]
    mandatory: frozenset[QName]
    in_segment: bool


@dataclass(frozen=True, slots=True)
class _Citation:
    """A reference resource: what it cites, where in it, and, in the parts of our own, how the concept relates to it."""

    publisher: str
    title: str
    places: tuple[tuple[str, str], ...]
    relation: Relation
    obligation: str | None

    @property
    def code(self) -> str:
        """The place in the standard: ``305-1``, or ``1, paragraph 54, subparagraph a``."""
        texts = [text if index == 0 else f"{part.lower()} {text}" for index, (part, text) in enumerate(self.places)]
        return ", ".join(texts) or self.title


class _Discovery:
    """Everything about one taxonomy, found when it is first needed. Elements go by their qualified names."""

    def __init__(self, dts: Dts, metadata: Metadata) -> None:
        self._dts = dts
        self._metadata = metadata

    def taxonomy(self, entry_point: EntryPoint) -> Taxonomy:
        """Put the model together."""
        others = [one for one in self._metadata.entry_points if one.href != entry_point.href]
        return Taxonomy(
            base=self._base,
            prefix=self._dts.prefixes.get(self._base, "ns"),
            version=self._metadata.version,
            supersedes=self._metadata.supersedes,
            date=self._metadata.date,
            languages=self._languages,
            publisher=self._metadata.publisher,
            labels=self._everywhere(self._metadata.labels, self._metadata.identifier),
            documentation=self._metadata.documentation,
            concepts={self._name(qname): self._concept(qname) for qname in self._home},
            axes={name: self._axis(axis, name) for axis, name in self._axis_names.items()},
            choices={name: self._list_of_choices(name, chosen) for chosen, name in self._choices.items()},
            tables={table.name: table for table in self._tables()},
            units=(),
            ambiguous_units=(),
            standards={name: self._standard(name, cited) for name, cited in self._cited.items()},
            entry_points=tuple(
                replace(one, labels=self._everywhere(one.labels, one.href)) for one in (entry_point, *others)
            ),
        )

    def _network(self, arcrole: str) -> Network:
        return self._dts.networks[arcrole]

    def _arcs(self, arcrole: str, role: str, source: QName) -> Sequence[Arc]:
        return self._dts.networks[arcrole].get((role, source), ())

    # What there is to report, and how it is called

    @cached_property
    def _types(self) -> Mapping[QName, ItemType]:
        """What can be reported, with its type: items that are neither abstract, nor axes, nor members.

        An entry point that arranges concepts in networks is a choice of them: what is only declared is not offered.
        """
        domains = [arc for arcs in self._network(DIMENSION_DOMAIN).values() for arc in arcs]
        enumerations = [one.choices for one in self._dts.declarations.values() if one.choices]
        members = {arc.target for arc in self._walk(domains)}.union(*map(self._members_chosen, enumerations))
        declared = {
            one.qname: one.type
            for one in self._dts.declarations.values()
            if one.kind == "item" and one.type and not one.is_abstract and one.qname not in members
        }
        networks = [arcs for network in self._dts.networks.values() for arcs in network.values()]
        arranged = {qname for arcs in networks for arc in arcs for qname in (arc.source, arc.target)}
        return {qname: type_ for qname, type_ in declared.items() if qname in arranged} or declared

    @cached_property
    def _namespaces(self) -> Counter[str]:
        return Counter(qname.namespace for qname in self._types)

    @property
    def _base(self) -> str:
        """The namespace of most concepts."""
        return min(self._namespaces, key=lambda uri: (-self._namespaces[uri], uri), default=self._metadata.identifier)

    def _name(self, qname: QName, suffix: str = "") -> str:
        """Return the name in records: with its prefix, unless all concepts are in this one namespace."""
        local = qname.local.removesuffix(suffix) or qname.local
        return local if {*self._namespaces} == {qname.namespace} else f"{qname.prefix}:{local}"

    def _names(self, qnames: Iterable[QName], suffix: str) -> dict[QName, str]:
        """Return names without the suffix that says what they name; in full where two would be the same."""
        short = {qname: self._name(qname, suffix) for qname in qnames}
        used = Counter(short.values())
        return {qname: name if used[name] == 1 else self._name(qname) for qname, name in short.items()}

    @cached_property
    def _languages(self) -> tuple[str, ...]:
        """The languages in which most concepts have a label; those of the package stand first."""
        counts = Counter(language for qname in self._types for language in self._text(qname, "labels"))
        first = self._metadata.languages
        order = sorted(counts, key=lambda tag: (first.index(tag) if tag in first else len(first), -counts[tag], tag))
        return tuple(tag for tag in order if counts[tag] * 2 > len(self._types)) or first

    def _everywhere(self, texts: Text, otherwise: str) -> dict[str, str]:
        """Return a text in every language; where one is missing, it is there in the first language that has it."""
        first = next((texts[language] for language in (*self._languages, *texts) if language in texts), otherwise)
        return {language: texts.get(language, first) for language in self._languages}

    def _labels(self, qname: QName) -> dict[str, str]:
        """Return the labels of an axis, a member or a hypercube, without the words that say what it is."""
        labels = self._everywhere(self._text(qname, "labels"), qname.local)
        return {language: _KIND.sub("", label) for language, label in labels.items()}

    def _text(self, qname: QName, kind: str) -> Text:
        return self._dts.texts.get(qname, {}).get(LABEL_ROLES[kind], {})

    # Extended link roles

    def _roles(self, arcrole: str) -> list[_Role]:
        """Return the roles in which there are arcs of an arcrole, sorted by their definitions."""
        found = {uri for uri, _ in self._network(arcrole)}
        return [self._role(uri) for uri in sorted(found, key=lambda uri: (self._defined(uri), uri))]

    def _defined(self, uri: str) -> str:
        return self._everywhere(self._dts.definitions.get(uri, {}), _last(uri))[self._languages[0]]

    def _role(self, uri: str) -> _Role:
        definitions = self._everywhere(self._dts.definitions.get(uri, {}), _last(uri))
        number = _NUMBER.match(self._defined(uri))
        words = {language: _NUMBER.sub("", text).rpartition(" | ") for language, text in definitions.items()}
        topic = {language: topic for language, (topic, bar, _) in words.items() if bar}
        return _Role(
            uri,
            int(number[1]) if number else None,
            self._everywhere(topic or self._metadata.labels, self._metadata.identifier),
            {language: label for language, (_, _, label) in words.items()},
        )

    # Hypercubes and tables

    @cached_property
    def _cubes(self) -> list[_Cube]:
        """The tables to be: those with hypercubes role by role, then one for the concepts that have none."""
        cubes = [cube for role in self._roles(ALL) for cube in self._cubes_of(role)]
        placed = {concept for cube in cubes for concept in cube.concepts}
        if rest := tuple(concept for concept in self._reading_order if concept not in placed):
            labels = self._everywhere(_WITHOUT_AXES_LABELS, _WITHOUT_AXES_LABELS["en"])
            topic = self._everywhere(self._metadata.labels, self._metadata.identifier)
            cubes.append(_Cube(_Role("", None, topic, labels), _WITHOUT_AXES, labels, rest, {}, frozenset(), False))
        names = _numbered(cube.name for cube in cubes)
        return [replace(cube, name=name) for cube, name in zip(cubes, names, strict=True)]

    def _cubes_of(self, role: _Role) -> Iterator[_Cube]:
        """Yield the concepts of a role by the hypercubes that they have or inherit (XBRL Dimensions 1.0, 2.6)."""
        hypercubes: dict[QName, list[Arc]] = {}
        for (uri, source), arcs in self._network(ALL).items():
            if uri == role.uri:
                below = (arc.target for arc in self._walk(self._arcs(DOMAIN_MEMBER, uri, source)))
                for concept in dict.fromkeys((source, *below)):
                    hypercubes.setdefault(concept, []).extend(arcs)
        groups: dict[tuple[Arc, ...], list[QName]] = {}
        for concept, found in hypercubes.items():
            if concept in self._types:
                groups.setdefault(tuple(found), []).append(concept)
        for shared, concepts in groups.items():
            yield self._cube(role, shared, concepts, is_only=len(groups) == 1)

    def _cube(self, role: _Role, hypercubes: tuple[Arc, ...], concepts: list[QName], *, is_only: bool) -> _Cube:
        axes: dict[QName, tuple[QName, ...]] = {}
        for hypercube in hypercubes:
            for arc in self._arcs(HYPERCUBE_DIMENSION, hypercube.next_role, hypercube.target):
                members = self._usable(self._arcs(DIMENSION_DOMAIN, arc.next_role, arc.target))
                axes[arc.target] = tuple(one for one in axes.get(arc.target, members) if one in members)
        first = hypercubes[0].target
        return _Cube(
            role,
            _last(role.uri) if is_only else f"{_last(role.uri)}.{first.local}",
            self._labels(first) if not is_only and first in self._dts.texts else role.labels,
            tuple(concepts),
            {axis: tuple(one for one in members if one != self._defaults.get(axis)) for axis, members in axes.items()},
            frozenset(axis for axis in axes if not self._typed(axis) and self._defaults.get(axis) not in axes[axis]),
            any(hypercube.in_segment for hypercube in hypercubes),
        )

    def _walk(self, arcs: Iterable[Arc], seen: set[tuple[str, QName]] | None = None) -> Iterator[Arc]:
        """Yield arcs and, depth first, the domain-member arcs that follow them, in the roles that they point to."""
        seen = set() if seen is None else seen
        for arc in arcs:
            yield arc
            place = (arc.next_role, arc.target)
            if place not in seen:
                seen.add(place)
                yield from self._walk(self._arcs(DOMAIN_MEMBER, *place), seen)

    def _usable(self, arcs: Iterable[Arc]) -> tuple[QName, ...]:
        """Return the members that a domain lets be used; one arc that says no is enough."""
        found = list(self._walk(arcs))
        unusable = {arc.target for arc in found if not arc.is_usable}
        return tuple(dict.fromkeys(arc.target for arc in found if arc.target not in unusable))

    def _tables(self) -> Iterator[Table]:
        number = 0
        for cube in self._cubes:
            number = number + 10 if cube.role.number is None else cube.role.number
            yield self._table(cube, number)

    def _table(self, cube: _Cube, number: int) -> Table:
        topic = cube.role.topic
        names = self._axis_names
        return Table(
            cube.name,
            number,
            Topic(topic[self._languages[0]], self._topics.index(topic), topic),
            cube.labels,
            dict.fromkeys((names[axis] for axis in cube.axes), Arithmetic.SEPARATE),
            tuple(map(self._name, cube.concepts)),
            members={
                names[axis]: frozenset(self._member_names[member] for member in members)
                for axis, members in cube.axes.items()
                if len(members) < len(self._members[axis])
            },
            mandatory=frozenset(names[axis] for axis in cube.mandatory),
            in_segment=cube.in_segment,
        )

    @cached_property
    def _topics(self) -> list[Text]:
        found: list[Text] = []
        for cube in self._cubes:
            if cube.role.topic not in found:
                found.append(cube.role.topic)
        return found

    # Axes and choices

    @cached_property
    def _defaults(self) -> Mapping[QName, QName]:
        return {axis: arcs[0].target for (_, axis), arcs in self._network(DIMENSION_DEFAULT).items()}

    def _typed(self, axis: QName) -> QName | None:
        return self._dts.declarations[axis].typed_domain

    @cached_property
    def _members(self) -> Mapping[QName, tuple[QName, ...]]:
        """The members of each axis that a table has, in the order in which the tables name them first."""
        found: dict[QName, dict[QName, None]] = {}
        for cube in self._cubes:
            for axis, members in cube.axes.items():
                found.setdefault(axis, {}).update(dict.fromkeys(members))
        return {axis: tuple(found[axis]) for axis in self._dts.declarations if axis in found}

    @cached_property
    def _axis_names(self) -> Mapping[QName, str]:
        return self._names(self._members, "Axis")

    @cached_property
    def _member_names(self) -> Mapping[QName, str]:
        return self._names({member for members in self._members.values() for member in members}, "Member")

    def _axis(self, axis: QName, name: str) -> Axis:
        heads = (arcs[0].target for (_, one), arcs in self._network(DIMENSION_DOMAIN).items() if one == axis)
        stands_for_it = self._defaults.get(axis) or next(heads, None)
        return Axis(
            name,
            axis,
            self._labels(axis),
            self._text(axis, "documentation"),
            self._typed(axis),
            self._labels(stands_for_it) if stands_for_it else {},
            self._by_name(self._members[axis], self._member_names),
        )

    def _by_name(self, members: Iterable[QName], names: Mapping[QName, str]) -> dict[str, Member]:
        return {names[member]: Member(names[member], member, self._labels(member)) for member in members}

    @cached_property
    def _choices(self) -> Mapping[Chosen, str]:
        """What choices are made from, with its name."""
        enumerations = (self._dts.declarations[qname].choices for qname in self._types)
        found = list(dict.fromkeys(chosen for chosen in enumerations if chosen))
        return dict(zip(found, _numbered(self._name(domain, "Domain") for domain, _, _ in found), strict=True))

    def _members_chosen(self, chosen: Chosen) -> tuple[QName, ...]:
        domain, role, is_domain_usable = chosen
        members = self._usable(self._arcs(DOMAIN_MEMBER, role, domain))
        return (domain, *members) if is_domain_usable else members

    def _list_of_choices(self, name: str, chosen: Chosen) -> Choices:
        domain, members = chosen[0], self._members_chosen(chosen)
        return Choices(
            name,
            self._labels(domain),
            self._text(domain, "documentation"),
            self._by_name(members, self._names(members, "Member")),
        )

    # Concepts

    @cached_property
    def _home(self) -> Mapping[QName, _Cube]:
        """The first table of each concept, in the order of the tables."""
        found: dict[QName, _Cube] = {}
        for cube in self._cubes:
            for concept in cube.concepts:
                found.setdefault(concept, cube)
        return found

    def _concept(self, qname: QName) -> Concept:
        declared = self._dts.declarations[qname]
        parent = self._parents.get(qname)
        return Concept(
            name=self._name(qname),
            qname=qname,
            type=self._types[qname],
            period=declared.period,
            labels=self._everywhere(self._text(qname, "labels"), qname.local),
            table=self._home[qname].name,
            documentation=self._text(qname, "documentation"),
            terse=self._text(qname, "terse"),
            total=self._text(qname, "total"),
            net=self._text(qname, "net"),
            references=tuple(dict.fromkeys(map(self._reference, self._citations[qname]))),
            parent=self._name(parent) if parent else None,
            parts=tuple(map(self._name, self._sums.get(qname, ()))),
            forward_looking=True,
            may_be_negative=True,
            may_exceed_one=True,
            balance=declared.balance,
            choices=self._choices[declared.choices] if declared.choices else None,
        )

    @cached_property
    def _outline(self) -> list[Line]:
        """The presentation from top to bottom, role by role."""
        return [line for role in self._roles(PARENT_CHILD) for line in self._outline_of(role.uri)]

    def _outline_of(self, role: str) -> Iterator[Line]:
        network = {source: arcs for (uri, source), arcs in self._network(PARENT_CHILD).items() if uri == role}
        nested = {arc.target for arcs in network.values() for arc in arcs}

        def lines(element: QName, above: QName | None, path: frozenset[QName]) -> Iterator[Line]:
            yield role, element, above
            for arc in network.get(element, ()):
                if arc.target not in path:
                    yield from lines(arc.target, element if element in self._types else above, path | {arc.target})

        for top in network:
            if top not in nested:
                yield from lines(top, None, frozenset({top}))

    @cached_property
    def _reading_order(self) -> tuple[QName, ...]:
        """All concepts: as they are presented, then as they are declared."""
        presented = (element for _, element, _ in self._outline if element in self._types)
        return tuple(dict.fromkeys((*presented, *self._types)))

    @cached_property
    def _parents(self) -> Mapping[QName, QName]:
        """The concept that each one is nested under, in the role of its table if it is presented there."""
        nested = [(role, below, above) for role, below, above in self._outline if above and below in self._types]
        parents: dict[QName, QName] = {}
        for _, below, above in sorted(nested, key=lambda line: line[0] != self._home[line[1]].role.uri):
            if below not in parents and below not in _chain(above, parents):
                parents[below] = above
        return parents

    @cached_property
    def _sums(self) -> Mapping[QName, tuple[QName, ...]]:
        """The concepts that add up to another: the first plain sum, in the role of the total's table if it is there."""
        found: dict[QName, tuple[QName, ...]] = {}
        networks = [self._network(arcrole) for arcrole in (SUMMATION_ITEM, SUMMATION_ITEM_2003)]
        sums = [(role, total, arcs) for network in networks for (role, total), arcs in network.items()]
        plain = [one for one in sums if one[1] in self._types and all(map(self._is_plain, one[2]))]
        by_role = sorted(plain, key=lambda one: (self._defined(one[0]), one[0]))
        for _, total, arcs in sorted(by_role, key=lambda one: one[0] != self._home[one[1]].role.uri):
            found.setdefault(total, tuple(arc.target for arc in arcs))
        return found

    def _is_plain(self, arc: Arc) -> bool:
        return arc.weight == 1 and arc.target in self._types

    # References

    @cached_property
    def _citations(self) -> Mapping[QName, list[_Citation]]:
        return {qname: list(map(self._citation, self._dts.references.get(qname, ()))) for qname in self._home}

    def _citation(self, parts: Parts) -> _Citation:
        of_our_own = parts_namespace(self._metadata.identifier)
        own = {part.local: text for part, text in parts if part.namespace == of_our_own}
        cited = {part.local: text for part, text in parts if part.namespace != of_our_own}
        publisher = cited.get("Publisher", "")
        return _Citation(
            publisher,
            cited.get("Name") or publisher or next(iter(cited), ""),
            tuple((part, text) for part, text in cited.items() if part not in _NOT_A_PLACE),
            next((one for one in Relation if one == own.get("Relation")), Relation.SAME),
            own.get("Obligation"),
        )

    def _reference(self, cited: _Citation) -> Reference:
        return Reference(self._standard_name(cited), cited.code, cited.relation)

    @cached_property
    def _publishers(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for citations in self._citations.values():
            for cited in citations:
                found.setdefault(cited.title, set()).add(cited.publisher)
        return found

    def _standard_name(self, cited: _Citation) -> str:
        return cited.title if len(self._publishers[cited.title]) == 1 else f"{cited.publisher}: {cited.title}"

    @cached_property
    def _cited(self) -> Mapping[str, list[_Citation]]:
        """The citations by standard."""
        found: dict[str, list[_Citation]] = {}
        for citations in self._citations.values():
            for cited in citations:
                found.setdefault(self._standard_name(cited), []).append(cited)
        return found

    def _standard(self, name: str, citations: list[_Citation]) -> Standard:
        first = citations[0]
        return Standard(
            name,
            first.publisher,
            dict.fromkeys(self._languages, first.title),
            "",
            ", ".join(part for part, _ in first.places),
            "As the taxonomy cites it; not compared with the standard.",
            {
                cited.code: Code(cited.code, dict.fromkeys(self._languages, cited.code), cited.title, cited.obligation)
                for cited in citations
            },
        )


def _last(uri: str) -> str:
    """Return the last part of a role's URI."""
    return re.split(r"[/#:]", uri.rstrip("/#:"))[-1]


def _numbered(names: Iterable[str]) -> list[str]:
    """Return names made unique: the second ``Water`` is ``Water2``."""
    taken: dict[str, None] = {}
    for name in names:
        candidates = (f"{name}{number or ''}" for number in (0, *range(2, len(taken) + 3)))
        taken[next(one for one in candidates if one not in taken)] = None
    return list(taken)


def _chain(concept: QName, parents: Mapping[QName, QName]) -> Iterator[QName]:
    """Yield a concept and all that it is nested under."""
    above: QName | None = concept
    while above:
        yield above
        above = parents.get(above)
