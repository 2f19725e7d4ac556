"""The instance: what was said, independent of the document that carries it.

The terms are those of the Open Information Model 1.0: a fact is a value with aspects (concept, entity,
period, unit, language and dimensions).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ..taxonomy import Arcrole, QName

DOCUMENT_TYPE = "https://xbrl.org/2021/xbrl-json"
STANDARD_LINK = "http://www.xbrl.org/2003/role/link"
FACT_FOOTNOTE = "http://www.xbrl.org/2003/arcrole/fact-footnote"
FACT_EXPLANATION = "http://www.xbrl.org/2009/arcrole/fact-explanatoryFact"
FACT_EXPLANATION_HREF = "http://www.xbrl.org/lrr/arcrole/factExplanatory-2009-12-16.xsd#fact-explanatoryFact"

Value = Decimal | date | bool | str | tuple[QName, ...] | None
"""A reported value; ``None`` is nil. A choice is the members chosen, sorted; a text block the XHTML it holds."""


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """Who reports: an identifier and the URI of the scheme that issued it."""

    scheme: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days. ``end`` is the last day, included; an instant, the end of that day, has no ``start``."""

    end: date
    start: date | None = None

    @property
    def is_instant(self) -> bool:
        """Whether this is a point in time."""
        return self.start is None

    @property
    def sort_key(self) -> tuple[date, date]:
        """Order in time: by end, then by start."""
        return self.end, self.start or self.end


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """A product of measures, or a quotient of two products. Measures are sorted."""

    numerators: tuple[QName, ...]
    denominators: tuple[QName, ...] = ()

    def __str__(self) -> str:
        """Return the unit as OIM writes it: ``utr:MWh/iso4217:CNY``; in a quotient, a product stands in brackets."""
        above, below = ("*".join(sorted(map(str, measures))) for measures in (self.numerators, self.denominators))
        if not below:
            return above
        return "/".join(f"({side})" if "*" in side else side for side in (above, below))


Dimension = tuple[QName, QName | str]
"""An axis with its member: a name for an explicit axis, an identifier for a typed one."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One reported value with its aspects.

    ``decimals`` is the accuracy of a number (``None`` for exact, and for text, dates and nil). ``footnotes``
    are ids of the instance's footnotes, ``explanations`` those of facts that say why this one is nil, ``remarks`` those
    of facts that say why it is restated, what it covers or who assured it.
    """

    id: str
    concept: QName
    entity: Entity
    period: Period
    value: Value
    unit: Unit | None = None
    decimals: int | None = None
    language: str | None = None
    dimensions: tuple[Dimension, ...] = ()
    footnotes: tuple[str, ...] = ()
    explanations: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def is_numeric(self) -> bool:
        """Whether the fact is a number or stands in for one."""
        return self.unit is not None

    @property
    def aspects(self) -> tuple[object, ...]:
        """Everything that says what the value is about; two facts with equal aspects are duplicates."""
        return self.concept, self.entity, self.period, self.unit, self.language, self.dimensions


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note on facts, in one language."""

    id: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Instance:
    """A set of facts and footnotes that use one taxonomy entry point.

    ``in_segment`` are the axes that an XML context holds in ``xbrli:segment``, not in ``xbrli:scenario``;
    ``typed_domains`` the elements that hold members of typed axes. ``remark`` is the taxonomy's link from a fact to
    remarks on it.
    """

    entry_point: str
    facts: tuple[Fact, ...]
    footnotes: tuple[Footnote, ...] = ()
    in_segment: frozenset[QName] = frozenset()
    typed_domains: Mapping[QName, QName] = field(default_factory=dict)
    remark: Arcrole | None = None

    def links_of(self, fact: Fact) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the links of a fact, to footnotes and to other facts: the URI of the arcrole and the ids."""
        yield FACT_FOOTNOTE, fact.footnotes
        yield FACT_EXPLANATION, fact.explanations
        if self.remark:
            yield self.remark.uri, fact.remarks

    def linked(self) -> Iterator[tuple[Arcrole, tuple[tuple[str, tuple[str, ...]], ...]]]:
        """Yield each kind of link between facts in use, with the ids of facts and of those they are linked to."""
        for arcrole, linked in (
            (Arcrole(FACT_EXPLANATION, FACT_EXPLANATION_HREF), [(fact.id, fact.explanations) for fact in self.facts]),
            (self.remark, [(fact.id, fact.remarks) for fact in self.facts]),
        ):
            used = tuple(pair for pair in linked if pair[1])
            if arcrole is not None and used:
                yield arcrole, used

    def used_names(self) -> Iterator[QName]:
        """Yield every qualified name in use, repeated; a writer declares their prefixes."""
        for fact in self.facts:
            yield fact.concept
            if isinstance(fact.value, tuple):
                yield from fact.value
            if fact.unit:
                yield from fact.unit.numerators
                yield from fact.unit.denominators
            for axis, member in fact.dimensions:
                yield axis
                yield member if isinstance(member, QName) else self.typed_domains[axis]

    def namespaces(self) -> dict[str, str]:
        """Return the prefixes in use with their namespaces, sorted by prefix."""
        return dict(sorted({name.prefix: name.namespace for name in self.used_names()}.items()))
