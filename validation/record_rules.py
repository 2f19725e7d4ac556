"""Is what was written what was meant? Rules on the records, before anything is built.

Units, currency and scale from one period to the next, gaps, accuracy that no figure has, texts that say nothing,
identifiers that will not last, requirements without an answer; with last year's filing at hand, what has changed
against it. What follows from arithmetic is in :mod:`.consistency`. A rule speaks once for one cause, at the first cell
it is about, and is silent where a cell that could not be read may hold the answer.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from ..findings import Finding, Location, Severity, codes
from ..generator import Disclosure, KPIRecord, Mapped, PeriodRecord, Placed, in_language
from ..instances import Instance, Period, Unit
from ..taxonomy import NAMESPACES, Axis, QName, Taxonomy, answers
from ..taxonomy.coverage import ANSWERING
from .accuracy import overclaimed
from .figures import Figure, Figures, Members, as_printed_like, comparable, currencies_of, shown
from .intervals import Interval
from .last_filing import Filed, LastFiling
from .placeholders import is_placeholder

SLIPS = (2, 3, 4, 5, 6, 7, 8)
"""Powers of ten by which figures slip: per cent, thousand, 万 (10,000), lakh, million, crore, 亿 (100 million)."""
SLIP_TOLERANCE = Fraction(5, 100)
"""How far a ratio may be from a power of ten and still look like it; figures that are rounded more tell nothing."""
FEWEST_COUNTED = 100
"""A number of people or things below this may grow a hundredfold."""
CALM = 5
"""A figure that changed by less than this factor did nothing unusual."""
YEAR = range(360, 372)
"""The days of a year: of 365 or 366 days, or of 52 or 53 weeks."""

_LISTED = 5

_What = tuple[str, tuple[tuple[str, str], ...]]
"""A concept with its members, in the order of a record."""


@dataclass(frozen=True)
class _Case:
    """What the rules judge."""

    disclosure: Disclosure
    figures: Figures
    last: LastFiling | None
    lost: dict[tuple[str, str], bool] = field(default_factory=dict)

    @property
    def taxonomy(self) -> Taxonomy:
        return self.figures.taxonomy

    @property
    def reporting(self) -> PeriodRecord:
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
        alike = [one for one in periods.comparatives if abs(_days(one) - _days(periods.reporting)) < len(YEAR)]
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

    @cached_property
    def differences(self) -> list[_Difference]:
        """What an earlier period's figure says otherwise than last year's filing, within rounding, once each."""
        return list(_differences(self))


def check_records(
    disclosure: Disclosure, mapped: Mapped, taxonomy: Taxonomy, last_year: Instance | None = None
) -> list[Finding]:
    """Return what the rules on records find; with last year's filing, also what has changed against it.

    ``mapped`` is the disclosure in any one of its languages.
    """
    figures = Figures(mapped, taxonomy)
    case = _Case(disclosure, figures, LastFiling(last_year, figures) if last_year else None)
    return [finding for rule in RULES for finding in rule(case)]


# Units


def _currency_is_mixed(case: _Case) -> Iterator[Finding]:
    """Amounts of money are in the currency of the report, or without one in that of most amounts."""
    declared = case.disclosure.manifest.currency
    found = Counter(name for row in case.rows for placed in row for name in _currencies(placed))
    expected = declared or next((name for name, _ in found.most_common(1)), None)
    for row in case.rows:
        odd = [placed for placed in row if any(name != expected for name in _currencies(placed))]
        if odd:
            other = next(name for name in _currencies(odd[0]) if name != expected)
            place, related = _units_of(odd)
            yield codes.MIXED_CURRENCY.finding(
                f"{case.figures.label(odd[0].record)} is in {other}; "
                + (f"the report's currency is {expected}." if declared else f"most amounts are in {expected}."),
                hint=f"Convert it to {expected}, and say at which rate in a footnote."
                + ("" if declared else f" If the report's currency is {other}, declare `currency: {other}`."),
                location=place,
                facts=_ids(odd),
                related=related,
            )


def _currencies(placed: Placed) -> list[str]:
    return sorted(measure.local for measure in currencies_of(placed.fact.unit))


def _units_of(row: Sequence[Placed]) -> tuple[Location, tuple[Location, ...]]:
    """Return the cell of a row's unit, and those where it is given again."""
    first, *others = dict.fromkeys(placed.record.at("unit") for placed in row)
    return first, tuple(others)


