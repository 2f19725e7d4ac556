"""Do the figures follow from one another? Sums, breakdowns, shares, averages, ratios and duplicates.

The rules are the taxonomy's: a concept's parts, a table's arithmetic along its axes, a concept's ratio. None
knows a report. A rounded figure stands for an interval (see :mod:`.intervals`), and only what no choice within
the intervals can satisfy is reported. A nil part of a sum counts as not reported, as in Calculations 1.1; any other
nil fact, and a cell that could not be read, makes a check undecidable.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from ..findings import Code, Finding, Severity, codes
from ..generator import Mapped, Placed
from ..instances import Period
from ..taxonomy import Arithmetic, Concept, Operand, Table, Taxonomy
from .intervals import Interval, total

Members = frozenset[tuple[str, str]]
Key = tuple[str, Members, Period]


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
    figures = _Figures(mapped, taxonomy)
    return list(_by_cause(list(_contradictions(figures)), figures))


def _contradictions(figures: _Figures) -> Iterator[Contradiction]:
    yield from _duplicates(figures)
    for concept in figures.taxonomy.concepts.values():
        table = figures.taxonomy.tables[concept.table]
        for members, period in figures.reported[concept.name]:
            if concept.parts:
                yield from _sum(figures, concept, members, period)
            if concept.ratio:
                yield from _ratio(figures, concept, members, period)
            if concept.parent:
                yield from _part(figures, concept, members, period)
        for axis, arithmetic in table.axes.items():
            if check := _ALONG_AN_AXIS.get(arithmetic):
                for group in figures.groups(concept.name, axis):
                    yield from check(figures, concept, table, axis, group)


@dataclass(frozen=True, slots=True)
class _Group:
    """The members of one axis for one concept, with the other members and the period fixed."""

    others: Members
    period: Period
    by_member: Mapping[str, Placed]


@dataclass
class _Figures:
    """The facts by what they report, and what may be missing among them."""

    mapped: Mapped
    taxonomy: Taxonomy
    by_key: dict[Key, Placed] = field(init=False)
    reported: defaultdict[str, list[tuple[Members, Period]]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_key, self.reported = {}, defaultdict(list)
        for placed in self.mapped.placed.values():
            if placed.fact.is_numeric:
                key = (placed.record.concept, frozenset(placed.record.members), placed.fact.period)
                if key not in self.by_key:
                    self.reported[key[0]].append(key[1:])
                self.by_key.setdefault(key, placed)

    def find(self, concept: str, members: Iterable[tuple[str, str]], period: Period) -> Placed | None:
        """Return the figure; where a stock is asked for over a period, the one at its end."""
        at = Period(period.end) if self.taxonomy.concepts[concept].period == "instant" else period
        return self.by_key.get((concept, frozenset(members), at))

    def groups(self, concept: str, axis: str) -> Iterator[_Group]:
        """Return the breakdowns of a concept along an axis, at least two members each, none of them nil."""
        found: dict[tuple[Members, Period], dict[str, Placed]] = {}
        for members, period in self.reported[concept]:
            member = dict(members).get(axis)
            if member:
                others = frozenset(pair for pair in members if pair[0] != axis)
                found.setdefault((others, period), {})[member] = self.by_key[concept, members, period]
        fullest = max((len(by_member) for by_member in found.values()), default=0)
        for (others, period), by_member in found.items():
            is_whole = len(by_member) == fullest or not self.may_be_missing([concept], period)
            if len(by_member) > 1 and is_whole and not any(p.fact.value is None for p in by_member.values()):
                yield _Group(others, period, by_member)

    def may_be_missing(self, concepts: Iterable[str], period: Period) -> bool:
        """Whether a cell that could not be read may have held one of these concepts for this period."""
        names = {name for name, ends in self._period_ends.items() if ends == period.end}
        return any(
            (cell.concept is None or cell.concept in concepts) and (cell.period is None or cell.period in names)
            for cell in self.mapped.refused
        )

    @cached_property
    def _period_ends(self) -> Mapping[str, object]:
        return {placed.record.period: placed.fact.period.end for placed in self.mapped.placed.values()}

    def interval(self, placed: Placed) -> Interval:
        """Return what the figure can have been. A count given to the unit, or finer, is exact."""
        fact = placed.fact
        if not isinstance(fact.value, Decimal):
            raise TypeError(f"{fact.id} has no number")
        is_count = self.taxonomy.concepts[fact.concept.local].type.is_count
        exact = fact.decimals is None or (is_count and fact.decimals >= 0)
        return Interval.of(fact.value, None if exact else fact.decimals)

    def in_base_units(self, placed: Placed) -> Fraction:
        """Return how many base units of its quantity the figure's unit holds: 1000 for a tonne, in kg."""
        unit = placed.fact.unit
        factor = Fraction(1)
        for measure in unit.numerators if unit else ():
            factor *= self._bases.get(measure, 1)
        for measure in unit.denominators if unit else ():
            factor /= self._bases.get(measure, 1)
        return factor

    @cached_property
    def _bases(self) -> Mapping[object, Fraction]:
        return {unit.measure: Fraction(unit.base) for unit in self.taxonomy.units}


