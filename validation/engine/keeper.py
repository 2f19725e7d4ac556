"""Arelle's side of the engine: validate a file, or learn a taxonomy once and then read only instances.

The only module of the room that imports Arelle, and only ever run in processes of their own (:mod:`.serving`). What a
report costs is mostly its taxonomy: loaded, then checked, then its formulas compiled, each time anew. A keeper does
that once, for a report without facts. After that, each report is validated in a forked child by the very code that
validates a file alone (:func:`validate`), with Arelle hooked in these places only (:class:`Known`):

``ModelXbrl.create``
    makes the model that a report is loaded into. Here it hands out the one that has the taxonomy in it already, so that
    Arelle finds every document it asks for.
``ModelManager.ModelXbrlLoad``
    loads a report. After it, :meth:`Known.verify` compares what the report refers to, and where that would have been
    found, with what the keeper has; if anything differs, the child gives up and the report is validated alone.
``ValidateXbrl.ValidateXbrl`` and ``ValidateXbrlDTS.checkDTS``
    go through all links, concepts, types and documents, then through the facts. What belongs to the known taxonomy is
    not gone through again: nothing was found there, or there would be no keeper.

These hooks are for every validation, so that the same file gives the same answer each time, and sooner
(:func:`steady`):

``ModelFact.__hash__`` and ``ModelFormulaResource.__hash__``
    Arelle goes through sets of facts and of formulas, and by default their order is that of their places in memory.
    Numbers instead of places make it the order in which they were met.
``XPathContext.documentOrderedNodes``
    puts nodes in the order of the document by their lines. Those of one line, which in xBRL-JSON are all of them, kept
    the order of a set; now that in which they were found.
``XmlValidate.etree``
    parses and compiles the schema of inline XBRL for every report. Here it is kept, and compiled before a keeper forks.
``FormulaEvaluator.aspectsMatch``, ``FormulaEvaluator.factsPartitions`` and ``FunctionCustom.callCfi``
    are most of what formulas cost, and find out the same things again and again; see :mod:`.formulas`.
``ValidateXbrlDTS._isExtensionTaxonomyDocument``
    tells which documents are checked in depth. Arelle's switch to leave out a taxonomy that is known to be valid,
    ``baseTaxonomyValidationMode``, does not reach one that the report's package holds.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import arelle
from arelle import (
    FunctionCustom,
    ModelFormulaObject,
    ModelInstanceObject,
    ModelManager,
    ModelXbrl,
    ValidateXbrl,
    ValidateXbrlDTS,
    XhtmlInlineUtil,
    XmlValidate,
)
from arelle.api.Session import Session
from arelle.ErrorManager import ErrorManager
from arelle.formula import FormulaEvaluator, XPathContext, XPathParser
from arelle.logging.handlers.StructuredMessageLogHandler import StructuredMessageLogHandler
from arelle.ModelDocumentType import ModelDocumentType
from arelle.plugin.saveLoadableOIM import saveOimFiles
from arelle.RuntimeOptions import RuntimeOptions

from .formulas import Aspects, Functions
from .log import Found, is_too_deep, messages_of
from .parts import Schemas, Screened, arcroles, forget_misses, in_order, numbering, sizes, stub

REPORTS = (ModelDocumentType.INSTANCE, ModelDocumentType.INLINEXBRL, ModelDocumentType.INLINEXBRLDOCUMENTSET)
TAXONOMIES = (ModelDocumentType.SCHEMA, ModelDocumentType.LINKBASE, ModelDocumentType.DTSENTRIES)
_DEFAULTS = ("dimensionDefaultConcepts", "qnameDimensionDefaults", "qnameDimensionContextElement")
"""What ``ValidateXbrl.validate`` empties and fills again from the taxonomy's links."""
_GROWING = frozenset({"modelObjects", "relationshipSets", "profileStats", "_anyUriValues"})
"""What may grow in a model while a taxonomy is checked: indices and caches of the taxonomy alone."""
_ARELLE = str(Path(arelle.__file__).parent) + os.sep
"""Where Arelle keeps the schemas of the standards; a report may bring any of them along, such as roles of footnotes."""


class NotKnown(BaseException):
    """The report, or its taxonomy, is not one for a keeper; the text says why. Arelle catches every ``Exception``."""


class Stale(NotKnown):
    """The taxonomy is no longer what the keeper knows."""


