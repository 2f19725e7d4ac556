"""Sheets of figures and of texts: a row for each figure, a column for each period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ...taxonomy import Concept
from ..forms.tabular import column_of, references
from ..records import as_members
from ..sources.grids import PREVIOUS, REFERENCES
from .book import (
    FAINT,
    INK,
    INPUT,
    LINE,
    MISSING,
    MUTED,
    OMITTED,
    PAPER,
    Place,
    Sheet,
    Span,
    Style,
    cell_name,
    number_cell,
)
from .shared import (
    CELL,
    FIRST_ROW,
    GREY,
    KEYS_ROW,
    LANGUAGES,
    MARKER_ROW,
    Cells,
    Shared,
    concept_note,
    value_style,
    write_header,
    write_value,
)
from .skeleton import Line, LineKind

_ROWS_BELOW = 200
"""So many rows that people may add at the end of a sheet are counted too."""
_LONGEST_CONDITION = 200


class Role(StrEnum):
    """What a column is for."""

    LABEL = "label"
    VALUE = "value"
    UNIT = "unit"
    KEYS = "keys"
    CODES = "codes"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid: its machine key, its heading, how wide it is and whether it is folded away."""

    key: str
    role: Role
    heading: str
    width: int
    period: str = ""
    note: str = ""
    is_folded: bool = False
    opens_fold: bool = False


