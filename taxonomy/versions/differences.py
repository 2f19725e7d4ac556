"""What became of one thing between two versions of a taxonomy: a concept, an axis, a table, an entry point, a unit.

Every difference says whether it can break what was valid, and why. Which things there are, and what their texts say,
is compared in :mod:`.changes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from ..model import (
    Arithmetic,
    Axis,
    Concept,
    EntryPoint,
    ItemType,
    Operand,
    Plausible,
    Ratio,
    Reference,
    Table,
    Taxonomy,
    UnitSpelling,
    normalise_unit,
)


class ChangeKind(StrEnum):
    """What happened, in the order of the report: what takes away, what alters, what adds."""

    REMOVED = "removed"
    """It is gone."""
    RENAMED = "renamed"
    """It has a new name: the rename map says so."""
    RETYPED = "retyped"
    """Its values are of another type or size, or an axis has its members from elsewhere."""
    RETIMED = "retimed"
    """It is reported for a day instead of a period, or the other way round."""
    REBALANCED = "rebalanced"
    """An amount of money is a debit instead of a credit, or the other way round."""
    REDIMENSIONED = "redimensioned"
    """A table is cut by other axes or members."""
    RECHOSEN = "rechosen"
    """It is chosen from another list."""
    RESCOPED = "rescoped"
    """An entry point leads to other concepts, or with other rules."""
    RERULED = "reruled"
    """Its figures follow another rule: a sign, a bound, a sum, a ratio, or the arithmetic of an axis."""
    MOVED = "moved"
    """It stands in another table, topic, axis or list, or under another concept; another order is no move."""
    RESPELLED = "respelled"
    """A unit is written in other ways."""
    RELABELLED = "relabelled"
    """A label has another wording."""
    REDEFINED = "redefined"
    """A definition has another wording."""
    REREFERENCED = "re-referenced"
    """It answers other paragraphs of the standards, or answers them otherwise."""
    ADDED = "added"
    """It is new."""


class What(StrEnum):
    """What it happened to."""

    CONCEPT = "concept"
    AXIS = "axis"
    MEMBER = "member"
    CHOICES = "list of choices"
    CHOICE = "choice"
    TABLE = "table"
    TOPIC = "topic"
    ENTRY_POINT = "entry point"
    UNIT = "unit"
    STANDARD = "standard"
    LANGUAGE = "language"
    WORDING = "kind of text"


@dataclass(frozen=True, slots=True)
class Change:
    """One change between two versions of a taxonomy.

    ``name`` is the present name, or the last one of what is gone; ``label`` the label that goes with it. ``within`` is
    what it belongs to: the table of a concept, the axis of a member, the list of a choice, the topic of a table.
    ``aspect`` is what of it changed where the kind leaves that open: a language, a rule, an axis. ``before`` and
    ``after`` are ``None`` where there was or is nothing. A change ``is_breaking`` if a filing or a disclosure that was
    valid may no longer be; ``why`` is the reason for that, or against it. ``hint`` is a rename that the map may lack.
    """

    kind: ChangeKind
    what: What
    name: str
    before: str | None
    after: str | None
    is_breaking: bool
    why: str
    label: str = ""
    within: str = ""
    aspect: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a change is breaking, and why. It names nothing, so that a report can gather what shares it."""

    is_breaking: bool
    why: str


def breaks(why: str) -> Verdict:
    """Return the verdict that what was valid may no longer be."""
    return Verdict(True, why)


def keeps(why: str) -> Verdict:
    """Return the verdict that what was valid still is."""
    return Verdict(False, why)


STRICTER = breaks("A report that was valid may not keep to the rule.")
LOOSER = keeps("A report that was valid still is: the rule asks for less, or for what could not be reported before.")
GROUPING = keeps("It only groups: what it holds is reported as before, or has a change of its own.")
INDEX = keeps("Only the index that leads from the standards to the figures differs.")

