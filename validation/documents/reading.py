"""From the bytes of an XML document to what rules ask about, in one pass over its elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from lxml import etree

from ...findings import Location
from ...instances import days_of, language_of, measures_of
from ...taxonomy import NAMESPACES, QName
from .model import (
    Contents,
    Continuation,
    Document,
    FiledContext,
    FiledFootnote,
    FiledUnit,
    Page,
    Reference,
    Relationship,
    Repeated,
    Source,
    Syntax,
    Tag,
)

XBRLI = f"{{{NAMESPACES['xbrli']}}}"
LINK = "{http://www.xbrl.org/2003/linkbase}"
XLINK = "{http://www.w3.org/1999/xlink}"
XML = "{http://www.w3.org/XML/1998/namespace}"
HTML = "{http://www.w3.org/1999/xhtml}"
_XBRLDI = "{http://xbrl.org/2006/xbrldi}"
_XSI_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
INLINE = ("{http://www.xbrl.org/2013/inlineXBRL}", "{http://www.xbrl.org/2008/inlineXBRL}")
STANDARD_LINK = "http://www.xbrl.org/2003/role/link"
FACT_FOOTNOTE = "http://www.xbrl.org/2003/arcrole/fact-footnote"
FOOTNOTE_ROLE = "http://www.xbrl.org/2003/role/footnote"

PROGRAMS = frozenset({"script", "object", "iframe", "embed", "applet", "frame"})
LOADING = frozenset(
    {"src", "href", "data", "background", "poster", "srcset", "action", "archive", "formaction", f"{XLINK}href"}
)
_TELLING_TAGS = PROGRAMS | {"img", "image", "link", "base", "meta"}
_TELLING_STYLE = re.compile(r"ix-hidden|url\s*\(|expression\s*\(|behaviou?r\s*:|-moz-binding|javascript", re.IGNORECASE)


def tag_of(element: etree._Element) -> str:
    """Return an element's name with its namespace, as lxml writes it."""
    return str(element.tag)


