"""Arelle behind a typed face: one file in, messages out, in a process of its own.

A process for each file keeps Arelle's global state, its memory and its mishaps away from the caller. It runs
offline on its bundled schemas and the packages it is given, with an empty cache and no saved settings, so that
what a person once loaded on this computer cannot change a verdict. Arelle's exit code says nothing; the log does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TIME_LIMIT = 600
"""Seconds after which a validation is given up."""


@dataclass(frozen=True, slots=True)
class ArelleMessage:
    """A message of Arelle's log: its code, level and text, the ids of the facts and the line it is about."""

    code: str
    level: str
    text: str
    facts: tuple[str, ...] = ()
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ArelleRun:
    """What Arelle said of a file, and how many reports, taxonomies and facts it found in it."""

    messages: tuple[ArelleMessage, ...]
    reports: int
    taxonomies: int
    facts: int


class ArelleError(Exception):
    """Arelle did not finish; the text says how it ended."""


def run_arelle(
    file: Path,
    packages: Sequence[Path] = (),
    *,
    oim_copy: Path | None = None,
    check_taxonomy: bool = True,
    run_formulas: bool = True,
) -> ArelleRun:
    """Validate a report or a taxonomy and return what Arelle found, messages in their order.

    Checks XBRL 2.1, dimensions, inline XBRL, report packages, the Unit Types Registry, Calculations 1.1 with
    round-to-nearest, formulas, and duplicate facts. ``packages`` are taxonomy packages. The taxonomy's own files are
    only checked if ``check_taxonomy``; that a known one is valid need not be found out again. Its formulas are compiled
    and run if ``run_formulas``. ``oim_copy`` is where to save the facts that Arelle read as xBRL-JSON. Raises
    :class:`ArelleError` when Arelle crashes or takes too long.
    """
    with tempfile.TemporaryDirectory(prefix="esgtag-") as scratch:
        order = {
            "file": str(file),
            "packages": [str(package) for package in packages],
            "scratch": scratch,
            "check_taxonomy": check_taxonomy,
            "run_formulas": run_formulas,
            "oim_copy": str(oim_copy) if oim_copy else None,
        }
        try:
            ended = subprocess.run(  # noqa: S603 - our own module, arguments are not a shell's
                [sys.executable, "-P", "-m", __name__, json.dumps(order)],
                capture_output=True,
                text=True,
                timeout=TIME_LIMIT,
                check=False,
                cwd=scratch,
                env={**os.environ, "XDG_CONFIG_HOME": scratch, "XDG_CACHE_HOME": scratch},
            )
        except subprocess.TimeoutExpired as expired:
            raise ArelleError(f"it did not finish within {TIME_LIMIT} seconds") from expired
        answer = Path(scratch) / "messages.json"
        if ended.returncode or not answer.exists():
            last = (ended.stderr.strip().splitlines() or ["no message"])[-1]
            raise ArelleError(f"it ended with code {ended.returncode}: {last}")
        found = json.loads(answer.read_text(encoding="utf-8"))
        messages = (
            ArelleMessage(code, level, text, tuple(facts), line) for code, level, text, facts, line in found["messages"]
        )
        return ArelleRun(tuple(messages), found["reports"], found["taxonomies"], found["facts"])


def _serve(order: dict[str, object]) -> None:
    """Run in the child: validate and leave the messages in the scratch folder."""
    from arelle import ValidateXbrlDTS
    from arelle.api.Session import Session
    from arelle.logging.handlers.StructuredMessageLogHandler import StructuredMessageLogHandler
    from arelle.ModelDocumentType import ModelDocumentType
    from arelle.RuntimeOptions import RuntimeOptions

    reports = (ModelDocumentType.INSTANCE, ModelDocumentType.INLINEXBRL, ModelDocumentType.INLINEXBRLDOCUMENTSET)
    taxonomies = (ModelDocumentType.SCHEMA, ModelDocumentType.LINKBASE, ModelDocumentType.DTSENTRIES)
    if not order["check_taxonomy"]:
        # Arelle checks a taxonomy that a report package holds as if it were new each time; its own switch,
        # baseTaxonomyValidationMode, is only for one that stands elsewhere.
        ValidateXbrlDTS._isExtensionTaxonomyDocument = lambda _, document: document.type in reports
    scratch = Path(str(order["scratch"]))
    oim_copy = order["oim_copy"]
    options = RuntimeOptions(
        entrypointFile=str(order["file"]),
        packages=list(order["packages"]) if isinstance(order["packages"], list) else [],
        validate=True,
        utrValidate=True,
        calcs="round-to-nearest",
        formulaAction=None if order["run_formulas"] else "none",
        baseTaxonomyValidationMode=None if order["check_taxonomy"] else "none",
        validateDuplicateFacts="inconsistent",
        workOffline=True,
        cacheDirectory=str(scratch / "cache"),
        disablePersistentConfig=True,
        keepOpen=True,
        logFile="logToStructuredMessage",
        plugins="saveLoadableOIM" if oim_copy else None,
        pluginOptions={"saveLoadableOIM": str(oim_copy)} if oim_copy else {},
    )
    handler = StructuredMessageLogHandler()
    with Session() as session:
        session.run(options, logHandler=handler)
        models = session.get_models()
        kinds = [model.modelDocument.type for model in models if model.modelDocument is not None]
        found = {
            "messages": [_message(entry) for entry in handler.messages if entry["levelname"] != "DEBUG"],
            "reports": sum(kind in reports for kind in kinds),
            "taxonomies": sum(kind in taxonomies for kind in kinds),
            "facts": sum(len(model.factsInInstance) for model in models),
        }
    (scratch / "messages.json").write_text(json.dumps(found), encoding="utf-8")


def _message(entry: dict[str, object]) -> tuple[str, str, str, list[str], int | None]:
    """Return code, level, text, fact ids and first line of one entry of the log."""
    references = entry["refs"] if isinstance(entry["refs"], list) else []
    hrefs = [str(reference.get("href", "")) for reference in references]
    facts = dict.fromkeys(href.partition("#")[2] for href in hrefs if "#" in href)
    line = next((reference["sourceLine"] for reference in references if reference.get("sourceLine")), None)
    return str(entry["messageCode"]), str(entry["levelname"]), str(entry["msg"]), list(facts), line


if __name__ == "__main__":
    _serve(json.loads(sys.argv[1]))
