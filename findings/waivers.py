"""Waivers: what a team puts up with, for a reason, until a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from . import codes
from .codes import CODES
from .located import Located
from .model import Finding, Location, Severity
from .profiles import questionable, rule_key
from .toml_files import read_toml


class _Waiver(BaseModel):
    """A waiver as it is written: a code, a fact or a place, and why until when."""

    model_config = ConfigDict(strict=True, extra="forbid")

    code: str = Field(min_length=1)
    fact: str | None = Field(default=None, min_length=1)
    file: str | None = Field(default=None, min_length=1)
    line: int | None = Field(default=None, ge=1)
    cell: str | None = Field(default=None, pattern=r"^.+![A-Z]*[0-9]*$")
    reason: str = Field(min_length=1)
    expires: datetime.date = Field(strict=False)
    by: str = Field(min_length=1)

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if self.fact is None and self.file is None:
            raise ValueError("it names neither a fact nor a file; a waiver is for something in particular")
        if self.file is None and (self.line or self.cell):
            raise ValueError("a line or a cell is in a file; name the file")
        return self


class _File(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    waiver: list[_Waiver] = []


@dataclass(frozen=True, slots=True)
class Waiver:
    """A code, a fact or a place, and why a finding there is put up with, by whom and until which day.

    ``code`` is a number (``ESG.2.07``), a code of Arelle or a pattern of them; ``fact`` is an id or a pattern of ids;
    ``cell`` is a sheet and a cell, ``Energy!F12``. ``location`` is where the waiver itself is written.
    """

    code: str
    fact: str | None
    file: str | None
    line: int | None
    cell: str | None
    reason: str
    expires: datetime.date
    by: str
    location: Location

    def covers(self, finding: Finding) -> bool:
        """Whether it is about this finding, whatever the day."""
        number = CODES[finding.code].number if finding.code in CODES else finding.code
        if self.code != number and not fnmatchcase(finding.code, self.code):
            return False
        if self.fact is not None and not any(fnmatchcase(fact, self.fact) for fact in finding.facts):
            return False
        return self.file is None or (finding.location is not None and self._is_at(self.file, finding.location))

    def _is_at(self, file: str, place: Location) -> bool:
        if place.file != file and not place.file.endswith(f"/{file}"):
            return False
        cell = f"{place.sheet}!{place.column or ''}{place.line or ''}" if place.sheet is not None else None
        return self.line in (None, place.line) and self.cell in (None, cell)

    @property
    def subject(self) -> str:
        """What it is about, in words."""
        line, cell = f"line {self.line}" if self.line else None, f"cell {self.cell}" if self.cell else None
        place = ", ".join(filter(None, (self.file, line, cell)))
        return " in ".join(filter(None, (self.fact, place)))


def read_waivers(path: Path) -> tuple[list[Waiver], list[Finding]]:
    """Read waivers from a TOML file: a list of tables ``[[waiver]]``. With errors there are none."""
    read, findings = read_toml(path, _File)
    if read is None:
        return [], findings
    findings = [
        finding
        for at, waiver in enumerate(read.model.waiver)
        for finding in questionable(waiver.code, read.location("waiver", at, "code"), "be waived")
    ]
    return ([] if findings else [_waiver(read, at) for at in range(len(read.model.waiver))]), findings


def _waiver(read: Located[_File], at: int) -> Waiver:
    written = read.model.waiver[at]
    said = written.model_dump() | {"code": rule_key(written.code)}
    return Waiver(**said, location=read.location("waiver", at))


def waive(findings: Iterable[Finding], waivers: Sequence[Waiver], today: datetime.date) -> list[Finding]:
    """Return the findings, those that a waiver covers as notes that say why.

    A waiver holds on the day on which it expires. One that has expired, and one that covers nothing, is a finding
    itself.
    """
    valid = [waiver for waiver in waivers if today <= waiver.expires]
    used: set[Waiver] = set()
    judged: list[Finding] = []
    for finding in findings:
        covering = [waiver for waiver in valid if waiver.covers(finding)]
        used.update(covering)
        judged.append(_waived(finding, covering[0]) if covering else finding)
    expired = [_expired(waiver) for waiver in waivers if waiver not in valid]
    return [*judged, *expired, *(_unused(waiver) for waiver in valid if waiver not in used)]


def _waived(finding: Finding, waiver: Waiver) -> Finding:
    reason = f"{waiver.reason.strip()} ({waiver.by}, until {waiver.expires})"
    return replace(finding, severity=Severity.NOTE, waiver=reason)


def _expired(waiver: Waiver) -> Finding:
    return codes.WAIVER_EXPIRED.finding(
        f"The waiver of {waiver.code} for {waiver.subject} expired on {waiver.expires}: {waiver.reason.strip()}",
        hint=f"Correct what it was for and remove it, or let {waiver.by} renew it with a reason that holds today.",
        location=waiver.location,
    )


def _unused(waiver: Waiver) -> Finding:
    return codes.WAIVER_UNUSED.finding(
        f"The waiver of {waiver.code} for {waiver.subject} is about nothing that was found.",
        hint="Remove it; or check its code, its fact and its place if it should be.",
        location=waiver.location,
    )