def local_of(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    tag = str(element.tag)
    return tag[tag.rfind("}") + 1 :]


def parse(content: bytes, *, recover: bool = False) -> etree._Element | None:
    """Return the root of an XML document; nothing is fetched, no entity is replaced.

    Raises :class:`lxml.etree.XMLSyntaxError` if it is not well-formed, unless ``recover``: then the root of what can be
    read, or ``None``.
    """
    parser = etree.XMLParser(
        recover=recover,
        huge_tree=content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"<!ENTITY" not in content,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    return etree.fromstring(content, parser) if content.strip() or not recover else None


def read_trees(sources: Sequence[Source]) -> Document:
    """Return the report that some documents in XML are together."""
    syntaxes = [_syntax_of(source.content) for source in sources]
    reader = _Reader(Document(syntaxes[0] if syntaxes else Syntax.OTHER))
    for source, syntax in zip(sources, syntaxes, strict=True):
        reader.read(source, syntax)
    return reader.document


def _syntax_of(root: etree._Element) -> Syntax:
    name = local_of(root)
    if root.tag == f"{XBRLI}xbrl":
        return Syntax.XML
    return Syntax.INLINE if name.lower() in ("html", "xhtml") else Syntax.OTHER


class _Reader:
    def __init__(self, document: Document) -> None:
        self.document = document
        self._file = ""
        self._page: Page | None = None
        self._hidden: set[etree._Element] = set()
        self._ids: dict[str, tuple[Location, bool]] = {}
        self._order = 0
        self._links = 0
        self._takes: Mapping[str, Callable[[etree._Element], None]] = {
            f"{XBRLI}context": self._take_context,
            f"{XBRLI}unit": self._take_unit,
            f"{LINK}schemaRef": self._take_reference,
            f"{LINK}linkbaseRef": self._take_reference,
            f"{LINK}footnoteLink": self._take_footnote_link,
            f"{HTML}style": self._take_sheet,
            **{
                f"{ix}{name}": take
                for ix in INLINE
                for name, take in (
                    ("nonFraction", self._take_inline),
                    ("nonNumeric", self._take_inline),
                    ("tuple", self._take_structure),
                    ("fraction", self._take_structure),
                    ("hidden", self._take_hidden),
                    ("continuation", self._take_continuation),
                    ("footnote", self._take_footnote),
                    ("relationship", self._take_relationship),
                )
            },
        }

    def read(self, source: Source, syntax: Syntax) -> None:
        """Take one document of the report."""
        root = source.content
        self._file = source.file
        self._page = Page(source.file, root, source.size) if syntax is Syntax.INLINE else None
        self.document.sources.append(source)
        if doctype := root.getroottree().docinfo.doctype:
            self.document.doctypes.append((doctype, Location(source.file, source.doctype)))
        if self._page is not None:
            self.document.pages.append(self._page)
            self._walk_page(root)
        elif syntax is Syntax.XML:
            self._walk_instance(root)

    def _walk_page(self, root: etree._Element) -> None:
        for element in root.iter("*"):
            self._order += 1
            if take := self._takes.get(tag_of(element)):
                take(element)
            self._look_at(element)

    def _walk_instance(self, root: etree._Element) -> None:
        for element in root.iter("*"):
            self._order += 1
            if (context := element.get("contextRef")) is not None:
                self._take_fact(element, context)
            elif take := self._takes.get(tag_of(element)):
                take(element)
            elif element.getparent() is root and any(child.get("contextRef") is not None for child in element):
                self._take_structure(element)
            if element.get("id"):
                self._note_id(element)
            if f"{XML}base" in element.attrib:
                self._note_base(element)

    def _look_at(self, element: etree._Element) -> None:
        """Note what attributes of an element of a page say."""
        is_telling = local_of(element) in _TELLING_TAGS
        for name, value in element.items():
            if name == "class":
                is_telling = is_telling or "-ix" in value
            elif name == "style":
                is_telling = is_telling or _TELLING_STYLE.search(value) is not None
            elif name == "id":
                self._note_id(element)
            elif name == f"{XML}base":
                self._note_base(element)
            else:
                is_telling = is_telling or name in LOADING or name.startswith("on")
        if is_telling and self._page is not None:
            self._page.telling.append(element)

    def _place(self, element: etree._Element) -> Location:
        return Location(self._file, element.sourceline)

    def _note_base(self, element: etree._Element) -> None:
        self.document.based.append((element.get(f"{XML}base", ""), self._place(element)))

    def _note_id(self, element: etree._Element) -> None:
        """Note an id, and whether it is that of a fact; each element comes here once."""
        key, here = element.get("id", ""), (self._place(element), element.get("contextRef") is not None)
        place, is_fact = self._ids.setdefault(key, here)
        if place is not here[0] and (is_fact or here[1]):
            self.document.repeated.append(Repeated(key, here[0], place))

    # Facts

    def _take_fact(self, element: etree._Element, context: str) -> None:
        if element.find(f"{XBRLI}numerator") is not None:
            self._take_structure(element)
            return
        name = etree.QName(element)
        unit = element.get("unitRef")
        self._add(
            Tag(
                id=element.get("id", ""),
                concept=QName(name.namespace or "", name.localname, element.prefix or ""),
                place=self._place(element),
                order=self._order,
                context=context,
                unit=unit,
                is_numeric=unit is not None,
                is_nil=_is_nil(element),
                language=language_of(element),
                has_precision=element.get("precision") is not None,
                element=element,
            )
        )

    def _take_inline(self, element: etree._Element) -> None:
        names = element.nsmap
        form = element.get("format")
        self._add(
            Tag(
                id=element.get("id", ""),
                concept=_qname(element.get("name", ""), names),
                place=self._place(element),
                order=self._order,
                context=element.get("contextRef", ""),
                unit=element.get("unitRef"),
                is_numeric=tag_of(element).endswith("nonFraction"),
                is_nil=_is_nil(element),
                language=language_of(element),
                has_precision=element.get("precision") is not None,
                is_hidden=element in self._hidden,
                is_escaped=element.get("escape") in ("true", "1"),
                format=_qname(form, names) if form else None,
                target=element.get("target", ""),
                continued_at=element.get("continuedAt", ""),
                element=element,
            )
        )

    def _add(self, tag: Tag) -> None:
        self.document.tags.append(tag)
        if self._page is not None:
            self._page.tags.append(tag)

    def _take_structure(self, element: etree._Element) -> None:
        shown = f"ix:{local_of(element)}" if tag_of(element).startswith(INLINE) else _written(element)
        self.document.structures.append((shown, self._place(element)))

    def _take_hidden(self, element: etree._Element) -> None:
        self._hidden.update(element.iter("*"))

    def _take_continuation(self, element: etree._Element) -> None:
        found = Continuation(
            element.get("id", ""), self._place(element), self._order, element.get("continuedAt", ""), element
        )
        self.document.continuations[found.id] = found
        if self._page is not None:
            self._page.continuations.append(found)

    def _take_sheet(self, element: etree._Element) -> None:
        if self._page is not None:
            self._page.sheets.append(element)

    # Contexts and units

    def _take_context(self, element: etree._Element) -> None:
        identifier = element.find(f"{XBRLI}entity/{XBRLI}identifier")
        segment = element.find(f"{XBRLI}entity/{XBRLI}segment")
        scenario = element.find(f"{XBRLI}scenario")
        self.document.contexts.append(
            FiledContext(
                id=element.get("id", ""),
                place=self._place(element),
                scheme="" if identifier is None else identifier.get("scheme", ""),
                identifier="" if identifier is None else (identifier.text or "").strip(),
                days=days_of(element),
                segment=None if segment is None else _contents(segment),
                scenario=None if scenario is None else _contents(scenario),
            )
        )

    def _take_unit(self, element: etree._Element) -> None:
        self.document.units.append(FiledUnit(element.get("id", ""), self._place(element), *measures_of(element)))

    # References, footnotes and relationships

    def _take_reference(self, element: etree._Element) -> None:
        parent = element.getparent()
        target = "" if parent is None or self._page is None else parent.get("target", "")
        kind = local_of(element)
        self.document.references.append(
            Reference(kind, element.get(f"{XLINK}href", "").strip(), target, self._place(element))
        )

    def _take_footnote(self, element: etree._Element) -> None:
        self.document.footnotes.append(
            FiledFootnote(
                key=element.get("id", ""),
                place=self._place(element),
                language=language_of(element),
                role=element.get("footnoteRole", FOOTNOTE_ROLE),
                is_empty=not any(text.strip() for text in element.itertext()),
            )
        )

    def _take_relationship(self, element: etree._Element) -> None:
        self.document.relationships.append(
            Relationship(
                tuple(element.get("fromRefs", "").split()),
                tuple(element.get("toRefs", "").split()),
                element.get("arcrole", FACT_FOOTNOTE),
                element.get("linkRole", STANDARD_LINK),
                self._place(element),
            )
        )

    def _take_footnote_link(self, link: etree._Element) -> None:
        """Labels stand for what locators point at, and for the footnotes themselves, within their link."""
        self._links += 1
        labels: dict[str, list[str]] = {}
        for locator in link.iterfind(f"{LINK}loc"):
            fact = locator.get(f"{XLINK}href", "").rpartition("#")[2]
            labels.setdefault(locator.get(f"{XLINK}label", ""), []).append(fact)
        for number, note in enumerate(link.iterfind(f"{LINK}footnote")):
            key = note.get("id") or f"#{self._links}.{number}"
            labels.setdefault(note.get(f"{XLINK}label", ""), []).append(key)
            self.document.footnotes.append(
                FiledFootnote(
                    key=key,
                    place=self._place(note),
                    language=language_of(note),
                    role=note.get(f"{XLINK}role", ""),
                    is_empty=not any(text.strip() for text in note.itertext()),
                )
            )
        for arc in link.iterfind(f"{LINK}footnoteArc"):
            self.document.relationships.append(
                Relationship(
                    tuple(labels.get(arc.get(f"{XLINK}from", ""), ())),
                    tuple(labels.get(arc.get(f"{XLINK}to", ""), ())),
                    arc.get(f"{XLINK}arcrole", ""),
                    link.get(f"{XLINK}role", ""),
                    self._place(arc),
                )
            )


def _is_nil(element: etree._Element) -> bool:
    return element.get(_XSI_NIL, "").strip() in ("true", "1")


def _written(element: etree._Element) -> str:
    """Return an element's name as it is written: ``esg:Value``."""
    local = local_of(element)
    return f"{element.prefix}:{local}" if element.prefix else local


def _qname(text: str, names: Mapping[str | None, str]) -> QName:
    prefix, separator, local = text.strip().rpartition(":")
    return QName(names.get(prefix if separator else None) or "", local, prefix)


def _contents(container: etree._Element) -> Contents:
    children = [child for child in container if isinstance(child.tag, str)]
    members = frozenset(
        (_qname(child.get("dimension", ""), child.nsmap), _member(child))
        for child in children
        if tag_of(child).startswith(_XBRLDI)
    )
    texts = [container.text or "", *(child.tail or "" for child in container)]
    strangers = [_written(child) for child in children if not tag_of(child).startswith(_XBRLDI)]
    return Contents(members, (*strangers, *(text.strip() for text in texts if text.strip())))


def _member(element: etree._Element) -> str:
    """Return a member so that equal members are equal: its full name, or the content of a typed one."""
    if tag_of(element).endswith("explicitMember"):
        name = _qname(element.text or "", element.nsmap)
        return f"{{{name.namespace}}}{name.local}"
    typed = next((child for child in element if isinstance(child.tag, str)), None)
    if typed is None:
        return ""
    if len(typed):
        return etree.tostring(typed, encoding="unicode", with_tail=False)
    return f"{tag_of(typed)} {'nil' if _is_nil(typed) else (typed.text or '').strip()}"
