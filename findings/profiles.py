"""Profiles: how severe each rule is for whom, and what a team has settled for its filings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from . import codes
from .codes import CODES, Code
from .explanations import code_of, similar_codes
from .located import Located
from .model import Finding, Location, Severity
from .rendering import to_text
from .toml_files import read_toml

BUILT_IN = ("own", "foreign")
"""The profiles that come with esgtag."""

_Level = Literal["error", "warning", "note", "off"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Limits that rules go by: bytes and continuations of a document."""

    most_bytes: int
    most_continuations: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What holds for a filing.

    ``severities`` are by number (``ESG.2.07``), by code of Arelle, or by a pattern of codes with ``*``; ``None``
    switches a rule off. ``schemes`` are registers of entities that are allowed besides those that are known.
    ``file_name`` is a regular expression that the name of a report has to match; ``None`` for the usual one.
    ``fail_on`` is the severity from which on a filing is not fit.
    """

    name: str
    severities: Mapping[str, Severity | None]
    schemes: tuple[str, ...]
    file_name: str | None
    thresholds: Thresholds
    fail_on: Severity

    def severity(self, finding: Finding) -> Severity | None:
        """Return how severe a finding is here, ``None`` if its rule is off; the longest pattern that fits decides."""
        number = CODES[finding.code].number if finding.code in CODES else finding.code
        if number in self.severities:
            return self.severities[number]
        fitting = [key for key in self.severities if "*" in key and fnmatchcase(finding.code, key)]
        return self.severities[max(fitting, key=len)] if fitting else finding.severity


class _Limits(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    most_bytes: int | None = Field(default=None, gt=0)
    most_continuations: int | None = Field(default=None, gt=0)


class _File(BaseModel):
    """A profile as it is written. What it leaves out is as in the profile that it extends."""

    model_config = ConfigDict(strict=True, extra="forbid")

    name: str = Field(min_length=1)
    extends: str = "own"
    severities: dict[str, _Level] = {}
    schemes: list[str] | None = None
    file_name: str | None = None
    thresholds: _Limits = _Limits()
    fail_on: Literal["error", "warning", "note"] | None = None

    @field_validator("severities", mode="before")
    @classmethod
    def _join_dotted_keys(cls, value: Any) -> Any:
        """A code without quotes is a path of keys to TOML: ``ESG.1.08 = "note"``."""
        return dict(_joined(value)) if isinstance(value, dict) else value

    @field_validator("file_name")
    @classmethod
    def _check_expression(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                re.compile(value)
            except re.error as error:
                raise ValueError(f"it is not a regular expression: {error}") from error
        return value


def _joined(keys: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for key, value in keys.items():
        if isinstance(value, dict):
            yield from _joined(value, (*path, key))
        else:
            yield ".".join((*path, key)), value


def read_profile(name: str) -> tuple[Profile | None, list[Finding]]:
    """Return the profile that is built in under ``name``, or that of the TOML file at the path ``name``.

    With errors there is no profile, but findings at their lines.
    """
    return _read(name, Path(), ())


def built_in(name: str = "own") -> Profile:
    """Return a profile that comes with esgtag. Raises ``ValueError`` for another name."""
    profile, findings = read_profile(name) if name in BUILT_IN else (None, [])
    if profile is None:
        raise ValueError(to_text(findings) if findings else f"There is no profile {name}.")
    return profile


def _read(name: str, folder: Path, extended_by: tuple[Path, ...]) -> tuple[Profile | None, list[Finding]]:
    is_built_in = name in BUILT_IN
    path = Path(__file__).with_name(f"{name}.toml") if is_built_in else folder / name
    read, findings = read_toml(path, _File)
    if read is None:
        return None, findings
    findings = [] if is_built_in else list(_questionable(read))
    if path.resolve() in extended_by:
        findings.append(
            codes.MANIFEST_INVALID.finding(
                "The profile extends itself.",
                hint="Let it extend own or foreign.",
                location=read.location("extends"),
            )
        )
    if findings:
        return None, findings
    if name == "own":
        return _of(read.model, None), []
    base, findings = _read(read.model.extends, path.parent, (*extended_by, path.resolve()))
    return (_of(read.model, base), []) if base else (None, findings)


def _of(file: _File, base: Profile | None) -> Profile:
    limits = file.thresholds.model_dump(exclude_none=True)
    severities = {rule_key(name): _severity(level) for name, level in file.severities.items()}
    if base is None:
        fail_on = Severity[(file.fail_on or "error").upper()]
        return Profile(file.name, severities, tuple(file.schemes or ()), file.file_name, Thresholds(**limits), fail_on)
    return Profile(
        file.name,
        {**base.severities, **severities},
        base.schemes if file.schemes is None else tuple(file.schemes),
        base.file_name if file.file_name is None else file.file_name,
        replace(base.thresholds, **limits),
        base.fail_on if file.fail_on is None else Severity[file.fail_on.upper()],
    )


def _severity(level: str) -> Severity | None:
    return None if level == "off" else Severity[level.upper()]


def rule_key(name: str) -> str:
    """Return the number of a code of our own, however it is written (``2.7``); anything else as it is."""
    code = code_of(name)
    return code.number if code else name


def _questionable(read: Located[_File]) -> Iterator[Finding]:
    """Yield codes that do not exist, and rules that must not be lowered."""
    for name, level in read.model.severities.items():
        yield from questionable(name, read.location("severities", name), f"be {level}" if level != "error" else "")


def questionable(code: str, place: Location, treatment: str) -> Iterator[Finding]:
    """Yield what is wrong with a code, or a pattern of codes, that a team treats otherwise than usual.

    There is no such rule, or, if a ``treatment`` is given ("be off", "be waived"), the rule says that something could
    not be read or validated, which nobody can put up with.
    """
    known = code_of(code)
    if known is None and code.startswith("ESG.") and "*" not in code:
        near = similar_codes(code)
        hint = f"Did you mean {near[0]}?" if near else "`esgtag explain` knows all codes."
        yield codes.MANIFEST_INVALID.finding(f"There is no rule {code}.", hint=hint, location=place)
    elif treatment and any(is_bedrock(one) and fnmatchcase(one.code, known.code if known else code) for one in _ALL):
        yield codes.MANIFEST_INVALID.finding(
            f"{code} cannot {treatment}: what was not read or not validated would look as if it were right.",
            hint="Remove this, and mend what the finding says.",
            location=place,
        )


_ALL = tuple(CODES.values())


def is_bedrock(code: Code) -> bool:
    """Whether a rule says that something could not be read or validated."""
    return code.severity is Severity.ERROR and code.code.split(".")[1] in ("0", "9")


def apply(findings: Iterable[Finding], profile: Profile) -> list[Finding]:
    """Return the findings with the severities of a profile, without those whose rule is off. A waived one stays."""
    severe = ((one, one.severity if one.waiver else profile.severity(one)) for one in findings)
    return [replace(finding, severity=severity) for finding, severity in severe if severity is not None]
