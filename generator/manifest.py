"""The manifest of a disclosure, as pydantic models: who reports, for when, in which languages and arrangement."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
    model_validator,
)

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
    Field(json_schema_extra={"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}),
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
    if not path.endswith((".csv", ".yaml", ".json")):
        raise ValueError("a file .csv, .yaml or .json is expected; a workbook is a disclosure by itself")
    if not re.fullmatch(r"([\w.-]+/)*[A-Za-z0-9][A-Za-z0-9_-]*\.\w+", path):
        raise ValueError("letters, digits, hyphens and underscores are expected in a file's name, without spaces")
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts or "\\" in path:
        raise ValueError("a table's file stands in the disclosure's own folder")
    return path


TableFile = Annotated[str, StringConstraints(max_length=100), AfterValidator(_is_beside_the_manifest)]
"""A path below the disclosure's folder; letters, digits, hyphens and underscores, since fact ids may hold the name."""
TableName = Annotated[
    str,
    StringConstraints(max_length=64),
    _fits(r"[A-Za-z0-9][A-Za-z0-9_-]*", "letters, digits, hyphens and underscores are"),
]
Currency = Annotated[
    str,
    _fits(r"[A-Z]{3}", "the three letters of a currency, such as CNY, are"),
    Field(json_schema_extra={"pattern": "^[A-Z]{3}$"}),
]


def _is_a_package_beside_the_manifest(path: str) -> str:
    if not path.endswith(".zip"):
        raise ValueError("a taxonomy package, a ZIP file, is expected")
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts or "\\" in path:
        raise ValueError("a taxonomy package stands in the disclosure's own folder")
    return path


PackageFile = Annotated[str, StringConstraints(max_length=200), AfterValidator(_is_a_package_beside_the_manifest)]
"""A path below the disclosure's folder."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


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
    """The legal name, in each language."""
    scheme: SchemeUri
    """The register of the identifier: http://standards.iso.org/iso/17442 for an LEI."""
    identifier: Annotated[NonEmpty, _fits(r"\S+", "an identifier without spaces is")]
    """The identifier there, without spaces."""


class ReportRecord(_Record):
    """The report as a document: its file name stem, languages (the first is the main one) and texts.

    ``standards`` are those that the report says it follows; their paragraphs are named under the tables.
    """

    name: Identifier
    """What the names of the files begin with."""
    languages: Annotated[list[str], Field(min_length=1)]
    """The languages of the report; the first is the main one."""
    title: Text
    """The title, in each language."""
    introduction: OptionalText = Field(default_factory=dict)
    """A paragraph under the title, in each language."""
    standards: list[str] = Field(default_factory=list)
    """The standards that the report follows: HKEX, GRI, SASB and others."""


class PeriodRecord(_Record):
    """A period under the name that heads its column. Whole days, both included.

    ``reason`` says why a year is longer or shorter than one.
    """

    name: Identifier
    """What heads the column of the period: 2023."""
    start: Day
    """The first day: 2023-01-01."""
    end: Day
    """The last day: 2023-12-31."""
    reason: OptionalText = Field(default_factory=dict)
    """Why a year is longer or shorter than one, in each language."""

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> Self:
        if self.start > self.end:
            raise ValueError(f"the period starts on {self.start}, after its end on {self.end}")
        return self


class PeriodsRecord(_Record):
    """The reporting period, those it is compared with, base periods of targets, and later ones that targets are for."""

    reporting: PeriodRecord
    """The period that the report is about."""
    comparatives: list[PeriodRecord] = Field(default_factory=list)
    """Earlier periods that are shown beside it."""
    baselines: list[PeriodRecord] = Field(default_factory=list)
    """Earlier periods that targets are measured from."""
    targets: list[PeriodRecord] = Field(default_factory=list)
    """Later periods that targets are set for."""

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
        return (self.reporting, *self.comparatives, *self.baselines, *self.targets)

    @property
    def occasional(self) -> frozenset[str]:
        """The names of periods that few figures have a value for: base periods, and those that targets are for."""
        return frozenset(period.name for period in (*self.baselines, *self.targets))

    @property
    def by_name(self) -> Mapping[str, PeriodRecord]:
        """The declared periods by name, the reporting period first."""
        return {period.name: period for period in self._all}


class OmissionMark(_Record):
    """What a mark in a cell means: the figure is not given, for a coded reason, with an explanation.

    ``name`` identifies it from year to year where two omissions have the same reason.
    """

    mark: NonEmpty
    """What stands in the cell, exactly."""
    name: MemberId | None = None
    """A name for the omission, where two have the same reason."""
    reason: OmissionReason
    """Why the figure is not given."""
    shown: Text
    """What readers see in the cell, in each language."""
    explanation: Text
    """Why the figure is not given, in each language."""


