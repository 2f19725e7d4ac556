"""From records as typed to the records of a disclosure: old names, footnotes and other keys, omission marks, gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from ...findings import Finding, Location, codes
from ...taxonomy import Taxonomy, similar
from ..manifest import Manifest, OmissionMark, TableRecord
from ..numbers import plain_digits, read_number, trailing_notes
from ..records import KPIRecord, RefusedCell
from ..remarks import ENGAGEMENT_AXIS
from ..units import listed
from .narratives import read_narrative
from .typed import Gap, TypedRecord

NARRATIVE = "file:"
"""A text that begins like this stands in the file that it names."""

_Key = tuple[str, tuple[tuple[str, str], ...]]


@dataclass
class RecordReader:
    """Turns what was typed into records. Collects findings and what could not be read.

    ``undeclared`` are periods that are answered already, as headings of columns.
    """

    folder: Path
    manifest: Manifest
    taxonomy: Taxonomy
    findings: list[Finding] = field(default_factory=list)
    refused: list[RefusedCell] = field(default_factory=list)
    undeclared: set[str] = field(default_factory=set)
    _carried: set[str] = field(default_factory=set)
    _found: dict[str, list[tuple[TypedRecord, KPIRecord]]] = field(default_factory=lambda: defaultdict(list))
    _marks: dict[str, OmissionMark] = field(init=False)

    def __post_init__(self) -> None:
        self._marks = {omission.mark: omission for omission in self.manifest.omissions}

    def add(self, table: TableRecord, typed: TypedRecord) -> None:
        """Take a record into a table, or refuse it with a finding."""
        if typed.period not in self.manifest.periods.by_name:
            self.findings.append(self._undeclared(typed))
            self.refused.append(RefusedCell(table.name, typed.concept or None, None))
            return
        if typed.number and read_number(typed.number) is None:
            self.findings.append(_no_position(typed))
        concept = self._present(typed.concept, typed, "concept")
        text, notes = self._text(concept, typed)
        if text is None:
            self.refused.append(RefusedCell(table.name, concept or None, typed.period))
            typed = replace(typed, gap=Gap.LOST)
        keys = _Keys(self, table, typed)
        record = self._record(table, typed, keys, concept, text or "", notes)
        if typed.is_previous and "restatement" in keys.unknown:
            self.refused.append(RefusedCell(table.name, typed.concept or None, typed.period))
        else:
            self._found[table.name].append((typed, record))

    def records(self) -> Iterator[KPIRecord]:
        """Yield the records of all tables, in the order of the report, and the gaps that their tables have.

        Where a value is lost, those that go with it are refused: the one before it was restated, translations.
        """
        for table in self.manifest.tables:
            found = self._found.get(table.name, [])
            lost = {_figure(record) for typed, record in found if typed.gap is Gap.LOST}
            kept = []
            for typed, record in found:
                if typed.gap is None and _figure(record) in lost:
                    self.refused.append(RefusedCell(table.name, record.concept, record.period))
                else:
                    kept.append((typed, record))
            yield from _arranged(kept, self.manifest)

    def _record(
        self, table: TableRecord, typed: TypedRecord, keys: _Keys, concept: str, text: str, notes: tuple[str, ...]
    ) -> KPIRecord:
        members = {axis: self._present(member, typed, axis) for axis, member in typed.members.items()}
        order = list(self.taxonomy.axes)
        engagements = self.manifest.members.get(ENGAGEMENT_AXIS, {})
        return KPIRecord(
            table=table.name,
            row=0,
            concept=concept,
            members=tuple(
                sorted(members.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))
            ),
            unit=typed.unit,
            period=typed.period,
            printed=text,
            omission=self._marks.get(text),
            footnotes=keys.several("footnotes", self.manifest.footnotes, (*table.footnotes,), notes),
            location=typed.location,
            language=self._language(concept, typed),
            is_previous=typed.is_previous,
            restatement=keys.one("restatement", self.manifest.restatements, None),
            boundary=keys.one("boundary", self.manifest.boundaries, table.boundary),
            assurance=keys.several("assurance", engagements, (*table.assurance,), ()),
            places=typed.places,
        )

    def _language(self, concept: str, typed: TypedRecord) -> str | None:
        """A text in the report's first language needs none."""
        known = self.taxonomy.concepts.get(concept)
        is_first = typed.language == self.manifest.report.languages[0]
        return None if is_first and known is not None and known.type.is_text else typed.language

    def _text(self, concept: str, typed: TypedRecord) -> tuple[str | None, tuple[str, ...]]:
        """Return the value as printed, and the keys of footnotes that hang on it as raised numbers.

        It is ``None`` where the file with the text cannot be read, or what is meant as an omission mark is none.
        """
        if typed.is_omission and typed.text not in self._marks:
            self.findings.append(self._no_mark(typed))
            return None, ()
        known = self.taxonomy.concepts.get(concept)
        if known is not None and known.type.is_text and typed.text.startswith(NARRATIVE):
            narrative, findings = read_narrative(
                self.folder, typed.text.removeprefix(NARRATIVE).strip(), typed.location
            )
            self.findings += findings
            return narrative, ()
        if known is not None and known.type.is_numeric and typed.text not in self._marks:
            return trailing_notes(plain_digits(typed.text))
        return typed.text, ()

    def _present(self, name: str, typed: TypedRecord, heading: str) -> str:
        """Return the present name of a name of the superseded version, and say so where it is first met."""
        present = self.taxonomy.renames.get(name)
        if present is None:
            return name
        if name not in self._carried:
            self._carried.add(name)
            self.findings.append(
                codes.DEPRECATED_CONCEPT.finding(
                    f"{name} is now named {present}; it is read as that.",
                    hint=f"Write {present}.",
                    location=_place(typed, heading),
                )
            )
        return present

    def _no_mark(self, typed: TypedRecord) -> Finding:
        guess = similar(typed.text, list(self._marks))
        return codes.VALUE_UNREADABLE.finding(
            f"{typed.text[:80] or '(empty)'} is no omission mark.",
            hint=f"Did you mean {guess}?"
            if guess
            else f"Declare it under `omissions`, or use one of: {listed(self._marks) or 'none is declared'}.",
            location=typed.location,
        )

    def _undeclared(self, typed: TypedRecord) -> Finding:
        periods = ", ".join(self.manifest.periods.by_name)
        return codes.PERIOD_NOT_DECLARED.finding(
            f"{typed.period or '(empty)'} is no period of this disclosure: {periods} are declared.",
            hint="Correct it, or declare the period among the periods.",
            location=_place(typed, "period"),
        )


