"""A plug-in for Arelle: its disclosure system ``esg`` checks a report by the filing rules of this package.

``arelleCmdLine --plugins esgtag --disclosureSystem esg --validate --file report.xhtml`` logs what :func:`check_file`
finds, by the same codes, beside what Arelle finds itself. Arelle loads this file by its path, outside its package:
therefore it names the package in full, and imports it only when there is something to check.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_LEVELS = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}
_SET = "/_IXDS"


def disclosure_system_types(*_: Any, **__: Any) -> tuple[tuple[str, str], ...]:
    """Return the type of validation that this plug-in adds, and the property by which a system shows that it has it."""
    return (("ESG", "ESGplugin"),)


def disclosure_system_config(*_: Any, **__: Any) -> str:
    """Return the path of the file that declares the disclosure system."""
    return str(Path(__file__).resolve().parent / "source" / "disclosure-system.xml")


def filing_starts(cntlr: Any, options: Any, filesource: Any, entries: Any, *_: Any, **__: Any) -> None:
    """Remember what is to be validated, so that what cannot be loaded is answered too."""
    if options.validate and _is_selected(cntlr.modelManager.disclosureSystem):
        archive = [filesource.basefile] if filesource is not None and filesource.isArchive else []
        named = [entry.get("file") for entry in entries or () if isinstance(entry, dict)]
        cntlr.esg_open = dict.fromkeys(str(path) for path in archive or named if path)


def validate_report(val: Any, *_: Any, **__: Any) -> None:
    """Check the report that Arelle has validated, and log each finding at the fact that it is about."""
    model = val.modelXbrl
    if not (val.validateDisclosureSystem and _is_selected(val.disclosureSystem) and model.modelDocument is not None):
        return
    waiting = getattr(model.modelManager.cntlr, "esg_open", {})
    paths = _paths(model)
    already = _done(model.modelManager.cntlr)
    if not paths or already.issuperset(paths):
        return
    already.update(paths)
    for path in paths:
        waiting.pop(path, None)
    findings = list(_check(paths))
    objects = _Objects(model, findings)
    for finding in findings:
        text = f"{finding.message} {finding.hint}".strip()
        level = _LEVELS[finding.severity.label]
        model.log(level, finding.code, "%(text)s", text=text, modelObject=objects.of(finding))


def filing_is_complete(cntlr: Any, *_: Any, **__: Any) -> None:
    """Check what Arelle could not load."""
    for path in list(getattr(cntlr, "esg_open", {})):
        for finding in _check([path]):
            text = f"{finding.message} {finding.hint}".strip()
            level = _LEVELS[finding.severity.label]
            line = finding.location.line if finding.location else None
            refs = {"href": path, **({"sourceLine": line} if line else {})}
            cntlr.addToLog(text, messageCode=finding.code, level=level, refs=[refs], file=path)
    cntlr.esg_open = {}
    cntlr.esg_done = set()


def _is_selected(system: Any) -> bool:
    return bool(getattr(system, "ESGplugin", False))


def _done(cntlr: Any) -> set[str]:
    if not hasattr(cntlr, "esg_done"):
        cntlr.esg_done = set()
    done: set[str] = cntlr.esg_done
    return done


def _paths(model: Any) -> list[str]:
    """Return the files that a report stands in: its package, its document, or the documents of its set."""
    source = model.fileSource
    if source.isArchive:
        return [str(source.basefile)]
    uri = str(model.modelDocument.uri)
    if uri.endswith(_SET):
        return [str(document.filepath) for document in model.modelDocument.referencesDocument]
    return [str(source.url)] if model.loadedFromOIM else [str(model.modelDocument.filepath)]


def _check(paths: Iterable[str]) -> Iterator[Any]:
    documents = importlib.import_module("esgtag.validation.documents")
    files = [Path(path) for path in paths if Path(path).is_file()]
    if len(files) > 1:
        yield from documents.check_set([(file.name, file.read_bytes()) for file in files])
    for file in files if len(files) == 1 else ():
        yield from documents.check_file(file, file.name)


class _Objects:
    """Arelle's objects for findings: facts by their ids, other elements by their lines."""

    def __init__(self, model: Any, findings: Iterable[Any]) -> None:
        self._model = model
        self._documents = {Path(str(document.uri)).name: document for document in model.urlDocs.values()}
        self._places: dict[tuple[str, int], Any] = {}
        places = [finding.location for finding in findings if finding.location and finding.location.line]
        wanted = {(Path(place.file).name, place.line) for place in places}
        for name in {file for file, _ in wanted} & self._documents.keys():
            for element in self._documents[name].xmlRootElement.iter():
                if (name, element.sourceline) in wanted:
                    self._places.setdefault((name, element.sourceline), element)

    def of(self, finding: Any) -> Any:
        """Return the object that a finding is about: the fact, the element at its line, or the whole report."""
        place = finding.location
        name = Path(place.file).name if place else ""
        known = self._documents[name].idObjects if name in self._documents else {}
        facts = [known[key] for key in finding.facts if key in known]
        there = [fact for fact in facts if place and fact.sourceline == place.line]
        element = self._places.get((name, place.line)) if place and place.line else None
        whole = str(self._model.fileSource.url) if self._model.loadedFromOIM else self._model
        return there[:1] or ([element] if element is not None else facts[:1]) or whole


__pluginInfo__ = {
    "name": "ESG filing rules",
    "aliases": ["esgtag"],
    "version": "1.0",
    "description": "Checks ESG filings, and any others, by the filing rules of esgtag.",
    "license": "Apache-2",
    "author": "esgtag",
    "copyright": "esgtag",
    "import": ("inlineXbrlDocumentSet",),
    "DisclosureSystem.Types": disclosure_system_types,
    "DisclosureSystem.ConfigURL": disclosure_system_config,
    "CntlrCmdLine.Filing.Start": filing_starts,
    "Validate.XBRL.Finally": validate_report,
    "Validate.Complete": filing_is_complete,
}
