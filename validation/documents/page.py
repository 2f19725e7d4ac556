"""Rules on the page that people read: nothing that runs, nothing from elsewhere, images inside, no base, no DOCTYPE."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote_to_bytes

from lxml import etree

from ...findings import Finding, codes
from .model import Document, Page
from .reading import HTML, LOADING, PROGRAMS, XLINK, local_of, tag_of
from .settings import Settings

_HANDLER = re.compile(r"on[a-z]{3,}")
_SCHEME = re.compile(r"[\s\x00-\x1f]*([a-z][a-z0-9+.-]*)\s*:", re.IGNORECASE)
_RUNNING = frozenset({"javascript", "vbscript", "mailto", "livescript"})
_CODE_IN_STYLE = re.compile(r"expression\s*\(|behaviou?r\s*:|-moz-binding|javascript\s*:", re.IGNORECASE)
_URL = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]*)""", re.IGNORECASE)
_DATA = re.compile(r"data:([^;,]*)((?:;[^;,]*)*),(.*)", re.IGNORECASE | re.DOTALL)
_SVG_SCRIPT = re.compile(rb"<(?:\w+:)?script\b|\son[a-z]{3,}\s*=|javascript\s*:", re.IGNORECASE)
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"BM", "image/bmp"),
)
_IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/svg+xml"})

Holds = Callable[[str, str], bool]
"""Whether a package holds the file that a document, named first, refers to by a relative address."""


def executable_code(document: Document, settings: Settings) -> Iterator[Finding]:
    """There is nothing that runs: no scripts, no handlers, no addresses that act."""
    for page in document.pages:
        for element in page.telling:
            for what in _running(element):
                yield codes.EXECUTABLE_CODE.finding(
                    f"The page has {what}.",
                    hint="Remove it; a report is read, and does not act.",
                    location=page.place(element),
                )
        for sheet in page.sheets:
            if match := _CODE_IN_STYLE.search(sheet.text or ""):
                yield codes.EXECUTABLE_CODE.finding(
                    f"A style sheet has {match[0].strip()}, which runs code.",
                    hint="Remove it; a report is read, and does not act.",
                    location=page.place(sheet),
                )


def _running(element: etree._Element) -> Iterator[str]:
    name = local_of(element)
    if name in PROGRAMS:
        yield f"the element {name}"
    for attribute, value in element.items():
        if _HANDLER.fullmatch(attribute):
            yield f"the handler {attribute} at {name}"
        elif attribute in LOADING and (scheme := _SCHEME.match(value)):
            if scheme[1].lower() in _RUNNING:
                yield f"the address {value.strip()[:80]} at {name}"
            elif _svg_of(value) is not None and _SVG_SCRIPT.search(_svg_of(value) or b""):
                yield f"a drawing (SVG) with a script at {name}"
        elif attribute == "style" and (match := _CODE_IN_STYLE.search(value)):
            yield f"{match[0].strip()} in the style of {name}, which runs code"


def _svg_of(address: str) -> bytes | None:
    found = _content_of(address)
    return found[1] if found and found[0] == "image/svg+xml" else None


def _content_of(address: str) -> tuple[str, bytes | None] | None:
    """Return type and bytes of a data address; no bytes where they cannot be decoded."""
    match = _DATA.match(address.strip())
    if match is None:
        return None
    try:
        plain = unquote_to_bytes(match[3])
        content = base64.b64decode(re.sub(rb"\s", b"", plain), validate=True) if "base64" in match[2].lower() else plain
    except (binascii.Error, ValueError):
        return match[1].lower(), None
    return match[1].lower(), content


def external_reference(
    document: Document, settings: Settings, holds: Holds = lambda file, href: False
) -> Iterator[Finding]:
    """A report shows itself without anything from elsewhere; a link may lead away if it shows where to."""
    for page in document.pages:
        for element in page.telling:
            for attribute, address in _addresses(element):
                if finding := _external(page, element, attribute, address, holds):
                    yield finding
        for sheet in page.sheets:
            for address in _URL.findall(sheet.text or ""):
                if finding := _external(page, sheet, "style", address, holds):
                    yield finding