_WIDER_TYPE = keeps("Every value of the old type is one of the new type, in the same units.")
_OTHER_TYPE = breaks("A value of the old type, or its unit, may not fit the new one.")
_OTHER_PERIOD = breaks("A fact with the old kind of period is not valid.")
_OTHER_BALANCE = breaks("The balance decides which sign a figure has, so the same figure may now need the other one.")
_NO_BALANCE = keeps("No figure needs a balance to be valid.")
_MORE_CHOICES = keeps("The new list has every answer of the old one.")
_LOST_CHOICES = breaks("An answer of the old list is not on the new one.")
_SAME_CUTS = keeps("Its new tables can be cut in every way that its old ones could.")
_LOST_CUTS = breaks("Its new tables lack an axis or a member that its old ones had, or ask for one that they did not.")
_NEW_WHOLE = breaks("Its figure must not be more than that of the concept that it now stands under.")
_NO_NEW_WHOLE = keeps("Where it is shown differs; no figure that was reported must meet another rule for it.")
_LOST_AXES = breaks("A figure that is cut by an axis which the table has no more is not valid.")
_LOST_MEMBERS = breaks("A figure that is cut by a member which the table has no more is not valid.")
_MUST_NAME = breaks("A figure must name a member of an axis that it did not have to name.")
_MORE_AXES = keeps("A figure that does not name the new axis stands for its total, as before.")
_STILL_CUTS = keeps("Whatever the axis could cut, it still can.")
_MORE_MEMBERS = keeps("Every member that the table had is still there.")
_OTHER_PLACE = breaks("Figures must name their members in the other part of the context.")
_OTHER_MEMBERS = breaks("A member that is named the one way is not valid the other way.")
_OTHER_SIZE = breaks("The same written number now stands for another amount.")
_LOST_SPELLINGS = breaks("A disclosure that writes the unit in a way that is gone is not understood.")
_MORE_SPELLINGS = keeps("Every way to write the unit that was understood still is.")
_LEFT = breaks("A report through this entry point can no longer hold these concepts.")
_OTHER_SCOPE = keeps("The concepts that a report through it can no longer hold, if there are any, are listed apart.")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a change is about."""

    what: What
    name: str
    label: str = ""
    within: str = ""

    def change(
        self,
        kind: ChangeKind,
        before: str | None,
        after: str | None,
        verdict: Verdict,
        aspect: str = "",
        hint: str = "",
    ) -> Change:
        """Return a change of it."""
        said = verdict.is_breaking, verdict.why
        return Change(kind, self.what, self.name, before, after, *said, self.label, self.within, aspect, hint)


@dataclass(frozen=True)
class Versions:
    """Two versions of a taxonomy. ``renamed`` has the present names of what has another one, by kind and old name."""

    old: Taxonomy
    new: Taxonomy
    renamed: Mapping[What, Mapping[str, str]]

    @property
    def has_foreign(self) -> bool:
        """Whether one of them was loaded from a package, which tells no units and no rules."""
        return self.old.archive is not None or self.new.archive is not None

    def now(self, what: What, name: str) -> str:
        """Return the present name of something of the old version."""
        return self.renamed.get(what, {}).get(name, name)

    def all_now(self, what: What, names: Iterable[str]) -> set[str]:
        """Return the present names of things of the old version."""
        return {self.now(what, name) for name in names}

    @cached_property
    def reportable_before(self) -> set[str]:
        """The concepts, by their present names, that a report of the old version could hold."""
        return self.all_now(What.CONCEPT, self.old.concepts)

    def tell(self, values: Callable[[Taxonomy], Iterable[object]]) -> bool:
        """Whether both versions tell something. What a package does not tell is the same everywhere in it."""
        return all(one.archive is None or len(set(values(one))) > 1 for one in (self.old, self.new))

    @cached_property
    def tell_arithmetic(self) -> bool:
        """Whether both versions tell what the members of an axis have to do with the total."""
        return self.tell(lambda one: (how for table in one.tables.values() for how in table.axes.values()))

    def fields_told(self, *fields: str) -> set[str]:
        """Return those of the fields of a concept that both versions tell."""

        def values(field: str) -> Callable[[Taxonomy], Iterable[object]]:
            return lambda one: (getattr(concept, field) for concept in one.concepts.values())

        return {field for field in fields if self.tell(values(field))}


@dataclass(frozen=True, slots=True)
class _Switch:
    """A rule that a concept has or has not: its field, what it says if that is off and on, and which is stricter."""

    aspect: str
    field: str
    off: str
    on: str
    stricter: bool
    applies: Callable[[ItemType], bool] = lambda _: True


_SWITCHES = (
    _Switch("presence", "required", "if there is one", "in every report", stricter=True),
    _Switch("period", "forward_looking", "not after the report's", "any", stricter=False),
    _Switch("sign", "may_be_negative", "not negative", "any", False, lambda one: one.is_numeric and not one.is_count),
    _Switch("limit", "may_exceed_one", "100 %", "none", False, lambda one: one.qname.local == "percentItemType"),
)
_RULING = (Arithmetic.ADDS_UP, Arithmetic.SHARES, Arithmetic.AVERAGE)
_RULES = ("parts", "ratio", "plausible", *(switch.field for switch in _SWITCHES))


class ConceptDifferences:
    """What became of a concept that both versions have."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._now, self._all_now = versions.now, versions.all_now
        self._told = versions.fields_told(*_RULES)
        self._relations_told = versions.tell(
            lambda one: (reference.relation for concept in one.concepts.values() for reference in concept.references)
        )

    def __call__(self, subject: Subject, before: Concept, after: Concept) -> Iterator[Change]:
        """Yield its changes, apart from those of its texts."""
        for difference in (
            self._type,
            self._period,
            self._balance,
            self._choices,
            self._tables,
            self._parent,
            self._switches,
            self._range,
            self._sum,
            self._ratio,
            self._references,
        ):
            yield from difference(subject, before, after)

    def _type(self, subject: Subject, before: Concept, after: Concept) -> Iterator[Change]:
        old, new = before.type, after.type
        is_other = old.qname.local != new.qname.local or (
            not self._versions.has_foreign and (old.quantity, _base(old)) != (new.quantity, _base(new))
        )
        if is_other:
            verdict = _WIDER_TYPE if _is_wider(old, new) else _OTHER_TYPE
            yield subject.change(ChangeKind.RETYPED, described(old), described(new), verdict)

    def _period(self, subject: Subject, before: Concept, after: Concept) -> Iterator[Change]:
        if before.period != after.period:
            yield subject.change(ChangeKind.RETIMED, before.period, after.period, _OTHER_PERIOD)

    def _balance(self, subject: Subject, before: Concept, after: Concept) -> Iterator[Change]:
        if before.balance != after.balance:
            verdict = _OTHER_BALANCE if after.balance else _NO_BALANCE
            yield subject.change(ChangeKind.REBALANCED, before.balance, after.balance, verdict)

    def _choices(self, subject: Subject, before: Concept, after: Concept) -> Iterator[Change]:
        if before.choices and after.choices and self._now(What.CHOICES, before.choices) != after.choices:
            answers = self._all_now(What.CHOICE, self._versions.old.choices[before.choices].members)
            verdict = _MORE_CHOICES if answers <= self._versions.new.choices_of(after.name).keys() else _LOST_CHOICES
            yield subject.change(ChangeKind.RECHOSEN, before.choices, after.choices, verdict)

    def _tables(self, subject: Subject, before: Concept, after: Concept) -> Iterator[Change]:
        old, new = self._versions.old.tables_of(before.name), self._versions.new.tables_of(after.name)
        before_names = self._all_now(What.TABLE, (table.name for table in old))
        after_names = {table.name for table in new}
        if before_names != after_names:
            cuts = [[Cuts(self._versions, one, other) for other in new] for one in old]
            is_kept = all(any(cut.are_kept for cut in each) for each in cuts)
            is_lawful = all(any(cut.are_kept and cut.rules_are_kept for cut in each) for each in cuts)
            verdict = _SAME_CUTS if is_lawful else STRICTER if is_kept else _LOST_CUTS
            yield subject.change(ChangeKind.MOVED, *_both(before_names, after_names), verdict, "table")

    def _parent(self, subject: Subject, before: Concept, after: Concept) -> Iterator[Change]:
        old = before.parent and self._now(What.CONCEPT, before.parent)
        if old != after.parent:
            parent = self._versions.new.concepts[after.parent] if after.parent else None
            is_rule = (
                parent is not None
                and self._versions.new.archive is None
                and after.type.is_numeric
                and after.name not in parent.parts
                and parent.name in self._versions.reportable_before
            )
            verdict = _NEW_WHOLE if is_rule else _NO_NEW_WHOLE
            yield subject.change(ChangeKind.MOVED, old, after.parent, verdict, "parent")

    def _switches(self, subject: Subject, before: Concept, after: Concept) -> Iterator[Change]:
        for switch in _SWITCHES:
            old, new = getattr(before, switch.field), getattr(after, switch.field)
            if old != new and switch.field in self._told and switch.applies(after.type):
                texts = (switch.on, switch.off) if old else (switch.off, switch.on)
                verdict = STRICTER if new is switch.stricter else LOOSER
                yield subject.change(ChangeKind.RERULED, *texts, verdict, switch.aspect)

    def _range(self, subject: Subject, before: Concept, after: Concept) -> Iterator[Change]:
        """Bounds in units of different quantities are those of different types, which are compared as types."""
        if "plausible" not in self._told or before.type.quantity != after.type.quantity:
            return
        old, new = _bounds(self._versions.old, before.plausible), _bounds(self._versions.new, after.plausible)
        if old != new:
            texts = _range(before.plausible), _range(after.plausible)
            is_comparable = old.unit == new.unit or None in (before.plausible, after.plausible)
            verdict = LOOSER if is_comparable and new.low <= old.low and new.high >= old.high else STRICTER
            yield subject.change(ChangeKind.RERULED, *texts, verdict, "range")

    def _sum(self, subject: Subject, before: Concept, after: Concept) -> Iterator[Change]:
        """A sum is kept to if the parts that could be reported before are those that added up before."""
        old, new = self._all_now(What.CONCEPT, before.parts), set(after.parts)
        if old != new and "parts" in self._told:
            is_kept = not new or new & self._versions.reportable_before == old
            verdict = LOOSER if is_kept else STRICTER
            yield subject.change(ChangeKind.RERULED, *_both(old, new), verdict, "sum")

    def _ratio(self, subject: Subject, before: Concept, after: Concept) -> Iterator[Change]:
        old, new = before.ratio and self._ratio_now(before.ratio), after.ratio
        if old != new and "ratio" in self._told:
            is_kept = new is None or not new.concepts <= self._versions.reportable_before
            verdict = LOOSER if is_kept else STRICTER
            yield subject.change(ChangeKind.RERULED, _quotient(old), _quotient(new), verdict, "ratio")

    def _ratio_now(self, ratio: Ratio) -> Ratio:
        return Ratio(*(self._operand_now(operand) for operand in (ratio.numerator, ratio.denominator)))

    def _operand_now(self, operand: Operand) -> Operand:
        members = ((self._now(What.AXIS, axis), self._now(What.MEMBER, member)) for axis, member in operand.members)
        return Operand(self._now(What.CONCEPT, operand.concept), tuple(members))

    def _references(self, subject: Subject, before: Concept, after: Concept) -> Iterator[Change]:
        old, new = (set(map(self._reference, one.references)) for one in (before, after))
        if old != new:
            yield subject.change(ChangeKind.REREFERENCED, *_both(old, new), INDEX)

    def _reference(self, reference: Reference) -> str:
        return f"{reference} ({reference.relation})" if self._relations_told else str(reference)


