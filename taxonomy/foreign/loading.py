"""Anyone's taxonomy package through Arelle into the model, offline: check it, load it, remember it.

Arelle runs in a process of its own, with an empty cache, no saved settings and a fixed hash seed, on its bundled
schemas and the package alone. The child leaves the model as JSON; that is also what is kept in the cache folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache as once
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from ...findings import Finding, Location, Severity, check_archive, codes
from ..compiler.linkbases import CONCEPT_LABEL, CONCEPT_REFERENCE, ELEMENT_LABEL
from ..compiler.package import Metadata, read_metadata
from ..model import NAMESPACES, EntryPoint, ItemType, Kind, PackageError, QName, Taxonomy, Text
from ..reading import esg_taxonomy
from .discovery import ARCROLES, Arc, Chosen, Declaration, Dts, Parts, discover

TIME_LIMIT = 600
"""Seconds after which loading is given up."""

_METADATA = re.compile(r"[^/]+/META-INF/taxonomyPackage\.xml")
_MAKERS = (
    "foreign/discovery.py",
    "foreign/loading.py",
    "compiler/linkbases.py",
    "compiler/package.py",
    "compiler/schemas.py",
    "model.py",
)
"""The modules that decide what a cached model looks like; when one changes, nothing in the cache is used any more."""
_NO_LANGUAGE = "und"
_ANONYMOUS = "@anonymousType"
_OF_REPORTS = ("ix", "ixt", "link", "xbrl", "xbrldi", "xhtml", "xlink", "xml", "xs", "xsi")
"""Prefixes that a report needs for itself."""
_ABOUT_A_REPORT = ("err:", "xbrlte:", "xbrlve:")
"""Codes of what Arelle says when formula parameters and table linkbases find no report to work on."""

QNameOf = Callable[[Any], QName]


def load_package(path: Path, entry_point: str | None = None, *, cache: Path | bool = True) -> Taxonomy:
    """Load a taxonomy package from a file; see :meth:`.Taxonomy.from_package`."""
    if unsafe := check_archive(path):
        raise PackageError(*unsafe)
    return load_archive(path.read_bytes(), entry_point, cache=cache, shown_as=path.as_posix())


def load_archive(
    archive: bytes, entry_point: str | None = None, *, cache: Path | bool = True, shown_as: str = "taxonomy package"
) -> Taxonomy:
    """Load a taxonomy package from its bytes. Raises :class:`.PackageError` with findings about ``shown_as``."""
    metadata = _metadata(archive, shown_as)
    chosen = _entry_point(metadata, entry_point, shown_as)
    kept = _cache_file(cache, archive, chosen)
    taxonomy = _recall(kept)
    if taxonomy is None:
        content = _load(archive, chosen, shown_as)
        taxonomy = _model().validate_json(content)
        _keep(kept, content)
    return _with_units(replace(taxonomy, archive=archive))


def _metadata(archive: bytes, shown_as: str) -> Metadata:
    with zipfile.ZipFile(io.BytesIO(archive)) as package:
        names = [name for name in package.namelist() if _METADATA.fullmatch(name)]
        content = package.read(names[0]) if len(names) == 1 else b""
    if not content:
        raise PackageError(_unusable("has no META-INF/taxonomyPackage.xml in its one top folder", shown_as))
    try:
        metadata = read_metadata(content)
    except ValueError as problem:
        raise PackageError(_unusable(f"has metadata that cannot be read: {problem}", shown_as)) from None
    if not metadata.entry_points:
        raise PackageError(_unusable("names no entry point that is one document with a URL", shown_as))
    return metadata


def _unusable(what: str, shown_as: str) -> Finding:
    return codes.PACKAGE_UNUSABLE.finding(
        f"{Path(shown_as).name} {what}.",
        hint="Name a taxonomy package (Taxonomy Packages 1.0) as its publisher offers it, a ZIP archive.",
        location=Location(shown_as),
    )


def _entry_point(metadata: Metadata, href: str | None, shown_as: str) -> EntryPoint:
    by_href = {one.href: one for one in metadata.entry_points}
    if href is not None and href not in by_href:
        raise PackageError(
            codes.TAXONOMY_UNKNOWN.finding(
                f"{Path(shown_as).name} has no entry point {href}.",
                hint=f"Its entry points are: {', '.join(by_href)}.",
                location=Location(shown_as),
            )
        )
    return metadata.entry_points[0] if href is None else by_href[href]


def _with_units(taxonomy: Taxonomy) -> Taxonomy:
    """Return a taxonomy with the units of our own; those that we declare ourselves only if it declares them too."""
    ours = esg_taxonomy()
    namespaces = {*NAMESPACES.values(), *(concept.qname.namespace for concept in taxonomy.concepts.values())}

    def everywhere(texts: Text) -> Text:
        return texts and {**dict.fromkeys(taxonomy.languages, texts["en"]), **texts}

    units = (unit for unit in ours.units if unit.measure.namespace in namespaces)
    return replace(
        taxonomy,
        units=tuple(replace(unit, labels=everywhere(unit.labels), per=everywhere(unit.per)) for unit in units),
        ambiguous_units=ours.ambiguous_units,
    )


# The cache


@once
def _model() -> TypeAdapter[Taxonomy]:
    return TypeAdapter(Taxonomy)


def cache_folder() -> Path:
    """Return the user's folder for what can be made again: ``$XDG_CACHE_HOME``, or the platform's."""
    if chosen := os.environ.get("XDG_CACHE_HOME"):
        return Path(chosen) / "esgtag"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "esgtag"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "esgtag" / "cache"
    return Path.home() / ".cache" / "esgtag"


def _cache_file(cache: Path | bool, archive: bytes, entry_point: EntryPoint) -> Path | None:
    """Return where a model is kept: under a name made of the package, the entry point and what makes the model."""
    if cache is False:
        return None
    folder = cache_folder() / "taxonomies" if cache is True else cache
    parts = (archive, entry_point.href.encode(), *_makers())
    sums = b"".join(hashlib.sha256(part).digest() for part in parts)
    return folder / f"{hashlib.sha256(sums).hexdigest()}.json"


@once
def _makers() -> tuple[bytes, ...]:
    modules = (Path(__file__).parent.parent.joinpath(name).read_bytes() for name in _MAKERS)
    return (*modules, importlib.metadata.version("arelle-release").encode())


def _recall(kept: Path | None) -> Taxonomy | None:
    """Return what was kept; nothing if there is nothing or if it is damaged."""
    if kept is None:
        return None
    try:
        return _model().validate_json(kept.read_bytes())
    except (OSError, ValidationError):
        return None


def _keep(kept: Path | None, content: bytes) -> None:
    """Write all or nothing. A folder that cannot be written to costs time, not the result."""
    if kept is None:
        return
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as draft:
            draft.write(content)
        Path(draft.name).replace(kept)


# Arelle


def _load(archive: bytes, entry_point: EntryPoint, shown_as: str) -> bytes:
    """Let a child load an entry point; return the model as JSON."""
    with tempfile.TemporaryDirectory(prefix="esgtag-") as scratch:
        (Path(scratch) / "package.zip").write_bytes(archive)
        try:
            ended = subprocess.run(  # noqa: S603 - our own module, arguments are not a shell's
                [sys.executable, "-P", "-m", __name__, entry_point.href],
                capture_output=True,
                text=True,
                timeout=TIME_LIMIT,
                check=False,
                cwd=scratch,
                env={**os.environ, "XDG_CONFIG_HOME": scratch, "XDG_CACHE_HOME": scratch, "PYTHONHASHSEED": "0"},
            )
        except subprocess.TimeoutExpired:
            raise PackageError(_unusable(f"did not load within {TIME_LIMIT} seconds", shown_as)) from None
        messages, model = Path(scratch) / "messages.json", Path(scratch) / "model.json"
        if ended.returncode or not messages.exists():
            last = (ended.stderr.strip().splitlines() or ["no message"])[-1]
            raise PackageError(_unusable(f"cannot be loaded by Arelle, code {ended.returncode}: {last}", shown_as))
        found = json.loads(messages.read_text(encoding="utf-8"))
        if missing := found["missing"]:
            raise PackageError(*(_missing(url, shown_as) for url in missing))
        if errors := found["errors"]:
            raise PackageError(*dict.fromkeys(_finding(error, shown_as) for error in errors))
        return model.read_bytes()


def _missing(url: str, shown_as: str) -> Finding:
    return codes.UNRESOLVED.finding(
        f"The taxonomy needs {url}, and neither the package nor Arelle has it.",
        hint="Use a package that holds it; nothing is fetched from the network.",
        location=Location(shown_as),
    )


def _finding(entry: dict[str, Any], shown_as: str) -> Finding:
    """Return an error of Arelle's, at the document of the package that it is about."""
    first: dict[str, Any] = next(iter(entry["refs"]), {})
    document = str(first.get("href", shown_as)).partition("#")[0]
    return Finding(entry["messageCode"], Severity.ERROR, entry["msg"], "", Location(document, first.get("sourceLine")))


