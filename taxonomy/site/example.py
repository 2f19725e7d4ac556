"""How a concept is reported: the row that a filing team writes, and the XBRL fact that comes of it.

A fact is shown as the generator writes it (``generator/mapping.py``, ``generator/contexts.py``), which the tests hold
these examples to; this room cannot ask that one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from ..model import Arithmetic, Concept, Kind, Taxonomy, UnitSpelling

ENTITY = ("http://standards.iso.org/iso/17442", "EXAMPLE0000000000087")
"""The scheme and the identifier of the entity that reports the examples."""

_WORDS = {
    "en": ("Your text.", "Example Holdings Limited"),
    "zh-Hans": ("填报的文字。", "示例控股有限公司"),
    "zh-Hant": ("填報的文字。", "示例控股有限公司"),
}
_YEARS_AHEAD = 5
_MONEY_IN_MILLIONS = 6


@dataclass(frozen=True, slots=True)
class Example:
    """What is written and what becomes of it.

    ``table`` is CSV, its headings and ``rows`` rows in ``unit``; it is empty for what is taken from
    ``disclosure.yaml``. ``manifest`` is what that file must say, if anything. ``context`` and ``fact`` are the XML of
    the last row: its context and unit, then the fact.
    """

    table: str
    rows: int
    unit: str
    manifest: str
    context: str
    fact: str


@dataclass(frozen=True, slots=True)
class _Figure:
    """A value as printed, as XML has it, its accuracy, and its unit: one part, or two for a quotient."""

    printed: str
    lexical: str
    decimals: int | None = None
    unit: tuple[UnitSpelling, ...] = ()


def example_of(taxonomy: Taxonomy, concept: Concept, language: str) -> Example:
    """Return an example in a report's language."""
    year = _year(taxonomy)
    cover = _cover(taxonomy, concept, language)
    if cover:
        manifest, value = cover
        return Example("", 0, "", manifest, *_fact(taxonomy, concept, {}, _Figure(value, value), language))
    rows = _rows(taxonomy, concept)
    figures = [_figure(taxonomy, concept, language, bool(at)) for at in range(len(rows))]
    figure = figures[-1]
    axes = list(dict.fromkeys(axis for row in rows for axis in row))
    unit = ["unit"] if concept.type.is_numeric else []
    printed = ["/".join(part.spellings[0] for part in figure.unit)] if unit else []
    table = [
        ["concept", *axes, *unit, year],
        *(
            [concept.name, *(row.get(axis, "") for axis in axes), *printed, one.printed]
            for row, one in zip(rows, figures, strict=True)
        ),
    ]
    own = [axis for axis in axes if taxonomy.axes[axis].typed]
    fact = _fact(taxonomy, concept, rows[-1], figure, language)
    return Example(_csv(table), len(rows), "".join(printed), _members(own, language), *fact)


def _year(taxonomy: Taxonomy) -> str:
    """Return the year before the taxonomy's: reports look back."""
    return str(taxonomy.date.year - 1 if taxonomy.date else 2025)


def _cover(taxonomy: Taxonomy, concept: Concept, language: str) -> tuple[str, str] | None:
    """Return what the manifest says and the fact's value, for what no table reports."""
    year = _year(taxonomy)
    name = _words(language)[1]
    period = f'periods:\n  reporting: {{name: "{year}", start: {year}-01-01, end: {year}-12-31}}\n'
    return {
        "NameOfReportingEntity": (f"entity:\n  name: {{{language}: {name}}}\n", name),
        "ReportingPeriodStartDate": (period, f"{year}-01-01"),
        "ReportingPeriodEndDate": (period, f"{year}-12-31"),
    }.get(concept.name)


def _words(language: str) -> tuple[str, str]:
    return _WORDS.get(language, _WORDS["en"])


def _rows(taxonomy: Taxonomy, concept: Concept) -> list[dict[str, str]]:
    """Return the members of each row: those that every row needs; then one with a member that cuts the total."""
    axes = taxonomy.axes_of(concept.name)
    needed: dict[str, str] = {}
    for axis in _needed(taxonomy, concept):
        needed[axis] = _member(taxonomy, concept, axis)
    cuts = [axis for axis, arithmetic in axes.items() if axis not in needed and arithmetic in _WITH_TOTAL]
    return [needed, *({**needed, axis: _member(taxonomy, concept, axis)} for axis in cuts[:1])]


