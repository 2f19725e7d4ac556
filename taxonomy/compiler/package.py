"""The compiled taxonomy: its files, as a taxonomy package (Taxonomy Packages 1.0) and as part of a report package."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from lxml import etree

from ..model import ROLES, EntryPoint, Taxonomy, Text
from . import linkbases
from .formulas import MESSAGES, messages, rules
from .functions import FUNCTIONS, functions
from .schemas import (
    CORE,
    GENERAL,
    PARTS,
    XML,
    Element,
    Role,
    core_schema,
    document_bytes,
    elements_of,
    entry_point_schema,
    group_of,
    parts_schema,
    roles_of,
    roles_schema,
)

RELEASES = Path(__file__).parent.parent / "releases"

PACKAGE = "http://xbrl.org/2016/taxonomy-package"
CATALOG = "urn:oasis:names:tc:entity:xmlns:xml:catalog"

_DIMENSIONS = "dimensions/esg-dimensions.xml"
_RELATIONS: Mapping[str, tuple[str, Callable[[Taxonomy, str], bytes | None]]] = {
    "pre": ("presentationLinkbaseRef", linkbases.presentation),
    "def": ("definitionLinkbaseRef", linkbases.definition),
    "cal": ("calculationLinkbaseRef", linkbases.calculation),
}


def package_name(taxonomy: Taxonomy) -> str:
    """Return the package's top folder and file stem, for example ``esg-2026``."""
    return re.sub(r"[^\w.-]+", "-", f"{taxonomy.prefix}-{taxonomy.version}", flags=re.ASCII).strip("-.")


def releases() -> list[Path]:
    """Return the packages of the versions that this one supersedes, so that what was filed with them stays readable."""
    return sorted(RELEASES.glob("*.zip"))


def release(version: str) -> Path | None:
    """Return the package of a superseded version, or ``None``."""
    return next((path for path in releases() if path.stem.rpartition("-")[2] == version), None)


def compile_taxonomy(taxonomy: Taxonomy) -> dict[str, bytes]:
    """Return the taxonomy's files by their path below the base URI.

    Entry points stand at the top; ``schema/`` declares elements, roles and reference parts; ``labels/``,
    ``references/`` and ``dimensions/`` describe them; each selection of concepts (``all/``, or that of one standard)
    has its presentation, definition, calculation and formula linkbases. The same model always gives the same bytes.
    """
    elements, roles = elements_of(taxonomy), roles_of(taxonomy)
    described = _present(_described(taxonomy, elements, roles))
    shared = _present([(FUNCTIONS, functions(taxonomy), None), (MESSAGES, messages(taxonomy), None)])
    files: dict[str, bytes] = {
        CORE: core_schema(taxonomy, elements),
        ROLES: roles_schema(taxonomy, roles),
        PARTS: parts_schema(taxonomy),
    }
    relations: dict[str, _Linkbases] = {}
    for entry_point in taxonomy.entry_points:
        folder = entry_point.name.lower() if entry_point.standards else "all"
        view = taxonomy.at(entry_point.href) or taxonomy
        if folder not in relations:
            relations[folder] = _present(_relations(view, folder))
        discovered = described | relations[folder]
        if entry_point.with_rules:
            discovered |= shared | _present(
                (f"{folder}/{topic}-for.xml", rules(view, topic), None) for topic in _topics(view)
            )
        files |= {path: content for path, (content, _) in discovered.items()}
        files[entry_point.href.removeprefix(f"{taxonomy.base}/")] = entry_point_schema(
            taxonomy, entry_point, [(path, role) for path, (_, role) in sorted(discovered.items())]
        )
    return dict(sorted(files.items()))


_Linkbases = dict[str, tuple[bytes, str | None]]
"""Linkbases by path, each with the role of its kind, if that is a standard one."""


def _present(linkbases_: Iterable[tuple[str, bytes | None, str | None]]) -> _Linkbases:
    """Return the linkbases that hold something."""
    return {path: (content, role) for path, content, role in linkbases_ if content is not None}


def _described(
    taxonomy: Taxonomy, elements: Sequence[Element], roles: Sequence[Role]
) -> Iterator[tuple[str, bytes | None, str | None]]:
    """Yield what describes the elements, the same for every entry point: labels, references, dimensions."""
    for group in (GENERAL, *_topics(taxonomy)):
        of_group = [element for element in elements if element.group == group]
        for language in taxonomy.languages:
            yield f"labels/{group}-{language}.xml", linkbases.labels(taxonomy, of_group, language), "labelLinkbaseRef"
        yield f"references/{group}.xml", linkbases.references(taxonomy, of_group), "referenceLinkbaseRef"
    for language in taxonomy.languages:
        yield f"labels/roles-{language}.xml", linkbases.role_labels(taxonomy, roles, language), None
    yield _DIMENSIONS, linkbases.dimensions(taxonomy), "definitionLinkbaseRef"


def _relations(view: Taxonomy, folder: str) -> Iterator[tuple[str, bytes | None, str | None]]:
    """Yield what relates the concepts of a view to each other, topic by topic."""
    for topic in _topics(view):
        for kind, (role, relations) in _RELATIONS.items():
            yield f"{folder}/{topic}-{kind}.xml", relations(view, topic), role


def _topics(taxonomy: Taxonomy) -> list[str]:
    return list(dict.fromkeys(group_of(table) for table in taxonomy.tables.values()))


