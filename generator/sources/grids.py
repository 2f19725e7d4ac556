"""From a header and its rows to records as typed: tables with a column for each period, or with one value a row.

A CSV file is one grid; a sheet of a workbook holds one or more. Headings are the same in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...findings import Finding, Location, codes
from ...taxonomy import Taxonomy, similar
from ..manifest import Manifest
from .typed import Cell, Gap, TypedRecord

REFERENCES = ("footnotes", "restatement", "boundary", "assurance")
"""The headings of cells that name keys of the manifest, or engagements."""
RESERVED = ("concept", "members", "unit", *REFERENCES, "table", "no")
LONG = ("period", "language", "value", "previous")
PREVIOUS = "previous"
"""``2022@previous`` heads what was reported for 2022 before it was restated."""

_YEAR = re.compile(r"^(FY)?\d{4}\b")


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
    """Reads the records of one grid. Collects findings and how many columns of figures could not be read."""

    grid: Grid
    manifest: Manifest
    taxonomy: Taxonomy
    findings: list[Finding] = field(default_factory=list)
    lost_columns: int = 0
    _reserved: dict[str, int] = field(default_factory=dict)
    _axes: dict[str, int] = field(default_factory=dict)
    _periods: list[_PeriodColumn] = field(default_factory=list)

    @property
    def names_concepts(self) -> bool:
        """Whether the grid has the column without which nothing in it can be read."""
        return "concept" in self._reserved

    @property
    def width(self) -> int:
        """How many cells of a row hold values."""
        return 1 if self.grid.is_long else len(self._periods)

    def read_header(self) -> None:
        """Find out what stands in which column. Answers every column that is not known."""
        for index, cell in enumerate(self.grid.header):
            named = cell.text
            heading = self.taxonomy.renames.get(named, named)
            if heading.startswith("#"):
                continue
            period, _, suffix = heading.partition("@")
            known = (*RESERVED, *LONG) if self.grid.is_long else RESERVED
            if heading in self._reserved or heading in self._axes or heading in (c.header for c in self._periods):
                self.lost_columns += period in self.manifest.periods.by_name
                self._unknown(cell, f"The column {heading} stands twice.", "Remove or rename one of the two.")
            elif heading in known:
                self._reserved[heading] = index
            elif heading in self.taxonomy.axes:
                self._axes[heading] = index
            elif self.grid.is_long or not self._is_period(index, cell, heading, period, suffix):
                self._unknown_heading(index, cell, heading)
        self._check_header()

    def _is_period(self, index: int, cell: Cell, heading: str, period: str, suffix: str) -> bool:
        """Whether a heading is that of a period, even if not of one that the disclosure has."""
        periods, languages = self.manifest.periods.by_name, self.manifest.report.languages
        if period in periods and (not suffix or suffix == PREVIOUS or suffix in languages):
            language = suffix if suffix in languages else None
            self._periods.append(_PeriodColumn(index, heading, period, language, suffix == PREVIOUS))
        elif period in periods:
            self._unknown(
                cell,
                f"The column {heading} is in {suffix}, which is not a language of the report.",
                f"Languages are: {', '.join(languages)}. A value that is restated stands in {period}@{PREVIOUS}.",
            )
        elif _YEAR.match(heading):
            self.lost_columns += 1
            self.findings.append(
                codes.PERIOD_NOT_DECLARED.finding(
                    f"The column {heading} is no period of this disclosure: {', '.join(periods)} are declared.",
                    hint="Correct the heading, or declare the period among the periods of the disclosure.",
                    location=cell.place,
                )
            )
        else:
            return False
        return True

    def _check_header(self) -> None:
        first = self.grid.header[0]
        if not self.names_concepts:
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

    def _unknown_heading(self, index: int, cell: Cell, heading: str) -> None:
        """Answer a heading that is not known; one that is misspelt is read as what it was meant to be."""
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

    def _unknown(self, cell: Cell, message: str, hint: str) -> None:
        place = self._header_place(cell)
        self.findings.append(codes.COLUMN_UNKNOWN.finding(message, hint=hint, location=place))

    def _header_place(self, cell: Cell) -> Location:
        """A heading of a sheet has a cell; in a file, the header is a line."""
        return cell.place if cell.place.sheet else Location(cell.place.file, cell.place.line)

    def concept(self, row: Sequence[Cell]) -> str:
        """Return what a row names as its concept."""
        return row[self._reserved["concept"]].text

    def read_row(self, row: Sequence[Cell]) -> Iterator[TypedRecord]:
        """Yield the records of a row, one for each of its values; of a blank row of a form, none.

        A row in which one of the cells that say what it is about is lost yields none.
        """
        if any(row[index].is_lost for index in (*self._reserved.values(), *self._axes.values())):
            return
        members, places = self._members(row)
        common = _Row(
            table=self._text(row, "table"),
            number=self._text(row, "no"),
            concept=self.concept(row),
            members=members,
            unit=self._text(row, "unit") if "unit" in self._reserved else None,
            references={name: self._text(row, name) for name in REFERENCES if self._text(row, name)},
            places=places,
        )
        yield from self._long(row, common) if self.grid.is_long else self._wide(row, common)

    def lost(self, row: Sequence[Cell]) -> int:
        """Return how many values of a row are lost, each with a finding that is raised already."""
        if any(row[index].is_lost for index in (*self._reserved.values(), *self._axes.values())):
            return self.width
        return sum(row[column.index].is_lost for column in self._periods)

    def _wide(self, row: Sequence[Cell], common: _Row) -> Iterator[TypedRecord]:
        if self.grid.is_form and not any(row[column.index].text for column in self._periods):
            return
        for column in self._periods:
            cell = row[column.index]
            if cell.text:
                yield common.record(column.period, column.language, cell, is_previous=column.is_previous)
            elif column.language is None and not column.is_previous and not cell.is_lost:
                gap = Gap.OPEN if self.grid.is_form else Gap.EMPTY
                yield common.record(column.period, None, cell, gap=gap)

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

    def _members(self, row: Sequence[Cell]) -> tuple[dict[str, str], dict[str, Location]]:
        """Return the members that a row names, in a column for each axis or all in one, and the places of its cells."""
        places = {name: row[index].place for name, index in (*self._reserved.items(), *self._axes.items())}
        members = {axis: row[index].text for axis, index in self._axes.items() if row[index].text}
        for pair in filter(None, re.split(r"\s*[;；]\s*", self._text(row, "members").strip())):
            named, _, member = (part.strip() for part in pair.replace("＝", "=").partition("="))
            axis = self.taxonomy.renames.get(named, named)
            if member or axis not in self.taxonomy.axes:
                # What names no axis, or an axis twice, stays as it is; the mapping answers it.
                members[axis] = f"{members[axis]}; {member}" if axis in members else member
            places[axis] = places["members"]
        return members, places


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
