"""Findings as the results of tests, in the XML that JUnit began and every CI server reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from ..judgement import Judgement
from ..located import unprintable
from ..model import Finding
from ..rendering import to_text

NOTHING = "all rules"
"""The name of the one test case of a file in which nothing was found."""


def to_junit(judgement: Judgement, files: Sequence[str] = ()) -> str:
    """Return a test suite for each file, with a test case for each rule that found something.

    A test case fails if one of its findings is as severe as the judgement's ``fail_on``; it is skipped if all are
    waived; otherwise it passes, with the findings as its output. ``files`` are those that were validated: one without
    findings has one test case that passes.
    """
    suites: dict[str, dict[str, list[Finding]]] = {file: {} for file in files}
    for finding in judgement.findings:
        file = finding.location.file if finding.location else ""
        suites.setdefault(file, {}).setdefault(finding.code, []).append(finding)
    root = etree.Element("testsuites", name="esgtag")
    for file, cases in suites.items():
        root.append(_suite(file, cases, judgement))
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    text = etree.tostring(root, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'


def _suite(file: str, cases: Mapping[str, Sequence[Finding]], judgement: Judgement) -> etree._Element:
    name = _printable(file) or "esgtag"
    suite = etree.Element("testsuite", name=name)
    for code in cases or (NOTHING,):
        case = etree.SubElement(suite, "testcase", classname=name, name=code, time="0")
        if code in cases:
            _outcome(case, cases[code], judgement)
    suite.set("tests", str(max(1, len(cases))))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", "0")
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    suite.set("time", "0")
    return suite


def _outcome(case: etree._Element, findings: Sequence[Finding], judgement: Judgement) -> None:
    failing = [finding for finding in findings if finding.severity >= judgement.fail_on]
    text = _printable(to_text(findings))
    if failing:
        first, count = failing[0], len(failing)
        more = f" (and {count - 1} more)" if count > 1 else ""
        failure = etree.SubElement(
            case, "failure", type=first.severity.label, message=_printable(f"{first.message}{more}")
        )
        failure.text = text
    elif all(finding.waiver for finding in findings):
        etree.SubElement(case, "skipped", message=_printable(f"Waived: {findings[0].waiver}"))
    else:
        etree.SubElement(case, "system-out").text = text


def _printable(text: str) -> str:
    """Return a text with the characters that XML cannot hold made visible."""
    if unprintable(text) is None:
        return text
    return "".join(f"\\u{ord(one):04x}" if unprintable(one) else one for one in text)