def _known(placed: Placed | None) -> bool:
    return placed is not None and placed.fact.value is not None


def _sum(figures: _Figures, concept: Concept, members: Members, period: Period) -> Iterator[Contradiction]:
    """A total equals the sum of the parts that are reported (Calculations 1.1, round to nearest)."""
    whole = figures.find(concept.name, members, period)
    parts = [part for name in concept.parts if _known(part := figures.find(name, members, period)) and part]
    if whole is None or not _known(whole) or not parts:
        return
    if len(parts) < len(concept.parts) and figures.may_be_missing(concept.parts, period):
        return
    computed = total(figures.interval(part) for part in parts)
    if not computed.overlaps(figures.interval(whole)):
        yield Contradiction(
            codes.TOTAL_DOES_NOT_ADD,
            _ids(whole, *parts),
            f"{_named(figures, whole)} is {_shown(whole)}, but its parts add up to {_as(whole, computed)}: "
            f"{_listed(figures, parts)}.",
        )


def _part(figures: _Figures, concept: Concept, members: Members, period: Period) -> Iterator[Contradiction]:
    """What is a part of a figure, but not one that adds up to it, is not more than the figure."""
    parent = figures.taxonomy.concepts[concept.parent or ""]
    part, whole = figures.find(concept.name, members, period), figures.find(parent.name, members, period)
    if concept.name in parent.parts or part is None or whole is None or not (_known(part) and _known(whole)):
        return
    if figures.interval(part).low > figures.interval(whole).high:
        yield Contradiction(
            codes.PART_EXCEEDS_WHOLE,
            _ids(part, whole),
            f"{_named(figures, part)} is {_shown(part)}, more than {_named(figures, whole)}, {_shown(whole)}.",
        )


def _adds_up(figures: _Figures, concept: Concept, table: Table, axis: str, group: _Group) -> Iterator[Contradiction]:
    """The members of a complete breakdown add up to the total."""
    whole = figures.find(concept.name, group.others, group.period)
    if whole is None or not _known(whole):
        return
    parts = list(group.by_member.values())
    computed = total(figures.interval(part) for part in parts)
    if not computed.overlaps(figures.interval(whole)):
        yield Contradiction(
            codes.BREAKDOWN_DOES_NOT_ADD,
            _ids(whole, *parts),
            f"{_named(figures, whole)} is {_shown(whole)}, but {_axis(figures, axis)} it adds up to "
            f"{_as(whole, computed)}: {_listed(figures, parts)}.",
        )


def _shares(figures: _Figures, concept: Concept, table: Table, axis: str, group: _Group) -> Iterator[Contradiction]:
    """Shares of one whole add up to 100 %; within another share, they add up to that share."""
    parts = list(group.by_member.values())
    within = [pair for pair in group.others if table.axes[pair[0]] is Arithmetic.SHARES]
    whole = figures.find(concept.name, group.others, group.period) if within else None
    if within and (whole is None or not _known(whole)):
        return
    computed = total(figures.interval(part) for part in parts)
    expected = figures.interval(whole) if whole else Interval(Fraction(1), Fraction(1))
    if not computed.overlaps(expected):
        yield Contradiction(
            codes.BREAKDOWN_DOES_NOT_ADD,
            _ids(*([whole] if whole else []), *parts),
            f"{concept.labels['en']} {parts[0].record.period} should add up to {_shown(whole) if whole else '100 %'} "
            f"{_axis(figures, axis)}, but gives {_as(parts[0], computed)}: {_listed(figures, parts)}.",
        )


def _average(figures: _Figures, concept: Concept, table: Table, axis: str, group: _Group) -> Iterator[Contradiction]:
    """A total rate is the mean of the members' rates, weighted by their shares; without shares it lies between."""
    whole = figures.find(concept.name, group.others, group.period)
    if whole is None or not _known(whole):
        return
    parts = list(group.by_member.values())
    rates = [figures.interval(part) for part in parts]
    weights = _weights(figures, table, axis, group)
    if weights:
        expected = total(rate * figures.interval(weight) for rate, weight in zip(rates, weights, strict=True))
        claim = f"weighted by {figures.taxonomy.concepts[table.weights or ''].labels['en'].lower()} it is"
        found = _as(whole, expected)
    else:
        expected = Interval(min(rate.low for rate in rates), max(rate.high for rate in rates))
        claim, found = "it lies outside", "the range of its members"
    if not expected.overlaps(figures.interval(whole)):
        yield Contradiction(
            codes.AVERAGE_DOES_NOT_FOLLOW,
            _ids(whole, *parts, *weights),
            f"{_named(figures, whole)} is {_shown(whole)}, but {_axis(figures, axis)} {claim} {found}: "
            f"{_listed(figures, parts)}.",
        )


