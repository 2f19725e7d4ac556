"""Findings as annotations of a GitHub workflow: lines of its log that appear beside the lines of a change."""

from __future__ import annotations

from ..grouping import spot
from ..judgement import Judgement
from ..model import Finding, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def to_annotations(judgement: Judgement) -> str:
    """Return workflow commands, one a line, the worst first; then the verdict for the log.

    GitHub shows ten of each kind beside the lines, and all of them in the log.
    """
    ordered = sorted(judgement.findings, key=lambda one: (-one.severity, one.sort_key))
    return "\n".join([*map(_command, ordered), *judgement.beside_baseline, judgement.verdict, ""])


def _command(finding: Finding) -> str:
    place = finding.location
    properties = {"title": finding.code}
    if place is not None:
        properties = {"file": place.file, **properties}
        if place.line is not None and place.sheet is None:
            properties = {"file": place.file, "line": str(place.line), **properties}
    cell = f"{spot(finding)}: " if place is not None and place.sheet is not None else ""
    waived = f"Waived: {finding.waiver}" if finding.waiver else ""
    text = "\n".join(filter(None, (f"{cell}{finding.message}", finding.hint, waived)))
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {written}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
