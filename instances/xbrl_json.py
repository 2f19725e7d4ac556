"""From a document of xBRL-JSON (OIM 1.0), anyone's, to the instance: exactly, or not at all and with a finding.

A fact is read when what it says has one meaning, agrees with the taxonomy and finds room in the instance. Each fact
that is not read is named by a finding, and the others are read. Whether the report keeps every other rule of the
specification is a question for validation. What an extension adds (``prefix:name``) is ignored, as the specification
has it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from urllib.parse import urljoin

from lxml import etree

from ..findings import Code, Finding, Location, codes, unprintable
from ..taxonomy import NAMESPACES, Axis, Concept, Kind, QName, Taxonomy
from .model import (
    DOCUMENT_TYPE,
    FACT_EXPLANATION,
    FACT_FOOTNOTE,
    STANDARD_LINK,
    Dimension,
    Entity,
    Fact,
    Footnote,
    Instance,
    Period,
    Unit,
    Value,
)

_NOTE = QName("https://xbrl.org/2021", "note")
_PURE = Unit((QName(NAMESPACES["xbrli"], "pure", "xbrli"),))
# XML instances need this reference for explanations of facts; it adds nothing that can be reported.
_EXPLANATION_SCHEMA = "http://www.xbrl.org/lrr/arcrole/factExplanatory-2009-12-16.xsd"

_REPORT_KEYS = ("documentInfo", "facts")
_INFO_KEYS = ("documentType", "features", "namespaces", "linkTypes", "linkGroups", "taxonomy", "baseURL")
_FACT_KEYS = ("value", "decimals", "dimensions", "links")
_CORE = ("concept", "entity", "period", "unit", "language")
_OF_NOTES = ("concept", "noteId", "language")

_SPACE = " \t\n\r"
_SPACES = re.compile(f"[{_SPACE}]+")
_FIRST = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NCNAME = rf"[{_FIRST}][{_FIRST}\-.0-9\xb7\u0300-\u036f\u203f\u2040]*"
_PREFIX = re.compile(_NCNAME)
_QNAME = re.compile(rf"({_NCNAME}):({_NCNAME})")
_ENTITY = re.compile(rf"({_NCNAME}):(\S+)")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_ZONE = r"(Z|[+-][0-9]{2}:[0-9]{2})?"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(rf"({_DAY.pattern})T([0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}})(\.[0-9]+)?{_ZONE}")
_YEAR = re.compile(rf"-?[0-9]{{4,}}{_ZONE}")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_MOST_PLACES = 999
_BOOLEANS: Mapping[str, bool] = {"true": True, "1": True, "false": False, "0": False}
_KEY = re.compile(r'"((?:[^"\\]|\\.)*+)"(\s*:\s*\{)?', re.DOTALL)

_XHTML = "{http://www.w3.org/1999/xhtml}"
_REFERENCES: Mapping[str, str] = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
_REFERENCE = re.compile("&[^;]*;?")
# Elements of XHTML whose text stands on a line of its own.
_LINES = frozenset(
    f"{_XHTML}{name}"
    for name in (
        *("address", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
        *("li", "ol", "p", "pre", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)


def read_json(content: bytes, shown_as: str, taxonomy: Taxonomy) -> tuple[Instance | None, list[Finding]]:
    """Read a report in xBRL-JSON (OIM 1.0, Recommendation of 13 October 2021) into an instance.

    Returns the instance, or ``None`` when the document as a whole cannot be read, with a finding for everything that
    is not in the instance: an id of the document's facts is that of a fact or footnote of the instance, or a finding
    names it. ``shown_as`` is the path that findings name; their column is the id of the fact. Facts and footnotes
    keep the order of the document, dimensions have that of the taxonomy, and languages its letter case.
    """
    try:
        text = _decoded(content)
        head = _head(_parsed(text), taxonomy)
    except _UnreadableError as problem:
        return None, [problem.finding(Location(shown_as, problem.line))]
    places = _Places(shown_as, text)
    reader = _Reader(head, taxonomy, places)
    reader.findings += [problem.finding(places.key("documentInfo")) for problem in head.problems]
    pairs = head.facts.pairs if isinstance(head.facts, _RepeatingObject) else list(head.facts.items())
    repeated = _repeated(head.facts)
    for fact_id, fact in pairs:
        reader.read(fact_id, fact, is_repeated=fact_id in repeated)
    return reader.instance(), reader.findings


class _UnreadableError(Exception):
    """Something that cannot be read; the text says what was found, ``hint`` what to do."""

    def __init__(self, message: str, hint: str, code: Code = codes.VALUE_UNREADABLE, line: int | None = None) -> None:
        super().__init__(message)
        self.hint, self.code, self.line = hint, code, line

    def finding(self, location: Location, *facts: str) -> Finding:
        return self.code.finding(str(self), hint=self.hint, location=location, facts=facts)


def _malformed(message: str, hint: str, line: int | None = None) -> _UnreadableError:
    return _UnreadableError(message, hint, codes.INPUT_UNREADABLE, line)


# The document


class _RepeatingObject(dict[str, object]):
    """A JSON object in which a key stands twice; ``pairs`` are all that it holds."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        self.pairs = pairs