_WITH_TOTAL = (Arithmetic.ADDS_UP, Arithmetic.AVERAGE)


def _needed(taxonomy: Taxonomy, concept: Concept) -> Iterator[str]:
    """Yield the axes that a row must name: shares of nothing, or one of several things side by side, say nothing."""
    mandatory = taxonomy.tables[concept.table].mandatory
    met: set[Arithmetic] = set()
    for axis, arithmetic in taxonomy.axes_of(concept.name).items():
        is_first = arithmetic in (Arithmetic.SHARES, Arithmetic.SEPARATE) and arithmetic not in met
        is_text_apart = concept.type.is_text and arithmetic is Arithmetic.SEPARATE
        is_whole = arithmetic is Arithmetic.EACH or axis in mandatory or taxonomy.axes[axis].typed
        if is_first or is_text_apart or is_whole:
            yield axis
        met.add(arithmetic)


def _member(taxonomy: Taxonomy, concept: Concept, axis: str) -> str:
    if taxonomy.axes[axis].typed:
        return _own_member(axis)
    return next(iter(taxonomy.members_of(concept.name, axis)))


def _own_member(axis: str) -> str:
    """Return an identifier that a filer may give: ``carbon-credit-project-1``."""
    return f"{re.sub('(?<=[a-z])(?=[A-Z])', '-', axis.rpartition(':')[2]).lower()}-1"


def _members(axes: Iterable[str], language: str) -> str:
    lines = [f"  {axis}:\n    {_own_member(axis)}: {{{language}: …}}\n" for axis in axes]
    return "".join(["members:\n", *lines]) if lines else ""


def _figure(taxonomy: Taxonomy, concept: Concept, language: str, is_part: bool) -> _Figure:
    text = _words(language)[0]
    year = int(_year(taxonomy))
    kind = concept.type.kind
    if kind is Kind.NUMBER:
        return _number(taxonomy, concept, is_part)
    if concept.type.is_choice:
        members = list(taxonomy.choices_of(concept.name).values())[: 2 if kind is Kind.CHOICES else 1]
        uris = [f"{name.namespace}#{name.local}" for name in sorted(member.qname for member in members)]
        return _Figure(" ".join(member.name for member in members), " ".join(uris))
    return {
        Kind.BLOCK: _Figure(text, f"<p>{text}</p>"),
        Kind.DATE: _Figure(f"{year}-06-30", f"{year}-06-30"),
        Kind.YEAR: _Figure(f"{year + _YEARS_AHEAD}", f"{year + _YEARS_AHEAD}"),
        Kind.BOOLEAN: _Figure("yes", "true"),
    }.get(kind, _Figure(text, text))


def _number(taxonomy: Taxonomy, concept: Concept, is_part: bool) -> _Figure:
    quantities = (concept.type.quantity or "").split("/")
    unit = tuple(_unit(taxonomy, concept, quantity) for quantity in quantities)
    exponent = sum(part.exponent * (-1 if at else 1) for at, part in enumerate(unit))
    digits, places = _digits(concept, is_part)
    printed = f"{Decimal(digits).scaleb(-places):,}"
    return _Figure(printed, format(Decimal(digits).scaleb(exponent - places), "f"), places - exponent, unit)


def _unit(taxonomy: Taxonomy, concept: Concept, quantity: str) -> UnitSpelling:
    units = list(taxonomy.units_of(quantity))
    if quantity == "money":
        return next((one for one in units if one.exponent == _MONEY_IN_MILLIONS), units[0])
    if quantity == "ratio" and concept.type.qname.local != "percentItemType":
        return next((one for one in units if not one.exponent), units[0])
    return units[0]


def _digits(concept: Concept, is_part: bool) -> tuple[int, int]:
    """Return the digits of a figure that most companies could have, and how many of them are behind the point."""
    quantity = concept.type.quantity or ""
    high = concept.plausible.high if concept.plausible else None
    places = 0 if concept.type.is_count else 2 if "/" in quantity else 1
    if concept.type.is_count:
        whole, part = (12, 5) if high and high < 1000 else (1234, 567)
    elif "/" in quantity:
        whole, part = 78, 31
    elif quantity in ("ratio", "hours", "days"):
        whole, part = 365, 298
    else:
        whole, part = 123456, 56789
    return part if is_part else whole, places


