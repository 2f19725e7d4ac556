"""What a form says beside figures: its cover, periods, notes and arrangement, as the content of a manifest."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...findings import Finding, Location, Severity, codes
from ...taxonomy import Taxonomy, similar
from .cells import MARKER, date_of_serial
from .form_parts import Part
from .grids import columns_gone
from .typed import Cell

Key = str | int
_Row = Mapping[str, Cell]

_LANGUAGES = "@"
"""``name@en``: the text in a language."""
_LISTED = {
    "footnotes": ("footnotes", "key", "text"),
    "restatements": ("restatements", "key", "text"),
    "boundaries": ("boundaries", "key", "text"),
}
_ROLES = {"reporting": "reporting", "comparative": "comparatives", "baseline": "baselines", "target": "targets"}
_COVER_LISTS = ("report.languages", "report.standards")
_COVER_VALUES = ("taxonomy", "taxonomy_package", "currency", "entity.scheme", "entity.identifier", "report.name")
_COVER_TEXTS = ("entity.name", "report.title", "report.introduction")
KINDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "cover": (("key", "value"), ("",)),
    "periods": (("role", "name", "start", "end"), ("reason",)),
    "units": (("spelling", "meaning"), ()),
    "arrangement": (("kind", "name", "footnotes", "boundary", "assurance"), ("title", "text")),
    "footnotes": (("key",), ("text",)),
    "restatements": (("key",), ("text",)),
    "boundaries": (("key",), ("text",)),
    "omissions": (("mark", "name", "reason"), ("shown", "explanation")),
    "members": (("axis", "member"), ("name",)),
    "rows": (("concept", "members", "table"), ()),
}
"""The columns of each kind of grid: those with one value, and those with a text in each language.