def _unit_differs_between_periods(case: _Case) -> Iterator[Finding]:
    """A row is in one unit, that of the reporting period; where it has none, other tables may have it."""
    reporting = case.reporting.name
    elsewhere: defaultdict[_What, list[Placed]] = defaultdict(list)
    for placed in (placed for row in case.rows for placed in row if placed.record.period == reporting):
        elsewhere[placed.record.concept, placed.record.members].append(placed)
    for row in case.rows:
        own = [placed for placed in row if placed.record.period == reporting]
        present = own or elsewhere[row[0].record.concept, row[0].record.members]
        odd = [placed for placed in row if present and all(_scale(placed) != _scale(one) for one in present)]
        if odd:
            unit, periods = _label(present[0]), dict.fromkeys(placed.record.period for placed in odd)
            place, related = _units_of([*odd, present[0]])
            yield codes.UNIT_DIFFERS.finding(
                f"{case.figures.label(odd[0].record)} is in {_label(odd[0])} for {', '.join(periods)}, "
                f"and in {unit} for {reporting}.",
                hint=f"Write every period in {unit}, with the figures converted.",
                location=place,
                facts=_ids([*odd, present[0]]),
                related=related,
            )


def _scale(placed: Placed) -> tuple[tuple[QName, int], ...]:
    """Return a unit as its measures and powers of ten, whatever its spelling and its currency."""
    parts = placed.unit.parts if placed.unit else ()
    return tuple((_any_currency(part.measure), part.exponent) for part in parts)


def _any_currency(measure: QName) -> QName:
    return _MONEY if measure.namespace == NAMESPACES["iso4217"] else measure


_MONEY = QName(NAMESPACES["iso4217"], "")


def _label(placed: Placed) -> str:
    return placed.unit.label("en") if placed.unit else ""


def _unit_differs_from_last_year(case: _Case) -> Iterator[Finding]:
    """A figure is filed in a unit of last year's filing; another currency is told once."""
    filed = case.last.units() if case.last else {}
    told: set[tuple[str, str]] = set()
    for row in case.rows:
        placed = min(row, key=lambda one: one.record.period != case.reporting.name)
        before, unit = filed.get((placed.record.concept, frozenset(placed.record.members))), placed.fact.unit
        if not before or unit is None or unit in before:
            continue
        is_currency = _without_currency(unit) in map(_without_currency, before)
        now, then = _last_year_labels(case.taxonomy, unit, before, is_currency=is_currency)
        if (now, then) in told:
            continue
        if is_currency:
            told.add((now, then))
        yield codes.UNIT_DIFFERS.finding(
            f"Amounts of money are in {now}; last year's filing has them in {then}."
            if is_currency
            else f"{case.figures.label(placed.record)} is in {now}; last year's filing has it in {then}.",
            hint="Say in a footnote that the currency has changed, and how earlier amounts were converted."
            if is_currency
            else f"Write it in {then} again, so that a reader of both filings can compare them.",
            location=placed.record.at("unit"),
            facts=(placed.fact.id,),
        )


def _without_currency(unit: Unit) -> Unit:
    return Unit(tuple(map(_any_currency, unit.numerators)), tuple(map(_any_currency, unit.denominators)))


def _last_year_labels(taxonomy: Taxonomy, unit: Unit, before: Iterable[Unit], *, is_currency: bool) -> tuple[str, str]:
    """Return in words the unit of a figure and the first it was filed in, or only their currencies."""
    then = min(before, key=str)
    if is_currency:
        now_in, then_in = (", ".join(sorted(measure.local for measure in currencies_of(one))) for one in (unit, then))
        return now_in, then_in
    labels = {one.measure: one.label("en") for one in reversed(taxonomy.units) if one.exponent == 0}

    def words(one: Unit) -> str:
        sides = ("*".join(labels.get(name, name.local) for name in side) for side in (one.numerators, one.denominators))
        return "/".join(side for side in sides if side)

    return words(unit), words(then)


