"""Rules on contexts: one entity, whole days, dimensions in the scenario, none twice, none unused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ...findings import Finding, codes
from .model import Document, FiledContext, Syntax, Tag, ids
from .settings import Settings

_TIME = re.compile(r"(T[\d:.]+)?(Z|[+-]\d\d:\d\d)?")
_MIDNIGHT = re.compile(r"T00:00:00(?:\.0+)?")
_DAY = re.compile(r"-?\d{4,}-\d\d-\d\d")


def scheme_is_not_allowed(document: Document, settings: Settings) -> Iterator[Finding]:
    """The entity is identified in a scheme that the profile allows; one finding a scheme."""
    if settings.entity_schemes is None:
        return
    first: dict[str, FiledContext] = {}
    for context in document.contexts:
        first.setdefault(context.scheme, context)
    for scheme, context in first.items():
        if scheme not in settings.entity_schemes:
            yield codes.SCHEME_NOT_ALLOWED.finding(
                f"The entity is identified as {context.identifier} in the scheme {scheme or 'without a name'}, "
                "which is not among those allowed.",
                hint=f"Use one of these: {', '.join(sorted(settings.entity_schemes))}.",
                location=context.place,
            )


def several_entities(document: Document, settings: Settings) -> Iterator[Finding]:
    """All contexts are about one entity; one finding for each other one."""
    found: dict[tuple[str, str], list[FiledContext]] = {}
    for context in document.contexts:
        found.setdefault((context.scheme, context.identifier), []).append(context)
    if len(found) < 2:
        return
    (main, _), *others = sorted(found.items(), key=lambda pair: -len(pair[1]))
    for (scheme, identifier), contexts in others:
        tags = [tag for context in contexts for tag in document.using.get(context.id, ())]
        yield codes.SEVERAL_ENTITIES.finding(
            f"{_count(len(contexts), 'context is', 'contexts are')} about {identifier} ({scheme}); "
            f"the report is about {main[1]} ({main[0]}).",
            hint="Identify the reporting entity by the same identifier and scheme everywhere; a part of the group is a "
            "member of a dimension.",
            location=contexts[0].place,
            facts=ids(tags),
            related=(found[main][0].place,),
        )


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def period_has_time(document: Document, settings: Settings) -> Iterator[Finding]:
    """Periods are given in days."""
    for context in document.contexts:
        for name, day in context.days:
            match = _DAY.match(day)
            rest = _TIME.fullmatch(day[match.end() :]) if match else None
            if rest is None or not rest[0]:
                continue
            what = " and ".join(word for word, part in (("a time of day", rest[1]), ("a time zone", rest[2])) if part)
            yield codes.PERIOD_HAS_TIME.finding(
                f"The {name} of {_named(document, context)} is {day}, with {what}.",
                hint=_day_hint(document, name, match[0] if match else "", rest[1] or ""),
                location=context.place,
                facts=_facts(document, context),
            )


def _day_hint(document: Document, name: str, day: str, time: str) -> str:
    if document.syntax is Syntax.JSON:
        return "Begin and end periods at midnight: T00:00:00."
    if name == "startDate" or not _MIDNIGHT.fullmatch(time):
        return f"Write the day only: {day}."
    try:
        before = date.fromisoformat(day) - timedelta(1)
    except (ValueError, OverflowError):
        return "Write the day only."
    return f"Write the day only: {before.isoformat()}, at the end of which the midnight is."


def forever_period(document: Document, settings: Settings) -> Iterator[Finding]:
    """No period is for ever."""
    for context in document.contexts:
        if any(name == "forever" for name, _ in context.days):
            yield codes.FOREVER_PERIOD.finding(
                f"The period of {_named(document, context)} is for ever.",
                hint="Give the reporting period, or the day on which the fact holds.",
                location=context.place,
                facts=_facts(document, context),
            )


def segment_used(document: Document, settings: Settings) -> Iterator[Finding]:
    """Dimensions stand in the scenario."""
    for context in document.contexts:
        if context.segment is not None:
            axes = ", ".join(sorted(str(axis) for axis, _ in context.segment.members))
            yield codes.SEGMENT_USED.finding(
                f"{_named(document, context).capitalize()} has a segment" + (f" with {axes}." if axes else "."),
                hint="Write the dimensions in the scenario. Where the taxonomy asks for the segment (EDGAR), switch "
                "this rule off.",
                location=context.place,
                facts=_facts(document, context),
            )


def scenario_is_not_dimensional(document: Document, settings: Settings) -> Iterator[Finding]:
    """A scenario holds dimension members and nothing else."""
    for context in document.contexts:
        if context.scenario is not None and context.scenario.strangers:
            yield codes.SCENARIO_NOT_DIMENSIONAL.finding(
                f"The scenario of {_named(document, context)} holds {', '.join(context.scenario.strangers)[:200]}, "
                "which is no dimension member.",
                hint="Say it with a dimension of the taxonomy (xbrldi:explicitMember, xbrldi:typedMember), or leave it "
                "out.",
                location=context.place,
                facts=_facts(document, context),
            )


def duplicate_context(document: Document, settings: Settings) -> Iterator[Finding]:
    """No two contexts say the same."""
    first: dict[object, FiledContext] = {}
    for context in document.contexts:
        same = first.setdefault(context.says, context)
        if same is not context:
            yield codes.DUPLICATE_CONTEXT.finding(
                f"The context {context.id} says the same as {same.id}: {_said(context)}.",
                hint=f"Use {same.id} for its facts, and remove it.",
                location=context.place,
                facts=_facts(document, context),
                related=(same.place,),
            )


def unused_context(document: Document, settings: Settings) -> Iterator[Finding]:
    """Every context is used."""
    if not document.is_whole:
        return
    for context in document.contexts:
        if context.id not in document.using:
            yield codes.UNUSED_CONTEXT.finding(
                f"No fact uses the context {context.id}: {_said(context)}.",
                hint="Remove it, or find out which facts have lost it.",
                location=context.place,
            )


def _facts(document: Document, context: FiledContext) -> tuple[str, ...]:
    tags: tuple[Tag, ...] = tuple(document.using.get(context.id, ()))
    return ids(tags)


def _named(document: Document, context: FiledContext) -> str:
    """Return what a message calls a context; in JSON it has no name, and is that of a fact."""
    if document.syntax is Syntax.JSON:
        return f"the fact {next(iter(document.using[context.id])).id}"
    return f"the context {context.id}"


def _said(context: FiledContext) -> str:
    """Return what a context says, in short: its days and its members."""
    days = " to ".join(day or "for ever" for _, day in context.days)
    members = [
        f"{axis.local} = {member.rpartition('}')[2]}"
        for contents in (context.segment, context.scenario)
        if contents
        for axis, member in sorted(contents.members, key=str)
    ]
    return ", ".join([days, *members])