On the cover, a language alone heads a column.
"""
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
"""The tag of a language."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """The headings of a grid, those that it lacks, and what texts it has in each language."""

    place: Location
    missing: Sequence[str]
    headings: frozenset[str]
    in_languages: Sequence[str]


@dataclass
class FormManifest:
    """Collects the content of a manifest with the place of every value, and the findings about it."""

    file: str
    taxonomy: Taxonomy
    findings: list[Finding] = field(default_factory=list)
    content: dict[str, Any] = field(default_factory=dict)
    came_with: list[tuple[str, str, str]] = field(default_factory=list)
    _places: dict[tuple[Key, ...], Location] = field(default_factory=dict)
    _columns: list[_Columns] = field(default_factory=list)
    _is_given_up: bool = False

    @property
    def is_usable(self) -> bool:
        """Whether nothing is wrong with it. By half a manifest, figures that are right would look wrong."""
        return not self._is_given_up and all(finding.severity < Severity.ERROR for finding in self.findings)

    def give_up(self) -> None:
        """Take note that a part of it is lost for a reason that is answered elsewhere."""
        self._is_given_up = True

    def read(self, part: Part) -> None:
        """Take a part of the manifest in; its kind is one of :data:`KINDS`."""
        self.findings += part.findings()
        plain, in_languages = KINDS[part.kind]

        def is_known(heading: str) -> bool:
            stem, _, language = heading.rpartition(_LANGUAGES)
            return heading in plain or (stem in in_languages and _TAG.fullmatch(language) is not None)

        offered = (*plain, *(_column(stem, self.taxonomy.languages[0]) for stem in in_languages))
        headings = self.headings(part, is_known, offered)
        for number in part.data_rows if self.is_complete(part, headings, plain, in_languages) else ():
            cells = part.row(number)
            row = {heading: cells[column] for column, heading in headings.items()}
            if any(cell.text for cell in row.values()):
                getattr(self, f"_read_{part.kind}")(row)

    def headings(self, part: Part, is_known: Callable[[str], bool], offered: Sequence[str]) -> dict[int, str]:
        """Return the known headings of a grid by column. Answers the others, and those that stand twice."""
        headings: dict[int, str] = {}
        for column, cell in part.headings.items():
            if cell.is_lost or cell.text.startswith("#"):
                continue
            if cell.text in headings.values():
                message, hint = f"The column {cell.text} stands twice.", "Remove or rename one of the two."
            elif is_known(cell.text):
                headings[column] = cell.text
                continue
            else:
                guess = similar(cell.text, list(offered))
                message = f"The column {cell.text or '(without a heading)'} is not known."
                hint = f"Did you mean {guess}?" if guess else f"Columns are {', '.join(offered)}."
            self.findings.append(codes.COLUMN_UNKNOWN.finding(message, hint=hint, location=cell.place))
        return headings

    def is_complete(
        self, part: Part, headings: Mapping[int, str], plain: Sequence[str], in_languages: Sequence[str]
    ) -> bool:
        """Whether a grid has its row of keys and the columns with one value; see :meth:`check_columns`.

        ``headings`` are those that are known. One that is not, which is answered by itself, is probably one of these.
        """
        if part.keys_row is None:
            self.findings.append(no_keys(part))
            return False
        missing = [heading for heading in plain if heading not in headings.values()]
        if all(column in headings or cell.text.startswith("#") for column, cell in part.headings.items()):
            self._columns.append(_Columns(part.keys_place, missing, frozenset(headings.values()), in_languages))
        return not missing

    def check_columns(self) -> None:
        """Answer the columns that the grids lack, once for each sheet, and a language that no grid has."""
        languages = []
        for language in self.content.get("report", {}).get("languages", ()):
            if any(_column(stem, language) in one.headings for one in self._columns for stem in one.in_languages):
                languages.append(language)
            else:
                self.findings.append(
                    codes.MANIFEST_INVALID.finding(
                        f"The form has no columns for texts in {language}.",
                        hint="Correct the language, or write the form anew for a report that has it.",
                        location=self.place(("report", "languages")),
                    )
                )
        sheets: dict[str | None, list[tuple[str, Location]]] = {}
        for one in self._columns:
            texts = (_column(stem, language) for stem in one.in_languages for language in languages)
            lacking = (*one.missing, *(heading for heading in texts if heading not in one.headings))
            sheets.setdefault(one.place.sheet, []).extend((heading, one.place) for heading in lacking)
        for found in filter(None, sheets.values()):
            headings, places = zip(*found, strict=True)
            self.findings.append(columns_gone(list(dict.fromkeys(headings)), *dict.fromkeys(places)))

    def declare(self, axis: str, row: _Row) -> None:
        """Take in what an object of the filer's own is called, unless it has names already."""
        member, names = row[axis], self._texts(row, "name")
        if not member.text:
            self._no_key(row, axis)
        elif names and member.text not in self.content.get("members", {}).get(axis, {}):
            self._set(("members", axis, member.text), names, member.place)
            self._set_languages(("members", axis, member.text), row)

    @property
    def reporting(self) -> str:
        """The name of the reporting period."""
        name: str = self.content.get("periods", {}).get("reporting", {}).get("name", "")
        return name

    def place(self, path: Sequence[Key]) -> Location:
        """Return the place of the value at a path, or of what holds it."""
        keys = tuple(path)
        while keys and keys not in self._places:
            keys = keys[:-1]
        return self._places.get(keys) or Location(self.file)

    def _set(self, path: Sequence[Key], value: object, place: Location) -> None:
        """Put a value of the manifest at a path of keys; keys on the way are made."""
        content: Any = self.content
        for depth, key in enumerate(path[:-1], start=1):
            content = content.setdefault(key, {}) if isinstance(key, str) else content[key]
            self._places.setdefault(tuple(path[:depth]), place)
        content[path[-1]] = value
        self._places[tuple(path)] = place

    def _add(self, path: Sequence[Key], item: dict[str, Any], row: _Row, names: Mapping[str, str]) -> None:
        """Append an item to a list of the manifest; ``names`` maps its keys to headings, texts by their stem."""
        content: Any = self.content
        for key in path[:-1]:
            content = content[key] if isinstance(key, int) else content.setdefault(key, {})
        items: list[Any] = content.setdefault(path[-1], [])
        items.append(item)
        at = (*path, len(items) - 1)
        self._places[at] = next(cell.place for cell in row.values() if cell.text)
        for key, heading in names.items():
            for found, cell in row.items():
                stem, _, language = found.partition(_LANGUAGES)
                if found == heading:
                    self._places[*at, key] = cell.place
                elif stem == heading and language:
                    self._places[*at, key, language] = cell.place
                    self._places.setdefault((*at, key), cell.place)

    def _texts(self, row: _Row, stem: str) -> dict[str, str]:
        """Return the text of a row by language."""
        return {
            language: cell.text
            for heading, cell in row.items()
            for name, _, language in [heading.partition(_LANGUAGES)]
            if name == stem and language and cell.text
        }

    def _read_cover(self, row: _Row) -> None:
        key, value = row["key"].text, row["value"]
        path: tuple[Key, ...] = tuple(key.split("."))
        if not key:
            self._no_key(row, "key")
        elif key in _COVER_VALUES:
            self._places[path] = value.place
            if value.text:
                self._set(path, value.text, value.place)
        elif key in _COVER_LISTS:
            self._set(path, re.split(r"[\s,;，；、]+", value.text) if value.text else [], value.place)
        elif key in _COVER_TEXTS:
            for language, cell in row.items():
                if language not in ("key", "value"):
                    self._places[*path, language] = cell.place
                    self._places.setdefault(path, cell.place)
                    if cell.text:
                        self._set((*path, language), cell.text, cell.place)
        else:
            guess = similar(key, [*_COVER_VALUES, *_COVER_LISTS, *_COVER_TEXTS])
            self.findings.append(
                codes.MANIFEST_INVALID.finding(
                    f"The key {key} is not known.",
                    hint=f"Did you mean {guess}?" if guess else "Restore the row from a fresh form.",
                    location=row["key"].place,
                )
            )

    def _no_key(self, row: _Row, heading: str) -> None:
        first = next((cell for cell in row.values() if cell.text), row[heading])
        self.findings.append(
            codes.MANIFEST_INVALID.finding(
                f"The row holds {first.text[:60]} but nothing under {heading}.",
                hint=f"Fill in {heading}, or empty the row.",
                location=row[heading].place,
            )
        )

    def _read_periods(self, row: _Row) -> None:
        role = row["role"].text
        if role not in _ROLES:
            guess = similar(role, list(_ROLES))
            self.findings.append(
                codes.MANIFEST_INVALID.finding(
                    f"{role or '(empty)'} is not what a period can be.",
                    hint=f"Did you mean {guess}?" if guess else f"Write one of: {', '.join(_ROLES)}.",
                    location=row["role"].place,
                )
            )
            return
        period: dict[str, Any] = {"name": row["name"].text, "start": _day(row["start"]), "end": _day(row["end"])}
        if reason := self._texts(row, "reason"):
            period["reason"] = reason
        names = {name: name for name in ("name", "start", "end", "reason")}
        if role != "reporting":
            self._add(("periods", _ROLES[role]), period, row, names)
        elif "reporting" in self.content.get("periods", {}):
            self.findings.append(
                codes.MANIFEST_INVALID.finding(
                    "A second period is the reporting period.",
                    hint="Leave one, and make the other a comparative.",
                    location=row["role"].place,
                )
            )
        else:
            self._set(("periods", "reporting"), period, row["role"].place)
            for name in names:
                if name in row:
                    self._places["periods", "reporting", name] = row[name].place

    def _read_units(self, row: _Row) -> None:
        self._keyed("units", row, "spelling", row["meaning"].text)
        self._places["units", row["spelling"].text] = row["meaning"].place

    def _read_arrangement(self, row: _Row) -> None:
        kind = row["kind"].text
        sections: list[Any] = self.content.setdefault("sections", [])
        names = {name: name for name in ("title", "text", "name", "footnotes", "boundary", "assurance")}
        if kind == "section":
            section: dict[str, Any] = {"title": self._texts(row, "title"), "tables": []}
            if text := self._texts(row, "text"):
                section["text"] = text
            self._add(("sections",), section, row, names)
        elif kind == "table" and sections:
            if any(table["name"] == row["name"].text for one in sections for table in one["tables"]):
                self._twice(row["name"])
            self._add(("sections", len(sections) - 1, "tables"), self._table(row), row, names)
        else:
            self.findings.append(
                codes.MANIFEST_INVALID.finding(
                    "A table stands before the first section."
                    if kind == "table"
                    else f"{kind or '(empty)'} is neither section nor table.",
                    hint="Begin with a row of the kind section." if kind == "table" else "Write section or table.",
                    location=row["kind"].place,
                )
            )
            # The row may have been the section that the next ones belong to.
            sections += [] if sections else [{"tables": []}]

    def _table(self, row: _Row) -> dict[str, Any]:
        table: dict[str, Any] = {"name": row["name"].text, "records": [], "title": self._texts(row, "title")}
        for heading in ("footnotes", "assurance"):
            if row[heading].text:
                table[heading] = row[heading].text.replace(",", " ").split()
        if row["boundary"].text:
            table["boundary"] = row["boundary"].text
        return table

    def _keyed(self, name: str, row: _Row, key: str, value: object) -> None:
        cell = row[key]
        if not cell.text:
            self._no_key(row, key)
        elif cell.text in self.content.get(name, {}):
            self._twice(cell)
        else:
            self._set((name, cell.text), value, cell.place)
            self._set_languages((name, cell.text), row)

    def _set_languages(self, path: tuple[Key, ...], row: _Row) -> None:
        """Remember where a text stands in each language, or should stand."""
        for heading, cell in row.items():
            _, _, language = heading.partition(_LANGUAGES)
            if language:
                self._places[*path, language] = cell.place

    def _twice(self, cell: Cell) -> None:
        self.findings.append(
            codes.MANIFEST_INVALID.finding(
                f"The key {cell.text} stands twice.", hint="Rename or remove one of the two.", location=cell.place
            )
        )

    def _read_footnotes(self, row: _Row) -> None:
        self._keyed("footnotes", row, "key", self._texts(row, "text"))

    def _read_restatements(self, row: _Row) -> None:
        self._keyed("restatements", row, "key", self._texts(row, "text"))

    def _read_boundaries(self, row: _Row) -> None:
        self._keyed("boundaries", row, "key", self._texts(row, "text"))

    def _read_omissions(self, row: _Row) -> None:
        omission: dict[str, Any] = {
            "mark": row["mark"].text,
            "reason": row["reason"].text,
            "shown": self._texts(row, "shown"),
            "explanation": self._texts(row, "explanation"),
        }
        if row["name"].text:
            omission["name"] = row["name"].text
        if any(one["mark"] == omission["mark"] for one in self.content.get("omissions", ())):
            self._twice(row["mark"])
        names = {name: name for name in ("mark", "name", "reason", "shown", "explanation")}
        self._add(("omissions",), omission, row, names)

    def _read_members(self, row: _Row) -> None:
        axis, member = row["axis"], row["member"]
        if not axis.text or not member.text:
            # A row that names no member is one that the form offers.
            if member.text or self._texts(row, "name"):
                self._no_key(row, "member" if axis.text else "axis")
        elif member.text in self.content.get("members", {}).get(axis.text, {}):
            self._twice(member)
        else:
            self._set(("members", axis.text, member.text), self._texts(row, "name"), member.place)
            self._set_languages(("members", axis.text, member.text), row)

    def _read_rows(self, row: _Row) -> None:
        self.came_with.append((row["concept"].text, row["members"].text, row["table"].text))


def _column(stem: str, language: str) -> str:
    return f"{stem}{_LANGUAGES}{language}" if stem else language


def no_keys(part: Part) -> Finding:
    """Return the finding for a grid without the row that names its columns."""
    return codes.COLUMN_UNKNOWN.finding(
        f"Below {MARKER}{part.kind} the row of keys is missing.",
        hint="Restore it from a fresh form.",
        location=part.place,
    )


def _day(cell: Cell) -> str:
    """Return a date as text: dates are numbers to a spreadsheet, and some are shown as such."""
    day = date_of_serial(cell.text, epoch1904=False) if len(cell.text) == 5 else None
    return day.isoformat() if day else cell.text
