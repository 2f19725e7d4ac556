"""The rules that a taxonomy states about its figures: one list for the formula linkbase and for our own checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..findings import Code, codes
from .model import Arithmetic, Concept, Operand, Taxonomy


class RuleKind(StrEnum):
    """What a rule demands."""

    REQUIRED = "required"
    """Every report has a value."""
    SIGN = "sign"
    """The figure is not negative."""
    LIMIT = "limit"
    """The percentage is not above 100 %."""
    RANGE = "range"
    """The figure is plausible for a company."""
    SUM = "sum"
    """The figure is the sum of other concepts (Calculations 1.1)."""
    PART = "part"
    """The figure is a part of another concept's, and not more than it."""
    RATIO = "ratio"
    """The figure is the quotient of two others."""
    BREAKDOWN = "breakdown"
    """The members of an axis add up to the total."""
    SHARES = "shares"
    """The members of an axis are shares that add up to 100 %."""
    AVERAGE = "average"
    """The total is the mean of the members of an axis, weighted by their shares."""

    @property
    def code(self) -> Code:
        """The code of the finding that a violation gives."""
        return _CODES[self]


_CODES = {
    RuleKind.REQUIRED: codes.DISCLOSURE_MISSING,
    RuleKind.SIGN: codes.NEGATIVE_VALUE,
    RuleKind.LIMIT: codes.PERCENT_ABOVE_ONE,
    RuleKind.RANGE: codes.UNIT_PREFIX_IMPLAUSIBLE,
    RuleKind.SUM: codes.TOTAL_DOES_NOT_ADD,
    RuleKind.PART: codes.PART_EXCEEDS_WHOLE,
    RuleKind.RATIO: codes.RATIO_DOES_NOT_FOLLOW,
    RuleKind.BREAKDOWN: codes.BREAKDOWN_DOES_NOT_ADD,
    RuleKind.SHARES: codes.BREAKDOWN_DOES_NOT_ADD,
    RuleKind.AVERAGE: codes.AVERAGE_DOES_NOT_FOLLOW,
}
_ALONG = {
    Arithmetic.ADDS_UP: RuleKind.BREAKDOWN,
    Arithmetic.SHARES: RuleKind.SHARES,
    Arithmetic.AVERAGE: RuleKind.AVERAGE,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A demand on the figures of one concept, along one axis where it is about members."""

    kind: RuleKind
    concept: str
    axis: str | None = None

    @property
    def id(self) -> str:
        """A name that is unique in the taxonomy: ``breakdown.NumberOfEmployees.EmploymentType``."""
        return ".".join(part for part in (self.kind.value, self.concept, self.axis) if part)


def rules_of(taxonomy: Taxonomy) -> list[Rule]:
    """Return every rule of a taxonomy, concept by concept."""
    return [rule for concept in taxonomy.concepts.values() for rule in _rules(taxonomy, concept)]


def _rules(taxonomy: Taxonomy, concept: Concept) -> Iterator[Rule]:
    if concept.required:
        yield Rule(RuleKind.REQUIRED, concept.name)
    if not concept.type.is_numeric:
        return
    is_percent = concept.type.qname.local == "percentItemType"
    # Someone else's nesting is a matter of presentation; ours says what is a part of what.
    parent = taxonomy.concepts[concept.parent] if concept.parent and not taxonomy.is_foreign else None
    for kind, holds in (
        (RuleKind.SIGN, not concept.may_be_negative and not concept.type.is_count),
        (RuleKind.LIMIT, is_percent and not concept.may_exceed_one),
        (RuleKind.RANGE, concept.plausible is not None),
        (RuleKind.SUM, bool(concept.parts)),
        (RuleKind.PART, parent is not None and concept.name not in parent.parts),
        (RuleKind.RATIO, concept.ratio is not None),
    ):
        if holds:
            yield Rule(kind, concept.name)
    for axis, arithmetic in taxonomy.axes_of(concept.name).items():
        if arithmetic in _ALONG:
            yield Rule(_ALONG[arithmetic], concept.name, axis)


def weights_of(taxonomy: Taxonomy, rule: Rule) -> str | None:
    """Return the concept that holds the members' shares for an average along an axis, if that axis cuts it."""
    weights = taxonomy.tables[taxonomy.concepts[rule.concept].table].weights
    return weights if weights and rule.axis in taxonomy.axes_of(weights) else None


_STATEMENTS = {
    "en": {
        RuleKind.REQUIRED: "{concept}: every report has it.",
        RuleKind.SIGN: "{concept}: not negative.",
        RuleKind.LIMIT: "{concept}: not more than 100 %.",
        RuleKind.RANGE: "{concept}: {range}; anything else is a slip in unit or scale.",
        RuleKind.SUM: "{concept} is the sum of: {parts}.",
        RuleKind.PART: "{concept} is part of {parent} and not more than it.",
        RuleKind.RATIO: "{concept} is {numerator} divided by {denominator}.",
        RuleKind.BREAKDOWN: "{concept}: the members of “{axis}” add up to the total.",
        RuleKind.SHARES: "{concept}: the members of “{axis}” add up to 100 %.",
        RuleKind.AVERAGE: "{concept}: the total is the mean of the members of “{axis}”, weighted by their shares.",
    },
    "zh-Hans": {
        RuleKind.REQUIRED: "{concept}：每份报告均须填报。",
        RuleKind.SIGN: "{concept}：不得为负数。",
        RuleKind.LIMIT: "{concept}：不得超过100%。",
        RuleKind.RANGE: "{concept}：{range}；超出此范围即为单位或数量级有误。",
        RuleKind.SUM: "{concept}等于以下各项之和：{parts}。",
        RuleKind.PART: "{concept}为{parent}的一部分，不得超过后者。",
        RuleKind.RATIO: "{concept}等于{numerator}除以{denominator}。",
        RuleKind.BREAKDOWN: "{concept}：按“{axis}”划分的各成员之和等于总数。",
        RuleKind.SHARES: "{concept}：按“{axis}”划分的各成员占比之和为100%。",
        RuleKind.AVERAGE: "{concept}：总数等于按“{axis}”划分的各成员以其占比加权的平均值。",
    },
    "zh-Hant": {
        RuleKind.REQUIRED: "{concept}：每份報告均須填報。",
        RuleKind.SIGN: "{concept}：不得為負數。",
        RuleKind.LIMIT: "{concept}：不得超過100%。",
        RuleKind.RANGE: "{concept}：{range}；超出此範圍即為單位或數量級有誤。",
        RuleKind.SUM: "{concept}等於以下各項之和：{parts}。",
        RuleKind.PART: "{concept}為{parent}的一部分，不得超過後者。",
        RuleKind.RATIO: "{concept}等於{numerator}除以{denominator}。",
        RuleKind.BREAKDOWN: "{concept}：按「{axis}」劃分的各成員之和等於總數。",
        RuleKind.SHARES: "{concept}：按「{axis}」劃分的各成員佔比之和為100%。",
        RuleKind.AVERAGE: "{concept}：總數等於按「{axis}」劃分的各成員以其佔比加權的平均值。",
    },
}
_LIST = {"en": ", "}
_RANGES = {
    "en": ("at least {low} {unit}", "at most {high} {unit}", "between {low} and {high} {unit}"),
    "zh-Hans": ("不低于{low} {unit}", "不高于{high} {unit}", "介于{low}与{high} {unit}之间"),
    "zh-Hant": ("不低於{low} {unit}", "不高於{high} {unit}", "介於{low}與{high} {unit}之間"),
}


def statement(taxonomy: Taxonomy, rule: Rule, language: str, named: Mapping[str, str] | None = None) -> str:
    """Return what a rule demands, as a sentence in one of the taxonomy's languages.

    ``named`` is what to call concepts instead of by their labels.
    """

    def name(concept: str) -> str:
        return (named or {}).get(concept) or taxonomy.concepts[concept].labels[language]

    def operand(one: Operand) -> str:
        members = [taxonomy.axes[axis].members[member].labels[language] for axis, member in one.members]
        return f"{name(one.concept)} ({', '.join(members)})" if members else name(one.concept)

    concept = taxonomy.concepts[rule.concept]
    words: dict[str, str] = {"concept": name(concept.name)}
    if concept.parent:
        words["parent"] = name(concept.parent)
    if concept.ratio:
        words["numerator"] = operand(concept.ratio.numerator)
        words["denominator"] = operand(concept.ratio.denominator)
    if rule.axis:
        words["axis"] = taxonomy.axes[rule.axis].labels[language]
    if concept.plausible:
        words["range"] = _range(concept, language)
    words["parts"] = _LIST.get(language, "、").join(map(name, concept.parts))
    return _STATEMENTS[language][rule.kind].format(**words)


def _range(concept: Concept, language: str) -> str:
    plausible = concept.plausible
    if plausible is None:
        return ""
    low, high = (f"{bound:,}" if bound is not None else "" for bound in (plausible.low, plausible.high))
    pattern = _RANGES[language][2 if low and high else 0 if low else 1]
    return pattern.format(low=low, high=high, unit=plausible.unit)
