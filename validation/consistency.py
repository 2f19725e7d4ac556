"""Do the figures follow from one another? Sums, breakdowns, shares, averages, ratios, signs and duplicates.

The rules are the taxonomy's: a concept's parts, a table's arithmetic along its axes, a concept's ratio. None knows a
report. A rounded figure stands for an interval in base units (see :mod:`.intervals`), and only what no choice within
the intervals can satisfy is reported. A nil part of a sum counts as not reported, as in Calculations 1.1; any other
nil figure, a cell that could not be read, and a mixture of currencies make a check undecidable.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ..findings import Code, Finding, Severity, codes
from ..generator import Mapped, Placed
from ..instances import Period
from ..taxonomy import Arithmetic, Concept, Operand, Table, Taxonomy
from .figures import Breakdown, Figure, Figures, Members, as_printed_like, comparable, shown
from .intervals import Interval, total

_ONE = Interval(Fraction(1), Fraction(1))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A failed check: the facts that cannot all be right, the one that should follow from the others first."""

    code: Code
    facts: tuple[str, ...]
    message: str

    @property
    def focus(self) -> str:
        """The fact that should follow from the others."""
        return self.facts[0]


def check_consistency(mapped: Mapped, taxonomy: Taxonomy) -> list[Finding]:
    """Return a finding for every cause of contradiction among the facts.

    Contradictions that share a fact are taken to have that fact as their cause and give one finding.
    """
    figures = Figures(mapped, taxonomy)
    return list(_by_cause(list(_contradictions(figures)), figures))


def _contradictions(figures: Figures) -> Iterator[Contradiction]:
    yield from _duplicates(figures)
    for concept in figures.taxonomy.concepts.values():
        for members, period, figure in figures.known(concept.name):
            yield from _range(figures, concept, figure)
            yield from _sum(figures, concept, members, period, figure)
            yield from _ratio(figures, concept, members, period, figure)
            yield from _part(figures, concept, members, period, figure)
        table = figures.taxonomy.tables[concept.table]
        for axis, arithmetic in table.axes.items():
            if check := _ALONG_AN_AXIS.get(arithmetic):
                for breakdown in figures.breakdowns(concept.name, axis):
                    yield from check(figures, concept, table, axis, breakdown)


def _range(figures: Figures, concept: Concept, figure: Figure) -> Iterator[Contradiction]:
    """A quantity is not negative, and a percentage not above 100 %, unless the taxonomy says that it may be."""
    if figure.interval.high < 0 and not concept.may_be_negative:
        message = f"{figures.named(figure)} is {shown(figure.placed)}; it cannot be negative."
        yield Contradiction(codes.NEGATIVE_VALUE, (figure.id,), message)
    if concept.type.quantity == "ratio" and figure.interval.low > 1 and not concept.may_exceed_one:
        message = f"{figures.named(figure)} is {shown(figure.placed)}; it cannot be more than 100 %."
        yield Contradiction(codes.PERCENT_ABOVE_ONE, (figure.id,), message)


def _sum(
    figures: Figures, concept: Concept, members: Members, period: Period, whole: Figure
) -> Iterator[Contradiction]:
    """A total equals the sum of the parts that are reported (Calculations 1.1, round to nearest)."""
    parts = [part for name in concept.parts if (part := figures.find(name, members, period))]
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
    if concept.parent is None or concept.name in figures.taxonomy.concepts[concept.parent].parts:
        return
    whole = figures.find(concept.parent, members, period)
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
    above = _operand(figures, concept.ratio.numerator, members, period)
    below = _operand(figures, concept.ratio.denominator, members, period)
    if above is None or below is None or not comparable([ratio, above, below]):
        return
    expected = above.interval.divided_by(below.interval)
    if expected and not expected.overlaps(ratio.interval):
        yield Contradiction(
            codes.RATIO_DOES_NOT_FOLLOW,
            _ids(ratio, above, below),
            f"{figures.named(ratio)} is {shown(ratio.placed)}, but {figures.named(above)} ({shown(above.placed)}) "
            f"divided by {figures.named(below)} ({shown(below.placed)}) is {as_printed_like(ratio, expected)}.",
        )


def _operand(figures: Figures, operand: Operand, members: Members, period: Period) -> Figure | None:
    return figures.find(operand.concept, members | set(operand.members), period)


