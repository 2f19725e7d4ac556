"""Registers: a row for each object of the filer, such as a target or a site, a column for each thing said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from ...taxonomy import Axis, Concept, Kind, Table
from ..forms.plain import own_assurance, own_boundary, own_footnotes
from ..manifest import TableRecord
from ..records import KPIRecord
from .book import FAINT, INPUT, LINE, PAPER, Sheet, Span, Style
from .shared import (
    CELL,
    GREY,
    LANGUAGES,
    Cells,
    Shared,
    concept_note,
    value_style,
    write_header,
    write_value,
)
from .skeleton import Arrangement, Content

SPARE_ROWS = 5
"""How many rows of a register wait for new objects."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a register: a concept, and for a text its language."""

    concept: Concept
    language: str | None = None

    @property
    def key(self) -> str:
        """The machine key of the column."""
        return f"{self.concept.name}@{self.language}" if self.language else self.concept.name


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a register: an object in a period, which is blank for the reporting period, with what is said of it."""

    member: str
    names: Mapping[str, str]
    period: str
    table: str
    number: str
    records: Mapping[str, KPIRecord]


@dataclass(frozen=True, slots=True)
class Register:
    """The objects of an axis, and what may be said about them."""

    axis: Axis
    table: Table
    fields: tuple[Field, ...]
    items: tuple[Item, ...]

    @property
    def records(self) -> Iterator[KPIRecord]:
        """All that is said in the register."""
        return (record for item in self.items for record in item.records.values())


def registers(content: Content, arrangement: Arrangement) -> list[Register]:
    """Return the registers of a form: for every axis of the filer's own that one table describes in words.

    An axis whose records a register cannot hold in their order has none; they stand in rows of figures.
    """
    found = []
    for name, axis in content.taxonomy.axes.items():
        tables = [table for table in content.taxonomy.tables.values() if name in table.axes]
        if not axis.typed or len(tables) != 1 or not _describes(content, tables[0]):
            continue
        fields = tuple(_fields(content, tables[0]))
        items = _items(content, arrangement, axis, fields)
        if items is not None:
            found.append(Register(axis, tables[0], fields, tuple(items)))
    return found


def _describes(content: Content, table: Table) -> bool:
    """Whether a table has one axis, and says something about its members that is no number."""
    concepts = [content.taxonomy.concepts[name] for name in table.concepts]
    return (
        all(content.axes_of(one.name) == list(table.axes)[:1] and content.is_asked(one) for one in concepts)
        and len(table.axes) == 1
        and any(not one.type.is_numeric for one in concepts)
    )


def _fields(content: Content, table: Table) -> Iterator[Field]:
    for name in table.concepts:
        concept = content.taxonomy.concepts[name]
        for language in content.languages if concept.type.is_text else [None]:
            yield Field(concept, language)


def _items(content: Content, arrangement: Arrangement, axis: Axis, fields: Sequence[Field]) -> list[Item] | None:
    """Return the rows of a register, or nothing where its records have more to them than a register holds."""
    records = [record for record in content.records if axis.name in dict(record.members)]
    keys = [field.key for field in fields]
    rows: dict[tuple[str, str, str], dict[str, KPIRecord]] = {}
    for record in records:
        table = arrangement.tables.get(record.table)
        key = _key(content, record)
        row = rows.setdefault((record.table, record.members[0][1], record.period), {})
        if key not in keys or key in row or len(record.members) != 1 or table is None or _has_more(record, table):
            return None
        row[key] = record
    names = content.manifest.members.get(axis.name, {})
    default = arrangement.table_of(fields[0].concept)
    items = []
    named: set[str] = set()
    for (table_name, member, period), row in rows.items():
        objects = [one for one in records if one.table == table_name and one.members[0][1] == member]
        if not _is_in_order(objects, keys, content):
            return None
        is_current = period == content.manifest.periods.reporting.name
        number = str(min(one.row for one in objects) + 1)
        shown = {} if member in named else names.get(member, {})
        items.append(Item(member, shown, "" if is_current else period, table_name, number, row))
        named.add(member)
    items += [Item(member, names[member], "", default, "", {}) for member in names if member not in named]
    return items


def _key(content: Content, record: KPIRecord) -> str:
    """Return the column of a record; a text in the first language says so."""
    concept = content.taxonomy.concepts.get(record.concept)
    is_text = concept is not None and concept.type.is_text
    language = record.language or (content.languages[0] if is_text else None)
    return f"{record.concept}@{language}" if language else record.concept


def _has_more(record: KPIRecord, table: TableRecord) -> bool:
    """Whether a record has what no register has a column for."""
    return (
        record.is_previous
        or record.restatement is not None
        or own_boundary(record, table) is not None
        or bool(own_footnotes(record, table) or own_assurance(record, table))
    )


def _is_in_order(records: Iterable[KPIRecord], keys: Sequence[str], content: Content) -> bool:
    """Whether the rows of an object follow one another, in the order of the columns."""
    by_row = sorted(records, key=lambda record: record.row)
    rows = list(dict.fromkeys(record.row for record in by_row))
    concepts = list(dict.fromkeys(record.concept for record in by_row))
    order = list(dict.fromkeys(key.partition("@")[0] for key in keys))
    first = {record.period for record in by_row if record.row == rows[0]}
    return (
        rows == list(range(rows[0], rows[0] + len(rows)))
        and [order.index(concept) for concept in concepts] == sorted(order.index(concept) for concept in concepts)
        and len(concepts) == len(rows)
        and all(first >= {record.period for record in by_row if record.row == row} for row in rows)
    )


@dataclass
class RegisterGrid:
    """Writes one register on a sheet; several may stand below one another."""

    shared: Shared
    sheet: Sheet
    register: Register

    def write(self, top: int) -> int:
        """Write the register with its marker in row ``top``; return the first row below it."""
        columns = list(self._columns())
        write_header(self.sheet, top, "esgtag:objects", [column[:3] for column in columns])
        cells = Cells(self.shared, self.sheet)
        items = [*self.register.items, *[self._spare()] * SPARE_ROWS]
        for number, row, item in zip(count(1), count(top + 2), items, strict=False):
            self._write_item(row, number, item, cells)
        cells.write()
        self._remember(top + 2, top + 1 + len(items))
        return top + 2 + len(items)

    def widths(self) -> list[int]:
        """Return how wide the columns are from the second on."""
        return [column[3] for column in self._columns()]

    def _spare(self) -> Item:
        table = self.shared.arrangement.table_of(self.register.fields[0].concept)
        return Item("", {}, "", table, "", {})

    def _columns(self) -> Iterator[tuple[str, str, str, int]]:
        """Yield heading, machine key, note and width of each column after the first."""
        words, content = self.shared.words, self.shared.content
        yield words["identifier"], self.register.axis.name, words["identifier note"], 22
        for language in content.languages:
            yield f"{words['name']}\n{LANGUAGES.get(language, language)}", f"name@{language}", "", 30
        yield words["period"], "period", words["period note"].format(period=self.shared.reporting), 10
        for field in self.register.fields:
            label = content.label(field.concept.labels, field.concept.name)
            if field.language:
                label += f"\n{LANGUAGES.get(field.language, field.language)}"
            yield label, field.key, concept_note(self.shared, field.concept), _WIDTHS.get(field.concept.type.kind, 26)
            if field.concept.type.is_numeric:
                yield words["unit"], f"unit:{field.concept.name}", "", 16
        yield words["table"], "table", words["table note"], 16
        yield words["no"], "no", words["no note"], 6

    def _write_item(self, row: int, number: int, item: Item, cells: Cells) -> None:
        content = self.shared.content
        name = content.member(self.register.axis.name, item.member) if item.member else self.shared.words["new"]
        label: Style = {"text_wrap": True, "bottom": 1, "bottom_color": LINE}
        self.sheet.text(row, 0, f"{number}. {name}", label if item.member else {**label, "font_color": FAINT})
        text: Style = {**CELL, "text_wrap": True, "valign": "top", "bg_color": INPUT, "locked": False}
        self.sheet.text(row, 1, item.member, text)
        for column, language in enumerate(content.languages, 2):
            self.sheet.text(row, column, item.names.get(language, ""), text)
        column = 2 + len(content.languages)
        self.sheet.text(row, column, item.period, {**text, "bg_color": PAPER, "align": "center"})
        cells.takes_key((row, column), "periods")
        for field in self.register.fields:
            column += 1
            self._write_field(row, column, field, item, cells)
            if field.concept.type.is_numeric:
                column += 1
                record = item.records.get(field.key)
                unit = (record.unit or "") if record else ""
                self.sheet.text(row, column, unit, {**CELL, "font_size": 9, "align": "center", "locked": False})
                cells.takes_unit((row, column), field.concept)
        self.sheet.text(row, column + 1, item.table, GREY)
        cells.takes_key((row, column + 1), "table")
        self.sheet.text(row, column + 2, item.number, GREY)

    def _write_field(self, row: int, column: int, field: Field, item: Item, cells: Cells) -> None:
        kind = field.concept.type.kind
        style = value_style(kind, PAPER if item.period else INPUT)
        if record := item.records.get(field.key):
            write_value(self.sheet, (row, column), record, kind, style)
        else:
            self.sheet.blanks(row, [column], style)
        cells.takes_value((row, column), field.concept)

    def _remember(self, first: int, last: int) -> None:
        """Remember where the identifiers stand, and how to count what is said for the reporting period."""
        spans = self._spans(first, last)
        self.shared.spans[self.register.axis.name] = spans[self.register.axis.name]
        marks, periods = self.shared.spans["marks"], spans["period"]
        chosen = f'((({periods}&"")="")+(({periods}&"")="{self.shared.reporting}")>0)'
        for field in self.register.fields:
            if field.language in (None, self.shared.content.languages[0]):
                values = spans[field.key]
                self.shared.counted(
                    field.concept.name,
                    f'SUMPRODUCT({chosen}*({values}<>""))',
                    f"SUMPRODUCT({chosen}*ISNUMBER(MATCH({values},{marks},0)))",
                )

    def _spans(self, first: int, last: int) -> dict[str, Span]:
        keys = [column[1] for column in self._columns()]
        return {key: self.sheet.span(first, column, last) for column, key in enumerate(keys, 1)}


_WIDTHS: Mapping[Kind, int] = {Kind.NUMBER: 16, Kind.BLOCK: 44, Kind.TEXT: 34, Kind.DATE: 14, Kind.YEAR: 14}
