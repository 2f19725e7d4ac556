"""The facts of anyone's report, in any syntax, whether or not its taxonomy is at hand: what it says, fact by fact.

Only what a document says itself is read: no type is known, so that a value is a number if it has a unit and a text
otherwise, and nothing is refused. What cannot be understood (a context that is not there, a transformation that is not
known) is ``None``; whether that is a mistake is a question for validation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from lxml import etree

from ..taxonomy import NAMESPACES, QName
from .model import Dimension, Entity, Period, Unit

_XBRLI = f"{{{NAMESPACES['xbrli']}}}"
_XBRLDI = "{http://xbrl.org/2006/xbrldi}"
_XSI_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_LANGUAGE = etree.XPath("string(ancestor-or-self::*[@xml:lang][1]/@xml:lang)")
_INLINE = ("{http://www.xbrl.org/2013/inlineXBRL}", "{http://www.xbrl.org/2008/inlineXBRL}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?")
_MIDNIGHT = "00:00:00"


@dataclass(frozen=True, slots=True)
class FiledFact:
    """One fact as a document has it.

    ``value`` is a number where the fact has a unit and the number can be read, a text otherwise, and ``None`` for nil.
    ``decimals`` is as written: ``2``, ``-6``, ``INF`` or nothing. ``place`` is its line in XML, its id in JSON.
    """

    id: str
    concept: QName
    entity: Entity | None
    period: Period | None
    dimensions: tuple[Dimension, ...]
    unit: Unit | None
    decimals: str
    value: Decimal | str | None
    language: str | None
    line: int | None = None

    @property
    def is_numeric(self) -> bool:
        """Whether the fact is a number, or stands in for one."""
        return self.unit is not None

    @property
    def what(self) -> tuple[QName, tuple[Dimension, ...]]:
        """What it is about, whenever: its concept and its dimensions."""
        return self.concept, self.dimensions


def facts_as_filed(content: bytes) -> tuple[FiledFact, ...]:
    """Return the facts of a document in xBRL-JSON, xBRL-XML or inline XBRL, in their order.

    Of a document that is not well-formed, what stands before its fault and can still be read; nothing of a document of
    another kind.
    """
    if content.lstrip()[:1] == b"{":
        try:
            return facts_of_json(json.loads(content))
        except (ValueError, RecursionError):
            return ()
    parser = etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:  # nothing at all that could be read
        return ()
    return () if root is None else facts_of_tree(root)


def facts_of_tree(root: etree._Element) -> tuple[FiledFact, ...]:
    """Return the facts of a document in xBRL-XML or inline XBRL that has been parsed; see :func:`facts_as_filed`."""
    return tuple(_Document(root).facts())


def facts_of_json(document: object) -> tuple[FiledFact, ...]:
    """Return the facts of a document in xBRL-JSON that has been parsed; none of other JSON."""
    return tuple(_of_json(document))


# XML


@dataclass
class _Document:
    """A document in xBRL-XML or inline XBRL."""

    root: etree._Element

    def facts(self) -> Iterator[FiledFact]:
        """Yield the facts in document order."""
        is_instance = self.root.tag == f"{_XBRLI}xbrl"
        elements = self._of_instance() if is_instance else self._of_page()
        for number, (element, concept) in enumerate(elements, 1):
            context = self._contexts.get(element.get("contextRef", ""))
            entity, period, dimensions = context or (None, None, ())
            unit = self._units.get(element.get("unitRef", ""))
            is_number = element.get("unitRef") is not None
            yield FiledFact(
                id=element.get("id") or f"#{number}",
                concept=concept,
                entity=entity,
                period=period,
                dimensions=dimensions,
                unit=unit if unit or not is_number else Unit(()),
                decimals=(element.get("decimals") or "").strip(),
                value=self._value(element, is_number=is_number),
                language=language_of(element) or None if not is_number else None,
                line=element.sourceline,
            )

    def _of_instance(self) -> Iterator[tuple[etree._Element, QName]]:
        for element in self.root.iter(etree.Element):
            if element.get("contextRef") is not None:
                name = etree.QName(element)
                yield element, QName(name.namespace or "", name.localname, element.prefix or "")

    def _of_page(self) -> Iterator[tuple[etree._Element, QName]]:
        for element in self.root.iter(*(f"{ix}{kind}" for ix in _INLINE for kind in ("nonFraction", "nonNumeric"))):
            if (name := _qname(element.get("name", ""), element)) is not None:
                yield element, name

    @cached_property
    def _contexts(self) -> Mapping[str, tuple[Entity | None, Period | None, tuple[Dimension, ...]]]:
        return {
            context.get("id", ""): (_entity(context), _period(context), tuple(sorted(_dimensions(context), key=str)))
            for context in self.root.iter(f"{_XBRLI}context")
        }

    @cached_property
    def _units(self) -> Mapping[str, Unit]:
        return {unit.get("id", ""): _unit(unit) for unit in self.root.iter(f"{_XBRLI}unit")}

    @cached_property
    def _continuations(self) -> Mapping[str, etree._Element]:
        return {
            one.get("id", ""): one for ix in _INLINE for one in self.root.iter(f"{ix}continuation") if one.get("id")
        }

    def _value(self, element: etree._Element, *, is_number: bool) -> Decimal | str | None:
        if element.get(_XSI_NIL) in ("true", "1"):
            return None
        if str(element.tag).startswith(_INLINE):
            return _shown_number(element) if is_number else self._shown_text(element)
        text = "".join(element.itertext())
        number = _number(text.strip()) if is_number else None
        return text if number is None else number

    def _shown_text(self, element: etree._Element) -> str:
        texts, seen, part = [], set[str](), element
        while True:
            texts.append(_text(part))
            following = part.get("continuedAt", "")
            if following in seen or following not in self._continuations:
                return "".join(texts)
            seen.add(following)
            part = self._continuations[following]


def _text(element: etree._Element) -> str:
    """Return the text of an element without what is excluded from the fact."""
    excluded = {id(one) for ix in _INLINE for outer in element.iter(f"{ix}exclude") for one in outer.iter()}
    pieces = [element.text or ""]
    for one in element.iterdescendants():
        if isinstance(one.tag, str) and id(one) not in excluded:
            pieces.append(one.text or "")
        parent = one.getparent()
        if parent is not None and id(parent) not in excluded:
            pieces.append(one.tail or "")
    return "".join(pieces)


def language_of(element: etree._Element) -> str:
    """Return the language of an element, its own or the one that it inherits; nothing if there is none."""
    return str(_LANGUAGE(element))


def _qname(text: str, element: etree._Element) -> QName | None:
    prefix, separator, local = text.strip().rpartition(":")
    namespace = element.nsmap.get(prefix if separator else None)
    return QName(namespace or "", local, prefix) if local else None


def _entity(context: etree._Element) -> Entity | None:
    identifier = next(context.iter(f"{_XBRLI}identifier"), None)
    return None if identifier is None else Entity(identifier.get("scheme", ""), (identifier.text or "").strip())


def days_of(context: etree._Element) -> tuple[tuple[str, str], ...]:
    """Return the parts of a context's period as they are written, each with its name: ``instant``, ``startDate``."""
    return tuple(
        (etree.QName(one).localname, (one.text or "").strip())
        for one in context.iterfind(f"{_XBRLI}period/*")
        if isinstance(one.tag, str)
    )