def _serve(href: str) -> None:
    """Run in the child, in the scratch folder: load the package there; leave what is wrong, else the model."""
    from arelle.api.Session import Session
    from arelle.logging.handlers.StructuredMessageLogHandler import StructuredMessageLogHandler
    from arelle.RuntimeOptions import RuntimeOptions

    package = Path("package.zip").resolve()
    options = RuntimeOptions(
        entrypointFile=href,
        packages=[str(package)],
        workOffline=True,
        cacheDirectory=str(package.with_name("cache")),
        disablePersistentConfig=True,
        keepOpen=True,
        logFile="logToStructuredMessage",
    )
    handler = StructuredMessageLogHandler()
    with Session() as session:
        session.run(options, logHandler=handler)
        (model,) = session.get_models()
        found = {
            "missing": list(model.urlUnloadableDocs),
            "errors": [
                entry
                for entry in handler.messages
                if entry["levelname"] in ("ERROR", "CRITICAL")
                if not entry["messageCode"].startswith(_ABOUT_A_REPORT)
            ],
        }
        if not any(found.values()):
            metadata = _metadata(package.read_bytes(), package.name)
            taxonomy = discover(_dts(model), metadata, _entry_point(metadata, href, package.name))
            package.with_name("model.json").write_bytes(_model().dump_json(taxonomy))
    package.with_name("messages.json").write_text(json.dumps(found), encoding="utf-8")


