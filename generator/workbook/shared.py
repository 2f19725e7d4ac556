"""What the sheets of a form have in common: contents, drop-downs and what they offer, headers, how values look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product

from ...taxonomy import Concept, Kind, UnitSpelling
from ..records import KPIRecord
from ..units import UnitProblem, resolve_unit
from .book import FAINT, LINE, MUTED, PAPER, SHADE, NumberCell, Place, Sheet, Span, Style, as_cell
from .skeleton import Arrangement, Content

TITLE_ROW, HINT_ROW, MARKER_ROW, KEYS_ROW, FIRST_ROW = range(5)
"""Where things stand on a sheet with one grid."""
LANGUAGES: Mapping[str, str] = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}
"""What languages call themselves."""
CELL: Style = {"bottom": 1, "bottom_color": LINE, "right": 1, "right_color": LINE}
GREY: Style = {**CELL, "font_size": 8, "font_color": FAINT, "bg_color": SHADE}

_MONEY = "money"
_MILLION = 6
_HEADING: Style = {"bold": True, "font_size": 8, "font_color": FAINT}
_TOP = 2
"""The row in which lists begin; the marker and the headings stand above."""

Quantity = tuple[str, bool]
"""What a unit measures, and whether it measures water."""


@dataclass
class Units:
    """The units that a form offers for a concept, and the one that it sets."""

    content: Content

    def fitting(self, concept: Concept) -> list[str]:
        """Return the spellings to offer: those of the disclosure first, then the taxonomy's in the form's language."""
        quantity = self._quantity(concept)
        if quantity not in self._fitting:
            self._fitting[quantity] = list(dict.fromkeys(self._spellings(quantity)))
        return self._fitting[quantity]

    def preset(self, concept: Concept) -> str:
        """Return the unit of a new row: the disclosure's own, or the usual one. For money there is no usual one."""
        own = self._by_concept.get(concept.name) or self._by_quantity.get(self._quantity(concept))
        if own:
            return own.most_common(1)[0][0]
        fitting = self.fitting(concept)
        return fitting[0] if fitting and _MONEY not in (concept.type.quantity or "").split("/") else ""

    @cached_property
    def _fitting(self) -> dict[Quantity, list[str]]:
        return {}

    def _quantity(self, concept: Concept) -> Quantity:
        return concept.type.quantity or "", concept.water

    @cached_property
    def _used(self) -> list[tuple[Concept, str]]:
        concepts = self.content.taxonomy.concepts
        return [
            (concepts[record.concept], record.unit)
            for record in self.content.records
            if record.unit and record.concept in concepts
        ]

    @cached_property
    def _by_concept(self) -> Mapping[str, Counter[str]]:
        found: dict[str, Counter[str]] = {}
        for concept, unit in self._used:
            found.setdefault(concept.name, Counter())[unit] += 1
        return found

    @cached_property
    def _by_quantity(self) -> Mapping[Quantity, Counter[str]]:
        found: dict[Quantity, Counter[str]] = {}
        for concept, unit in self._used:
            found.setdefault(self._quantity(concept), Counter())[unit] += 1
        return found

    @cached_property
    def _currency(self) -> str | None:
        """The currency of the disclosure: the one that it declares, or the one that it uses most."""
        if self.content.manifest.currency:
            return self.content.manifest.currency
        known = (self.content.taxonomy.unit(part) for _, unit in self._used for part in unit.split("/"))
        used = Counter(unit.measure.local for unit in known if unit and unit.quantity == _MONEY)
        return used.most_common(1)[0][0] if used else None

    def _spellings(self, quantity: Quantity) -> Iterator[str]:
        name, is_water = quantity
        yield from (unit for unit, _ in self._by_quantity.get(quantity, Counter[str]()).most_common())
        yield from (spelling for spelling in self.content.manifest.units if self._measures(spelling, name))
        yield from self._of_taxonomy(name)
        if is_water and name.startswith("volume"):
            yield from self._of_taxonomy(name.replace("volume", "mass", 1))

    def _of_taxonomy(self, quantity: str) -> Iterator[str]:
        sides = quantity.split("/")
        units = [list(self._side(side, only_usual=len(sides) > 1)) for side in sides]
        for parts in product(*units):
            text = "/".join(self._spelling(unit, below=index > 0) for index, unit in enumerate(parts))
            if self._measures(text, quantity):
                yield text

    def _side(self, quantity: str, *, only_usual: bool) -> Iterator[UnitSpelling]:
        """Yield the units of a quantity; of money, those of the disclosure's currency, or the usual ones of all."""
        for unit in self.content.taxonomy.units_of(quantity):
            if (
                quantity != _MONEY
                or unit.measure.local == self._currency
                or (self._currency is None and (unit.exponent == _MILLION or not only_usual))
            ):
                yield unit

    def _spelling(self, unit: UnitSpelling, *, below: bool) -> str:
        label = unit.labels.get(self.content.language)
        if label is None:
            return unit.spellings[0]
        return unit.per.get(self.content.language, label) if below else label

    def _measures(self, spelling: str, quantity: str) -> bool:
        unit = resolve_unit(spelling, self.content.taxonomy, self.content.manifest.units)
        return not isinstance(unit, UnitProblem) and unit.quantity == quantity