def _period(context: etree._Element) -> Period | None:
    days = dict(days_of(context))
    end = _last_day(days.get("instant") or days.get("endDate") or "")
    start = _first_day(days["startDate"]) if "startDate" in days else None
    return Period(end, start) if end is not None and (start or "instant" in days) else None


def _last_day(text: str) -> date | None:
    """Return the day at whose end a point in time is: midnight is the end of the day before."""
    match = _DATED.fullmatch(text)
    day = _day(match[1]) if match else None
    return day - timedelta(1) if day and match and match[2] == _MIDNIGHT else day


def _first_day(text: str) -> date | None:
    match = _DATED.fullmatch(text)
    return _day(match[1]) if match else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _dimensions(context: etree._Element) -> Iterator[Dimension]:
    for member in context.iter(f"{_XBRLDI}explicitMember", f"{_XBRLDI}typedMember"):
        axis = _qname(member.get("dimension", ""), member)
        if axis is None:
            continue
        text = "".join(member.itertext()).strip()
        explicit = _qname(text, member) if str(member.tag).endswith("explicitMember") else None
        yield axis, explicit if explicit is not None else text


def measures_of(unit: etree._Element) -> tuple[tuple[QName, ...], tuple[QName, ...]]:
    """Return what a unit measures and what it is divided by, as written; an undeclared prefix has no namespace."""
    divide = unit.find(f"{_XBRLI}divide")
    if divide is None:
        return _measures(unit), ()
    return _measures(divide.find(f"{_XBRLI}unitNumerator")), _measures(divide.find(f"{_XBRLI}unitDenominator"))