def _repeated(members: Mapping[str, object]) -> frozenset[str]:
    """Return the keys of a JSON object that stand twice."""
    if not isinstance(members, _RepeatingObject):
        return frozenset()
    return frozenset(key for key, count in Counter(key for key, _ in members.pairs).items() if count > 1)


def _decoded(content: bytes) -> str:
    """Return the text; a byte order mark before it means nothing (RFC 8259, 8.1)."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _malformed("The document is not UTF-8.", "Save it with the encoding UTF-8.", line) from None


def _parsed(text: str) -> object:
    """Return what the JSON holds. Numbers are ``int`` or ``Decimal``."""
    try:
        return json.loads(
            text, object_pairs_hook=_object, parse_int=_integer, parse_float=Decimal, parse_constant=_constant
        )
    except json.JSONDecodeError as error:
        message = f"The document is not well-formed JSON: {error.msg} at character {error.colno}."
        hint = "Look at the quotes, commas and brackets there; better, let the program that wrote it write it anew."
        raise _malformed(message, hint, error.lineno) from None
    except RecursionError:
        raise _malformed("The document is nested too deeply.", "A report has six levels.") from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _RepeatingObject(pairs)


def _integer(digits: str) -> int | Decimal:
    """No whole number of a report is long; one that is would take long to convert."""
    return int(digits) if len(digits) < 20 else Decimal(digits)


def _constant(name: str) -> object:
    raise _malformed(f"The document holds {name}, which is not JSON.", "Write null, or a text in quotes.")


def _members(value: object, what: str) -> dict[str, object]:
    """Return a JSON object with keys that stand once each."""
    if not isinstance(value, dict):
        raise _malformed(f"{what} is {_shown(value)}, not an object.", "Write it in braces, with keys and values.")
    if repeated := _repeated(value):
        raise _malformed(f"{what} has the key {_shown(min(repeated))} twice.", "Remove one of the two.")
    return value


def _strangers(members: Mapping[str, object], known: tuple[str, ...]) -> list[str]:
    """Return the keys that neither the specification nor an extension has put there."""
    return [key for key in members if key not in known and ":" not in key]


def _shown(value: object) -> str:
    """Return a value for a message: a text shortened and printable, of anything else only what it is."""
    if isinstance(value, str):
        return (_printable(value[:80]) or "(empty)") + ("…" if len(value) > 80 else "")
    kinds = {dict: "an object", list: "a list", bool: "true or false", type(None): "null"}
    return next((name for kind, name in kinds.items() if isinstance(value, kind)), "a number")


def _listed(names: list[str]) -> str:
    return ", ".join(map(_shown, names[:12])) + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)


@dataclass(frozen=True)
class _Head:
    """What stands before the facts. ``problems`` are those that do not keep the facts from being read."""

    entry_point: str
    namespaces: Mapping[str, str]
    link_types: Mapping[str, str]
    link_groups: Mapping[str, str]
    facts: dict[str, object]
    problems: list[_UnreadableError]


def _head(document: object, taxonomy: Taxonomy) -> _Head:
    report = _members(document, "The document")
    if "documentInfo" not in report:
        raise _malformed("The document has no documentInfo.", "Read a report in xBRL-JSON 1.0; this is none.")
    info = _members(report["documentInfo"], "documentInfo")
    facts = report.get("facts", {})
    if not isinstance(facts, dict):
        raise _malformed(f"The facts are {_shown(facts)}, not an object.", "Write each fact after its id, in braces.")
    _check_document_type(info.get("documentType"))
    problems = [
        _malformed(f"{_shown(key)} is no part of xBRL-JSON and is not read.", "Remove it.")
        for key in (*_strangers(report, _REPORT_KEYS), *_strangers(info, _INFO_KEYS))
    ]
    namespaces, types, groups = (_texts(info, key, problems) for key in ("namespaces", "linkTypes", "linkGroups"))
    if not isinstance(info.get("features", {}), dict):
        problems.append(_malformed("The features are not an object.", "Write them in braces, or remove them."))
    for prefix in [prefix for prefix in namespaces if not _PREFIX.fullmatch(prefix)]:
        del namespaces[prefix]
        message = f"{_shown(prefix)} cannot be a prefix of names."
        problems.append(_malformed(message, "A prefix begins with a letter and has no spaces and no colon."))
    return _Head(_entry_point(info, taxonomy, problems), namespaces, types, groups, facts, problems)


def _check_document_type(kind: object) -> None:
    if kind == DOCUMENT_TYPE:
        return
    message = f"The document type is {_shown(kind)}, not {DOCUMENT_TYPE}."
    if isinstance(kind, str) and kind.endswith("/xbrl-json"):
        raise _malformed(f"{message} It is that of a draft.", "Save the report as xBRL-JSON 1.0 and read that.")
    if isinstance(kind, str) and kind.endswith("/xbrl-csv"):
        raise _malformed(f"{message} It is that of xBRL-CSV.", "Save the report as xBRL-JSON and read that.")
    raise _malformed(message, "Read a report in xBRL-JSON 1.0.")


def _texts(info: Mapping[str, object], key: str, problems: list[_UnreadableError]) -> dict[str, str]:
    """Return a mapping of texts; an entry with another value, or that stands twice, is a problem."""
    entries = info.get(key, {})
    if not isinstance(entries, dict):
        problems.append(_malformed(f"{key} is {_shown(entries)}, not an object.", "Write it in braces."))
        return {}
    repeated = _repeated(entries)
    found = {name: text for name, text in entries.items() if isinstance(text, str) and text and name not in repeated}
    for name in (name for name in entries if name not in found):
        reason = "stands twice" if name in repeated else f"is {_shown(entries[name])}, not a URI"
        problems.append(_malformed(f"{_shown(name)} in {key} {reason}.", "Give it one URI, as a text."))
    return found


def _entry_point(info: Mapping[str, object], taxonomy: Taxonomy, problems: list[_UnreadableError]) -> str:
    """Return the entry point, of several the one that the taxonomy knows."""
    named = info.get("taxonomy")
    if not isinstance(named, list) or not named or not all(isinstance(url, str) for url in named):
        raise _malformed("The document does not say which taxonomy it uses.", "Name its entry point: taxonomy: [URL].")
    base = info.get("baseURL")
    urls = [_resolved(base, url) for url in dict.fromkeys(named)]
    arcroles = (_EXPLANATION_SCHEMA, taxonomy.remark.href.partition("#")[0] if taxonomy.remark else "")
    urls = [url for url in urls if url not in arcroles] or urls
    known = [one.href for one in taxonomy.entry_points if one.href in urls]
    chosen = (known or urls)[0]
    if not known:
        message = f"{_shown(chosen)} is not an entry point of the taxonomy that the report is read with."
        problems.append(_malformed(message, "Read it with the taxonomy package that has this entry point."))
    if others := [url for url in urls if url != chosen]:
        message = f"The report also uses {_listed(others)}, of which nothing is kept; {_shown(chosen)} is."
        hint = "Read the report with a taxonomy that has one entry point for all of it."
        problems.append(_UnreadableError(message, hint, codes.NOT_CARRIED))
    return chosen


def _resolved(base: object, url: str) -> str:
    try:
        return urljoin(base, url) if isinstance(base, str) else url
    except ValueError:
        return url


@dataclass
class _Places:
    """Where facts stand in the document. Lines are only counted when there is something to tell."""

    shown_as: str
    text: str

    def key(self, key: str) -> Location:
        return Location(self.shown_as, self._lines.get(key), _printable(key))

    @cached_property
    def _lines(self) -> Mapping[str, int | None]:
        """The line of each key that is followed by an object; ``None`` if it is not the only one of its name."""
        found: dict[str, int | None] = {}
        line, position = 1, 0
        for match in _KEY.finditer(self.text):
            if match[2]:
                line += self.text.count("\n", position, match.start())
                position = match.start()
                key = json.loads(f'"{match[1]}"') if "\\" in match[1] else match[1]
                found[key] = None if key in found else line
        return found


# Names


class _Names:
    """The names of a document, whatever their prefixes. Those of the taxonomy get the taxonomy's prefix."""

    def __init__(self, namespaces: Mapping[str, str], taxonomy: Taxonomy) -> None:
        self.namespaces = namespaces
        self.taxonomy = taxonomy
        self.concepts = {concept.qname: concept for concept in taxonomy.concepts.values()}
        self.axes = {axis.qname: axis for axis in taxonomy.axes.values()}
        self.order = {qname: position for position, qname in enumerate(self.axes)}
        self._prefixes = self._distinct_prefixes()
        self.name: Callable[[str], QName | None] = cache(self._name)
        self.members: Callable[[str], frozenset[QName]] = cache(self._members)
        self.choices: Callable[[str], frozenset[QName]] = cache(self._choices)

    def _distinct_prefixes(self) -> dict[str, str]:
        """Return one prefix for each namespace, different from all others."""
        named = [*self.concepts, *self.axes, *(unit.measure for unit in self.taxonomy.units)]
        for axis in self.axes.values():
            named += [member.qname for member in axis.members.values()]
        for choices in self.taxonomy.choices.values():
            named += [member.qname for member in choices.members.values()]
        prefixes = {namespace: prefix for prefix, namespace in NAMESPACES.items()}
        prefixes |= {name.namespace: name.prefix for name in named}
        for prefix, namespace in self.namespaces.items():
            if namespace not in prefixes:
                taken, number, chosen = set(prefixes.values()), 1, prefix
                while chosen in taken:
                    number += 1
                    chosen = f"{prefix}{number}"
                prefixes[namespace] = chosen
        return prefixes

    def _name(self, text: str) -> QName | None:
        match = _QNAME.fullmatch(text)
        if match is None or match[1] not in self.namespaces:
            return None
        namespace = self.namespaces[match[1]]
        return QName(namespace, match[2], self._prefixes[namespace])

    def why_not(self, text: str) -> str:
        """Say why a text is no name."""
        if _QNAME.fullmatch(text):
            return f"{_shown(text)} has a prefix that the document does not declare."
        return f"{_shown(text)} is not a name with a prefix."

    def _members(self, axis: str) -> frozenset[QName]:
        return frozenset(member.qname for member in self.taxonomy.axes[axis].members.values())

    def _choices(self, concept: str) -> frozenset[QName]:
        return frozenset(member.qname for member in self.taxonomy.choices_of(concept).values())

    @cached_property
    def namesakes(self) -> Mapping[str, Concept]:
        """The concepts by local name."""
        return {name.local: concept for name, concept in self.concepts.items()}


