"""From Arelle's messages to findings: our codes where a rule is ours, one finding a cause, the way back to the cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ..findings import Finding, Location, Severity, check_archive, codes, is_archive, worst
from ..taxonomy import RuleKind
from .engine import ArelleError, ArelleMessage, ArelleRun, Order, OverBudgetError, shared_engine

_LEVELS = {
    "CRITICAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "INCONSISTENCY": Severity.WARNING,
    "INFO": Severity.NOTE,
}
_STATUS_CODES = frozenset({"info", "info:profileActivity"})
_OURS = {
    "calc11e:inconsistentCalculationUsingRounding": (
        codes.TOTAL_DOES_NOT_ADD,
        "Compare the total and its parts with their source.",
    ),
    "arelle:duplicateFacts": (
        codes.INCONSISTENT_DUPLICATE,
        "Report one value, or values that are roundings of one number.",
    ),
    "xbrldie:DefaultValueUsedInInstanceError": (
        codes.DEFAULT_REPORTED,
        "Remove the member: without it the figure is that of all members together.",
    ),
    "xbrldie:PrimaryItemDimensionallyInvalidError": (
        codes.NO_HYPERCUBE,
        "Use a concept that these dimensions and members cut, or remove those that do not belong to it.",
    ),
    **dict.fromkeys(
        (
            "rpe:documentTypeFileExtensionMismatch",
            "rpe:invalidDirectoryStructure",
            "rpe:missingReportsDirectory",
            "rpe:missingReport",
            "rpe:unsupportedReportPackageVersion",
            "rpe:unsupportedFileExtension",
            "rpe:invalidJSON",
            "rpe:invalidJSONStructure",
            "tpe:invalidDirectoryStructure",
        ),
        (codes.PACKAGE_TYPE, "Build the package anew; Report Packages 1.0 says where everything stands."),
    ),
}
"""Arelle's codes for which there is a rule of ours, with what to do."""
_WORDED = (
    (
        re.compile(
            r"Calculation inconsistent from (\S+) in link role (\S+) reported sum \[(.+?)\] computed sum \[(.+?)\]"
        ),
        r"The total \1 is reported as [\3], but with rounding allowed for its parts add up to [\4] in",
    ),
    (
        re.compile(r"Duplicate fact set with inconsistent duplicate\(s\) (\S+): (.*), ([^,]*)\.$", re.DOTALL),
        r"\1 is reported with different values of the same period and members (context \3): \2",
    ),
    (
        re.compile(r"Context (\S+) explicit dimension (\S+) member (\S+) is a default member item"),
        r"The context \1 names the member \3 of \2, which means the same as no member of \2",
    ),
    (
        re.compile(r"Inline element \S+ fact (\S+) fact \S+ type \S+ transform (\S+) value error: (.*)", re.DOTALL),
        r"\1 is shown as \3, which is not written in the form that its tag declares (\2).",
    ),
)
"""Messages of Arelle that are for specialists, and the same in plain words."""
_HINTS = {
    "ix11.10.1.1:transformValueError": "Show it in that form, or declare the one it has: num-dot-decimal is 1,234.5, "
    "num-comma-decimal is 1.234,5.",
}
"""What to do about Arelle's codes for which there is no rule of ours."""
_RULE = re.compile(rf"message:({'|'.join(RuleKind)})\b.*")
"""Arelle's code of a formula that fails: the id of one of the taxonomy's rules."""
_BROKEN_OFF = re.compile(r"exception:.*|[A-Z]\w*(?:Error|Exception)")
"""Arelle's codes of an exception that it met and logged."""
_NOT_LOADED = frozenset({"IOerror", "FileNotLoadable", "FileSourceError", "error"})
_ADDRESS = re.compile(r"file: (?P<address>\S+)$|^(?P<name>[^\s:]+): file error")
"""What could not be loaded, at the end or at the beginning of Arelle's message."""

Locate = Callable[[str], Location | None]
"""From a fact's id to the cell it comes from."""


def validate_files(
    files: Sequence[Path],
    packages: Sequence[Path] = (),
    locate: Locate = lambda fact: None,
    on_done: Callable[[Path], None] = lambda file: None,
    *,
    check_taxonomy: bool = True,
    run_formulas: bool = True,
) -> list[Finding]:
    """Validate files with Arelle, as many at a time as there are processors, with taxonomies that are kept.

    Returns the findings of all files, file by file. ``on_done`` is told each file that is finished. The files in
    ``packages`` are not checked themselves unless ``check_taxonomy``, nor formulas run unless ``run_formulas``.
    """
    if unsafe := [finding for package in packages if is_archive(package) for finding in check_archive(package)]:
        return unsafe
    found = {file: check_archive(file) if is_archive(file) else [] for file in files}
    resolved = tuple(package.resolve() for package in packages)
    orders = {
        Order(file.resolve(), resolved, check_taxonomy, run_formulas): file
        for file, unsafe in found.items()
        if not unsafe
    }
    outcomes = shared_engine().run_all(orders, lambda order, _: on_done(orders[order]))
    for file, outcome in zip(orders.values(), outcomes, strict=True):
        found[file] = outcome_of(file, outcome, locate)
    return [finding for findings in found.values() for finding in findings]


