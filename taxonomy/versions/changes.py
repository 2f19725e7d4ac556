"""What became of a taxonomy: two versions in, every change out, and whether it can break what was valid.

Versions are compared by names, not by namespaces, since each version has a namespace of its own. What one of the two
does not tell is not a change: a version that was loaded from a taxonomy package has no units and states no rules. A
language, or a kind of text, that only one version has is one change, not one for each of its texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ..model import EntryPoint, Reference, Table, Taxonomy, Text, UnitSpelling
from .differences import (
    GROUPING,
    INDEX,
    AxisDifferences,
    Change,
    ChangeKind,
    ConceptDifferences,
    EntryPointDifferences,
    Subject,
    TableDifferences,
    Verdict,
    Versions,
    What,
    breaks,
    described,
    keeps,
    listed,
    spellings_of,
    unit_differences,
)


def compare(old: Taxonomy, new: Taxonomy, renames: Mapping[str, str] | None = None) -> list[Change]:
    """Return what changed from one version of a taxonomy to another: breaking changes first, then by kind and name.

    ``renames`` maps old names of concepts, axes and members to new ones; without it, the new version's own map is
    taken. A renamed concept is one change, and what else became of it is said under its new name.
    """
    renames = new.renames if renames is None else renames
    if old.archive is not None or new.archive is not None:
        old, new = _qualified(old, new), _qualified(new, old)
        old = _citing_like(new, old)
        new = _citing_like(old, new)
    comparison = _Comparison(old, new, renames)
    return sorted(comparison.changes(), key=_order)


def _order(change: Change) -> tuple[object, ...]:
    kind, what = list(ChangeKind).index(change.kind), list(What).index(change.what)
    return not change.is_breaking, kind, change.name, what, change.within, change.aspect


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something with a name. ``owner`` is what it cannot be without, ``character`` what else makes it what it is."""

    name: str
    summary: str
    texts: Mapping[str, Text] = field(default_factory=dict)
    within: str = ""
    owner: str = ""
    character: tuple[object, ...] = ()


_LABEL, _DEFINITION = "label", "definition"


def _concepts(taxonomy: Taxonomy) -> Iterator[_Thing]:
    for concept in taxonomy.concepts.values():
        texts = {
            _LABEL: concept.labels,
            "terse label": concept.terse,
            "total label": concept.total,
            "net label": concept.net,
            _DEFINITION: concept.documentation,
        }
        summary = f"{described(concept.type)}, {concept.period}"
        character = concept.type.qname.local, concept.period
        yield _Thing(concept.name, summary, texts, concept.table, character=character)


def _axes(taxonomy: Taxonomy) -> Iterator[_Thing]:
    for axis in taxonomy.axes.values():
        texts = {_LABEL: axis.labels, "domain label": axis.domain, _DEFINITION: axis.documentation}
        members = listed(axis.members) or "the filer's own members"
        summary = f"every figure: {members}" if axis.name in taxonomy.qualifying else members
        yield _Thing(axis.name, summary, texts, character=tuple(sorted(axis.members)))


def _lists(taxonomy: Taxonomy) -> Iterator[_Thing]:
    for choices in taxonomy.choices.values():
        texts = {_LABEL: choices.labels, _DEFINITION: choices.documentation}
        yield _Thing(choices.name, listed(choices.members), texts)


def _axis_members(taxonomy: Taxonomy) -> Iterator[_Thing]:
    for axis in taxonomy.axes.values():
        for member in axis.members.values():
            yield _Thing(member.name, axis.name, {_LABEL: member.labels}, axis.name, axis.name, (axis.name,))


def _list_members(taxonomy: Taxonomy) -> Iterator[_Thing]:
    for choices in taxonomy.choices.values():
        for member in choices.members.values():
            yield _Thing(member.name, choices.name, {_LABEL: member.labels}, choices.name, choices.name)