# Facts


class _Reader:
    """Reads facts one by one, then what links them. ``findings`` are what could not be read."""

    def __init__(self, head: _Head, taxonomy: Taxonomy, places: _Places) -> None:
        self.head, self.taxonomy, self.places = head, taxonomy, places
        self.findings: list[Finding] = []
        self._names = _Names(head.namespaces, taxonomy)
        self._languages = {language.lower(): language for language in taxonomy.languages}
        self._facts: dict[str, Fact] = {}
        self._notes: dict[str, Footnote] = {}
        self._links: list[tuple[str, object]] = []
        self._marked_up: list[str] = []
        self._entity = cache(self._read_entity)
        self._unit = cache(self._read_unit)

    def read(self, fact_id: str, fact: object, *, is_repeated: bool) -> None:
        """Read a fact or a footnote, or say why not."""
        try:
            if is_repeated:
                raise _malformed("The id stands twice; neither fact is read.", "Give each fact an id of its own.")
            _check_characters(fact_id, "The id")
            members = _members(fact, "The fact")
            if strangers := _strangers(members, _FACT_KEYS):
                message = f"The fact has {_shown(strangers[0])}, which is no part of xBRL-JSON."
                raise _malformed(message, f"A fact has {', '.join(_FACT_KEYS[:-1])} and {_FACT_KEYS[-1]}.")
            dimensions = _members(members.get("dimensions"), "What the fact has as its dimensions")
            name = self._name(_required(dimensions, "concept"), codes.CONCEPT_UNKNOWN)
            if name == _NOTE:
                self._notes[fact_id] = self._footnote(fact_id, members, dimensions)
            else:
                self._facts[fact_id] = self._fact(fact_id, self._concept(name), members, dimensions)
        except _UnreadableError as problem:
            self._tell(problem, fact_id)
        else:
            if "links" in members:
                self._links.append((fact_id, members["links"]))

    def instance(self) -> Instance:
        """Return what was read, linked."""
        self._link()
        if self._marked_up:
            message = f"{len(self._marked_up)} footnotes have markup, of which only the text is kept."
            self._tell(
                _UnreadableError(message, "Look at the footnotes in the document.", codes.NOT_CARRIED), *self._marked_up
            )
        return Instance(
            self.head.entry_point,
            tuple(self._facts.values()),
            tuple(self._notes.values()),
            frozenset(
                self.taxonomy.axes[axis].qname
                for table in self.taxonomy.tables.values()
                if table.in_segment
                for axis in table.axes
            ),
            {axis.qname: axis.typed_domain for axis in self.taxonomy.axes.values() if axis.typed_domain},
            self.taxonomy.remark,
        )

    def _tell(self, problem: _UnreadableError, *facts: str) -> None:
        ids = (_printable(fact) if unprintable(fact) else fact for fact in facts)
        self.findings.append(problem.finding(self.places.key(facts[0]), *ids))

    def _fact(
        self, fact_id: str, concept: Concept, members: Mapping[str, object], dimensions: Mapping[str, object]
    ) -> Fact:
        value = self._value(members, concept)
        return Fact(
            id=fact_id,
            concept=concept.qname,
            entity=self._entity(_required(dimensions, "entity")),
            period=_period_of(concept, _required(dimensions, "period")),
            value=value,
            unit=self._unit_of(concept, dimensions),
            decimals=_decimals(members, concept, value),
            language=self._language_of(concept, dimensions),
            dimensions=self._dimensions(dimensions),
        )

    def _name(self, text: str, code: Code) -> QName:
        name = self._names.name(text)
        if name is None:
            hint = "Declare the prefix in documentInfo under namespaces, and write prefix:name."
            raise _UnreadableError(self._names.why_not(text), hint, code)
        return name

    def _concept(self, name: QName) -> Concept:
        concept = self._names.concepts.get(name)
        if concept is None:
            namesake = self._names.namesakes.get(name.local)
            hint = f"Read the report with the taxonomy that it uses, {_shown(self.head.entry_point)}."
            if namesake:
                hint = f"There is one in {namesake.qname.namespace}; the report may use another version. {hint}"
            message = f"There is no concept {_shown(name.local)} of {_shown(name.namespace)} in the taxonomy."
            raise _UnreadableError(message, hint, codes.CONCEPT_UNKNOWN)
        return concept

    def _read_entity(self, text: str) -> Entity:
        match = _ENTITY.fullmatch(text)
        if match is None or match[1] not in self.head.namespaces:
            message = f"The entity {_shown(text)} is not an identifier with a prefix that the document declares."
            hint = "Declare the scheme in documentInfo under namespaces, and write prefix:identifier."
            raise _UnreadableError(message, hint)
        _check_characters(match[2], "The entity")
        return Entity(self.head.namespaces[match[1]], match[2])

    def _unit_of(self, concept: Concept, dimensions: Mapping[str, object]) -> Unit | None:
        if not concept.type.is_numeric:
            if "unit" in dimensions:
                raise _UnreadableError(f"{concept.name} is not a number and has no unit.", "Remove the unit.")
            return None
        return self._unit(_required(dimensions, "unit")) if "unit" in dimensions else _PURE

    def _read_unit(self, text: str) -> Unit:
        """Read ``a``, ``a*b``, ``a/b`` or ``(a*b)/(c*d)``."""
        above, slash, below = text.partition("/")
        numerators = self._measures(above, text, is_alone=not slash)
        return Unit(numerators, self._measures(below, text) if slash else ())

    def _measures(self, side: str, text: str, *, is_alone: bool = False) -> tuple[QName, ...]:
        is_bracketed, is_product = side.startswith("(") and side.endswith(")"), "*" in side
        measures = (side[1:-1] if is_bracketed else side).split("*")
        is_right = is_bracketed == is_product or (is_product and is_alone)
        if not is_right or not all(_QNAME.fullmatch(measure) for measure in measures):
            raise _UnreadableError(f"{_shown(text)} is not a unit.", "Write a, a*b, a/b or (a*b)/(c*d).")
        return tuple(sorted(self._name(measure, codes.VALUE_UNREADABLE) for measure in measures))

    def _language_of(self, concept: Concept, dimensions: Mapping[str, object]) -> str | None:
        if "language" not in dimensions:
            return None
        if not concept.type.is_text:
            raise _UnreadableError(f"{concept.name} is not a text and has no language.", "Remove the language.")
        return self._language(dimensions)

    def _language(self, dimensions: Mapping[str, object]) -> str:
        tag = _required(dimensions, "language")
        if not _LANGUAGE.fullmatch(tag):
            raise _UnreadableError(f"{_shown(tag)} is not the tag of a language.", "Write a tag of BCP 47, such as en.")
        return self._languages.get(tag.lower(), tag.lower())

    def _dimensions(self, dimensions: Mapping[str, object]) -> tuple[Dimension, ...]:
        found: dict[QName, QName | str] = {}
        for key, member in dimensions.items():
            if key in _CORE:
                continue
            axis = self._axis(key)
            if axis.qname in found:
                raise _UnreadableError(f"The fact names {axis.name} twice.", "Name it once.", codes.MEMBER_UNKNOWN)
            found[axis.qname] = self._member(axis, member)
        if len(found) < 2:
            return tuple(found.items())
        return tuple(sorted(found.items(), key=lambda pair: self._names.order[pair[0]]))

    def _axis(self, key: str) -> Axis:
        name = self._name(key, codes.MEMBER_UNKNOWN)
        if name not in self._names.axes:
            message = f"There is no axis {_shown(name.local)} of {_shown(name.namespace)} in the taxonomy."
            hint = f"Read the report with the taxonomy that it uses, {_shown(self.head.entry_point)}."
            raise _UnreadableError(message, hint, codes.MEMBER_UNKNOWN)
        return self._names.axes[name]

    def _member(self, axis: Axis, member: object) -> QName | str:
        if not isinstance(member, str):
            message = f"The member of {axis.name} is {_shown(member)}, not a text."
            raise _UnreadableError(message, "Name the member as a text, in quotes.", codes.MEMBER_UNKNOWN)
        if axis.typed:
            _check_characters(member, f"The member of {axis.name}")
            return member
        name = self._name(member, codes.MEMBER_UNKNOWN)
        if name not in self._names.members(axis.name):
            message = f"{_shown(member)} is not a member of {axis.name}."
            hint = f"Read the report with the taxonomy that it uses, {_shown(self.head.entry_point)}."
            raise _UnreadableError(message, hint, codes.MEMBER_UNKNOWN)
        return name

    def _value(self, members: Mapping[str, object], concept: Concept) -> Value:
        if "value" not in members:
            raise _malformed("The fact has no value.", "Write null for a value that is not given.")
        text = members["value"]
        if text is None:
            return None
        if not isinstance(text, str):
            raise _malformed(f"The value is {_shown(text)}, not a text.", "Write every value in quotes.")
        _check_characters(text, "The value")
        if concept.type.is_choice:
            return self._choice(text, concept)
        return _VALUES[concept.type.kind](text, concept)

    def _choice(self, text: str, concept: Concept) -> tuple[QName, ...]:
        chosen = [self._name(name, codes.VALUE_UNREADABLE) for name in _SPACES.split(text) if name]
        if unknown := [name for name in chosen if name not in self._names.choices(concept.name)]:
            message = f"{_shown(unknown[0].local)} is not one of the answers of {concept.name}."
            raise _UnreadableError(message, f"Its answers are {_listed(list(self.taxonomy.choices_of(concept.name)))}.")
        if concept.type.kind is Kind.CHOICE and len(chosen) != 1:
            raise _UnreadableError(f"{concept.name} has one answer; found {len(chosen)}.", "Name one.")
        if len(set(chosen)) < len(chosen):
            raise _UnreadableError(f"{_shown(text)} names an answer twice.", "Name each once.")
        return tuple(sorted(chosen))

    def _footnote(self, fact_id: str, members: Mapping[str, object], dimensions: Mapping[str, object]) -> Footnote:
        stray = [*(key for key in dimensions if key not in _OF_NOTES), *(key for key in members if key == "decimals")]
        if stray:
            raise _UnreadableError(f"A footnote has no {_shown(stray[0])}.", "Remove it.")
        if _required(dimensions, "noteId") != fact_id:
            message = f"The footnote calls itself {_shown(dimensions['noteId'])}, but its id is {_shown(fact_id)}."
            raise _UnreadableError(message, "Write the id of the footnote as its noteId.")
        fragment = members.get("value")
        if not isinstance(fragment, str):
            raise _malformed(f"The footnote is {_shown(fragment)}, not a text.", "Write it in quotes.")
        language = self._language(dimensions)
        text, is_plain = _plain(fragment)
        if not is_plain:
            self._marked_up.append(fact_id)
        return Footnote(fact_id, language, text)

    # Links

    @cached_property
    def _kept_links(self) -> tuple[str, ...]:
        """The arcroles of footnotes, of explanations, and of remarks where the taxonomy has them."""
        remark = self.taxonomy.remark
        return (FACT_FOOTNOTE, FACT_EXPLANATION, *((remark.uri,) if remark else ()))

    def _link(self) -> None:
        lost_kinds: dict[str, dict[str, None]] = {}
        groups: dict[str, dict[str, None]] = {}
        for source, links in self._links:
            try:
                arcs = list(_arcs(links))
            except _UnreadableError as problem:
                self._tell(problem, source)
                continue
            for kind, group, _ in arcs:
                if self.head.link_types.get(kind) not in self._kept_links:
                    lost_kinds.setdefault(kind, {})[source] = None
                elif self.head.link_groups.get(group) != STANDARD_LINK:
                    groups.setdefault(group, {})[source] = None
            self._link_one(source, arcs)
        for kind, sources in lost_kinds.items():
            message = (
                f"Links of the type {_shown(kind)} are not kept: they are neither footnotes nor explanations of facts."
            )
            self._tell(_UnreadableError(message, "Look at them in the document.", codes.NOT_CARRIED), *sources)
        for group, sources in groups.items():
            message = f"The links of the group {_shown(group)} are kept, but not that they form a group."
            self._tell(_UnreadableError(message, "Look at them in the document.", codes.NOT_CARRIED), *sources)

    def _link_one(self, source: str, arcs: list[tuple[str, str, str]]) -> None:
        """Give a fact its footnotes and explanations; say which of them are not there."""
        targets: dict[str, dict[str, None]] = {uri: {} for uri in self._kept_links}
        for kind, _, target in arcs:
            targets.get(self.head.link_types.get(kind, ""), {})[target] = None
        if source in self._notes:
            message = f"The footnote {_shown(source)} has links of its own, which are not kept."
            self._tell(_UnreadableError(message, "Link facts to it, not it to others.", codes.NOT_CARRIED), source)
            return
        footnotes, explanations, *rest = targets.values()
        remarks = rest[0] if rest else {}
        lost = [target for target in footnotes if target not in self._notes]
        lost += [target for target in (*explanations, *remarks) if target not in self._facts]
        if lost:
            message = f"The fact refers to {_listed(lost)}, which is not there or cannot be read."
            hint = "A footnote is linked to as such and an explanation is a fact; see what else is found about them."
            self._tell(_UnreadableError(message, hint, codes.NOT_CARRIED), source)
        self._facts[source] = replace(
            self._facts[source],
            footnotes=tuple(target for target in footnotes if target in self._notes),
            explanations=tuple(target for target in explanations if target in self._facts),
            remarks=tuple(target for target in remarks if target in self._facts),
        )


