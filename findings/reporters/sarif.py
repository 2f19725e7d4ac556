"""Findings as SARIF 2.1.0 (OASIS, errata 01), which code hosts and editors show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote

from ..baselines import fingerprint
from ..codes import CODES
from ..explanations import Explanation, ForeignCode, explain, explanations, page_of
from ..judgement import Judgement
from ..model import Finding, Location

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FINGERPRINT = "esgtag/v1"

Object = dict[str, Any]


def to_sarif(judgement: Judgement, *, version: str, files: Sequence[str] = (), pages: str = "") -> str:
    """Return a SARIF log with one run: a rule for each code, a result for each finding.

    A place in a text file is a region (3.30), a cell of a workbook a logical location (3.33), since SARIF has no cells.
    Waived findings are suppressed (3.27.23). ``version`` is that of esgtag, ``files`` are those that were validated,
    ``pages`` is the address of ``docs/findings.md``; without it the help of the rules stands in the log alone.
    """
    rules = list(dict.fromkeys(finding.code for finding in judgement.findings))
    driver = {
        "name": "esgtag",
        "version": version,
        "semanticVersion": version,
        "rules": [_rule(code, pages) for code in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "exitCode": 0 if judgement.is_fit else 1}],
        "artifacts": [{"location": _artifact(file), "roles": ["analysisTarget"]} for file in dict.fromkeys(files)],
        "results": [_result(finding, rules.index(finding.code)) for finding in judgement.findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, pages: str) -> Object:
    if code not in CODES:
        found = explain(code)
        what, do = (found.what, found.do) if isinstance(found, ForeignCode) else ("A rule of the XBRL standards.", "")
        return {"id": code, "shortDescription": {"text": what}, **({"help": {"text": do}} if do else {})}
    rule, told = CODES[code], explanations()[code]
    tail = code.rpartition(".")[2]
    page = page_of(code, pages)
    return {
        "id": code,
        "name": tail[0].upper() + tail[1:],
        "shortDescription": {"text": rule.rule},
        "fullDescription": {"text": told.why},
        "help": {"text": f"{told.why} {told.do}", "markdown": _help(told)},
        **({"helpUri": page} if page else {}),
        "defaultConfiguration": {"level": rule.severity.label},
        "properties": {"tags": [stage.value for stage in rule.stages]},
    }


def _help(told: Explanation) -> str:
    examples = f"Wrong:\n\n```text\n{told.wrong}\n```\n\nRight:\n\n```text\n{told.right}\n```"
    return f"{told.why}\n\n{examples}\n\n{told.do}"


def _result(finding: Finding, index: int) -> Object:
    result: Object = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity.label,
        "message": {"text": f"{finding.message} {finding.hint}".strip()},
        "partialFingerprints": {_FINGERPRINT: fingerprint(finding)},
    }
    if finding.location:
        result["locations"] = [_location(finding.location)]
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(place)} for number, place in enumerate(finding.related, start=1)
        ]
    if finding.waiver is not None:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.waiver}]
    if finding.facts:
        result["properties"] = {"facts": list(finding.facts)}
    return result


def _location(place: Location) -> Object:
    physical: Object = {"artifactLocation": _artifact(place.file)}
    if place.sheet is not None:
        cell = f"{place.column or ''}{place.line or ''}"
        name = f"{place.sheet}!{cell}" if cell else place.sheet
        return {
            "physicalLocation": physical,
            "logicalLocations": [{"fullyQualifiedName": name, "kind": "cell" if cell else "sheet"}],
        }
    if place.line is not None:
        physical["region"] = {"startLine": place.line}
    logical = [{"fullyQualifiedName": place.column, "kind": "member"}] if place.column else []
    return {"physicalLocation": physical, **({"logicalLocations": logical} if logical else {})}


def _artifact(file: str) -> Object:
    """Return where a file is: a path below the root of the sources, or the address of one elsewhere."""
    if PureWindowsPath(file).drive:
        return {"uri": PureWindowsPath(file).as_uri()}
    if PurePosixPath(file).is_absolute():
        return {"uri": PurePosixPath(file).as_uri()}
    return {"uri": quote(file)}