def steady() -> None:
    """Hook into Arelle what makes the same file give the same answer each time; see above."""
    ModelInstanceObject.ModelFact.__hash__ = numbering()
    ModelFormulaObject.ModelFormulaResource.__hash__ = numbering()
    XPathContext.XPathContext.documentOrderedNodes = in_order
    XmlValidate.etree = Schemas((XhtmlInlineUtil.INLINE_1_0_SCHEMA, XhtmlInlineUtil.INLINE_1_1_SCHEMA))
    aspects = Aspects(
        FormulaEvaluator.aspectsMatch, FormulaEvaluator.factsPartitions, FormulaEvaluator.aspectMatchesNoCache
    )
    FormulaEvaluator.aspectsMatch, FormulaEvaluator.factsPartitions = aspects.match, aspects.partition
    FunctionCustom.callCfi = Functions(FunctionCustom.callCfi, XPathParser.variableReferencesSet)


steady()
_in_depth = ValidateXbrlDTS._isExtensionTaxonomyDocument


def validate(order: Mapping[str, Any], scratch: Path, known: Known | None = None) -> Found:
    """Validate a file and return what was found; ``known`` is the taxonomy to use in a forked child.

    ``scratch`` is a folder for Arelle's cache, which stays empty. Raises :class:`NotKnown` when the report turns out
    not to be about the known taxonomy.
    """
    _check(bool(order["check_taxonomy"]))
    options = _options(
        Path(order["file"]),
        order["packages"],
        scratch,
        check_taxonomy=bool(order["check_taxonomy"]),
        formulas="run" if order["run_formulas"] else "none",
    )
    handler = StructuredMessageLogHandler()
    with Session() as session:
        if known is not None:
            known.adopt(dict(order["archives"]))
        session.run(options, logHandler=handler)
        models = session.get_models()
        kinds = [model.modelDocument.type for model in models if model.modelDocument is not None]
        if copy := order["oim_copy"]:
            for model in models:
                if model.modelDocument is not None and model.modelDocument.type in REPORTS:
                    saveOimFiles(model.modelManager.cntlr, model, [copy])
        messages = list(messages_of(handler.messages))
        if known is not None and is_too_deep(messages):
            raise NotKnown("it is nested deeper than Python goes, and that is not the same in a child")
        return Found(
            messages,
            sum(kind in REPORTS for kind in kinds),
            sum(kind in TAXONOMIES for kind in kinds),
            sum(len(model.factsInInstance) for model in models),
        )


def _check(check_taxonomy: bool) -> None:
    ValidateXbrlDTS._isExtensionTaxonomyDocument = (
        _in_depth if check_taxonomy else lambda _, document: document.type in REPORTS
    )


def _options(
    file: Path, packages: Sequence[str], scratch: Path, *, check_taxonomy: bool, formulas: str, **others: Any
) -> RuntimeOptions:
    return RuntimeOptions(
        entrypointFile=str(file),
        packages=list(packages),
        validate=True,
        utrValidate=True,
        calcs="round-to-nearest",
        formulaAction="none" if formulas == "none" else None,
        formulaCompileOnly=formulas == "compile",
        baseTaxonomyValidationMode=None if check_taxonomy else "none",
        validateDuplicateFacts="inconsistent",
        workOffline=True,
        cacheDirectory=str(scratch / "cache"),
        disablePersistentConfig=True,
        keepOpen=True,
        logFile="logToStructuredMessage",
    )


