"""Reading a form: a workbook's sheets as a manifest with the place of every value, and as grids of records.

A grid begins in a row whose first cell says what it is, ``esgtag:figures``; the next row names its columns. Sheets may
be renamed, moved and added to; what stands beside the grids is for people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...findings import Finding, Location, codes
from ...taxonomy import Taxonomy, similar
from .cells import MARKER, read_workbook
from .form_manifest import KINDS, FormManifest, Key, no_keys
from .form_objects import read_objects
from .form_parts import Part, parts_of
from .grids import Grid, RowKey, members_of
from .typed import Cell


@dataclass(frozen=True, slots=True)
class Form:
    """What a workbook says: the content of a manifest, where each value of it stands, the grids of records.

    ``came_with`` are the rows that the form was filled with when it was written. It ``is_whole`` if every grid could
    be told to be one. ``beside`` are sheets that have none.
    """

    content: dict[str, Any]
    place: Callable[[Sequence[Key]], Location]
    grids: tuple[Grid, ...]
    came_with: tuple[RowKey, ...]
    is_whole: bool
    beside: tuple[Location, ...]


def read_form(path: Path, shown_as: str, taxonomy: Taxonomy) -> tuple[Form | None, list[Finding]]:
    """Read a workbook that is a form. Returns ``None`` with findings where it is none, or has lost its manifest."""
    sheets, findings = read_workbook(path, shown_as)
    if sheets is None:
        return None, findings
    parts = {sheet.name: list(parts_of(sheet)) for sheet in sheets}
    if not any(parts.values()):
        no_form = codes.INPUT_UNREADABLE.finding(
            f"{shown_as} has no cover of a form"
            + (f": no sheet has a cell {MARKER}cover in column A." if sheets else ", and no sheet."),
            hint="Write a form with `esgtag form`, and copy the figures into it.",
            location=Location(shown_as),
        )
        return None, [*findings, no_form]
    beside = tuple(Location(shown_as, sheet=sheet.name) for sheet in sheets if sheet.rows and not parts[sheet.name])
    reader = _FormReader(shown_as, taxonomy, findings, beside)
    return reader.read([part for found in parts.values() for part in found]), reader.findings


_ROWS = "rows"
"""What the form came with: the one grid of the manifest that it can be read without."""
_RECORDS = ("objects", "figures")
_UNREAD = ("completeness", "lists", "guide")


@dataclass
class _FormReader:
    """Puts the parts of a form together. Collects findings."""

    file: str
    taxonomy: Taxonomy
    findings: list[Finding]
    beside: tuple[Location, ...]
    _grids: list[Grid] = field(default_factory=list)
    _is_whole: bool = True
    _manifest: FormManifest = field(init=False)

    def __post_init__(self) -> None:
        self._manifest = FormManifest(self.file, self.taxonomy)

    def read(self, parts: Sequence[Part]) -> Form | None:
        """Take all grids in, the manifest first; nothing is returned where that has errors."""
        is_all_there = self._check_kinds(parts)
        once: dict[str, Part] = {}
        for part in parts:
            if part.kind in KINDS:
                once.setdefault(part.kind, part)
        for part in once.values():
            self._manifest.read(part)
        for part in parts:
            if part.kind == "objects":
                self.findings += part.findings()
                self._add(read_objects(part, self._manifest, self.taxonomy))
        self._manifest.check_columns()
        self.findings += self._manifest.findings
        for part in parts:
            if part.kind == "figures":
                self._read_figures(part)
        if not is_all_there or not self._manifest.is_usable:
            return None
        return Form(
            {"sections": []} | self._manifest.content,
            self._manifest.place,
            tuple(self._grids),
            tuple(
                RowKey(concept, members_of(members, self.taxonomy), table)
                for concept, members, table in self._manifest.came_with
            ),
            self._is_whole,
            self.beside,
        )

    def _check_kinds(self, parts: Sequence[Part]) -> bool:
        """Answer grids of an unknown kind, and those of the manifest that are not there just once.

        Returns whether the manifest is all there. A grid of an unknown kind may be any that has the same columns.
        """
        unknown = [part for part in parts if part.kind not in (*KINDS, *_RECORDS, *_UNREAD)]
        self._is_whole = not unknown
        self.findings += map(_unknown, unknown)
        found = [part for part in parts if part.kind in KINDS]
        kinds = [part.kind for part in found]
        self.findings += _repeated(part for index, part in enumerate(found) if part.kind in kinds[:index])
        missing = [kind for kind in KINDS if kind not in kinds and kind != _ROWS]
        if missing and not unknown:
            lacks = codes.INPUT_UNREADABLE.finding(
                f"{self.file} lacks a part of the form: {', '.join(f'{MARKER}{kind}' for kind in missing)}.",
                hint="Restore the sheet that was deleted, or write a form with `esgtag form` and copy the figures into "
                "it.",
                location=Location(self.file),
                related=self.beside,
            )
            self.findings.append(lacks)
        return not missing and all(part.names("concept") for part in unknown)

    def _add(self, grid: Grid | None) -> None:
        if grid is not None:
            self._grids.append(grid)

    def _read_figures(self, part: Part) -> None:
        self.findings += part.findings()
        if part.keys_row is None:
            self.findings.append(no_keys(part))
            self._is_whole = False
            return
        headings = list(part.headings.values())
        rows = (list(part.row(number).values()) for number in part.data_rows)
        self._grids.append(Grid(headings, [row for row in rows if _is_figure(headings, row)], is_form=True))


def _is_figure(headings: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Whether a row says anything beside what is for people."""
    return any(
        (cell.text or cell.is_lost) and not heading.text.startswith("#")
        for heading, cell in zip(headings, row, strict=True)
    )


def _unknown(part: Part) -> Finding:
    guess = similar(part.kind, [*KINDS, *_RECORDS])
    return codes.COLUMN_UNKNOWN.finding(
        f"{MARKER}{part.kind} is no part of a form." if part.kind else f"The cell {MARKER}… above the keys is gone.",
        hint=f"Did you mean {MARKER}{guess}?" if guess else "Restore the cell from a fresh form.",
        location=part.place,
    )


def _repeated(parts: Iterable[Part]) -> list[Finding]:
    """Return a finding for each sheet that says once more what is said once."""
    kinds: dict[Location, list[str]] = {}
    for part in parts:
        kinds.setdefault(Location(part.sheet.file, sheet=part.sheet.name), []).append(f"{MARKER}{part.kind}")
    return [
        codes.MANIFEST_INVALID.finding(
            f"The sheet {place.sheet} has {', '.join(found)} once more; it is not read.",
            hint="Delete the sheet that is the copy.",
            location=place,
        )
        for place, found in kinds.items()
    ]