def _dts(model: Any) -> Dts:
    """Return what Arelle has loaded as values; none of its objects leaves."""
    prefixes = _prefixes(model)

    def qname(name: Any) -> QName:
        return QName(name.namespaceURI, name.localName, prefixes.get(name.namespaceURI, ""))

    declared = (concept for concept in model.qnameConcepts.values() if concept.isItem and concept.periodType)
    return Dts(
        {qname(concept.qname): _declaration(concept, qname) for concept in declared},
        {arcrole: _network(model, arcrole, qname) for arcrole in ARCROLES},
        _texts(model, qname),
        _references(model, qname),
        {role: _definitions(model, role) for role in model.roleTypes},
        prefixes,
    )


def _prefixes(model: Any) -> dict[str, str]:
    """Return a prefix for each namespace: the one its schema declares, numbered where two schemas choose the same."""
    prefixes = {uri: prefix for prefix, uri in NAMESPACES.items()}
    taken = {*NAMESPACES, *_OF_REPORTS}
    for namespace, documents in sorted(model.namespaceDocs.items()):
        maps = (document.xmlRootElement.nsmap for document in documents)
        own = sorted(prefix for declared in maps for prefix, uri in declared.items() if prefix and uri == namespace)
        names = (f"{own[0] if own else 'ns'}{number or ''}" for number in (0, *range(2, len(taken) + 3)))
        if namespace not in prefixes:
            prefixes[namespace] = next(name for name in names if name not in taken)
            taken.add(prefixes[namespace])
    return prefixes


