"""From a header and its rows to records as typed: tables with a column for each period, or with one value a row.

A CSV file is one grid; a sheet of a workbook holds one or more. Headings are the same in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ...findings import Finding, Location, codes
from ...taxonomy import Concept, Taxonomy, similar
from ..manifest import Manifest
from .typed import Cell, Gap, TypedRecord

REFERENCES = ("footnotes", "restatement", "boundary", "assurance")
"""The headings of cells that name keys of the manifest, or engagements."""
RESERVED = ("concept", "members", "unit", *REFERENCES, "table", "no")
LONG = ("period", "language", "value", "previous")
PREVIOUS = "previous"
"""``2022@previous`` heads what was reported for 2022 before it was restated."""

_YEAR = re.compile(r"^(FY)?\d{4}\b")


class RowKey(NamedTuple):
    """Which row of which table it is, whatever stands in it."""

    concept: str
    members: frozenset[tuple[str, str]]
    table: str


def members_of(text: str, taxonomy: Taxonomy) -> frozenset[tuple[str, str]]:
    """Return the axes and members that a cell names: ``Gender=Female; AgeGroup=Under30``."""
    return frozenset(_pairs(text, taxonomy))


def _pairs(text: str, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """Yield the axes and members that a cell names. What names no axis has no member."""
    for pair in filter(None, re.split(r"\s*[;；]\s*", text.strip())):
        named, _, member = (part.strip() for part in pair.replace("＝", "=").partition("="))
        yield taxonomy.renames.get(named, named), member


def columns_gone(headings: Sequence[str], *places: Location) -> Finding:
    """Return the finding for columns that grids of a form have lost."""
    are = f"columns {', '.join(headings)} are" if len(headings) > 1 else f"column {headings[0]} is"
    return codes.COLUMN_UNKNOWN.finding(
        f"The {are} missing.",
        hint="Restore from a fresh form what was deleted, with what stood there. For a period that is new, insert it.",
        location=places[0],
        related=places[1:],
    )


@dataclass(frozen=True, slots=True)
class Grid:
    """A header with the rows below it.

    A grid that is a ``form`` lists what could be filled in: a row without values is not there, and a blank cell is a
    gap only where the table's other rows have a value.
    """

    header: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]
    is_form: bool = False

    @property
    def is_long(self) -> bool:
        """Whether each row is one value, with its period in a column."""
        headings = {cell.text for cell in self.header}
        return "value" in headings or {"period", "concept"} <= headings


@dataclass(frozen=True, slots=True)
class _PeriodColumn:
    index: int
    header: str
    period: str
    language: str | None
    is_previous: bool


@dataclass
class GridReader:
    """Reads the records of one grid. Collects findings and how many columns of figures could not be read.

    ``undeclared`` are the periods of columns that the disclosure does not declare.
    """

    grid: Grid
    manifest: Manifest
    taxonomy: Taxonomy
    findings: list[Finding] = field(default_factory=list)
    lost_columns: int = 0
    undeclared: set[str] = field(default_factory=set)
    _reserved: dict[str, int] = field(default_factory=dict)
    _axes: dict[str, int] = field(default_factory=dict)
    _periods: list[_PeriodColumn] = field(default_factory=list)
    _nameless: list[int] = field(default_factory=list)
    """The columns of a form that hold values without a heading; no row that has one says what it means."""

    @property
    def is_readable(self) -> bool:
        """Whether the grid has the columns without which nothing in it can be read."""
        return not self._missing()

    @property
    def is_whole(self) -> bool:
        """Whether there is nothing to say about the columns."""
        return not self.findings and not self.lost_columns

    @property
    def width(self) -> int:
        """How many cells of a row hold values."""
        return 1 if self.grid.is_long else len(self._periods)

    @property
    def place(self) -> Location:
        """Where the header begins."""
        return self.grid.header[0].place

    def heading(self, name: str) -> Location:
        """Return where a heading stands that the grid has."""
        return self.grid.header[self._reserved[name]].place

    def read_header(self) -> None:
        """Find out what stands in which column. Answers every column that is not known."""
        foreign: dict[str, list[Cell]] = {}
        for index, cell in enumerate(self.grid.header):
            heading = self.taxonomy.renames.get(cell.text, cell.text)
            if cell.is_lost:
                self.lost_columns += 1
            if cell.is_lost or heading.startswith("#"):
                continue
            period = heading.partition("@")[0]
            known = (*RESERVED, *LONG) if self.grid.is_long else RESERVED
            if heading in self._reserved or heading in self._axes or heading in (c.header for c in self._periods):
                self.lost_columns += period in self.manifest.periods.by_name
                self._unknown(cell, f"The column {heading} stands twice.", "Remove or rename one of the two.")
            elif heading in known:
                self._reserved[heading] = index
            elif heading in self.taxonomy.axes:
                self._axes[heading] = index
            elif self.grid.is_long or not self._is_period(index, cell, heading, foreign):
                self._unknown_heading(index, cell, heading)
        self._answer_languages(foreign)
        self._check_header()

    def _is_period(self, index: int, cell: Cell, heading: str, foreign: dict[str, list[Cell]]) -> bool:
        """Whether a heading is that of a period, even if not of one that the disclosure has."""
        periods, languages = self.manifest.periods.by_name, self.manifest.report.languages
        period, _, suffix = heading.partition("@")
        if period in periods and (not suffix or suffix == PREVIOUS or suffix in languages):
            language = suffix if suffix in languages else None
            self._periods.append(_PeriodColumn(index, heading, period, language, suffix == PREVIOUS))
        elif period in periods:
            foreign.setdefault(suffix, []).append(cell)
        elif _YEAR.match(heading):
            self.lost_columns += 1
            self.undeclared.add(period)
            self.findings.append(
                codes.PERIOD_NOT_DECLARED.finding(
                    f"The column {period} is no period of this disclosure: {', '.join(periods)} are declared.",
                    hint="Correct the heading, or declare the period among the periods of the disclosure.",
                    location=cell.place,
                )
            )
        else:
            return False
        return True

    def _answer_languages(self, foreign: Mapping[str, Sequence[Cell]]) -> None:
        for language, cells in foreign.items():
            names = ", ".join(cell.text for cell in cells)
            self._unknown(
                cells[0],
                f"{f'The columns {names} are' if len(cells) > 1 else f'The column {names} is'} in {language}, "
                "which is not a language of the report.",
                f"Languages are: {', '.join(self.manifest.report.languages)}. A value that is restated stands in a "
                f"column like {self.manifest.periods.reporting.name}@{PREVIOUS}.",
            )

    def _check_header(self) -> None:
        first = self.grid.header[0]
        missing = self._missing()
        if self.grid.is_form:
            self._check_form(missing)
        elif missing:
            self._unknown(first, "The column concept is missing.", "Add a column headed concept.")
        elif self.grid.is_long:
            for heading in ("period", "value"):
                if heading not in self._reserved:
                    self._unknown(first, f"The column {heading} is missing.", f"Add a column headed {heading}.")
        elif not self._periods and not self.lost_columns:
            names = ", ".join(self.manifest.periods.by_name)
            self.findings.append(
                codes.TABLE_WITHOUT_FIGURES.finding(
                    "The table has no period column.",
                    hint=f"Head the columns of figures with a period: {names}.",
                    location=self._header_place(first),
                )
            )

    def _check_form(self, missing: Sequence[str]) -> None:
        """Answer columns that the form came with and that are gone; one that is not known is probably one of these."""
        if self.is_whole:
            headings = {cell.text for cell in self.grid.header}
            gone = [*missing, *(heading for heading in self._usual() if heading not in headings)]
            if gone:
                self.findings.append(columns_gone(gone, self.place))

    def _without_column(self, concept: str) -> Iterator[str]:
        """Yield the periods of which a column is gone: that of a row's values, or that of a text's translations."""
        read = {(column.period, column.language) for column in self._periods if not column.is_previous}
        known = self.taxonomy.concepts.get(concept)
        is_text = known is not None and known.type.is_text
        languages = [None, *(self.manifest.report.languages[1:] if is_text else ())]
        for period in self.manifest.periods.by_name:
            if any((period, language) not in read for language in languages):
                yield period

    def _missing(self) -> list[str]:
        """Return the columns without which nothing can be read; those of a form stand in each of its sheets."""
        needed = RESERVED if self.grid.is_form and not self.grid.is_long else ("concept",)
        counts = any(concept.type.is_numeric for concept in self._concepts())
        return [name for name in needed if name not in self._reserved and (name != "unit" or counts)]

    def _usual(self) -> list[str]:
        """Return the period columns that a sheet of a form comes with, by what it asks for."""
        concepts, periods = self._concepts(), self.manifest.periods
        if self.grid.is_long or not concepts:
            return []
        asked = [periods.reporting.name]
        if any(concept.forward_looking for concept in concepts):
            asked += [period.name for period in periods.targets]
        if all(concept.type.is_text for concept in concepts):
            later = self.manifest.report.languages[1:]
            return [f"{name}{suffix}" for name in asked for suffix in ("", *(f"@{one}" for one in later))]
        earlier = [f"{period.name}{suffix}" for period in periods.comparatives for suffix in ("", f"@{PREVIOUS}")]
        return [*asked, *earlier, *(period.name for period in periods.baselines)]

    def _concepts(self) -> list[Concept]:
        """Return the concepts that the rows are about, as far as they are known."""
        index = self._reserved.get("concept")
        named = dict.fromkeys(row[index].text for row in self.grid.rows) if index is not None else {}
        return [self.taxonomy.concepts[name] for name in named if name in self.taxonomy.concepts]

    def _unknown_heading(self, index: int, cell: Cell, heading: str) -> None:
        """Answer a heading that is not known; one that is misspelt is read as what it was meant to be."""
        if self.grid.is_form and not heading:
            self._without_heading(index, cell)
            return
        reserved = (*RESERVED, *LONG) if self.grid.is_long else RESERVED
        by_lower_case = {name.lower(): name for name in (*reserved, *self.taxonomy.axes)}
        meant = by_lower_case.get(similar(heading.lower(), list(by_lower_case)) or "", "")
        if meant in self.taxonomy.axes:
            self._axes.setdefault(meant, index)
        elif meant in reserved:
            self._reserved.setdefault(meant, index)
        hint = f"Columns are {', '.join(reserved)}, an axis of the taxonomy, or a declared period."
        self._unknown(
            cell,
            f"The column {heading or '(without a heading)'} is not known.",
            f"Did you mean {meant}?" if meant else hint,
        )

    def _without_heading(self, index: int, cell: Cell) -> None:
        self._nameless.append(index)
        filled = [row[index] for row in self.grid.rows if row[index].text]
        hint = "Move it to where it belongs, or write # above it, in the row of keys, if it is for people only."
        if len(filled) == 1:
            self._unknown(filled[0], f"{filled[0].text[:60]} stands in a column without a heading.", hint)
        else:
            self._unknown(cell, "A column has values and no heading.", hint.replace("it ", "them ", 1))

    def _unknown(self, cell: Cell, message: str, hint: str) -> None:
        place = self._header_place(cell)
        self.findings.append(codes.COLUMN_UNKNOWN.finding(message, hint=hint, location=place))

    def _header_place(self, cell: Cell) -> Location:
        """A heading of a sheet has a cell; in a file, the header is a line."""
        return cell.place if cell.place.sheet else Location(cell.place.file, cell.place.line)

    def concept(self, row: Sequence[Cell]) -> str:
        """Return what a row names as its concept."""
        return row[self._reserved["concept"]].text

    def key(self, row: Sequence[Cell]) -> RowKey:
        """Return what a row is about."""
        return RowKey(self._text(row, "concept"), frozenset(self._members(row).items()), self._text(row, "table"))

    def filled(self) -> list[RowKey]:
        """Return what the rows of a form are about that have a value, even if it is lost."""
        rows = [self.key(row) for row in self.grid.rows if self.lost(row) or any(self.read_row(row))]
        return list(dict.fromkeys(rows)) if self.grid.is_long else rows

    def read_row(self, row: Sequence[Cell]) -> Iterator[TypedRecord]:
        """Yield the records of a row, one for each of its values; of a blank row of a form, none.

        A row in which one of the cells that say what it is about is lost yields none.
        """
        if self._is_lost(row):
            return
        members = self._members(row)
        common = _Row(
            table=self._text(row, "table"),
            number=self._text(row, "no"),
            concept=self.concept(row),
            members=members,
            unit=self._text(row, "unit") if "unit" in self._reserved else None,
            references={name: self._text(row, name) for name in REFERENCES if self._text(row, name)},
            places=self._places(row, members),
        )
        yield from self._long(row, common) if self.grid.is_long else self._wide(row, common)

    def _is_lost(self, row: Sequence[Cell]) -> bool:
        """Whether it cannot be told what the values of a row mean."""
        is_unsure = any(row[index].text for index in self._nameless)
        return is_unsure or any(row[index].is_lost for index in (*self._reserved.values(), *self._axes.values()))

    def lost(self, row: Sequence[Cell]) -> int:
        """Return how many values of a row are lost, each with a finding that is raised already."""
        if self._is_lost(row):
            return self.width
        return sum(row[column.index].is_lost for column in self._periods)

    def _wide(self, row: Sequence[Cell], common: _Row) -> Iterator[TypedRecord]:
        if self.grid.is_form and not any(row[column.index].text for column in self._periods):
            return
        for column in self._periods:
            cell = row[column.index]
            if cell.text:
                yield common.record(column.period, column.language, cell, is_previous=column.is_previous)
            elif cell.is_lost:
                yield common.record(column.period, column.language, cell, is_previous=column.is_previous, gap=Gap.LOST)
            elif column.language is None and not column.is_previous:
                is_asked = not self.grid.is_form and column.period not in self.manifest.periods.occasional
                gap = Gap.EMPTY if is_asked else Gap.OPEN
                yield common.record(column.period, None, cell, gap=gap)
        if self.grid.is_form and not self.is_whole:
            for period in self._without_column(common.concept):
                yield common.record(period, None, row[0], gap=Gap.LOST)

    def _long(self, row: Sequence[Cell], common: _Row) -> Iterator[TypedRecord]:
        if not {"period", "value"} <= self._reserved.keys():
            return
        period, language = self._text(row, "period"), self._text(row, "language") or None
        value = row[self._reserved["value"]]
        if value.text or not self.grid.is_form:
            yield common.record(period, language, value, gap=None if value.text else Gap.EMPTY)
        if self._text(row, "previous"):
            yield common.record(period, language, row[self._reserved["previous"]], is_previous=True)

    def _text(self, row: Sequence[Cell], heading: str) -> str:
        return row[self._reserved[heading]].text if heading in self._reserved else ""

    def _members(self, row: Sequence[Cell]) -> dict[str, str]:
        """Return the members that a row names, in a column for each axis or all in one."""
        members = {axis: row[index].text for axis, index in self._axes.items() if row[index].text}
        for axis, member in _pairs(self._text(row, "members"), self.taxonomy):
            if member or axis not in self.taxonomy.axes:
                # What names no axis, or an axis twice, stays as it is; the mapping answers it.
                members[axis] = f"{members[axis]}; {member}" if axis in members else member
        return members

    def _places(self, row: Sequence[Cell], members: Iterable[str]) -> dict[str, Location]:
        """Return the places of a row's cells by heading; those of axes without a column are where members stand."""
        named = (*self._reserved.items(), *self._axes.items())
        translations = ((column.header, column.index) for column in self._periods if column.language)
        places = {name: row[index].place for name, index in (*named, *translations)}
        if "members" in places:
            known = self.taxonomy.concepts.get(self.concept(row))
            axes = (*members, *(self.taxonomy.axes_of(known.name) if known else ()))
            places |= {axis: places["members"] for axis in axes if axis not in self._axes}
        return places


@dataclass(frozen=True, slots=True)
class _Row:
    """What the records of a row have in common."""

    table: str
    number: str
    concept: str
    members: Mapping[str, str]
    unit: str | None
    references: Mapping[str, str]
    places: Mapping[str, Location]

    def record(
        self, period: str, language: str | None, cell: Cell, *, is_previous: bool = False, gap: Gap | None = None
    ) -> TypedRecord:
        return TypedRecord(
            table=self.table,
            number=self.number,
            concept=self.concept,
            members=self.members,
            unit=self.unit,
            period=period,
            language=language,
            text=cell.text,
            is_previous=is_previous,
            gap=gap,
            references=self.references,
            location=cell.place,
            places=self.places,
        )