@dataclass(frozen=True, slots=True)
class Cuts:
    """The ways in which a figure could be cut in a table of the old version, and can be in one of the new."""

    versions: Versions
    before: Table
    after: Table

    @property
    def lost_axes(self) -> set[str]:
        """The axes that are gone, and do not qualify every figure instead."""
        kept = {*self.after.axes, *self.versions.new.qualifying}
        return self.versions.all_now(What.AXIS, self.before.axes) - kept

    @property
    def demanded(self) -> tuple[set[str], set[str]]:
        """The axes of which a figure had to name a member, and those of which it must now."""
        old, new = self.versions.old, self.versions.new
        return self.versions.all_now(What.AXIS, _demanded(old, self.before)), _demanded(new, self.after)

    def members(self, axis: str) -> tuple[set[str], set[str]]:
        """Those members of an axis, by its old name, which both versions have and which the old or new table allows."""
        old, new = self.versions.old.axes[axis], self.versions.new.axes[self.versions.now(What.AXIS, axis)]
        shared = self.versions.all_now(What.MEMBER, old.members) & new.members.keys()
        allowed = self.before.members.get(axis, old.members), self.after.members.get(new.name, new.members)
        return self.versions.all_now(What.MEMBER, allowed[0]) & shared, set(allowed[1]) & shared

    @property
    def are_kept(self) -> bool:
        """Whether every way to cut a figure is still there, leaving aside members that the taxonomy has no more."""
        before, after = self.demanded
        return (
            not self.lost_axes
            and before >= after
            and all(old <= new for old, new in map(self.members, self.before.axes))
            and (not self.before.axes or self.before.in_segment == self.after.in_segment)
        )

    @property
    def rules_are_kept(self) -> bool:
        """Whether figures that kept to the arithmetic of the axes still do; as far as it is known."""
        kept = (
            how is now or now not in _RULING
            for axis, how in self.before.axes.items()
            if (now := self.after.axes.get(self.versions.now(What.AXIS, axis)))
        )
        return not self.versions.tell_arithmetic or all(kept)