class Known:
    """A taxonomy that Arelle has loaded, checked and found nothing wrong with, for one report in a forked child.

    ``entries`` and ``archives`` are those of an :class:`~.recognition.Identity`, the latter as a mapping from paths to
    digests. The taxonomy's files are checked in depth if ``check_taxonomy``, its formulas compiled if ``formulas``.
    Raises :class:`NotKnown` if Arelle has anything to say about the taxonomy: it would have to say it again for every
    report, at the same places.
    """

    def __init__(
        self,
        entries: Sequence[Sequence[str]],
        archives: Mapping[str, str],
        scratch: Path,
        *,
        check_taxonomy: bool,
        formulas: bool,
    ) -> None:
        started = time.time_ns()
        report = scratch / "stub.xml"
        report.write_text(stub(entries), encoding="utf-8")
        _check(check_taxonomy)
        options = _options(
            report,
            list(archives),
            scratch,
            check_taxonomy=check_taxonomy,
            formulas="compile" if formulas else "none",
        )
        handler = StructuredMessageLogHandler()
        loaded: list[tuple[int, Any, dict[str, Any], dict[str, int]]] = []
        plain = ModelManager.ModelXbrlLoad

        def load(*arguments: Any, **others: Any) -> Any:
            logged = len(handler.messages)
            model = plain(*arguments, **others)
            loaded.append((logged, model, dict(vars(model)), sizes(vars(model))))
            return model

        ModelManager.ModelXbrlLoad = load
        try:
            with Session() as session:
                session.run(options, logHandler=handler)
                if not loaded:
                    raise NotKnown("Arelle has not got as far as the taxonomy")
                logged, self._model, before, filled = loaded[0]
                for _, _, text, *_ in messages_of(handler.messages[logged:]):
                    raise NotKnown(f"Arelle says of the taxonomy: {text}")
                self._places = {uri: _place(uri, self._model, archives) for uri in self._model.urlDocs}
        finally:
            ModelManager.ModelXbrlLoad = plain
        self._places.pop(self._model.modelDocument.uri)
        if any(signature and signature[0] >= started for _, signature in self._places.values()):
            raise NotKnown("the taxonomy was written while it was read")
        if self._model.hasTableRendering:
            raise NotKnown("Arelle lays out its tables before it validates")
        self._forget_stub(before, filled)
        _warm_inline_schema(self._model)
        for implementation in self._model.modelCustomFunctionImplementations:
            FunctionCustom.callCfi.is_closed(implementation)

    @property
    def digests(self) -> list[str]:
        """The digests of the packages that the taxonomy's documents are in."""
        return sorted({where[0] for where, _ in self._places.values() if isinstance(where, tuple)})

    def _forget_stub(self, before: dict[str, Any], filled: dict[str, int]) -> None:
        """Leave the model as it was before the taxonomy was checked, without the report that had no facts.

        What checking leaves behind are caches, of facts too: there were none, and a report's would not be found.
        """
        model = self._model
        document = model.modelDocument
        for name, size in filled.items():
            forget_misses(before[name], size)
        grown = {name for name, size in sizes(before).items() if size != filled[name]}
        if not grown <= _GROWING:
            raise NotKnown(f"checking the taxonomy has changed {', '.join(sorted(grown))}")
        self._entries = _entries(document)
        self._units = model.modelManager.disclosureSystem.utrItemTypeEntries
        self._defaults = {name: dict(getattr(model, name)) for name in _DEFAULTS}
        vars(model).clear()
        vars(model).update(before)
        del model.urlDocs[document.uri]
        model.modelDocument = None
        self._documents = frozenset(model.urlDocs.values())
        self._concepts, self._types = len(model.qnameConcepts), len(model.qnameTypes)
        self._links = {key: len(links) for key, links in model.baseSets.items()}
        linked = {key[0] for key in self._links}
        for key in [key for key in model.relationshipSets if not arcroles(key) & linked]:
            del model.relationshipSets[key]

    def adopt(self, archives: Mapping[str, str]) -> None:
        """Hook into Arelle, in a forked child: the next report that it loads is loaded into this taxonomy.

        ``archives`` are the packages of the report, its own among them, with their digests.
        """
        plain_create, plain_load = ModelXbrl.create, ModelManager.ModelXbrlLoad
        models = iter([self._model])

        def create(manager: Any, **_: Any) -> Any:
            model = next(models, None)
            if model is None:
                raise NotKnown("it holds more than one report")
            model.modelManager, model.logger, model.locale = manager, manager.cntlr.logger, manager.locale
            model.errorManager = ErrorManager(manager, model.errorCaptureLevel)
            manager.disclosureSystem.utrItemTypeEntries = self._units
            return model

        def load(*arguments: Any, **options: Any) -> Any:
            ModelXbrl.create = create
            try:
                model = plain_load(*arguments, **options)
            finally:
                ModelXbrl.create = plain_create
            self.verify(model, archives)
            return model

        ModelManager.ModelXbrlLoad = load
        ValidateXbrl.ValidateXbrl = self._instance_validator()
        ValidateXbrlDTS.checkDTS = self._document_check(ValidateXbrlDTS.checkDTS)

    def verify(self, model: Any, archives: Mapping[str, str]) -> None:
        """Raise :class:`NotKnown` unless Arelle, alone with the report, would have loaded just this taxonomy."""
        document = model.modelDocument
        if document is None:
            return  # nothing could be read, which Arelle has said
        if document.type not in REPORTS:
            raise NotKnown("it is no report")
        for other in model.urlDocs.values():
            is_arelles = other.type == ModelDocumentType.SCHEMA and other.filepath.startswith(_ARELLE)
            if other not in self._documents and other is not document and not is_arelles:
                raise NotKnown(f"it brings {other.uri}")
        if _entries(document) != self._entries:
            raise NotKnown("it names other documents, or in another order")
        for uri, place in self._places.items():
            now = _place(uri, model, archives)
            if now != place:
                raise Stale(f"{uri} has changed") if now[0] == place[0] else NotKnown(f"{uri} is elsewhere")

    def _instance_validator(self) -> type[Any]:
        """Return Arelle's validator, made to pass over the links, concepts and types of the known taxonomy."""
        known = self

        class OfInstance(ValidateXbrl.ValidateXbrl):  # type: ignore[misc]
            def validate(self, model: Any, parameters: Any = None) -> None:
                new = [key for key, links in model.baseSets.items() if known._links.get(key) != len(links)]
                linked = {key[0] for key in new}
                for key in [key for key in model.relationshipSets if arcroles(key) & linked]:
                    del model.relationshipSets[key]
                self.set_aside = model.baseSets
                model.baseSets = Screened(model.baseSets, new)
                model.qnameTypes = Screened(model.qnameTypes, list(model.qnameTypes)[known._types :])
                super().validate(model, parameters)

            def checkFacts(self, facts: Any, inTuple: Any = None) -> None:  # noqa: N802, N803 - Arelle's names
                model = self.modelXbrl
                if isinstance(model.baseSets, Screened):  # the links are done, the facts begin
                    model.baseSets = self.set_aside
                    for name, found in known._defaults.items():
                        getattr(model, name).update(found)
                    self.set_aside = model.qnameConcepts
                    model.qnameConcepts = Screened(model.qnameConcepts, list(model.qnameConcepts)[known._concepts :])
                super().checkFacts(facts, inTuple)

        return OfInstance

    def _document_check(self, plain: Any) -> Any:
        """Return Arelle's check of a document and of all that it refers to, made to pass over the known documents."""

        def check(validator: Any, document: Any, checked: set[Any]) -> None:
            model = validator.modelXbrl
            if isinstance(model.qnameConcepts, Screened):  # the concepts are done, the documents begin
                model.qnameConcepts = validator.set_aside
            checked |= self._documents
            if document not in self._documents:
                plain(validator, document, checked)

        return check


