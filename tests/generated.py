"""Disclosures as hypothesis draws them: any concepts, members, units, values, marks, notes, languages and periods."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from esgtag.findings import Located, Location
from esgtag.generator import Disclosure, KPIRecord, Manifest, spelling_of
from esgtag.generator.mapping import COVER
from esgtag.generator.remarks import BOUNDED, OMISSION_REASON, RESTATED
from esgtag.taxonomy import Concept, Kind, Taxonomy

YEARS = ("2023", "2022", "2021")
PLACE = Location("disclosure.yaml", 1)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Zs", "Zl", "Zp", "Cf")), min_size=1, max_size=20
).map(lambda text: f"Text {text}")
KEYS = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?", fullmatch=True)
MARK = "n.a."


def numbers(concept: Concept) -> st.SearchStrategy[str]:
    """Numbers as people print them, with and without commas, bounds and ranges."""
    places = 0 if concept.type.is_count else 4

    def printed(value: Decimal, commas: bool) -> str:
        return f"{value:,f}" if commas else f"{value:f}"

    plain = st.builds(printed, st.decimals(min_value=0, max_value=10**9, places=places), st.booleans())
    exact = plain if places else st.builds(printed, st.integers(0, 10**9).map(Decimal), st.booleans())
    bounds = st.builds(
        lambda word, number: f"{word} {number}", st.sampled_from(["at least", "≥", "about", "<", "不超过"]), exact
    )
    ranges = st.integers(0, 1000).map(lambda low: f"{low}–{low + 7}")
    return st.one_of(exact, exact, bounds, ranges)


def values(concept: Concept, taxonomy: Taxonomy) -> st.SearchStrategy[str]:
    """What may stand in a cell of a concept."""
    kind = concept.type.kind
    if kind is Kind.NUMBER:
        return numbers(concept)
    if kind is Kind.DATE:
        return (
            st.dates(min_value=__import__("datetime").date(2000, 1, 1))
            .map(lambda day: day.isoformat())
            .filter(lambda text: text < "2100")
        )
    if kind is Kind.YEAR:
        return st.integers(1990, 2090).map(str)
    if kind is Kind.BOOLEAN:
        return st.sampled_from(["yes", "no"])
    if concept.type.is_choice:
        return st.sampled_from(sorted(taxonomy.choices_of(concept.name)))
    return TEXTS if kind is Kind.TEXT else st.lists(TEXTS, min_size=1, max_size=3).map("\n\n".join)


@st.composite
def disclosures(draw: st.DrawFn, taxonomy: Taxonomy, languages: tuple[str, ...] = ("en", "zh-Hans")) -> Disclosure:
    """A disclosure that every rule of reading accepts."""
    spoken = list(languages[: draw(st.integers(1, len(languages)))])
    periods = YEARS[: draw(st.integers(1, 3))]
    own: dict[str, dict[str, dict[str, str]]] = {}
    footnotes = draw(st.lists(KEYS, max_size=3, unique=True))
    boundaries, restatements = (
        draw(st.lists(KEYS, max_size=2, unique=True)),
        draw(st.lists(KEYS, max_size=2, unique=True)),
    )
    tables: list[dict[str, Any]] = []
    records: list[KPIRecord] = []
    wanted = [
        concept
        for concept in taxonomy.concepts.values()
        if concept.name not in (*COVER, OMISSION_REASON, RESTATED.concept, BOUNDED.concept)
    ]
    for number in range(draw(st.integers(1, 3))):
        name = f"table-{number}"
        table = {"name": name, "records": [], "title": dict.fromkeys(spoken, f"Table {number}")}
        if footnotes and draw(st.booleans()):
            table["footnotes"] = [draw(st.sampled_from(footnotes))]
        seen = set()
        rows = 0
        for _ in range(draw(st.integers(1, 4))):
            concept = draw(st.sampled_from(wanted))
            members = taxonomy.in_reading_order(draw(_members(taxonomy, concept, own, spoken)))
            if (concept.name, members) in seen or not taxonomy.admits(concept.name, dict(members)):
                continue
            seen.add((concept.name, members))
            row = draw(
                _row(taxonomy, concept, members, name, rows, periods, spoken, footnotes, boundaries, restatements)
            )
            records += [_with_table(record, table) for record in row]
            rows += 1
        if rows:
            tables.append(table)
    content = {
        "taxonomy": taxonomy.entry_point,
        "entity": {
            "name": dict.fromkeys(spoken, "Example"),
            "scheme": "https://www.hkex.com.hk/stock-code",
            "identifier": "1",
        },
        "report": {"name": "example", "languages": spoken, "title": dict.fromkeys(spoken, "Figures")},
        "periods": {
            "reporting": _year(periods[0]),
            "comparatives": [_year(year) for year in periods[1:]],
        },
        "omissions": [
            {
                "mark": MARK,
                "reason": "not applicable",
                "shown": dict.fromkeys(spoken, "–"),
                "explanation": dict.fromkeys(spoken, "It does not apply."),
            }
        ],
        "members": own,
        "footnotes": {key: dict.fromkeys(spoken, f"Footnote {key}") for key in footnotes},
        "boundaries": {key: dict.fromkeys(spoken, f"Boundary {key}") for key in boundaries},
        "restatements": {key: dict.fromkeys(spoken, f"Reason {key}") for key in restatements},
        "sections": [{"title": dict.fromkeys(spoken, "Section"), "tables": tables}],
    }
    manifest = Manifest.model_validate(content)
    (mark,) = manifest.omissions
    finished = tuple(
        record.model_copy(update={"omission": mark}) if record.printed == MARK else record for record in records
    )
    return Disclosure(Located(manifest, lambda path: PLACE), taxonomy, finished)


def _year(year: str) -> dict[str, str]:
    return {"name": year, "start": f"{year}-01-01", "end": f"{year}-12-31"}


def _with_table(record: KPIRecord, table: dict[str, Any]) -> KPIRecord:
    return record.model_copy(
        update={"footnotes": tuple(dict.fromkeys((*table.get("footnotes", ()), *record.footnotes)))}
    )


@st.composite
def _members(
    draw: st.DrawFn, taxonomy: Taxonomy, concept: Concept, own: dict[str, dict[str, dict[str, str]]], spoken: list[str]
) -> dict[str, str]:
    table = taxonomy.tables_of(concept.name)[0]
    found: dict[str, str] = {}
    for axis in table.axes:
        if taxonomy.axes[axis].typed:
            member = draw(KEYS)
            own.setdefault(axis, {})[member] = dict.fromkeys(spoken, f"Name {member}")
            found[axis] = member
        elif concept.type.is_text or draw(st.booleans()):
            found[axis] = draw(st.sampled_from(sorted(taxonomy.members_of(concept.name, axis))))
    return found


@st.composite
def _row(
    draw: st.DrawFn,
    taxonomy: Taxonomy,
    concept: Concept,
    members: tuple[tuple[str, str], ...],
    table: str,
    row: int,
    periods: tuple[str, ...],
    spoken: list[str],
    footnotes: list[str],
    boundaries: list[str],
    restatements: list[str],
) -> list[KPIRecord]:
    """The records of one row: a value for every period, texts in every language, some of it restated or annotated."""
    is_number = concept.type.is_numeric
    unit = draw(st.sampled_from(list(spelling_of(concept.type.quantity or "", taxonomy))[:6])) if is_number else None
    notes = tuple(draw(st.lists(st.sampled_from(footnotes), max_size=2, unique=True))) if footnotes else ()
    boundary = draw(st.sampled_from([None, *boundaries])) if is_number else None
    records = []
    for period in periods:
        is_omitted = draw(st.integers(0, 5)) == 0
        languages = [None, *spoken[1:]] if concept.type.is_text else [None]
        records += [
            KPIRecord(
                table=table,
                row=row,
                concept=concept.name,
                members=members,
                unit=unit,
                period=period,
                printed=MARK if is_omitted else draw(values(concept, taxonomy)),
                omission=None,
                footnotes=notes,
                location=PLACE,
                language=language,
                boundary=boundary,
            )
            for language in languages
        ]
        if is_number and restatements and period != periods[0] and draw(st.integers(0, 3)) == 0:
            reason = draw(st.sampled_from(restatements))
            new = records[-1] = records[-1].model_copy(update={"restatement": reason})
            before = draw(numbers(concept))
            records.append(new.model_copy(update={"printed": before, "is_previous": True}))
    return records
