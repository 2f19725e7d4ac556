"""Sheets of everything but figures: the cover, the report's arrangement, the notes, names of the filer's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..manifest import Manifest, OmissionReason, PeriodRecord
from ..sources.checking import LEI_SCHEME, REGISTERS
from .book import INPUT, LINE, SHADE, Sheet, Span, Style
from .shared import CELL, GREY, LANGUAGES, MARKER_ROW, Shared, write_header
from .skeleton import ENGAGEMENTS, FROM_THE_COVER, FROM_THE_NOTES

_SPARE = 5
_SPARE_PERIODS = 2
_SPARE_UNITS = 3

_LABEL: Style = {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": LINE}
_TEXT: Style = {**CELL, "valign": "top", "text_wrap": True, "bg_color": INPUT, "locked": False}
_NOT_ASKED: Style = {**CELL, "bg_color": SHADE}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a grid: its label and its cells by machine key. A key that is missing is not asked for in this row."""

    label: str
    cells: Mapping[str, str | date]
    is_heading: bool = False


@dataclass
class Grid:
    """Writes a grid of texts, and knows where its columns stand."""

    shared: Shared
    sheet: Sheet
    kind: str
    columns: Sequence[tuple[str, str, str]]
    """Heading, machine key and note of each column after the first."""
    fixed: frozenset[str] = frozenset()
    """Machine keys of columns that people do not fill in."""
    spans: dict[str, Span] = field(default_factory=dict)
    last: int = 0

    def write(self, top: int, rows: Sequence[Row]) -> int:
        """Write the grid with its marker in row ``top``; return the row below it."""
        write_header(self.sheet, top, f"esgtag:{self.kind}", self.columns)
        first, self.last = top + 2, top + 1 + max(len(rows), 1)
        for number, row in enumerate(rows, first):
            self.sheet.text(number, 0, row.label, {**_LABEL, "bold": True} if row.is_heading else _LABEL)
            for column, (_, key, _) in enumerate(self.columns, 1):
                self._write_cell(number, column, key, row)
        for column, (_, key, _) in enumerate(self.columns, 1):
            self.spans[key] = self.sheet.span(first, column, self.last)
        return self.last + 1

    def _write_cell(self, row: int, column: int, key: str, content: Row) -> None:
        value = content.cells.get(key)
        if key in self.fixed:
            self.sheet.text(row, column, str(value or ""), {**GREY, "locked": False})
        elif value is None:
            self.sheet.blanks(row, [column], _NOT_ASKED)
        elif isinstance(value, date):
            self.sheet.day(row, column, value, {**_TEXT, "align": "left"})
        else:
            self.sheet.text(row, column, value, _TEXT)

    def offer(self, key: str, source: Span, message: str = "") -> None:
        """Offer a list in all cells of a column."""
        column = self.spans[key]
        self.sheet.offer([(row, column.left) for row in range(column.top, column.bottom + 1)], source, message)


