"""How much of each standard a form answers: counted by formulas, so that the sheet follows what people fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ...taxonomy import Code, Concept, Relation, Standard, Taxonomy, answers
from .book import FAINT, FORM, INK, LINE, MISSING, MUTED, OMITTED, PAPER, Sheet, Span, Style
from .shared import Shared
from .skeleton import FROM_THE_COVER, FROM_THE_NOTES, Content

_ANSWERING = (Relation.SAME, Relation.NARROWER, Relation.WIDER)
_ANSWERED = "#CDEBDA"
_MARKER_ROW = 2
_INDEX = 1
"""The column of the hidden sheet in which the concepts stand; beside them, how often each is filled in and omitted."""
_DIGITS = 15


class State(StrEnum):
    """Where a code stands."""

    ANSWERED = "answered"
    """At least one of the figures and texts that answer it is filled in."""
    OMITTED = "omitted"
    """All that is filled in are omission marks."""
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cells of a concept are filled in for the reporting period, and how many of them are omitted."""

    filled: int = 0
    omitted: int = 0

    @property
    def is_given(self) -> bool:
        """Whether a value is given."""
        return self.filled > self.omitted


@dataclass(frozen=True, slots=True)
class Asked:
    """A code of a standard with the concepts that answer it; without any, there are related ones only."""

    code: Code
    concepts: tuple[Concept, ...]
    related: tuple[Concept, ...]

    def state(self, tallies: Mapping[str, Tally]) -> State:
        """Return where the code stands."""
        found = [tallies.get(concept.name, Tally()) for concept in self.concepts]
        if any(tally.is_given for tally in found):
            return State.ANSWERED
        return State.OMITTED if any(tally.omitted for tally in found) else State.OPEN

    def given(self, tallies: Mapping[str, Tally]) -> int:
        """Return how many of the concepts are given."""
        return sum(tallies.get(concept.name, Tally()).is_given for concept in self.concepts)


def tallies_of(content: Content) -> dict[str, Tally]:
    """Return how often each concept is filled in for the reporting period, as the form counts it."""
    reporting, first = content.manifest.periods.reporting.name, content.languages[0]
    found = {concept: Tally(1) for concept in FROM_THE_COVER}
    manifest = content.manifest
    noted = {"omissions": manifest.omissions, "restatements": manifest.restatements, "boundaries": manifest.boundaries}
    found |= {concept: Tally(len(noted[kind])) for concept, kind in FROM_THE_NOTES.items()}
    for record in content.records:
        is_counted = record.period == reporting and record.language in (None, first) and not record.is_previous
        if is_counted and (record.printed or record.omission):
            tally = found.get(record.concept, Tally())
            found[record.concept] = Tally(tally.filled + 1, tally.omitted + (record.omission is not None))
    return found


def asked_of(taxonomy: Taxonomy, standard: Standard) -> Iterator[Asked]:
    """Yield the codes of a standard that the taxonomy has anything to say about."""
    for code, found in answers(taxonomy, standard.name).items():
        if found:
            answering = tuple(concept for relation, concept in found if relation in _ANSWERING)
            related = tuple(concept for relation, concept in found if relation not in _ANSWERING)
            yield Asked(standard.codes[code], answering, related)


def standards_of(content: Content) -> list[Standard]:
    """Return the standards that the report follows, or all of them where it names none."""
    chosen = content.manifest.report.standards
    return [one for one in content.taxonomy.standards.values() if not chosen or one.name in chosen]


_CELL: Style = {"bottom": 1, "bottom_color": LINE, "text_wrap": True, "valign": "top"}