def _declaration(concept: Any, qname: QNameOf) -> Declaration:
    kind: Literal["item", "hypercube", "dimension"]
    kind = "hypercube" if concept.isHypercubeItem else "dimension" if concept.isDimensionItem else "item"
    typed_domain = concept.typedDomainElement if concept.isTypedDimension else None
    choices: Chosen | None = None
    if concept.isEnumeration2Item and concept.enumDomainQname:
        choices = (qname(concept.enumDomainQname), str(concept.enumLinkrole), bool(concept.isEnumDomainUsable))
    return Declaration(
        qname(concept.qname),
        kind,
        bool(concept.isAbstract),
        _item_type([qname(one) for one in _derivation(concept.type)]),
        concept.periodType,
        concept.balance or None,
        qname(typed_domain.qname) if typed_domain is not None else None,
        choices,
    )


def _derivation(declared: Any) -> Iterator[Any]:
    """Yield the names of a type and of those that it is derived from; a type without a name counts as its base."""
    while declared is not None and not isinstance(declared, list):
        if not declared.qname.localName.endswith(_ANONYMOUS):
            yield declared.qname
        declared = declared.typeDerivedFrom


def _network(model: Any, arcrole: str, qname: QNameOf) -> dict[tuple[str, QName], list[Arc]]:
    network: dict[tuple[str, QName], list[Arc]] = {}
    for relation in _relations(model, arcrole):
        arc = Arc(
            qname(relation.fromModelObject.qname),
            qname(relation.toModelObject.qname),
            str(relation.linkrole),
            str(relation.consecutiveLinkrole),
            bool(relation.isUsable),
            relation.contextElement == "segment",
            relation.weightDecimal,
        )
        network.setdefault((arc.role, arc.source), []).append(arc)
    return network


def _relations(model: Any, arcrole: str) -> Iterator[Any]:
    """Yield the effective relationships of an arcrole whose two ends are there."""
    for relation in model.relationshipSet(arcrole).modelRelationships:
        if relation.fromModelObject is not None and relation.toModelObject is not None:
            yield relation


def _texts(model: Any, qname: QNameOf) -> dict[QName, dict[str, dict[str, str]]]:
    """Return the labels by element, role and language; the first one counts."""
    found: dict[QName, dict[str, dict[str, str]]] = {}
    for relation in _relations(model, CONCEPT_LABEL):
        label = relation.toModelObject
        roles = found.setdefault(qname(relation.fromModelObject.qname), {})
        roles.setdefault(label.role, {}).setdefault(label.xmlLang or _NO_LANGUAGE, _words(label))
    return found


def _references(model: Any, qname: QNameOf) -> dict[QName, list[Parts]]:
    found: dict[QName, list[Parts]] = {}
    for relation in _relations(model, CONCEPT_REFERENCE):
        parts = tuple((qname(part.elementQname), _words(part)) for part in relation.toModelObject.iterchildren("*"))
        found.setdefault(qname(relation.fromModelObject.qname), []).append(parts)
    return found


def _definitions(model: Any, role: str) -> dict[str, str]:
    """Return what an extended link role is called: its generic labels, else its definition, which has no language."""
    found: dict[str, str] = {}
    labels = model.relationshipSet(ELEMENT_LABEL)
    for declared in model.roleTypes[role]:
        for relation in labels.fromModelObject(declared):
            found.setdefault(relation.toModelObject.xmlLang or _NO_LANGUAGE, _words(relation.toModelObject))
        if declared.definition:
            found.setdefault(_NO_LANGUAGE, " ".join(declared.definition.split()))
    return found


def _words(element: Any) -> str:
    return " ".join(str(element.xpath("string()")).split())


# Item types

