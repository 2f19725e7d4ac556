"""Do the figures follow from one another? Sums, breakdowns, shares, averages, ratios, signs and duplicates.

The rules are the taxonomy's (see :func:`esgtag.taxonomy.rules_of`), the same that it states as formulas. None knows a
report. A rounded figure stands for an interval in base units (see :mod:`.intervals`), and only what no choice within
the intervals can satisfy is reported. A nil part of a sum counts as not reported, as in Calculations 1.1; any other
nil figure, a cell that could not be read, and a mixture of currencies make a check undecidable.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from ..findings import Code, Finding, Severity, codes
from ..generator import Placed, in_language
from ..generator.numbers import read_number
from ..generator.units import PrintedUnit
from ..instances import Period
from ..taxonomy import Arithmetic, Concept, Operand, Rule, RuleKind, rules_of, weights_of
from .figures import Breakdown, Figure, Figures, Members, as_printed_like, comparable, shown
from .intervals import Interval, total

_HUNDRED = Decimal(100)
_ONE = Interval(Fraction(1), Fraction(1))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A failed check: the facts that cannot all be right, the one that should follow from the others first.

    There are no facts where what every report has is missing.
    ``rule`` is the taxonomy's rule that fails; ``None`` for facts that repeat each other with different values.
    ``likely`` asks for what was probably meant, where the check can tell.
    """

    code: Code
    facts: tuple[str, ...]
    message: str
    rule: Rule | None = None
    likely: str = ""

    @property
    def focus(self) -> str:
        """The fact that should follow from the others."""
        return self.facts[0]


def check_consistency(figures: Figures) -> list[Finding]:
    """Return a finding for every cause of contradiction among the facts.

    Contradictions that share a fact are taken to have that fact as their cause and give one finding.
    """
    found = list(_contradictions(figures))
    missing = [one.code.finding(one.message, hint="Report it.") for one in found if not one.facts]
    return [*missing, *_by_cause([one for one in found if one.facts], figures)]


def contradictions(figures: Figures) -> list[Contradiction]:
    """Return every failed check, before they are joined by cause."""
    return list(_contradictions(figures))


def _contradictions(figures: Figures) -> Iterator[Contradiction]:
    yield from _duplicates(figures)
    for rule in rules_of(figures.taxonomy):
        if check := _CHECKS.get(rule.kind):
            for found in check(figures, rule):
                yield replace(found, rule=rule)


Check = Callable[[Figures, Rule], Iterator[Contradiction]]


def _of_each_figure(check: Callable[[Figures, Concept, Members, Period, Figure], Iterator[Contradiction]]) -> Check:
    """Return a check of every known figure of a rule's concept."""

    def each(figures: Figures, rule: Rule) -> Iterator[Contradiction]:
        concept = figures.taxonomy.concepts[rule.concept]
        for members, period, figure in figures.known(rule.concept):
            yield from check(figures, concept, members, period, figure)

    return each


def _of_each_fact(check: Callable[[Figures, Concept, Figure], Iterator[Contradiction]]) -> Check:
    """Return a check of every fact of a rule's concept, each by itself."""

    def each(figures: Figures, rule: Rule) -> Iterator[Contradiction]:
        concept = figures.taxonomy.concepts[rule.concept]
        for figure in figures.facts(rule.concept):
            yield from check(figures, concept, figure)

    return each


def _of_each_breakdown(check: Callable[[Figures, Concept, Rule, Breakdown], Iterator[Contradiction]]) -> Check:
    """Return a check of every breakdown of a rule's concept along its axis."""

    def each(figures: Figures, rule: Rule) -> Iterator[Contradiction]:
        concept = figures.taxonomy.concepts[rule.concept]
        for breakdown in figures.breakdowns(rule.concept, rule.axis or ""):
            yield from check(figures, concept, rule, breakdown)

    return each


def _required(figures: Figures, rule: Rule) -> Iterator[Contradiction]:
    """What every report has is there."""
    concept = figures.taxonomy.concepts[rule.concept]
    if not any(fact.concept == concept.qname and fact.value is not None for fact in figures.mapped.instance.facts):
        message = f"{in_language(concept.labels, 'en')} is missing; every report has it."
        yield Contradiction(codes.DISCLOSURE_MISSING, (), message)


