"""What Arelle is hooked with that needs nothing of Arelle: stand-ins for its dictionaries, its sets and lxml."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree


class Schemas:
    """``lxml.etree`` for Arelle's validation of XML, with the schemas of ``sources`` parsed and compiled once."""

    def __init__(self, sources: Collection[str]) -> None:
        self._sources = sources
        self._trees: dict[str, Any] = {}
        self._compiled: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(etree, name)

    def parse(self, source: Any, parser: Any = None) -> Any:
        """Parse a document, one of the schemas only once."""
        if source not in self._sources:
            return etree.parse(source, parser=parser)
        if source not in self._trees:
            self._trees[source] = etree.parse(source, parser=parser)
        return self._trees[source]

    def XMLSchema(self, tree: Any) -> Any:  # noqa: N802 - lxml's name
        """Compile a schema, one of the schemas only once."""
        source = next((source for source, kept in self._trees.items() if kept is tree), None)
        if source is None:
            return etree.XMLSchema(tree)
        if source not in self._compiled:
            self._compiled[source] = etree.XMLSchema(tree)
        return self._compiled[source]


class Screened(dict[Any, Any]):
    """A dictionary in which everything is found, and only some is shown when it is gone through."""

    def __init__(self, content: Mapping[Any, Any], shown: Sequence[Any]) -> None:
        super().__init__(content)
        self._shown = shown

    def keys(self) -> Any:
        """Return the keys that are shown."""
        return self._shown

    def values(self) -> Any:
        """Return the values of the keys that are shown."""
        return [self[key] for key in self._shown]


def numbering() -> Callable[[Any], int]:
    """Return a ``__hash__`` that numbers objects in the order in which they are first put into a set."""
    numbers = itertools.count()

    def number(one: Any) -> int:
        try:
            return one._number  # type: ignore[no-any-return]
        except AttributeError:
            one._number = found = next(numbers)
            return found

    return number


def in_order(_: Any, nodes: Iterable[Any]) -> list[Any]:
    """Return nodes, each once, by their lines; as ``XPathContext.documentOrderedNodes``, but always the same."""
    lines = dict.fromkeys((getattr(getattr(node, "modelElement", node), "sourceline", 0) or 0, node) for node in nodes)
    return [node for _, node in sorted(lines, key=lambda placed: placed[0])]


def stub(entries: Sequence[Sequence[str]]) -> str:
    """Return a report without facts that names documents of a taxonomy: pairs of kind and absolute address."""
    role = ' xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase"'
    references = "".join(
        f'<link:{kind} xlink:type="simple"{role if kind == "linkbaseRef" else ""} xlink:href={quoteattr(href)}/>'
        for kind, href in entries
    )
    return (
        '<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink">{references}</xbrli:xbrl>'
    )


def arcroles(key: tuple[Any, ...]) -> set[str]:
    """Return the arcroles of a key of Arelle's ``relationshipSets``."""
    return {key[0]} if isinstance(key[0], str) else set(key[0])


def sizes(attributes: Mapping[str, Any]) -> dict[str, int]:
    """Return how much is in each attribute that is a collection."""
    return {name: len(value) for name, value in attributes.items() if isinstance(value, dict | list | set)}


def forget_misses(found: Any, size: int) -> None:
    """Take out of a dictionary with default lists what was asked for and not found since it had a size."""
    if isinstance(found, defaultdict):
        for key in [key for key in itertools.islice(found, size, None) if not found[key]]:
            del found[key]
