"""What a form says beside figures: its cover, periods, notes and arrangement, as the content of a manifest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...findings import Finding, Location, Severity, codes
from ...taxonomy import Taxonomy, similar
from .cells import MARKER, date_of_serial
from .form_parts import Part
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
    "cover": (("key", "value"), ()),
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
"""The columns of each kind of grid: those with one value, and those with a text in each language."""


@dataclass
class FormManifest:
    """Collects the content of a manifest with the place of every value, and the findings about it."""

    file: str
    taxonomy: Taxonomy
    findings: list[Finding] = field(default_factory=list)
    content: dict[str, Any] = field(default_factory=dict)
    came_with: list[tuple[str, str, str]] = field(default_factory=list)
    _places: dict[tuple[Key, ...], Location] = field(default_factory=dict)
    _without: dict[str, list[tuple[str, Location]]] = field(default_factory=dict)
    """The columns of texts that are missing, by language, each with the place of its grid's keys."""

    @property
    def is_usable(self) -> bool:
        """Whether there is nothing wrong with it: figures that are judged by half a manifest look wrong themselves."""
        return all(finding.severity < Severity.ERROR for finding in self.findings)

    def read(self, part: Part) -> None:
        """Take a part of the manifest in; its kind is one of :data:`KINDS`."""
        self.findings += part.findings()
        plain, in_languages = KINDS[part.kind]
        named = self._columns(part, plain, in_languages)
        for number in part.data_rows if self.check_columns(part, plain, in_languages) else ():
            cells = part.row(number)
            row = {heading: cells[column] for column, heading in named.items()}
            if any(cell.text for cell in row.values()):
                getattr(self, f"_read_{part.kind}")(row)

    def check_columns(self, part: Part, plain: Sequence[str], in_languages: Sequence[str]) -> bool:
        """Answer the columns that a grid lacks. Return whether it has those that are not texts in a language.

        A column whose heading is not known, which is answered too, is probably one that seems to be missing.
        """
        headings = {cell.text for cell in part.headings.values()}
        missing = [heading for heading in plain if heading not in headings]
        if part.keys_row is None:
            self.findings.append(
                codes.COLUMN_UNKNOWN.finding(
                    f"The row of keys is missing below {MARKER}{part.kind}.",
                    hint="Restore it from a fresh form.",
                    location=part.place,
                )
            )
        elif missing and self._knows_all(part):
            self.findings.append(
                codes.COLUMN_UNKNOWN.finding(
                    f"The grid {MARKER}{part.kind} has no column {', '.join(missing)}.",
                    hint="Restore it from a fresh form, with what stood in it.",
                    location=part.keys_place,
                )
            )
        for language in self.taxonomy.languages:
            for heading in [f"{stem}{_LANGUAGES}{language}" for stem in in_languages]:
                if heading not in headings:
                    self._without.setdefault(language, []).append((heading, part.keys_place))
        return not missing

    def declare(self, axis: str, member: Cell, names: Mapping[str, str]) -> None:
        """Take in what an object of the filer's own is called, unless it has names already."""
        if names and member.text not in self.content.get("members", {}).get(axis, {}):
            self._set(("members", axis, member.text), dict(names), member.place)

    def place(self, path: Sequence[Key]) -> Location:
        """Return the place of the value at a path, or of what holds it."""
        keys = tuple(path)
        while keys and keys not in self._places:
            keys = keys[:-1]
        return self._places.get(keys) or Location(self.file)

    def _rows(self, part: Part) -> Iterator[_Row]:
        """Yield the rows of a part of the manifest by heading. Answers headings that are unknown or missing."""
        plain, in_languages = KINDS[part.kind]
        headings: dict[int, str] = {}
        for column, cell in part.headings.items():
            name, _, language = cell.text.partition(_LANGUAGES)
            is_language = part.kind == "cover" and cell.text in self.taxonomy.languages
            if cell.text in plain or (name in in_languages and language) or is_language:
                headings[column] = cell.text
            elif not cell.text.startswith("#"):
                self.unknown_heading(cell, (*plain, *(f"{one}@{self.taxonomy.languages[0]}" for one in in_languages)))
        missing = [heading for heading in plain if heading not in headings.values()]
        if missing:
            self.findings.append(
                codes.COLUMN_UNKNOWN.finding(
                    f"The column {missing[0]} is missing below {MARKER}{part.kind}.",
                    hint="Restore the row of keys from a fresh form.",
                    location=part.sheet.place(part.keys_row, 1),
                )
            )
        for number in part.data_rows:
            cells = part.row(number)
            row = {heading: cells[column] for column, heading in headings.items()}
            if any(cell.text for cell in row.values()):
                yield row

    def unknown_heading(self, cell: Cell, known: Sequence[str]) -> None:
        """Answer a heading that no column of its grid has."""
        guess = similar(cell.text, list(known))
        self.findings.append(
            codes.COLUMN_UNKNOWN.finding(
                f"The column {cell.text or '(without a heading)'} is not known.",
                hint=f"Did you mean {guess}?" if guess else f"Columns are {', '.join(known)}.",
                location=cell.place,
            )
        )

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
        if not key or (key in _COVER_VALUES and not value.text and not value.is_lost):
            if not key:
                self._no_key(row, "key")
        elif key in _COVER_VALUES:
            self._set(path, value.text, value.place)
        elif key in _COVER_LISTS:
            self._set(path, re.split(r"[\s,;，；、]+", value.text) if value.text else [], value.place)
        elif key in _COVER_TEXTS:
            for language, cell in row.items():
                if language in self.taxonomy.languages and cell.text:
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
        first = next(cell for cell in row.values() if cell.text)
        self.findings.append(
            codes.MANIFEST_INVALID.finding(
                f"The row holds {first.text[:60]} but nothing under {heading}.",
                hint=f"Fill in {heading}, or empty the row.",
                location=row[heading].place if heading in row else first.place,
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
        self._set(("units", row["spelling"].text), row["meaning"].text, row["spelling"].place)

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
            table: dict[str, Any] = {"name": row["name"].text, "records": [], "title": self._texts(row, "title")}
            for heading in ("footnotes", "assurance"):
                if row[heading].text:
                    table[heading] = row[heading].text.replace(",", " ").split()
            if row["boundary"].text:
                table["boundary"] = row["boundary"].text
            self._add(("sections", len(sections) - 1, "tables"), table, row, names)
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

    def _keyed(self, name: str, row: _Row, key: str, value: object) -> None:
        cell = row[key]
        if not cell.text:
            self._no_key(row, key)
        elif cell.text in self.content.get(name, {}):
            self._twice(cell)
        else:
            self._set((name, cell.text), value, cell.place)
            for heading, one in row.items():
                _, _, language = heading.partition(_LANGUAGES)
                if language:
                    self._places[name, cell.text, language] = one.place

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

    def _read_rows(self, row: _Row) -> None:
        self.came_with.append((row["concept"].text, row["members"].text, row["table"].text))


def _day(cell: Cell) -> str:
    """Return a date as text: dates are numbers to a spreadsheet, and some are shown as such."""
    day = date_of_serial(cell.text, epoch1904=False) if len(cell.text) == 5 else None
    return day.isoformat() if day else cell.text
