"""The finding and the place it points at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import PurePosixPath


class Severity(IntEnum):
    """How bad it is. Ordered, so that a threshold is a comparison."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word a person reads: ``error``, ``warning`` or ``note``."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Location:
    """Where a value stands in what the user wrote.

    ``file`` is a path as the user would type it, ``line`` counts from 1, ``column`` is the column's heading
    in a table or the path of keys in a YAML file. On a ``sheet`` of a workbook, ``line`` is the row and ``column``
    the column's letter.
    """

    file: str
    line: int | None = None
    column: str | None = None
    sheet: str | None = None

    def __str__(self) -> str:
        place = self.file
        if self.sheet is not None:
            cell = f"{self.column or ''}{self.line or ''}"
            kind = "cell" if self.column and self.line else "column" if self.column else "row"
            return f"{place}, sheet {self.sheet}" + (f", {kind} {cell}" if cell else "")
        if self.line is not None:
            place += f", line {self.line}"
        if self.column:
            place += f", {self.column}"
        return place

    @property
    def spot(self) -> str:
        """Where in its file it is, such as ``line 3, unit`` or ``sheet Energy, cell B7``; or nothing."""
        return str(self).removeprefix(self.file).removeprefix(", ")

    def seen_from(self, other: Location | None) -> str:
        """Return the place in words for someone who reads of another one: the file is named if it is another."""
        return (other is not None and other.file == self.file and self.spot) or str(self)

    def within(self, folder: str) -> Location:
        """Return the same place as seen from above ``folder``."""
        return replace(self, file=(PurePosixPath(folder) / self.file).as_posix())

    @property
    def sort_key(self) -> tuple[str, str, int, int, str]:
        """Order of reading: file, sheet, line, column; a sheet's column Z comes before AA."""
        column = self.column or ""
        return self.file, self.sheet or "", self.line or 0, len(column) if self.sheet else 0, column


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the user must know, with the place that caused it.

    ``message`` says what was found and what was expected, ``hint`` what to do. ``facts`` are the ids of the
    facts concerned, ``related`` the other places that belong to the same cause. ``waiver`` is the reason for which
    the finding is put up with; such a finding is a note.
    """

    code: str
    severity: Severity
    message: str
    hint: str = ""
    location: Location | None = None
    facts: tuple[str, ...] = ()
    related: tuple[Location, ...] = ()
    waiver: str | None = None

    def within(self, folder: str) -> Finding:
        """Return the same finding with its places as seen from above ``folder``."""
        return replace(
            self,
            location=self.location.within(folder) if self.location else None,
            related=tuple(location.within(folder) for location in self.related),
        )

    @property
    def sort_key(self) -> tuple[tuple[str, str, int, int, str], str, str]:
        """Order of presentation: by place, then by code and text, so that every run prints the same."""
        return self.location.sort_key if self.location else ("", "", 0, 0, ""), self.code, self.message


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings once each, sorted by place."""
    return sorted(dict.fromkeys(findings), key=lambda finding: finding.sort_key)


def worst(findings: Iterable[Finding]) -> Severity | None:
    """Return the highest severity present, or ``None`` when there is nothing."""
    return max((finding.severity for finding in findings), default=None)


def count_by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Return how many findings there are of each severity, worst first; absent severities count 0."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in sorted(Severity, reverse=True)}
