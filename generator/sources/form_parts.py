"""The grids of a form: where each begins and ends on its sheet, and what stands in its cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...findings import Finding, Severity
from .cells import MARKER, Sheet
from .typed import Cell


@dataclass(frozen=True)
class Part:
    """One grid of a sheet: from its marker to the next one, or to the sheet's end."""

    sheet: Sheet
    kind: str
    first: int
    last: int

    @cached_property
    def keys_row(self) -> int:
        """The number of the row that names the columns: the next one after the marker that holds anything."""
        return next((number for number in self.sheet.rows if self.first < number <= self.last), self.first + 1)

    @cached_property
    def headings(self) -> dict[int, Cell]:
        """The headings by column; a column of values without a heading has a blank one."""
        used = {column for number in self.data_rows for column in self.sheet.rows[number]}
        columns = sorted(used | set(self.sheet.rows.get(self.keys_row, {})))
        return {column: self._cell(self.keys_row, column) for column in columns}

    @cached_property
    def data_rows(self) -> list[int]:
        """The numbers of the rows below the keys that hold anything."""
        return [number for number in self.sheet.rows if self.keys_row < number <= self.last]

    def _cell(self, row: int, column: int) -> Cell:
        cell = self.sheet.cell(row, column)
        finding = self.sheet.findings.get((row, column))
        is_lost = finding is not None and finding.severity is Severity.ERROR
        return Cell(cell.text, cell.place, is_lost=is_lost)

    def row(self, number: int) -> dict[int, Cell]:
        """Return the cells of a row, by column, under all headings."""
        return {column: self._cell(number, column) for column in self.headings}

    def findings(self) -> Iterator[Finding]:
        """Yield what there is to say about the cells that are read: not those for people only."""
        for (row, column), finding in self.sheet.findings.items():
            heading = self.headings.get(column)
            if self.first < row <= self.last and heading is not None and not heading.text.startswith("#"):
                yield finding


def parts_of(sheet: Sheet) -> Iterator[Part]:
    """Yield the grids of a sheet."""
    starts = [row for row in sheet.rows if sheet.is_marked(row)]
    last = max(sheet.rows, default=0)
    for start, following in zip(starts, [*starts[1:], last + 1], strict=True):
        yield Part(sheet, sheet.cell(start, 1).text.removeprefix(MARKER).strip(), start, following - 1)
