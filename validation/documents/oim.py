"""From an xBRL-JSON document to what rules ask about."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...findings import Location
from ...taxonomy import NAMESPACES, QName
from .model import (
    Contents,
    Document,
    FiledContext,
    FiledFootnote,
    FiledUnit,
    Reference,
    Relationship,
    Repeated,
    Source,
    Syntax,
    Tag,
)
from .reading import FOOTNOTE_ROLE

_KEY = re.compile(r'"((?:[^"\\\n]|\\.)*)"\s*:\s*\{')
_MIDNIGHT = "T00:00:00"
_PURE = QName(NAMESPACES["xbrli"], "pure", "xbrli")
_NOTE = "xbrl:note"


class _Pairs(dict[str, Any]):
    """An object, with the keys that it has more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        seen = set[str]()
        self.repeated = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]


def parse_json(text: str) -> Any:
    """Return what a JSON document says, with the keys that an object has more than once.

    Raises :class:`ValueError` if it is not JSON, :class:`RecursionError` if it is nested too deeply.
    """
    return json.loads(text, object_pairs_hook=_Pairs)


def read_json(source: Source, text: str) -> Document:
    """Return the report that a parsed xBRL-JSON document is, ``text``; of another JSON document, one without facts."""
    loaded = source.content
    if not isinstance(loaded, dict) or not isinstance(loaded.get("documentInfo"), dict):
        return Document(Syntax.OTHER, sources=[source])
    return _Reader(source, text).document


class _Reader:
    def __init__(self, source: Source, text: str) -> None:
        self.document = Document(Syntax.JSON, sources=[source])
        self._file = source.file
        loaded: Mapping[str, Any] = source.content
        self._lines: dict[str, list[int]] = {}
        for key, line in _lines(text):
            self._lines.setdefault(key, []).append(line)
        self._declared = set[str]()
        info = loaded["documentInfo"]
        self._names: Mapping[str, str] = info.get("namespaces") if isinstance(info.get("namespaces"), dict) else {}
        self._types: Mapping[str, str] = info.get("linkTypes") if isinstance(info.get("linkTypes"), dict) else {}
        self._groups: Mapping[str, str] = info.get("linkGroups") if isinstance(info.get("linkGroups"), dict) else {}
        taxonomy = info.get("taxonomy")
        for href in taxonomy if isinstance(taxonomy, list) else ():
            self.document.references.append(Reference("schemaRef", str(href), "", self._place("documentInfo")))
        facts = loaded.get("facts")
        if isinstance(facts, _Pairs):
            for number, (key, fact) in enumerate(facts.items()):
                if isinstance(fact, dict) and isinstance(fact.get("dimensions"), dict):
                    self._take(number, key, fact)
            for key in facts.repeated:
                again = Location(self._file, self._lines[key][-1]) if key in self._lines else self._place(key)
                self.document.repeated.append(Repeated(key, again, self._place(key)))

    def _place(self, key: str) -> Location:
        return Location(self._file, self._lines[key][0] if key in self._lines else None)

    def _take(self, number: int, key: str, fact: Mapping[str, Any]) -> None:
        aspects = {name: str(value) for name, value in fact["dimensions"].items()}
        if aspects.get("concept") == _NOTE:
            is_empty = not str(fact.get("value") or "").strip()
            language = aspects.get("language", "")
            self.document.footnotes.append(FiledFootnote(key, self._place(key), language, FOOTNOTE_ROLE, is_empty))
            return
        unit = aspects.get("unit")
        value = fact.get("value")
        self.document.tags.append(
            Tag(
                id=key,
                concept=self._name(aspects.get("concept", "")),
                place=self._place(key),
                order=number,
                context=self._context(key, aspects),
                unit=None if unit is None else self._unit(key, unit),
                is_numeric=unit is not None or "decimals" in fact,
                is_nil=value is None,
                language=aspects.get("language", ""),
                value="" if value is None else str(value),
            )
        )
        self._take_links(key, fact.get("links"))

    def _take_links(self, key: str, links: object) -> None:
        for kind, groups in links.items() if isinstance(links, dict) else ():
            for group, targets in groups.items() if isinstance(groups, dict) else ():
                self.document.relationships.append(
                    Relationship(
                        (key,),
                        tuple(map(str, targets)) if isinstance(targets, list) else (),
                        self._types.get(kind, kind),
                        self._groups.get(group, group),
                        self._place(key),
                    )
                )

    def _context(self, key: str, aspects: Mapping[str, str]) -> str:
        """Return the name of the context that a fact's aspects make; each is declared once, where it is first used."""
        members = sorted((name, value) for name, value in aspects.items() if ":" in name)
        name = " ".join([aspects.get("entity", ""), aspects.get("period", ""), *(f"{a}={m}" for a, m in members)])
        if name not in self._declared:
            self._declared.add(name)
            prefix, _, identifier = aspects.get("entity", "").partition(":")
            held = frozenset((self._name(axis), member) for axis, member in members)
            self.document.contexts.append(
                FiledContext(
                    name,
                    self._place(key),
                    self._names.get(prefix, prefix),
                    identifier,
                    _days(aspects.get("period", "")),
                    scenario=Contents(held) if held else None,
                )
            )
        return name

    def _unit(self, key: str, text: str) -> str:
        if text not in self._declared:
            self._declared.add(text)
            over, _, under = text.partition("/")
            self.document.units.append(FiledUnit(text, self._place(key), self._measures(over), self._measures(under)))
        return text

    def _measures(self, side: str) -> tuple[QName, ...]:
        return tuple(self._name(one) for one in side.strip("()").split("*") if one)

    def _name(self, text: str) -> QName:
        prefix, _, local = text.rpartition(":")
        return QName(self._names.get(prefix, ""), local, prefix)


def _lines(content: str) -> Iterator[tuple[str, int]]:
    """Yield the objects of a document by their keys, each with its line."""
    line, before = 1, 0
    for match in _KEY.finditer(content):
        line += content.count("\n", before, match.start())
        before = match.start()
        yield json.loads(f'"{match[1]}"') if "\\" in match[1] else match[1], line


def _days(period: str) -> tuple[tuple[str, str], ...]:
    """Return a period as XML would have it; midnight is no time of day."""
    if not period:
        return (("forever", ""),)
    start, _, end = (day.removesuffix(_MIDNIGHT) for day in period.rpartition("/"))
    return (("startDate", start), ("endDate", end)) if start else (("instant", end),)