def validate_file(file: Path, packages: Sequence[Path] = (), locate: Locate = lambda fact: None) -> list[Finding]:
    """Validate one file with Arelle and return the findings in Arelle's order."""
    return validate_files([file], packages, locate)


def outcome_of(file: Path, outcome: ArelleRun | ArelleError, locate: Locate = lambda fact: None) -> list[Finding]:
    """Return what Arelle said of a file as findings, in Arelle's order, or why it said nothing."""
    if isinstance(outcome, OverBudgetError):
        return [
            codes.BUDGET_EXCEEDED.finding(
                f"Arelle gave up {file.name}: {outcome}.",
                hint="Look for what makes it so heavy, or give it more with --seconds and --megabytes.",
                location=Location(file.as_posix()),
            )
        ]
    if isinstance(outcome, ArelleError):
        return [
            codes.ENGINE_FAILED.finding(
                f"Arelle could not check {file.name}: {outcome}.",
                hint="Check that the file opens, then run again; if it fails again, please report it.",
                location=Location(file.as_posix()),
            )
        ]
    found = findings_of(outcome.messages, file.as_posix(), locate)
    if worst(found) is not Severity.ERROR and not (outcome.reports or outcome.taxonomies):
        return [_not_a_report(file, "holds neither an XBRL report nor a taxonomy")]
    if worst(found) is not Severity.ERROR and outcome.reports and not outcome.facts:
        return [_not_a_report(file, "holds no fact")]
    return found


def _not_a_report(file: Path, what: str) -> Finding:
    return codes.FILE_NOT_VALIDATED.finding(
        f"{file.name} {what}, so that nothing was validated.",
        hint="Name the report itself: the .xhtml, .xml, .json or .xbri file.",
        location=Location(file.as_posix()),
    )


def findings_of(messages: Iterable[ArelleMessage], file: str, locate: Locate) -> list[Finding]:
    """Return Arelle's messages as findings. What only follows from a file that is missing is left out."""
    telling = [message for message in messages if message.code and message.code not in _STATUS_CODES]
    missing = [message for message in telling if message.code in _NOT_LOADED]
    if missing:
        return list(dict.fromkeys(_not_loaded(message, file) for message in missing))
    return [_finding(message, file, locate) for message in telling]


def _not_loaded(message: ArelleMessage, file: str) -> Finding:
    """Say what is missing, or that the file itself is not what its name says."""
    address = _ADDRESS.search(message.text)
    missing = (address["address"] or address["name"]) if address else Path(file).name
    if missing.endswith(Path(file).name):
        return codes.FILE_NOT_VALIDATED.finding(
            f"{Path(file).name} is not a report that can be read: {message.text.splitlines()[0][:200]}",
            hint="Name an XBRL report (.xhtml, .xml, .json) or a report package (.xbri).",
            location=Location(file),
        )
    where = missing if "://" in missing else Path(missing).name
    return codes.UNRESOLVED.finding(
        f"The report needs {where}, and it is not at hand; what only the taxonomy can tell was not checked.",
        hint="Name the taxonomy package that holds it with --package; nothing is fetched from the network.",
        location=Location(file, message.line),
    )


def _finding(message: ArelleMessage, file: str, locate: Locate) -> Finding:
    if _BROKEN_OFF.fullmatch(message.code):
        return codes.ENGINE_FAILED.finding(
            f"Arelle broke off its check of {Path(file).name} ({message.text}); what it had not got to is not checked.",
            hint="Look for what is unusual about the file, such as elements nested very deep, and run again.",
            location=Location(file, message.line),
        )
    rule = _RULE.fullmatch(message.code)
    itself = message.code.removeprefix("message:")  # Arelle names the formula as well
    facts = tuple(fact for fact in message.facts if "(" not in fact and fact != itself)
    places = [location for fact in facts if (location := locate(fact))]
    location, related = (places[0], tuple(places[1:])) if places else (Location(file, message.line), ())
    text = message.text
    for pattern, words in _WORDED:
        text = pattern.sub(words, text)
    if message.code in _OURS:
        code, hint = _OURS[message.code]
        return code.finding(f"{text.rstrip('.')}.", hint=hint, location=location, facts=facts, related=related)
    if rule:
        hint = "Compare the figures with their source."
        code = RuleKind(rule[1]).code
        return code.finding(text.strip(), hint=hint, location=location, facts=facts, related=related)
    severity = _LEVELS.get(message.level, Severity.ERROR)
    return Finding(message.code, severity, text, _HINTS.get(message.code, ""), location, facts, related)


def unexplained(arelle: Iterable[Finding], own: Sequence[Finding]) -> list[Finding]:
    """Return Arelle's findings without the failed rules that a finding of our own already explains.

    Arelle names all duplicates of a figure, ours names each figure once; so two facts in common are enough, or the
    only one.
    """
    explained = [frozenset(finding.facts) for finding in own]
    rules = {kind.code.code for kind in RuleKind}
    return [
        finding
        for finding in arelle
        if finding.code not in rules
        or not any(len(facts.intersection(finding.facts)) >= min(2, len(finding.facts)) for facts in explained)
    ]
