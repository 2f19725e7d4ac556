"""A plug-in for Arelle: its disclosure system ``esg`` judges a report as ``esgtag validate`` does.

``arelleCmdLine --plugins esgtag --disclosureSystem esg --validate --file report.xhtml`` logs all findings that have a
code of ours, beside what Arelle logs itself: those of the document, of its figures, and those that are made of Arelle's
messages, which are listened to for it. The Unit Types Registry, Calculations 1.1 and inconsistent duplicates are
checked unless the command asks for something else. Taxonomy packages are named with ``--packages``, as always.

In the command line the hooks follow on each other like this: a command begins (:func:`filing_starts`); each file is
opened (:func:`file_begins`), loaded (:func:`report_is_loaded`) and validated (:func:`report_is_validated`); then the
command is complete (:func:`filing_is_complete`), and what could not be loaded or validated is judged. A package is
judged after the last of its reports. Elsewhere, in Arelle's window and in test suites, a report is only validated: what
Arelle has said of it before is not known, and it is judged without that.

Arelle loads this file by its path, outside its package: therefore it names modules in full, and imports them only when
there is something to check.
"""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

_LEVELS = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}
_SET = "/_IXDS"
_FAILED = "ESG.9.04.engineFailed"


def disclosure_system_types(*_: Any, **__: Any) -> tuple[tuple[str, str], ...]:
    """Return the type of validation that this plug-in adds, and the property by which a system shows that it has it."""
    return (("ESG", "ESGplugin"),)


def disclosure_system_config(*_: Any, **__: Any) -> str:
    """Return the path of the file that declares the disclosure system."""
    return str(Path(__file__).resolve().parent / "source" / "disclosure-system.xml")


def _answering(hook: Callable[..., None]) -> Callable[..., None]:
    """Let a hook that fails say so in Arelle's log: it must not look as if there were nothing to find."""

    @wraps(hook)
    def answering(subject: Any, *arguments: Any, **others: Any) -> None:
        try:
            hook(subject, *arguments, **others)
        except Exception as error:
            cntlr = subject if hasattr(subject, "addToLog") else subject.modelXbrl.modelManager.cntlr
            cntlr.addToLog(_failure("this", error), messageCode=_FAILED, level="ERROR")

    return answering


def _failure(what: str, error: Exception) -> str:
    return (
        f"The plug-in esgtag could not check {what}: {type(error).__name__}: {error}. "
        "Run it again with `esgtag validate`; if that fails too, please report it."
    )


class _Report:
    """A file that Arelle has ``opened``, with so many reports, as far as it has come with it.

    It ``is_misplaced`` if it is a package among other files: Arelle cannot load it there.
    """

    def __init__(self, opened: str, expected: int = 1) -> None:
        self.opened = opened
        self.paths = [opened]
        self.expected = expected
        self.log: list[Any] = []
        self.validated = 0
        self.is_judged = False
        self.is_misplaced = False
        self.numbers = (0, 0, 0)
        self._hosted: Any = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None

    @property
    def hosted(self) -> Any:
        """The report as the rules see it; nothing if it is no file."""
        files = [Path(path) for path in self.paths if Path(path).is_file()]
        if self._hosted is None and files:
            self._hosted = importlib.import_module("esgtag.validation.within_arelle").Hosted(files)
        return self._hosted

    def keep_facts(self, model: Any) -> None:
        """Save what Arelle has read of a report in our taxonomy, for the rules on its figures."""
        if self.hosted.is_ours and not model.loadedFromOIM:
            self._scratch = self._scratch or tempfile.TemporaryDirectory(prefix="esgtag-")
            saving = importlib.import_module("arelle.plugin.saveLoadableOIM")
            saving.saveOimFiles(model.modelManager.cntlr, model, [str(self._copy)])

    @property
    def _copy(self) -> Path | None:
        return Path(self._scratch.name) / "facts.json" if self._scratch else None

    def findings(self, *, is_validated: bool, is_log_known: bool = True) -> list[Any]:
        """Return what is found, once; what has been read for it is let go."""
        self.is_judged = True
        log = [entry for entry in self.log if not str(entry["messageCode"]).startswith("ESG.")]
        try:
            found: list[Any] = self.hosted.findings(
                log if is_log_known else None, self.numbers, self._copy, is_validated=is_validated
            )
            return found
        finally:
            self._hosted = None
            self.log.clear()
            if self._scratch:
                self._scratch.cleanup()

    def count(self, model: Any) -> None:
        """Add a model that Arelle has loaded: whether it is a report or a taxonomy, and its facts."""
        kinds = importlib.import_module("arelle.ModelDocumentType").ModelDocumentType
        kind = model.modelDocument.type
        is_report = kind in (kinds.INSTANCE, kinds.INLINEXBRL, kinds.INLINEXBRLDOCUMENTSET)
        is_taxonomy = kind in (kinds.SCHEMA, kinds.LINKBASE, kinds.DTSENTRIES)
        reports, taxonomies, facts = self.numbers
        self.numbers = (reports + is_report, taxonomies + is_taxonomy, facts + len(model.factsInInstance))


