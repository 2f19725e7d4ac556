"""Rules on what is the filer's own: identifiers that say what it is, and that it keeps."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from ...findings import Finding, Location, codes
from ...instances import Period
from ...taxonomy import Axis
from ..coincidence import are_telling
from ..figures import Figure, Members, shown
from .case import Case, listed

_ANYTHING = frozenset(
    (
        *("item", "row", "line", "record", "entry", "object", "thing", "member", "no", "nr", "num", "number", "id"),
        *("index", "list", "new", "other", "unit", "example", "test", "target", "product", "project", "programme"),
        *("program", "initiative", "site", "location", "company", "customer", "supplier", "exchange", "stockexchange"),
    )
)


def identifier_is_a_number(case: Case) -> Iterator[Finding]:
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
            places = [_place(case, name, member) for member in numbered]
            are = "says" if len(numbered) == 1 else "say"
            yield codes.TYPED_MEMBER_UNSTABLE.finding(
                f"{listed(numbered)} of {name} {are} a place in a list, which changes when the list does.",
                hint="Name each by what it is, such as net-zero-2050 or beijing-campus, and keep that next year.",
                location=places[0],
                related=tuple(places[1:]),
            )


@dataclass(frozen=True, slots=True)
class _Renamed:
    """An object that was filed by another identifier, and a figure that shows it."""

    axis: str
    old: str
    new: str
    figure: Figure


def identifier_has_changed(case: Case) -> Iterator[Finding]:
    """What was filed last year keeps its identifier; one finding an axis.

    An object that is new, in place of one that is gone, has been renamed if what it says of earlier periods is what was
    filed of the other. Where several could be the same one, nothing is said.
    """
    found: defaultdict[str, list[_Renamed]] = defaultdict(list)
    for one in _renamed(case):
        found[one.axis].append(one)
    for axis, (first, *others) in found.items():
        shows = f"{case.figures.named(first.figure)} is {shown(first.figure.placed)}, as was filed of {first.old}."
        more = listed([f"{one.new} was {one.old}" for one in others])
        yield codes.TYPED_MEMBER_UNSTABLE.finding(
            f"{first.new} of {axis} was called {first.old} in last year's filing: {shows}"
            + (f" So it is with {len(others)} more: {more}." if others else ""),
            hint=f"Keep the old identifier, {first.old}, and change only the name that people read."
            if not others
            else "Keep the old identifiers, and change only the names that people read.",
            location=_place(case, axis, first.new),
            facts=tuple(one.figure.id for one in (first, *others)),
            related=(
                first.figure.placed.record.location,
                *(_place(case, axis, one.new) for one in others),
            ),
        )


def _renamed(case: Case) -> list[_Renamed]:
    if case.last is None:
        return []
    now = {pair for record in case.disclosure.records for pair in record.members}
    gone, figures = case.last.objects - now, _earlier_figures(case, now - case.last.objects)
    found = [
        _Renamed(axis, old, new, shows)
        for (axis, new), of_new in figures.items()
        for other, old in sorted(gone)
        if other == axis and (shows := _same(case, (axis, new), old, of_new))
    ]
    olds = Counter((one.axis, one.old) for one in found)
    news = Counter((one.axis, one.new) for one in found)
    return [one for one in found if olds[one.axis, one.old] == news[one.axis, one.new] == 1]


_Earlier = tuple[str, Members, Period, Figure]


def _earlier_figures(case: Case, objects: Set[tuple[str, str]]) -> dict[tuple[str, str], list[_Earlier]]:
    """Return what is said of objects for periods before the reporting period."""
    found: defaultdict[tuple[str, str], list[_Earlier]] = defaultdict(list)
    for concept, members, period, figure in case.figures.plain():
        if period.end < case.reporting.end:
            for pair in sorted(members & objects):
                found[pair].append((concept, members, period, figure))
    return found


def _same(case: Case, new: tuple[str, str], old: str, figures: Sequence[_Earlier]) -> Figure | None:
    """Return a figure that shows that an object is another that was filed, if all that both have agree."""
    telling = None
    for concept, members, period, figure in figures:
        filed = case.filed(concept, members - {new} | {(new[0], old)}, period, figure.currencies)
        if filed and not any(figure.interval.overlaps(one.can_be) for one in filed):
            return None
        if filed and telling is None and are_telling([figure.placed.fact.value, *(one.fact.value for one in filed)]):
            telling = figure
    return telling if telling and not case.may_be_lost(telling.placed.record.concept, case.reporting) else None


def _place(case: Case, axis: str, member: str) -> Location:
    """Return where an object is declared; in a finished report, which declares none, a fact about it."""
    declared = case.disclosure.document.location("members", axis, member)
    about = (record.location for record in case.disclosure.records if (axis, member) in record.members)
    return next(about, declared) if declared.line is None and declared.sheet is None else declared


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