def _addresses(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the addresses that an element loads or leads to, each with its attribute."""
    for attribute, value in element.items():
        if attribute == "srcset":
            yield from ((attribute, one.split()[0]) for one in re.split(r",\s+", value) if one.split())
        elif attribute in LOADING:
            yield attribute, value
        elif attribute == "style":
            yield from (("style", address) for address in _URL.findall(value))
    if local_of(element) == "meta" and element.get("http-equiv", "").lower() == "refresh":
        yield "content", element.get("content", "").partition("=")[2]


def _external(page: Page, element: etree._Element, attribute: str, address: str, holds: Holds) -> Finding | None:
    name = local_of(element)
    href = address.strip()
    if not tag_of(element).startswith((HTML, "{http://www.w3.org/2000/svg}")) or not href or href.startswith("#"):
        return None
    scheme = _SCHEME.match(href)
    is_remote = href.startswith("//") or (scheme is not None and scheme[1].lower() not in {"data", *_RUNNING})
    if scheme is not None and not is_remote:
        return None
    if name == "a":
        if not is_remote and holds(page.file, href):
            return None
        if is_remote and _shows(element, href):
            return None
        hint = "Write the address itself as the text of the link, or remove the link."
    elif not is_remote and (_is_image(element) or holds(page.file, href)):
        return None
    else:
        hint = "Put it into the report: styles in a style element, images as data addresses."
    what = "A style sheet" if name == "style" else f"The {attribute} of {name}"
    return codes.EXTERNAL_REFERENCE.finding(
        f"{what} refers to {href[:200]}, outside the report.",
        hint=hint,
        location=page.place(element),
    )


def _shows(link: etree._Element, href: str) -> bool:
    """Whether the text of a link is its address, with or without scheme and ``www``."""
    text = "".join("".join(link.itertext()).split()).lower()
    plain = re.sub(r"^(?:[a-z]+:)?(?://)?(?:www\.)?|/+$", "", href.lower())
    return bool(plain) and plain in text


def image_is_wrong(
    document: Document, settings: Settings, holds: Holds = lambda file, href: False
) -> Iterator[Finding]:
    """Images are data of the type that they say, with a text for those who do not see them."""
    for page in document.pages:
        for element in page.telling:
            if not _is_image(element):
                continue
            for what, hint in _wrong_with(element, page.file, holds):
                yield codes.IMAGE.finding(f"An image {what}.", hint=hint, location=page.place(element))


def _is_image(element: etree._Element) -> bool:
    return local_of(element) in ("img", "image")


def _wrong_with(element: etree._Element, file: str, holds: Holds) -> Iterator[tuple[str, str]]:
    address = element.get("src") or element.get(f"{XLINK}href") or element.get("href") or ""
    if element.get("alt") is None and local_of(element) == "img":
        yield "has no text for those who do not see it", 'Describe it (alt="…"); alt="" if it only decorates.'
    if not address.strip():
        yield "has no content", "Put it into the page as a data address, or remove it."
        return
    found = _content_of(address)
    if found is None:
        is_remote = address.strip().startswith("//") or _SCHEME.match(address)
        if not is_remote and not holds(file, address.strip()):
            yield (
                f"is the file {address.strip()[:100]}, which is not in the report",
                "Put it in as a data address (base64).",
            )
        return
    declared, content = found
    if content is None:
        yield "cannot be decoded (base64)", "Produce it again."
    elif declared not in _IMAGES:
        yield f"is of the type {declared or 'unknown'}", f"Use one of these: {', '.join(sorted(_IMAGES))}."
    elif (actual := _type_of(content)) != declared:
        yield (
            f"says that it is {declared}, and is {actual or 'none of the types known'}",
            "Correct the type, or convert it.",
        )


def _type_of(content: bytes) -> str | None:
    by_start = next((kind for start, kind in _MAGIC if content.startswith(start)), None)
    return by_start or ("image/svg+xml" if re.search(rb"<(?:\w+:)?svg\b", content[:4000]) else None)


def base_used(document: Document, settings: Settings) -> Iterator[Finding]:
    """A document has no base address and no DOCTYPE."""
    for doctype, place in document.doctypes:
        yield codes.BASE_USED.finding(
            f"The document has a DOCTYPE: {doctype[:100]}.",
            hint="Remove it: a report is XHTML that is checked by a schema, and a DOCTYPE lets files in from outside.",
            location=place,
        )
    for base, place in document.based:
        yield codes.BASE_USED.finding(
            f"An element has a base address (xml:base): {base}.",
            hint="Remove it, and write addresses in full.",
            location=place,
        )
    for page in document.pages:
        for element in page.telling:
            if local_of(element) == "base":
                yield codes.BASE_USED.finding(
                    f"The page has a base address: {element.get('href', 'none')}.",
                    hint="Remove it, and write addresses in full.",
                    location=page.place(element),
                )


def reserved_class(document: Document, settings: Settings) -> Iterator[Finding]:
    """No class has a name that is reserved for viewers."""
    for page in document.pages:
        for element in page.telling:
            for name in element.get("class", "").split():
                if name.startswith("-ixv-") or (name.startswith("-ixh-") and name not in settings.viewer_hints):
                    yield codes.RESERVED_CLASS.finding(
                        f"The class {name} is reserved for "
                        + (
                            "viewers."
                            if name.startswith("-ixv-")
                            else "hints to viewers that XBRL International publishes."
                        ),
                        hint="Give it another name, in the style sheets too.",
                        location=page.place(element),
                    )


def heavy_document(document: Document, settings: Settings) -> Iterator[Finding]:
    """A document has a size that browsers bear, and not too many pieces of text."""
    for page in document.pages:
        if settings.most_bytes is not None and page.size > settings.most_bytes:
            yield codes.HEAVY_DOCUMENT.finding(
                f"The document has {page.size:,} bytes; more than {settings.most_bytes:,} are hard on browsers.",
                hint="Make the images smaller, and the markup: one style for a paragraph, not one for each word.",
                location=page.place(page.root),
            )
        number = len(page.continuations)
        if settings.most_continuations is not None and number > settings.most_continuations:
            yield codes.HEAVY_DOCUMENT.finding(
                f"The document has {number:,} continuations; viewers bear {settings.most_continuations:,}.",
                hint="Tag paragraphs instead of lines: let each piece of a text block be as large as it can.",
                location=page.continuations[0].place,
            )
