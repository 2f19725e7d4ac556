"""Reading a CSV file as a grid, every cell with its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...findings import Finding, Location, codes, read_text, unprintable
from .grids import Grid
from .typed import Cell


@dataclass
class CsvFile:
    """One CSV file below a disclosure's folder. ``lost_rows`` counts rows that became findings."""

    folder: Path
    file: str
    findings: list[Finding] = field(default_factory=list)
    lost_rows: int = 0
    _unprintable_lines: set[int] = field(default_factory=set)

    def read(self) -> Grid | None:
        """Return the rows that could be read; ``None`` where the file is no table."""
        lines = self._lines()
        if not lines:
            return None
        (_, header), *rows = lines
        if not self._has_shape(header, rows):
            return None
        whole: list[Sequence[Cell]] = []
        for line, cells in rows:
            if len(cells) != len(header):
                self._say_malformed(line, len(cells), len(header))
            elif line not in self._unprintable_lines:
                whole.append(
                    [
                        Cell(cell, Location(self.file, line, heading))
                        for cell, heading in zip(cells, header, strict=True)
                    ]
                )
        self.lost_rows = len(rows) - len(whole)
        return Grid([Cell(heading, Location(self.file, lines[0][0], heading)) for heading in header], whole)

    def _say_malformed(self, line: int, found: int, expected: int) -> None:
        self.findings.append(
            codes.ROW_MALFORMED.finding(
                f"The row has {found} cells, the header has {expected}.",
                hint='A value with a comma stands in quotes: "12,252.52". Check for a missing or an extra comma.',
                location=Location(self.file, line),
            )
        )

    def _has_shape(self, header: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> bool:
        """Whether the lines are a table with cells; says what is wrong with the whole of it, once."""
        for separator, name in ((";", "semicolons"), ("\t", "tabs")):
            if len(header) == 1 and separator in header[0]:
                self._unreadable(f"The cells are separated by {name}.", "Save the table as CSV with commas.")
                return False
        widths = {len(cells) for _, cells in rows}
        if not rows:
            self.findings.append(
                codes.TABLE_WITHOUT_FIGURES.finding(
                    "The table has a header and no rows.",
                    hint="Add its rows, or remove it from `sections`.",
                    location=Location(self.file, 1),
                )
            )
        elif len(widths) == 1 and len(header) not in widths and len(rows) > 1:
            self._unreadable(
                f"The header has {len(header)} cells, every row has {widths.pop()}.",
                "A heading is missing or there is one too many.",
            )
        else:
            return True
        return False

    def _lines(self) -> list[tuple[int, list[str]]]:
        """Return the rows that are not blank, each with its line number and its cells stripped."""
        path = self.folder / self.file
        if not path.resolve().is_relative_to(self.folder.resolve()):
            self._unreadable("The file is a link that leaves the folder.", "Put the table itself into the folder.")
            return []
        text, findings = read_text(path, self.file)
        if text is None:
            self.findings += findings
            return []
        lines: list[tuple[int, list[str]]] = []
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        start = 1
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    lines.append((start, [self._clean(cell, start) for cell in cells]))
                start = reader.line_num + 1
        except csv.Error as error:
            self._unreadable(
                f"The file is not well-formed CSV from line {start} on: {error}.",
                "A quote that opens before a value must close behind it.",
            )
            return []
        if not lines:
            self._unreadable("The file is empty.", "Give it a header row: concept, unit and the periods.")
        return lines

    def _clean(self, cell: str, line: int) -> str:
        """Return a cell without white space around it and with plain line ends."""
        if character := unprintable(cell):
            self.findings.append(
                codes.VALUE_UNREADABLE.finding(
                    f"A cell holds the control character {character}.",
                    hint="Type the cell again.",
                    location=Location(self.file, line),
                )
            )
            self._unprintable_lines.add(line)
        return cell.strip().replace("\r\n", "\n").replace("\r", "\n")

    def _unreadable(self, message: str, hint: str) -> None:
        self.findings.append(codes.INPUT_UNREADABLE.finding(message, hint=hint, location=Location(self.file)))
