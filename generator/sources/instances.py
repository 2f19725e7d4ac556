"""From an instance back to the records that it was made from, or could have been."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Context, Decimal
from functools import cached_property
from typing import Any

from ...findings import Finding, Located, Location, codes, locate
from ...instances import Fact, Instance, Period, Unit
from ...taxonomy import Concept, Kind, QName, Taxonomy, UnitSpelling
from ..manifest import Manifest, OmissionReason
from ..mapping import COVER, PREVIOUSLY_REPORTED, QUALIFIER_AXIS, RESTATEMENT_AXIS
from ..markdown import as_markdown, markup
from ..numbers import Qualifier
from ..records import Disclosure, KPIRecord
from ..remarks import BOUNDED, ENGAGEMENT_AXIS, OMISSION_REASON, REASON_LABELS, REASON_MEMBERS, RESTATED

_EXACT = Context(prec=200)
_Aspects = tuple[object, ...]


def disclosure_of(instance: Instance, shown_as: str, taxonomy: Taxonomy) -> tuple[Disclosure | None, list[Finding]]:
    """Return the records of an instance, arranged as the taxonomy is: a section a topic, a table a table.

    An instance says nothing of the report's arrangement and of the names of what is the filer's own; identifiers stand
    in their place. Returns ``None`` with findings where the instance does not say who reports and for when.
    """
    return _Reverse(instance, shown_as, taxonomy).disclosure()


@dataclass
class _Reverse:
    instance: Instance
    shown_as: str
    taxonomy: Taxonomy
    findings: list[Finding] = field(default_factory=list)

    def disclosure(self) -> tuple[Disclosure | None, list[Finding]]:
        """Return the disclosure with everything that could not be carried over."""
        cover = self._cover()
        if cover is None:
            return None, self.findings
        records = self._records()
        content = cover | self._declarations(records)
        document, findings = locate(content, Manifest, self._location)
        self.findings += findings
        if document is None:
            return None, self.findings
        return self._finished(document, records), self.findings

    def _finished(self, document: Located[Manifest], records: Sequence[_Draft]) -> Disclosure:
        marks = {omission.name: omission for omission in document.model.omissions}
        order = [table.name for table in document.model.tables]
        rows: dict[str, dict[tuple[object, ...], int]] = defaultdict(dict)
        periods = list(document.model.periods.by_name)
        finished = []
        for draft in sorted(
            records,
            key=lambda draft: (
                order.index(draft.table),
                self._positions[draft.concept.name],
                [self._member_order(pair) for pair in draft.members],
                periods.index(draft.period),
                draft.is_previous,
            ),
        ):
            of_table = rows[draft.table]
            row = of_table.setdefault((draft.concept.name, draft.members), len(of_table))
            omission = marks.get(draft.omission)
            finished.append(
                KPIRecord(
                    table=draft.table,
                    row=row,
                    concept=draft.concept.name,
                    members=draft.members,
                    unit=draft.unit,
                    period=draft.period,
                    printed=omission.mark if omission else draft.printed,
                    omission=omission,
                    footnotes=tuple(map(_key, draft.footnotes)),
                    location=Location(self.shown_as, None, draft.fact),
                    is_previous=draft.is_previous,
                    restatement=draft.restatement,
                    boundary=draft.boundary,
                    assurance=draft.assurance,
                )
            )
        return Disclosure(document, self.taxonomy, tuple(finished))

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {name: index for index, name in enumerate(self.taxonomy.concepts)}

    def _member_order(self, pair: tuple[str, str]) -> tuple[int, int, str]:
        axis, member = pair
        members = list(self.taxonomy.axes[axis].members)
        return (
            list(self.taxonomy.axes).index(axis),
            members.index(member) if member in members else len(members),
            member,
        )

    def _location(self, path: Sequence[str | int]) -> Location:
        return Location(self.shown_as, None, ".".join(map(str, path)) or None)

    # Who reports, and for when.

    def _cover(self) -> dict[str, Any] | None:
        named = {self._named(fact).name: fact for fact in self.instance.facts if self._named(fact).name in COVER}
        if missing := [name for name in COVER if name not in named]:
            self.findings.append(
                codes.MANIFEST_INVALID.finding(
                    f"The report does not say {', '.join(missing)}.",
                    hint="Only a report that says who reports and for when can be turned into records.",
                    location=Location(self.shown_as),
                )
            )
            return None
        name, start, end = (named[one] for one in COVER)
        self._reporting = Period(date.fromisoformat(str(end.value)), date.fromisoformat(str(start.value)))
        self._language = name.language or self.taxonomy.languages[0]
        self._periods = dict(self._named_periods())
        by_role: dict[str, list[dict[str, object]]] = defaultdict(list)
        for period, label in self._periods.items():
            role = "targets" if period.end > self._reporting.end else "comparatives"
            content: dict[str, object] = {"name": label, "start": period.start, "end": period.end}
            by_role["reporting" if period == self._reporting else role].append(content)
        comparatives = sorted(by_role["comparatives"], key=lambda one: str(one["end"]), reverse=True)
        return {
            "taxonomy": self.instance.entry_point,
            "entity": {
                "name": {self._language: str(name.value)},
                "scheme": name.entity.scheme,
                "identifier": name.entity.identifier,
            },
            "report": {
                "name": _stem(self.shown_as),
                "languages": [self._language],
                "title": {self._language: str(name.value)},
            },
            "periods": {
                "reporting": by_role["reporting"][0],
                "comparatives": comparatives,
                "targets": by_role["targets"],
            },
        }

    def _named_periods(self) -> Iterator[tuple[Period, str]]:
        """Yield every period with a name: its year where it is about one, or else its days.

        An instant is the end of a period; one that is the end of none is that of the year before it.
        """
        found = dict.fromkeys(
            [self._reporting, *(fact.period for fact in self.instance.facts if not fact.period.is_instant)]
        )
        ends = {period.end for period in found}
        for fact in self.instance.facts:
            if fact.period.is_instant and fact.period.end not in ends:
                ends.add(fact.period.end)
                found[Period(fact.period.end, _year_before(fact.period.end))] = None
        taken: set[str] = set()
        for period in sorted(found, key=lambda one: one.sort_key, reverse=True):
            start = period.start or period.end
            is_year = 360 <= (period.end - start).days + 1 <= 371 and str(period.end.year) not in taken
            label = str(period.end.year) if is_year else f"{start.isoformat()}-{period.end.isoformat()}"
            taken.add(label)
            yield period, label

    # Facts to records.

    def _named(self, fact: Fact) -> Concept:
        return self._concepts[fact.concept]

    @cached_property
    def _concepts(self) -> Mapping[QName, Concept]:
        return {concept.qname: concept for concept in self.taxonomy.concepts.values()}

    @cached_property
    def _axes(self) -> Mapping[QName, str]:
        return {axis.qname: axis.name for axis in self.taxonomy.axes.values()}

    @cached_property
    def _facts(self) -> Mapping[str, Fact]:
        return {fact.id: fact for fact in self.instance.facts}

    def _records(self) -> list[_Draft]:
        """Return a draft for every fact but those of the cover and the remarks; a range's two facts are one draft."""
        drafts: list[_Draft] = []
        tables: dict[_Aspects, set[str]] = defaultdict(set)
        ranges: dict[_Aspects, _Draft] = {}
        for fact in self.instance.facts:
            concept = self._named(fact)
            if concept.name in (*COVER, OMISSION_REASON, RESTATED.concept, BOUNDED.concept):
                continue
            draft = self._draft(fact, concept)
            if draft is None:
                continue
            other = ranges.get(draft.aspects) if draft.qualifier is Qualifier.AT_MOST else None
            if other is not None and other.unit == draft.unit and draft.table not in tables[draft.aspects]:
                other.upper = draft
                del ranges[draft.aspects]
                continue
            taken = tables[*draft.aspects, draft.qualifier]
            draft.table = next(name for name in _numbered(concept.table) if name not in taken)
            taken.add(draft.table)
            drafts.append(draft)
            if draft.qualifier is Qualifier.AT_LEAST:
                ranges[draft.aspects] = draft
        _part_by_periods(drafts)
        return drafts

    def _draft(self, fact: Fact, concept: Concept) -> _Draft | None:
        members = {self._axes[axis]: self._member(axis, member) for axis, member in fact.dimensions}
        qualifier = members.pop(QUALIFIER_AXIS, None)
        is_previous = members.pop(RESTATEMENT_AXIS, None) == PREVIOUSLY_REPORTED
        if fact.language not in (None, self._language):
            self._not_carried(fact, f"It is in {fact.language}; the report is in {self._language}.")
            return None
        draft = _Draft(
            fact=fact.id,
            concept=concept,
            table=concept.table,
            members=self.taxonomy.in_reading_order(members),
            period=self._period(fact),
            footnotes=tuple(note for note in fact.footnotes if not note.startswith("omission.")),
            is_previous=is_previous,
            qualifier=Qualifier(qualifier) if qualifier else None,
        )
        self._explain(draft, fact)
        if fact.value is None and draft.omission is None:
            self.findings.append(
                codes.NIL_WITHOUT_REASON.finding(
                    f"{concept.name} {draft.period} is nil without a reason.",
                    hint="Say why it is not given.",
                    location=Location(self.shown_as, None, fact.id),
                    facts=(fact.id,),
                )
            )
            return None
        if concept.type.is_numeric:
            draft.unit, draft.printed = self._number(fact, concept)
        elif fact.value is not None:
            draft.printed = self._text(fact, concept)
        return draft

    def _member(self, axis: QName, member: QName | str) -> str:
        if isinstance(member, str):
            return member
        members = self.taxonomy.axes[self._axes[axis]].members
        return next(one.name for one in members.values() if one.qname == member)

    def _period(self, fact: Fact) -> str:
        if not fact.period.is_instant:
            return self._periods[fact.period]
        ending = [period for period in self._periods if period.end == fact.period.end]
        return self._periods[self._reporting if self._reporting in ending else ending[0]]

    def _explain(self, draft: _Draft, fact: Fact) -> None:
        """Find out from its explanations why a fact is not given or restated, what it covers, who assured it."""
        for explanation in (*fact.explanations, *fact.remarks):
            about = self._facts[explanation]
            keys = {self._axes[axis]: str(member) for axis, member in about.dimensions}
            concept = self._named(about).name
            if concept == OMISSION_REASON:
                (draft.omission,) = keys.values()
            elif concept == RESTATED.concept:
                draft.restatement = keys[RESTATED.axis]
            elif concept == BOUNDED.concept:
                draft.boundary = keys[BOUNDED.axis]
            elif ENGAGEMENT_AXIS in keys:
                draft.assurance = (*draft.assurance, keys[ENGAGEMENT_AXIS])

    def _number(self, fact: Fact, concept: Concept) -> tuple[str, str]:
        """Return the unit and the number as they may have been printed."""
        spellings = self._spellings(fact.unit or Unit(()), concept.type.quantity or "")
        value = fact.value if isinstance(fact.value, Decimal) else None
        if not spellings:
            self._not_carried(fact, f"The taxonomy has no unit {fact.unit}.")
            return "", "" if value is None else f"{value:f}"
        if value is None:
            return spellings[0][0], ""
        digits = -int(value.normalize(_EXACT).as_tuple().exponent)
        decimals = fact.decimals if fact.decimals is not None else max(digits, 0)
        held = digits if value else decimals
        unit, exponent = min(spellings, key=lambda one: (decimals + one[1] < 0, abs(decimals + one[1]), abs(one[1])))
        if decimals + exponent < 0 or held > decimals or fact.decimals is None:
            self._not_carried(fact, f"{value:f} with decimals {fact.decimals} has an accuracy that no digits show.")
        places = max(decimals, held, -exponent) + exponent
        printed = value.scaleb(-exponent, _EXACT).quantize(Decimal(1).scaleb(-places), context=_EXACT)
        return unit, f"{printed:,f}"

    def _spellings(self, unit: Unit, quantity: str) -> list[tuple[str, int]]:
        """Return a spelling for each power of ten that a unit may be printed in, as value = number × 10 ** power."""
        if len(unit.numerators) != 1 or len(unit.denominators) > 1:
            return []
        over, _, under = quantity.partition("/")
        above = self._units_of(unit.numerators[0], over)
        if not unit.denominators:
            return [(one.spellings[0], one.exponent) for one in above]
        below = self._units_of(unit.denominators[0], under)
        return [(f"{a.spellings[0]}/{b.spellings[0]}", a.exponent - b.exponent) for a in above for b in below]

    def _units_of(self, measure: QName, quantity: str) -> list[UnitSpelling]:
        """Return a unit for each power of ten; of the quantity, unless the taxonomy leaves open what is counted."""
        found: dict[int, UnitSpelling] = {}
        for unit in self._units[measure]:
            if unit.quantity == quantity or self.taxonomy.is_foreign:
                found.setdefault(unit.exponent, unit)
        return list(found.values())

    @cached_property
    def _units(self) -> defaultdict[QName, list[UnitSpelling]]:
        units = defaultdict(list)
        for unit in self.taxonomy.units:
            units[unit.measure].append(unit)
        return units

    def _text(self, fact: Fact, concept: Concept) -> str:
        value = fact.value
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, tuple):
            names = {member.qname: name for name, member in self.taxonomy.choices_of(concept.name).items()}
            return ", ".join(names[one] for one in value)
        if concept.type.kind is Kind.BLOCK and isinstance(value, str):
            text = as_markdown(value)
            if markup(text) != value:
                self._not_carried(fact, "Its markup is more than a text block of records can hold.")
            return text
        return str(value)

    def _not_carried(self, fact: Fact, why: str) -> None:
        self.findings.append(
            codes.NOT_CARRIED.finding(
                f"{fact.id}: {why}",
                hint="Correct the record by hand.",
                location=Location(self.shown_as, None, fact.id),
                facts=(fact.id,),
            )
        )

    # What the records refer to.

    def _declarations(self, drafts: Sequence[_Draft]) -> dict[str, Any]:
        language = self._language
        footnotes = {footnote.id: footnote.text for footnote in self.instance.footnotes}
        used = {note for draft in drafts for note in draft.footnotes}
        return {
            "omissions": list(self._omissions(drafts, footnotes)),
            "members": self._own_members(drafts),
            "footnotes": {_key(note): {language: text} for note, text in footnotes.items() if note in used},
            "restatements": self._remarks(RESTATED.concept),
            "boundaries": self._remarks(BOUNDED.concept),
            "sections": self._sections(drafts),
        }

    def _omissions(self, drafts: Sequence[_Draft], footnotes: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        reasons = {member: reason for reason, member in REASON_MEMBERS.items()}
        choices = {member.qname: name for name, member in self.taxonomy.choices_of(OMISSION_REASON).items()}
        for name in dict.fromkeys(draft.omission for draft in drafts if draft.omission):
            fact = next(
                fact
                for fact in self.instance.facts
                if self._named(fact).name == OMISSION_REASON and name in (member for _, member in fact.dimensions)
            )
            chosen = fact.value[0] if isinstance(fact.value, tuple) else None
            reason = reasons[choices[chosen]] if chosen else OmissionReason.NOT_AVAILABLE
            label = REASON_LABELS[reason].get(self._language, reason.value)
            yield {
                "mark": f"[{name}]",
                "name": name,
                "reason": reason.value,
                "shown": {self._language: label},
                "explanation": {self._language: footnotes.get(f"omission.{name}", label)},
            }

    def _own_members(self, drafts: Sequence[_Draft]) -> dict[str, dict[str, dict[str, str]]]:
        found: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
        for draft in drafts:
            for axis, member in draft.members:
                if self.taxonomy.axes[axis].typed:
                    found[axis][member] = {self._language: member}
        return dict(found)

    def _remarks(self, concept: str) -> dict[str, dict[str, str]]:
        return {
            str(fact.dimensions[0][1]): {self._language: str(fact.value)}
            for fact in self.instance.facts
            if self._named(fact).name == concept and fact.language == self._language
        }

    def _sections(self, drafts: Sequence[_Draft]) -> list[dict[str, Any]]:
        used = dict.fromkeys(draft.table for draft in drafts)
        sections: dict[str, dict[str, Any]] = {}
        for table in self.taxonomy.tables.values():
            names = [name for name in used if name == table.name or name.startswith(f"{table.name}-")]
            for name in names:
                section = sections.setdefault(
                    table.topic.name, {"title": {self._language: table.topic.labels[self._language]}, "tables": []}
                )
                section["tables"].append(
                    {"name": name, "records": [], "title": {self._language: table.labels[self._language]}}
                )
        return list(sections.values())


@dataclass
class _Draft:
    """What is to become a record."""

    fact: str
    concept: Concept
    table: str
    members: tuple[tuple[str, str], ...]
    period: str
    footnotes: tuple[str, ...]
    is_previous: bool
    qualifier: Qualifier | None
    unit: str = ""
    number: str = ""
    omission: str | None = None
    restatement: str | None = None
    boundary: str | None = None
    assurance: tuple[str, ...] = ()
    upper: _Draft | None = None

    @property
    def aspects(self) -> _Aspects:
        """Everything that says what the value is about but its qualifier."""
        return self.concept.name, self.members, self.period, self.is_previous

    @property
    def printed(self) -> str:
        """The value as printed, with its qualifier or upper bound."""
        if self.upper is not None:
            return f"{self.number}–{self.upper.number}"
        return f"{self.qualifier.sign} {self.number}" if self.qualifier else self.number

    @printed.setter
    def printed(self, printed: str) -> None:
        self.number = printed


def _part_by_periods(drafts: Sequence[_Draft]) -> None:
    """Give rows of other periods a table of their own: every row of a table has a value for each of its periods."""
    periods: dict[tuple[str, str, object], set[str]] = defaultdict(set)
    for draft in drafts:
        periods[draft.table, draft.concept.name, draft.members].add(draft.period)
    taken = {draft.table for draft in drafts}
    names: dict[tuple[str, frozenset[str]], str] = {}
    met: set[str] = set()
    for draft in drafts:
        table = draft.table
        group = (table, frozenset(periods[table, draft.concept.name, draft.members]))
        if group not in names:
            base = table.partition("-")[0]
            names[group] = next(name for name in _numbered(base) if name not in taken) if table in met else table
            met.add(table)
            taken.add(names[group])
    for draft in drafts:
        found = frozenset(periods[draft.table, draft.concept.name, draft.members])
        draft.table = names[draft.table, found]


def _numbered(name: str) -> Iterator[str]:
    """Yield a name, and then the same with numbers."""
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


def _key(note: str) -> str:
    """Return the key of a footnote from its id."""
    return re.sub(r"[^A-Za-z0-9]+", "-", note.removeprefix("footnote.")).strip("-") or "note"


def _stem(file: str) -> str:
    """Return a file's name as the name of a report: without the day, the language and the suffix."""
    stem = re.sub(r"(-\d{4}-\d\d-\d\d)?(-[a-z]{2}(-\w+)?)?\.\w+$", "", file.rpartition("/")[2])
    return re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-") or "report"


def _year_before(end: date) -> date:
    """Return the first day of the year that ends on a day."""
    following = end + timedelta(days=1)
    return replace_year(following, following.year - 1)


def replace_year(day: date, year: int) -> date:
    """Return the same day in another year; 29 February becomes the 28th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