def _adds_up(
    figures: Figures, concept: Concept, table: Table, axis: str, breakdown: Breakdown
) -> Iterator[Contradiction]:
    """The members of a complete breakdown add up to the total; some of them alone are not more than the total."""
    whole = figures.find(concept.name, breakdown.others, breakdown.period)
    parts = list(breakdown.by_member.values())
    if whole is None or not comparable([whole, *parts]):
        return
    computed = total(part.interval for part in parts)
    if _fails(computed, whole.interval, breakdown, concept):
        yield Contradiction(
            codes.BREAKDOWN_DOES_NOT_ADD,
            _ids(whole, *parts),
            f"{figures.named(whole)} is {shown(whole.placed)}, but {figures.axis_label(axis)} it adds up to "
            f"{as_printed_like(whole, computed)}: {figures.listed(parts)}.",
        )


def _fails(computed: Interval, whole: Interval, breakdown: Breakdown, concept: Concept) -> bool:
    if breakdown.is_closed:
        return not computed.overlaps(whole)
    return not concept.may_be_negative and computed.low > whole.high


def _shares(
    figures: Figures, concept: Concept, table: Table, axis: str, breakdown: Breakdown
) -> Iterator[Contradiction]:
    """Shares of one whole add up to 100 %; within another share, they add up to that share."""
    parts = list(breakdown.by_member.values())
    is_within = any(table.axes[other] is Arithmetic.SHARES for other, _ in breakdown.others)
    whole = figures.find(concept.name, breakdown.others, breakdown.period) if is_within else None
    if is_within and whole is None:
        return
    computed = total(part.interval for part in parts)
    if _fails(computed, whole.interval if whole else _ONE, breakdown, concept):
        yield Contradiction(
            codes.BREAKDOWN_DOES_NOT_ADD,
            _ids(*([whole] if whole else []), *parts),
            f"{concept.labels['en']} {parts[0].placed.record.period} should add up to "
            f"{shown(whole.placed) if whole else '100 %'} {figures.axis_label(axis)}, but gives "
            f"{as_printed_like(parts[0], computed)}: {figures.listed(parts)}.",
        )


def _average(
    figures: Figures, concept: Concept, table: Table, axis: str, breakdown: Breakdown
) -> Iterator[Contradiction]:
    """A total rate is the mean of its members' rates weighted by their shares; without shares it lies between them.

    Both hold only if every member is there: all shares together are the whole, or the taxonomy has no other member.
    """
    whole = figures.find(concept.name, breakdown.others, breakdown.period)
    if whole is None or not breakdown.is_closed:
        return
    parts = list(breakdown.by_member.values())
    weights = _weights(figures, table, axis, breakdown)
    if weights:
        expected = total(part.interval * weight.interval for part, weight in zip(parts, weights, strict=True))
        label = figures.taxonomy.concepts[table.weights or ""].labels["en"].lower()
        claim = f"weighted by {label} it is {as_printed_like(whole, expected)}"
    elif breakdown.by_member.keys() == figures.taxonomy.axes[axis].members.keys():
        expected = Interval(min(part.interval.low for part in parts), max(part.interval.high for part in parts))
        claim = "it lies outside the range of its members"
    else:
        return
    if not expected.overlaps(whole.interval):
        yield Contradiction(
            codes.AVERAGE_DOES_NOT_FOLLOW,
            _ids(whole, *parts, *weights),
            f"{figures.named(whole)} is {shown(whole.placed)}, but {figures.axis_label(axis)} {claim}: "
            f"{figures.listed(parts)}.",
        )


def _weights(figures: Figures, table: Table, axis: str, breakdown: Breakdown) -> list[Figure]:
    """Return the members' shares of the whole, or nothing unless together they are the whole."""
    if table.weights is None or breakdown.others or axis not in figures.taxonomy.axes_of(table.weights):
        return []
    found = [figures.find(table.weights, {(axis, member)}, breakdown.period) for member in breakdown.by_member]
    weights = [weight for weight in found if weight]
    is_whole = len(weights) == len(found) and total(weight.interval for weight in weights).overlaps(_ONE)
    return weights if is_whole else []


_ALONG_AN_AXIS: Mapping[Arithmetic, Callable[[Figures, Concept, Table, str, Breakdown], Iterator[Contradiction]]] = {
    Arithmetic.ADDS_UP: _adds_up,
    Arithmetic.SHARES: _shares,
    Arithmetic.AVERAGE: _average,
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
    hint = "Compare these cells with their source."
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