class TableDifferences:
    """What became of a table that both versions have."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._tells_weights = versions.tell(lambda one: (table.weights for table in one.tables.values()))

    def __call__(self, subject: Subject, before: Table, after: Table) -> Iterator[Change]:
        """Yield its changes, apart from those of its texts and concepts."""
        cuts = Cuts(self._versions, before, after)
        yield from self._axes(subject, cuts)
        yield from self._members(subject, cuts)
        yield from self._rules(subject, before, after)
        if before.in_segment != after.in_segment and before.axes:
            places = ("segment", "scenario") if before.in_segment else ("scenario", "segment")
            yield subject.change(ChangeKind.REDIMENSIONED, *places, _OTHER_PLACE, "place in the context")

    def _axes(self, subject: Subject, cuts: Cuts) -> Iterator[Change]:
        """Axes that qualify every figure in one of the versions are compared as axes, not table by table."""
        old, new = self._versions.old, self._versions.new
        before = self._versions.all_now(What.AXIS, cuts.before.axes) - set(new.qualifying)
        after = cuts.after.axes.keys() - self._versions.all_now(What.AXIS, old.qualifying)
        demanded_before, demanded_after = cuts.demanded
        must_name = _MUST_NAME if demanded_after - demanded_before else _MORE_AXES
        if before != after:
            verdict = _LOST_AXES if cuts.lost_axes else must_name
            yield subject.change(ChangeKind.REDIMENSIONED, *_both(before, after), verdict, "axes")
        elif demanded_before != demanded_after:
            texts = _both(demanded_before, demanded_after)
            yield subject.change(ChangeKind.REDIMENSIONED, *texts, must_name, "axes to be named")

    def _members(self, subject: Subject, cuts: Cuts) -> Iterator[Change]:
        for axis in cuts.before.axes:
            now = self._versions.now(What.AXIS, axis)
            if now in cuts.after.axes:
                before, after = cuts.members(axis)
                if before != after:
                    verdict = _MORE_MEMBERS if before <= after else _LOST_MEMBERS
                    yield subject.change(ChangeKind.REDIMENSIONED, *_both(before, after), verdict, now)

    def _rules(self, subject: Subject, before: Table, after: Table) -> Iterator[Change]:
        for axis, old in before.axes.items() if self._versions.tell_arithmetic else ():
            name = self._versions.now(What.AXIS, axis)
            new = after.axes.get(name, old)
            if old is not new:
                verdict = STRICTER if new in _RULING else LOOSER
                yield subject.change(ChangeKind.RERULED, old.value, new.value, verdict, name)
        weights = before.weights and self._versions.now(What.CONCEPT, before.weights)
        if weights != after.weights and self._tells_weights:
            is_kept = after.weights not in self._versions.reportable_before
            verdict = LOOSER if is_kept else STRICTER
            yield subject.change(ChangeKind.RERULED, weights, after.weights, verdict, "weights")


class AxisDifferences:
    """What became of an axis that both versions have."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions

    def __call__(self, subject: Subject, before: Axis, after: Axis) -> Iterator[Change]:
        """Yield its changes, apart from those of its texts and members."""
        if before.typed != after.typed:
            own, declared = "the filer's own members", "declared members"
            texts = (own, declared) if before.typed else (declared, own)
            yield subject.change(ChangeKind.RETYPED, *texts, _OTHER_MEMBERS)
        old, new = self._versions.old, self._versions.new
        if (before.name in old.qualifying) != (after.name in new.qualifying):
            some, every = "the tables that name it", "every figure"
            texts = (every, some) if before.name in old.qualifying else (some, every)
            could = self._versions.all_now(What.CONCEPT, _cut_by(old, before.name)) & new.concepts.keys()
            verdict = _STILL_CUTS if could <= _cut_by(new, after.name) else _LOST_AXES
            yield subject.change(ChangeKind.REDIMENSIONED, *texts, verdict, "what it cuts")


