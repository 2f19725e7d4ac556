"""The taxonomy as every room queries it: concepts, axes, tables, types and units."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Literal

Text = Mapping[str, str]
"""A text in several languages, keyed by BCP 47 language tag."""

PeriodType = Literal["instant", "duration"]

NAMESPACES: Mapping[str, str] = {
    "dtr-types": "http://www.xbrl.org/dtr/type/2024-01-31",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
    "utr": "http://www.xbrl.org/2009/utr",
    "xbrli": "http://www.xbrl.org/2003/instance",
}
"""Prefixes of the published namespaces that concepts and units draw on."""


@dataclass(frozen=True, slots=True, order=True)
class QName:
    """A qualified name. The prefix is the one to write it with; it does not count in comparisons."""

    namespace: str
    local: str
    prefix: str = ""

    def __str__(self) -> str:
        return f"{self.prefix}:{self.local}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, QName) and (self.namespace, self.local) == (other.namespace, other.local)

    def __hash__(self) -> int:
        return hash((self.namespace, self.local))


class Arithmetic(StrEnum):
    """What the members of an axis have to do with the total of a table's concepts."""

    ADDS_UP = "adds-up"
    """The reported members are a complete breakdown: they add up to the total."""
    SHARES = "shares"
    """The members are shares of one whole: they add up to 100 %."""
    AVERAGE = "average"
    """The total is the mean of the members, weighted by their shares."""
    EACH = "each"
    """The arithmetic of the table's other axes holds within each member."""
    SEPARATE = "separate"
    """The members stand side by side; no total is meant."""


@dataclass(frozen=True, slots=True)
class ItemType:
    """An item type: its name, the kind of quantity it holds (``None`` for text and dates), and its base type."""

    name: str
    qname: QName
    quantity: str | None
    derives: QName | None = None

    @property
    def is_numeric(self) -> bool:
        """Whether facts of this type have a unit and an accuracy."""
        return self.quantity is not None

    @property
    def is_text(self) -> bool:
        """Whether facts of this type are words in a language."""
        return self.qname.local == "stringItemType"

    @property
    def is_count(self) -> bool:
        """Whether values are whole numbers by nature, so that a value printed without decimals is exact."""
        return self.qname.local == "nonNegativeIntegerItemType"


@dataclass(frozen=True, slots=True)
class UnitSpelling:
    """A unit as preparers write it.

    ``measure`` is what is reported, ``exponent`` the power of ten between the written unit and the measure,
    ``base`` how many base units of its quantity one measure holds (1 tonne holds 1000 kg).
    """

    measure: QName
    quantity: str
    labels: Text
    spellings: tuple[str, ...]
    exponent: int = 0
    base: Decimal = Decimal(1)
    per: Text = field(default_factory=dict)

    def label(self, language: str, *, below: bool = False) -> str:
        """Return the unit's name in a language, as it stands alone or below the line of a quotient."""
        return self.per.get(language, self.labels[language]) if below else self.labels[language]


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A spelling that means different things to different people, and one thing that it may mean."""

    spelling: str
    reason: str
    example: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A paragraph, metric or disclosure of a published standard.

    ``part`` is the reference part that holds ``code``: ``Number`` or ``Paragraph``.
    """

    standard: str
    publisher: str
    title: str
    labels: Text
    part: str
    code: str
    obligation: str | None


@dataclass(frozen=True, slots=True)
class Operand:
    """A concept with members, as a ratio names it."""

    concept: str
    members: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Ratio:
    """A quotient of two other concepts."""

    numerator: Operand
    denominator: Operand


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that can be reported: its type, period type, labels and relations to other concepts.

    ``parent`` is the concept it is nested under, ``parts`` are the concepts that add up to it. A concept that is
    ``forward_looking`` may be reported for a period after the reporting period. ``balance`` is that of a monetary
    concept, ``debit`` or ``credit``.
    """

    name: str
    type: ItemType
    period: PeriodType
    labels: Text
    documentation: Text
    references: tuple[Reference, ...]
    table: str
    parent: str | None
    parts: tuple[str, ...]
    ratio: Ratio | None
    forward_looking: bool = False
    may_be_negative: bool = False
    may_exceed_one: bool = False
    balance: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an explicit axis."""

    name: str
    labels: Text


