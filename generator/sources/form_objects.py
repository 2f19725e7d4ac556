"""The registers of a form: a row for each object of the filer's own, with a column for each thing said about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...taxonomy import Taxonomy
from .form_manifest import FormManifest
from .form_parts import Part
from .grids import REFERENCES, Grid
from .typed import Cell

_ROW = ("table", "no", "period")
_VALUE = ("concept", "members", "table", "no", "unit", "period", "language", "value", *REFERENCES)
_NAME, _UNIT = "name@", "unit:"


def read_objects(part: Part, manifest: FormManifest, taxonomy: Taxonomy) -> Grid | None:
    """Read a register as a grid with a row for each value; nothing where it has none.

    What its objects are called goes into the manifest, and so does what is wrong with its columns or identifiers.
    """
    axes = (cell.text for cell in part.headings.values() if cell.text in taxonomy.axes)
    register = _Register(next(axes, "(identifier)"), manifest, taxonomy)
    rows = [cells for row in register.rows(part) for cells in register.values(row)]
    return Grid([Cell(heading, part.keys_place) for heading in _VALUE], rows, is_form=True) if rows else None


@dataclass(frozen=True, slots=True)
class _Register:
    """Reads the rows of one register. ``axis`` heads the column of identifiers."""

    axis: str
    manifest: FormManifest
    taxonomy: Taxonomy

    def rows(self, part: Part) -> Iterator[Mapping[str, Cell]]:
        """Yield the rows by heading; none where columns are missing."""
        plain = (self.axis, *_ROW)
        offered = (*plain, *REFERENCES, *self.taxonomy.concepts)
        headings = self.manifest.headings(part, lambda heading: heading in plain or self._is_known(heading), offered)
        concepts = dict.fromkeys(self._concept(heading) for heading in headings.values())
        units = [f"{_UNIT}{one}" for one in concepts if one and self.taxonomy.concepts[one].type.is_numeric]
        if self.manifest.is_complete(part, headings, (*plain, *units), ("name",)):
            for number in part.data_rows:
                cells = part.row(number)
                yield {heading: cells[column] for column, heading in headings.items()}

    def _concept(self, heading: str) -> str:
        """Return the concept of a column of values, or nothing."""
        name = heading.partition("@")[0]
        return name if name in self.taxonomy.concepts else ""

    def _is_known(self, heading: str) -> bool:
        is_unit = heading.startswith(_UNIT) and heading.removeprefix(_UNIT) in self.taxonomy.concepts
        return is_unit or heading in REFERENCES or heading.startswith(_NAME) or bool(self._concept(heading))

    def values(self, row: Mapping[str, Cell]) -> Iterator[list[Cell]]:
        """Yield what is said about the object of a row, each as a row of its own."""
        member = row[self.axis]
        names = [cell for heading, cell in row.items() if heading.startswith(_NAME)]
        given = {
            heading: cell for heading, cell in row.items() if self._concept(heading) and (cell.text or cell.is_lost)
        }
        if member.is_lost or any(name.is_lost for name in names):
            self.manifest.give_up()
        elif member.text or given or any(name.text for name in names):
            self.manifest.declare(self.axis, row)
        blank, period = Cell("", member.place), row["period"]
        if not period.text and not period.is_lost:
            period = Cell(self.manifest.reporting, period.place)
        for heading, cell in given.items():
            concept, _, language = heading.partition("@")
            yield [
                Cell(concept, cell.place),
                Cell(f"{self.axis}={member.text}", member.place),
                row["table"],
                row["no"],
                row.get(f"{_UNIT}{concept}", blank),
                period,
                Cell(language, cell.place),
                cell,
                *(row.get(reference, blank) for reference in REFERENCES),
            ]