# Periods


def _length_is_odd(case: _Case) -> Iterator[Finding]:
    """A period has the days of a year, or there is a reason; a target is for whatever period it is for."""
    periods = case.disclosure.manifest.periods
    named: list[tuple[PeriodRecord, tuple[str | int, ...]]] = [(periods.reporting, ("periods", "reporting"))]
    named += [(one, ("periods", "comparatives", index)) for index, one in enumerate(periods.comparatives)]
    named += [(one, ("periods", "baselines", index)) for index, one in enumerate(periods.baselines)]
    for period, path in named:
        if _days(period) not in YEAR and not period.reason:
            yield codes.ODD_LENGTH.finding(
                f"The period {period.name}, {period.start} to {period.end}, has {_days(period)} days; "
                f"a year has {YEAR[0]} to {YEAR[-1]}.",
                hint="Correct its dates, or say why under `reason`: {en: The end of the financial year has moved.}",
                location=case.disclosure.document.location(*path),
            )


def _days(period: PeriodRecord) -> int:
    return (period.end - period.start).days + 1


def _gap_between_periods(case: _Case) -> Iterator[Finding]:
    """A figure has a record in each year between its first and its last; a table with the same gaps has one finding."""
    position = {period.name: index for index, period in enumerate(case.years)}
    given: defaultdict[_What, dict[int, KPIRecord]] = defaultdict(dict)
    for record in case.disclosure.records:
        concept = case.taxonomy.concepts.get(record.concept)
        if concept and concept.type.is_numeric and not record.is_previous and record.period in position:
            given[record.concept, record.members].setdefault(position[record.period], record)
    gaps: defaultdict[tuple[str, tuple[int, ...]], list[KPIRecord]] = defaultdict(list)
    for (name, _), records in given.items():
        missing = tuple(
            index
            for index in range(min(records), max(records))
            if index not in records and not case.may_be_lost(name, case.years[index])
        )
        if missing:
            latest = records[min(records)]
            gaps[latest.table, missing].append(latest)
    for (_, missing), rows in gaps.items():
        lacking = " and ".join(case.years[index].name for index in reversed(missing))
        yield codes.COMPARATIVE_MISSING.finding(
            f"{_and_others(case.figures.label(rows[0]), len(rows) - 1)} for periods before and after {lacking}, "
            f"but not for {lacking}.",
            hint=f"Add {lacking} with the figures, or with an omission mark that says why they are not given.",
            location=rows[0].location,
            related=tuple(record.location for record in rows[1:]),
        )


def _and_others(first: str, others: int) -> str:
    if not others:
        return f"{first} is given"
    return f"{first} and {others} other {'figure' if others == 1 else 'figures'} of the table are given"


def _figure_is_gone(case: _Case) -> Iterator[Finding]:
    """What last year's filing gave for its year has a figure or an omission a year later; one finding a concept.

    What was about something of the filer's own that it no longer has is done with.
    """
    if case.last is None:
        return
    places: dict[str, Location] = {}
    present: set[tuple[str, Members]] = set()
    for record in case.disclosure.records:
        places.setdefault(record.concept, record.location)
        if record.period == case.reporting.name:
            present.add((record.concept, frozenset(record.members)))
    gone: defaultdict[str, list[Filed]] = defaultdict(list)
    for filed in case.last.of_its_year():
        if (filed.concept, filed.members) not in present and _is_still_there(case, filed):
            gone[filed.concept].append(filed)
    for name, lost in gone.items():
        if not case.may_be_lost(name, case.reporting):
            yield codes.COMPARATIVE_MISSING.finding(
                f"{_named_with_cuts(case, name, lost)} is in last year's filing, and here it has neither a figure nor "
                f"an omission for {case.reporting.name}.",
                hint="Report it again, or write an omission mark with its reason.",
                location=places.get(name) or case.disclosure.document.location("sections"),
            )