@dataclass(frozen=True, slots=True)
class Axis:
    """A way of cutting a figure. A typed axis has no declared members: they are the filer's own."""

    name: str
    labels: Text
    documentation: Text
    typed: bool
    domain: Text
    members: Mapping[str, Member]


@dataclass(frozen=True, slots=True)
class Table:
    """A group of concepts that share their axes; an extended link role with one closed hypercube."""

    name: str
    number: int
    topic: Text
    labels: Text
    axes: Mapping[str, Arithmetic]
    weights: str | None
    concepts: tuple[str, ...]


@dataclass(frozen=True)
class Taxonomy:
    """A taxonomy. Concepts, axes and tables are keyed by name and keep the order of the source."""

    base: str
    prefix: str
    version: str
    date: date
    languages: tuple[str, ...]
    publisher: Mapping[str, str]
    labels: Text
    documentation: Text
    concepts: Mapping[str, Concept]
    axes: Mapping[str, Axis]
    tables: Mapping[str, Table]
    units: tuple[UnitSpelling, ...]
    ambiguous_units: tuple[Ambiguity, ...]
    standards: tuple[str, ...]

    @property
    def entry_point(self) -> str:
        """The URL that a report's schemaRef names."""
        return f"{self.base}/esg.xsd"

    @property
    def namespace(self) -> str:
        """The namespace of the taxonomy's concepts, axes, members and units."""
        return self.base

    def qname(self, local: str) -> QName:
        """Return a name in the taxonomy's namespace."""
        return QName(self.namespace, local, self.prefix)

    def axis_qname(self, axis: str) -> QName:
        """Return the dimension's element name: ``Gender`` is ``esg:GenderAxis``."""
        return self.qname(f"{axis}Axis")

    def member_qname(self, member: str) -> QName:
        """Return the member's element name: ``Female`` is ``esg:FemaleMember``."""
        return self.qname(f"{member}Member")

    def axes_of(self, concept: str) -> Mapping[str, Arithmetic]:
        """Return the axes that may cut a concept."""
        return self.tables[self.concepts[concept].table].axes

    def axes_with_member(self, member: str) -> list[str]:
        """Return the explicit axes that have a member of this name."""
        return [axis.name for axis in self.axes.values() if member in axis.members]

    def in_reading_order(self, members: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
        """Return axis and member pairs in the order in which the taxonomy declares the axes."""
        order = list(self.axes)
        return tuple(sorted(members.items(), key=lambda pair: order.index(pair[0])))

    @cached_property
    def _units_by_spelling(self) -> Mapping[str, UnitSpelling]:
        return {normalise_unit(text): unit for unit in self.units for text in unit.spellings}

    def unit(self, spelling: str) -> UnitSpelling | None:
        """Return the simple unit that is spelt like this, or ``None``."""
        return self._units_by_spelling.get(normalise_unit(spelling))

    def ambiguity(self, spelling: str) -> Ambiguity | None:
        """Return why a spelling has more than one meaning, or ``None``."""
        return self._ambiguities.get(normalise_unit(spelling))

    @cached_property
    def _ambiguities(self) -> Mapping[str, Ambiguity]:
        return {normalise_unit(ambiguity.spelling): ambiguity for ambiguity in self.ambiguous_units}

    def units_of(self, quantity: str) -> Iterator[UnitSpelling]:
        """Yield the units that measure a simple quantity."""
        return (unit for unit in self.units if unit.quantity == quantity)

    def similar_unit(self, spelling: str) -> str | None:
        """Return a known spelling that this one is probably meant to be, or ``None``."""
        known = [text for unit in self.units for text in unit.spellings]
        folded = {text.casefold(): text for text in known}
        return folded.get(spelling.casefold()) or similar(spelling, known)


def normalise_unit(spelling: str) -> str:
    """Return a unit's spelling in NFKC with white space folded: ``CO₂ e`` becomes ``CO2e``."""
    folded = " ".join(unicodedata.normalize("NFKC", spelling).split())
    return folded.replace("CO 2 e", "CO2e").replace("CO2 e", "CO2e").replace("CO 2e", "CO2e")


def similar(word: str, known: list[str]) -> str | None:
    """Return the known word that ``word`` is probably a slip for, or ``None``."""
    matches = difflib.get_close_matches(word, known, n=1, cutoff=0.75)
    return matches[0] if matches else None
