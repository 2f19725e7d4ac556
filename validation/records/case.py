"""A disclosure as the rules on records see it, beside last year's filing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from ...findings import Location
from ...generator import Disclosure, KPIRecord, PeriodRecord, Placed
from ...instances import Period
from ...taxonomy import QName, Taxonomy
from ..figures import Figure, Figures, Members
from ..intervals import Interval
from .last_filing import Filed, LastFiling
from .slips import power_of

YEAR = range(360, 372)
"""The days of a year: of 365 or 366 days, or of 52 or 53 weeks."""

_LISTED = 5

What = tuple[str, tuple[tuple[str, str], ...]]
"""A concept with its members, in the order of a record."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of an earlier period that is not what was filed, or whose previous value is not.

    ``power`` is the power of ten that it is of what was filed, or 0 if that is not what happened.
    """

    figure: Figure
    filed: Filed
    previous: Placed | None
    power: int


@dataclass(frozen=True)
class Case:
    """What the rules judge: a disclosure, its figures, and last year's filing if it is at hand."""

    disclosure: Disclosure
    figures: Figures
    last: LastFiling | None
    lost: dict[tuple[str, str], bool] = field(default_factory=dict)

    @property
    def taxonomy(self) -> Taxonomy:
        """The taxonomy of the figures."""
        return self.figures.taxonomy

    @property
    def reporting(self) -> PeriodRecord:
        """The reporting period."""
        return self.disclosure.manifest.periods.reporting

    @cached_property
    def rows(self) -> list[list[Placed]]:
        """The numbers row by row, omitted ones too; of a range, the lower bound."""
        rows: defaultdict[tuple[str, int], list[Placed]] = defaultdict(list)
        for placed in self.figures.mapped.placed.values():
            if placed.unit and not placed.is_upper:
                rows[placed.record.table, placed.record.row].append(placed)
        return list(rows.values())

    @cached_property
    def years(self) -> list[PeriodRecord]:
        """The reporting period and the comparatives that are as long, latest first."""
        periods = self.disclosure.manifest.periods
        alike = [one for one in periods.comparatives if abs(days(one) - days(periods.reporting)) < len(YEAR)]
        return sorted((periods.reporting, *alike), key=lambda one: one.end, reverse=True)

    def may_be_lost(self, concept: str, period: PeriodRecord) -> bool:
        """Whether a cell that could not be read may have held this concept for this period."""
        key = concept, period.name
        if key not in self.lost:
            self.lost[key] = self.figures.may_be_missing([concept], Period(period.end, period.start))
        return self.lost[key]

    def filed(self, concept: str, members: Members, period: Period, currencies: frozenset[QName]) -> list[Filed]:
        """What last year's filing, if it is at hand, says of a figure in these currencies."""
        found = self.last.find(concept, members, period) if self.last else []
        return [one for one in found if one.currencies == currencies]

    def power_of(self, figure: Figure, before: Figure | Filed) -> int:
        """Return the power of ten that a figure is of another of its concept, or 0 if it is none."""
        is_count = self.taxonomy.concepts[figure.placed.record.concept].type.is_count
        return power_of(figure.interval, interval_of(before), is_count=is_count)

    @cached_property
    def differences(self) -> list[Difference]:
        """What an earlier period's figure says otherwise than last year's filing, within rounding, once each."""
        return list(_differences(self))


def _differences(case: Case) -> Iterator[Difference]:
    placed = case.figures.mapped.placed.values()
    previous = {_key(one.record): one for one in placed if one.record.is_previous}
    for concept, members, period, figure in case.figures.plain():
        filed = case.filed(concept, members, period, figure.currencies)
        if not filed or period.end >= case.reporting.end:
            continue
        before = previous.get(_key(figure.placed.record))
        said = case.figures.interval(before) if before and isinstance(before.fact.value, Decimal) else figure.interval
        if not any(said.overlaps(one.can_be) for one in filed):
            power = 0 if before else case.power_of(figure, filed[0])
            yield Difference(figure, filed[0], before, power)


def _key(record: KPIRecord) -> tuple[object, ...]:
    return record.concept, record.members, record.period


def interval_of(one: Figure | Filed) -> Interval:
    """Return what a figure of this report, or one that was filed, can have been, in base units."""
    return one.interval if isinstance(one, Figure) else one.can_be


def place_of(record: KPIRecord, heading: str) -> Location:
    """Return the place of another cell of a record's row; of a finished report, which has no cells, the fact's."""
    place = record.location
    return place if place.line is None and place.sheet is None else record.at(heading)


def days(period: PeriodRecord) -> int:
    """Return how many days a period has, its first and its last among them."""
    return (period.end - period.start).days + 1


def listed(names: Sequence[str], between: str = ", ") -> str:
    """Return the first few of some names, and how many more there are."""
    more = len(names) - _LISTED
    return between.join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def ids(placed: Iterable[Placed]) -> tuple[str, ...]:
    """Return the ids of the facts that cells became."""
    return tuple(one.fact.id for one in placed)