def package_files(taxonomy: Taxonomy) -> dict[str, bytes]:
    """Return the package's files by their path below its one top folder.

    The same files below the top folder of a report package make its taxonomy resolve from within.
    """
    if taxonomy.archive is not None:
        return _unpacked(taxonomy.archive)
    files = {f"taxonomy/{name}": content for name, content in compile_taxonomy(taxonomy).items()}
    return {
        "META-INF/catalog.xml": _catalog(taxonomy),
        "META-INF/taxonomyPackage.xml": _metadata(taxonomy),
        **files,
    }


def _unpacked(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as package:
        files = {name: package.read(name) for name in package.namelist() if not name.endswith("/")}
    return {name.partition("/")[2]: content for name, content in files.items()}


def _catalog(taxonomy: Taxonomy) -> bytes:
    root = etree.Element(f"{{{CATALOG}}}catalog", nsmap={None: CATALOG})
    etree.SubElement(root, f"{{{CATALOG}}}rewriteURI", uriStartString=f"{taxonomy.base}/", rewritePrefix="../taxonomy/")
    return document_bytes(root)


def _metadata(taxonomy: Taxonomy) -> bytes:
    """Element order and content as the taxonomy package schema of 2016-04-19 has them."""
    root = etree.Element(f"{{{PACKAGE}}}taxonomyPackage", nsmap={"tp": PACKAGE})
    root.set(f"{{{XML}}}lang", taxonomy.languages[0])
    _text(root, "identifier", taxonomy.base)
    _each_language(root, "name", taxonomy.labels)
    _each_language(root, "description", taxonomy.documentation)
    _text(root, "version", taxonomy.version)
    _text(root, "publisher", taxonomy.publisher["name"])
    _text(root, "publisherURL", taxonomy.publisher["url"])
    _text(root, "publisherCountry", taxonomy.publisher["country"])
    if taxonomy.date:
        _text(root, "publicationDate", taxonomy.date.isoformat())
    entry_points = etree.SubElement(root, f"{{{PACKAGE}}}entryPoints")
    for entry_point in taxonomy.entry_points:
        _entry_point(entry_points, entry_point)
    if taxonomy.supersedes:
        superseded = etree.SubElement(root, f"{{{PACKAGE}}}supersededTaxonomyPackages")
        etree.SubElement(superseded, f"{{{PACKAGE}}}taxonomyPackageRef").text = taxonomy.supersedes
    return document_bytes(root)


def _entry_point(parent: etree._Element, entry_point: EntryPoint) -> None:
    element = etree.SubElement(parent, f"{{{PACKAGE}}}entryPoint")
    _each_language(element, "name", entry_point.labels)
    _each_language(element, "description", entry_point.documentation)
    etree.SubElement(element, f"{{{PACKAGE}}}entryPointDocument", href=entry_point.href)


def _text(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{PACKAGE}}}{name}")
    element.text = text
    return element


def _each_language(parent: etree._Element, name: str, texts: Text) -> None:
    for language, text in texts.items():
        _text(parent, name, text).set(f"{{{XML}}}lang", language)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a taxonomy package says about itself.

    ``languages`` are those it is written in, its own first. Entry points are left out that a report of ours cannot
    name: those of several documents, and those without a URL.
    """

    identifier: str
    languages: tuple[str, ...]
    labels: Text
    documentation: Text
    version: str
    publisher: Mapping[str, str]
    date: date | None
    supersedes: str | None
    entry_points: tuple[EntryPoint, ...]


def read_metadata(content: bytes) -> Metadata:
    """Read ``META-INF/taxonomyPackage.xml`` of anyone's package.

    Raises ``ValueError`` when it is not the metadata of a package of Taxonomy Packages 1.0.
    """
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ValueError(f"it is not well-formed XML: {error}") from error
    identifier = _first(root, "identifier")
    if root.tag != f"{{{PACKAGE}}}taxonomyPackage" or not identifier:
        raise ValueError(f"it is not a taxonomyPackage with an identifier in {PACKAGE}")
    published = _first(root, "publicationDate")
    entry_points = [_read_entry_point(element) for element in root.iter(f"{{{PACKAGE}}}entryPoint")]
    return Metadata(
        identifier,
        tuple(dict.fromkeys(_language(element) for element in (root, *root.iter(f"{{{PACKAGE}}}name")))),
        _texts(root, "name"),
        _texts(root, "description"),
        _first(root, "version") or "",
        {
            "name": _first(root, "publisher") or "",
            "url": _first(root, "publisherURL") or "",
            "country": _first(root, "publisherCountry") or "",
        },
        date.fromisoformat(published) if published else None,
        _first(root, "supersededTaxonomyPackages", "taxonomyPackageRef"),
        tuple(entry_point for entry_point in entry_points if entry_point),
    )


def _read_entry_point(element: etree._Element) -> EntryPoint | None:
    hrefs = [document.get("href", "") for document in element.iter(f"{{{PACKAGE}}}entryPointDocument")]
    if len(hrefs) != 1 or not hrefs[0].startswith(("http://", "https://")):
        return None
    return EntryPoint(PurePosixPath(hrefs[0]).stem, hrefs[0], _texts(element, "name"), _texts(element, "description"))


def _first(element: etree._Element, *path: str) -> str | None:
    text = element.findtext("/".join(f"{{{PACKAGE}}}{name}" for name in path))
    return text.strip() if text else None


def _texts(element: etree._Element, name: str) -> dict[str, str]:
    return {_language(text): (text.text or "").strip() for text in element.findall(f"{{{PACKAGE}}}{name}")}


def _language(element: etree._Element) -> str:
    """Return the language of an element's text, its own or inherited; ``und`` if nobody says."""
    while element.get(f"{{{XML}}}lang") is None and (parent := element.getparent()) is not None:
        element = parent
    return element.get(f"{{{XML}}}lang", "und")
