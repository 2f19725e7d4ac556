"""Findings as plain text for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable

from .model import Finding, Location, count_by_severity, in_order


def to_text(findings: Iterable[Finding]) -> str:
    """Return the findings as plain text, sorted by place, ending in a line that counts them."""
    ordered = in_order(findings)
    lines = [line for finding in ordered for line in _lines(finding)]
    return "\n".join([*lines, summary(ordered)])


def summary(findings: Iterable[Finding]) -> str:
    """Return one line such as ``1 error, 5 warnings``, or ``No findings``."""
    counts = count_by_severity(findings)
    parts = [f"{count:,} {severity.label}{'' if count == 1 else 's'}" for severity, count in counts.items() if count]
    return ", ".join(parts) if parts else "No findings"


def _lines(finding: Finding) -> list[str]:
    place = f"{finding.location}: " if finding.location else ""
    lines = [f"{place}{finding.severity.label} {finding.code}", f"    {finding.message}"]
    if finding.hint:
        lines.append(f"    {finding.hint}")
    if finding.related:
        related = "; ".join(place.seen_from(finding.location) for place in finding.related)
        lines.append(f"    See also {related}.")
    if finding.waiver:
        lines.append(f"    Waived: {finding.waiver}")
    return lines


def to_json(findings: Iterable[Finding]) -> str:
    """Return a JSON array of objects, sorted by place, with the fields of :class:`Finding`.

    Its shape is that of ``docs/findings.schema.json``. Only a waived finding has ``waiver``, only a place in a workbook
    has ``sheet``.
    """
    return json.dumps([_as_object(finding) for finding in in_order(findings)], ensure_ascii=False, indent=2) + "\n"


def _as_object(finding: Finding) -> dict[str, object]:
    waived = {"waiver": finding.waiver} if finding.waiver is not None else {}
    return {
        "code": finding.code,
        "severity": finding.severity.label,
        "message": finding.message,
        "hint": finding.hint,
        "location": _place(finding.location),
        "facts": list(finding.facts),
        "related": [_place(location) for location in finding.related],
        **waived,
    }


def _place(location: Location | None) -> dict[str, object] | None:
    if location is None:
        return None
    place: dict[str, object] = {"file": location.file, "line": location.line, "column": location.column}
    return place | ({"sheet": location.sheet} if location.sheet is not None else {})