def _cut_by(taxonomy: Taxonomy, axis: str) -> set[str]:
    """Return the concepts that an axis may cut."""
    return {name for name in taxonomy.concepts if axis in (*taxonomy.axes_of(name), *taxonomy.qualifying_of(name))}


def unit_differences(
    subject: Subject, before: Sequence[UnitSpelling], after: Sequence[UnitSpelling]
) -> Iterator[Change]:
    """Yield the changes of a unit that both versions have. It may be declared more than once, under several labels."""
    if before[0].base != after[0].base:
        yield subject.change(ChangeKind.RETYPED, f"{before[0].base:,}", f"{after[0].base:,}", _OTHER_SIZE)
    old, new = spellings_of(before), spellings_of(after)
    if old.keys() != new.keys():
        verdict = _MORE_SPELLINGS if old.keys() <= new.keys() else _LOST_SPELLINGS
        yield subject.change(ChangeKind.RESPELLED, listed(old.values()), listed(new.values()), verdict)


class EntryPointDifferences:
    """What became of an entry point that both versions have."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions

    def __call__(self, subject: Subject, before: EntryPoint, after: EntryPoint) -> Iterator[Change]:
        """Yield its changes, apart from those of its texts."""
        old, new = set(before.standards), set(after.standards)
        if old != new:
            yield subject.change(ChangeKind.RESCOPED, *_both(old, new), _OTHER_SCOPE, "standards")
        if before.with_rules != after.with_rules:
            texts = ("without", "with") if after.with_rules else ("with", "without")
            yield subject.change(ChangeKind.RESCOPED, *texts, STRICTER if after.with_rules else LOOSER, "rules")
        if left := self._left(before, after):
            yield subject.change(ChangeKind.RESCOPED, listed(sorted(left)), None, _LEFT, "concepts")

    def _left(self, before: EntryPoint, after: EntryPoint) -> set[str]:
        """Return the concepts that both versions have and that the entry point no longer leads to."""
        old, new = self._versions.old.at(before.href), self._versions.new.at(after.href)
        if old is None or new is None:
            return set()
        shared = self._versions.all_now(What.CONCEPT, old.concepts) & self._versions.new.concepts.keys()
        return shared - new.concepts.keys()


def listed(names: Iterable[str]) -> str:
    """Return names as one text."""
    return ", ".join(names)


def _both(before: Iterable[str], after: Iterable[str]) -> tuple[str | None, str | None]:
    """Return two sets of names as texts."""
    return listed(sorted(before)) or None, listed(sorted(after)) or None


def described(item_type: ItemType) -> str:
    """Return a type as a reader would name it, with what it measures where that says more."""
    name = item_type.qname.local.removesuffix("ItemType")
    quantity = item_type.quantity
    return f"{name} ({quantity})" if quantity and quantity != name else name


def spellings_of(units: Iterable[UnitSpelling]) -> dict[str, str]:
    """Return how a unit is written, by what is left when the spelling is normalised."""
    return {normalise_unit(spelling): spelling for unit in units for spelling in unit.spellings}


_BASES: Mapping[str, str] = {
    "positiveIntegerItemType": "nonNegativeIntegerItemType",
    "nonNegativeIntegerItemType": "integerItemType",
    "percentItemType": "pureItemType",
    "textBlockItemType": "stringItemType",
    "enumerationItemType": "enumerationSetItemType",
}
"""Published types and what takes in all of their values; a number that is not here is a decimal."""


def _base(item_type: ItemType) -> str | None:
    return item_type.derives.local if item_type.derives else None


def _is_wider(old: ItemType, new: ItemType) -> bool:
    """Whether the new type takes every value of the old one. A type of our own takes what its base takes."""
    wanted = _base(new) or new.qname.local
    name: str | None = old.qname.local
    base = _base(old) or ("decimalItemType" if old.is_numeric else None)
    while name is not None and name != wanted:
        name = _BASES.get(name, base if name != base else None)
    return name is not None and old.quantity == new.quantity


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What is plausible, in base units of ``unit``: a quantity, or a unit that cannot be converted."""

    unit: str
    low: Decimal
    high: Decimal