def _named_with_cuts(case: _Case, concept: str, found: Sequence[Filed]) -> str:
    """Return a concept in words, with the members by which it is cut: ``Employees (in total; Male)``."""
    label, cuts = in_language(case.taxonomy.concepts[concept].labels, "en"), []
    for filed in found:
        members = case.taxonomy.in_reading_order(dict(filed.members))
        cuts.append(", ".join(case.figures.member_labels(members)) or "in total")
    return label if cuts == ["in total"] else f"{label} ({_listed(cuts, '; ')})"


def _is_still_there(case: _Case, filed: Filed) -> bool:
    """Whether the filer still has all that is its own of what a figure is about."""
    own = case.disclosure.manifest.members
    return all(not case.taxonomy.axes[axis].typed or member in own.get(axis, {}) for axis, member in filed.members)


# Accuracy


def _accuracy_is_overclaimed(case: _Case) -> Iterator[Finding]:
    """No figure has more digits than can be known; one finding a row."""
    for row in case.rows:
        found = [(placed, claimed) for placed in row if (claimed := overclaimed(case.figures, placed))]
        if found:
            placed, (claim, hint) = found[0]
            more = f" So do {len(found) - 1} more cells of the row." if len(found) > 1 else ""
            yield codes.DECIMALS_OVERCLAIMED.finding(
                f"{case.figures.label(placed.record)} {placed.record.period} is {shown(placed)}: {claim}{more}",
                hint=hint,
                location=placed.record.location,
                facts=_ids(one for one, _ in found),
                related=tuple(one.record.location for one, _ in found[1:]),
            )


# Texts


def _reason_is_no_reason(case: _Case) -> Iterator[Finding]:
    """The explanation of an omission explains it."""
    used = {record.omission.mark for record in case.disclosure.records if record.omission}
    for index, mark in enumerate(case.disclosure.manifest.omissions):
        for language, text in mark.explanation.items():
            if mark.mark in used and is_placeholder(text):
                yield codes.NIL_WITHOUT_REASON.finding(
                    f'The omission "{mark.mark}" is explained by "{text}", which says nothing.',
                    hint="Say why the figures that have this mark are not given; a reader of the report sees it.",
                    location=case.disclosure.document.location("omissions", index, "explanation", language),
                )


def _text_is_placeholder(case: _Case) -> Iterator[Finding]:
    """A text of the report says something, in every language."""
    for record in case.disclosure.records:
        concept = case.taxonomy.concepts.get(record.concept)
        is_text = concept is not None and concept.type.is_text and record.omission is None
        if is_text and record.printed and is_placeholder(record.printed):
            yield codes.PLACEHOLDER_TEXT.finding(
                f'{case.figures.label(record)} {record.period} is "{record.printed.strip()}", which says nothing.',
                hint="Write the text. If there is none, declare an omission mark with the reason and write that.",
                location=record.location,
            )
    manifest = case.disclosure.manifest
    for name, declared in (
        ("footnotes", manifest.footnotes),
        ("boundaries", manifest.boundaries),
        ("restatements", manifest.restatements),
    ):
        for key, texts in declared.items():
            for language, text in texts.items():
                if is_placeholder(text):
                    yield codes.PLACEHOLDER_TEXT.finding(
                        f'{_MANIFEST_TEXTS[name]} {key} is "{text}", which says nothing.',
                        hint="Write the text, or remove it where it is declared and named.",
                        location=case.disclosure.document.location(name, key, language),
                    )


_MANIFEST_TEXTS = {"footnotes": "The footnote", "boundaries": "The boundary", "restatements": "The restatement"}


# Against the year before


@dataclass(frozen=True, slots=True)
class _Slip:
    """A figure and what it is a power of ten of; the power is of the figure to that."""

    figure: Figure
    power: int
    before: Figure | Filed


_Alike = tuple[str, int, str]
"""The table, the power of ten and the period that slips with one cause have in common."""


