"""Findings as a page that shows the report itself: one file, without a network, in any browser.

The report stands in a frame in which nothing runs. What is marked in it are the facts that findings are about; a click
on a finding leads to its fact, and one on a fact to its findings. Everything the report would load or run is left out.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html.entities import html5
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from lxml import etree

from ..codes import CODES
from ..explanations import Explanation, ForeignCode, explain, explanations
from ..grouping import Group, group, spot
from ..judgement import Judgement
from ..model import Finding, count_by_severity
from ..score import score

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATES = Path(__file__).parent.parent / "templates"
FEW = 4
"""How many findings of a group are shown until more are wanted."""

_MARK, _FIRST, _WORST = "data-esgtag", "data-esgtag-first", "data-esgtag-severity"
_LEFT_OUT = frozenset({"script", "object", "embed", "iframe", "frame", "applet", "link", "base"})
_TIED = re.compile(r"-ix-hidden\s*:\s*([^\s;]+)")
_IX = ("http://www.xbrl.org/2013/inlineXBRL", "http://www.xbrl.org/2008/inlineXBRL")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A finding in the list: its number, where in its file it is, and the document in which it is marked, if any."""

    number: int
    finding: Finding
    document: int | None

    @property
    def spot(self) -> str:
        return spot(self.finding)


@dataclass(frozen=True, slots=True)
class _Listed:
    """A group in the list, with what its rule is for; ``is_same_sentence`` if several findings say the same."""

    group: Group
    entries: tuple[_Entry, ...]
    is_same_sentence: bool

    @property
    def first(self) -> Finding:
        return self.group.first

    @property
    def few(self) -> tuple[_Entry, ...]:
        return self.entries[:FEW]

    @property
    def more(self) -> tuple[_Entry, ...]:
        return self.entries[FEW:]

    @property
    def told(self) -> Explanation | None:
        return explanations().get(self.first.code)

    @property
    def rule(self) -> str:
        return CODES[self.first.code].rule if self.first.code in CODES else ""

    @property
    def foreign(self) -> ForeignCode | None:
        found = explain(self.first.code)
        return found if isinstance(found, ForeignCode) else None


@dataclass(frozen=True, slots=True)
class _Document:
    """A document as it is shown, with its marks; ``repaired`` if it is not well-formed."""

    name: str
    xhtml: str
    marked: frozenset[int]
    repaired: bool