_DTR = "http://www.xbrl.org/dtr/type/"
_COUNTS = (
    "nonNegativeInteger",
    "positiveInteger",
    "unsignedByte",
    "unsignedInt",
    "unsignedLong",
    "unsignedShort",
)
_PLAIN_NUMBERS = (
    "byte",
    "decimal",
    "double",
    "float",
    "int",
    "integer",
    "long",
    "negativeInteger",
    "nonPositiveInteger",
    "short",
)
_QUANTITIES: Mapping[str, str] = {
    "area": "area",
    "cases": "count",
    "energy": "energy",
    "ghg": "ghg",
    "ghgEmissions": "ghg",
    "hour": "hours",
    "length": "length",
    "mass": "mass",
    "monetary": "money",
    "perShare": "money/share",
    "percent": "ratio",
    "person": "person",
    "power": "power",
    "pure": "ratio",
    "share": "share",
    "shares": "share",
    "unit": "item",
    "volume": "volume",
    **dict.fromkeys((*_COUNTS, *_PLAIN_NUMBERS), "count"),
}
"""What a number of a published type measures; the names are those of our own units."""
_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("string", "normalizedString", "token", "NCName"), Kind.TEXT),
    "boolean": Kind.BOOLEAN,
    "date": Kind.DATE,
    "gYear": Kind.YEAR,
}
"""What a value of a type of XBRL 2.1 is, if it is neither a number nor of another kind."""
_REGISTERED: Mapping[str, Kind] = {
    "escaped": Kind.BLOCK,
    **dict.fromkeys(("noLangString", "noLangToken"), Kind.OTHER),
}
"""What a value of a registered type is where its base type does not tell."""


def _item_type(types: Sequence[QName]) -> ItemType | None:
    """Return an item type; ``None`` for a fraction, for which the model has no room, and for domains and members.

    ``types`` begins with the type and goes on with what it is derived from. A plain number of XBRL 2.1 counts: it is
    reported in ``xbrli:pure``. A registered type that none of our units measures is a quantity of its own.
    """
    if any(one.local == "domainItemType" for one in types):
        return None
    for position, base in enumerate(types):
        if described := _described(base):
            kind, quantity = described
            if quantity == "count":
                quantity = next((_stem(one) for one in types[:position] if _is_registered(one)), "count")
            derives = None if _is_published(types[0]) else types[1]
            return ItemType(_stem(types[0]), types[0], kind, quantity, _stem(base) in _COUNTS, derives)
    return None


def _stem(qname: QName) -> str:
    """Return a type's local name without what all of them end in: ``energy``."""
    return qname.local.removesuffix("ItemType")


def _is_registered(qname: QName) -> bool:
    return qname.namespace.startswith(_DTR)


def _is_published(qname: QName) -> bool:
    return _is_registered(qname) or qname.namespace in (NAMESPACES["xbrli"], NAMESPACES["enum2"])


def _described(base: QName) -> tuple[Kind, str | None] | None:
    """Return what the values of a type are and what they measure, if its name alone tells."""
    name = _stem(base)
    if base.namespace == NAMESPACES["enum2"]:
        return (Kind.CHOICES if name == "enumerationSet" else Kind.CHOICE), None
    if quantity := _quotient(name) or (_QUANTITIES.get(name) if _is_published(base) else None):
        return Kind.NUMBER, quantity
    if _is_registered(base):
        return (_REGISTERED[name], None) if name in _REGISTERED else None
    is_item = base.namespace == NAMESPACES["xbrli"] and name != "fraction"
    return (_KINDS.get(name, Kind.OTHER), None) if is_item else None


def _quotient(name: str) -> str | None:
    """Return the quantity of a type that is named as the registry names quotients: ``energyPerMonetary``."""
    above, _, below = name.partition("Per")
    sides = [_QUANTITIES.get(side) for side in (above, below[:1].lower() + below[1:])]
    return "/".join(filter(None, sides)) if all(sides) else None


if __name__ == "__main__":
    _serve(sys.argv[1])
