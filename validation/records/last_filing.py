"""Last year's filing, found by the names of the present taxonomy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import chain

from ...findings import Finding, codes
from ...generator import Disclosure
from ...generator.mapping import COVER, QUALIFIER_AXIS, RESTATEMENT_AXIS
from ...generator.remarks import entity_of
from ...instances import Fact, Instance, Period, Unit
from ...taxonomy import Axis, Concept, Member, QName, Taxonomy
from ..figures import Figures, Key, Members, currencies_of
from ..intervals import Interval


def of_another(disclosure: Disclosure, last: Instance) -> Finding | None:
    """Return a finding if a filing is by somebody else: by another identifier of the same register."""
    own = entity_of(disclosure.manifest)
    filers = {fact.entity for fact in last.facts}
    if not filers or any(filer == own or filer.scheme != own.scheme for filer in filers):
        return None
    other = min(filer.identifier for filer in filers)
    return codes.LAST_YEAR_OF_ANOTHER.finding(
        f"The report of last year is by {other}, this one by {own.identifier}; they are not compared.",
        hint="Name the report that this company filed last year, or correct the identifier.",
        location=disclosure.document.location("entity", "identifier"),
    )


@dataclass(frozen=True, slots=True)
class Filed:
    """A number that was filed: what it can have been before rounding, in base units.

    ``members`` are without those that say what the number is to the figure; with such, it ``is_bound``.
    """

    concept: str
    members: Members
    fact: Fact
    can_be: Interval
    is_bound: bool

    @property
    def currencies(self) -> frozenset[QName]:
        """The currencies among its measures."""
        return currencies_of(self.fact.unit)


class LastFiling:
    """The numbers of last year's filing, but for omitted ones and those of before a restatement.

    Names of the version before the present taxonomy are read as what they became. What the present taxonomy does not
    have is left out. ``end`` is the last day of the filing's reporting period: the one that its cover names, or
    without a cover the last of figures that do not look ahead. ``objects`` are the members of the filer's own that it
    has, with their axes.
    """

    def __init__(self, instance: Instance, figures: Figures) -> None:
        names = _Names(figures.taxonomy)
        self._found: defaultdict[Key, list[Filed]] = defaultdict(list)
        self.objects: set[tuple[str, str]] = set()
        ends: set[date] = set()
        said: date | None = None
        for fact in map(names.carried, instance.facts):
            concept, members = names.concepts.get(fact.concept), names.members(fact)
            if concept == COVER[2] and isinstance(fact.value, date):
                said = fact.value
            self.objects |= {pair for pair in members or () if figures.taxonomy.axes[pair[0]].typed}
            if concept is None or members is None or RESTATEMENT_AXIS in dict(members):
                continue
            if not fact.is_numeric or not isinstance(fact.value, Decimal):
                continue
            plain = frozenset(pair for pair in members if pair[0] != QUALIFIER_AXIS)
            filed = Filed(concept, plain, fact, figures.interval_of(concept, fact), plain != members)
            self._found[concept, plain, fact.period].append(filed)
            if not figures.taxonomy.concepts[concept].forward_looking:
                ends.add(fact.period.end)
        self.end = said or max(ends, default=None)

    def find(self, concept: str, members: Members, period: Period) -> list[Filed]:
        """Return what was filed of a figure, bounds apart."""
        return [filed for filed in self._found.get((concept, members, period), ()) if not filed.is_bound]

    def of_its_year(self) -> Iterator[Filed]:
        """Yield the figures of the filing's reporting period, once each."""
        return (found[0] for (_, _, period), found in self._found.items() if period.end == self.end)

    def units(self) -> Mapping[tuple[str, Members], frozenset[Unit]]:
        """Return the units that each figure was filed in."""
        units: defaultdict[tuple[str, Members], set[Unit]] = defaultdict(set)
        for filed in chain.from_iterable(self._found.values()):
            if filed.fact.unit:
                units[filed.concept, filed.members].add(filed.fact.unit)
        return {figure: frozenset(found) for figure, found in units.items()}


class _Names:
    """The qualified names of a taxonomy, and what those of the version before it have become."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.concepts = {concept.qname: concept.name for concept in taxonomy.concepts.values()}
        self._axes = {axis.qname: axis.name for axis in taxonomy.axes.values()}
        members = [member for axis in taxonomy.axes.values() for member in axis.members.values()]
        named: tuple[Concept | Axis | Member, ...] = (*taxonomy.concepts.values(), *taxonomy.axes.values(), *members)
        self._members = {member.qname: member.name for member in members}
        self._base, self._before = taxonomy.base, taxonomy.supersedes
        former = {new: old for old, new in taxonomy.renames.items()}
        self._renamed = {
            one.qname.local.replace(one.name, former[one.name]): one.qname.local for one in named if one.name in former
        }

    def _present(self, name: QName) -> QName:
        if name.namespace != self._before:
            return name
        return QName(self._base, self._renamed.get(name.local, name.local), name.prefix)

    def carried(self, fact: Fact) -> Fact:
        """Return a fact with the present names."""
        if fact.concept.namespace != self._before:
            return fact
        unit = fact.unit and Unit(
            tuple(map(self._present, fact.unit.numerators)), tuple(map(self._present, fact.unit.denominators))
        )
        dimensions = tuple(
            (self._present(axis), member if isinstance(member, str) else self._present(member))
            for axis, member in fact.dimensions
        )
        return replace(fact, concept=self._present(fact.concept), unit=unit, dimensions=dimensions)

    def members(self, fact: Fact) -> Members | None:
        """Return the members of a fact by name; ``None`` if the taxonomy does not have one of them."""
        found = set()
        for name, member in fact.dimensions:
            known = member if isinstance(member, str) else self._members.get(member)
            if name not in self._axes or known is None:
                return None
            found.add((self._axes[name], known))
        return frozenset(found)