@dataclass
class Lists:
    """The hidden sheet with the lists, a column each; the same list stands there once."""

    sheet: Sheet
    column: int
    """The first free column."""
    _known: dict[tuple[str, ...], Span] = field(default_factory=dict)

    def of(self, heading: str, items: Sequence[str]) -> Span:
        """Return the place of a list."""
        key = tuple(items)
        if key not in self._known:
            self.sheet.text(_TOP - 1, self.column, heading, _HEADING)
            for row, item in enumerate(items, _TOP):
                self.sheet.text(row, self.column, item, {})
            self._known[key] = self._took(len(items))
        return self._known[key]

    def offer(
        self, sheet: Sheet, places: Iterable[Place], heading: str, items: Sequence[str], message: str = ""
    ) -> None:
        """Offer a list in cells of a sheet."""
        sheet.offer(places, self.of(heading, items), message)

    def following(self, heading: str, prefix: str, source: Span, values: Iterable[str]) -> Span:
        """Return the place of a list that follows cells elsewhere: each as it is, behind a prefix, or blank."""
        self.sheet.text(_TOP - 1, self.column, heading, _HEADING)
        shown = list(values)
        for index in range(source.bottom - source.top + 1):
            cell = Span(source.sheet, source.top + index, source.left, source.top + index, source.left)
            value = f"{prefix}{shown[index]}" if index < len(shown) else ""
            self.sheet.formula(_TOP + index, self.column, f'IF({cell}="","","{prefix}"&{cell})', value, {})
        return self._took(source.bottom - source.top + 1)

    def _took(self, length: int) -> Span:
        span = self.sheet.span(_TOP, self.column, _TOP + max(length, 1) - 1)
        self.column += 1
        return span


@dataclass
class Shared:
    """What the sheets of a form have in common: contents, words, lists, and where things stand that others refer to."""

    content: Content
    arrangement: Arrangement
    words: Mapping[str, str]
    lists: Lists
    units: Units
    spans: dict[str, Span] = field(default_factory=dict)
    """Where the keys stand that drop-downs offer: ``marks``, ``footnotes``, ``tables``, an axis, and so on."""
    counts: dict[str, list[Count]] = field(default_factory=dict)
    """How to count what is filled in for the reporting period, by concept."""

    @property
    def reporting(self) -> str:
        """The name of the reporting period."""
        return self.content.manifest.periods.reporting.name

    def counted(self, concept: str, cells: str, marked: str = "0") -> None:
        """Remember how to count the cells of a concept that are filled in, and those with an omission mark."""
        self.counts.setdefault(concept, []).append(Count(cells, marked))


@dataclass(frozen=True, slots=True)
class Count:
    """Formulas that count the cells of a concept that are filled in, and those of them with an omission mark."""

    cells: str
    marked: str


def write_heading(sheet: Sheet, title: str, hint: str, guide: Span, back: str) -> None:
    """Write the title of a sheet, what to do there, and the way back to the guide."""
    sheet.row(TITLE_ROW, 30)
    sheet.text(TITLE_ROW, 0, title, {"bold": True, "font_size": 17, "font_color": sheet.colours.strong, "shrink": True})
    sheet.link(TITLE_ROW, 1, guide, back, {"font_size": 9, "font_color": sheet.colours.strong, "underline": 0})
    sheet.row(HINT_ROW, 20)
    sheet.text(HINT_ROW, 0, hint, {"font_size": 9, "font_color": MUTED})


def write_header(sheet: Sheet, row: int, marker: str, columns: Sequence[tuple[str, str, str]]) -> None:
    """Write the marker with the headings, and the machine keys below: heading, key and note of each column."""
    colours = sheet.colours
    head: Style = {
        "bold": True,
        "font_color": PAPER,
        "bg_color": colours.strong,
        "text_wrap": True,
        "align": "center",
        "right": 1,
        "right_color": colours.tint,
    }
    sheet.row(row, 34)
    sheet.row(row + 1, 12)
    sheet.text(row, 0, marker, {**head, "font_size": 7, "bold": False, "align": "left", "font_color": colours.tint})
    key: Style = {"font_size": 7, "font_color": FAINT, "bg_color": SHADE, "align": "center"}
    sheet.text(row + 1, 0, "#", {**key, "align": "left"})
    for column, (heading, machine_key, note) in enumerate(columns, 1):
        sheet.text(row, column, heading, head)
        sheet.text(row + 1, column, machine_key, key)
        if note:
            sheet.note(row, column, note)