@dataclass
class Completeness:
    """Writes the sheet, and on the hidden sheet the count of every concept."""

    shared: Shared
    sheet: Sheet
    places: Mapping[str, str]
    """The name of the sheet that asks for each concept."""

    def write(self) -> None:
        """Write the summary, then a block for each standard."""
        content = self.shared.content
        self.tallies = tallies_of(content)
        self.index = self._write_index()
        self.sheet.columns(0, 0, 18)
        for column, width in enumerate((58, 22, 14, 10, 10, 62, 30), 1):
            self.sheet.columns(column, column, width)
        standards = [(one, list(asked_of(content.taxonomy, one))) for one in standards_of(content)]
        top = _MARKER_ROW + len(standards) + 3
        spans: list[tuple[Standard, Span | None, Sequence[Asked]]] = []
        for standard, asked in standards:
            span, top = self._block(top, standard, asked)
            spans.append((standard, span, asked))
        self._summary(spans)
        self.sheet.view(frozen=(_MARKER_ROW + 1, 0))
        self.sheet.paper(content.label(content.manifest.entity.name))
        self.sheet.protect()

    def _write_index(self) -> Mapping[str, tuple[Span, Span]]:
        """Write on the hidden sheet how often each concept is filled in and omitted; return where."""
        hidden, places = self.shared.lists.sheet, {}
        for row, (concept, counts) in enumerate(self.shared.counts.items(), 2):
            tally = self.tallies.get(concept, Tally())
            hidden.text(row, _INDEX, concept, {})
            hidden.formula(row, _INDEX + 1, "+".join(one.cells for one in counts), tally.filled, {})
            hidden.formula(row, _INDEX + 2, "+".join(one.marked for one in counts), tally.omitted, {})
            places[concept] = (hidden.span(row, _INDEX + 1), hidden.span(row, _INDEX + 2))
        return places

    def _block(self, top: int, standard: Standard, asked: Sequence[Asked]) -> tuple[Span | None, int]:
        """Write the codes of a standard; return where their states stand, and the row below."""
        words, label = self.shared.words, self.shared.content.label
        band: Style = {"bold": True, "font_size": 12, "bg_color": FORM.strong, "font_color": PAPER}
        self.sheet.row(top, 24)
        self.sheet.text(top, 0, label(standard.labels, standard.name), band)
        self.sheet.blanks(top, range(1, 8), band)
        head: Style = {"bold": True, "font_size": 9, "bg_color": FORM.tint, "text_wrap": True}
        for column, key in enumerate(("code", "asks", "obligation", "state", "given", "of", "answered by", "where")):
            self.sheet.text(top + 1, column, words[key], head)
        row, volume = top + 2, ""
        first = row
        for one in asked:
            if one.code.title != volume:
                volume = one.code.title
                self.sheet.text(row, 0, volume, {"italic": True, "font_size": 9, "font_color": MUTED})
                row += 1
            self._code(row, one)
            row += 1
        return (self.sheet.span(first, 3, row - 1) if asked else None), row + 1

    def _code(self, row: int, asked: Asked) -> None:
        words, label = self.shared.words, self.shared.content.label
        self.sheet.text(row, 0, asked.code.code, {**_CELL, "bold": True})
        self.sheet.text(row, 1, label(asked.code.labels), _CELL)
        obligation = asked.code.obligation or ""
        self.sheet.text(row, 2, words.get(obligation, obligation), {**_CELL, "font_size": 9, "font_color": MUTED})
        state: Style = {**_CELL, "align": "center", "font_size": 9}
        number: Style = {**_CELL, "align": "center", "font_color": MUTED}
        if asked.concepts:
            spans = [self.index[one.name] for one in asked.concepts if one.name in self.index]
            given = "+".join(f"({filled}>{omitted})" for filled, omitted in spans) or "0"
            omitted = "+".join(str(omitted) for _, omitted in spans) or "0"
            count = self.sheet.span(row, 4)
            formula = f'IF({count}>0,"{words["answered"]}",IF({omitted}>0,"{words["omitted"]}","{words["open"]}"))'
            self.sheet.formula(row, 3, formula, words[asked.state(self.tallies)], state)
            self.sheet.formula(row, 4, f"({given})*1", asked.given(self.tallies), number)
            self.sheet.number(row, 5, len(asked.concepts), number)
        else:
            self.sheet.text(row, 3, words["related only"], {**state, "font_color": FAINT})
            self.sheet.blanks(row, (4, 5), _CELL)
        shown = asked.concepts or asked.related
        small: Style = {**_CELL, "font_size": 9, "font_color": INK if asked.concepts else FAINT}
        separator = words["list"]
        self.sheet.text(row, 6, separator.join(label(one.labels, one.name) for one in shown), small)
        where = dict.fromkeys(self.places[one.name] for one in shown if one.name in self.places)
        self.sheet.text(row, 7, separator.join(where), {**small, "font_color": MUTED})

    def _summary(self, blocks: Sequence[tuple[Standard, Span | None, Sequence[Asked]]]) -> None:
        words = self.shared.words
        head: Style = {"bold": True, "bg_color": FORM.strong, "font_color": PAPER, "align": "center", "text_wrap": True}
        self.sheet.row(_MARKER_ROW, 34)
        tiny: Style = {**head, "font_size": 7, "bold": False, "align": "left", "font_color": FORM.tint}
        self.sheet.text(_MARKER_ROW, 0, "esgtag:completeness", tiny)
        self.sheet.text(_MARKER_ROW, 1, words["share answered"], head)
        keys = ("dealt with", "codes", "answered", "omitted", "open")
        for column, key in zip((2, 3, 4, 5, 6), keys, strict=True):
            self.sheet.text(_MARKER_ROW, column, words[key], head)
        for row, (standard, span, asked) in enumerate(blocks, _MARKER_ROW + 1):
            self._summarise(row, standard, span, asked)
        last = _MARKER_ROW + len(blocks)
        self.sheet.bars(self.sheet.span(_MARKER_ROW + 1, 1, last, 2))
        states = [span for _, span, _ in blocks if span]
        for state, colour in ((State.ANSWERED, _ANSWERED), (State.OMITTED, OMITTED), (State.OPEN, MISSING)):
            condition = {"type": "cell", "criteria": "==", "value": f'"{words[state]}"'}
            self.sheet.highlight(states, condition, {"bg_color": colour})

    def _summarise(self, row: int, standard: Standard, span: Span | None, asked: Sequence[Asked]) -> None:
        words = self.shared.words
        states = [one.state(self.tallies) for one in asked if one.concepts]
        line: Style = {"bottom": 1, "bottom_color": LINE, "align": "center"}
        self.sheet.row(row, 22)
        self.sheet.text(
            row, 0, self.shared.content.label(standard.labels, standard.name), {**line, "bold": True, "align": "left"}
        )
        cells = {state: self.sheet.span(row, column) for state, column in zip(State, (4, 5, 6), strict=True)}
        codes = self.sheet.span(row, 3)
        self.sheet.number(row, 3, len(states), line)
        for state, cell in cells.items():
            formula = f'COUNTIF({span},"{words[state]}")' if span else "0"
            self.sheet.formula(row, cell.left, formula, states.count(state), line)
        answered, omitted = states.count(State.ANSWERED), states.count(State.OMITTED)
        share: Style = {**line, "num_format": "0%", "align": "left"}
        formula = f"IF({codes}>0,{cells[State.ANSWERED]}/{codes},0)"
        self.sheet.formula(row, 1, formula, _share(answered, len(states)), share)
        formula = f"IF({codes}>0,({cells[State.ANSWERED]}+{cells[State.OMITTED]})/{codes},0)"
        self.sheet.formula(row, 2, formula, _share(answered + omitted, len(states)), share)


def _share(part: int, whole: int) -> Decimal:
    return round(Decimal(part) / whole, _DIGITS) if whole else Decimal(0)
