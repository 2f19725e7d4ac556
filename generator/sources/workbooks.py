"""Reading a form: a workbook's sheets as a manifest with the place of every value, and as grids of records.

A grid begins in a row whose first cell says what it is, ``esgtag:figures``; the next row names its columns. Sheets may
be renamed, moved and added to; what stands beside the grids is for people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl.worksheet.cell_range import CellRange

from ...findings import Finding, Location, codes
from ...taxonomy import Taxonomy, similar
from ..records import KPIRecord, as_members
from .cells import MARKER, Sheet, read_workbook
from .form_manifest import KINDS, FormManifest, Key
from .form_parts import Part, parts_of
from .grids import REFERENCES, Grid
from .typed import Cell


@dataclass(frozen=True, slots=True)
class Form:
    """What a workbook says: the content of a manifest, where each value of it stands, the grids of records.

    ``came_with`` are the rows that the form was filled with when it was written: concept, members and table.
    """

    content: dict[str, Any]
    place: Callable[[Sequence[Key]], Location]
    grids: tuple[Grid, ...]
    came_with: tuple[tuple[str, str, str], ...]


def read_form(path: Path, shown_as: str, taxonomy: Taxonomy) -> tuple[Form | None, list[Finding]]:
    """Read a workbook that is a form. Returns ``None`` with findings where it is none."""
    sheets, findings = read_workbook(path, shown_as)
    if sheets is None:
        return None, findings
    parts = [part for sheet in sheets for part in parts_of(sheet)]
    if not any(part.kind == "cover" for part in parts):
        no_form = codes.INPUT_UNREADABLE.finding(
            f"{shown_as} has no cover of a form"
            + (f": no sheet has a cell {MARKER}cover in column A." if sheets else ", and no sheet."),
            hint="Write a form with `esgtag form`, and copy the figures into it.",
            location=Location(shown_as),
        )
        return None, [*findings, no_form]
    reader = _FormReader(shown_as, taxonomy)
    reader.findings += findings
    reader.findings += [_beside(sheet) for sheet in sheets if sheet.rows and not any(map(sheet.is_marked, sheet.rows))]
    for part in parts:
        reader.read(part)
    return reader.form(), reader.findings


def _beside(sheet: Sheet) -> Finding:
    return codes.SHEET_HAZARD.finding(
        f"The sheet {sheet.name} is not part of the form and is not read.",
        hint="Copy its figures to the sheets of the form, or delete it.",
        location=Location(sheet.file, sheet=sheet.name),
    )


_UNREAD = ("completeness", "lists", "guide")
_ROW = ("concept", "members", "table")


@dataclass
class _FormReader:
    """Puts the parts of a form together. Collects findings."""

    file: str
    taxonomy: Taxonomy
    findings: list[Finding] = field(default_factory=list)
    _grids: list[Grid] = field(default_factory=list)
    _answered: set[tuple[str, ...]] = field(default_factory=set)
    _manifest: FormManifest = field(init=False)

    def __post_init__(self) -> None:
        self._manifest = FormManifest(self.file, self.taxonomy, self.findings)

    def form(self) -> Form:
        """Return what has been read."""
        content = {"sections": []} | self._manifest.content
        came_with = (row for row in self._manifest.came_with if row not in self._answered)
        return Form(content, self._manifest.place, tuple(self._grids), tuple(came_with))

    def read(self, part: Part) -> None:
        """Take one grid in."""
        if part.kind in _UNREAD:
            return
        if part.kind == "figures":
            self._read_figures(part)
        elif part.kind == "objects":
            self._read_objects(part)
        elif part.kind in KINDS:
            self._manifest.read(part)
        else:
            guess = similar(part.kind, [*KINDS, "figures", "objects"])
            self.findings.append(
                codes.COLUMN_UNKNOWN.finding(
                    f"{MARKER}{part.kind} is no part of a form.",
                    hint=f"Did you mean {MARKER}{guess}?" if guess else "Restore the cell from a fresh form.",
                    location=part.sheet.place(part.first, 1),
                )
            )

    def _read_figures(self, part: Part) -> None:
        self.findings += part.findings()
        merged = dict(self._merged_rows(part))
        self.findings += merged.values()
        headings = part.headings
        names = [cell.text for cell in headings.values()]
        rows: list[list[Cell]] = []
        for number in part.data_rows:
            row = list(part.row(number).values())
            named = dict(zip(names, row, strict=True))
            if number in merged or any(cell.is_lost for cell in row):
                self._answered.add(tuple(named[name].text if name in named else "" for name in _ROW))
            # A row without a concept and without a value is a heading for people.
            is_figure = "concept" not in named or named["concept"].text or self._has_values(headings, row)
            if number not in merged and is_figure:
                rows.append(row)
        self._grids.append(Grid(list(headings.values()), rows, is_form=True))

    def _has_values(self, headings: Mapping[int, Cell], row: Sequence[Cell]) -> bool:
        return any(
            (cell.text or cell.is_lost) and not heading.text.startswith("#")
            for heading, cell in zip(headings.values(), row, strict=True)
        )

    def _merged_rows(self, part: Part) -> Iterator[tuple[int, Finding]]:
        """Yield the rows that a merged range joins with other cells, with the finding about it."""
        headings = part.headings
        for place, joined in part.sheet.merged:
            area = CellRange(joined)
            touched = [column for column in headings if area.min_col <= column <= area.max_col]
            if part.keys_row < area.min_row <= part.last and any(
                not headings[column].text.startswith("#") for column in touched
            ):
                finding = codes.VALUE_UNREADABLE.finding(
                    f"The cells {joined} are merged into one.",
                    hint="Take them apart, and write each value into its own cell.",
                    location=place,
                )
                yield from ((row, finding) for row in range(area.min_row, area.max_row + 1))

    def _read_objects(self, part: Part) -> None:
        """Read a grid with a row for each object of the filer's own as one with a row for each value."""
        self.findings += part.findings()
        headings = part.headings
        axis = next((cell.text for cell in headings.values() if cell.text in self.taxonomy.axes), None)
        if axis is None:
            self._manifest.unknown_heading(
                next(iter(headings.values())),
                [name for name, one in self.taxonomy.axes.items() if one.typed],
            )
            return
        reserved = ("table", "no", "period", *REFERENCES)
        columns = {cell.text: column for column, cell in headings.items()}
        values: list[tuple[int, str, str]] = []
        for column, cell in headings.items():
            concept, _, language = cell.text.partition("@")
            if concept in self.taxonomy.concepts:
                values.append((column, concept, language))
            elif not (cell.text in reserved or cell.text == axis or cell.text.startswith(("#", "name@", "unit:"))):
                self._manifest.unknown_heading(cell, [axis, *reserved, *self.taxonomy.concepts])
        rows: list[list[Cell]] = []
        for number in part.data_rows:
            cells = part.row(number)
            rows += self._object(part, axis, number, cells, columns, values)
        header_place = part.sheet.place(part.keys_row, 1)
        header = [Cell(name, header_place) for name in _OBJECT_HEADINGS]
        if rows:
            self._grids.append(Grid(header, rows, is_form=True))

    def _object(
        self,
        part: Part,
        axis: str,
        number: int,
        cells: Mapping[int, Cell],
        columns: Mapping[str, int],
        values: Sequence[tuple[int, str, str]],
    ) -> Iterator[list[Cell]]:
        member = cells[columns[axis]]
        names = {
            heading.partition("@")[2]: cells[column].text
            for heading, column in columns.items()
            if heading.startswith("name@") and cells[column].text
        }
        given = [one for one in values if cells[one[0]].text or cells[one[0]].is_lost]
        if not member.text:
            if given or names:
                self.findings.append(
                    codes.MEMBER_UNKNOWN.finding(
                        f"The row has values but no identifier under {axis}.",
                        hint="Give it one: lower-case letters, digits and hyphens; keep it from year to year.",
                        location=member.place,
                    )
                )
            return
        self._manifest.declare(axis, member, names)

        def cell(heading: str) -> Cell:
            return cells[columns[heading]] if heading in columns else Cell("", member.place)

        for column, concept, language in given:
            period = cell("period")
            reporting = self._manifest.content.get("periods", {}).get("reporting", {}).get("name", "")
            yield [
                Cell(concept, cells[column].place),
                Cell(f"{axis}={member.text}", member.place),
                cell("table"),
                cell("no"),
                cell(f"unit:{concept}"),
                period if period.text else Cell(reporting, member.place),
                Cell(language, cells[column].place),
                cells[column],
                *(cell(heading) for heading in REFERENCES),
            ]


_OBJECT_HEADINGS = ("concept", "members", "table", "no", "unit", "period", "language", "value", *REFERENCES)


def rows_gone(form: Form, records: Sequence[KPIRecord], file: str) -> Iterator[Finding]:
    """Yield a finding for each table that has lost rows which the form came with."""
    found = {(record.concept, as_members(record.members), record.table) for record in records}
    sheets = {record.table: record.location.sheet for record in records}
    gone: dict[str, list[str]] = defaultdict(list)
    for row in form.came_with:
        if row not in found:
            concept, members, table = row
            gone[table].append(f"{concept} ({members})" if members else concept)
    for table, rows in gone.items():
        are = (
            "s of the table {} that the form came with are"
            if len(rows) > 1
            else " of the table {} that the form came with is"
        )
        listed = ", ".join(rows[:5]) + (f" and {len(rows) - 5} more" if len(rows) > 5 else "")
        yield codes.ROW_GONE.finding(
            f"{len(rows)} row{are.format(table)} gone or blank: {listed}.",
            hint="Write the figures again, or an omission mark. If they are meant to go, write the form anew from the "
            "disclosure.",
            location=Location(file, sheet=sheets.get(table)),
        )
