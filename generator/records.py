"""The records of a disclosure, as pydantic models: what a filing team keeps, before any of it is XBRL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from ..findings import Located, Location
from ..taxonomy import Taxonomy
from .manifest import Manifest, OmissionMark


class KPIRecord(BaseModel):
    """One cell: a concept, the members it is cut by, a period and the value as printed.

    ``unit`` is ``None`` where the table has no column for it. ``language`` is set for a text that is not in the
    report's first language. The accuracy is that of ``printed``. An omitted figure has an ``omission`` and no value.
    A value that ``is_previous`` is what was reported before it was restated. ``restatement`` and ``boundary`` are keys
    of the manifest, ``assurance`` names engagements. ``row`` numbers the rows of a table. ``location`` is the cell's,
    ``places`` has those of other cells of the row, by heading.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: str
    row: int
    concept: str
    members: tuple[tuple[str, str], ...]
    unit: str | None
    period: str
    printed: str
    omission: OmissionMark | None
    footnotes: tuple[str, ...]
    location: Location
    language: str | None = None
    is_previous: bool = False
    restatement: str | None = None
    boundary: str | None = None
    assurance: tuple[str, ...] = ()
    places: Mapping[str, Location] = Field(default_factory=dict)

    @property
    def row_key(self) -> tuple[str, int, str]:
        """What a text and its translations have in common: table, row and period."""
        return self.table, self.row, self.period

    @property
    def content(self) -> tuple[object, ...]:
        """Everything but where it stands: two disclosures with the same content in the same order are the same."""
        content = {name: getattr(self, name) for name in type(self).model_fields if name not in ("location", "places")}
        return tuple((content | {"unit": self.unit or None}).values())

    def at(self, heading: str) -> Location:
        """Return the location of another cell of the same row."""
        place = self.location
        if place.sheet is not None:
            return self.places.get(heading, place)
        return self.places.get(heading) or Location(place.file, place.line, heading)


def as_members(members: Sequence[tuple[str, str]]) -> str:
    """Return members as one cell: ``Gender=Male; SeniorityLevel=Senior``."""
    return "; ".join(f"{axis}={member}" for axis, member in members)


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell that became a finding instead of a fact.

    ``concept`` is what the row named, or ``None`` where it could not be read, ``period`` likewise; they tell
    which sums can no longer be judged.
    """

    table: str
    concept: str | None
    period: str | None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A disclosure as read: the manifest, the taxonomy it names, every cell that could be read, and those not."""

    document: Located[Manifest]
    taxonomy: Taxonomy
    records: tuple[KPIRecord, ...]
    refused: tuple[RefusedCell, ...] = ()

    @property
    def manifest(self) -> Manifest:
        """Everything but the figures."""
        return self.document.model
