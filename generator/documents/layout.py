"""From placed records to what a reader sees: sections, tables, rows, cells and numbered notes.

Nothing here is XBRL yet but the facts themselves; the template only walks what this module returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import groupby

from markupsafe import Markup

from ...instances import Fact
from ...taxonomy import Arithmetic, Concept, Kind, Taxonomy
from ..manifest import TableRecord, in_language
from ..mapping import Mapped, Placed
from ..records import Disclosure
from ..remarks import ASSURED, BOUNDED, ENGAGEMENT_AXIS, REASON_LABELS, footnote_id, note_id

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "by": "By {axis}",
        "concept by": "{concept}, by {axis}",
        "contents": "Contents",
        "unit": "Unit",
        "notes": "Notes",
        "omitted": "Figures that are not given",
        "period": "Reporting period",
        "to": "to",
        "back": "back to the text",
        "trend": "Trend",
        "references": "Standards",
        "restatement": "Restated",
        "boundary": "What the figure covers",
        "assurance": "Assured",
        "previously": "previously",
        "list": ", ",
    },
    "zh-Hans": {
        "by": "按{axis}划分",
        "concept by": "{concept}（按{axis}划分）",
        "contents": "目录",
        "unit": "单位",
        "notes": "附注",
        "omitted": "未披露的数据",
        "period": "报告期间",
        "to": "至",
        "back": "返回正文",
        "trend": "趋势",
        "references": "对应准则",
        "restatement": "重述",
        "boundary": "数据范围",
        "assurance": "鉴证",
        "previously": "重述前",
        "list": "、",
    },
    "zh-Hant": {
        "by": "按{axis}劃分",
        "concept by": "{concept}（按{axis}劃分）",
        "contents": "目錄",
        "unit": "單位",
        "notes": "附註",
        "omitted": "未披露的數據",
        "period": "報告期間",
        "to": "至",
        "back": "返回正文",
        "trend": "趨勢",
        "references": "對應準則",
        "restatement": "重述",
        "boundary": "數據範圍",
        "assurance": "鑒證",
        "previously": "重述前",
        "list": "、",
    },
}
"""The words of the report itself, by language."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A note's number where it is referred to; ``anchor`` is the place's own id, for the way back."""

    note: str
    number: str
    anchor: str


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell: the fact and how it is shown. ``kind`` is what the fact's value is.

    ``sign`` stands before a number that is a bound or about the figure; of a range, the cell is the lower bound and
    ``upper`` the other. ``previous`` is what was reported before the figure was restated.
    """

    fact: Fact
    kind: Kind
    shown: str
    scale: int
    is_negative: bool
    markers: tuple[Marker, ...]
    sign: str = ""
    upper: CellView | None = None
    previous: CellView | None = None


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of a table; a heading has no cells. ``cells`` has ``None`` where a period has no record.

    A row that ``opens`` stands apart from the rows above it, which belong to another concept. ``trend`` has the
    heights of its bars, oldest period first, in per cent of the highest; ``None`` where the figure is omitted.
    """

    label: str
    level: int
    unit: str = ""
    cells: tuple[CellView | None, ...] = ()
    markers: tuple[Marker, ...] = ()
    opens: bool = False
    trend: tuple[int | None, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Whether the row only groups the rows below it."""
        return not self.cells


@dataclass(frozen=True, slots=True)
class TableView:
    """A table with the periods as columns."""

    id: str
    title: str
    periods: tuple[str, ...]
    rows: tuple[RowView, ...]
    markers: tuple[Marker, ...]
    references: str
    is_text: bool

    @property
    def has_trend(self) -> bool:
        """Whether any row has bars to show."""
        return any(row.trend for row in self.rows)


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the report."""

    id: str
    title: str
    text: str
    tables: tuple[TableView, ...]


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note at the end, with the anchors of the places that refer to it.

    ``lead`` says in words what kind of note it is; the note on an omission has the ``lead_fact`` that gives the reason
    as a choice. The text is a footnote, or that of ``text_fact``, or just words.
    """

    id: str
    number: str
    text: str
    anchors: tuple[str, ...]
    lead: str = ""
    lead_fact: Fact | None = None
    text_fact: Fact | None = None
    is_footnote: bool = False


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole report in one language.

    ``cover`` has the facts of the cover, name, first and last day, where the taxonomy can say them. ``hidden`` has
    those whose value is no text that a reader could see, only stand for: choices.
    """

    language: str
    words: Mapping[str, str]
    title: str
    introduction: str
    entity: str
    days: tuple[date, date]
    cover: tuple[Fact, ...]
    hidden: tuple[Fact, ...]
    sections: tuple[SectionView, ...]
    notes: tuple[NoteView, ...]
    omissions: tuple[NoteView, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one source row."""

    concept: Concept
    members: tuple[tuple[str, str], ...]
    placed: tuple[Placed, ...]


def lay_out(disclosure: Disclosure, mapped: Mapped, taxonomy: Taxonomy) -> ReportView:
    """Return the report as a reader sees it, in the language of ``mapped``."""
    return _Layout(disclosure, mapped, taxonomy).report()


@dataclass
class _Notes:
    """Numbers notes in order of first reference and remembers every place that refers to them."""

    numbering: Callable[[int], str]
    numbers: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, list[str]] = field(default_factory=dict)

    def marker(self, note: str) -> Marker:
        number = self.numbers.setdefault(note, self.numbering(len(self.numbers) + 1))
        places = self.anchors.setdefault(note, [])
        places.append(f"ref.{note}.{len(places) + 1}")
        return Marker(note, number, places[-1])

    def views(self) -> tuple[NoteView, ...]:
        """Return the notes in order, without their texts."""
        return tuple(NoteView(note, number, "", tuple(self.anchors[note])) for note, number in self.numbers.items())


def _letter(number: int) -> str:
    return (
        chr(ord("a") + number - 1) if number <= 26 else f"{_letter((number - 1) // 26)}{_letter((number - 1) % 26 + 1)}"
    )


class _Layout:
    def __init__(self, disclosure: Disclosure, mapped: Mapped, taxonomy: Taxonomy) -> None:
        self.manifest = disclosure.manifest
        self.mapped = mapped
        self.taxonomy = taxonomy
        self.language = mapped.language
        self.words = WORDS.get(mapped.language, WORDS["en"])
        self.notes = _Notes(str)
        self.omissions = _Notes(_letter)
        self.rows: dict[str, list[_Row]] = {
            table: [_row(taxonomy, cells) for _, cells in groupby(group, key=lambda placed: placed.record.row)]
            for table, group in groupby(mapped.placed.values(), key=lambda placed: placed.record.table)
        }

    def report(self) -> ReportView:
        facts = {fact.id: fact for fact in self.mapped.instance.facts}
        sections = tuple(
            SectionView(
                f"section.{number}",
                in_language(section.title, self.language),
                in_language(section.text, self.language),
                tuple(self._table(table) for table in section.tables if table.name in self.rows),
            )
            for number, section in enumerate(self.manifest.sections, start=1)
        )
        return ReportView(
            language=self.language,
            words=self.words,
            title=in_language(self.manifest.report.title, self.language),
            introduction=in_language(self.manifest.report.introduction, self.language),
            entity=in_language(self.manifest.entity.name, self.language),
            days=(self.manifest.periods.reporting.start, self.manifest.periods.reporting.end),
            cover=tuple(facts[fact_id] for fact_id in self.mapped.cover),
            hidden=tuple(fact for fact in facts.values() if isinstance(fact.value, tuple)),
            sections=sections,
            notes=tuple(map(self._note, self.notes.views())),
            omissions=tuple(map(self._note, self.omissions.views())),
        )

    def _note(self, note: NoteView) -> NoteView:
        """Return a note with its text: of a footnote, of an omission, of a remark on a figure."""
        footnotes = {footnote.id: footnote.text for footnote in self.mapped.instance.footnotes}
        facts = {fact.id: fact for fact in self.mapped.instance.facts}
        fact = facts.get(self.mapped.reasons.get(note.id, ""))
        kind, _, key = note.id.partition(".")
        if kind == "omission":
            ids = self.manifest.omission_ids
            mark = next(mark for mark in self.manifest.omissions if ids[mark.mark] == key)
            reason = REASON_LABELS[mark.reason].get(self.language, mark.reason.value)
            return replace(note, text=footnotes[note.id], is_footnote=True, lead=reason, lead_fact=fact)
        if kind == "footnote":
            return replace(note, text=footnotes[note.id], is_footnote=True)
        if fact is not None:
            return replace(note, text=str(fact.value), text_fact=fact, lead=self.words[kind])
        return replace(note, text=self._member_label(ENGAGEMENT_AXIS, key), lead=self.words[kind])

    def _table(self, table: TableRecord) -> TableView:
        rows = self.rows[table.name]
        used = {placed.record.period for row in rows for placed in row.placed}
        periods = tuple(name for name in self.manifest.periods.by_name if name in used)
        markers = tuple(self.notes.marker(note) for note in _table_notes(table))
        views = tuple(self._rows(table, rows, periods))
        return TableView(
            id=f"table.{table.name}",
            title=in_language(table.title, self.language),
            periods=periods,
            rows=views,
            markers=markers,
            references=self._references(rows),
            is_text=not any(row.concept.type.is_numeric for row in rows),
        )

    def _references(self, rows: Sequence[_Row]) -> str:
        """Return the paragraphs, of the standards that the report says it follows, that the concepts answer."""
        found: dict[str, dict[str, None]] = {}
        for row in rows:
            for reference in row.concept.references:
                if reference.standard not in self.manifest.report.standards:
                    continue
                label = self.taxonomy.standards[reference.standard].labels[self.language]
                found.setdefault(label, {})[reference.code] = None
        return " · ".join(f"{label} {self.words['list'].join(sorted(found[label]))}" for label in sorted(found))

    def _rows(self, table: TableRecord, rows: Sequence[_Row], periods: Sequence[str]) -> Iterator[RowView]:
        present = {row.concept.name for row in rows}
        is_one_group = len({(row.concept.name, _axes(row)) for row in rows}) == 1 and len(_axes(rows[0])) == 1
        headings: tuple[str, ...] = ()
        previous: _Row | None = None
        for index, row in enumerate(rows):
            level = self._level(row.concept, present)
            neighbours = (*rows[max(index - 1, 0) : index], *rows[index + 1 : index + 2])
            wanted, label = self._headings(row, previous, headings, neighbours)
            if is_one_group:  # the table's title says it all
                wanted = ()
            for position, heading in enumerate(wanted):
                if wanted[: position + 1] != headings[: position + 1]:
                    yield RowView(heading, level + position)
            opens = bool(headings) and not wanted
            yield self._fact_row(table, row, label, level + len(wanted), periods, opens)
            headings, previous = wanted, row

    def _level(self, concept: Concept, present: set[str]) -> int:
        """Return how many of a concept's ancestors stand in the same table."""
        if concept.parent is None:
            return 0
        return self._level(self.taxonomy.concepts[concept.parent], present) + (concept.parent in present)

    def _headings(
        self, row: _Row, previous: _Row | None, current: tuple[str, ...], neighbours: Sequence[_Row]
    ) -> tuple[tuple[str, ...], str]:
        """Return the headings above a row, from the outermost, and the row's own label.

        Rows that share their members and differ in concept are grouped by member; otherwise rows are grouped
        by concept and axis, and the last member names the row.
        """
        concept_label = row.concept.labels[self.language]
        if not row.members:
            return (), concept_label
        members = [self._member_label(axis, member) for axis, member in row.members]
        if any(near.members == row.members and near.concept != row.concept for near in neighbours):
            return (self.words["list"].join(members),), concept_label
        if current and previous and previous.concept == row.concept and _axes(previous) == _axes(row):
            return (current[0], *members[:-1]), members[-1]
        axis = self.taxonomy.axes[row.members[-1][0]].labels[self.language]
        is_subordinate = previous is not None and previous.concept == row.concept
        group = self.words["by" if is_subordinate else "concept by"].format(
            concept=concept_label, axis=axis[:1].lower() + axis[1:]
        )
        return (group, *members[:-1]), members[-1]

    def _member_label(self, axis: str, member: str) -> str:
        if self.taxonomy.axes[axis].typed:
            return in_language(self.manifest.members[axis][member], self.language)
        return self.taxonomy.axes[axis].members[member].labels[self.language]

    def _fact_row(
        self, table: TableRecord, row: _Row, label: str, level: int, periods: Sequence[str], opens: bool
    ) -> RowView:
        at_table = set(_table_notes(table))
        present = [placed for placed in row.placed if not placed.is_upper and not placed.record.is_previous]
        own = [
            [note for note in placed.notes if note not in at_table and not note.startswith("omission.")]
            for placed in present
        ]
        common = [note for note in own[0] if all(note in notes for notes in own)]
        markers = tuple(self.notes.marker(note) for note in common)
        uppers = {(placed.record.period, placed.record.is_previous): placed for placed in row.placed if placed.is_upper}
        earlier = {placed.record.period: placed for placed in row.placed if placed.record.is_previous}
        cells: dict[str, CellView] = {}
        for placed in present:
            period = placed.record.period
            cell = self._cell(placed, uppers.get((period, False)), at_table | set(common))
            if period in earlier:
                # The notes of the restated figure are those of the new one.
                before = self._cell(earlier[period], uppers.get((period, True)), set(earlier[period].notes))
                cell = replace(cell, previous=before)
            cells[period] = cell
        unit = next((placed.unit.label(self.language) for placed in row.placed if placed.unit), "")
        return RowView(label, level, unit, tuple(cells.get(period) for period in periods), markers, opens, _trend(row))

    def _cell(self, placed: Placed, upper: Placed | None, shown_elsewhere: set[str]) -> CellView:
        markers = tuple(
            (self.omissions if note.startswith("omission.") else self.notes).marker(note)
            for note in placed.notes
            if note not in shown_elsewhere
        )
        omission, number = placed.record.omission, placed.number
        given = number.shown if number else placed.shown
        kind = self.taxonomy.concepts[placed.record.concept].type.kind
        return CellView(
            fact=placed.fact,
            kind=kind,
            shown=in_language(omission.shown, self.language) if omission else _safe(given, kind),
            scale=placed.unit.exponent if placed.unit else 0,
            is_negative=bool(number and number.negative),
            markers=markers,
            sign=placed.qualifier.sign if placed.qualifier and upper is None and not placed.is_upper else "",
            upper=self._cell(upper, None, set(upper.notes)) if upper else None,
        )


def _table_notes(table: TableRecord) -> tuple[str, ...]:
    """Return the ids of the notes that hold for every figure of a table."""
    return (
        *(footnote_id(key) for key in table.footnotes),
        *((note_id(BOUNDED.kind, table.boundary),) if table.boundary else ()),
        *(note_id(ASSURED, key) for key in table.assurance),
    )


def _safe(shown: str, kind: Kind) -> str:
    """Return what a template prints as it stands: the markup of a text block, which is clean; any other text."""
    return Markup(shown) if kind is Kind.BLOCK else shown  # noqa: S704


def _trend(row: _Row) -> tuple[int | None, ...]:
    """Return the heights of a row's bars; a row of fewer than three figures, or with one below 0, has none."""
    in_time = sorted(_plain(row), key=lambda placed: placed.fact.period.sort_key)
    values = [placed.fact.value for placed in in_time]
    known = [value for value in values if isinstance(value, Decimal)]
    if len(known) < 3 or min(known) < 0 or max(known) == 0:
        return ()
    return tuple(round(100 * value / max(known)) if isinstance(value, Decimal) else None for value in values)


def _plain(row: _Row) -> list[Placed]:
    """Return the figures themselves: no bounds, and nothing that was restated since."""
    return [placed for placed in row.placed if not placed.qualifier and not placed.record.is_previous]


def _axes(row: _Row) -> tuple[str, ...]:
    return tuple(axis for axis, _ in row.members)


def _row(taxonomy: Taxonomy, cells: Iterator[Placed]) -> _Row:
    placed = tuple(cells)
    record = placed[0].record
    axes = taxonomy.axes_of(record.concept)
    # An axis whose members are wholes of their own leads: "Senior: men, women", not "Men: senior".
    members = sorted(record.members, key=lambda pair: axes[pair[0]] is not Arithmetic.EACH)
    return _Row(taxonomy.concepts[record.concept], tuple(members), placed)