def _tables(taxonomy: Taxonomy) -> Iterator[_Thing]:
    for table in taxonomy.tables.values():
        yield _Thing(table.name, listed(table.axes) or "without axes", {_LABEL: table.labels}, table.topic.name)


def _topics(taxonomy: Taxonomy) -> Iterator[_Thing]:
    for topic in {table.topic.name: table.topic for table in taxonomy.tables.values()}.values():
        tables = [table.name for table in taxonomy.tables.values() if table.topic.name == topic.name]
        yield _Thing(topic.name, listed(tables), {_LABEL: topic.labels})


def _entry_points(taxonomy: Taxonomy) -> Iterator[_Thing]:
    for file, entry_point in _by_file(taxonomy).items():
        texts = {_LABEL: entry_point.labels, _DEFINITION: entry_point.documentation}
        yield _Thing(file, listed(entry_point.standards) or "every concept", texts)


def _units(taxonomy: Taxonomy) -> Iterator[_Thing]:
    for name, units in _units_by_name(taxonomy).items():
        yield _Thing(name, listed(spellings_of(units).values()), {_LABEL: units[0].labels})


def _standards(taxonomy: Taxonomy) -> Iterator[_Thing]:
    for standard in taxonomy.standards.values():
        yield _Thing(standard.name, standard.publisher, {_LABEL: standard.labels})


def _languages(taxonomy: Taxonomy) -> Iterator[_Thing]:
    return (_Thing(language, language) for language in taxonomy.languages)


_THINGS: Mapping[What, Callable[[Taxonomy], Iterator[_Thing]]] = {
    What.CONCEPT: _concepts,
    What.AXIS: _axes,
    What.MEMBER: _axis_members,
    What.CHOICES: _lists,
    What.CHOICE: _list_members,
    What.TABLE: _tables,
    What.TOPIC: _topics,
    What.ENTRY_POINT: _entry_points,
    What.UNIT: _units,
    What.STANDARD: _standards,
    What.LANGUAGE: _languages,
}
_NOT_IN_A_PACKAGE = (What.UNIT, What.TOPIC)
_OWNERS = {What.MEMBER: What.AXIS, What.CHOICE: What.CHOICES}
_HINTED = (What.CONCEPT, What.AXIS, What.MEMBER)

_MUST_HAVE = breaks("Every report must have it, so one that was valid without it is not.")
_NEW = keeps("Nothing that was valid before needs it or is touched by it.")
_GONE = breaks("What was reported with it has no place any more.")
_RENAMED = breaks("Filings and queries that use the old name do not meet it; the rename map carries disclosures over.")
_WORDS = keeps("Only words differ: values, units and rules are as they were.")
_OTHER_OWNER = breaks("It can no longer be named where it stood.")
_REMOVED: Mapping[What, Verdict] = {
    What.TABLE: GROUPING,
    What.TOPIC: GROUPING,
    What.STANDARD: INDEX,
    What.LANGUAGE: breaks("A report in this language would have no labels."),
    What.ENTRY_POINT: breaks("A report that names it as its taxonomy does not load any more."),
    What.UNIT: breaks("A disclosure that uses it is not understood any more."),
}

_T = TypeVar("_T")