@dataclass
class Cells:
    """Which cells of a sheet take what kind of value, for the drop-downs."""

    shared: Shared
    sheet: Sheet
    _numbers: list[Place] = field(default_factory=list)
    _by_list: dict[tuple[str, ...], list[Place]] = field(default_factory=dict)
    _loose: set[tuple[str, ...]] = field(default_factory=set)
    _headings: dict[tuple[str, ...], str] = field(default_factory=dict)
    _dates: list[Place] = field(default_factory=list)
    _years: list[Place] = field(default_factory=list)
    _keys: dict[str, list[Place]] = field(default_factory=dict)
    _fixed: list[Place] = field(default_factory=list)

    def takes_value(self, place: Place, concept: Concept) -> None:
        """Let a cell take values of a concept."""
        kind = concept.type.kind
        if kind is Kind.NUMBER or concept.type.is_text:
            self._numbers.append(place)
        elif kind is Kind.BOOLEAN:
            words = self.shared.words
            self._takes(place, (words["yes"], words["no"]), words["answer"], loosely=True)
        elif concept.type.is_choice:
            names = tuple(self.shared.content.taxonomy.choices_of(concept.name))
            self._takes(place, names, concept.choices or "", loosely=kind is Kind.CHOICES)
        elif kind is Kind.DATE:
            self._dates.append(place)
        elif kind is Kind.YEAR:
            self._years.append(place)

    def takes_unit(self, place: Place, concept: Concept) -> None:
        """Let a cell take units that fit a concept."""
        if fitting := self.shared.units.fitting(concept):
            self._takes(place, tuple(fitting), concept.type.quantity or "")

    def takes_key(self, place: Place, heading: str) -> None:
        """Let a cell take keys that stand elsewhere in the form."""
        self._keys.setdefault(heading, []).append(place)

    def is_fixed(self, place: Place) -> None:
        """Guard a cell that belongs to the form: who types into it is asked first."""
        self._fixed.append(place)

    def _takes(self, place: Place, items: tuple[str, ...], heading: str, *, loosely: bool = False) -> None:
        self._by_list.setdefault(items, []).append(place)
        self._headings[items] = heading
        if loosely:
            self._loose.add(items)

    def write(self) -> None:
        """Write the drop-downs."""
        words = self.shared.words
        if marks := self.shared.spans.get("marks"):
            self.sheet.offer(self._numbers, marks)
        for items, places in self._by_list.items():
            message = "" if items in self._loose else words["not in the list"]
            self.sheet.offer(places, self.shared.lists.of(self._headings[items], items), message)
        warning = {"error_type": "warning", "error_message": words["date expected"]}
        between = {"criteria": "between", "minimum": date(1900, 3, 1), "maximum": date(2199, 12, 31)}
        self.sheet.validate(self._dates, validate="date", **between, **warning)
        warning["error_message"] = words["year expected"]
        self.sheet.validate(self._years, validate="integer", criteria="between", minimum=1900, maximum=2199, **warning)
        for heading, places in self._keys.items():
            if source := self.shared.spans.get(heading):
                self.sheet.offer(places, source)
        self.sheet.validate(
            self._fixed,
            validate="custom",
            value="=1=0",
            error_type="warning",
            error_title=words["form's own"],
            error_message=words["form's own cell"],
        )


def write_value(sheet: Sheet, place: Place, record: KPIRecord, kind: Kind | None, style: Style) -> None:
    """Write a value so that the cell shows what was printed."""
    content = as_cell(record.printed, None if record.omission else kind)
    if isinstance(content, NumberCell):
        sheet.number(*place, content.value, {**style, "num_format": content.pattern})
    elif isinstance(content, date):
        sheet.day(*place, content, style)
    else:
        sheet.text(*place, content, style)


def value_style(kind: Kind | None, ground: str) -> Style:
    """Return how a value of a kind looks."""
    if kind is Kind.NUMBER:
        return {**CELL, "align": "right", "bg_color": ground, "locked": False}
    if kind in (Kind.TEXT, Kind.BLOCK):
        return {**CELL, "text_wrap": True, "valign": "top", "bg_color": ground, "locked": False}
    return {**CELL, "align": "center", "text_wrap": True, "bg_color": ground, "locked": False}


def concept_note(shared: Shared, concept: Concept) -> str:
    """Return what a note says about a concept: its definition, its time, its answers, the standards it refers to."""
    content, words = shared.content, shared.words
    parts = [content.label(concept.documentation)]
    if concept.type.is_numeric:
        parts.append(words["at the end"] if concept.period == "instant" else words["over the period"])
    if concept.type.is_choice:
        intro = words["choose several"] if concept.type.kind is Kind.CHOICES else words["choose one"]
        choices = content.taxonomy.choices_of(concept.name).values()
        parts.append("\n".join([intro, *(f"• {one.name}: {content.label(one.labels, one.name)}" for one in choices)]))
    standards = content.taxonomy.standards
    parts.append(
        " · ".join(f"{content.label(standards[one.standard].labels)} {one.code}" for one in concept.references)
    )
    return "\n\n".join(part for part in parts if part)
