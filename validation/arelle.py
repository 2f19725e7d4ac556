"""From Arelle's messages to findings: our codes where a rule is ours, one finding a cause, the way back to the cell."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..findings import Finding, Location, Severity, codes
from .engine import ArelleError, ArelleMessage, run_arelle

CALCULATION_CODES = frozenset({"calc11e:inconsistentCalculationUsingRounding"})
_LEVELS = {
    "CRITICAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "INCONSISTENCY": Severity.WARNING,
    "INFO": Severity.NOTE,
}
_STATUS_CODE = "info"

Locate = Callable[[str], Location | None]
"""From a fact's id to the cell it comes from."""


def validate_files(
    files: Sequence[Path],
    packages: Sequence[Path] = (),
    locate: Locate = lambda fact: None,
    on_done: Callable[[Path], None] = lambda file: None,
) -> list[Finding]:
    """Validate files with Arelle, as many at a time as there are processors.

    Returns the findings of all files, file by file. ``on_done`` is told each file that is finished.
    """

    def validate(file: Path) -> list[Finding]:
        found = validate_file(file, packages, locate)
        on_done(file)
        return found

    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        return [finding for findings in pool.map(validate, files) for finding in findings]


def validate_file(file: Path, packages: Sequence[Path] = (), locate: Locate = lambda fact: None) -> list[Finding]:
    """Validate one file with Arelle and return the findings in Arelle's order."""
    try:
        messages = run_arelle(file.resolve(), [package.resolve() for package in packages])
    except ArelleError as failure:
        return [
            codes.FILE_NOT_VALIDATED.finding(
                f"Arelle could not check {file.name}: {failure}.",
                hint="Check that the file opens, then run again; if it fails again, please report it.",
                location=Location(file.as_posix()),
            )
        ]
    return findings_of(messages, file.as_posix(), locate)


def findings_of(messages: Iterable[ArelleMessage], file: str, locate: Locate) -> list[Finding]:
    """Return Arelle's messages as findings. What only follows from a file that is missing is left out."""
    telling = [message for message in messages if message.code != _STATUS_CODE]
    missing = [message for message in telling if message.code in ("IOerror", "FileNotLoadable")]
    return [_finding(message, file, locate) for message in missing or telling]


def _finding(message: ArelleMessage, file: str, locate: Locate) -> Finding:
    facts = tuple(fact for fact in message.facts if "(" not in fact)
    places = [location for fact in facts if (location := locate(fact))]
    location, related = (places[0], tuple(places[1:])) if places else (Location(file, message.line), ())
    if message.code in CALCULATION_CODES:
        return codes.TOTAL_DOES_NOT_ADD.finding(
            f"{message.text}.",
            hint="Compare the total and its parts with their source.",
            location=location,
            facts=facts,
            related=related,
        )
    if message.code in ("IOerror", "FileNotLoadable"):
        return codes.UNRESOLVED.finding(
            f"{message.text}.",
            hint="Name the taxonomy package that holds it with --package; nothing is fetched from the network.",
            location=location,
        )
    severity = _LEVELS.get(message.level, Severity.ERROR)
    return Finding(message.code, severity, message.text, "", location, facts, related)


def unexplained(arelle: Iterable[Finding], own: Sequence[Finding]) -> list[Finding]:
    """Return Arelle's findings without the failed sums that a finding of our own already explains.

    Arelle names the total first, then its parts with all their duplicates; ours names each figure once.
    """
    explained = [frozenset(finding.facts) for finding in own]
    return [
        finding
        for finding in arelle
        if finding.code != codes.TOTAL_DOES_NOT_ADD.code
        or not any(
            finding.facts[:1] and finding.facts[0] in facts and facts & {*finding.facts[1:]} for facts in explained
        )
    ]