def _arcs(links: object) -> Iterator[tuple[str, str, str]]:
    """Yield type, group and target of each link of a fact."""
    for kind, groups in _members(links, "What the fact has as its links").items():
        for group, targets in _members(groups, f"What the fact has as its links of the type {_shown(kind)}").items():
            if not isinstance(targets, list) or not all(isinstance(target, str) for target in targets):
                raise _malformed("What the fact links to is not a list of ids.", "Write a list, with ids in quotes.")
            for target in targets:
                yield kind, group, target


def _required(dimensions: Mapping[str, object], name: str) -> str:
    if name not in dimensions:
        raise _UnreadableError(f"The fact has no {name}.", f"Write {name} among its dimensions.")
    value = dimensions[name]
    if not isinstance(value, str):
        raise _malformed(f"The {name} is {_shown(value)}, not a text.", "Write it in quotes.")
    return value


def _check_characters(text: str, what: str) -> None:
    """Refuse what no XML document can hold, and so no report in another form."""
    if character := unprintable(text):
        raise _UnreadableError(f"{what} holds the control character {character}.", "Remove it.")


# Periods


def _period_of(concept: Concept, text: str) -> Period:
    period = _period(text)
    if period.is_instant != (concept.period == "instant"):
        expected = "a point in time" if concept.period == "instant" else "a period with a start and an end"
        message = f"{concept.name} is reported for {expected}, not for {text}."
        raise _UnreadableError(message, "Correct the period, or name another concept.")
    return period