class _Watch:
    """What Arelle does in one command, from its beginning to its end."""

    def __init__(self, cntlr: Any, options: Any, named: Sequence[str]) -> None:
        handlers = importlib.import_module("arelle.logging.handlers.StructuredMessageLogHandler")
        self.handler = handlers.StructuredMessageLogHandler()
        self.named = named
        self.reports: list[_Report] = []
        self._cntlr = cntlr
        self._before = _switched_on(cntlr.modelManager, options)
        cntlr.logger.addHandler(self.handler)

    @property
    def current(self) -> _Report | None:
        """The file that Arelle has before it."""
        return self.reports[-1] if self.reports else None

    def begin(self, path: str, expected: int = 1) -> None:
        """Note that Arelle begins with a file; a package begins once."""
        if self.current is None or self.current.is_judged or self.current.opened != path:
            self.reports.append(_Report(path, expected))
            self.handler.messages = self.reports[-1].log
            self.handler.clearLogBuffer()

    def end(self) -> None:
        """Leave Arelle as it was before."""
        self._cntlr.logger.removeHandler(self.handler)
        vars(self._cntlr.modelManager).update(self._before)
        self._cntlr.esg_watch = None


def _switched_on(manager: Any, options: Any) -> dict[str, Any]:
    """Switch on the checks of Arelle that rules of ours are decided by, and return how they were."""
    names = ("validateUtr", "validateCalcs", "validateDuplicateFacts")
    before = {name: getattr(manager, name) for name in names}
    manager.validateUtr = True
    if not (options.calcs or options.calcDecimals or options.calcPrecision):
        manager.validateCalcs = importlib.import_module("arelle.ValidateXbrlCalcs").ValidateCalcsMode.ROUND_TO_NEAREST
    if not options.validateDuplicateFacts:
        kinds = importlib.import_module("arelle.ValidateDuplicateFactsConst")
        manager.validateDuplicateFacts = kinds.DuplicateType.INCONSISTENT
    return before


def _watch(cntlr: Any) -> _Watch | None:
    watch: _Watch | None = getattr(cntlr, "esg_watch", None)
    return watch


@_answering
def filing_starts(cntlr: Any, options: Any, filesource: Any, entries: Any, *_: Any, **__: Any) -> None:
    """Begin to listen to what Arelle says of the files of a command."""
    if not (options.validate and _is_selected(cntlr.modelManager.disclosureSystem)):
        return
    is_archive = filesource is not None and filesource.isArchive
    named = [entry.get("file") for entry in entries or () if isinstance(entry, dict) and "ixds" not in entry]
    watch = _Watch(cntlr, options, [] if is_archive else [str(path) for path in named if path])
    cntlr.esg_watch = watch
    if is_archive:
        watch.begin(_opened(filesource), len(entries or ()))


@_answering
def test_suite_starts(cntlr: Any, *_: Any, **__: Any) -> None:
    """Do not listen to a test suite: its reports are judged one by one, as they are validated."""
    if watch := _watch(cntlr):
        watch.end()


@_answering
def file_begins(cntlr: Any, filesource: Any, *_: Any, **__: Any) -> None:
    """Note that what Arelle says from now on is about another file."""
    if watch := _watch(cntlr):
        watch.begin(_opened(filesource))
        watch.reports[-1].is_misplaced = bool(filesource.isArchive and watch.named)


