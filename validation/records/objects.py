"""Rules on what is the filer's own: its identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...findings import Finding, codes
from ...taxonomy import Axis
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
            places = [case.disclosure.document.location("members", name, member) for member in numbered]
            are = "says" if len(numbered) == 1 else "say"
            yield codes.TYPED_MEMBER_UNSTABLE.finding(
                f"{listed(numbered)} of {name} {are} a place in a list, which changes when the list does.",
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