@lru_cache(maxsize=1024)
def _period(text: str) -> Period:
    """Return the whole days that two midnights enclose, or the day that ends at one."""
    start, slash, end = text.rpartition("/")
    after = _midnight(end, text)
    begin = _midnight(start, text) if slash else after
    if begin > after:
        raise _UnreadableError(f"The period {_shown(text)} ends before it begins.", "Correct it.")
    if after == date.min:
        raise _UnreadableError(f"The period {_shown(text)} ends before the calendar begins.", "Correct it.")
    return Period(after - timedelta(days=1), begin if begin < after else None)


def _midnight(text: str, period: str) -> date:
    """Return the day that begins at a moment. A day without a time is no moment: it may mean its start or its end."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        reason = "has a day without a time" if _DAY.fullmatch(text) else "is not one that OIM knows"
        hint = "Write the midnights at which it begins and ends: 2023-01-01T00:00:00/2024-01-01T00:00:00."
        raise _UnreadableError(f"The period {_shown(period)} {reason}.", hint)
    day, time, fraction, zone = match.groups()
    if zone:
        raise _UnreadableError(f"The period {_shown(period)} has a time zone.", "Give it in days, without one.")
    if time != "00:00:00" or (fraction or "").strip(".0"):
        raise _UnreadableError(f"The period {_shown(period)} is not one of whole days.", "Give it in whole days.")
    return _day(day)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _UnreadableError(f"{_shown(text)} is no day of the calendar.", "Correct it.") from None


# Values


def _decimals(members: Mapping[str, object], concept: Concept, value: Value) -> int | None:
    if "decimals" not in members:
        return None
    if not isinstance(value, Decimal):
        reason = "is not given" if value is None else "is not a number"
        raise _UnreadableError(f"The value {reason} and has no decimals.", "Remove decimals.")
    decimals = members["decimals"]
    if not isinstance(decimals, int) or isinstance(decimals, bool) or abs(decimals) > _MOST_PLACES:
        message = f"The decimals of {concept.name} are not a whole number."
        raise _malformed(message, "Write one without quotes, such as 2, or leave it out where the value is exact.")
    return decimals


def _number(text: str, concept: Concept) -> Decimal:
    if not _NUMBER.fullmatch(text.strip(_SPACE)):
        raise _UnreadableError(f"{_shown(text)} is not a number.", "Write digits with a decimal point: 12252.52.")
    value = Decimal(text.strip(_SPACE))
    if concept.type.is_count and value != value.to_integral_value():
        raise _UnreadableError(f"{_shown(text)} is not a whole number, and {concept.name} counts.", "Correct it.")
    return value


def _date(text: str, concept: Concept) -> date:
    if not _DAY.fullmatch(text.strip(_SPACE)):
        message = f"{_shown(text)} is not a date without a time zone, as {concept.name} is."
        raise _UnreadableError(message, "Write the date as year-month-day: 2023-12-31.")
    return _day(text.strip(_SPACE))


def _year(text: str, concept: Concept) -> str:
    if not _YEAR.fullmatch(text.strip(_SPACE)):
        raise _UnreadableError(f"{_shown(text)} is not a year, as {concept.name} is.", "Write four digits: 2030.")
    return text.strip(_SPACE)


def _boolean(text: str, concept: Concept) -> bool:
    if text.strip(_SPACE) not in _BOOLEANS:
        raise _UnreadableError(f"{_shown(text)} does not answer {concept.name}.", "Write true or false.")
    return _BOOLEANS[text.strip(_SPACE)]


def _text(text: str, _: Concept) -> str:
    return text


def _other(text: str, concept: Concept) -> str:
    own, base = concept.type.qname, concept.type.derives
    if "QNameItemType" in (own.local, base.local if base else ""):
        message = f"{concept.name} is a name with a prefix, which has no meaning outside of the document."
        raise _UnreadableError(message, "Look at it in the document.")
    return text


_VALUES: Mapping[Kind, Callable[[str, Concept], Value]] = {
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.YEAR: _year,
    Kind.BOOLEAN: _boolean,
    Kind.TEXT: _text,
    Kind.BLOCK: _text,
    Kind.OTHER: _other,
}


# Footnotes


def _plain(fragment: str) -> tuple[str, bool]:
    """Return the text of a piece of XHTML, and whether that is all that it holds; if not, it is given line by line."""
    _check_characters(fragment, "The footnote")
    if "<" not in fragment and "&#" not in fragment:
        return _REFERENCE.sub(_referred, fragment), True
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        body = etree.fromstring(f'<body xmlns="{_XHTML[1:-1]}">{fragment}</body>', parser)
    except etree.XMLSyntaxError:
        raise _no_xhtml(fragment) from None
    if not len(body):
        return body.text or "", True
    lines = (_SPACES.sub(" ", line).strip(_SPACE) for line in "".join(_words(body)).split("\n"))
    return "\n".join(line for line in lines if line), False


def _referred(match: re.Match[str]) -> str:
    if match[0] not in _REFERENCES:
        raise _no_xhtml(match.string)
    return _REFERENCES[match[0]]


def _no_xhtml(fragment: str) -> _UnreadableError:
    message = f"The footnote is not well-formed XHTML: {_shown(fragment)}"
    return _UnreadableError(message, "Write &amp; for an ampersand and &lt; for a less-than sign.")


def _words(element: etree._Element) -> Iterator[str]:
    yield _SPACES.sub(" ", element.text or "")
    for child in element:
        line = "\n" if child.tag in _LINES else ""
        yield line
        yield from _words(child)
        yield line
        yield _SPACES.sub(" ", child.tail or "")
