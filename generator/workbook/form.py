"""The form: a workbook with a sheet for each topic, filled with a disclosure or waiting to be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ...taxonomy import Concept, Table, Taxonomy, Topic
from ..manifest import Manifest
from ..records import Disclosure, KPIRecord, as_members
from .book import ENVIRONMENT, FAINT, FORM, GOVERNANCE, SOCIAL, Book, Colours, Sheet
from .completeness import Completeness
from .figures import FigureSheet
from .guide import Entry, write_guide
from .manifest_sheets import ManifestSheets
from .objects import Register, RegisterGrid, registers
from .shared import HINT_ROW, MARKER_ROW, Lists, Shared, Units, write_heading
from .skeleton import Arrangement, Content, Line, LineKind, Skeleton
from .words import words_of

_FIRST_LIST = 5
"""The column of the hidden sheet in which lists begin; before it stand the counts of concepts."""
_PILLARS: Mapping[str, Colours] = {
    **dict.fromkeys(("Energy", "Climate", "Resources", "Nature", "Intensity", "Targets"), ENVIRONMENT),
    **dict.fromkeys(
        (
            "Workforce",
            "HealthAndSafety",
            "LabourStandards",
            "Training",
            "Products",
            "DataSecurity",
            "SupplyChain",
            "Community",
        ),
        SOCIAL,
    ),
}
"""The colours of topics; those that are not named are about governance, or of another taxonomy."""
_OWN_SHEETS = ("Target", "AssuranceEngagement")
"""Axes whose objects have a sheet of their own."""


def write_form(disclosure: Disclosure, language: str) -> bytes:
    """Return the form filled with a disclosure, with words in ``language``; a workbook (.xlsx).

    Every record stands in it once. The same disclosure gives the same bytes. Raises ``TextTooLongError`` for a text
    that no cell can hold.
    """
    return _Form(Content(disclosure.manifest, disclosure.taxonomy, disclosure.records, language)).content()


def blank_form(manifest: Manifest, taxonomy: Taxonomy, language: str) -> bytes:
    """Return the form with the cover filled in and nothing else; a workbook (.xlsx)."""
    return _Form(Content(manifest, taxonomy, (), language)).content()


@dataclass(frozen=True, slots=True)
class _TopicSheet:
    """A sheet of figures with the rows that stand on it."""

    sheet: Sheet
    name: str
    lines: Sequence[Line]
    is_of_texts: bool = False


@dataclass
class _Form:
    """Puts the sheets together: in the order in which people see them, written in the order in which they refer."""

    form: Content
    _concept_sheets: dict[str, str] = field(default_factory=dict)

    def content(self) -> bytes:
        """Return the workbook's bytes."""
        book = self._book
        named = {name: book.sheet(self._words[name], FORM) for name in ("guide", "cover", "report")}
        topics = list(self._topic_sheets())
        alone = [(register, self._register_sheet(register)) for register in self._alone]
        together = book.sheet(self._words["registers"], FORM) if self._together else None
        named |= {name: book.sheet(self._words[name], FORM) for name in ("notes", "own names", "completeness")}
        shared = self._shared
        guide = named["guide"].span(0, 0)
        manifest = ManifestSheets(shared)
        manifest.cover(named["cover"])
        manifest.notes(named["notes"])
        manifest.own_names(named["own names"], self._own_axes(topics))
        manifest.report(named["report"])
        for name in ("cover", "report", "notes", "own names"):
            self._finish(named[name], self._words[name], self._words[f"{name} hint"])
        for register, sheet in alone:
            self._write_registers(sheet, [register], self.form.axis(register.axis.name), "register hint")
        if together is not None:
            self._write_registers(together, self._together, self._words["registers"], "registers hint")
        for topic in topics:
            FigureSheet(shared, topic.sheet, topic.lines, topic.is_of_texts).write()
            hint = self._words["narratives hint" if topic.is_of_texts else "figures hint"]
            write_heading(topic.sheet, topic.name, hint.format(period=shared.reporting), guide, self._words["back"])
            topic.sheet.protect()
            for line in topic.lines:
                self._concept_sheets.setdefault(line.concept, topic.sheet.name)
        Completeness(shared, named["completeness"], self._concept_sheets).write()
        hint = self._words["completeness hint"].format(period=shared.reporting)
        write_heading(named["completeness"], self._words["completeness"], hint, guide, self._words["back"])
        self._write_rows()
        write_guide(shared, named["guide"], list(self._entries(named, topics, alone, together)))
        return book.content()

    @cached_property
    def _words(self) -> Mapping[str, str]:
        return words_of(self.form.language)

    @cached_property
    def _book(self) -> Book:
        title = self._words["form title"].format(period=self.form.manifest.periods.reporting.name)
        return Book(self.form.language, title, self.form.label(self.form.manifest.entity.name))

    @cached_property
    def _arrangement(self) -> Arrangement:
        return Arrangement(self.form)

    @cached_property
    def _shared(self) -> Shared:
        hidden = self._book.sheet(self._words["lists"], FORM, hidden=True)
        hidden.text(0, 0, "esgtag:lists", {})
        return Shared(self.form, self._arrangement, self._words, Lists(hidden, _FIRST_LIST), Units(self.form))

    @cached_property
    def _registers(self) -> list[Register]:
        return registers(self.form, self._arrangement)

    @property
    def _alone(self) -> list[Register]:
        return [one for one in self._registers if one.axis.name in _OWN_SHEETS]

    @property
    def _together(self) -> list[Register]:
        return [one for one in self._registers if one.axis.name not in _OWN_SHEETS]

    def _register_sheet(self, register: Register) -> Sheet:
        return self._book.sheet(self.form.axis(register.axis.name), _PILLARS.get(register.table.topic.name, GOVERNANCE))

    def _finish(self, sheet: Sheet, title: str, hint: str, *, is_wide: bool = False) -> None:
        """Give a sheet of texts its heading and its setting."""
        guide = self._book.first.span(0, 0)
        write_heading(sheet, title, hint.format(period=self._shared.reporting), guide, self._words["back"])
        sheet.view(frozen=(MARKER_ROW, 1))
        sheet.paper(self.form.label(self.form.manifest.entity.name), (HINT_ROW, MARKER_ROW), is_wide=is_wide)
        sheet.protect()

    def _write_registers(self, sheet: Sheet, found: Sequence[Register], title: str, hint: str) -> None:
        row = MARKER_ROW
        widths: list[int] = []
        for register in found:
            grid = RegisterGrid(self._shared, sheet, register)
            row = grid.write(row) + 1
            widths = [max(pair) for pair in _paired(widths, grid.widths())]
            for field_of in register.fields:
                self._concept_sheets.setdefault(field_of.concept.name, sheet.name)
            if register.axis.name == "AssuranceEngagement":
                self._shared.spans["assurance"] = self._shared.spans[register.axis.name]
        sheet.columns(0, 0, 36)
        for column, width in enumerate(widths, 1):
            sheet.columns(column, column, width)
        self._finish(sheet, title, self._words[hint], is_wide=True)

    # The sheets of figures and texts

    @cached_property
    def _skeleton(self) -> Skeleton:
        in_registers = {id(record) for register in self._registers for record in register.records}
        left = [record for record in self.form.records if id(record) not in in_registers]
        elsewhere = frozenset(one.concept.name for register in self._registers for one in register.fields)
        return Skeleton(self.form, self._arrangement, left, elsewhere, by=self._words["by"], own=self._words["own row"])

    def _topic_sheets(self) -> Iterator[_TopicSheet]:
        """Yield a sheet for each topic, then one of all texts, then one of what the taxonomy does not know."""
        texts: list[Line] = []
        for topic, tables in self._topics():
            name = self.form.label(topic.labels, topic.name)
            if lines := list(self._skeleton.lay_out(tables, lambda concept: not concept.type.is_text)):
                yield _TopicSheet(self._book.sheet(name, _PILLARS.get(topic.name, GOVERNANCE)), name, lines)
            if found := list(self._skeleton.lay_out(tables, _is_text)):
                texts += [Line(LineKind.TOPIC, name), *found]
        if texts:
            name = self._words["narratives"]
            yield _TopicSheet(self._book.sheet(name, GOVERNANCE), name, texts, is_of_texts=True)
        if unknown := list(self._skeleton.unknown()):
            name = self._words["other"]
            yield _TopicSheet(self._book.sheet(name, FORM), name, unknown)

    def _topics(self) -> Iterator[tuple[Topic, list[Table]]]:
        tables: dict[str, list[Table]] = {}
        for table in self.form.taxonomy.tables.values():
            tables.setdefault(table.topic.name, []).append(table)
        for found in tables.values():
            yield found[0].topic, found

    def _own_axes(self, topics: Sequence[_TopicSheet]) -> list[str]:
        """Return the axes whose members are named on a sheet of their own: those that rows of figures wait for."""
        waiting = {line.spare_axis for topic in topics for line in topic.lines if line.spare_axis}
        named = set(self.form.manifest.members) - {one.axis.name for one in self._registers}
        return [axis for axis in self.form.taxonomy.axes if axis in waiting | named] + sorted(
            named - set(self.form.taxonomy.axes)
        )

    # What nobody sees, and the way around

    def _write_rows(self) -> None:
        """Write on a hidden sheet which rows the form came with."""
        sheet = self._book.sheet(self._words["rows"], FORM, hidden=True)
        grey = {"font_color": FAINT, "font_size": 8}
        for row, cells in enumerate((("esgtag:rows",), ("#", "concept", "members", "table"))):
            for column, text in enumerate(cells):
                sheet.text(row, column, text, grey)
        for row, cells in enumerate(dict.fromkeys(map(_row, self.form.records)), 2):
            for column, text in enumerate(cells, 1):
                sheet.text(row, column, text, grey)

    def _entries(
        self,
        named: Mapping[str, Sheet],
        topics: Sequence[_TopicSheet],
        alone: Sequence[tuple[Register, Sheet]],
        together: Sheet | None,
    ) -> Iterator[Entry]:
        words, period = self._words, self._shared.reporting
        for name in ("cover", "report"):
            yield Entry(named[name], words[f"{name} hint"].format(period=period))
        for topic in topics:
            asked = len({(line.concept, line.members) for line in topic.lines if line.concept})
            text = words["narratives text"] if topic.is_of_texts else words["topic text"]
            yield Entry(topic.sheet, text.format(figures=asked, texts=asked))
        for register, sheet in alone:
            yield Entry(sheet, words["register text"].format(fields=len(register.fields)))
        if together is not None:
            yield Entry(together, words["registers hint"].format(period=period))
        for name in ("notes", "own names", "completeness"):
            yield Entry(named[name], words[f"{name} hint"].format(period=period))


def _is_text(concept: Concept) -> bool:
    return concept.type.is_text


def _row(record: KPIRecord) -> tuple[str, str, str]:
    return record.concept, as_members(record.members), record.table


def _paired(one: Sequence[int], other: Sequence[int]) -> Iterator[tuple[int, int]]:
    for index in range(max(len(one), len(other))):
        yield one[index] if index < len(one) else 0, other[index] if index < len(other) else 0