def _no_position(typed: TypedRecord) -> Finding:
    return codes.VALUE_UNREADABLE.finding(
        f"{typed.number[:80]} is not the number of a row.",
        hint="Write the position of the row in its table, or leave the cell empty.",
        location=_place(typed, "no"),
    )


def _place(typed: TypedRecord, heading: str) -> Location:
    place = typed.location
    if place.sheet is not None:
        return typed.places.get(heading, place)
    return typed.places.get(heading) or Location(place.file, place.line, heading)


@dataclass
class _Keys:
    """Looks up the keys that a row names: ``33``, or ``33@2022`` for one period only.

    ``unknown`` are the headings under which a key is not declared.
    """

    reader: RecordReader
    table: TableRecord
    typed: TypedRecord
    unknown: set[str] = field(default_factory=set)

    def several(
        self, heading: str, known: Mapping[str, object], of_table: tuple[str, ...], hanging: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Return the keys of the table, then of the row, then those that hang on the value."""
        found = [key for key in of_table if key in known]
        for reference in self.typed.references.get(heading, "").replace(",", " ").split():
            key, _, period = reference.partition("@")
            if key not in known:
                self._say_unknown(heading, key, known, _place(self.typed, heading))
            elif period and period not in self.reader.manifest.periods.by_name:
                if period not in self.reader.undeclared:
                    self._say_adrift(heading, reference, period)
            elif not period or period == self.typed.period:
                found.append(key)
        for key in hanging:
            if key in known:
                found.append(key)
            else:
                self._say_unknown(heading, key, known, self.typed.location)
        return tuple(dict.fromkeys(found))

    def one(self, heading: str, known: Mapping[str, object], of_table: str | None) -> str | None:
        """Return the row's key, or else the table's; two are one too many."""
        own = self.several(heading, known, (), ())
        if len(own) > 1:
            self.reader.findings.append(
                codes.FOOTNOTE_UNKNOWN.finding(
                    f"The row names {len(own)} keys under {heading}: {', '.join(own)}.",
                    hint="Name one, or tie each to its period: key@2023.",
                    location=_place(self.typed, heading),
                )
            )
        return own[0] if own else of_table if of_table in known else None

    def _say_unknown(self, heading: str, key: str, known: Mapping[str, object], place: Location) -> None:
        self.unknown.add(heading)
        self.reader.findings.append(unknown_key(heading, key, known, place))

    def _say_adrift(self, heading: str, reference: str, period: str) -> None:
        self.reader.findings.append(
            codes.FOOTNOTE_UNKNOWN.finding(
                f"The {_WORDS[heading]} {reference} is tied to {period}, which is no period of this disclosure.",
                hint=f"Periods are: {', '.join(self.reader.manifest.periods.by_name)}.",
                location=_place(self.typed, heading),
            )
        )


_WORDS = {
    "footnotes": "footnote",
    "restatement": "restatement",
    "boundary": "boundary",
    "assurance": "assurance engagement",
}
_DECLARED = {
    "footnotes": "under `footnotes`",
    "restatement": "under `restatements`",
    "boundary": "under `boundaries`",
    "assurance": f"under `members: {ENGAGEMENT_AXIS}:`",
}


def unknown_key(heading: str, key: str, known: Mapping[str, object], location: Location) -> Finding:
    """Return the finding for a key that the manifest does not declare; ``heading`` says what kind of key it is."""
    guess = similar(key, list(known))
    return codes.FOOTNOTE_UNKNOWN.finding(
        f"There is no {_WORDS[heading]} {key}.",
        hint=f"Did you mean {guess}?"
        if guess
        else f"Declare it {_DECLARED[heading]}, or use one of: {listed(known) or 'none is declared'}.",
        location=location,
    )


def gathered(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings, those that say the same of several places as one with all of them."""
    said: dict[tuple[str, str, str], Finding] = {}
    places: dict[tuple[str, str, str], list[Location]] = defaultdict(list)
    for finding in findings:
        what = finding.code, finding.message, finding.hint
        said.setdefault(what, finding)
        places[what] += [place for place in (finding.location, *finding.related) if place is not None]
    return [
        replace(finding, related=tuple(place for place in dict.fromkeys(places[what]) if place != finding.location))
        for what, finding in said.items()
    ]


def _figure(record: KPIRecord) -> tuple[object, ...]:
    return record.concept, record.members, record.period


def _arranged(found: Iterable[tuple[TypedRecord, KPIRecord]], manifest: Manifest) -> Iterator[KPIRecord]:
    """Yield the records of a table row by row, as numbered or else as they stand; in a row, by period and language.

    A row lacks a period when the table's other rows have it, or when the row has an earlier one and the period is the
    reporting period. Such a gap is a record without a value.
    """
    numbered = sorted(found, key=lambda pair: _number(pair[0]))
    rows: dict[_Key, list[tuple[TypedRecord, KPIRecord]]] = defaultdict(list)
    for typed, record in numbered:
        rows[record.concept, record.members].append((typed, record))
    periods = list(manifest.periods.by_name)
    languages = [None, *manifest.report.languages]
    used = _used_periods(numbered, manifest)
    for number, row in enumerate(rows.values()):
        given = [_restated(record, row) for typed, record in row if typed.gap is None]
        missing = _missing(row, given, used)
        for record in sorted(
            (*given, *missing),
            key=lambda record: (
                periods.index(record.period),
                languages.index(record.language) if record.language in languages else len(languages),
                record.is_previous,
            ),
        ):
            yield record.model_copy(update={"row": number})


def _restated(record: KPIRecord, row: Iterable[tuple[TypedRecord, KPIRecord]]) -> KPIRecord:
    """The reason that a row names is that of its restated values, if it says which ones those are."""
    restated = {other.period for _, other in row if other.is_previous}
    if record.restatement is None or not restated or record.period in restated:
        return record
    return record.model_copy(update={"restatement": None})


def _missing(
    row: Iterable[tuple[TypedRecord, KPIRecord]], given: list[KPIRecord], used: Iterable[str]
) -> Iterator[KPIRecord]:
    """Yield a record without a value for every period that a row lacks."""
    have = {record.period for record in given if not record.is_previous and record.language is None}
    have |= {record.period for typed, record in row if typed.gap is Gap.LOST}
    gaps: dict[str, KPIRecord] = {}
    for typed, record in row:
        if typed.gap is Gap.EMPTY and record.period not in have:
            yield record
            have.add(record.period)
        elif typed.gap is Gap.OPEN:
            gaps[record.period] = record
    if given:
        first = next((record for record in given if record.language is None), given[0])
        for period in used:
            if period not in have:
                blank = {"period": period, "printed": "", "omission": None, "is_previous": False, "language": None}
                yield gaps.get(period) or first.model_copy(update=blank)


def _used_periods(found: Iterable[tuple[TypedRecord, KPIRecord]], manifest: Manifest) -> list[str]:
    """Return the periods that every row of a table is about: those of its values, in a form also the reporting period.

    A base period or a later one is about single rows. A form that has been rolled forward has earlier values only, and
    asks for those of the reporting period.
    """
    pairs = list(found)
    reporting = manifest.periods.reporting.name
    given = {record.period for typed, record in pairs if typed.gap is None}
    asks = any(typed.gap is Gap.OPEN and record.period == reporting for typed, record in pairs)
    if asks and given & {period.name for period in manifest.periods.comparatives}:
        given.add(reporting)
    given -= manifest.periods.occasional
    return [period for period in manifest.periods.by_name if period in given]


def _number(typed: TypedRecord) -> Decimal:
    """Return the position that a row asks for; a row that asks for none comes after those that do."""
    number = read_number(typed.number)
    return number.value(0) if number else Decimal("Infinity")