def to_page(judgement: Judgement, reports: Mapping[str, bytes], *, title: str) -> str:
    """Return a page with the findings of a filing, its quality card, and its documents.

    ``reports`` are XHTML documents by the names that findings call their files; there may be none. ``title`` is what
    the page is about. A document that is not well-formed is shown as far as it can be read.
    """
    numbers = {finding: number for number, finding in enumerate(judgement.findings)}
    read = (_document(name, content, judgement.findings) for name, content in reports.items())
    documents = [document for document in read if document is not None]
    listed = [
        _Listed(
            members,
            tuple(_entry(numbers[finding], finding, documents) for finding in members.findings),
            len(members.findings) > 1 and members.is_same_sentence,
        )
        for members in group(judgement.findings)
    ]
    style, script = ((TEMPLATES / name).read_text(encoding="utf-8").strip() for name in ("findings.css", "findings.js"))
    return _template().render(
        title=title,
        judgement=judgement,
        card=score(judgement.findings),
        counts={severity.label: count for severity, count in count_by_severity(judgement.findings).items() if count},
        groups=listed,
        documents=documents,
        contents=_as_script([{"name": one.name, "xhtml": one.xhtml} for one in documents]),
        style=style,
        script=script,
        script_sum=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("findings.html.j2")


def _as_script(value: object) -> str:
    """Return a value as JSON that can stand in a script element whatever texts it holds."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _entry(number: int, finding: Finding, documents: Sequence[_Document]) -> _Entry:
    return _Entry(number, finding, next((at for at, one in enumerate(documents) if number in one.marked), None))


def _document(name: str, content: bytes, findings: Sequence[Finding]) -> _Document | None:
    """Return a document with its facts marked; ``None`` of what cannot be read at all."""
    root, repaired = _parsed(content)
    if root is None:
        return None
    _leave_out(root)
    targets = _Targets(root, name)
    marks: dict[etree._Element, list[int]] = {}
    for number, finding in enumerate(findings):
        elements = list(targets.of(finding))
        for element in elements:
            marks.setdefault(element, []).append(number)
        for element in elements[:1]:
            element.set(_FIRST, f"{element.get(_FIRST, '')} {number}".strip())
    for element, numbers in marks.items():
        element.set(_MARK, " ".join(map(str, numbers)))
        element.set(_WORST, max(findings[number].severity for number in numbers).label)
    marked = frozenset(number for numbers in marks.values() for number in numbers)
    return _Document(name, etree.tostring(root, encoding="unicode", with_tail=False), marked, repaired)


def _parsed(content: bytes) -> tuple[etree._Element | None, bool]:
    for recover in (False, True):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=recover)
        try:
            root: etree._Element | None = etree.fromstring(content, parser)
        except (etree.XMLSyntaxError, ValueError):
            continue
        if root is not None:
            return root, recover
    return None, True


def _leave_out(root: etree._Element) -> None:
    """Remove what would load or run something, and links that lead away; write entities as characters."""
    for node in list(root.iter()):
        if isinstance(node, etree._Entity):
            _replace(node, html5.get(f"{node.name};", f"&{node.name};"))
        elif _is_left_out(node):
            _replace(node, "")
        else:
            _disarm(node)


def _is_left_out(node: etree._Element) -> bool:
    if not isinstance(node.tag, str):
        return True
    name = etree.QName(node).localname.lower()
    return name in _LEFT_OUT or (name == "meta" and node.get("http-equiv") is not None)


def _disarm(element: etree._Element) -> None:
    for name in element.attrib:
        if str(name).lower().startswith("on"):
            del element.attrib[name]
    href = element.get("href")
    if href is not None and not href.startswith("#"):
        del element.attrib["href"]
        element.set("title", href)


def _replace(node: etree._Element, text: str) -> None:
    """Take a node out, leaving a text and what follows it."""
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    text += node.tail or ""
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text
    node.tail = None
    parent.remove(node)


class _Targets:
    """Finds the elements of a document that a finding is about: by the ids of its facts, or else by its line."""

    def __init__(self, root: etree._Element, name: str) -> None:
        self._name = PurePosixPath(name).name
        self._by_id: dict[str, etree._Element] = {}
        self._tied: dict[str, etree._Element] = {}
        body = next((one for one in root.iter() if etree.QName(one).localname == "body"), root)
        for element in root.iter():
            if (identifier := element.get("id")) is not None:
                self._by_id.setdefault(identifier, element)
            if tie := _TIED.search(element.get("style", "")):
                self._tied.setdefault(tie[1], element)
        best: dict[int, etree._Element] = {}
        for element in body.iter():
            line = element.sourceline or 0
            if line not in best or (_is_fact(element) and not _is_fact(best[line])):
                best[line] = element
        self._lines = sorted(best)
        self._at = [best[line] for line in self._lines]

    def of(self, finding: Finding) -> Iterator[etree._Element]:
        """Yield what to mark."""
        found = [element for fact in finding.facts if (element := self._fact(fact)) is not None]
        yield from dict.fromkeys(found)
        place = finding.location
        if not found and place is not None and place.line is not None and PurePosixPath(place.file).name == self._name:
            before = bisect_right(self._lines, place.line)
            if before:
                yield self._at[before - 1]

    def _fact(self, identifier: str) -> etree._Element | None:
        """A hidden fact is shown where the page has the text that it is tied to."""
        return self._tied.get(identifier, self._by_id.get(identifier))


def _is_fact(element: etree._Element) -> bool:
    return etree.QName(element).namespace in _IX