@_answering
def report_is_loaded(cntlr: Any, options: Any, model: Any, *_: Any, **__: Any) -> None:
    """Note what Arelle has loaded."""
    watch = _watch(cntlr)
    if watch is None or watch.current is None:
        return
    models = [model, *getattr(model, "supplementalModelXbrls", [])]
    watch.current.paths = _paths(model) or watch.current.paths
    watch.current.expected += len(models) - 1
    for one in models:
        watch.current.count(one)


@_answering
def report_is_validated(val: Any, *_: Any, **__: Any) -> None:
    """Judge the report that Arelle has validated, and log each finding at the fact that it is about."""
    model = val.modelXbrl
    if not (val.validateDisclosureSystem and _is_selected(val.disclosureSystem) and model.modelDocument is not None):
        return
    watch = _watch(model.modelManager.cntlr)
    report = watch.current if watch else _alone(model)
    if report is None or report.is_judged:
        return
    try:
        report.validated += 1
        if report.hosted is None:
            return
        report.keep_facts(model)
        if report.validated >= report.expected:
            _log_at_objects(model, report.findings(is_validated=True, is_log_known=watch is not None))
    except Exception as error:
        report.is_judged = True
        model.error(_FAILED, "%(text)s", text=_failure(Path(report.paths[0]).name, error), modelObject=model)


@_answering
def filing_is_complete(cntlr: Any, *_: Any, **__: Any) -> None:
    """Judge what Arelle could not load, or has not validated to the end."""
    watch = _watch(cntlr)
    if watch is None:
        return
    try:
        opened = {report.opened for report in watch.reports}
        for report in watch.reports:
            if not report.is_judged:
                is_crashed = any(str(entry["messageCode"]).startswith("exception:") for entry in report.log)
                is_read = is_crashed or not (any(report.numbers) or report.is_misplaced)
                _judge_unloaded(cntlr, report, is_validated=is_read)
        for path in watch.named:
            if path not in opened:
                _judge_unloaded(cntlr, _Report(path), is_validated=False)
    finally:
        watch.end()


def _judge_unloaded(cntlr: Any, report: _Report, *, is_validated: bool) -> None:
    path = report.paths[0]
    try:
        if report.hosted is None:  # Arelle says that there is no such file
            return
        found = report.findings(is_validated=is_validated)
    except Exception as error:
        cntlr.addToLog(_failure(Path(path).name, error), messageCode=_FAILED, level="ERROR", file=path)
        return
    for finding in found:
        line = finding.location.line if finding.location else None
        refs = {"href": path, **({"sourceLine": line} if line else {})}
        text, level = f"{finding.message} {finding.hint}".strip(), _LEVELS[finding.severity.label]
        cntlr.addToLog(text, messageCode=finding.code, level=level, refs=[refs], file=path)


def _is_selected(system: Any) -> bool:
    return bool(getattr(system, "ESGplugin", False))


def _opened(source: Any) -> str:
    """Return the file that Arelle has opened: a package, whatever is selected in it, or a document."""
    return str((source.isArchive and getattr(source, "basefile", None)) or source.url)


def _paths(model: Any) -> list[str]:
    """Return the files that a report stands in: its package, its document, or the documents of its set."""
    source = model.fileSource
    if source.isArchive:
        return [str(source.basefile)]
    uri = str(model.modelDocument.uri)
    if uri.endswith(_SET):
        return [str(document.filepath) for document in model.modelDocument.referencesDocument]
    return [str(source.url)] if model.loadedFromOIM else [str(model.modelDocument.filepath)]


def _alone(model: Any) -> _Report:
    """Return a report that is validated without a command."""
    report = _Report(str(model.fileSource.url))
    report.paths = _paths(model)
    return report


def _log_at_objects(model: Any, findings: Sequence[Any]) -> None:
    objects = _Objects(model, findings)
    for finding in findings:
        text, level = f"{finding.message} {finding.hint}".strip(), _LEVELS[finding.severity.label]
        model.log(level, finding.code, "%(text)s", text=text, modelObject=objects.of(finding))


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
    "Testcases.Start": test_suite_starts,
    "Validate.FileSource": file_begins,
    "CntlrCmdLine.Xbrl.Loaded": report_is_loaded,
    "Validate.Finally": report_is_validated,
    "Validate.Complete": filing_is_complete,
}
