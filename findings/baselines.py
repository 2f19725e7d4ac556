"""Baselines: the findings that a project knew when it began to validate, so that it fails only on new ones."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from .codes import CODES, WAIVER_EXPIRED, WAIVER_UNUSED
from .grouping import without_numbers
from .located import read_yaml
from .model import Finding, in_order
from .profiles import is_bedrock


def _count(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value


class Known(BaseModel):
    """Findings with one fingerprint: how many there were, and what the first of them said."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    fingerprint: str
    code: str
    file: str
    message: str
    count: Annotated[int, BeforeValidator(_count)]


class Baseline(BaseModel):
    """The findings that are known, as they are kept in a file."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    version: Literal["1"]
    findings: list[Known]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Findings beside a baseline: those that are new, those that were known, and what is gone."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    gone: tuple[Known, ...]


def fingerprint(finding: Finding) -> str:
    """Return what stays of a finding when lines move and figures change: 32 hexadecimal digits.

    Made of the code, the file, the facts or else the column and sheet, and the message without its numbers.
    """
    place = finding.location
    where = finding.facts or ((place.sheet or "", place.column or "") if place else ())
    identity = (finding.code, place.file if place else "", *where, without_numbers(finding.message))
    return hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:32]


def baseline_of(findings: Iterable[Finding]) -> Baseline:
    """Return the baseline of findings.

    Waived ones are left to their waivers. Findings about waivers, and those that say that something could not be read
    or validated, are never known.
    """
    kept = [finding for finding in in_order(findings) if finding.waiver is None and not _is_never_known(finding)]
    counts = Counter(map(fingerprint, kept))
    first: dict[str, Finding] = {}
    for finding in kept:
        first.setdefault(fingerprint(finding), finding)
    return Baseline(
        version="1",
        findings=[
            Known(
                fingerprint=key,
                code=finding.code,
                file=finding.location.file if finding.location else "",
                message=finding.message,
                count=counts[key],
            )
            for key, finding in first.items()
        ],
    )


def _is_never_known(finding: Finding) -> bool:
    code = CODES.get(finding.code)
    return code is not None and (code in (WAIVER_UNUSED, WAIVER_EXPIRED) or is_bedrock(code))


def baseline_to_json(baseline: Baseline) -> str:
    """Return a baseline as it is kept in a file."""
    return json.dumps(baseline.model_dump(), ensure_ascii=False, indent=2) + "\n"


def read_baseline(path: Path) -> tuple[Baseline | None, list[Finding]]:
    """Read a baseline that was written before; ``None`` with findings if it cannot be."""
    read, findings = read_yaml(path, Baseline)
    return (read.model if read else None), findings


def compare(findings: Iterable[Finding], baseline: Baseline) -> Comparison:
    """Tell new findings from those of a baseline. Of more findings than it knows, the last ones by place are new."""
    left = Counter({known.fingerprint: known.count for known in baseline.findings})
    new: list[Finding] = []
    old: list[Finding] = []
    for finding in in_order(findings):
        key = fingerprint(finding)
        if finding.waiver is None and left[key]:
            left[key] -= 1
            old.append(finding)
        else:
            new.append(finding)
    gone = (known.model_copy(update={"count": left[known.fingerprint]}) for known in baseline.findings)
    return Comparison(tuple(new), tuple(old), tuple(known for known in gone if known.count))