def _sign(figures: Figures, concept: Concept, figure: Figure) -> Iterator[Contradiction]:
    """A quantity is not negative, unless the taxonomy says that it may be."""
    if figure.interval.high < 0:
        message = f"{figures.named(figure)} is {shown(figure.placed)}; it cannot be negative."
        yield Contradiction(codes.NEGATIVE_VALUE, (figure.id,), message)


def _limit(figures: Figures, concept: Concept, figure: Figure) -> Iterator[Contradiction]:
    """A percentage is not above 100 %, unless the taxonomy says that it may be."""
    value = figure.placed.fact.value
    if figure.interval.low > 1 and isinstance(value, Decimal):
        is_slip = value <= _HUNDRED
        yield Contradiction(
            codes.PERCENT_ABOVE_ONE,
            (figure.id,),
            f"{figures.named(figure)} is {shown(_in_percent(figures, figure).placed)}; it cannot be more than 100 %.",
            likely=f"Is {_times_100(value.scaleb(-2))} % meant, the figure divided by 100?" if is_slip else "",
        )


def _in_percent(figures: Figures, figure: Figure) -> Figure:
    """Return a part of one as if it were printed in per cent, which a finished report does not say: 5,830 for 58.3."""
    placed, percent, value = figure.placed, figures.taxonomy.unit("%"), figure.placed.fact.value
    if percent is None or placed.unit is None or placed.unit.exponent or not isinstance(value, Decimal):
        return figure
    printed = _times_100(value)
    record = placed.record.model_copy(update={"printed": printed})
    placed = replace(placed, record=record, unit=PrintedUnit((percent,)), number=read_number(printed))
    return replace(figure, placed=placed, base=Fraction(1, 100))


def _times_100(value: Decimal) -> str:
    return f"{value.scaleb(2).normalize():,f}"


def _range(figures: Figures, concept: Concept, figure: Figure) -> Iterator[Contradiction]:
    """A figure that no company has is a slip in its unit or scale."""
    if concept.plausible is None:
        return
    low, high = figures.bounds(concept.plausible)
    if (high is not None and figure.interval.low > high) or (low is not None and figure.interval.high < low):
        compared = "less" if low is not None and figure.interval.high < low else "more"
        yield Contradiction(
            codes.UNIT_PREFIX_IMPLAUSIBLE,
            (figure.id,),
            f"{figures.named(figure)} is {shown(figure.placed)}, {compared} than any company can have; "
            "the unit or its prefix is probably wrong.",
        )


def _sum(
    figures: Figures, concept: Concept, members: Members, period: Period, whole: Figure
) -> Iterator[Contradiction]:
    """A total equals the sum of the parts that are reported (Calculations 1.1, round to nearest)."""
    parts = [part for name in concept.parts if (part := figures.find(name, members, period, whole.currencies))]
    if not parts or not comparable([whole, *parts]):
        return
    if len(parts) < len(concept.parts) and figures.may_be_missing(concept.parts, period):
        return
    computed = total(part.interval for part in parts)
    if not computed.overlaps(whole.interval):
        yield Contradiction(
            codes.TOTAL_DOES_NOT_ADD,
            _ids(whole, *parts),
            f"{figures.named(whole)} is {shown(whole.placed)}, but its parts add up to "
            f"{as_printed_like(whole, computed)}: {figures.listed(parts)}.",
        )


def _part(
    figures: Figures, concept: Concept, members: Members, period: Period, part: Figure
) -> Iterator[Contradiction]:
    """What is a part of a figure, but not one that adds up to it, is not more than the figure."""
    whole = figures.find(concept.parent, members, period, part.currencies) if concept.parent else None
    if whole and comparable([whole, part]) and part.interval.low > whole.interval.high:
        yield Contradiction(
            codes.PART_EXCEEDS_WHOLE,
            _ids(part, whole),
            f"{figures.named(part)} is {shown(part.placed)}, more than {figures.named(whole)}, {shown(whole.placed)}.",
        )