@dataclass
class FigureSheet:
    """Writes one sheet with a grid of figures or texts."""

    shared: Shared
    sheet: Sheet
    lines: Sequence[Line]
    is_of_texts: bool = False
    cells: Cells = field(init=False)
    columns: list[Column] = field(init=False)

    def __post_init__(self) -> None:
        self.cells = Cells(self.shared, self.sheet)
        self.columns = list(self._columns())

    def write(self) -> None:
        """Write the grid with everything around it, and remember how to count what is filled in."""
        sheet, columns = self.sheet, self.columns
        write_header(sheet, MARKER_ROW, "esgtag:figures", [(one.heading, one.key, one.note) for one in columns[1:]])
        for index, column in enumerate(columns):
            sheet.columns(
                index,
                index,
                column.width,
                level=int(column.is_folded),
                hidden=column.is_folded,
                collapsed=column.opens_fold,
            )
        for row, line in enumerate(self.lines, FIRST_ROW):
            self._write_line(row, line)
        self.cells.write()
        sheet.free(range(FIRST_ROW + len(self.lines), FIRST_ROW + len(self.lines) + _ROWS_BELOW))
        self._highlight()
        self._count()
        sheet.view(frozen=(FIRST_ROW, 1), outlined=True)
        sheet.paper(self.shared.content.label(self.shared.content.manifest.entity.name), (MARKER_ROW, KEYS_ROW))

    def _concept(self, line: Line) -> Concept | None:
        return self.shared.content.taxonomy.concepts.get(line.concept)

    # The columns

    def _columns(self) -> Iterator[Column]:
        words = self.shared.words
        waits = any(line.spare_axis for line in self.lines)
        yield Column("#figure", Role.LABEL, "", 50)
        yield from self._value_columns()
        if not self.is_of_texts or any(line.unit for line in self.lines):
            yield Column("unit", Role.UNIT, words["unit"], 18)
        if waits:
            yield Column("members", Role.KEYS, words["own item"], 24, note=words["own item note"])
        yield Column("footnotes", Role.KEYS, words["footnotes"], 11, note=words["footnotes note"])
        yield Column("#standards", Role.CODES, words["standards"], 26, opens_fold=True)
        for key, width in (("restatement", 14), ("boundary", 14), ("assurance", 14), ("table", 22)):
            yield Column(key, Role.KEYS, words[key], width, note=words[f"{key} note"], is_folded=True)
        yield Column("no", Role.MACHINE, words["no"], 6, note=words["no note"], is_folded=True)
        if not waits:
            yield Column("members", Role.MACHINE, words["members"], 30, is_folded=True)
        yield Column("concept", Role.MACHINE, words["concept"], 44, is_folded=True)

    def _value_columns(self) -> Iterator[Column]:
        used = {column_of(record) for line in self.lines for record in line.records}
        keys = [key for key in self._possible() if key in used or key in self._usual()]
        for key in [*keys, *sorted(used - set(keys))]:
            period, _, suffix = key.partition("@")
            folded = suffix == PREVIOUS and key not in used
            opens = f"{key}@{PREVIOUS}" in keys and f"{key}@{PREVIOUS}" not in used
            heading, width = self._period_heading(period, suffix), self._width(period, suffix)
            yield Column(key, Role.VALUE, heading, width, period, is_folded=folded, opens_fold=opens)

    def _possible(self) -> list[str]:
        periods, languages = self.shared.content.manifest.periods.by_name, self.shared.content.languages
        suffixes = ["", *(f"@{language}" for language in languages), f"@{PREVIOUS}"]
        return [f"{period}{suffix}" for period in periods for suffix in suffixes]

    def _usual(self) -> set[str]:
        """Return the columns that a sheet has even if nothing stands in them yet."""
        periods = self.shared.content.manifest.periods
        looks_ahead = any((concept := self._concept(line)) and concept.forward_looking for line in self.lines)
        targets = [period.name for period in periods.targets] if looks_ahead else []
        if self.is_of_texts:
            later = self.shared.content.languages[1:]
            asked = [periods.reporting.name, *targets]
            return {f"{period}@{one}" for period in asked for one in later} | set(asked)
        earlier = [period.name for period in periods.comparatives]
        plain = [periods.reporting.name, *earlier, *(period.name for period in periods.baselines), *targets]
        return {*plain, *(f"{name}@{PREVIOUS}" for name in earlier)}

    def _period_heading(self, period: str, suffix: str) -> str:
        words, periods = self.shared.words, self.shared.content.manifest.periods
        if suffix == PREVIOUS:
            return words["as reported before"].format(period=period)
        if self.is_of_texts:
            language = suffix or self.shared.content.languages[0]
            return f"{period}\n{LANGUAGES.get(language, language)}"
        if period == periods.reporting.name:
            return f"{period}\n{words['this year']}"
        if period in (one.name for one in periods.targets):
            return f"{period}\n{words['target year']}"
        if period in (one.name for one in periods.baselines):
            return f"{period}\n{words['base year']}"
        return period

    def _width(self, period: str, suffix: str) -> int:
        if self.is_of_texts:
            return 56
        has_answers = any((concept := self._concept(line)) and concept.type.is_choice for line in self.lines)
        return 26 if has_answers and period == self.shared.reporting and not suffix else 15

    # The rows

    def _write_line(self, row: int, line: Line) -> None:
        if line.kind in (LineKind.TOPIC, LineKind.TABLE):
            self._write_band(row, line)
            return
        self.sheet.row(row, level=line.level, hidden=line.is_hidden, collapsed=line.is_collapsed)
        self.sheet.text(row, 0, line.label, self._label_style(line))
        if line.about and (note := concept_note(self.shared, self.shared.content.taxonomy.concepts[line.about])):
            self.sheet.note(row, 0, note)
        self.cells.is_fixed((row, 0))
        if line.kind is LineKind.HEADING:
            self.sheet.blanks(row, range(1, len(self.columns)), {"bottom": 1, "bottom_color": LINE})
            return
        for index, column in enumerate(self.columns[1:], 1):
            self._write_cell((row, index), column, line)

    def _write_band(self, row: int, line: Line) -> None:
        colours = self.sheet.colours
        is_topic = line.kind is LineKind.TOPIC
        ground, ink = (colours.strong, PAPER) if is_topic else (colours.tint, colours.strong)
        style: Style = {"bold": True, "bg_color": ground, "font_color": ink, "font_size": 12 if is_topic else 10}
        self.sheet.row(row, 24 if is_topic else 20)
        self.sheet.text(row, 0, line.label, style)
        self.sheet.blanks(row, range(1, len(self.columns)), style)
        self.cells.is_fixed((row, 0))

    def _label_style(self, line: Line) -> Style:
        style: Style = {"text_wrap": True, "indent": line.depth, "bottom": 1, "bottom_color": LINE}
        if line.kind is LineKind.HEADING and not line.about:
            return {**style, "font_size": 9, "italic": True, "font_color": MUTED}
        if line.spare_axis:
            return {**style, "font_color": FAINT}
        return style

    def _write_cell(self, place: Place, column: Column, line: Line) -> None:
        if column.role is Role.VALUE:
            self._write_value(place, column, line)
        elif column.role is Role.UNIT:
            self._write_unit(place, line)
        elif column.role is Role.CODES:
            self.sheet.text(*place, self._codes(line), {**CELL, "font_size": 8, "font_color": MUTED})
        elif column.key == "members":
            self._write_members(place, column, line)
        elif column.role is Role.KEYS:
            self._write_keys(place, column, line)
        else:
            self.sheet.text(
                *place, line.number if column.key == "no" else line.concept, {**GREY, "locked": column.key != "no"}
            )
            if column.key == "concept":
                self.cells.is_fixed(place)

    def _write_value(self, place: Place, column: Column, line: Line) -> None:
        concept = self._concept(line)
        kind = concept.type.kind if concept else None
        record = next((one for one in line.records if column_of(one) == column.key), None)
        if concept and record is None and not self._is_asked(column, concept):
            self.sheet.blanks(place[0], [place[1]], GREY)
            return
        is_current = column.period == self.shared.reporting and not column.key.endswith(PREVIOUS)
        style = value_style(kind, INPUT if is_current else PAPER)
        if column.key.endswith(f"@{PREVIOUS}"):
            style = {**style, "italic": True, "font_color": MUTED}
        if record is not None:
            write_value(self.sheet, place, record, kind, style)
        else:
            pattern = self._usual_pattern(line)
            self.sheet.blanks(place[0], [place[1]], {**style, "num_format": pattern} if pattern else style)
        if concept:
            self.cells.takes_value(place, concept)

    def _is_asked(self, column: Column, concept: Concept) -> bool:
        """Whether a concept may have a value in a column: after the reporting period only what looks ahead."""
        suffix = column.key.partition("@")[2]
        is_later = column.period in (one.name for one in self.shared.content.manifest.periods.targets)
        is_translation = suffix not in ("", PREVIOUS)
        return (concept.forward_looking or not is_later) and (concept.type.is_text or not is_translation)

    def _usual_pattern(self, line: Line) -> str:
        """Return how the other periods of a row show their numbers, so that a new one shows as many decimals."""
        patterns = [cell.pattern for record in line.records if (cell := number_cell(record.printed))]
        return next((pattern for pattern in patterns if "," in pattern), patterns[0] if patterns else "")

    def _write_unit(self, place: Place, line: Line) -> None:
        concept = self._concept(line)
        if concept and not concept.type.is_numeric and not line.unit:
            self.sheet.blanks(place[0], [place[1]], GREY)
            return
        unit = line.unit or "" if line.records or concept is None else self.shared.units.preset(concept)
        ink = INK if line.records else MUTED
        self.sheet.text(*place, unit, {**CELL, "font_size": 9, "font_color": ink, "align": "center", "locked": False})
        if concept:
            self.cells.takes_unit(place, concept)

    def _write_members(self, place: Place, column: Column, line: Line) -> None:
        if line.spare_axis:
            self.sheet.text(*place, f"{line.spare_axis}=", {**CELL, "font_size": 9, "bg_color": INPUT, "locked": False})
            self.cells.takes_key(place, line.spare_axis)
        else:
            self.sheet.text(*place, as_members(line.members), GREY)
            self.cells.is_fixed(place)

    def _write_keys(self, place: Place, column: Column, line: Line) -> None:
        text = line.table
        if column.key in REFERENCES:
            table = self.shared.arrangement.tables.get(line.table)
            text = references(line.records, table, column.key) if table else ""
        style: Style = GREY if column.is_folded else {**CELL, "font_size": 9, "align": "center"}
        self.sheet.text(*place, text, {**style, "locked": False})
        self.cells.takes_key(place, column.key)

    def _codes(self, line: Line) -> str:
        """Return the paragraphs that a concept has to do with, of the standards that the report follows."""
        concept = self._concept(line)
        chosen = self.shared.content.manifest.report.standards
        if concept is None or not line.about:
            return ""
        return " · ".join(str(one) for one in concept.references if not chosen or one.standard in chosen)

    # What the whole sheet has

    def _blocks(self, columns: Iterable[int]) -> list[Span]:
        """Return the cells of columns below the header."""
        last = FIRST_ROW + max(len(self.lines), 1) - 1
        return [self.sheet.span(FIRST_ROW, column, last) for column in columns]

    def _highlight(self) -> None:
        values = [index for index, column in enumerate(self.columns) if column.role is Role.VALUE]
        for omission in self.shared.content.manifest.omissions:
            text = omission.mark.replace('"', '""')
            if len(text) <= _LONGEST_CONDITION:
                condition = {"type": "cell", "criteria": "==", "value": f'"{text}"'}
                self.sheet.highlight(self._blocks(values), condition, {"bg_color": OMITTED, "font_color": MUTED})
        earlier = {period.name for period in self.shared.content.manifest.periods.comparatives}
        others = [index for index in values if self.columns[index].period in earlier]
        current = self._column(self.shared.reporting)
        if others and current is not None:
            cell = cell_name(FIRST_ROW, current, fixed_column=True)
            first, last = (cell_name(FIRST_ROW, index, fixed_column=True) for index in (others[0], others[-1]))
            formula = f'=AND({cell}="",COUNTA({first}:{last})>0)'
            self.sheet.highlight(
                self._blocks([current]), {"type": "formula", "criteria": formula}, {"bg_color": MISSING}
            )

    def _column(self, key: str) -> int | None:
        return next((index for index, column in enumerate(self.columns) if column.key == key), None)

    def _count(self) -> None:
        """Remember how to count, for every concept of the sheet, the cells of the reporting period."""
        current, named = self._column(self.shared.reporting), self._column("concept")
        if current is None or named is None:
            return
        last = FIRST_ROW + len(self.lines) + _ROWS_BELOW
        values, names = self.sheet.span(FIRST_ROW, current, last), self.sheet.span(FIRST_ROW, named, last)
        marks = self.shared.spans["marks"]
        for concept in dict.fromkeys(line.concept for line in self.lines if line.concept):
            chosen = f'({names}="{concept}")'
            self.shared.counted(
                concept,
                f'SUMPRODUCT({chosen}*({values}<>""))',
                f"SUMPRODUCT({chosen}*ISNUMBER(MATCH({values},{marks},0)))",
            )
