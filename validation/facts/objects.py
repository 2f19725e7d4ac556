"""Rules on what is the filer's own: its identifiers say what it is, and are the same next year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ...findings import Finding, codes
from ...instances import FiledFact, Period
from ..coincidence import are_telling
from .case import Case, Number, ids, numbers_of

_NUMBERED = re.compile(r"[A-Za-z_-]*\d{1,4}")
_Object = tuple[str, str]
"""The local name of an axis, and the identifier of an object on it."""
_About = tuple[str, tuple[tuple[str, str], ...], Period, str]
"""A concept, the members of other axes, a period, a unit."""


def members_are_numbered(case: Case) -> Iterator[Finding]:
    """What is the filer's own has a name that it keeps next year, not a number in a list; one finding a filing."""
    found: defaultdict[str, dict[str, FiledFact]] = defaultdict(dict)
    for fact in case.facts:
        for axis, member in fact.dimensions:
            if isinstance(member, str):
                found[axis.local].setdefault(member, fact)
    numbered = {axis: members for axis, members in found.items() if _are_numbered(list(members))}
    if numbered:
        first, members = next(iter(numbered.items()))
        firsts = [next(iter(members.values())) for members in numbered.values()]
        more = len(numbered) - 1
        yield codes.TYPED_MEMBER_UNSTABLE.finding(
            f"The members of {first} are numbered: {', '.join(list(members)[:2])}{' …' if len(members) > 2 else ''}."
            + (f" So are those of {more} more {'axis' if more == 1 else 'axes'}." if more else ""),
            hint="Name each by what it is, so that it has the same name next year: wind-farm-qinghai.",
            location=case.place(firsts[0]),
            facts=ids(firsts),
            related=tuple(case.place(fact) for fact in firsts[1:]),
        )


def _are_numbered(members: list[str]) -> bool:
    stems = {member.rstrip("0123456789") for member in members}
    return len(members) > 1 and len(stems) == 1 and all(map(_NUMBERED.fullmatch, members))


def identifier_has_changed(case: Case) -> Iterator[Finding]:
    """An object that last year's filing had is called the same: no other one takes over its figures.

    That it is the same is told by earlier years: all figures that both filings give for them agree, and one of them by
    more than chance.
    """
    before, now = _by_object(numbers_of(case.last_year)), _by_object(case.numbers)
    for (axis, name), figures in now.items():
        if (axis, name) in before:
            continue
        former = [
            old
            for (other, old), filed in before.items()
            if other == axis and (axis, old) not in now and _is_the_same(figures, filed)
        ]
        if len(former) == 1:
            numbers = list(figures.values())
            place, related = case.places(numbers)
            yield codes.TYPED_MEMBER_UNSTABLE.finding(
                f"{name} of {axis} has the figures that last year's filing gives for {former[0]}.",
                hint=f"If it is the same, call it {former[0]} again; an identifier stays as it is.",
                location=place,
                facts=ids(numbers),
                related=related,
            )


def _by_object(numbers: Iterable[Number]) -> Mapping[_Object, dict[_About, Number]]:
    found: defaultdict[_Object, dict[_About, Number]] = defaultdict(dict)
    for number in numbers:
        own = {axis.local for axis, member in number.fact.dimensions if isinstance(member, str)}
        concept, members = number.what
        for axis, member in members:
            if axis in own:
                others = tuple(pair for pair in members if pair[0] != axis)
                found[axis, member].setdefault((concept, others, number.period, number.label), number)
    return found


def _is_the_same(figures: Mapping[_About, Number], filed: Mapping[_About, Number]) -> bool:
    shared = [(figures[about], filed[about]) for about in figures.keys() & filed.keys()]
    return any(are_telling((one.value, other.value)) for one, other in shared) and all(
        one.can_be.overlaps(other.can_be) for one, other in shared
    )
