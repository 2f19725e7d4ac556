"""Rules on the tags of inline XBRL: text blocks, hidden facts, transformations, targets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html.entities import html5

from lxml import etree

from ...findings import Finding, Location, codes
from ...taxonomy import Kind
from .model import Continuation, Document, Syntax, Tag, Types
from .settings import Settings
from .styles import Sight
from .text import chain_of, pieces_of, texts_of

_REGISTRIES = "http://www.xbrl.org/inlineXBRL/transformation/"
_OLDEST = "2020-02-12"
_TIED = re.compile(r"(?:^|[;\s])-(?:[a-z]+-)?ix-hidden\s*:\s*([^;\s]+)")
_SHOWABLE = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+)?|true|false")
_MARKUP = re.compile(r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NEVER_SHOWABLE = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.OTHER})


def _is_block(tag: Tag, types: Types) -> bool:
    """Whether a fact is a text block: by its type, and where that is not known, by its name."""
    kind = types.get(tag.concept)
    return kind is Kind.BLOCK if kind is not None else tag.concept.local.endswith("TextBlock")


def text_block_is_not_escaped(document: Document, settings: Settings, types: Types) -> Iterator[Finding]:
    """Text blocks are filed as markup; what has another type is not."""
    if document.syntax is not Syntax.INLINE:
        return
    for tag in document.tags:
        if tag.is_numeric or tag.is_nil:
            continue
        if _is_block(tag, types) and not tag.is_escaped:
            yield codes.TEXT_BLOCK_NOT_ESCAPED.finding(
                f"{tag.named} is a text block, and is filed without its markup.",
                hint='Write escape="true" at its tag, so that paragraphs and tables are kept.',
                location=tag.place,
                facts=tag.facts,
            )
        elif tag.is_escaped and tag.concept in types and not _is_block(tag, types):
            yield codes.TEXT_BLOCK_NOT_ESCAPED.finding(
                f"{tag.named} is no text block ({types[tag.concept]}), and is filed with markup.",
                hint='Remove escape="true" from its tag, so that only the text is filed.',
                location=tag.place,
                facts=tag.facts,
            )


def text_block_is_broken(document: Document, settings: Settings, types: Types) -> Iterator[Finding]:
    """Text blocks have text, are well-formed XHTML, and read in the order of the page."""
    positioned = {page.file for page in document.pages if _is_positioned(page.sheets)}
    for tag in document.tags:
        if tag.is_numeric or tag.is_nil:
            continue
        problem = _chain_problem(tag, document, positioned) if tag.continued_at else None
        if problem is None and (tag.is_escaped or _is_block(tag, types)):
            problem = _block_problem(tag, document)
        if problem is not None:
            what, hint, related = problem
            yield codes.TEXT_BLOCK_BROKEN.finding(
                f"{tag.named} {what}.", hint=hint, location=tag.place, facts=tag.facts, related=related
            )


_Problem = tuple[str, str, tuple[Location, ...]]


def _is_positioned(sheets: list[etree._Element]) -> bool:
    """Whether a page places its texts by coordinates: then the order of elements is not that of reading."""
    return any(re.search(r"position\s*:\s*absolute", sheet.text or "") for sheet in sheets)


def _chain_problem(tag: Tag, document: Document, positioned: set[str]) -> _Problem | None:
    last: Tag | Continuation = tag
    seen = set[str]()
    for part in chain_of(tag, document):
        if part.order < last.order and part.place.file not in positioned:
            return (
                f"goes on at {part.id}, which stands before the piece that it continues",
                "Put the pieces into the order in which they are read.",
                (part.place,),
            )
        seen.add(part.id)
        last = part
    if last.continued_at in seen:
        return f"goes round in a circle: {last.continued_at} is continued by itself", "Let the last piece end it.", ()
    if last.continued_at and document.is_whole:
        return (
            f"is continued at {last.continued_at}, and there is no such piece",
            "Correct the name (continuedAt), or add the piece (ix:continuation).",
            (),
        )
    return None


def _block_problem(tag: Tag, document: Document) -> _Problem | None:
    if document.syntax is Syntax.INLINE:
        if any(text.strip() for text in texts_of(tag, document)) or _has_image(tag, document):
            return None
        return "is a text block without a text", "Tag the text that it is about, or leave it out.", ()
    text = "".join(texts_of(tag, document))
    if not _MARKUP.sub("", text).strip() and "<img" not in text:
        return "is a text block without a text", "Write the text, or leave it out.", ()
    if _MARKUP.search(text) and (fault := _fault_of_fragment(text)):
        return f"has markup that is not well-formed XHTML: {fault}", "Close every element, in the right order.", ()
    return None


def _has_image(tag: Tag, document: Document) -> bool:
    elements = [tag.element, *(part.element for part in chain_of(tag, document))]
    return any(element is not None and element.find(".//{*}img") is not None for element in elements)


def _fault_of_fragment(text: str) -> str | None:
    """Return why markup cannot stand in the body of an XHTML page; ``None`` if it can."""
    known = _ENTITY.sub(lambda match: _character(match[1]) or match[0], text)
    try:
        etree.fromstring(f"<div>{known}</div>".encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return str(error.msg).partition(", line")[0]
    return None


def _character(name: str) -> str | None:
    return None if name in _XML_ENTITIES else html5.get(f"{name};")


def hidden_but_transformable(document: Document, settings: Settings, types: Types) -> Iterator[Finding]:
    """A fact is hidden only if no transformation could show it."""
    for tag in document.tags:
        if tag.is_hidden and _can_be_shown(tag, document, types):
            text = "".join(texts_of(tag, document)).strip()
            yield codes.HIDDEN_BUT_TRANSFORMABLE.finding(
                f"{tag.named} is hidden, and could be shown: {text[:80]}.",
                hint="Tag it where the page shows it; a transformation (format) turns what people read into the value.",
                location=tag.place,
                facts=tag.facts,
            )


def _can_be_shown(tag: Tag, document: Document, types: Types) -> bool:
    """Whether a transformation could show a fact: by its type, and where that is not known, by its value."""
    if tag.is_nil:
        return False
    if (kind := types.get(tag.concept)) is not None:
        return kind not in _NEVER_SHOWABLE
    return tag.is_numeric or _SHOWABLE.fullmatch("".join(texts_of(tag, document)).strip()) is not None


def hidden_but_not_shown(document: Document, settings: Settings, types: Types) -> Iterator[Finding]:
    """Every other hidden fact is tied to a text that people see, and nothing is tied to a fact that is not hidden."""
    hidden = {tag.id: tag for tag in document.tags if tag.is_hidden and tag.id}
    tied = set[str]()
    for key, place, is_seen in _ties(document):
        if key not in hidden and document.is_whole:
            yield codes.HIDDEN_NOT_SHOWN.finding(
                f"A text is tied to {key}, which is no hidden fact.",
                hint="Correct the id in the style -ix-hidden, or remove it.",
                location=place,
            )
        elif is_seen:
            tied.add(key)
    if not document.is_whole:
        return
    for tag in document.tags:
        if tag.is_hidden and tag.id not in tied and not _can_be_shown(tag, document, types):
            yield codes.HIDDEN_NOT_SHOWN.finding(
                f"{tag.named} is hidden, and no text that people see is tied to it.",
                hint=f'Tie it to the text that says the same: style="-ix-hidden:{tag.id or "its id"}".',
                location=tag.place,
                facts=tag.facts,
            )


def _ties(document: Document) -> Iterator[tuple[str, Location, bool]]:
    """Yield the ids that elements are tied to, the place of each, and whether people see something there."""
    for page in document.pages:
        sight = Sight(page)
        for element in page.telling:
            if match := _TIED.search(element.get("style", "")):
                has_text = any(text.strip() for text in pieces_of(element)) or element.find(".//{*}img") is not None
                yield match[1], page.place(element), has_text and not sight.hidden_by(element)


def old_transformations(document: Document, settings: Settings) -> Iterator[Finding]:
    """Transformations are of registry 4 or a later one."""
    for tag in document.tags:
        if tag.format is None:
            continue
        registry = tag.format.namespace.removeprefix(_REGISTRIES)
        if registry == tag.format.namespace or registry < _OLDEST:
            which = _OF_REGISTRY.get(
                registry, f"no registry of XBRL International ({tag.format.namespace or 'undeclared'})"
            )
            yield codes.OLD_TRANSFORMATIONS.finding(
                f"The transformation {tag.format} of {tag.named} is of {which}.",
                hint=f"Use the one of registry 5, {_REGISTRIES}2022-02-16, that reads the same.",
                location=tag.place,
                facts=tag.facts,
            )


_OF_REGISTRY: Mapping[str, str] = {
    "2010-04-20": "registry 1",
    "2011-07-31": "registry 2",
    "2015-02-26": "registry 3",
}


def target_used(document: Document, settings: Settings) -> Iterator[Finding]:
    """Facts are for the default target document, or for one that the profile names."""
    if settings.targets is None:
        return
    for tag in document.tags:
        if tag.target and tag.target not in settings.targets:
            yield codes.TARGET_USED.finding(
                f"{tag.named} is for the target document {tag.target}.",
                hint="Remove the target: software reads the default one only, unless it is told otherwise.",
                location=tag.place,
                facts=tag.facts,
            )