def _scale_slips(case: _Case) -> Iterator[Finding]:
    """A figure is no power of ten of that of the year before, or of what was filed of its own year.

    Business can grow a hundredfold, so this is a warning. A table of such figures has one cause: its unit.
    """
    slips: defaultdict[_Alike, list[_Slip]] = defaultdict(list)
    calm: Counter[str] = Counter()
    compared: Counter[str] = Counter()
    for figure, before, ratio in _changes(case):
        table = figure.placed.record.table
        compared[table] += 1
        if power := _power(case, figure, before):
            slips[table, power, _period_before(before)].append(_Slip(figure, power, before))
        elif Fraction(1, CALM) < ratio < CALM:
            calm[table] += 1
    for (table, *_), found in slips.items():
        others = calm[table]
        is_alone = others > 1 and others + len(found) == compared[table]
        yield _slip_finding(case, found, others if is_alone else 0)
    filed: defaultdict[_Alike, list[_Slip]] = defaultdict(list)
    for one in case.differences:
        if one.power:
            record = one.figure.placed.record
            filed[record.table, one.power, record.period].append(_Slip(one.figure, one.power, one.filed))
    yield from (_slip_finding(case, found, 0) for found in filed.values())


def _changes(case: _Case) -> Iterator[tuple[Figure, Figure | Filed, Fraction]]:
    """Yield the figures of the reporting period with those of the year before, and the ratio of the two.

    A figure of the year before that has slipped itself, against last year's filing, is nothing to compare with.
    """
    slipped = {one.figure.id for one in case.differences if one.power}
    for concept, members, _, figure in case.figures.plain():
        if figure.placed.record.period == case.reporting.name:
            before = _year_before(case, concept, members, figure)
            if before is None or (isinstance(before, Figure) and before.id in slipped):
                continue
            if ratio := _ratio(figure.interval, _interval(before)):
                yield figure, before, ratio


def _year_before(case: _Case, concept: str, members: Members, figure: Figure) -> Figure | Filed | None:
    """Return a figure of the last year before that has one, or what was filed of it, in the same currency."""
    years = [Period(year.end, year.start) for year in case.years if year.end < case.reporting.end]
    for year in years:
        found = case.figures.find(concept, members, year, figure.currencies)
        if found and comparable([figure, found]):
            return found
    if case.taxonomy.concepts[concept].period == "instant":
        years = [Period(year.end) for year in years]
    filed = (one for year in years for one in case.filed(concept, members, year, figure.currencies))
    return next(filed, None)


def _interval(one: Figure | Filed) -> Interval:
    return one.interval if isinstance(one, Figure) else one.can_be


def _ratio(one: Interval, other: Interval) -> Fraction | None:
    """Return the ratio of two figures; ``None`` if one may be zero or they differ in sign."""
    is_known = all(interval.low > 0 or interval.high < 0 for interval in (one, other))
    ratio = one.middle / other.middle if is_known else None
    return ratio if ratio and ratio > 0 else None


def _power(case: _Case, figure: Figure, before: Figure | Filed) -> int:
    """Return the power of ten that a figure is of another, or 0 if it is none by which figures slip."""
    one, other = figure.interval, _interval(before)
    ratio = _ratio(one, other)
    if ratio is None or Fraction(1, CALM) < ratio < CALM:
        return 0
    least = min(abs(one.middle), abs(other.middle))
    is_small_count = case.taxonomy.concepts[figure.placed.record.concept].type.is_count and least < FEWEST_COUNTED
    if is_small_count or not all(map(_is_exact_enough, (one, other))):
        return 0
    for power in SLIPS:
        for signed, factor in ((power, ratio), (-power, 1 / ratio)):
            if abs(factor / 10**power - 1) <= SLIP_TOLERANCE:
                return signed
    return 0


def _is_exact_enough(interval: Interval) -> bool:
    return interval.high - interval.low <= 2 * SLIP_TOLERANCE * abs(interval.middle)


def _period_before(before: Figure | Filed) -> str:
    return before.placed.record.period if isinstance(before, Figure) else ""


def _slip_finding(case: _Case, found: Sequence[_Slip], others: int) -> Finding:
    figure, power, before = found[0].figure, found[0].power, found[0].before
    then, value, related = _said_before(case, figure, before)
    now, times = f"{case.figures.named(figure)} is {shown(figure.placed)}", f"about {10 ** abs(power):,} times"
    message = f"{now}, {times} {then}: {value}." if power > 0 else f"{now}; {then} is {times} as much: {value}."
    if len(found) > 1:
        message += f" So it is with {len(found) - 1} more of the table."
    if others:
        message += f" The table's other {others} figures changed by less than a factor of {CALM}."
    places = tuple(slip.figure.placed.record.location for slip in found[1:])
    return codes.SCALE_SLIP.finding(
        message,
        hint="Check the unit, the decimal point, and whether both are in thousands or in millions. If the figure did "
        "change so much, leave it.",
        location=figure.placed.record.location,
        facts=tuple(one.id for slip in found for one in (slip.figure, slip.before) if isinstance(one, Figure)),
        related=related + places,
    )


