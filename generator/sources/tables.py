"""Reading a wide CSV table: one row a figure, one column a period, every cell with its place."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...findings import Finding, Location, codes, read_text, unprintable
from ...taxonomy import Taxonomy, similar
from ..records import KPIRecord, Manifest, OmissionMark, RefusedCell, TableRecord
from .manifest import unknown_footnote

_YEAR = re.compile(r"^(FY)?\d{4}\b")


@dataclass(frozen=True, slots=True)
class _PeriodColumn:
    index: int
    header: str
    period: str
    language: str | None


@dataclass
class TableReader:
    """Reads one CSV table. Collects records, findings and the cells that could not be read."""

    folder: Path
    table: TableRecord
    manifest: Manifest
    taxonomy: Taxonomy
    findings: list[Finding] = field(default_factory=list)
    refused: list[RefusedCell] = field(default_factory=list)
    _reserved: dict[str, int] = field(default_factory=dict)
    _axes: dict[str, int] = field(default_factory=dict)
    _periods: list[_PeriodColumn] = field(default_factory=list)
    _lost_columns: int = 0
    _unprintable_lines: set[int] = field(default_factory=set)
    _carried: set[str] = field(default_factory=set)

    def read(self) -> list[KPIRecord]:
        """Return the records of the cells that could be read."""
        lines = self._lines()
        if not lines:
            return []
        (_, header), *rows = lines
        if not self._has_shape(header, rows):
            return []
        self._read_header(header)
        if "concept" not in self._reserved:
            self.refused += [RefusedCell(self.table.name, None, None)] * len(self._periods) * len(rows)
            return []
        marks = {mark.mark: mark for mark in self.manifest.omissions}
        records: list[KPIRecord] = []
        for line, cells in rows:
            if line in self._unprintable_lines:
                self._refuse_row()
                continue
            if len(cells) != len(header):
                self._refuse_row()
                self._say_malformed(line, len(cells), len(header))
                continue
            self._carry_forward(line, cells)
            concept = cells[self._reserved["concept"]]
            self.refused += [RefusedCell(self.table.name, concept, None)] * self._lost_columns
            for column in self._periods:
                printed = cells[column.index]
                if printed or column.language is None:
                    records.append(self._record(line, cells, column, printed, marks.get(printed)))
        return records

    def _record(
        self, line: int, cells: Sequence[str], column: _PeriodColumn, printed: str, omission: OmissionMark | None
    ) -> KPIRecord:
        members = {axis: cells[index] for axis, index in self._axes.items() if cells[index]}
        return KPIRecord(
            table=self.table.name,
            row=line,
            concept=cells[self._reserved["concept"]],
            members=self.taxonomy.in_reading_order(members),
            unit=cells[self._reserved["unit"]] if "unit" in self._reserved else None,
            period=column.period,
            printed=printed,
            omission=omission,
            footnotes=self._footnotes(line, cells, column),
            location=Location(self.table.file, line, column.header),
            language=column.language,
        )

    def _carry_forward(self, line: int, cells: list[str]) -> None:
        """Replace names of the superseded version by the present ones, and say so where each is first met."""
        for column, index in {"concept": self._reserved["concept"], **self._axes}.items():
            present = self.taxonomy.renames.get(cells[index])
            if present and cells[index] not in self._carried:
                self._carried.add(cells[index])
                self.findings.append(
                    codes.DEPRECATED_CONCEPT.finding(
                        f"{cells[index]} is now named {present}; it is read as that.",
                        hint=f"Write {present}.",
                        location=Location(self.table.file, line, column),
                    )
                )
            cells[index] = present or cells[index]

    def _reserved_cell(self, cells: Sequence[str], heading: str) -> str:
        return cells[self._reserved[heading]] if heading in self._reserved else ""

    def _footnotes(self, line: int, cells: Sequence[str], column: _PeriodColumn) -> tuple[str, ...]:
        """Return the table's notes, then the row's, then those that name this column."""
        found = [key for key in self.table.footnotes if key in self.manifest.footnotes]
        for reference in self._reserved_cell(cells, "footnotes").split():
            key, _, period = reference.partition("@")
            location = Location(self.table.file, line, "footnotes")
            if key not in self.manifest.footnotes:
                self.findings.append(unknown_footnote(key, self.manifest, location))
            elif period and period not in {known.period for known in self._periods}:
                self.findings.append(
                    codes.FOOTNOTE_UNKNOWN.finding(
                        f"The footnote {reference} is tied to {period}, which is no column of this table.",
                        hint=f"Columns are: {', '.join(known.header for known in self._periods)}.",
                        location=location,
                    )
                )
            elif not period or period == column.period:
                found.append(key)
        return tuple(dict.fromkeys(found))

    def _refuse_row(self) -> None:
        self.refused += [RefusedCell(self.table.name, None, None)] * (len(self._periods) + self._lost_columns)

    def _say_malformed(self, line: int, found: int, expected: int) -> None:
        self.findings.append(
            codes.ROW_MALFORMED.finding(
                f"The row has {found} cells, the header has {expected}.",
                hint='A value with a comma stands in quotes: "12,252.52". Check for a missing or an extra comma.',
                location=Location(self.table.file, line),
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
            self._no_figures("The table has a header and no rows.", "Add its rows, or remove it from `sections`.")
        elif len(widths) == 1 and len(header) not in widths and len(rows) > 1:
            self._unreadable(
                f"The header has {len(header)} cells, every row has {widths.pop()}.",
                "A heading is missing or there is one too many.",
            )
        else:
            return True
        return False

    def _no_figures(self, message: str, hint: str) -> None:
        location = Location(self.table.file, 1)
        self.findings.append(codes.TABLE_WITHOUT_FIGURES.finding(message, hint=hint, location=location))

    def _lines(self) -> list[tuple[int, list[str]]]:
        """Return the rows that are not blank, each with its line number and its cells stripped."""
        path = self.folder / self.table.file
        if not path.resolve().is_relative_to(self.folder.resolve()):
            self._unreadable("The file is a link that leaves the folder.", "Put the table itself into the folder.")
            return []
        text, findings = read_text(path, self.table.file)
        if text is None:
            self.findings += findings
            self.refused.append(RefusedCell(self.table.name, None, None))
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
                    location=Location(self.table.file, line),
                )
            )
            self._unprintable_lines.add(line)
        return cell.strip().replace("\r\n", "\n").replace("\r", "\n")

    def _unreadable(self, message: str, hint: str) -> None:
        self.findings.append(codes.INPUT_UNREADABLE.finding(message, hint=hint, location=Location(self.table.file)))
        self.refused.append(RefusedCell(self.table.name, None, None))

    def _read_header(self, header: Sequence[str]) -> None:
        periods = self.manifest.periods.by_name
        for index, named in enumerate(header):
            heading = self.taxonomy.renames.get(named, named)
            period, _, language = heading.partition("@")
            if heading in self._reserved or heading in self._axes or heading in (c.header for c in self._periods):
                self._lost_columns += period in periods
                self._unknown_column(f"The column {heading} stands twice.", "Remove or rename one of the two.")
            elif heading in ("concept", "unit", "footnotes"):
                self._reserved[heading] = index
            elif heading in self.taxonomy.axes:
                self._axes[heading] = index
            elif period in periods and (not language or language in self.manifest.report.languages):
                self._periods.append(_PeriodColumn(index, heading, period, language or None))
            elif period in periods:
                self._unknown_column(
                    f"The column {heading} is in {language}, which is not a language of the report.",
                    f"Languages are: {', '.join(self.manifest.report.languages)}.",
                )
            elif _YEAR.match(heading):
                self._lost_columns += 1
                self.findings.append(
                    codes.PERIOD_NOT_DECLARED.finding(
                        f"The column {heading} is no period of this disclosure: {', '.join(periods)} are declared.",
                        hint="Correct the heading, or declare the period under `periods` in disclosure.yaml.",
                        location=Location(self.table.file, 1, heading),
                    )
                )
            else:
                self._unknown_heading(index, heading)
        if "concept" not in self._reserved:
            self._unknown_column("The column concept is missing.", "Add a column headed concept.")
        elif not self._periods and not self._lost_columns:
            names = ", ".join(periods)
            self._no_figures("The table has no period column.", f"Head the columns of figures with a period: {names}.")

    def _unknown_heading(self, index: int, heading: str) -> None:
        """Answer a heading that is not known; one that is misspelt is read as what it was meant to be."""
        by_lower_case = {name.lower(): name for name in ("concept", "unit", "footnotes", *self.taxonomy.axes)}
        meant = by_lower_case.get(similar(heading.lower(), list(by_lower_case)) or "", "")
        if meant in self.taxonomy.axes:
            self._axes.setdefault(meant, index)
        elif meant in ("concept", "unit", "footnotes"):
            self._reserved.setdefault(meant, index)
        hint = "Columns are concept, unit, footnotes, an axis of the taxonomy, or a declared period."
        self._unknown_column(
            f"The column {heading or '(without a heading)'} is not known.", f"Did you mean {meant}?" if meant else hint
        )

    def _unknown_column(self, message: str, hint: str) -> None:
        self.findings.append(codes.COLUMN_UNKNOWN.finding(message, hint=hint, location=Location(self.table.file, 1)))