def _measures(part: etree._Element | None) -> tuple[QName, ...]:
    found = () if part is None else part.iterfind(f"{_XBRLI}measure")
    return tuple(_qname(measure.text or "", measure) or QName("", "") for measure in found)


def _unit(unit: etree._Element) -> Unit:
    over, under = (tuple(sorted((name for name in side if name.local), key=str)) for side in measures_of(unit))
    return Unit(over, under)


# Numbers


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


_POINT: Callable[[str], str] = lambda text: re.sub(r"[\s,'’]", "", text)  # noqa: E731
_COMMA: Callable[[str], str] = lambda text: re.sub(r"[\s.'’]", "", text).replace(",", ".")  # noqa: E731
_FORMATS: Mapping[str, Callable[[str], str]] = {
    "": _POINT,
    "numdotdecimal": _POINT,
    "numcommadot": _POINT,
    "numspacedot": _POINT,
    "numdotcomma": _COMMA,
    "numspacecomma": _COMMA,
    "numcommadecimal": _COMMA,
    "numcomma": _COMMA,
    "numdash": lambda text: "0",
    "zerodash": lambda text: "0",
    "fixedzero": lambda text: "0",
    "numunitdecimal": lambda text: ".".join(re.findall(r"\d+", text)[:2]),
}
"""The transformations of numbers that reports use, of all registries, without hyphens."""


def _shown_number(element: etree._Element) -> Decimal | str:
    text = _text(element).strip()
    read = _FORMATS.get(element.get("format", "").rpartition(":")[2].replace("-", ""))
    number = _number(read(text)) if read else None
    try:
        scale = int(element.get("scale") or 0)
    except ValueError:
        return text
    if number is None or abs(scale) > 100:
        return text
    return (-number if element.get("sign") == "-" else number).scaleb(scale)


# JSON


def _of_json(document: Any) -> Iterator[FiledFact]:
    try:
        names: Mapping[str, str] = document["documentInfo"]["namespaces"]
        facts = document["facts"].items()
    except (KeyError, TypeError, AttributeError):
        return
    for fact_id, fact in facts:
        if isinstance(fact, dict) and isinstance(fact.get("dimensions"), dict):
            yield _fact_of_json(str(fact_id), fact, names)


def _fact_of_json(fact_id: str, fact: Mapping[str, object], names: Mapping[str, str]) -> FiledFact:
    def name(text: str) -> QName:
        prefix, _, local = text.rpartition(":")
        return QName(names.get(prefix, ""), local, prefix)

    given = fact["dimensions"]
    aspects: dict[str, str] = {key: str(value) for key, value in given.items()} if isinstance(given, dict) else {}
    scheme, _, identifier = aspects.get("entity", "").partition(":")
    axes = ((name(axis), member) for axis, member in aspects.items() if ":" in axis)
    value, unit = fact.get("value"), aspects.get("unit")
    is_number = unit is not None or isinstance(fact.get("decimals"), int)
    found = FiledFact(
        id=fact_id,
        concept=name(aspects.get("concept", "")),
        entity=Entity(names.get(scheme, scheme), identifier) if identifier else None,
        period=_oim_period(aspects.get("period", "")),
        dimensions=tuple(sorted(((axis, _oim_member(member, names)) for axis, member in axes), key=str)),
        unit=_oim_unit(unit, name) if unit else Unit((_PURE,)) if is_number else None,
        decimals=str(fact["decimals"]) if "decimals" in fact else "INF" if is_number else "",
        value=None if value is None else str(value),
        language=aspects.get("language"),
    )
    if is_number and isinstance(found.value, str) and (number := _number(found.value)) is not None:
        return replace(found, value=number)
    return found


_PURE = QName(NAMESPACES["xbrli"], "pure", "xbrli")


def _oim_period(text: str) -> Period | None:
    start, _, end = text.rpartition("/")
    last = _last_day(end)
    return Period(last, _first_day(start) if start else None) if last else None


def _oim_member(text: str, names: Mapping[str, str]) -> QName | str:
    prefix, _, local = text.partition(":")
    return QName(names[prefix], local, prefix) if prefix in names and local else text


def _oim_unit(text: str, name: Callable[[str], QName]) -> Unit:
    over, _, under = text.partition("/")

    def measures(side: str) -> tuple[QName, ...]:
        return tuple(sorted((name(one) for one in side.strip("()").split("*") if one), key=str))

    return Unit(measures(over), measures(under))
