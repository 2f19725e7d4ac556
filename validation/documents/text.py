"""The text of facts: without what is excluded, with what continues it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from .model import Continuation, Document, Tag
from .reading import INLINE, tag_of


def pieces_of(element: etree._Element) -> Iterator[str]:
    """Yield the pieces of text of an element, without what ``ix:exclude`` takes out of the fact."""
    if not len(element):
        yield element.text or ""
        return
    outside = 0
    for event, one in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        is_excluded = isinstance(one.tag, str) and tag_of(one).startswith(INLINE) and tag_of(one).endswith("}exclude")
        if event == "start":
            outside += is_excluded
            if not outside:
                yield one.text or ""
            continue
        outside -= is_excluded
        if not outside and one is not element:
            yield one.tail or ""


def chain_of(tag: Tag, document: Document) -> Iterator[Continuation]:
    """Yield the continuations of a text, in their order, each once."""
    seen, following = set[str](), tag.continued_at
    while following and following not in seen and (found := document.continuations.get(following)):
        yield found
        seen.add(following)
        following = found.continued_at


def texts_of(tag: Tag, document: Document) -> Iterator[str]:
    """Yield the pieces of a fact's text as it is written, continuations included."""
    if tag.element is None:
        yield tag.value
        return
    yield from pieces_of(tag.element)
    for continuation in chain_of(tag, document):
        yield from pieces_of(continuation.element)
