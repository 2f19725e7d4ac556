"""The grids of a form: where each begins and ends on its sheet, and what stands in its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from openpyxl.worksheet.cell_range import CellRange

from ...findings import Finding, Location, codes
from .cells import MARKER, Sheet
from .typed import Cell

_KEYS = re.compile(r"#[a-z]*")
"""What the row of keys begins with."""


@dataclass(frozen=True)
class Part:
    """One grid of a sheet: from its marker to the next one, or to the sheet's end.

    A grid that has lost its marker, but not its row of keys, begins in the row above the keys and has no ``kind``.
    """

    sheet: Sheet
    kind: str
    first: int
    last: int

    @cached_property
    def keys_row(self) -> int | None:
        """The number of the row that names the columns; ``None`` where it is gone."""
        return next((row for row in self._rows if _names_columns(self.sheet, row)), None)

    @property
    def _rows(self) -> Iterator[int]:
        return (row for row in self.sheet.rows if self.first <= row <= self.last)

    @property
    def place(self) -> Location:
        """Where the marker stands, or should stand."""
        return self.sheet.place(self.first, min(self.sheet.rows[self.keys_row or self.first]))

    @property
    def keys_place(self) -> Location:
        """Where the row of keys begins."""
        return self.sheet.first(self.keys_row or self.first).place

    @cached_property
    def headings(self) -> dict[int, Cell]:
        """The headings by column; a column of values without a heading has a blank one."""
        if self.keys_row is None:
            return {}
        used = {column for row in (self.keys_row, *self.data_rows) for column in self.sheet.rows[row]}
        return {column: self._cell(self.keys_row, column) for column in sorted(used)}

    @cached_property
    def data_rows(self) -> list[int]:
        """The numbers of the rows below the keys that hold anything."""
        return [row for row in self._rows if self.keys_row is not None and row > self.keys_row]

    def names(self, heading: str) -> bool:
        """Whether a column has a heading."""
        return any(cell.text == heading for cell in self.headings.values())

    def row(self, number: int) -> dict[int, Cell]:
        """Return the cells of a row, by column, under all headings."""
        return {column: self._cell(number, column) for column in self.headings}

    def _cell(self, row: int, column: int) -> Cell:
        cell = self.sheet.cell(row, column)
        is_joined = any(
            area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col for area, _ in self._merged
        )
        return Cell("", cell.place, is_lost=True) if is_joined else cell

    @cached_property
    def _merged(self) -> list[tuple[CellRange, Finding]]:
        """The merged ranges that begin in a cell that is read, with what there is to say about each."""
        areas = [(CellRange(joined), place) for place, joined in self.sheet.merged]
        return [
            (
                area,
                codes.VALUE_UNREADABLE.finding(
                    f"The cells {area.coord} are merged into one.",
                    hint="Take them apart, and write each value into its own cell.",
                    location=place,
                ),
            )
            for area, place in areas
            if self._is_read(area.min_row, area.min_col)
        ]

    def _is_read(self, row: int, column: int) -> bool:
        """Whether a cell is not for people only."""
        if self.keys_row is None or not self.keys_row <= row <= self.last:
            return False
        return not self.sheet.cell(self.keys_row, column).text.startswith("#")

    def findings(self) -> Iterator[Finding]:
        """Yield what there is to say about the cells that are read."""
        yield from (finding for _, finding in self._merged)
        for (row, column), finding in self.sheet.findings.items():
            if self._is_read(row, column):
                yield finding


def parts_of(sheet: Sheet) -> Iterator[Part]:
    """Yield the grids of a sheet."""
    starts: list[int] = []
    above: int | None = None
    for row in sheet.rows:
        if sheet.is_marked(row):
            starts.append(row)
        elif _names_columns(sheet, row) and above not in starts[-1:]:
            starts.append(above or row)
        above = row
    ends = [start - 1 for start in starts[1:]] + [max(sheet.rows, default=0)]
    for start, end in zip(starts, ends, strict=False):
        text = sheet.first(start).text
        kind = text.removeprefix(MARKER).strip() if text.startswith(MARKER) else ""
        yield Part(sheet, kind, start, end)


def _names_columns(sheet: Sheet, row: int) -> bool:
    return _KEYS.fullmatch(sheet.first(row).text) is not None