class _Comparison:
    """Two versions side by side; everything is looked up by its key, which is its name wherever that is enough."""

    def __init__(self, old: Taxonomy, new: Taxonomy, renames: Mapping[str, str]) -> None:
        self._before: dict[What, dict[str, _Thing]] = {}
        self._after: dict[What, dict[str, _Thing]] = {}
        renamed: dict[What, Mapping[str, str]] = {}
        self._versions = Versions(old, new, renamed)
        self._languages = [language for language in new.languages if language in old.languages]
        for what, things in _THINGS.items():
            if self._versions.has_foreign and what in _NOT_IN_A_PACKAGE:
                continue
            before, after = list(things(old)), list(things(new))
            repeated = _repeated(before) | _repeated(after)
            self._before[what], self._after[what] = _by_key(before, repeated), _by_key(after, repeated)
            renamed[what] = _renamed(self._before[what], self._after[what], renames)

    def changes(self) -> Iterator[Change]:
        """Yield every change, in no particular order."""
        versions = self._versions
        old, new = versions.old, versions.new
        for what in self._after:
            yield from self._listing(what)
            yield from self._wording(what)
        yield from self._each(What.CONCEPT, old.concepts, new.concepts, ConceptDifferences(versions))
        yield from self._each(What.TABLE, old.tables, new.tables, TableDifferences(versions))
        yield from self._each(What.AXIS, old.axes, new.axes, AxisDifferences(versions))
        for what in _OWNERS:
            yield from self._each(what, self._before[what], self._after[what], self._moved)
        if not versions.has_foreign:
            yield from self._each(What.TABLE, self._before[What.TABLE], self._after[What.TABLE], self._moved)
            yield from self._each(What.UNIT, _units_by_name(old), _units_by_name(new), unit_differences)
            entry_points = EntryPointDifferences(versions)
            yield from self._each(What.ENTRY_POINT, _by_file(old), _by_file(new), entry_points)

    def _each(
        self,
        what: What,
        old: Mapping[str, _T],
        new: Mapping[str, _T],
        differences: Callable[[Subject, _T, _T], Iterator[Change]],
    ) -> Iterator[Change]:
        for before, after in self._pairs(what):
            yield from differences(self._subject(what, self._after[what][after]), old[before], new[after])

    def _pairs(self, what: What) -> Iterator[tuple[str, str]]:
        """Yield the keys of what stands in both versions. What has become part of something else has no pair."""
        before, after = self._before[what], self._after[what]
        for key in before:
            now = self._versions.now(what, key)
            if now in after and (now == key or now not in before):
                yield key, now

    def _subject(self, what: What, thing: _Thing) -> Subject:
        labels = thing.texts.get(_LABEL, {})
        known = (labels[language] for language in (*self._languages, *labels) if language in labels)
        return Subject(what, thing.name, next(known, ""), thing.within)

    def _listing(self, what: What) -> Iterator[Change]:
        """Yield what is gone, new or renamed. What goes or comes with its axis or list is not said again."""
        before, after = self._before[what], self._after[what]
        gone = {key: thing for key, thing in before.items() if self._versions.now(what, key) not in after}
        kept = self._versions.all_now(what, before)
        new = {key: thing for key, thing in after.items() if key not in kept}
        hints = self._hints(what, gone, new) if what in _HINTED else {}
        for key, thing in gone.items():
            if self._owner_is_left(what, thing):
                subject, verdict = self._subject(what, thing), self._removal(what, thing)
                yield subject.change(ChangeKind.REMOVED, thing.summary, None, verdict, hint=hints.get(key, ""))
        for key, thing in new.items():
            if self._owner_was_there(what, thing):
                subject, verdict = self._subject(what, thing), self._addition(what, thing)
                yield subject.change(ChangeKind.ADDED, None, thing.summary, verdict, hint=hints.get(key, ""))
        for key, thing in before.items():
            now = after.get(self._versions.now(what, key))
            if now and now.name != thing.name:
                yield self._subject(what, now).change(ChangeKind.RENAMED, thing.name, now.name, _RENAMED)

    def _owner_is_left(self, what: What, thing: _Thing) -> bool:
        owners = _OWNERS.get(what)
        return owners is None or self._versions.now(owners, thing.owner) in self._after[owners]

    def _owner_was_there(self, what: What, thing: _Thing) -> bool:
        owners = _OWNERS.get(what)
        return owners is None or thing.owner in self._versions.all_now(owners, self._before[owners])

    def _removal(self, what: What, thing: _Thing) -> Verdict:
        if what is What.CHOICES:
            answers = self._versions.all_now(What.CHOICE, self._versions.old.choices[thing.name].members)
            return GROUPING if answers <= self._after[What.CHOICE].keys() else _GONE
        return _REMOVED.get(what, _GONE)

    def _addition(self, what: What, thing: _Thing) -> Verdict:
        return _MUST_HAVE if what is What.CONCEPT and self._versions.new.concepts[thing.name].required else _NEW

    def _hints(self, what: What, gone: Mapping[str, _Thing], new: Mapping[str, _Thing]) -> dict[str, str]:
        """Return, by key, a rename that would explain one thing that is gone and one new thing just like it."""
        alike: dict[object, tuple[list[str], list[str]]] = {}
        for place, things in enumerate((gone, new)):
            for key, thing in things.items():
                labels = tuple(thing.texts[_LABEL].get(language, "") for language in self._languages)
                if any(labels):
                    alike.setdefault((labels, thing.character), ([], []))[place].append(key)
        hints: dict[str, str] = {}
        for olds, news in alike.values():
            if len(olds) == len(news) == 1:
                line = f"{gone[olds[0]].name}: {new[news[0]].name}"
                hint = f"The labels are the same: if this is the same {what}, put “{line}” in the rename map."
                hints[olds[0]] = hints[news[0]] = hint
        return hints

    def _wording(self, what: What) -> Iterator[Change]:
        """Compare texts in the languages and of the kinds that both versions have."""
        before, after = self._before[what], self._after[what]
        if not before or not after or (what is What.STANDARD and self._versions.has_foreign):
            return
        kinds = _kinds_of_text(before.values()), _kinds_of_text(after.values())
        for kind in sorted(kinds[0] ^ kinds[1]):
            subject = Subject(What.WORDING, f"{kind} of {what}")
            if kind in kinds[0]:
                yield subject.change(ChangeKind.REMOVED, kind, None, _WORDS)
            else:
                yield subject.change(ChangeKind.ADDED, None, kind, _NEW)
        versions = (self._versions.old, before), (self._versions.new, after)
        languages = [
            language
            for language in self._languages
            if all(_is_told(language, one, its.values()) for one, its in versions)
        ]
        for old, new in self._pairs(what):
            subject = self._subject(what, after[new])
            for kind in sorted(kinds[0] & kinds[1]):
                texts = before[old].texts.get(kind, {}), after[new].texts.get(kind, {})
                yield from self._reworded(subject, kind, languages, *texts)

    def _reworded(
        self, subject: Subject, text_kind: str, languages: Iterable[str], before: Text, after: Text
    ) -> Iterator[Change]:
        kind = ChangeKind.REDEFINED if text_kind == _DEFINITION else ChangeKind.RELABELLED
        for language in languages:
            old, new = before.get(language), after.get(language)
            if (old or "").split() != (new or "").split():
                aspect = language if text_kind in (_LABEL, _DEFINITION) else f"{text_kind}, {language}"
                yield subject.change(kind, old, new, _WORDS, aspect)

    def _moved(self, subject: Subject, before: _Thing, after: _Thing) -> Iterator[Change]:
        """A member of another axis, a choice of another list, a table of another topic."""
        home = _OWNERS.get(subject.what, What.TOPIC)
        if self._versions.now(home, before.within) != after.within:
            verdict = GROUPING if home is What.TOPIC else _OTHER_OWNER
            yield subject.change(ChangeKind.MOVED, before.within, after.within, verdict, home)