def _ratio(
    figures: Figures, concept: Concept, members: Members, period: Period, ratio: Figure
) -> Iterator[Contradiction]:
    """A ratio equals its numerator divided by its denominator."""
    if concept.ratio is None:
        return
    for above in _operands(figures, concept.ratio.numerator, members, period):
        for below in _operands(figures, concept.ratio.denominator, members, period):
            expected = above.interval.divided_by(below.interval) if comparable([ratio, above, below]) else None
            if expected and not expected.overlaps(ratio.interval):
                yield Contradiction(
                    codes.RATIO_DOES_NOT_FOLLOW,
                    _ids(ratio, above, below),
                    f"{figures.named(ratio)} is {shown(ratio.placed)}, but {figures.named(above)} "
                    f"({shown(above.placed)}) divided by {figures.named(below)} ({shown(below.placed)}) is "
                    f"{as_printed_like(ratio, expected)}.",
                )


def _operands(figures: Figures, operand: Operand, members: Members, period: Period) -> list[Figure]:
    return figures.given(operand.concept, members | set(operand.members), period)


def _adds_up(figures: Figures, concept: Concept, rule: Rule, breakdown: Breakdown) -> Iterator[Contradiction]:
    """The members of a complete breakdown add up to the total; some of them alone are not more than the total."""
    whole = figures.find(concept.name, breakdown.others, breakdown.period, breakdown.currencies)
    parts = list(breakdown.by_member.values())
    if whole is None or not comparable([whole, *parts]):
        return
    computed = total(part.interval for part in parts)
    if _fails(computed, whole.interval, breakdown, concept):
        yield Contradiction(
            codes.BREAKDOWN_DOES_NOT_ADD,
            _ids(whole, *parts),
            f"{figures.named(whole)} is {shown(whole.placed)}, but {figures.axis_label(rule.axis)} it adds up to "
            f"{as_printed_like(whole, computed)}: {figures.listed(parts)}.",
        )


def _fails(computed: Interval, whole: Interval, breakdown: Breakdown, concept: Concept) -> bool:
    if breakdown.is_closed:
        return not computed.overlaps(whole)
    return not concept.may_be_negative and computed.low > whole.high


def _shares(figures: Figures, concept: Concept, rule: Rule, breakdown: Breakdown) -> Iterator[Contradiction]:
    """Shares of one whole add up to 100 %; within another share, they add up to that share."""
    parts = [_in_percent(figures, part) for part in breakdown.by_member.values()]
    axes = figures.taxonomy.axes_of(concept.name)
    is_within = any(axes.get(other) is Arithmetic.SHARES for other, _ in breakdown.others)
    whole = figures.find(concept.name, breakdown.others, breakdown.period) if is_within else None
    if is_within and whole is None:
        return
    whole = whole and _in_percent(figures, whole)
    computed = total(part.interval for part in parts)
    if _fails(computed, whole.interval if whole else _ONE, breakdown, concept):
        yield Contradiction(
            codes.BREAKDOWN_DOES_NOT_ADD,
            _ids(*([whole] if whole else []), *parts),
            f"{concept.labels['en']} {parts[0].placed.record.period} should add up to "
            f"{shown(whole.placed) if whole else '100 %'} {figures.axis_label(rule.axis)}, but gives "
            f"{as_printed_like(parts[0], computed)}: {figures.listed(parts)}.",
        )


def _average(figures: Figures, concept: Concept, rule: Rule, breakdown: Breakdown) -> Iterator[Contradiction]:
    """A total rate is the mean of its members' rates weighted by their shares; without shares it lies between them.

    Both hold only if every member is there: all shares together are the whole, or the taxonomy has no other member.
    """
    whole = figures.find(concept.name, breakdown.others, breakdown.period, breakdown.currencies)
    parts = list(breakdown.by_member.values())
    if whole is None or not breakdown.is_closed or not comparable([whole, *parts]):
        return
    weights = _weights(figures, rule, breakdown)
    if weights:
        expected = total(part.interval * weight.interval for part, weight in zip(parts, weights, strict=True))
        label = in_language(figures.taxonomy.concepts[weights[0].placed.record.concept].labels, "en").lower()
        claim = f"weighted by {label} it is {as_printed_like(whole, expected)}"
    elif breakdown.by_member.keys() == figures.taxonomy.axes[rule.axis or ""].members.keys():
        expected = Interval(min(part.interval.low for part in parts), max(part.interval.high for part in parts))
        claim = "it lies outside the range of its members"
    else:
        return
    if not expected.overlaps(whole.interval):
        yield Contradiction(
            codes.AVERAGE_DOES_NOT_FOLLOW,
            _ids(whole, *parts, *weights),
            f"{figures.named(whole)} is {shown(whole.placed)}, but {figures.axis_label(rule.axis)} {claim}: "
            f"{figures.listed(parts)}.",
        )