_ALL = Decimal("-Infinity"), Decimal("Infinity")


def _bounds(taxonomy: Taxonomy, plausible: Plausible | None) -> _Bounds:
    if plausible is None:
        return _Bounds("", *_ALL)
    low = _ALL[0] if plausible.low is None else plausible.low
    high = _ALL[1] if plausible.high is None else plausible.high
    above, _, below = plausible.unit.partition("/")
    units = [taxonomy.unit(text) for text in ([above, below] if below else [above])]
    sizes = [unit.base.scaleb(unit.exponent) for unit in units if unit and unit.quantity != "money"]
    if len(sizes) < len(units):
        return _Bounds(plausible.unit, low, high)
    size = sizes[0] / sizes[1] if below else sizes[0]
    return _Bounds("base units", low * size, high * size)


def _range(plausible: Plausible | None) -> str | None:
    if plausible is None or (plausible.low is None and plausible.high is None):
        return None
    low, high = (f"{bound:,}" if bound is not None else "" for bound in (plausible.low, plausible.high))
    words = f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"
    return f"{words} {plausible.unit}"


def _quotient(ratio: Ratio | None) -> str | None:
    return f"{_operand(ratio.numerator)} / {_operand(ratio.denominator)}" if ratio else None


def _operand(operand: Operand) -> str:
    members = listed(member for _, member in operand.members)
    return f"{operand.concept} ({members})" if members else operand.concept


def _demanded(taxonomy: Taxonomy, table: Table) -> set[str]:
    """Return the axes of which a figure must name a member, since nothing stands for them when they are not named."""
    return {axis for axis in table.axes if axis in table.mandatory or taxonomy.axes[axis].typed}
