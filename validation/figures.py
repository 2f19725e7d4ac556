"""The numbers of a disclosure, found by what they report, each as the interval it stands for in base units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ..generator import KPIRecord, Mapped, Placed, RefusedCell, in_language
from ..instances import Fact, Period, Unit
from ..taxonomy import NAMESPACES, Plausible, QName, Taxonomy
from .intervals import Interval

Members = frozenset[tuple[str, str]]
Key = tuple[str, Members, Period]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, which one fact gives or several repeat.

    ``can_be`` is what it can have been before rounding, in base units of its quantity: what all its facts allow, or
    the first of them where they contradict each other. It is ``None`` for an omitted figure. ``base`` is how many base
    units one printed unit holds. What is given in different currencies, or in different units with a currency in them,
    is different figures: a formula tells money apart by its unit.
    """

    placed: Placed
    can_be: Interval | None
    base: Fraction
    currencies: frozenset[QName]

    @property
    def id(self) -> str:
        """The id of the first fact that gives the figure."""
        return self.placed.fact.id

    @property
    def interval(self) -> Interval:
        """What the figure can have been; raises ``ValueError`` for an omitted one."""
        if self.can_be is None:
            raise ValueError(f"{self.id} is omitted")
        return self.can_be


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The known members of one axis for one concept, with the other members, the period and the currency fixed.

    A member that is not given in that currency stands in another. ``is_closed`` says that the members given are all
    there are: none is omitted and none may have been lost.
    """

    others: Members
    period: Period
    by_member: Mapping[str, Figure]
    is_closed: bool
    currencies: frozenset[QName]


def comparable(figures: Iterable[Figure]) -> bool:
    """Whether figures can be set against each other: at most one currency is among their units."""
    return len({currency for figure in figures for currency in figure.currencies}) < 2


def currencies_of(unit: Unit | None) -> frozenset[QName]:
    """Return the currencies among the measures of a unit."""
    measures = (*unit.numerators, *unit.denominators) if unit else ()
    return frozenset(measure for measure in measures if measure.namespace == NAMESPACES["iso4217"])


def _in(currencies: frozenset[QName], figures: Sequence[Figure]) -> Figure | None:
    """Return the figure in these currencies, or else the first."""
    return next((figure for figure in figures if figure.currencies == currencies), next(iter(figures), None))


class Figures:
    """The numbers of one report, and what may be missing among them."""

    def __init__(self, mapped: Mapped, taxonomy: Taxonomy) -> None:
        self.mapped = mapped
        self.taxonomy = taxonomy
        self._bases = {unit.measure: Fraction(unit.base) for unit in taxonomy.units}
        self._held: dict[Unit | None, Fraction] = {}
        self._period_ends: dict[str, date] = {}
        self.repeated: defaultdict[tuple[Key, frozenset[QName]], list[Placed]] = defaultdict(list)
        for placed in mapped.placed.values():
            self._period_ends[placed.record.period] = placed.fact.period.end
            if placed.fact.is_numeric:
                key = (placed.record.concept, frozenset(placed.members), placed.fact.period)
                self.repeated[key, currencies_of(placed.fact.unit)].append(placed)
        self._by_key: defaultdict[Key, list[Figure]] = defaultdict(list)
        self._reported: defaultdict[str, list[tuple[Members, Period, Figure]]] = defaultdict(list)
        self._facts: defaultdict[str, list[Figure]] = defaultdict(list)
        for (key, currencies), facts in self.repeated.items():
            concept, members, period = key
            by_unit: defaultdict[Unit | None, list[Placed]] = defaultdict(list)
            for placed in facts:
                by_unit[placed.fact.unit if currencies else None].append(placed)
            for same in by_unit.values():
                figure = self._figure(same, currencies)
                self._by_key[key].append(figure)
                self._reported[concept].append((members, period, figure))
                each = [figure] if len(same) == 1 else [self._figure([one], currencies) for one in same]
                self._facts[concept] += each

    def _figure(self, facts: list[Placed], currencies: frozenset[QName]) -> Figure:
        first = facts[0]
        intervals = [self.interval(placed) for placed in facts if placed.fact.value is not None]
        return Figure(
            first,
            Interval.common(intervals) or (intervals[0] if intervals else None),
            self.base(first),
            currencies,
        )

    def interval(self, placed: Placed) -> Interval:
        """Return what one fact says the figure can have been, in base units."""
        return self.interval_of(placed.record.concept, placed.fact)

    def interval_of(self, concept: str, fact: Fact) -> Interval:
        """Return what a fact of a concept, in this report or another, says the figure can have been, in base units.

        A whole number of people or things that is given to the unit has no other whole number within its rounding:
        it is exact.
        """
        if not isinstance(fact.value, Decimal):
            raise TypeError(f"{fact.id} has no number")
        is_count = self.taxonomy.concepts[concept].type.is_count
        exact = fact.decimals is None or (is_count and fact.decimals >= 0)
        given, held = Interval.of(fact.value, None if exact else fact.decimals), self._measure(fact.unit)
        return given if held == 1 else given.times(held)

    def _measure(self, unit: Unit | None) -> Fraction:
        """Return how many base units one measure holds: 1000 for a tonne, in kg."""
        if unit not in self._held:
            factor = Fraction(1)
            for measure in unit.numerators if unit else ():
                factor *= self._bases.get(measure, 1)
            for measure in unit.denominators if unit else ():
                factor /= self._bases.get(measure, 1)
            self._held[unit] = factor
        return self._held[unit]

    def base(self, placed: Placed) -> Fraction:
        """Return how many base units one printed unit holds."""
        exponent = placed.unit.exponent if placed.unit else 0
        held = self._measure(placed.fact.unit)
        return held * Fraction(10) ** exponent if exponent else held

    def bounds(self, plausible: Plausible) -> tuple[Fraction | None, Fraction | None]:
        """Return the least and the greatest plausible figure, in base units."""
        factor = Fraction(1)
        for position, spelling in enumerate(plausible.unit.split("/")):
            unit = self.taxonomy.unit(spelling)
            held = Fraction(unit.base) * Fraction(10) ** unit.exponent if unit else Fraction(1)
            factor = factor / held if position else factor * held
        low, high = plausible.low, plausible.high
        return None if low is None else Fraction(low) * factor, None if high is None else Fraction(high) * factor

    def given(self, concept: str, members: Iterable[tuple[str, str]], period: Period) -> list[Figure]:
        """Return a figure that is known, in each of its currencies; of a stock over a period, the one at its end."""
        at = Period(period.end) if self.taxonomy.concepts[concept].period == "instant" else period
        return [figure for figure in self._by_key.get((concept, frozenset(members), at), ()) if figure.can_be]

    def find(
        self,
        concept: str,
        members: Iterable[tuple[str, str]],
        period: Period,
        currencies: frozenset[QName] = frozenset(),
    ) -> Figure | None:
        """Return a figure that is known: in these currencies if it is given in them, else in another."""
        return _in(currencies, self.given(concept, members, period))

    def known(self, concept: str) -> Iterator[tuple[Members, Period, Figure]]:
        """Yield the known figures of a concept with their members and periods."""
        return (found for found in self._reported[concept] if found[2].can_be)

    def facts(self, concept: str) -> Iterator[Figure]:
        """Yield each fact of a concept by itself, though others may repeat it, as a known figure."""
        return (figure for figure in self._facts[concept] if figure.can_be)

    def plain(self) -> Iterator[tuple[str, Members, Period, Figure]]:
        """Yield the known figures, but for bounds and values of before a restatement."""
        for (concept, members, period), figures in self._by_key.items():
            for figure in figures:
                if figure.can_be and not figure.placed.qualifier and not figure.placed.record.is_previous:
                    yield concept, members, period, figure

    def breakdowns(self, concept: str, axis: str) -> Iterator[Breakdown]:
        """Yield the breakdowns of a concept along an axis."""
        found: dict[tuple[Members, Period], dict[str, list[Figure]]] = {}
        for members, period, figure in self._reported[concept]:
            if member := dict(members).get(axis):
                others = frozenset(pair for pair in members if pair[0] != axis)
                found.setdefault((others, period), {}).setdefault(member, []).append(figure)
        for (others, period), by_member in found.items():
            tables = {figure.placed.record.table for figures in by_member.values() for figure in figures}
            may_lack_a_member = self.may_lack_a_member(concept, period, tables)
            given = {member: [one for one in figures if one.can_be] for member, figures in by_member.items()}
            for currencies in dict.fromkeys(figure.currencies for figures in given.values() for figure in figures):
                known = {member: one for member, figures in given.items() if (one := _in(currencies, figures))}
                is_closed = 1 < len(known) == len(by_member) and not may_lack_a_member
                yield Breakdown(others, period, known, is_closed, currencies)

    def may_lack_a_member(self, concept: str, period: Period, tables: set[str]) -> bool:
        """Whether a cell that could not be read may have held a member of a breakdown in these tables."""
        return any(
            cell.concept == concept or (cell.concept is None and cell.table in tables) for cell in self._lost(period)
        )

    def may_be_missing(self, concepts: Iterable[str], period: Period) -> bool:
        """Whether a cell that could not be read may have held one of these concepts for this period."""
        return any(cell.concept is None or cell.concept in concepts for cell in self._lost(period))

    def _lost(self, period: Period) -> Iterator[RefusedCell]:
        names = {name for name, end in self._period_ends.items() if end == period.end}
        return (cell for cell in self.mapped.refused if cell.period is None or cell.period in names)

    def named(self, figure: Figure) -> str:
        """Return concept, members and period in words."""
        return f"{self.label(figure.placed.record)} {figure.placed.record.period}"

    def label(self, record: KPIRecord) -> str:
        """Return concept and members in words."""
        concept = in_language(self.taxonomy.concepts[record.concept].labels, "en")
        return ", ".join([concept, *self.member_labels(record.members)])

    def member_labels(self, members: Iterable[tuple[str, str]]) -> list[str]:
        """Return members in words; one of the filer's own, or one that is not known, as it was written."""
        axes = self.taxonomy.axes
        return [
            in_language(axes[axis].members[member].labels, "en")
            if axis in axes and member in axes[axis].members
            else member
            for axis, member in members
        ]

    def listed(self, figures: Iterable[Figure]) -> str:
        """Return figures with what each is, for a message."""

        def label(figure: Figure) -> str:
            record = figure.placed.record
            return ", ".join(self.member_labels(record.members)) or self.label(record)

        return ", ".join(f"{shown(figure.placed)} ({label(figure)})" for figure in figures)

    def axis_label(self, axis: str | None) -> str:
        """Return ``by gender`` for an axis."""
        label = in_language(self.taxonomy.axes[axis or ""].labels, "en")
        return f"by {label[:1].lower()}{label[1:]}"


def shown(placed: Placed) -> str:
    """Return a figure as printed, with its unit."""
    if placed.record.omission:
        return f"omitted ({placed.record.printed})"
    printed = placed.record.printed.removesuffix("%").strip()
    return printed + _unit_label(placed)


def as_printed_like(figure: Figure, computed: Interval, places: int | None = None) -> str:
    """Return a number of base units in the unit of a printed figure, and with its places or with others."""
    if places is None:
        places = figure.placed.number.places if figure.placed.number else 0
    rounded = Decimal(round(computed.middle / figure.base * 10**places)).scaleb(-places)
    return f"{rounded:,.{places}f}{_unit_label(figure.placed)}"


def _unit_label(placed: Placed) -> str:
    """Return the unit to write behind a number; a count of something named needs none."""
    if placed.unit is None or placed.unit.quantity in ("person", "count"):
        return ""
    return f" {placed.unit.label('en')}"
