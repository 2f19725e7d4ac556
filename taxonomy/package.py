"""The compiled taxonomy as a taxonomy package (Taxonomy Packages 1.0) and as part of a report package."""

from __future__ import annotations

from lxml import etree

from .compile import XML, compile_taxonomy, document_bytes
from .model import Taxonomy, Text

PACKAGE = "http://xbrl.org/2016/taxonomy-package"
CATALOG = "urn:oasis:names:tc:entity:xmlns:xml:catalog"


def package_name(taxonomy: Taxonomy) -> str:
    """Return the package's top folder and file stem, for example ``esg-2025``."""
    return f"{taxonomy.prefix}-{taxonomy.version}"


def package_files(taxonomy: Taxonomy) -> dict[str, bytes]:
    """Return the package's files by their path below its one top folder.

    The same files below the top folder of a report package make its taxonomy resolve from within.
    """
    files = {f"taxonomy/{name}": content for name, content in compile_taxonomy(taxonomy).items()}
    return {
        "META-INF/catalog.xml": _catalog(taxonomy),
        "META-INF/taxonomyPackage.xml": _metadata(taxonomy),
        **files,
    }


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
    _text(root, "publicationDate", taxonomy.date.isoformat())
    entry_points = etree.SubElement(root, f"{{{PACKAGE}}}entryPoints")
    entry_point = etree.SubElement(entry_points, f"{{{PACKAGE}}}entryPoint")
    _each_language(entry_point, "name", taxonomy.labels)
    etree.SubElement(entry_point, f"{{{PACKAGE}}}entryPointDocument", href=taxonomy.entry_point)
    return document_bytes(root)


def _text(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{PACKAGE}}}{name}")
    element.text = text
    return element


def _each_language(parent: etree._Element, name: str, texts: Text) -> None:
    for language, text in texts.items():
        _text(parent, name, text).set(f"{{{XML}}}lang", language)