def _as_answer(value: object) -> object:
    """YAML and JSON have words of their own for yes and no."""
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class FigureRecord(_Record):
    """One figure, text, date or answer as YAML and JSON hold it: a ``value`` as printed, or an ``omission`` mark.

    ``previous`` is what was reported before the value was restated for the reason ``restatement``. ``boundary`` and
    ``assurance`` name what the disclosure declares: what the figure covers, and who has assured it.
    """

    concept: str
    members: dict[str, str] = Field(default_factory=dict)
    unit: str | None = None
    period: str
    language: str | None = None
    value: Annotated[str | None, BeforeValidator(_as_answer)] = None
    omission: str | None = None
    previous: str | None = None
    restatement: str | None = None
    boundary: str | None = None
    assurance: list[str] = Field(default_factory=list)
    footnotes: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _is_given_or_omitted(self) -> Self:
        if (self.value is None) == (self.omission is None):
            raise ValueError("either a value or an omission is expected")
        return self


class FigureRecords(RootModel[list[FigureRecord]]):
    """A file of records."""


class TableRecord(_Record):
    """One table of the disclosure: its records stand in a file, or in the manifest itself.

    A file may hold the records of several tables; each row then names its table. What holds for every figure of the
    table, its ``footnotes``, ``boundary`` and ``assurance``, is said once.
    """

    file: TableFile | None = None
    """The file with the records: .csv, .yaml or .json, beside the manifest."""
    records: list[FigureRecord] | None = None
    """The records themselves, instead of a file."""
    given_name: Annotated[TableName | None, Field(alias="name")] = None
    """The table's name; without it, the stem of its file."""
    title: Text
    """The title, in each language."""
    footnotes: list[str] = Field(default_factory=list)
    """Keys of footnotes on the whole table."""
    boundary: MemberId | None = None
    """The key of the boundary of all its figures."""
    assurance: list[MemberId] = Field(default_factory=list)
    """Engagements that assured all its figures."""

    @model_validator(mode="after")
    def _has_records(self) -> Self:
        if (self.file is None) == (self.records is None):
            raise ValueError("a table has a `file` with its records, or the `records` themselves")
        if self.file is None and self.given_name is None:
            raise ValueError("a table without a `file` has a `name`")
        return self

    @property
    def name(self) -> str:
        """The table's name, or else its file's stem."""
        return self.given_name or PurePosixPath(self.file or "").stem


class SectionRecord(_Record):
    """A section of the report: a heading, some text, tables."""

    title: Text
    """The heading, in each language."""
    text: OptionalText = Field(default_factory=dict)
    """A paragraph under it, in each language."""
    tables: list[TableRecord]
    """Its tables, in order."""


class Manifest(_Record):
    """The file ``disclosure.yaml``, or what a workbook says in its place: everything about a disclosure but figures.

    ``taxonomy`` is the URL of an entry point, of ours or of the taxonomy in ``taxonomy_package``. ``currency`` is that
    of amounts of money.
    """

    taxonomy: NonEmpty
    """The entry point of the taxonomy: what can be reported."""
    taxonomy_package: PackageFile | None = None
    """The package of a taxonomy that is not the usual one, beside the manifest."""
    currency: Currency | None = None
    """The currency of amounts of money: CNY."""
    entity: EntityRecord
    """Who reports."""
    report: ReportRecord
    """The report as a document."""
    periods: PeriodsRecord
    """For when."""
    units: dict[str, str] = Field(default_factory=dict)
    """What a spelling of a unit means here: {Mt: t}."""
    omissions: list[OmissionMark] = Field(default_factory=list)
    """The marks that may stand in a cell instead of a figure."""
    members: dict[str, dict[MemberId, Text]] = Field(default_factory=dict)
    """The names of what is your own, by axis and identifier."""
    footnotes: dict[Identifier, Text] = Field(default_factory=dict)
    """Footnotes by key, in each language."""
    restatements: dict[MemberId, Text] = Field(default_factory=dict)
    """Why figures of earlier periods are restated, by key, in each language."""
    boundaries: dict[MemberId, Text] = Field(default_factory=dict)
    """What figures cover where that is not the whole company, by key, in each language."""
    sections: list[SectionRecord]
    """The sections of the report, in order."""

    @model_validator(mode="before")
    @classmethod
    def _names_a_schema(cls, content: Any) -> Any:
        """Editors look for the name of a JSON Schema in the file itself."""
        if isinstance(content, dict):
            return {key: value for key, value in content.items() if key != "$schema"}
        return content

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