def _weights(figures: _Figures, table: Table, axis: str, group: _Group) -> list[Placed]:
    """Return the members' shares of the whole, or nothing unless every one is known."""
    if table.weights is None or group.others or axis not in figures.taxonomy.axes_of(table.weights):
        return []
    found = [figures.find(table.weights, {(axis, member)}, group.period) for member in group.by_member]
    known = [weight for weight in found if weight is not None and _known(weight)]
    return known if len(known) == len(found) else []


_ALONG_AN_AXIS: Mapping[Arithmetic, Callable[[_Figures, Concept, Table, str, _Group], Iterator[Contradiction]]] = {
    Arithmetic.ADDS_UP: _adds_up,
    Arithmetic.SHARES: _shares,
    Arithmetic.AVERAGE: _average,
}


def _ratio(figures: _Figures, concept: Concept, members: Members, period: Period) -> Iterator[Contradiction]:
    """A ratio equals its numerator divided by its denominator."""
    if concept.ratio is None:
        return
    ratio = figures.find(concept.name, members, period)
    above = _operand(figures, concept.ratio.numerator, members, period)
    below = _operand(figures, concept.ratio.denominator, members, period)
    if ratio is None or above is None or below is None or not (_known(ratio) and _known(above) and _known(below)):
        return
    quotient = figures.interval(above).divided_by(figures.interval(below))
    if quotient is None:
        return
    factor = figures.in_base_units(above) / figures.in_base_units(below) / figures.in_base_units(ratio)
    expected = quotient.times(factor)
    if not expected.overlaps(figures.interval(ratio)):
        yield Contradiction(
            codes.RATIO_DOES_NOT_FOLLOW,
            _ids(ratio, above, below),
            f"{_named(figures, ratio)} is {_shown(ratio)}, but {_named(figures, above)} ({_shown(above)}) divided by "
            f"{_named(figures, below)} ({_shown(below)}) is {_as(ratio, expected)}.",
        )


def _operand(figures: _Figures, operand: Operand, members: Members, period: Period) -> Placed | None:
    return figures.find(operand.concept, members | set(operand.members), period)


def _duplicates(figures: _Figures) -> Iterator[Contradiction]:
    """Facts with the same aspects can be roundings of one number; both nil, or neither."""
    by_aspects: defaultdict[tuple[object, ...], list[Placed]] = defaultdict(list)
    for placed in figures.mapped.placed.values():
        by_aspects[placed.fact.aspects].append(placed)
    for first, *repeated in by_aspects.values():
        for other in repeated:
            if not _agree(figures, first, other):
                yield Contradiction(
                    codes.INCONSISTENT_DUPLICATE,
                    _ids(other, first),
                    f"{_named(figures, other)} is {_shown(other)} here and {_shown(first)} in {first.record.location}.",
                )


def _agree(figures: _Figures, first: Placed, other: Placed) -> bool:
    if isinstance(first.fact.value, Decimal) and isinstance(other.fact.value, Decimal):
        return figures.interval(first).overlaps(figures.interval(other))
    return first.fact.value == other.fact.value


def _by_cause(contradictions: list[Contradiction], figures: _Figures) -> Iterator[Finding]:
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


def _finding(cause: str, explained: list[Contradiction], figures: _Figures) -> Finding:
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


def _ids(*placed: Placed) -> tuple[str, ...]:
    return tuple(one.fact.id for one in placed)


def _named(figures: _Figures, placed: Placed) -> str:
    concept = figures.taxonomy.concepts[placed.record.concept].labels["en"]
    return ", ".join([concept, *_member_labels(figures, placed)]) + f" {placed.record.period}"


def _member_labels(figures: _Figures, placed: Placed) -> list[str]:
    axes = figures.taxonomy.axes
    return [
        member if axes[axis].typed else axes[axis].members[member].labels["en"]
        for axis, member in placed.record.members
    ]


def _axis(figures: _Figures, axis: str) -> str:
    label = figures.taxonomy.axes[axis].labels["en"]
    return f"by {label[:1].lower()}{label[1:]}"


def _shown(placed: Placed) -> str:
    if placed.record.omission:
        return f"omitted ({placed.record.printed})"
    printed = placed.record.printed.removesuffix("%").strip()
    return printed + _unit_label(placed)


def _unit_label(placed: Placed) -> str:
    """Return the unit to write behind a number; a count of something named needs none."""
    if placed.unit is None or placed.unit.quantity in ("person", "count"):
        return ""
    return f" {placed.unit.label('en')}"


def _listed(figures: _Figures, parts: Iterable[Placed]) -> str:
    def label(part: Placed) -> str:
        members = _member_labels(figures, part)
        return ", ".join(members) or figures.taxonomy.concepts[part.record.concept].labels["en"]

    return ", ".join(f"{_shown(part)} ({label(part)})" for part in parts)


def _as(like: Placed, computed: Interval) -> str:
    """Return a computed figure as ``like`` is printed: in its unit and with its number of digits."""
    if like.unit is None or like.number is None:
        raise TypeError(f"{like.fact.id} has no number")
    value = computed.middle / Fraction(10) ** like.unit.exponent
    places = like.number.places
    rounded = Decimal(round(value * 10**places)).scaleb(-places)
    return f"{rounded:,.{places}f}{_unit_label(like)}"
