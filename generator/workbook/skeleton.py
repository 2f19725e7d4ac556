"""Which rows a form has: one for every figure that the taxonomy asks for, and for every one that a disclosure has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import groupby

from ...taxonomy import Arithmetic, Concept, Table, Taxonomy
from ..forms.tabular import by_unit, column_of
from ..manifest import Manifest, SectionRecord, TableRecord, in_language
from ..mapping import COVER, QUALIFIER_AXIS, RESTATEMENT_AXIS
from ..records import KPIRecord
from ..remarks import BOUNDED, ENGAGEMENT_AXIS, OMISSION_REASON, RESTATED

FROM_THE_COVER = COVER
"""Concepts that the cover answers."""
FROM_THE_NOTES: Mapping[str, str] = {
    OMISSION_REASON: "omissions",
    RESTATED.concept: "restatements",
    BOUNDED.concept: "boundaries",
}
"""Concepts that the notes answer, and where they stand there."""
_WRITTEN_AXES = (RESTATEMENT_AXIS, QUALIFIER_AXIS, RESTATED.axis, BOUNDED.axis)
"""Axes whose members are never typed in: a column or the value itself says the same."""
ENGAGEMENTS = ENGAGEMENT_AXIS


@dataclass(frozen=True)
class Content:
    """What a form is made from; without records nothing is filled in yet. ``language`` is that of the form itself."""

    manifest: Manifest
    taxonomy: Taxonomy
    records: tuple[KPIRecord, ...]
    language: str

    def label(self, labels: Mapping[str, str], otherwise: str = "") -> str:
        """Return a label in the language of the form, or in another one that it has."""
        return in_language(labels, self.language) or otherwise

    def axes_of(self, concept: str) -> list[str]:
        """Return the axes that cut a concept and that people fill in."""
        return [axis for axis in self.taxonomy.axes_of(concept) if axis not in _WRITTEN_AXES]

    def is_asked(self, concept: Concept) -> bool:
        """Whether a row or a column asks for a concept, and not the cover or the notes."""
        return concept.name not in (*FROM_THE_COVER, *FROM_THE_NOTES)

    def member(self, axis: str, member: str) -> str:
        """Return the name of a member, of the taxonomy's or of the disclosure's own."""
        own = self.manifest.members.get(axis, {}).get(member)
        known = self.taxonomy.axes.get(axis)
        declared = known.members.get(member) if known else None
        return self.label(own or (declared.labels if declared else {}), member)

    def axis(self, axis: str) -> str:
        """Return the name of an axis."""
        known = self.taxonomy.axes.get(axis)
        return self.label(known.labels if known else {}, axis)

    @cached_property
    def languages(self) -> list[str]:
        """The languages of the report."""
        return self.manifest.report.languages


@dataclass(frozen=True)
class Arrangement:
    """The sections and tables of the report: those that it has, and one for each of the taxonomy's tables besides."""

    content: Content

    @cached_property
    def sections(self) -> list[SectionRecord]:
        """The sections in reading order; those that the report does not have yet stand at the end."""
        return [*self.content.manifest.sections, *self._further]

    @cached_property
    def table_names(self) -> list[str]:
        """The names of all tables."""
        return [table.name for section in self.sections for table in section.tables]

    @cached_property
    def tables(self) -> Mapping[str, TableRecord]:
        """All tables by name."""
        return {table.name: table for section in self.sections for table in section.tables}

    def table_of(self, concept: Concept) -> str:
        """Return the table for a new row of a concept: where the concept stands already, or those beside it."""
        return (
            self._own_by_concept.get(concept.name) or self._own_by_table.get(concept.table) or self._new[concept.table]
        )

    @cached_property
    def _own_by_concept(self) -> Mapping[str, str]:
        return _most_frequent((record.concept, record.table) for record in self.content.records)

    @cached_property
    def _own_by_table(self) -> Mapping[str, str]:
        concepts = self.content.taxonomy.concepts
        return _most_frequent(
            (concepts[record.concept].table, record.table)
            for record in self.content.records
            if record.concept in concepts
        )

    @cached_property
    def _new(self) -> Mapping[str, str]:
        """The names of tables that the report does not have yet, by the taxonomy's."""
        taken = {table.name.casefold() for table in self.content.manifest.tables}
        names: dict[str, str] = {}
        for table in self._missing():
            plain = _plain_name(table.name)
            name, number = plain, 1
            while name.casefold() in taken:
                number += 1
                name = f"{plain}-{number}"
            taken.add(name.casefold())
            names[table.name] = name
        return names

    def _missing(self) -> Iterator[Table]:
        concepts = self.content.taxonomy.concepts
        for table in self.content.taxonomy.tables.values():
            if table.name not in self._own_by_table and any(
                self.content.is_asked(concepts[one]) for one in table.concepts
            ):
                yield table

    @cached_property
    def _further(self) -> list[SectionRecord]:
        by_topic: dict[str, list[Table]] = {}
        for table in self._missing():
            by_topic.setdefault(table.topic.name, []).append(table)
        return [
            SectionRecord.model_validate(
                {
                    "title": self._titles(tables[0].topic.labels, topic),
                    "tables": [
                        {"name": self._new[one.name], "records": [], "title": self._titles(one.labels, one.name)}
                        for one in tables
                    ],
                }
            )
            for topic, tables in by_topic.items()
        ]

    def _titles(self, labels: Mapping[str, str], otherwise: str) -> dict[str, str]:
        return {language: in_language(labels, language) or otherwise for language in self.content.languages}


