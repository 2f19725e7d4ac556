"""The records of a disclosure, as pydantic models: what a filing team keeps, before any of it is XBRL."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from ..findings import LocatedYaml, Location
from ..taxonomy import Taxonomy
from .numbers import read_number


def _fits(pattern: str, expected: str) -> AfterValidator:
    """Return a check that a text has a form, which says in words what is expected."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"{expected} expected")
        return text

    return AfterValidator(check)


def _is_day(value: object) -> object:
    if isinstance(value, date) or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
        return value
    raise ValueError("a date is expected, as year-month-day: 2023-12-31")


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


Identifier = Annotated[
    str,
    StringConstraints(max_length=64),
    _fits(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", "letters, digits and single hyphens are"),
]
MemberId = Annotated[
    str,
    StringConstraints(max_length=64),
    _fits(r"[a-z0-9]+(-[a-z0-9]+)*", "lower-case letters, digits and single hyphens are"),
]
SchemeUri = Annotated[
    str,
    _fits(
        r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+",
        "the URI of a register, such as http://standards.iso.org/iso/17442 for an LEI, is",
    ),
]
NonEmpty = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_with_plain_line_ends)]
OptionalText = dict[str, NonEmpty]
Text = Annotated[OptionalText, Field(min_length=1)]
"""A text by BCP 47 language tag."""
Day = Annotated[date, BeforeValidator(_is_day), Field(ge=date(1900, 1, 1), lt=date(2200, 1, 1))]


def in_language(text: Mapping[str, str], language: str) -> str:
    """Return a text in a language, or in another one where it is missing.

    A missing language is an error of its own (see :mod:`.manifest`), so that nothing with a substitute is written.
    """
    return text.get(language) or next(iter(text.values()), "")


def _is_beside_the_manifest(path: str) -> str:
    if not path.endswith(".csv"):
        raise ValueError("a CSV file is expected; save the sheet of a workbook as CSV")
    if not re.fullmatch(r"([\w.-]+/)*[A-Za-z0-9][A-Za-z0-9_-]*\.csv", path):
        raise ValueError("letters, digits, hyphens and underscores are expected in a file's name, without spaces")
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts or "\\" in path:
        raise ValueError("a table's file stands in the disclosure's own folder")
    return path


TableFile = Annotated[str, StringConstraints(max_length=100), AfterValidator(_is_beside_the_manifest)]
"""A path below the disclosure's folder; letters, digits, hyphens and underscores, since fact ids may hold the name."""


def _is_a_package_beside_the_manifest(path: str) -> str:
    if not path.endswith(".zip"):
        raise ValueError("a taxonomy package, a ZIP file, is expected")
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts or "\\" in path:
        raise ValueError("a taxonomy package stands in the disclosure's own folder")
    return path


PackageFile = Annotated[str, StringConstraints(max_length=200), AfterValidator(_is_a_package_beside_the_manifest)]
"""A path below the disclosure's folder."""


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
    scheme: SchemeUri
    identifier: Annotated[NonEmpty, _fits(r"\S+", "an identifier without spaces is")]


class ReportRecord(_Record):
    """The report as a document: its file name stem, languages (the first is the main one) and texts.

    ``standards`` are those that the report says it follows; their paragraphs are named under the tables.
    """

    name: Identifier
    languages: Annotated[list[str], Field(min_length=1)]
    title: Text
    introduction: OptionalText = Field(default_factory=dict)
    standards: list[str] = Field(default_factory=list)


class PeriodRecord(_Record):
    """A period under the name that heads its column. Whole days, both included."""

    name: Identifier
    start: Day
    end: Day

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
    """What a mark in a cell means: the figure is not given, for a coded reason, with an explanation.

    ``name`` identifies it from year to year where two omissions have the same reason.
    """

    mark: NonEmpty
    name: MemberId | None = None
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
    text: OptionalText = Field(default_factory=dict)
    tables: list[TableRecord]


class Manifest(_Record):
    """The file ``disclosure.yaml``: everything about a disclosure but the figures.

    ``taxonomy`` is the URL of an entry point, of ours or of the taxonomy in ``taxonomy_package``.
    """

    taxonomy: NonEmpty
    taxonomy_package: PackageFile | None = None
    entity: EntityRecord
    report: ReportRecord
    periods: PeriodsRecord
    units: dict[str, str] = Field(default_factory=dict)
    omissions: list[OmissionMark] = Field(default_factory=list)
    members: dict[str, dict[MemberId, Text]] = Field(default_factory=dict)
    footnotes: dict[Identifier, Text] = Field(default_factory=dict)
    sections: list[SectionRecord]

    @model_validator(mode="after")
    def _marks_are_marks(self) -> Self:
        marks = [omission.mark for omission in self.omissions]
        for position, mark in enumerate(marks):
            if mark in marks[:position]:
                raise ValueError(f'the omission mark "{mark}" is declared twice')
            if read_number(mark):
                raise ValueError(f'the omission mark "{mark}" is a number; a figure could not be told from it')
        return self

    @property
    def omission_ids(self) -> Mapping[str, str]:
        """A stable identifier for each omission mark: its name, or else its reason, numbered if that is not enough."""
        ids: dict[str, str] = {}
        for omission in self.omissions:
            wanted = omission.name or omission.reason.value.replace(" ", "-")
            same = sum(taken == wanted or taken.startswith(f"{wanted}-") for taken in ids.values())
            ids[omission.mark] = f"{wanted}-{same + 1}" if same else wanted
        return ids

    @property
    def tables(self) -> list[TableRecord]:
        """All tables in reading order."""
        return [table for section in self.sections for table in section.tables]


class KPIRecord(_Record):
    """One cell: a concept, the members it is cut by, a period and the value as printed.

    ``unit`` is ``None`` where the table has no column for it. ``language`` is set where the column is headed with
    one. The accuracy is that of ``printed``. An omitted figure has an ``omission`` and no value. ``location`` is the
    cell's; its row shares file and line.
    """

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
    """A disclosure as read: the manifest, the taxonomy it names, every cell that could be read, and those not."""

    document: LocatedYaml[Manifest]
    taxonomy: Taxonomy
    records: tuple[KPIRecord, ...]
    refused: tuple[RefusedCell, ...] = ()

    @property
    def manifest(self) -> Manifest:
        """Everything but the figures."""
        return self.document.model