def _weights(figures: Figures, rule: Rule, breakdown: Breakdown) -> list[Figure]:
    """Return the members' shares of the whole, or nothing unless together they are the whole."""
    concept = weights_of(figures.taxonomy, rule)
    if concept is None:
        return []
    found = [
        figures.find(concept, breakdown.others | {(rule.axis or "", member)}, breakdown.period)
        for member in breakdown.by_member
    ]
    weights = [weight for weight in found if weight]
    is_whole = len(weights) == len(found) and total(weight.interval for weight in weights).overlaps(_ONE)
    return weights if is_whole else []


_CHECKS: Mapping[RuleKind, Check] = {
    RuleKind.REQUIRED: _required,
    RuleKind.SIGN: _of_each_fact(_sign),
    RuleKind.LIMIT: _of_each_fact(_limit),
    RuleKind.RANGE: _of_each_fact(_range),
    RuleKind.SUM: _of_each_figure(_sum),
    RuleKind.PART: _of_each_figure(_part),
    RuleKind.RATIO: _of_each_figure(_ratio),
    RuleKind.BREAKDOWN: _of_each_breakdown(_adds_up),
    RuleKind.SHARES: _of_each_breakdown(_shares),
    RuleKind.AVERAGE: _of_each_breakdown(_average),
}


def _duplicates(figures: Figures) -> Iterator[Contradiction]:
    """Facts about the same thing are all roundings of one number, in whatever unit, or all the same text."""
    texts: defaultdict[tuple[object, ...], list[Placed]] = defaultdict(list)
    for placed in figures.mapped.placed.values():
        if not placed.fact.is_numeric:
            texts[placed.fact.aspects].append(placed)
    for group in (*figures.repeated.values(), *texts.values()):
        for position, other in enumerate(group):
            if position and not _agree(figures, group[: position + 1]):
                first = next(one for one in group if one is other or not _agree(figures, [one, other]))
                first = group[0] if first is other else first
                what = figures.named(Figure(other, None, Fraction(1), frozenset()))
                yield Contradiction(
                    codes.INCONSISTENT_DUPLICATE,
                    (other.fact.id, first.fact.id),
                    f"{what} is {shown(other)} here and {shown(first)} in {first.record.location}.",
                )
                break


def _agree(figures: Figures, group: list[Placed]) -> bool:
    values = [placed.fact.value for placed in group]
    if all(isinstance(value, Decimal) for value in values):
        return Interval.common([figures.interval(placed) for placed in group]) is not None
    return all(value == values[0] for value in values)


def _by_cause(contradictions: list[Contradiction], figures: Figures) -> Iterator[Finding]:
    """Give one finding to all contradictions that one fact can explain, the most frequent fact first."""
    remaining = contradictions
    while remaining:
        involved = Counter(fact for contradiction in remaining for fact in contradiction.facts)
        foci = {contradiction.focus for contradiction in remaining}
        cause = max(involved, key=lambda fact: (involved[fact], fact in foci))
        explained = [contradiction for contradiction in remaining if cause in contradiction.facts]
        remaining = [contradiction for contradiction in remaining if cause not in contradiction.facts]
        if len(explained) == 1:
            cause = explained[0].focus
        yield _finding(cause, explained, figures)


def _finding(cause: str, explained: list[Contradiction], figures: Figures) -> Finding:
    main = max(explained, key=lambda one: (one.code.severity, one.focus == cause))
    facts = list(dict.fromkeys(fact for one in (main, *explained) for fact in one.facts))
    facts.sort(key=lambda fact: fact != cause)
    also = " ".join(f"Also: {one.message}" for one in explained if one is not main)
    hint = " ".join(filter(None, (main.likely, "Compare these figures with their source.")))
    if main.code.severity < Severity.ERROR:
        hint += " If the report itself prints them so, leave them: the warning then records its own contradiction."
    return main.code.finding(
        f"{main.message} {also}".strip(),
        hint=hint,
        location=figures.mapped.location(cause),
        facts=tuple(facts),
        related=tuple(location for fact in main.facts if fact != cause and (location := figures.mapped.location(fact))),
    )


def _ids(*figures: Figure) -> tuple[str, ...]:
    return tuple(figure.id for figure in figures)