def _said_before(case: _Case, figure: Figure, before: Figure | Filed) -> tuple[str, str, tuple[Location, ...]]:
    """Return what a figure is compared with, its value and its cell."""
    if isinstance(before, Figure):
        record = before.placed.record
        return f"that of {record.period}", shown(before.placed), (record.location,)
    end = before.fact.period.end
    periods = case.disclosure.manifest.periods.by_name.values()
    name = next((period.name for period in periods if period.end == end), end.isoformat())
    return f"what last year's filing says for {name}", _as_filed(figure, before), ()


def _as_filed(figure: Figure, filed: Filed) -> str:
    """Return what was filed in the unit that the figure is now printed in, with the digits it was filed with."""
    width = (filed.can_be.high - filed.can_be.low) / figure.base
    places = next((one for one in range(_MOST_PLACES) if Fraction(1, 10**one) <= width), None) if width else None
    return as_printed_like(figure, filed.can_be, places)


_MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class _Difference:
    """A figure of an earlier period that is not what was filed, or whose previous value is not.

    ``power`` is the power of ten that it is of what was filed, or 0 if that is not what happened.
    """

    figure: Figure
    filed: Filed
    previous: Placed | None
    power: int


def _differences(case: _Case) -> Iterator[_Difference]:
    placed = case.figures.mapped.placed.values()
    previous = {_key(one.record): one for one in placed if one.record.is_previous}
    for concept, members, period, figure in case.figures.plain():
        filed = case.filed(concept, members, period, figure.currencies)
        if not filed or period.end >= case.reporting.end:
            continue
        before = previous.get(_key(figure.placed.record))
        said = case.figures.interval(before) if before and isinstance(before.fact.value, Decimal) else figure.interval
        if not any(said.overlaps(one.can_be) for one in filed):
            yield _Difference(figure, filed[0], before, 0 if before else _power(case, figure, filed[0]))


def _key(record: KPIRecord) -> tuple[object, ...]:
    return record.concept, record.members, record.period


def _restatement_is_unexplained(case: _Case) -> Iterator[Finding]:
    """A figure of an earlier period is what was filed, or is restated from what was filed."""
    for one in case.differences:
        record, filed = one.figure.placed.record, _as_filed(one.figure, one.filed)
        if one.previous:
            yield codes.RESTATEMENT_UNEXPLAINED.finding(
                f"{case.figures.named(one.figure)} is said to have been {shown(one.previous)} before; "
                f"last year's filing says {filed}.",
                hint=f"Write what was filed as the previous value: {filed}.",
                location=one.previous.record.location,
                facts=(one.previous.fact.id, one.figure.id),
                related=(record.location,),
            )
        elif not one.power:
            yield codes.RESTATEMENT_UNEXPLAINED.finding(
                f"{case.figures.named(one.figure)} is {shown(one.figure.placed)}; last year's filing says {filed}.",
                hint=f"Correct it. If it was restated, write {filed} as the previous value, in the column "
                f"{record.period}@previous, and name the reason in the column restatement.",
                location=record.location,
                facts=(one.figure.id,),
            )


# What is the filer's own


_ANYTHING = frozenset(
    (
        *("item", "row", "line", "record", "entry", "object", "thing", "member", "no", "nr", "num", "number", "id"),
        *("index", "list", "new", "other", "unit", "example", "test", "target", "product", "project", "programme"),
        *("program", "initiative", "site", "location", "company", "customer", "supplier", "exchange", "stockexchange"),
    )
)