def _in(languages: Sequence[str], key: str, text: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the cells of a text in each language."""
    return {f"{key}@{language}": (text or {}).get(language, "") for language in languages}


@dataclass
class ManifestSheets:
    """Writes the sheets that say what a manifest says."""

    shared: Shared

    @property
    def _manifest(self) -> Manifest:
        return self.shared.content.manifest

    @property
    def _languages(self) -> list[str]:
        return self.shared.content.languages

    def _in_languages(self, heading: str, key: str) -> list[tuple[str, str, str]]:
        """Return a column for each language of the report."""
        return [(f"{heading}\n{LANGUAGES.get(one, one)}", f"{key}@{one}", "") for one in self._languages]

    def _new(self, keys: Sequence[str], number: int) -> list[Row]:
        """Return rows that wait to be filled in."""
        return [Row(self.shared.words["new"], dict.fromkeys(keys, ""))] * number

    # The cover

    def cover(self, sheet: Sheet) -> None:
        """Write who reports, for when, and what units mean."""
        words, languages = self.shared.words, self._languages
        texts = [(LANGUAGES.get(one, one), one, "") for one in languages]
        columns = [(words["value"], "value", ""), *texts, (words["key"], "key", "")]
        grid = Grid(self.shared, sheet, "cover", columns, frozenset({"key"}))
        rows = list(self._cover_rows())
        below = grid.write(MARKER_ROW, rows)
        self._offer_on_cover(sheet, grid, [str(row.cells["key"]) for row in rows])
        below = self._periods(sheet, below + 1)
        columns = [(words["spelling"], "spelling", words["units note"]), (words["meaning"], "meaning", "")]
        units = [Row(words["unit"], {"spelling": one, "meaning": two}) for one, two in self._manifest.units.items()]
        spare = self._new(("spelling", "meaning"), _SPARE_UNITS)
        Grid(self.shared, sheet, "units", columns).write(below + 1, [*units, *spare])
        sheet.columns(0, 0, 36)
        sheet.columns(1, 1, 34)
        sheet.columns(2, max(1 + len(languages), 3), 46)
        sheet.columns(max(2 + len(languages), 4), 4 + len(languages), 26)

    def _cover_rows(self) -> Iterator[Row]:
        manifest, report, entity = self._manifest, self._manifest.report, self._manifest.entity

        def plain(key: str, value: str) -> Row:
            return Row(self.shared.words[key], {"key": key, "value": value})

        def text(key: str, value: Mapping[str, str]) -> Row:
            return Row(self.shared.words[key], {"key": key, **{one: value.get(one, "") for one in self._languages}})

        yield text("entity.name", entity.name)
        yield plain("entity.scheme", entity.scheme)
        yield plain("entity.identifier", entity.identifier)
        yield text("report.title", report.title)
        yield text("report.introduction", report.introduction)
        yield plain("report.name", report.name)
        yield plain("report.languages", " ".join(report.languages))
        yield plain("report.standards", " ".join(report.standards))
        yield plain("currency", manifest.currency or "")
        yield plain("taxonomy", manifest.taxonomy)
        if manifest.taxonomy_package:
            yield plain("taxonomy_package", manifest.taxonomy_package)

    def _offer_on_cover(self, sheet: Sheet, grid: Grid, keys: Sequence[str]) -> None:
        taxonomy, words = self.shared.content.taxonomy, self.shared.words
        currencies = dict.fromkeys(unit.measure.local for unit in taxonomy.units_of("money"))
        offered: Mapping[str, Sequence[str]] = {
            "entity.scheme": [LEI_SCHEME, *REGISTERS],
            "currency": list(currencies),
            "taxonomy": [one.href for one in taxonomy.entry_points],
        }
        first = grid.spans["key"].top
        for key, items in offered.items():
            if items:
                self.shared.lists.offer(sheet, [(first + keys.index(key), 1)], words[key], items)
        name = first + keys.index("entity.name")
        filled = f"(COUNTA({sheet.span(name, 2, name, 1 + len(self._languages))})>0)*1"
        self.shared.counted(FROM_THE_COVER[0], filled)

    def _periods(self, sheet: Sheet, top: int) -> int:
        words, periods = self.shared.words, self._manifest.periods
        columns = [
            (words["period name"], "name", words["period name note"]),
            (words["start"], "start", words["date expected"]),
            (words["end"], "end", words["date expected"]),
            *self._in_languages(words["reason"], "reason"),
            (words["role"], "role", ""),
        ]
        grid = Grid(self.shared, sheet, "periods", columns)
        by_role = {
            "reporting": [periods.reporting],
            "comparative": periods.comparatives,
            "baseline": periods.baselines,
            "target": periods.targets,
        }
        rows = [self._period(role, period) for role, found in by_role.items() for period in found]
        blank = ("role", "name", "start", "end", *_in(self._languages, "reason"))
        below = grid.write(top, [*rows, *self._new(blank, _SPARE_PERIODS)])
        role = grid.spans["role"]
        places = [(row, role.left) for row in range(role.top, role.bottom + 1)]
        self.shared.lists.offer(sheet, places, words["role"], list(by_role), words["not in the list"])
        self.shared.spans["periods"] = grid.spans["name"]
        for concept, key in zip(FROM_THE_COVER[1:], ("start", "end"), strict=True):
            column = grid.spans[key]
            self.shared.counted(concept, f"COUNTA({sheet.span(column.top, column.left)})")
        return below

    def _period(self, role: str, period: PeriodRecord) -> Row:
        cells: dict[str, str | date] = {"role": role, "name": period.name, "start": period.start, "end": period.end}
        return Row(self.shared.words[role], {**cells, **_in(self._languages, "reason", period.reason)})

    # How the report is arranged

    def report(self, sheet: Sheet) -> None:
        """Write the sections and tables of the report."""
        words = self.shared.words
        columns = [
            *self._in_languages(words["title"], "title"),
            *self._in_languages(words["section text"], "text"),
            (words["footnotes"], "footnotes", words["table footnotes note"]),
            (words["boundary"], "boundary", words["boundary note"]),
            (words["assurance"], "assurance", words["assurance note"]),
            (words["table name"], "name", words["table name note"]),
            (words["kind"], "kind", words["kind note"]),
        ]
        grid = Grid(self.shared, sheet, "arrangement", columns)
        keys = [key for _, key, _ in columns]
        rows = list(self._arrangement())
        grid.write(MARKER_ROW, [*rows, *self._new(keys, _SPARE)])
        kind = grid.spans["kind"]
        places = [(row, kind.left) for row in range(kind.top, kind.bottom + 1)]
        self.shared.lists.offer(sheet, places, words["kind"], ["section", "table"], words["not in the list"])
        for key in ("footnotes", "boundary", "assurance"):
            if source := self.shared.spans.get(key):
                grid.offer(key, source)
        self.shared.spans["table"] = grid.spans["name"]
        number = len(self._languages)
        sheet.columns(0, 0, 34)
        sheet.columns(1, number, 32)
        sheet.columns(1 + number, 2 * number, 46)
        sheet.columns(1 + 2 * number, 3 + 2 * number, 14)
        sheet.columns(4 + 2 * number, 5 + 2 * number, 22)

    def _arrangement(self) -> Iterator[Row]:
        words, label = self.shared.words, self.shared.content.label
        for number, section in enumerate(self.shared.arrangement.sections, 1):
            titles, texts = _in(self._languages, "title", section.title), _in(self._languages, "text", section.text)
            heading = words["section"].format(number=number)
            yield Row(heading, {"kind": "section", **titles, **texts}, is_heading=True)
            for table in section.tables:
                cells = {
                    "kind": "table",
                    "name": table.name,
                    **_in(self._languages, "title", table.title),
                    "footnotes": " ".join(table.footnotes),
                    "boundary": table.boundary or "",
                    "assurance": " ".join(table.assurance),
                }
                yield Row(f"      {label(table.title)}", cells)

    # The notes

    def notes(self, sheet: Sheet) -> None:
        """Write why figures are not given, footnotes, reasons for restatements, and what figures cover."""
        below = self._omissions(sheet, MARKER_ROW)
        manifest = self._manifest
        for kind, span, texts in (
            ("footnotes", "footnotes", manifest.footnotes),
            ("restatements", "restatement", manifest.restatements),
            ("boundaries", "boundary", manifest.boundaries),
        ):
            grid = self._texts(kind, texts, sheet)
            below = grid.write(below + 1, self._text_rows(kind, texts))
            self.shared.spans[span] = grid.spans["key"]
        for concept, kind in FROM_THE_NOTES.items():
            keys = {"omissions": "marks", "restatements": "restatement", "boundaries": "boundary"}[kind]
            self.shared.counted(concept, f"COUNTA({self.shared.spans[keys]})")
        number = len(self._languages)
        sheet.columns(0, 0, 34)
        sheet.columns(1, 1, 34)
        sheet.columns(2, 1 + number, 60)
        sheet.columns(2 + number, 3 + 2 * number, 24)

    def _texts(self, kind: str, texts: Mapping[str, Mapping[str, str]], sheet: Sheet) -> Grid:
        words = self.shared.words
        columns = [(words[f"{kind} key"], "key", words["key note"]), *self._in_languages(words[f"{kind} text"], "text")]
        return Grid(self.shared, sheet, kind, columns)

    def _text_rows(self, kind: str, texts: Mapping[str, Mapping[str, str]]) -> list[Row]:
        label = self.shared.words[f"{kind} row"]
        rows = [Row(label, {"key": key, **_in(self._languages, "text", text)}) for key, text in texts.items()]
        return [
            *rows,
            *[Row(f"{label} ({self.shared.words['new']})", {"key": "", **_in(self._languages, "text")})] * _SPARE,
        ]

    def _omissions(self, sheet: Sheet, top: int) -> int:
        words = self.shared.words
        columns = [
            (words["mark"], "mark", words["mark note"]),
            *self._in_languages(words["explanation"], "explanation"),
            *self._in_languages(words["shown"], "shown"),
            (words["omission reason"], "reason", ""),
            (words["omission name"], "name", words["omission name note"]),
        ]
        grid = Grid(self.shared, sheet, "omissions", columns)
        rows = [
            Row(
                words["omissions row"],
                {
                    "mark": one.mark,
                    "name": one.name or "",
                    "reason": one.reason.value,
                    **_in(self._languages, "shown", one.shown),
                    **_in(self._languages, "explanation", one.explanation),
                },
            )
            for one in self._manifest.omissions
        ]
        spare = Row(f"{words['omissions row']} ({words['new']})", dict.fromkeys([key for _, key, _ in columns], ""))
        below = grid.write(top, [*rows, *[spare] * _SPARE])
        reason = grid.spans["reason"]
        places = [(row, reason.left) for row in range(reason.top, reason.bottom + 1)]
        reasons = [one.value for one in OmissionReason]
        self.shared.lists.offer(sheet, places, words["omission reason"], reasons, words["not in the list"])
        self.shared.spans["marks"] = grid.spans["mark"]
        return below

    # Names of the filer's own

    def own_names(self, sheet: Sheet, axes: Sequence[str]) -> None:
        """Write the names of the filer's own products, programmes and so on, by axis, with rows for further ones."""
        words, content = self.shared.words, self.shared.content
        columns = [
            (words["identifier"], "member", words["identifier note"]),
            *self._in_languages(words["name"], "name"),
            (words["axis"], "axis", ""),
        ]
        grid = Grid(self.shared, sheet, "members", columns, frozenset({"axis"}))
        rows: list[Row] = []
        places: dict[str, tuple[int, int, list[str]]] = {}
        for axis in axes:
            members = self._manifest.members.get(axis, {})
            start = len(rows)
            for member, names in members.items():
                rows.append(
                    Row(content.axis(axis), {"axis": axis, "member": member, **_in(self._languages, "name", names)})
                )
            label = f"{content.axis(axis)} ({words['new']})"
            rows += [Row(label, {"axis": axis, "member": "", **_in(self._languages, "name")})] * _SPARE
            places[axis] = (start, len(rows) - 1, list(members))
        grid.write(MARKER_ROW, rows)
        column = grid.spans["member"]
        for axis, (first, last, members_of_axis) in places.items():
            source = sheet.span(column.top + first, column.left, column.top + last)
            self.shared.spans[axis] = self.shared.lists.following(axis, f"{axis}=", source, members_of_axis)
        if ENGAGEMENTS in places:
            first, last, _ = places[ENGAGEMENTS]
            self.shared.spans["assurance"] = sheet.span(column.top + first, column.left, column.top + last)
        sheet.columns(0, 0, 40)
        sheet.columns(1, 1, 34)
        sheet.columns(2, 1 + len(self._languages), 44)
        sheet.columns(2 + len(self._languages), 2 + len(self._languages), 22)
