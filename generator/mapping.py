"""From records to facts: concept, members, unit, period, value and accuracy are resolved; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..findings import Finding, Location, codes
from ..instances import Dimension, Fact, Instance, Value
from ..taxonomy import Arithmetic, Concept, Taxonomy, similar
from .manifest import Manifest, in_language
from .numbers import MOST_DIGITS, PrintedFigure, PrintedNumber, Qualifier, read_figure, why_not_a_number
from .records import Disclosure, KPIRecord, RefusedCell
from .remarks import ASSURED, ENGAGEMENT_AXIS, ENGAGEMENT_CONCEPTS, Remarks, entity_of, footnote_id, period_of
from .units import PrintedUnit, UnitProblem, as_volume, listed, resolve_unit, spellings_that_fit
from .values import UnreadableError, read_value, show_value

RESTATEMENT_AXIS, PREVIOUSLY_REPORTED = "Restatement", "PreviouslyReported"
"""The axis and its member that a value has which was reported before it was restated."""
QUALIFIER_AXIS = "Qualifier"
"""The axis whose members are those of :class:`.numbers.Qualifier`."""

COVER = ("NameOfReportingEntity", "ReportingPeriodStartDate", "ReportingPeriodEndDate")
"""The concepts whose facts come from the manifest: who reports, and for when."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A record with the fact it became and how it is printed: a number in a unit, or what a reader sees.

    ``qualifier`` is what the number is to the figure; of a range, the upper bound is placed too and ``is_upper``.
    ``notes`` are the ids of all notes on it, in the order in which a reader meets them.
    """

    record: KPIRecord
    fact: Fact
    number: PrintedNumber | None = None
    unit: PrintedUnit | None = None
    shown: str = ""
    qualifier: Qualifier | None = None
    is_upper: bool = False
    notes: tuple[str, ...] = ()

    @property
    def members(self) -> tuple[tuple[str, str], ...]:
        """The members of the record, and those that say what the number is to the figure."""
        return (*self.record.members, *qualifying(self.record, self.qualifier))


@dataclass(frozen=True, slots=True)
class CellCount:
    """What became of cells: every one is a fact, an omission, or refused with a finding."""

    facts: int = 0
    omissions: int = 0
    refused: int = 0

    @property
    def cells(self) -> int:
        """How many cells were read."""
        return self.facts + self.omissions + self.refused

    def __add__(self, other: CellCount) -> CellCount:
        return CellCount(self.facts + other.facts, self.omissions + other.omissions, self.refused + other.refused)


@dataclass(frozen=True, slots=True)
class Mapped:
    """A disclosure in one language as an instance.

    ``placed`` holds the cells by fact id, in reading order; ``cover`` the ids of the facts that say who
    reports and for when, ``reasons`` of those that say why figures are not given or restated and what they cover, by
    the note they stand in; ``refused`` the cells that became findings, with the concepts they may have been.
    """

    language: str
    instance: Instance
    placed: Mapping[str, Placed]
    cover: tuple[str, ...]
    reasons: Mapping[str, str]
    refused: tuple[RefusedCell, ...]

    def counts(self) -> dict[str, CellCount]:
        """Return what became of the cells of each table, in reading order."""
        counts: dict[str, CellCount] = {}
        for placed in self.placed.values():
            if placed.is_upper:
                continue
            omitted = placed.record.omission is not None
            table = placed.record.table
            counts[table] = counts.get(table, CellCount()) + CellCount(int(not omitted), int(omitted), 0)
        for cell in self.refused:
            counts[cell.table] = counts.get(cell.table, CellCount()) + CellCount(0, 0, 1)
        return counts

    def location(self, fact_id: str) -> Location | None:
        """Return the cell that a fact comes from; ``None`` for the facts of the cover."""
        placed = self.placed.get(fact_id)
        return placed.record.location if placed else None


def map_disclosure(disclosure: Disclosure, taxonomy: Taxonomy, language: str) -> tuple[Mapped, list[Finding]]:
    """Map the records to an instance in one of the report's languages.

    Returns the instance of every record that has a place, and a finding for every one that has none.
    """
    mapper = _Mapper(disclosure.manifest, taxonomy, language)
    for record in disclosure.records:
        mapper.place(record)
    mapper.check_translations(disclosure.records)
    mapper.check_restatements()
    mapper.link_assurance()
    cover = tuple(_cover(disclosure.manifest, taxonomy, language))
    reasons = mapper.remarks.facts(placed.record for placed in mapper.placed.values())
    facts = (*cover, *(placed.fact for placed in mapper.placed.values()), *reasons.values())
    instance = Instance(
        taxonomy.entry_point,
        facts,
        mapper.remarks.footnotes(facts),
        frozenset(
            taxonomy.axes[axis].qname for table in taxonomy.tables.values() if table.in_segment for axis in table.axes
        ),
        {axis.qname: axis.typed_domain for axis in taxonomy.axes.values() if axis.typed_domain},
        taxonomy.remark,
    )
    mapped = Mapped(
        language,
        instance,
        mapper.placed,
        tuple(fact.id for fact in cover),
        {note: fact.id for note, fact in reasons.items()},
        (*(_named(cell, taxonomy) for cell in disclosure.refused), *mapper.refused),
    )
    return mapped, mapper.findings


def qualifying(record: KPIRecord, qualifier: Qualifier | None) -> tuple[tuple[str, str], ...]:
    """Return the members that say what a number is to its figure: a bound, or what was reported before."""
    previous = ((RESTATEMENT_AXIS, PREVIOUSLY_REPORTED),) if record.is_previous else ()
    return previous + (((QUALIFIER_AXIS, qualifier.value),) if qualifier else ())


def _on_cover(record: KPIRecord) -> Finding:
    return codes.RECORD_REPEATED.finding(
        f"{record.concept} is taken from the cover (`entity` and `periods`) and cannot be given in a table.",
        hint="Remove the row.",
        location=record.at("concept"),
    )


def _named(cell: RefusedCell, taxonomy: Taxonomy) -> RefusedCell:
    """Replace what a refused row called its concept by the concept it probably means, or ``None``."""
    name = cell.concept if cell.concept in taxonomy.concepts else similar(cell.concept or "", list(taxonomy.concepts))
    return replace(cell, concept=name)


def _cover(manifest: Manifest, taxonomy: Taxonomy, language: str) -> Iterator[Fact]:
    reporting = manifest.periods.reporting
    values: tuple[Value, ...] = (in_language(manifest.entity.name, language), reporting.start, reporting.end)
    for name, value in zip(COVER, values, strict=True):
        if name not in taxonomy.concepts:
            continue
        is_text = isinstance(value, str)
        yield Fact(
            id=f"{name}.{reporting.name}" + (f".{language}" if is_text else ""),
            concept=taxonomy.concepts[name].qname,
            entity=entity_of(manifest),
            period=period_of(taxonomy.concepts[name], reporting),
            value=value,
            language=language if is_text else None,
        )


@dataclass
class _Mapper:
    manifest: Manifest
    taxonomy: Taxonomy
    language: str
    placed: dict[str, Placed] = field(default_factory=dict)
    refused: list[RefusedCell] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    remarks: Remarks = field(init=False)
    _units: dict[tuple[str, str, bool], PrintedUnit | UnitProblem] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.remarks = Remarks(self.manifest, self.taxonomy, self.language)

    def place(self, record: KPIRecord) -> None:
        """Turn a record into a fact, or into a finding and a refused cell."""
        concept = self.taxonomy.concepts.get(record.concept)
        if concept is None or concept.name in COVER:
            if record.language in (None, self.language):
                self._refuse(record, None, self._unknown_concept(record) if concept is None else _on_cover(record))
            return
        if not self._is_wanted(record, concept):
            return
        problems = [
            *self._period_problems(record, concept),
            *self._member_problems(record, concept),
            *self._value_problems(record, concept),
        ]
        if problems:
            self._refuse(record, concept.name, *problems)
            return
        for placed in self._placed(record, concept):
            if placed.fact.id in self.placed:
                self._refuse(record, concept.name, self._repeated(record, self.placed[placed.fact.id].record))
                return
            self.placed[placed.fact.id] = placed

    def _is_wanted(self, record: KPIRecord, concept: Concept) -> bool:
        """Whether the record belongs to this language: numbers and dates to each, a text to its own."""
        if not concept.type.is_text and record.language:
            self._refuse(
                record,
                concept.name,
                codes.VALUE_UNREADABLE.finding(
                    f"{concept.name} is not a text and has no language.",
                    hint=f"Move it to the column {record.period}, or leave the cell empty.",
                    location=record.location,
                ),
            )
            return False
        return not concept.type.is_text or self._text_language(record) == self.language

    def _text_language(self, record: KPIRecord) -> str:
        return record.language or self.manifest.report.languages[0]

    def _refuse(self, record: KPIRecord, concept: str | None, *problems: Finding) -> None:
        self.findings += problems
        name = concept or similar(record.concept, list(self.taxonomy.concepts))
        self.refused.append(RefusedCell(record.table, name, record.period))

    def _unknown_concept(self, record: KPIRecord) -> Finding:
        suggestion = similar(record.concept, list(self.taxonomy.concepts))
        return codes.CONCEPT_UNKNOWN.finding(
            f"There is no concept {record.concept or '(empty)'} in the taxonomy.",
            hint=f"Did you mean {suggestion}?"
            if suggestion
            else 'Look for it by what it reports: esgtag taxonomy search "water withdrawal".',
            location=record.at("concept"),
        )

    def _period_problems(self, record: KPIRecord, concept: Concept) -> Iterator[Finding]:
        reporting, period = self.manifest.periods.reporting, self.manifest.periods.by_name[record.period]
        if period.end > reporting.end and not concept.forward_looking:
            yield codes.AFTER_PERIOD_END.finding(
                f"{concept.name} is reported for {record.period}, after the reporting period ends on {reporting.end}.",
                hint="Move the value to its period; only targets are reported for a later one.",
                location=record.location,
            )

    def _member_problems(self, record: KPIRecord, concept: Concept) -> Iterator[Finding]:
        allowed = self.taxonomy.axes_of(concept.name)
        for axis, member in record.members:
            if axis not in allowed:
                choices = ", ".join(allowed) or "none"
                yield codes.NO_HYPERCUBE.finding(
                    f"{concept.name} is not cut by {axis}.",
                    hint=f"Empty this cell, or use another concept. Axes of {concept.name}: {choices}.",
                    location=record.at(axis),
                )
            elif member not in (known := self._members(concept, axis)):
                yield codes.MEMBER_UNKNOWN.finding(
                    f"{member} is not a member of {axis}.",
                    hint=self._member_hint(axis, member, known),
                    location=record.at(axis),
                )
        given = dict(record.members)
        missing = [axis for axis in self._needed(concept) if axis not in given]
        for axis in missing:
            yield codes.NO_HYPERCUBE.finding(
                f"{concept.name} needs a member of {axis}.",
                hint=f"Name one in the column {axis}: {listed(self._members(concept, axis))}.",
                location=record.at(axis),
            )
        is_known = all(axis in allowed and member in self._members(concept, axis) for axis, member in record.members)
        if is_known and not missing and not self.taxonomy.admits(concept.name, given):
            tables = "; ".join(", ".join(table.axes) or "none" for table in self.taxonomy.tables_of(concept.name))
            yield codes.NO_HYPERCUBE.finding(
                f"{concept.name} is not cut by {', '.join(given) or 'nothing'} together.",
                hint=f"Its tables have these axes: {tables}.",
                location=record.at("concept"),
            )

    def _needed(self, concept: Concept) -> list[str]:
        """Return the axes that every fact of a concept names.

        A text of ours that stands apart for each member needs one, since there is no text of all. Where a concept
        stands in several tables, each of them decides for itself.
        """
        tables = self.taxonomy.tables_of(concept.name)
        if len(tables) > 1:
            return []
        is_apart = concept.type.is_text and not self.taxonomy.is_foreign
        return [
            axis
            for axis, arithmetic in tables[0].axes.items()
            if self.taxonomy.axes[axis].typed
            or axis in tables[0].mandatory
            or (is_apart and arithmetic is Arithmetic.SEPARATE)
        ]

    def _members(self, concept: Concept, axis: str) -> Mapping[str, object]:
        if self.taxonomy.axes[axis].typed:
            return self.manifest.members.get(axis, {})
        return self.taxonomy.members_of(concept.name, axis)

    def _member_hint(self, axis: str, member: str, known: Mapping[str, object]) -> str:
        if elsewhere := self.taxonomy.axes_with_member(member):
            return f"{member} belongs to {', '.join(elsewhere)}; members of {axis} are {listed(known)}."
        if suggestion := similar(member, list(known)):
            return f"Did you mean {suggestion}?"
        if self.taxonomy.axes[axis].typed:
            return f"Declare it among the disclosure's own names, under `members: {axis}:`."
        return f"Members of {axis} are {listed(known)}."

    def _value_problems(self, record: KPIRecord, concept: Concept) -> Iterator[Finding]:
        if not record.printed:
            yield codes.CELL_EMPTY.finding(
                f"{record.concept} has no value for {record.period}.",
                hint=f"Write the figure, or an omission mark: {self._marks()}.",
                location=record.location,
            )
        if concept.type.is_numeric:
            yield from self._number_problems(record, concept)
        elif record.printed and not record.omission:
            try:
                read_value(record.printed, concept, self.taxonomy)
            except UnreadableError as problem:
                yield codes.VALUE_UNREADABLE.finding(str(problem), hint=problem.hint, location=record.location)
        if record.is_previous and not concept.type.is_numeric:
            yield codes.VALUE_UNREADABLE.finding(
                f"{concept.name} is not a number; only figures are restated.",
                hint="Remove the previous value, and say in the text or in a footnote what has changed.",
                location=record.location,
            )
        if record.unit and not concept.type.is_numeric:
            yield codes.UNIT_WRONG_FOR_TYPE.finding(
                f"{concept.name} is not a number and has no unit; found {record.unit}.",
                hint="Empty the unit's cell.",
                location=record.at("unit"),
            )

    def _number_problems(self, record: KPIRecord, concept: Concept) -> Iterator[Finding]:
        unit = self._unit(record.unit or "", concept)
        if record.unit is None:
            yield codes.UNIT_UNKNOWN.finding(
                "The table has no column for units, but figures that need one.",
                hint="Add a column headed unit.",
                location=Location(record.location.file, 1, "unit"),
            )
        elif isinstance(unit, UnitProblem):
            yield codes.UNIT_UNKNOWN.finding(unit.message, hint=unit.hint, location=record.at("unit"))
        elif unit.quantity != concept.type.quantity and not self._is_any_count(concept):
            fitting = spellings_that_fit(concept.type.quantity or "", self.taxonomy)
            yield codes.UNIT_WRONG_FOR_TYPE.finding(
                f"{concept.name} reports {_in_words(concept.type.quantity)}; "
                f"{record.unit} measures {_in_words(unit.quantity)}.",
                hint=f"Units that fit: {fitting}. If the unit is right, the concept is not.",
                location=record.at("unit"),
            )
        if record.printed and record.omission is None:
            problem = self._number_problem(record, concept, unit)
            if problem:
                yield problem

    def _is_any_count(self, concept: Concept) -> bool:
        """Whether a taxonomy that is not ours leaves open what a number counts, so that any unit fits."""
        return self.taxonomy.is_foreign and concept.type.quantity == "count"

    def _unit(self, printed: str, concept: Concept) -> PrintedUnit | UnitProblem:
        """Resolve a unit as printed; each spelling once, since a table repeats it in every row."""
        key = (printed, concept.type.name, concept.water)
        if key not in self._units:
            unit = resolve_unit(printed, self.taxonomy, self.manifest.units, concept.type.quantity)
            self._units[key] = as_volume(unit, self.taxonomy) if concept.water else unit
        return self._units[key]

    def _number_problem(self, record: KPIRecord, concept: Concept, unit: PrintedUnit | UnitProblem) -> Finding | None:
        figures = read_figure(record.printed)
        if not figures:
            message = f"{record.printed[:80]} is neither a number nor an omission mark."
            hint = why_not_a_number(record.printed) or (
                "Write digits with a decimal point and, if you like, commas between thousands (12,252.52), "
                f"or an omission mark: {self._marks()}."
            )
        elif problem := next(filter(None, (self._misfit(record, concept, unit, one) for one in figures)), None):
            message, hint = problem
        else:
            return None
        return codes.VALUE_UNREADABLE.finding(message, hint=hint, location=record.location)

    def _misfit(
        self, record: KPIRecord, concept: Concept, unit: PrintedUnit | UnitProblem, figure: PrintedFigure
    ) -> tuple[str, str] | None:
        """Return why a number cannot be a value of its concept, and what to do."""
        number = figure.number
        if len(number.digits) > MOST_DIGITS:
            return (
                f"The number has {len(number.digits)} digits.",
                f"A figure has at most {MOST_DIGITS}; check what was pasted into this cell.",
            )
        if number.percent and isinstance(unit, PrintedUnit) and unit.quantity != "ratio":
            return (
                f"{record.printed} is a percentage, but the unit is {record.unit}.",
                "Remove the percent sign, or correct the unit.",
            )
        if concept.type.is_count and (number.places or number.negative):
            return (
                f"{record.printed} is not a whole number of at least 0, and {concept.name} counts.",
                f"Write the count without decimals and sign: {number.digits[: len(number.digits) - number.places]}.",
            )
        if any(axis not in self.taxonomy.qualifying for axis, _ in qualifying(record, figure.qualifier)):
            return (
                f"The taxonomy cannot say of a figure that it is {record.printed}"
                + (", or that it was reported before." if record.is_previous else "."),
                "Write the figure alone, and the rest in a footnote.",
            )
        return None

    def _marks(self) -> str:
        return ", ".join(f'"{mark.mark}"' for mark in self.manifest.omissions) or (
            "none is declared; declare one under `omissions`"
        )

    def _repeated(self, record: KPIRecord, first: KPIRecord) -> Finding:
        return codes.RECORD_REPEATED.finding(
            f"{record.concept} stands in this table twice with the same members.",
            hint="Remove one of the two rows, or give it the member or the concept that it is about.",
            location=record.at("concept"),
            related=(first.at("concept"),),
        )

    def _placed(self, record: KPIRecord, concept: Concept) -> Iterator[Placed]:
        """Yield a record's fact; of a range, the facts of both its bounds."""
        language = self.language if concept.type.is_text else None
        unit = self._unit(record.unit or "", concept) if concept.type.is_numeric else None
        printed_unit = unit if isinstance(unit, PrintedUnit) else None
        figures = read_figure(record.printed) if printed_unit and not record.omission else ()
        is_plain = concept.type.is_numeric or record.omission is not None
        shown = "" if is_plain else show_value(record.printed, concept, self.taxonomy, self.language)
        for index, figure in enumerate(figures or (None,)):
            number, qualifier = (figure.number, figure.qualifier) if figure else (None, None)
            members = (*record.members, *qualifying(record, qualifier))
            fact = Fact(
                id=self._fact_id(record, members, language),
                concept=concept.qname,
                entity=entity_of(self.manifest),
                period=period_of(concept, self.manifest.periods.by_name[record.period]),
                value=self._value(record, concept, number, printed_unit),
                unit=printed_unit.unit if printed_unit else None,
                decimals=number.decimals(printed_unit.exponent) if number and printed_unit else None,
                language=language,
                dimensions=self._dimensions(members),
                footnotes=tuple(self.remarks.footnote_ids(record)),
                explanations=self.remarks.explanations(record),
                remarks=self.remarks.remarks(record),
            )
            notes = tuple(self.remarks.notes(record))
            yield Placed(record, fact, number, printed_unit, shown, qualifier, is_upper=index > 0, notes=notes)

    def _value(
        self, record: KPIRecord, concept: Concept, number: PrintedNumber | None, unit: PrintedUnit | None
    ) -> Value:
        if record.omission:
            return None
        if number and unit:
            return number.value(unit.exponent)
        return read_value(record.printed, concept, self.taxonomy)

    def _dimensions(self, members: tuple[tuple[str, str], ...]) -> tuple[Dimension, ...]:
        return tuple(
            (
                self.taxonomy.axes[axis].qname,
                member if self.taxonomy.axes[axis].typed else self.taxonomy.axes[axis].members[member].qname,
            )
            for axis, member in members
        )

    def _fact_id(self, record: KPIRecord, members: tuple[tuple[str, str], ...], language: str | None) -> str:
        """Derive the id from the record's key; a figure that an earlier table gives has its table's name too."""
        key = [name.replace(":", "_") for name in (record.concept, *(member for _, member in members))]
        key.append(record.period)
        fact_id = ".".join([*key, language] if language else key)
        first = self.placed.get(fact_id)
        return f"{fact_id}.{record.table}" if first and first.record.table != record.table else fact_id

    def link_assurance(self) -> None:
        """Link every assured figure to what is said about the engagement; nothing said is a finding."""
        said: dict[str, Fact] = {}
        for concept in reversed(ENGAGEMENT_CONCEPTS):
            for placed in self.placed.values():
                if placed.record.concept == concept and not placed.record.omission:
                    said |= {member: placed.fact for axis, member in placed.record.members if axis == ENGAGEMENT_AXIS}
        for fact_id, placed in list(self.placed.items()):
            linked = tuple(said[key].id for key in placed.record.assurance if key in said)
            for key in placed.record.assurance:
                if key not in said:
                    self.findings.append(self._unsaid(placed.record, key))
            if linked:
                fact = replace(placed.fact, remarks=(*placed.fact.remarks, *linked))
                self.placed[fact_id] = replace(placed, fact=fact)

    def _unsaid(self, record: KPIRecord, key: str) -> Finding:
        return codes.FOOTNOTE_UNKNOWN.finding(
            f"Nothing is reported about the assurance engagement {key}.",
            hint=f"Give its {ENGAGEMENT_CONCEPTS[0]} in a table, cut by {ENGAGEMENT_AXIS}={key}.",
            location=record.at(ASSURED),
        )

    def check_restatements(self) -> None:
        """A value that was restated has a new one beside it and a reason; a reason has a previous value."""
        keys: dict[tuple[object, ...], set[bool]] = {}
        for placed in self.placed.values():
            keys.setdefault(_figure(placed.record), set()).add(placed.record.is_previous)
        for placed in self.placed.values():
            record, versions = placed.record, keys[_figure(placed.record)]
            if record.is_previous and versions == {True}:
                self.findings.append(
                    codes.CELL_EMPTY.finding(
                        f"{record.concept} has a previous value for {record.period}, {record.printed}, and no new one.",
                        hint="Write the restated value, or remove the previous one.",
                        location=record.location,
                    )
                )
            elif record.is_previous and not record.restatement:
                self.findings.append(
                    codes.RESTATEMENT_UNEXPLAINED.finding(
                        f"{record.concept} {record.period} was {record.printed} before; no reason is given.",
                        hint="Declare the reason under `restatements` and name it in the column restatement.",
                        location=record.location,
                    )
                )

    def check_translations(self, records: tuple[KPIRecord, ...]) -> None:
        """Every text stands in this language, not only in the report's first."""
        texts = [record for record in records if self._is_text(record)]
        present = {record.row_key for record in texts if self._text_language(record) == self.language}
        for record in texts:
            if record.row_key not in present and record.language is None:
                column = f"{record.period}@{self.language}"
                missing = codes.REPORT_LANGUAGE_MISSING.finding(
                    f"{self._label(record)} {record.period} has no text in {self.language}.",
                    hint=f"Write it in the column {column}.",
                    location=record.at(column),
                )
                self._refuse(record, record.concept, missing)

    def _label(self, record: KPIRecord) -> str:
        """Return concept and members in words; a member that is not known, or the filer's own, as it was written."""
        axes = self.taxonomy.axes
        members = (
            in_language(axes[axis].members[member].labels, "en")
            if axis in axes and member in axes[axis].members
            else member
            for axis, member in record.members
        )
        return ", ".join([in_language(self.taxonomy.concepts[record.concept].labels, "en"), *members])

    def _is_text(self, record: KPIRecord) -> bool:
        concept = self.taxonomy.concepts.get(record.concept)
        return concept is not None and concept.type.is_text