def _repeated(things: Iterable[_Thing]) -> set[str]:
    counts = Counter(thing.name for thing in things)
    return {name for name, count in counts.items() if count > 1}


def _by_key(things: Iterable[_Thing], repeated: set[str]) -> dict[str, _Thing]:
    """Return things by name; a member that stands on several axes has its axis before its name."""
    return {f"{one.owner}.{one.name}" if one.name in repeated else one.name: one for one in things}


def _renamed(before: Mapping[str, _Thing], after: Mapping[str, _Thing], renames: Mapping[str, str]) -> dict[str, str]:
    """Return those of the renames that are about something of the old version which the new one has no more."""
    return {old: new for old, new in renames.items() if old in before and old not in after and new in after}


def _citing_like(other: Taxonomy, taxonomy: Taxonomy) -> Taxonomy:
    """Return a taxonomy with the other's names for those standards that are the same.

    In a package, standards go by their titles, volume by volume, and a reference may carry a note besides the place it
    names. A standard is known by its codes: it is the one that has most of them, and at least half.
    """
    names: dict[str, str] = {}
    for standard in taxonomy.standards.values():
        places = set(map(_place, standard.codes))
        shared = {name: len(places & set(map(_place, one.codes))) for name, one in other.standards.items()}
        best = max(shared, key=lambda name: shared[name], default="")
        if standard.name not in shared and best and 2 * shared[best] >= len(places):
            names[standard.name] = best

    def cited(reference: Reference) -> Reference:
        name = names.get(reference.standard, reference.standard)
        return replace(reference, standard=name, code=_place(reference.code))

    standards = (replace(one, name=names.get(one.name, one.name)) for one in taxonomy.standards.values())
    concepts = (replace(one, references=tuple(map(cited, one.references))) for one in taxonomy.concepts.values())
    return replace(
        taxonomy,
        standards={standard.name: standard for standard in standards},
        concepts={concept.name: concept for concept in concepts},
    )


