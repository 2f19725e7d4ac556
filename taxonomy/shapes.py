"""The shape of the YAML source, file by file. What the names in it refer to is resolved in :mod:`.reading`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from .model import Arithmetic, Kind, PeriodType, Relation

Name = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z0-9]*$")]
Labels = Annotated[dict[str, Annotated[str, StringConstraints(min_length=1)]], Field(min_length=1)]


class Shape(BaseModel):
    """A mapping of the source: its keys are known, and it does not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PublisherShape(Shape):
    """Who publishes the taxonomy; ``country`` is an ISO 3166 code."""

    name: str
    url: str
    country: str


class EntryPointShape(Shape):
    """A way into the taxonomy; ``file`` stands at the base URI."""

    name: Name
    file: str
    labels: Labels
    documentation: Labels
    standards: list[str] = Field(default_factory=list)
    with_rules: bool = True


class TaxonomyShape(Shape):
    """``taxonomy.yaml``: identity, languages, entry points, and the axes that qualify every figure."""

    base: str
    prefix: str
    version: str
    supersedes: str | None = None
    date: date
    languages: list[str]
    publisher: PublisherShape
    labels: Labels
    documentation: Labels
    entry_points: list[EntryPointShape]
    qualifying: list[str] = Field(default_factory=list)


class TypeShape(Shape):
    """An item type: a published one (``qname``) or one of our own (``derives``)."""

    qname: str | None = None
    derives: str | None = None
    kind: Kind = Kind.NUMBER
    quantity: str | None = None
    plausible: PlausibleShape | None = None


class TypesShape(Shape):
    """``types.yaml``."""

    types: dict[str, TypeShape]


class UnitShape(Shape):
    """A unit as preparers write it."""

    measure: str
    quantity: str
    labels: Labels
    spellings: list[str]
    exponent: int = 0
    base: Decimal = Decimal(1)
    per: Labels = Field(default_factory=dict)


class MultiplierShape(Shape):
    """A way of writing an amount of money in thousands, millions and so on."""

    exponent: int
    labels: Labels
    spellings: list[str]


class AmbiguityShape(Shape):
    """Spellings with more than one meaning."""

    spellings: list[str]
    reason: str
    example: str


class UnitsShape(Shape):
    """``units.yaml``."""

    units: list[UnitShape]
    money_multipliers: list[MultiplierShape]
    ambiguous: list[AmbiguityShape]


class MemberShape(Shape):
    """A member of an axis or of a list of choices."""

    name: Name
    labels: Labels


class AxisShape(Shape):
    """An axis: explicit with its members, or typed."""

    name: Name
    labels: Labels
    documentation: Labels
    typed: bool = False
    domain: Labels = Field(default_factory=dict)
    members: list[MemberShape] = Field(default_factory=list)


class DimensionsShape(Shape):
    """``dimensions.yaml``."""

    axes: list[AxisShape]


class ChoicesShape(Shape):
    """A list of answers to choose from."""

    name: Name
    labels: Labels
    documentation: Labels
    members: list[MemberShape] = Field(min_length=1)


class ChoiceListsShape(Shape):
    """``choices.yaml``."""

    choices: list[ChoicesShape]


class RenamesShape(Shape):
    """``renames.yaml``: names of the superseded version and what they became."""

    renames: dict[str, str]


class SynonymsShape(Shape):
    """``synonyms.yaml``: words that people search for, and the taxonomy's own words for them."""

    synonyms: dict[str, list[str]]


class CodeShape(Shape):
    """A paragraph, metric or disclosure of a standard."""

    code: str
    labels: Labels
    obligation: str | None = None


class StandardShape(Shape):
    """``standards/*.yaml``: a published standard. ``editions`` has the titles of its volumes: GRI 302 holds 302-1."""

    name: str
    publisher: str
    title: str
    editions: dict[str, str] = Field(default_factory=dict)
    labels: Labels
    url: str
    part: Literal["Number", "Paragraph"]
    verified: str
    obligation: str | None = None
    codes: list[CodeShape]


class OperandShape(Shape):
    """A concept with members."""

    concept: str
    members: dict[str, str] = Field(default_factory=dict)


class RatioShape(Shape):
    """A quotient of two concepts."""

    numerator: str | OperandShape
    denominator: str | OperandShape


class PlausibleShape(Shape):
    """What a figure can be for any company."""

    unit: str
    low: Decimal | None = None
    high: Decimal | None = None


class ConceptShape(Shape):
    """A concept, with those nested under it."""

    name: Name
    type: str
    period: PeriodType = "duration"
    labels: Labels
    terse: Labels = Field(default_factory=dict)
    total: Labels = Field(default_factory=dict)
    net: Labels = Field(default_factory=dict)
    documentation: Labels
    references: dict[Relation, list[str]] = Field(default_factory=dict)
    plausible: PlausibleShape | None = None
    ratio: RatioShape | None = None
    balance: Literal["debit", "credit"] | None = None
    choices: str | None = None
    forward_looking: bool = False
    may_be_negative: bool = False
    may_exceed_one: bool = False
    required: bool = False
    everywhere: bool = False
    water: bool = False
    parts: list[ConceptShape] = Field(default_factory=list)
    of_which: list[ConceptShape] = Field(default_factory=list)


class TableShape(Shape):
    """A group of concepts that share their axes."""

    name: Name
    labels: Labels
    axes: dict[str, Arithmetic] = Field(default_factory=dict)
    weights: str | None = None
    concepts: list[ConceptShape] = Field(min_length=1)


class TopicShape(Shape):
    """A topic file."""

    order: int
    name: Name
    labels: Labels
    tables: list[TableShape] = Field(min_length=1)
