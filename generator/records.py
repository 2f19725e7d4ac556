"""The records of a disclosure, as pydantic models: what a filing team keeps, before any of it is XBRL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ..findings import LocatedYaml, Location

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$")]
NonEmpty = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Text = dict[str, NonEmpty]
"""A text by BCP 47 language tag."""


def in_language(text: Text, language: str) -> str:
    """Return a text in a language, or in another one where it is missing.

    A missing language is an error of its own (see :mod:`.sources`), so that nothing with a substitute is written.
    """
    return text.get(language) or next(iter(text.values()), "")


def _is_beside_the_manifest(path: str) -> str:
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts or "\\" in path:
        raise ValueError("a table's file stands in the disclosure's own folder")
    return path


TableFile = Annotated[
    str,
    StringConstraints(pattern=r"^([\w.-]+/)*[A-Za-z0-9][A-Za-z0-9_-]*\.csv$"),
    AfterValidator(_is_beside_the_manifest),
]
"""A path below the disclosure's folder; letters, digits, hyphens and underscores, since fact ids may hold the name."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OmissionReason(StrEnum):
    """Why a figure is not given. The reasons of GRI 1 (2021), and a date of later disclosure."""

    NOT_APPLICABLE = "not applicable"
    NOT_AVAILABLE = "not available"
    CONFIDENTIAL = "confidential"
    LEGAL_PROHIBITION = "legal prohibition"
    TO_BE_DISCLOSED = "to be disclosed"


class EntityRecord(_Record):
    """Who reports. ``scheme`` is the URI of the register that issued ``identifier``."""

    name: Text
    scheme: NonEmpty
    identifier: NonEmpty


class ReportRecord(_Record):
    """The report as a document: its file name stem, languages (the first is the main one) and texts."""

    name: Identifier
    languages: Annotated[list[str], Field(min_length=1)]
    title: Text
    introduction: Text = Field(default_factory=dict)


class PeriodRecord(_Record):
    """A period under the name that heads its column. Whole days, both included."""

    name: Identifier
    start: date
    end: date

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> Self:
        if self.start > self.end:
            raise ValueError(f"the period starts on {self.start}, after its end on {self.end}")
        return self


class PeriodsRecord(_Record):
    """The reporting period, the periods it is compared with, and the later ones that targets are set for."""

    reporting: PeriodRecord
    comparatives: list[PeriodRecord] = Field(default_factory=list)
    targets: list[PeriodRecord] = Field(default_factory=list)

    @model_validator(mode="after")
    def _are_different(self) -> Self:
        names, days = set(), set()
        for period in self._all:
            if period.name in names:
                raise ValueError(f"two periods are named {period.name}")
            if (period.start, period.end) in days:
                raise ValueError(f"the period {period.name} has the same days as another one")
            names.add(period.name)
            days.add((period.start, period.end))
        return self

    @property
    def _all(self) -> tuple[PeriodRecord, ...]:
        return (self.reporting, *self.comparatives, *self.targets)

    @property
    def by_name(self) -> Mapping[str, PeriodRecord]:
        """The declared periods by name, the reporting period first."""
        return {period.name: period for period in self._all}


class OmissionMark(_Record):
    """What a mark in a cell means: the figure is not given, for a coded reason, with an explanation."""

    mark: NonEmpty
    reason: OmissionReason
    shown: Text
    explanation: Text


class TableRecord(_Record):
    """One CSV table of the disclosure."""

    file: TableFile
    title: Text
    footnotes: list[str] = Field(default_factory=list)

    @property
    def name(self) -> str:
        """The file's stem."""
        return PurePosixPath(self.file).stem


class SectionRecord(_Record):
    """A section of the report: a heading, some text, tables."""

    title: Text
    text: Text = Field(default_factory=dict)
    tables: list[TableRecord]


class Manifest(_Record):
    """The file ``disclosure.yaml``: everything about a disclosure but the figures."""

    taxonomy: NonEmpty
    entity: EntityRecord
    report: ReportRecord
    periods: PeriodsRecord
    units: dict[str, str] = Field(default_factory=dict)
    omissions: list[OmissionMark] = Field(default_factory=list)
    members: dict[str, dict[Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")], Text]] = Field(
        default_factory=dict
    )
    footnotes: dict[Identifier, Text] = Field(default_factory=dict)
    sections: list[SectionRecord]

    @property
    def tables(self) -> list[TableRecord]:
        """All tables in reading order."""
        return [table for section in self.sections for table in section.tables]


class KPIRecord(_Record):
    """One cell: a concept, the members it is cut by, a period and the value as printed.

    ``language`` is set where the column is headed with one. The accuracy is that of ``printed``. An omitted
    figure has an ``omission`` and no value. ``location`` is the cell's; its row shares file and line.
    """

    table: str
    row: int
    concept: str
    members: tuple[tuple[str, str], ...]
    unit: str
    period: str
    printed: str
    omission: OmissionMark | None
    footnotes: tuple[str, ...]
    location: Location
    language: str | None = None

    @property
    def row_key(self) -> tuple[str, int, str]:
        """What a text and its translations have in common: table, row and period."""
        return self.table, self.row, self.period

    def at(self, column: str) -> Location:
        """Return the location of another cell of the same row."""
        return Location(self.location.file, self.location.line, column)


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
    """A disclosure as read: the manifest, every cell that could be read, and those that could not."""

    document: LocatedYaml[Manifest]
    records: tuple[KPIRecord, ...]
    refused: tuple[RefusedCell, ...] = ()

    @property
    def manifest(self) -> Manifest:
        """Everything but the figures."""
        return self.document.model
