"""The rows of a form: which ones are filled in, and which of those that it came with are no longer there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ...findings import Finding, Location, codes
from ...taxonomy import Taxonomy
from ..manifest import Manifest
from ..records import as_members
from .grids import GridReader, RowKey

_MOST_LISTED = 5


@dataclass
class FormRows:
    """Compares the rows that are filled in with those that the form ``came_with``."""

    came_with: Sequence[RowKey]
    manifest: Manifest
    taxonomy: Taxonomy
    _concepts: set[str] = field(init=False)
    _filled: Counter[RowKey] = field(default_factory=Counter)
    _sheets: dict[tuple[str, bool], str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._concepts = {*self.taxonomy.concepts, *self.taxonomy.renames, *(row.concept for row in self.came_with)}

    def accept(self, reader: GridReader) -> bool:
        """Take in which rows of a grid are filled in. Return whether they are to be read; if not, that is answered."""
        rows, sheet = reader.filled(), reader.place.sheet
        if len(rows) > 1 and self._concepts.isdisjoint(row.concept for row in rows):
            if reader.is_whole:
                shifted = codes.CONCEPT_UNKNOWN.finding(
                    f"No row of the sheet {sheet} names a concept.",
                    hint="Are cells shifted? Move them back, or restore the sheet from a fresh form.",
                    location=reader.heading("concept"),
                )
                reader.findings.append(shifted)
            return False
        if len(rows) > 1 and self._filled.keys() >= set(rows):
            copied = codes.RECORD_REPEATED.finding(
                f"The sheet {sheet} has rows that stand on other sheets, and no others; it is not read.",
                hint="Delete the sheet that is the copy.",
                location=Location(reader.place.file, sheet=sheet),
            )
            reader.findings.append(copied)
            return False
        self._filled.update(rows)
        self._sheets |= {self._kind(row): sheet for row in rows}
        return True

    def _kind(self, row: RowKey) -> tuple[str, bool]:
        """Return what stands together on one sheet: of one of the taxonomy's tables the figures, or the texts.

        What is said about objects of the filer's own stands in one register.
        """
        concept = self.taxonomy.concepts.get(row.concept)
        if concept is None:
            return "", False
        is_register = any(self.taxonomy.axes[axis].typed for axis in self.taxonomy.axes_of(concept.name))
        return concept.table, concept.type.is_text and not is_register

    def gone(self, file: str, beside: Sequence[Location]) -> Iterator[Finding]:
        """Yield a finding for each sheet that has lost rows which the form came with, and one for lost sheets.

        Sheets ``beside`` the form may be those, if any are lost; otherwise, yield what is to be said about them.
        """
        changed = list((self._filled - Counter(self.came_with)).elements())
        by_sheet: dict[str | None, list[RowKey]] = defaultdict(list)
        for row in self.came_with:
            if row not in self._filled:
                present = next((one for one in changed if self._is_changed(one, row)), None)
                if present is None:
                    by_sheet[self._sheets.get(self._kind(row))].append(row)
                else:
                    changed.remove(present)
        for sheet, rows in by_sheet.items():
            yield _gone(rows, Location(file, sheet=sheet), () if sheet else tuple(beside))
        if None not in by_sheet:
            yield from map(sheet_beside, beside)

    def _is_changed(self, row: RowKey, before: RowKey) -> bool:
        """Whether a row is one that the form came with, moved to another table or changed into what is answered."""
        same = [one == other for one, other in zip(row, before, strict=True)]
        return sum(same) == 2 and (row.table != before.table or self._is_answered(row))

    def _is_answered(self, row: RowKey) -> bool:
        """Whether a row stands there twice, or is about what the taxonomy or the disclosure does not have."""
        concept, axes = self.taxonomy.concepts.get(row.concept), self.taxonomy.axes
        if self._filled[row] > 1 or concept is None:
            return True
        is_uncut_text = concept.type.is_text and not row.members and bool(self.taxonomy.axes_of(concept.name))
        own = ((axis, member) for axis, member in row.members if axis in axes and axes[axis].typed)
        is_declared = all(member in self.manifest.members.get(axis, {}) for axis, member in own)
        return is_uncut_text or not is_declared or not self.taxonomy.admits(concept.name, dict(row.members))


def sheet_beside(place: Location) -> Finding:
    """Return the finding about a sheet that is not the form's."""
    return codes.SHEET_HAZARD.finding(
        f"The sheet {place.sheet} is not part of the form and is not read.",
        hint="Copy its figures to the sheets of the form, or delete it.",
        location=place,
    )


def _gone(rows: Sequence[RowKey], place: Location, beside: tuple[Location, ...]) -> Finding:
    names = [f"{row.concept} ({as_members(sorted(row.members))})" if row.members else row.concept for row in rows]
    listed = ", ".join(names[:_MOST_LISTED]) + (f" and {len(names) - _MOST_LISTED} more" * (len(names) > _MOST_LISTED))
    tables = ", ".join(dict.fromkeys(row.table for row in rows))
    return codes.ROW_GONE.finding(
        f"{len(rows)} row{'s' if len(rows) > 1 else ''} of {tables} that the form came with "
        f"{'are' if len(rows) > 1 else 'is'} gone or blank: {listed}.",
        hint="Write the figures again, or an omission mark. If they are meant to go, write the form anew from the "
        "disclosure.",
        location=place,
        related=beside,
    )
