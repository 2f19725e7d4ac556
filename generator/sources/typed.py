"""What someone typed, with its place, before any of it is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ...findings import Location


@dataclass(frozen=True, slots=True)
class Cell:
    """A text and where it stands; a blank cell has the text ``""``.

    A cell that ``is_lost`` could not be read; the finding is raised already.
    """

    text: str
    place: Location
    is_lost: bool = False


class Gap(StrEnum):
    """What a blank cell of a table with a column for each period is."""

    EMPTY = "empty"
    """A cell that should hold a value: the table has this column because it reports for this period."""
    OPEN = "open"
    """A cell of a form, or of a base period or a later one: a gap only if the table reports for this period."""
    LOST = "lost"
    """A cell that could not be read, or that is gone with its column: there was a value, and a finding says so."""


@dataclass(frozen=True, slots=True)
class TypedRecord:
    """One value with everything that was typed about it.

    ``table`` and ``number`` say where it belongs in the report, and may be blank. ``references`` holds the keys of
    footnotes, restatements, boundaries and engagements by heading. A blank cell is a ``gap``, unless another row of
    the table has the value. A text that ``is_omission`` is meant as an omission mark.
    """

    concept: str
    members: Mapping[str, str]
    unit: str | None
    period: str
    language: str | None
    text: str
    location: Location
    table: str = ""
    number: str = ""
    is_previous: bool = False
    gap: Gap | None = None
    is_omission: bool = False
    references: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)