def _qualified(taxonomy: Taxonomy, other: Taxonomy) -> Taxonomy:
    """Return a package's taxonomy with the axes apart that qualify every figure.

    A package does not say that they are more than axes of its tables. An axis qualifies figures if no figure must name
    it and all of it stands in each table with a figure; one such table says so only with the other taxonomy.
    """
    if taxonomy.archive is None:
        return taxonomy
    tables = taxonomy.tables.values()
    of_figures = [table for table in tables if any(taxonomy.concepts[name].type.is_numeric for name in table.concepts)]
    qualifying = tuple(
        name
        for name, axis in taxonomy.axes.items()
        if not axis.typed and all(_has_all_of(table, name) for table in of_figures)
        if len(of_figures) > 1 or name in other.qualifying
    )

    def apart(table: Table) -> Table:
        return replace(table, axes={axis: how for axis, how in table.axes.items() if axis not in qualifying})

    return replace(taxonomy, tables={table.name: apart(table) for table in tables}, qualifying=qualifying)


def _has_all_of(table: Table, axis: str) -> bool:
    return axis in table.axes and axis not in table.mandatory and axis not in table.members


def _place(code: str) -> str:
    return code.partition(", note ")[0]


def _kinds_of_text(things: Iterable[_Thing]) -> set[str]:
    return {kind for thing in things for kind, text in thing.texts.items() if any(text.values())}


def _is_told(language: str, taxonomy: Taxonomy, things: Iterable[_Thing]) -> bool:
    """Whether there are labels in a language: where a package has none, those of its first one stand in for them."""
    labels = [thing.texts.get(_LABEL, {}) for thing in things]
    first = taxonomy.languages[0]
    return taxonomy.archive is None or language == first or any(one.get(language) != one.get(first) for one in labels)


def _by_file(taxonomy: Taxonomy) -> dict[str, EntryPoint]:
    """Return the entry points by their paths below the base URI; by the names of their files if they are elsewhere."""

    def file(href: str) -> str:
        below = href.removeprefix(f"{taxonomy.base}/")
        return href.rpartition("/")[2] if below == href else below

    return {file(one.href): one for one in taxonomy.entry_points}


def _units_by_name(taxonomy: Taxonomy) -> dict[str, list[UnitSpelling]]:
    """Return the units by what they measure and report; what is declared more than once is one unit."""
    found: dict[str, list[UnitSpelling]] = {}
    for unit in taxonomy.units:
        power = f" × 10^{unit.exponent}" if unit.exponent else ""
        found.setdefault(f"{unit.quantity} in {unit.measure}{power}", []).append(unit)
    return found