def _csv(rows: list[list[str]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue()


def _fact(
    taxonomy: Taxonomy, concept: Concept, row: Mapping[str, str], figure: _Figure, language: str
) -> tuple[str, str]:
    """Return the XML of the context and the unit, and that of the fact."""
    members = taxonomy.in_reading_order(row)
    year = _year(taxonomy)
    context = ".".join(["c", *_days(concept, year), *(_in_id(taxonomy, *pair) for pair in members)])
    key = [concept.name.replace(":", "_"), *(member.replace(":", "_") for _, member in members), year]
    attributes = {"id": ".".join([*key, language] if concept.type.is_text else key), "contextRef": context}
    unit = "u." + ".per.".join(part.measure.local for part in figure.unit)
    if figure.unit:
        attributes |= {"unitRef": unit, "decimals": str(figure.decimals)}
    if concept.type.is_text:
        attributes["xml:lang"] = language
    lines = [*_context(taxonomy, concept, members, context), *_unit_lines(figure.unit, unit)]
    fact = _element(str(concept.qname), figure.lexical, attributes, between="\n  ")
    return "".join(f"{line}\n" for line in lines), f"{fact}\n"


def _days(concept: Concept, year: str) -> list[str]:
    return [f"{year}-12-31"] if concept.period == "instant" else [f"{year}-01-01", f"{year}-12-31"]


def _in_id(taxonomy: Taxonomy, axis: str, member: str) -> str:
    own = taxonomy.axes[axis]
    return f"{own.qname.local}-{member}" if own.typed else own.members[member].qname.local


def _context(taxonomy: Taxonomy, concept: Concept, members: tuple[tuple[str, str], ...], context: str) -> Iterator[str]:
    scheme, identifier = ENTITY
    in_segment = taxonomy.tables[concept.table].in_segment
    dimensions = [line for pair in members for line in _dimension(taxonomy, *pair)]
    yield f"<xbrli:context id={quoteattr(context)}>"
    yield "  <xbrli:entity>"
    yield "    " + _element("xbrli:identifier", identifier, {"scheme": scheme})
    if in_segment:
        yield from _inside("xbrli:segment", dimensions, "    ")
    yield "  </xbrli:entity>"
    days = _days(concept, _year(taxonomy))
    names = ("xbrli:instant",) if len(days) == 1 else ("xbrli:startDate", "xbrli:endDate")
    yield from _inside("xbrli:period", [_element(name, day) for name, day in zip(names, days, strict=True)], "  ")
    if not in_segment:
        yield from _inside("xbrli:scenario", dimensions, "  ")
    yield "</xbrli:context>"


def _dimension(taxonomy: Taxonomy, axis: str, member: str) -> Iterator[str]:
    own = taxonomy.axes[axis]
    dimension = {"dimension": str(own.qname)}
    if own.typed_domain:
        identifier = _element(str(own.typed_domain), member)
        yield f"<xbrldi:typedMember dimension={quoteattr(dimension['dimension'])}>"
        yield f"  {identifier}"
        yield "</xbrldi:typedMember>"
    else:
        yield _element("xbrldi:explicitMember", str(own.members[member].qname), dimension)


def _unit_lines(parts: tuple[UnitSpelling, ...], unit: str) -> Iterator[str]:
    measures = [_element("xbrli:measure", str(part.measure)) for part in parts]
    if not measures:
        return
    yield f"<xbrli:unit id={quoteattr(unit)}>"
    if len(measures) == 1:
        yield f"  {measures[0]}"
    else:
        yield "  <xbrli:divide>"
        for side, measure in zip(("xbrli:unitNumerator", "xbrli:unitDenominator"), measures, strict=True):
            yield from _inside(side, [measure], "    ")
        yield "  </xbrli:divide>"
    yield "</xbrli:unit>"


def _inside(name: str, lines: list[str], indent: str) -> Iterator[str]:
    if lines:
        yield f"{indent}<{name}>"
        yield from (f"{indent}  {line}" for line in lines)
        yield f"{indent}</{name}>"


def _element(name: str, text: str, attributes: Mapping[str, str] | None = None, between: str = " ") -> str:
    given = "".join(f"{between}{key}={quoteattr(value)}" for key, value in (attributes or {}).items())
    return f"<{name}{given}>{escape(text)}</{name}>"
