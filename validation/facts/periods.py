"""Rules on periods: what is reported for which, without a manifest that declares them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from ...findings import Finding, Location, codes
from ...generator.mapping import COVER
from ...instances import FiledFact, Period
from .case import Case, years_before

YEAR = range(360, 372)
"""The days of a year: of 365 or 366 days, or of 52 or 53 weeks."""
_EARLIER = 10
"""So many years before are years that a filing may compare with, or start a target from."""
_AHEAD = re.compile(r"Target|Goal|Expected|Planned|Plan|Forecast|Committed|Next|Subsequent|Future|Upcoming|Date")


def reporting_period_is_not_said(case: Case) -> Iterator[Finding]:
    """The first and the last day of the reporting period are facts, once each; for a filing in our own taxonomy."""
    for name in COVER[1:]:
        found = {fact.value for fact in case.facts if fact.concept.local == name}
        if len(found) != 1:
            yield codes.REPORTING_PERIOD_MISSING.finding(
                f"{name} is not in the report."
                if not found
                else f"{name} is given as {' and as '.join(map(str, found))}.",
                hint="Say it once: it is what readers find the report's year by.",
                location=Location(case.shown_as),
            )


def period_is_undeclared(case: Case) -> Iterator[Finding]:
    """A span of time is the reporting period, a part of it, or the same days of an earlier year; one finding a span."""
    reporting = case.reporting
    if reporting is None or reporting.start is None:
        return
    earlier = {years_before(reporting, years) for years in range(1, _EARLIER + 1)}
    for period, facts in _by_period(case).items():
        if period.start is None or period in earlier or period.end > reporting.end:
            continue
        if not reporting.start <= period.start or period.end > reporting.end:
            yield codes.DURATION_NOT_DECLARED.finding(
                f"{_first(facts)} for {period.start} to {period.end}; the reporting period is {reporting.start} to "
                f"{reporting.end}.",
                hint="Correct the dates, or report the figure for the reporting period.",
                location=case.place(facts[0]),
                facts=_ids(facts),
            )


def instant_is_no_period_end(case: Case) -> Iterator[Finding]:
    """A point in time is the end of a span of the filing, or the day before one begins; one finding a day."""
    periods = _by_period(case)
    spans = [period for period in periods if period.start]
    days = {period.end for period in spans} | {period.start - timedelta(1) for period in spans if period.start}
    if case.reporting:
        days |= {years_before(Period(case.reporting.end), years).end for years in range(_EARLIER + 1)}
    for period, facts in periods.items():
        if period.is_instant and days and period.end not in days:
            is_next = period.end - timedelta(1) in days
            yield codes.INSTANT_NOT_PERIOD_END.finding(
                f"{_first(facts)} at {period.end}, which is the end of no period of the filing.",
                hint=f"Is {period.end - timedelta(1)} meant, the last day of the period?"
                if is_next
                else "Report it for the last day of a period.",
                location=case.place(facts[0]),
                facts=_ids(facts),
            )


def value_is_after_the_end(case: Case) -> Iterator[Finding]:
    """What is reported for a time after the reporting period looks ahead; one finding a period.

    The day after is another mistake; see :func:`instant_is_no_period_end`.
    """
    if case.reporting is None:
        return
    day_after = Period(case.reporting.end + timedelta(1))
    for period, facts in _by_period(case).items():
        late = [fact for fact in facts if not _AHEAD.search(fact.concept.local)]
        if period.end > case.reporting.end and period != day_after and late:
            yield codes.AFTER_PERIOD_END.finding(
                f"{_first(late)} for the time to {period.end}; the reporting period ends on {case.reporting.end}.",
                hint="Correct the dates; only targets and plans are for a later time.",
                location=case.place(late[0]),
                facts=_ids(late),
            )


def year_is_odd(case: Case) -> Iterator[Finding]:
    """The reporting period has the days of a year."""
    period = case.reporting
    if period is None or period.start is None:
        return
    days = (period.end - period.start).days + 1
    if days not in YEAR:
        first = next(fact for fact in case.facts if fact.period == period)
        yield codes.ODD_LENGTH.finding(
            f"The reporting period, {period.start} to {period.end}, has {days} days; "
            f"a year has {YEAR[0]} to {YEAR[-1]}.",
            hint="Correct its dates, or say in the report why it is shorter or longer than a year.",
            location=case.place(first),
        )


def _by_period(case: Case) -> dict[Period, list[FiledFact]]:
    found: defaultdict[Period, list[FiledFact]] = defaultdict(list)
    for fact in case.facts:
        if fact.period:
            found[fact.period].append(fact)
    return dict(found)


def _first(facts: list[FiledFact]) -> str:
    more = len(facts) - 1
    return f"{facts[0].concept.local}" + (f" and {more} more facts are" if more else " is")


def _ids(facts: list[FiledFact]) -> tuple[str, ...]:
    return tuple(fact.id for fact in facts if not fact.id.startswith("#"))
