"""A filing as the rules on facts see it: its numbers, in order, beside those of last year's filing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from ...findings import Location
from ...instances import FiledFact, Period, Unit
from ...taxonomy import QName
from ..intervals import Interval
from .quantities import Measured, measured

What = tuple[str, tuple[tuple[str, str], ...]]
"""A concept with its members, by their local names: versions of a taxonomy differ in namespaces only."""


@dataclass(frozen=True, slots=True)
class Number:
    """A fact that is a number, with what its unit measures, where that is known."""

    fact: FiledFact
    value: Decimal
    period: Period
    unit: Unit
    what: What
    measured: Measured | None

    @property
    def base(self) -> Fraction:
        """The value in base units of its quantity; the value itself where the unit is not known."""
        return Fraction(self.value) * (self.measured.factor if self.measured else 1)

    @property
    def can_be(self) -> Interval:
        """What it can have been before it was rounded to the digits that it is written with, or to its decimals."""
        exponent = self.value.as_tuple().exponent
        written = -exponent if isinstance(exponent, int) else 0
        places = min(written, int(self.fact.decimals)) if _is_whole(self.fact.decimals) else written
        return Interval.of(self.value, places)

    @property
    def as_filed(self) -> Interval:
        """What it can have been by its decimals alone; without them, or with INF, it is exact."""
        return Interval.of(self.value, int(self.fact.decimals) if _is_whole(self.fact.decimals) else None)

    @property
    def named(self) -> str:
        """Its concept and its members, for a message."""
        concept, members = self.what
        return f"{concept} ({', '.join(member for _, member in members)})" if members else concept

    @property
    def label(self) -> str:
        """Its unit by local names, by which those of two filings are compared."""
        return label_of(self.unit)

    @property
    def shown(self) -> str:
        """The number with its unit, for a message."""
        return f"{self.value:,f} {self.label}".strip()


@dataclass(frozen=True)
class Case:
    """A filing, and last year's if it is at hand."""

    shown_as: str
    facts: Sequence[FiledFact]
    last_year: Sequence[FiledFact] = ()

    @cached_property
    def numbers(self) -> list[Number]:
        """The facts that are numbers of a known period, in document order."""
        return list(numbers_of(self.facts))

    @cached_property
    def filed(self) -> Mapping[tuple[What, Period], list[Number]]:
        """The numbers of last year's filing, by what they are about and when."""
        found: defaultdict[tuple[What, Period], list[Number]] = defaultdict(list)
        for number in numbers_of(self.last_year):
            found[number.what, number.period].append(number)
        return found

    @cached_property
    def reporting(self) -> Period | None:
        """The reporting period: of the periods with many facts, the latest."""
        found = Counter(fact.period for fact in self.facts if fact.period and not fact.period.is_instant)
        many = max(found.values(), default=0)
        usual = [period for period, count in found.items() if count * _FEW >= many]
        return max(usual, key=lambda period: period.end, default=None)

    def place(self, fact: FiledFact) -> Location:
        """Return where a fact stands: its line, or in JSON its id."""
        return Location(self.shown_as, fact.line, None if fact.line else fact.id)

    def places(self, numbers: Iterable[Number]) -> tuple[Location, tuple[Location, ...]]:
        """Return where the first of some numbers stands, and where the others do."""
        first, *others = dict.fromkeys(self.place(number.fact) for number in numbers)
        return first, tuple(others)


_FEW = 4
"""A period with less than a quarter of the facts of the fullest one is not the one that is reported."""


def numbers_of(facts: Iterable[FiledFact]) -> Iterator[Number]:
    """Yield the facts that are numbers, each about its period."""
    units: dict[Unit, Measured | None] = {}
    for fact in facts:
        if fact.unit is None or fact.period is None or not isinstance(fact.value, Decimal):
            continue
        if fact.unit not in units:
            units[fact.unit] = measured(fact.unit)
        what = fact.concept.local, tuple(sorted((axis.local, _local(member)) for axis, member in fact.dimensions))
        yield Number(fact, fact.value, fact.period, fact.unit, what, units[fact.unit])


def label_of(unit: Unit) -> str:
    """Return a unit in words: ``MWh/CNY``; of a pure number, nothing."""
    over, under = ("*".join(name.local for name in side) for side in (unit.numerators, unit.denominators))
    if not under:
        return "" if over == "pure" else over
    return f"{over}/{under}"


def ids(facts: Iterable[FiledFact | Number]) -> tuple[str, ...]:
    """Return the ids of facts, without those that have none of their own."""
    found = (one.fact.id if isinstance(one, Number) else one.id for one in facts)
    return tuple(dict.fromkeys(fact for fact in found if not fact.startswith("#")))


def and_more(numbers: Sequence[object]) -> str:
    """Return the sentence that says of how many besides the first of some numbers the same holds."""
    more = len(numbers) - 1
    return f" So it is with {more} more." if more else ""


def years_before(period: Period, years: int) -> Period:
    """Return the same days some years earlier; the last day of a month stays the last."""
    start = period.start and _years_back(period.start - timedelta(1), years) + timedelta(1)
    return Period(_years_back(period.end, years), start)


def _years_back(day: date, years: int) -> date:
    after = day + timedelta(1)
    is_leap_day = (after.month, after.day) == (2, 29)
    return after.replace(year=after.year - years, day=28 if is_leap_day else after.day) - timedelta(1)


def _is_whole(text: str) -> bool:
    return text.removeprefix("-").isdecimal()


def _local(member: QName | str) -> str:
    return member if isinstance(member, str) else member.local