def _figure(record: KPIRecord) -> tuple[object, ...]:
    return record.table, record.concept, record.members, record.period, record.language


def check_footnotes(disclosure: Disclosure, mapped: Mapped) -> list[Finding]:
    """Return a finding for every declared footnote that qualifies no fact. Only a complete mapping can tell."""
    used = {footnote for placed in mapped.placed.values() for footnote in placed.fact.footnotes}
    return [
        codes.FOOTNOTE_ADRIFT.finding(
            f"The footnote {key} is declared but qualifies no fact.",
            hint="Name it in the footnotes column of the rows it is about, or remove it.",
            location=disclosure.document.location("footnotes", key),
        )
        for key in disclosure.manifest.footnotes
        if footnote_id(key) not in used
    ]


_QUANTITIES = {
    "ghg": "greenhouse gas emissions",
    "money": "an amount of money",
    "ratio": "a percentage",
    "person": "a number of people",
    "count": "a number of things",
    "hours": "a number of hours",
    "days": "a number of days",
    "mass": "a mass",
    "energy": "an amount of energy",
    "volume": "a volume",
    "area": "an area",
    "item": "a number of units produced",
}


def _in_words(quantity: str | None) -> str:
    return " per ".join(_QUANTITIES.get(part, part) for part in (quantity or "").split("/"))