def _most_frequent(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Return what each first one of the pairs stands with most often."""
    found: dict[str, str] = {}
    for (first, second), _ in Counter(pairs).most_common():
        found.setdefault(first, second)
    return found


def _plain_name(name: str) -> str:
    """Return ``greenhouse-gas-emissions`` for ``GreenhouseGasEmissions``."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name)
    return re.sub(r"[^A-Za-z0-9]+", "-", parted).strip("-").lower()[:56].strip("-") or "table"


Members = tuple[tuple[str, str], ...]

SPARE_ROWS = 3
"""How many rows wait for members of the filer's own."""
MOST_MEMBERS = 40
"""An axis with more members than that is not laid out; its rows wait for members, as those of the filer's own do."""
_MOST_SHOWN = 14
"""A breakdown of a figure that has no total is in sight up to so many rows."""


class LineKind(StrEnum):
    """What a row of a form is."""

    TOPIC = "topic"
    TABLE = "table"
    HEADING = "heading"
    """A figure that has no value of its own, or the name of a breakdown."""
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a form.

    ``about`` is the concept that begins with this row; ``concept`` is what the row asks for, blank in a heading. A row
    that waits for a member has the ``spare_axis``. ``depth`` indents the label, ``level`` is that of the outline.
    """

    kind: LineKind
    label: str
    about: str = ""
    concept: str = ""
    members: Members = ()
    spare_axis: str = ""
    table: str = ""
    number: str = ""
    unit: str | None = None
    records: tuple[KPIRecord, ...] = ()
    depth: int = 0
    level: int = 0
    is_hidden: bool = False
    is_collapsed: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What a row asks: a concept with members, or with a member of an axis that is yet to be named."""

    label: str
    members: Members = ()
    spare_axis: str = ""


@dataclass
class Breakdown:
    """The rows that cut a concept by the same axes."""

    axes: tuple[str, ...]
    questions: list[Question]


@dataclass
class Skeleton:
    """Lays out the rows of concepts, with the records that belong there."""

    content: Content
    arrangement: Arrangement
    records: Iterable[KPIRecord]
    elsewhere: frozenset[str]
    """Concepts that are asked for in columns of a register."""
    by: str
    """How a breakdown is headed: ``By {axis}``."""
    own: str
    """How a row is labelled that waits for a member: ``{axis}: your own``."""
    _lines: dict[str, dict[Members, list[Line]]] = field(init=False)

    def __post_init__(self) -> None:
        self._lines = {}
        for line in _filled(self.records):
            self._lines.setdefault(line.concept, {}).setdefault(line.members, []).append(line)

    def lay_out(self, tables: Iterable[Table], wanted: Callable[[Concept], bool]) -> Iterator[Line]:
        """Yield the rows of tables: every wanted concept that is asked for, and all that has records."""
        for table in tables:
            lines: list[Line] = []
            for name in table.concepts:
                concept = self.content.taxonomy.concepts[name]
                if concept.table == table.name and wanted(concept):
                    lines += self._block(concept)
            if lines:
                yield Line(LineKind.TABLE, self.content.label(table.labels, table.name))
                yield from lines

    def unknown(self) -> Iterator[Line]:
        """Yield the rows whose concept the taxonomy does not have."""
        for concept, lines in self._lines.items():
            if concept not in self.content.taxonomy.concepts:
                for members, found in lines.items():
                    yield from self._labelled(found, self._members_label(members) or concept, 0, 0)

    def _block(self, concept: Concept) -> list[Line]:
        """Return the rows of one concept: its total or its name, and its breakdowns, opened where they are filled."""
        asked = self.content.is_asked(concept) and concept.name not in self.elsewhere
        breakdowns = list(self._breakdowns(concept)) if asked else []
        found = dict(self._lines.get(concept.name, {}))
        has_total = () in found or (asked and self._has_total(concept))
        self._add_found(breakdowns, found)
        if not has_total and not breakdowns:
            return []
        depth = self._depth(concept)
        groups = [self._group(concept, breakdown, found, depth) for breakdown in breakdowns]
        is_small = len(groups) == 1 and len(groups[0]) <= _MOST_SHOWN
        is_open = not has_total or any(_is_filled(group) for group in groups)
        total = found.get((), []) if has_total else []
        first = self._first(concept, has_total, total, depth)
        lines = [replace(first[0], is_collapsed=bool(groups) and not is_open), *first[1:]]
        for group in groups:
            shows = is_open and (_is_filled(group) or (is_small and not has_total))
            lines += _folded(group, is_open, shows, is_alone=len(groups) == 1 and (has_total or is_small))
        return lines

    def _first(self, concept: Concept, has_total: bool, total: Sequence[Line], depth: int) -> list[Line]:
        label = self.content.label(concept.labels, concept.name)
        if not has_total:
            return [Line(LineKind.HEADING, label, about=concept.name, depth=depth)]
        lines = list(self._labelled(total, label, depth, 0)) or [self._blank(concept, Question(label), depth, 0)]
        return [replace(lines[0], about=concept.name), *lines[1:]]

    def _group(
        self, concept: Concept, breakdown: Breakdown, found: Mapping[Members, Sequence[Line]], depth: int
    ) -> list[Line]:
        """Return the heading of a breakdown and its rows."""
        names = [self.content.axis(axis) for axis in breakdown.axes]
        heading = self.by.format(axis=" × ".join(_in_a_sentence(name) for name in names))
        lines = [Line(LineKind.HEADING, heading, depth=depth + 1, level=1)]
        for question in breakdown.questions:
            filled = found.get(question.members, ()) if not question.spare_axis else ()
            if filled:
                lines += self._labelled(filled, question.label, depth + 2, 2)
            else:
                lines.append(self._blank(concept, question, depth + 2, 2))
        return lines

    def _blank(self, concept: Concept, question: Question, depth: int, level: int) -> Line:
        return Line(
            LineKind.FIGURE,
            question.label,
            concept=concept.name,
            members=question.members,
            spare_axis=question.spare_axis,
            table=self.arrangement.table_of(concept),
            depth=depth,
            level=level,
        )

    def _labelled(self, lines: Sequence[Line], label: str, depth: int, level: int) -> Iterator[Line]:
        """Yield rows of the same figure; where several tables have it, the label says which."""
        several = len({line.table for line in lines}) > 1
        for line in lines:
            table = self.arrangement.tables.get(line.table)
            where = f" [{self.content.label(table.title, line.table)}]" if several and table else ""
            yield replace(line, label=label + where, depth=depth, level=level)

    def _breakdowns(self, concept: Concept) -> Iterator[Breakdown]:
        """Yield a breakdown for each axis; within each member of an axis within which the others hold, for each."""
        arithmetic = self.content.taxonomy.axes_of(concept.name)
        axes = self.content.axes_of(concept.name)
        within = [axis for axis in axes if arithmetic[axis] is Arithmetic.EACH]
        others = [axis for axis in axes if axis not in within]
        whole_is_known = all(arithmetic[axis] is Arithmetic.SHARES for axis in others)
        if len(within) != 1 or not others:
            for axis in axes:
                yield Breakdown((axis,), list(self._single(concept, axis)))
            return
        each = within[0]
        if not whole_is_known and not any(self._waits(concept, axis) for axis in others):
            yield Breakdown((each,), list(self._single(concept, each)))
        for axis in others:
            if self._waits(concept, axis):
                yield Breakdown((axis,), list(self._single(concept, axis)))
            yield Breakdown(self._ordered((each, axis)), list(self._crossed(concept, each, axis)))

    def _single(self, concept: Concept, axis: str) -> Iterator[Question]:
        members = self._known_members(concept, axis)
        for member in members:
            yield Question(self.content.member(axis, member), ((axis, member),))
        if self._waits(concept, axis):
            for _ in range(SPARE_ROWS):
                yield Question(self.own.format(axis=self.content.axis(axis)), (), axis)

    def _crossed(self, concept: Concept, each: str, axis: str) -> Iterator[Question]:
        for outer in self._known_members(concept, each):
            for inner in self._known_members(concept, axis):
                members = self.content.taxonomy.in_reading_order({each: outer, axis: inner})
                yield Question(self._members_label(((each, outer), (axis, inner))), members)

    def _waits(self, concept: Concept, axis: str) -> bool:
        """Whether rows wait for members of an axis, since they are the filer's own or too many to lay out."""
        known = self.content.taxonomy.axes[axis]
        return known.typed or len(self.content.taxonomy.members_of(concept.name, axis)) > MOST_MEMBERS

    def _known_members(self, concept: Concept, axis: str) -> list[str]:
        if self.content.taxonomy.axes[axis].typed:
            return list(self.content.manifest.members.get(axis, {}))
        return [] if self._waits(concept, axis) else list(self.content.taxonomy.members_of(concept.name, axis))

    def _has_total(self, concept: Concept) -> bool:
        """Whether a concept is asked for as a whole: not where it must be cut, nor where the whole is always 100 %."""
        arithmetic = self.content.taxonomy.axes_of(concept.name)
        kinds = {arithmetic[axis] for axis in self.content.axes_of(concept.name)}
        if concept.type.is_text and Arithmetic.SEPARATE in kinds:
            return False
        is_share = Arithmetic.SHARES in kinds and kinds <= {Arithmetic.SHARES, Arithmetic.EACH}
        return not is_share and self.content.taxonomy.admits(concept.name, {})

    def _add_found(self, breakdowns: list[Breakdown], found: Mapping[Members, Sequence[Line]]) -> None:
        """Add the rows that a disclosure has and that no breakdown asks for, each beside those of the same axes."""
        by_axes = {breakdown.axes: breakdown for breakdown in breakdowns}
        asked = {question.members for breakdown in breakdowns for question in breakdown.questions}
        for members in found:
            if members and members not in asked:
                axes = tuple(axis for axis, _ in members)
                if axes not in by_axes:
                    by_axes[axes] = Breakdown(axes, [])
                    breakdowns.append(by_axes[axes])
                questions = by_axes[axes].questions
                spare = next((at for at, one in enumerate(questions) if one.spare_axis), len(questions))
                questions.insert(spare, Question(self._members_label(members), members))

    def _members_label(self, members: Members) -> str:
        return " · ".join(self.content.member(axis, member) for axis, member in members)

    def _ordered(self, axes: tuple[str, ...]) -> tuple[str, ...]:
        order = list(self.content.taxonomy.axes)
        return tuple(sorted(axes, key=order.index))

    def _depth(self, concept: Concept) -> int:
        """Return how deep a concept is nested below others of its table."""
        depth, parent = 0, concept.parent
        while parent is not None and parent in self.content.taxonomy.concepts:
            depth, parent = depth + 1, self.content.taxonomy.concepts[parent].parent
        return depth


def _filled(records: Iterable[KPIRecord]) -> Iterator[Line]:
    """Yield a row for the records that stand in one row: of one table, in one unit, each in a column of its own."""
    for (table, number, *_), same in groupby(records, key=lambda one: (one.table, one.row, one.concept, one.members)):
        for unit, group in by_unit(same):
            rows: list[dict[str, KPIRecord]] = []
            for record in group:
                column = column_of(record)
                row = next((one for one in rows if column not in one), None)
                if row is None:
                    rows.append(row := {})
                row[column] = record
            for row in rows:
                first = next(iter(row.values()))
                yield Line(
                    LineKind.FIGURE,
                    "",
                    concept=first.concept,
                    members=first.members,
                    table=table,
                    number=str(number + 1),
                    unit=unit,
                    records=tuple(row.values()),
                )


def _is_filled(lines: Iterable[Line]) -> bool:
    return any(line.records for line in lines)


def _folded(group: Sequence[Line], is_open: bool, shows: bool, *, is_alone: bool) -> Iterator[Line]:
    """Yield a breakdown's rows, hidden where it is not open; a lone one opens with its concept at once."""
    heading, *rows = group
    yield replace(heading, is_hidden=not is_open, is_collapsed=not shows and not is_alone)
    for row in rows:
        yield replace(row, is_hidden=not shows)


def _in_a_sentence(name: str) -> str:
    """Return a name as it stands within a sentence: ``Age group`` as ``age group``."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