def _entries(document: Any) -> list[tuple[str, Any]]:
    """Return the documents that a report names as its taxonomy, in order, with the kind of reference."""
    return [
        (element.localName, other)
        for element, other, _ in document.hrefObjects
        if element.localName in ("schemaRef", "linkbaseRef")
    ]


def _place(uri: str, model: Any, archives: Mapping[str, str]) -> tuple[Any, tuple[int, ...] | None]:
    """Return where ``ModelDocument.load`` finds an address now, and a signature of it.

    For a document in a package that is the package's digest and the path below its top folder, without signature.
    """
    manager = model.modelManager
    if model.fileSource.isMappedUrl(uri):
        path = model.fileSource.mappedUrl(uri)
    elif manager.cntlr.packages.is_mapped(uri):
        path = manager.cntlr.packages.map(uri)
    else:
        path = manager.disclosureSystem.mappedUrl(uri)
    if not model.fileSource.isInArchive(path):
        path = manager.cntlr.webCache.getfilename(path)
    for archive, digest in archives.items():
        if path and path.startswith(archive + os.sep):
            inner = path[len(archive) + 1 :].partition("/")[2]
            if inner.startswith("reports/"):
                raise NotKnown("a part of the taxonomy is among the reports")
            return (digest, inner), None
    try:
        found = Path(path).stat()
    except (OSError, TypeError) as missing:
        raise NotKnown(f"{uri} is in no file") from missing
    return path, (found.st_mtime_ns, found.st_size, found.st_ino)


def _warm_inline_schema(model: Any) -> None:
    parser = XmlValidate.lxmlResolvingParser(model.modelManager.cntlr, model)
    XmlValidate.etree.XMLSchema(XmlValidate.etree.parse(XhtmlInlineUtil.INLINE_1_1_SCHEMA, parser=parser))