def _identifier_is_a_number(case: _Case) -> Iterator[Finding]:
    """What is the filer's own is named by what it is; one finding an axis.

    How members of someone else's taxonomy are named, such as by the numbers of plants, is that authority's affair.
    """
    if case.taxonomy.is_foreign:
        return
    for name, members in case.disclosure.manifest.members.items():
        axis = case.taxonomy.axes.get(name)
        kinds = _ANYTHING | (_kinds(axis) if axis else frozenset())
        numbered = [member for member in members if _is_running_number(member, kinds)]
        if numbered:
            places = [case.disclosure.document.location("members", name, member) for member in numbered]
            are = "says" if len(numbered) == 1 else "say"
            yield codes.TYPED_MEMBER_UNSTABLE.finding(
                f"{_listed(numbered)} of {name} {are} a place in a list, which changes when the list does.",
                hint="Name each by what it is, such as net-zero-2050 or beijing-campus, and keep that next year.",
                location=places[0],
                related=tuple(places[1:]),
            )


def _is_running_number(member: str, kinds: frozenset[str]) -> bool:
    kind = member.rstrip("0123456789-")
    return kind != member and (not kind or kind.replace("-", "") in kinds)


def _kinds(axis: Axis) -> frozenset[str]:
    """Return the words for one member of an axis: ``carboncreditproject``, ``creditproject`` and ``project``."""
    words: set[str] = set()
    for part in re.split(r"Or(?=[A-Z])", axis.name):
        named = [word.lower() for word in re.findall(r"[A-Z][a-z0-9]*", part)]
        words |= {"".join(named[start:]) for start in range(len(named))}
    return frozenset(words)


# Requirements


_OBLIGATIONS = {"mandatory": Severity.WARNING, "comply or explain": Severity.NOTE}
"""How bad it is that a requirement is open while people still fill in."""


def _requirements_are_open(case: _Case) -> Iterator[Finding]:
    """What a standard that the report names requires is reported or omitted; one finding a standard and obligation."""
    reported = {fact.concept for fact in case.figures.mapped.instance.facts}
    present = {record.concept for record in case.disclosure.records if record.printed}
    present |= {concept.name for concept in case.taxonomy.concepts.values() if concept.qname in reported}
    for index, name in enumerate(case.disclosure.manifest.report.standards):
        for obligation, severity in _OBLIGATIONS.items():
            asked = _asked(case.taxonomy, name, obligation)
            open_ = [code for code, concepts in asked.items() if present.isdisjoint(concepts)]
            if open_:
                finding = codes.DISCLOSURE_MISSING.finding(
                    f"{len(open_)} of {len(asked)} requirements of {name} that are {obligation} have neither a value "
                    f"nor an omission: {_listed(open_)}.",
                    hint="Report them, or write an omission mark with its reason. "
                    f"{open_[0]} is answered by {asked[open_[0]][0]}.",
                    location=case.disclosure.document.location("report", "standards", index),
                )
                yield replace(finding, severity=severity)


def _asked(taxonomy: Taxonomy, standard: str, obligation: str) -> dict[str, list[str]]:
    """Return the codes of a standard that have an obligation, with the concepts that answer them."""
    if standard not in taxonomy.standards:
        return {}
    found = {
        code: [concept.name for relation, concept in concepts if relation in ANSWERING]
        for code, concepts in answers(taxonomy, standard).items()
        if taxonomy.standards[standard].codes[code].obligation == obligation
    }
    return {code: concepts for code, concepts in found.items() if concepts}


def _listed(names: Sequence[str], between: str = ", ") -> str:
    more = len(names) - _LISTED
    return between.join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def _ids(placed: Iterable[Placed]) -> tuple[str, ...]:
    return tuple(one.fact.id for one in placed)


Rule = Callable[[_Case], Iterator[Finding]]
RULES: tuple[Rule, ...] = (
    _currency_is_mixed,
    _unit_differs_between_periods,
    _unit_differs_from_last_year,
    _length_is_odd,
    _gap_between_periods,
    _figure_is_gone,
    _accuracy_is_overclaimed,
    _reason_is_no_reason,
    _text_is_placeholder,
    _scale_slips,
    _restatement_is_unexplained,
    _identifier_is_a_number,
    _requirements_are_open,
)
"""Every rule on records."""
