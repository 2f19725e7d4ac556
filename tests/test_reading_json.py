"""Reading xBRL-JSON: what was written comes back as it was, what others write is read, and nothing is lost silently."""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_foreign import files, zipped
from test_foreign_disclosure import HEAT, MANIFEST, OTHER

from esgtag.findings import Finding, codes, unprintable
from esgtag.generator import Disclosure, map_disclosure, read_disclosure
from esgtag.generator.documents.xbrl_json import write_json
from esgtag.instances import Dimension, Entity, Fact, Footnote, Instance, Period, Unit, Value, read_json
from esgtag.taxonomy import NAMESPACES, Axis, Concept, Kind, QName, Taxonomy, esg_taxonomy
from esgtag.validation import shared_engine

ENTITY = Entity("https://register.example/id", "1810")
YEAR = Period(date(2023, 12, 31), date(2023, 1, 1))
PURE = QName(NAMESPACES["xbrli"], "pure", "xbrli")
TAXONOMY = esg_taxonomy()

Json = dict[str, Any]


# What was written comes back


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_example_comes_back_as_it_was(disclosure: Disclosure, taxonomy: Taxonomy, language: str) -> None:
    mapped, _ = map_disclosure(disclosure, taxonomy, language)
    read, findings = read_json(write_json(mapped.instance), "report.json", taxonomy)
    assert findings == []
    assert read == mapped.instance
    assert read is not None
    assert list(map(repr, read.facts)) == list(map(repr, mapped.instance.facts))  # prefixes too, which == leaves out


TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=("Cs", "Cc")), st.sampled_from("\t\n\r<&>'\"\\;#\x85"))
).filter(lambda text: unprintable(text) is None)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def units(quantity: str) -> st.SearchStrategy[Unit]:
    def measures(side: str) -> st.SearchStrategy[tuple[QName]]:
        return st.sampled_from([(unit.measure,) for unit in TAXONOMY.units_of(side)] or [(PURE,)])

    above, _, below = quantity.partition("/")
    return st.builds(Unit, measures(above), measures(below) if below else st.just(()))


def values(concept: Concept) -> st.SearchStrategy[Value]:
    choices = sorted(member.qname for member in TAXONOMY.choices_of(concept.name).values())
    numbers = (
        st.integers(0, 10**20).map(Decimal)
        if concept.type.is_count
        else st.decimals(allow_nan=False, allow_infinity=False, max_value=10**20, min_value=-(10**20))
    )
    by_kind: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.NUMBER: numbers,
        Kind.TEXT: TEXTS,
        Kind.BLOCK: TEXTS,
        Kind.DATE: DAYS,
        Kind.YEAR: st.integers(1000, 9999).map(str),
        Kind.BOOLEAN: st.booleans(),
        Kind.CHOICE: st.sampled_from(choices or [PURE]).map(lambda one: (one,)),
        Kind.CHOICES: st.sets(st.sampled_from(choices or [PURE])).map(lambda some: tuple(sorted(some))),
    }
    return st.one_of(st.none(), by_kind[concept.type.kind])


def members(axis: Axis) -> st.SearchStrategy[Dimension]:
    names = TEXTS if axis.typed else st.sampled_from([member.qname for member in axis.members.values()] or [axis.qname])
    return st.tuples(st.just(axis.qname), names)


@st.composite
def facts(draw: st.DrawFn, fact_id: str, notes: list[str], others: list[str]) -> Fact:
    concept = draw(st.sampled_from(list(TAXONOMY.concepts.values())))
    end, start = draw(DAYS), draw(DAYS)
    period = Period(end) if concept.period == "instant" else Period(max(start, end), min(start, end))
    value = draw(values(concept))
    cut = draw(st.lists(st.sampled_from([*TAXONOMY.axes_of(concept.name)] or [""]), unique=True))
    axes = [axis for axis in TAXONOMY.axes.values() if axis.name in cut]
    return Fact(
        id=fact_id,
        concept=concept.qname,
        entity=Entity(draw(st.sampled_from([ENTITY.scheme, "urn:x"])), draw(st.text("AZaz09-.:", min_size=1))),
        period=period,
        value=value,
        unit=draw(units(concept.type.quantity or "")) if concept.type.is_numeric else None,
        decimals=draw(st.none() | st.integers(-12, 12)) if isinstance(value, Decimal) else None,
        language=draw(st.none() | st.sampled_from(TAXONOMY.languages)) if concept.type.is_text else None,
        dimensions=tuple(draw(members(axis)) for axis in axes),
        footnotes=tuple(draw(st.lists(st.sampled_from(notes), unique=True))) if notes else (),
        explanations=tuple(draw(st.lists(st.sampled_from(others), unique=True))) if value is None else (),
        remarks=tuple(draw(st.lists(st.sampled_from(others), unique=True, max_size=2))),
    )


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    ids = draw(st.lists(TEXTS, unique=True, min_size=1, max_size=6))
    notes = ids[draw(st.integers(1, len(ids))) :]
    others = ids[: len(ids) - len(notes)]
    return Instance(
        draw(st.sampled_from([one.href for one in TAXONOMY.entry_points])),
        tuple(draw(facts(fact_id, notes, others)) for fact_id in others),
        tuple(Footnote(note, draw(st.sampled_from(TAXONOMY.languages)), draw(TEXTS)) for note in notes),
        typed_domains={axis.qname: axis.typed_domain for axis in TAXONOMY.axes.values() if axis.typed_domain},
        remark=TAXONOMY.remark,
    )


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(instances())
def test_whatever_is_written_comes_back_as_it_was(instance: Instance) -> None:
    read, findings = read_json(write_json(instance), "report.json", TAXONOMY)
    assert findings == []
    assert read == instance


def told(instance: Instance) -> Counter[tuple[object, ...]]:
    """Return what an instance says, without the ids."""
    notes = {note.id: (note.language, note.text) for note in instance.footnotes}
    aspects = {fact.id: fact.aspects for fact in instance.facts}
    return Counter(
        (
            *fact.aspects,
            fact.value,
            fact.decimals,
            frozenset(notes[note] for note in fact.footnotes),
            frozenset(aspects[other] for other in fact.explanations),
        )
        for fact in instance.facts
    )


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_what_arelle_writes_says_the_same(
    disclosure: Disclosure, taxonomy: Taxonomy, out: Path, tmp_path: Path, language: str
) -> None:
    mapped, _ = map_disclosure(disclosure, taxonomy, language)
    copy = tmp_path / "read.json"
    file = out / f"xiaomi-2023-12-31-{language[:2]}.xhtml"
    shared_engine().run(file, [out / "esg-2026.zip"], oim_copy=copy, check_taxonomy=False, run_formulas=False)
    read, findings = read_json(copy.read_bytes(), "read.json", taxonomy)
    assert findings == []
    assert read is not None
    assert told(read) == told(mapped.instance)
    assert read.entry_point == mapped.instance.entry_point


# Taxonomies that are not ours


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Disclosure:
    folder = tmp_path_factory.mktemp("umwelt")
    (folder / "stadtwerke.zip").write_bytes(zipped(files()))
    for name, content in (("disclosure.yaml", MANIFEST), ("heat.csv", HEAT), ("other.csv", OTHER)):
        (folder / name).write_text(content, encoding="utf-8")
    disclosure, _ = read_disclosure(folder, TAXONOMY)
    assert disclosure is not None
    return disclosure


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_report_on_a_foreign_taxonomy_comes_back_as_it_was(foreign: Disclosure, language: str) -> None:
    mapped, findings = map_disclosure(foreign, foreign.taxonomy, language)
    assert findings == []
    assert mapped.instance.in_segment
    assert read_json(write_json(mapped.instance), "umwelt.json", foreign.taxonomy) == (mapped.instance, [])


def test_values_of_other_types_are_texts_but_names_are_not_taken_from_their_document(foreign: Disclosure) -> None:
    taxonomy = foreign.taxonomy
    facts = {
        name: {
            "value": value,
            "dimensions": {
                "concept": f"t:{taxonomy.concepts[name].qname.local}",
                "entity": "s:7",
                "period": NUMBER["dimensions"]["period"],
            },
        }
        for name, value in (("swk:Website", "https://x.example"), ("swk:ManagementSystemOfSupplier", "t:EmasMember"))
    }
    namespaces = INFO["namespaces"] | {"t": taxonomy.concepts["swk:Website"].qname.namespace}
    content = report(facts, taxonomy=[taxonomy.entry_point], namespaces=namespaces)
    read, findings = read_json(content, "umwelt.json", taxonomy)
    assert read is not None
    assert [fact.value for fact in read.facts] == ["https://x.example"]
    assert [finding.facts for finding in findings] == [("swk:ManagementSystemOfSupplier",)]
    assert "a name with a prefix" in findings[0].message


# What others write is read

NUMBER: Json = {
    "value": "1500.50",
    "decimals": 2,
    "dimensions": {
        "concept": "t:HazardousWaste",
        "entity": "s:1810",
        "period": "2023-01-01T00:00:00/2024-01-01T00:00:00",
        "unit": "u:t",
    },
}
TEXT: Json = {
    "value": "Less of <everything>",
    "dimensions": {
        "concept": "t:NameOfReportingEntity",
        "entity": "s:1810",
        "period": "2023-01-01T00:00:00/2024-01-01T00:00:00",
        "language": "zh-HANS",
    },
}
NOTE: Json = {"value": "R&amp;D", "dimensions": {"concept": "xbrl:note", "noteId": "n", "language": "en"}}
LINKED = NUMBER | {"links": {"foot": {"main": ["n"]}, "why": {"main": ["f2"]}}}
INFO: Json = {
    "documentType": "https://xbrl.org/2021/xbrl-json",
    "features": {"xbrl:allowedDuplicates": "all"},
    "namespaces": {
        "t": TAXONOMY.namespace,
        "u": NAMESPACES["utr"],
        "xbrli": NAMESPACES["xbrli"],
        "iso4217": NAMESPACES["iso4217"],
        "esg": "https://other.example/",
        "s": ENTITY.scheme,
        "xbrl": "https://xbrl.org/2021",
    },
    "linkTypes": {
        "foot": "http://www.xbrl.org/2003/arcrole/fact-footnote",
        "why": "http://www.xbrl.org/2009/arcrole/fact-explanatoryFact",
        "own": "https://other.example/arcrole",
    },
    "linkGroups": {"main": "http://www.xbrl.org/2003/role/link", "other": "https://other.example/role"},
    "taxonomy": [TAXONOMY.entry_point],
}


def report(facts: Json, **info: object) -> bytes:
    return json.dumps({"documentInfo": INFO | info, "facts": facts}, indent=1).encode()


def with_dimensions(fact: Json, **changes: object) -> Json:
    changed = {key.replace("__", ":"): value for key, value in (fact["dimensions"] | changes).items()}
    return fact | {"dimensions": {key: value for key, value in changed.items() if value != "-"}}


def read_one(fact: Json) -> Fact:
    read, findings = read_json(report({"f": fact}), "report.json", TAXONOMY)
    assert findings == []
    assert read is not None
    (only,) = read.facts
    return only


def number(name: str = "HazardousWaste", **changes: object) -> Json:
    return with_dimensions(NUMBER, concept=f"t:{name}", **changes)


def test_prefixes_are_the_documents_own() -> None:
    fact = read_one(NUMBER)
    assert fact.concept == TAXONOMY.concepts["HazardousWaste"].qname
    assert fact.concept.prefix == TAXONOMY.prefix
    assert (fact.value, str(fact.value), fact.decimals) == (Decimal("1500.5"), "1500.50", 2)
    assert fact.entity == ENTITY
    assert fact.period == YEAR
    assert fact.unit is not None
    assert str(fact.unit) == "utr:t"


def test_languages_get_the_letter_case_of_the_taxonomy() -> None:
    assert read_one(TEXT).language == "zh-Hans"
    assert read_one(with_dimensions(TEXT, language="FR-ca")).language == "fr-ca"
    assert read_one(with_dimensions(TEXT, language="-")).language is None


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("-", "xbrli:pure"),
        ("xbrli:pure", "xbrli:pure"),
        ("iso4217:CNY", "iso4217:CNY"),
        ("u:MWh/iso4217:CNY", "utr:MWh/iso4217:CNY"),
        ("u:t*u:m3", "utr:m3*utr:t"),
        ("(u:m3*u:t)/(iso4217:CNY*u:t)", "(utr:m3*utr:t)/(iso4217:CNY*utr:t)"),
        ("u:t/(u:m3*u:t)", "utr:t/(utr:m3*utr:t)"),
        ("esg:widget", "esg2:widget"),
    ],
)
def test_units_are_read(unit: str, expected: str) -> None:
    assert str(read_one(number(unit=unit)).unit) == expected


@pytest.mark.parametrize(
    "unit", ["", "t", "u:t/u:t/u:t", "u:t*u:m3/u:t", "(u:t)", "(u:t*u:m3", "u:t*", "x:t", "u:t / u:t", "()"]
)
def test_other_units_are_not_guessed(unit: str) -> None:
    refused(number(unit=unit), codes.VALUE_UNREADABLE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-01-01T00:00:00/2024-01-01T00:00:00", YEAR),
        ("2023-01-01T00:00:00.0/2024-01-01T00:00:00.000", YEAR),
        ("2023-12-31T00:00:00/2024-01-01T00:00:00", Period(date(2023, 12, 31), date(2023, 12, 31))),
    ],
)
def test_periods_are_whole_days(text: str, expected: Period) -> None:
    assert read_one(number(period=text)).period == expected


INSTANT = next(one.name for one in TAXONOMY.concepts.values() if one.period == "instant" and one.type.is_numeric)


@pytest.mark.parametrize("text", ["2024-01-01T00:00:00", "2024-01-01T00:00:00/2024-01-01T00:00:00"])
def test_a_midnight_is_the_end_of_a_day(text: str) -> None:
    fact = read_one(number(INSTANT, period=text, unit="-") | {"value": "7"})
    assert fact.period == Period(date(2023, 12, 31))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2023-12-31", "a day without a time"),
        ("2023-01-01/2023-12-31", "a day without a time"),
        ("2023", "is not one that OIM knows"),
        ("", "is not one that OIM knows"),
        ("/2024-01-01T00:00:00", "is not one that OIM knows"),
        ("2023-01-01T00:00:00/2024-01-01T00:00:00/2025-01-01T00:00:00", "is not one that OIM knows"),
        ("2023-01-01T00:00:00/2024-01-01T12:00:00", "is not one of whole days"),
        ("2023-01-01T00:00:00/2023-12-31T24:00:00", "is not one of whole days"),
        ("2023-01-01T00:00:00/2024-01-01T00:00:00.5", "is not one of whole days"),
        ("2023-01-01T00:00:00Z/2024-01-01T00:00:00Z", "has a time zone"),
        ("2023-02-30T00:00:00/2024-01-01T00:00:00", "is no day of the calendar"),
        ("0000-01-01T00:00:00/2024-01-01T00:00:00", "is no day of the calendar"),
        ("2024-01-01T00:00:00/2023-01-01T00:00:00", "ends before it begins"),
        ("0001-01-01T00:00:00", "ends before the calendar begins"),
        ("2024-01-01T00:00:00", "is reported for a period with a start and an end"),
        ("２023-01-01T00:00:00/2024-01-01T00:00:00", "is not one that OIM knows"),
    ],
)
def test_other_periods_are_not_guessed(text: str, why: str) -> None:
    assert why in refused(number(period=text), codes.VALUE_UNREADABLE).message


def concept_of(kind: Kind) -> Concept:
    return next(one for one in TAXONOMY.concepts.values() if one.type.kind is kind)


def plain(kind: Kind, value: object) -> Json:
    concept = concept_of(kind)
    period = "2024-01-01T00:00:00" if concept.period == "instant" else TEXT["dimensions"]["period"]
    fact = with_dimensions(TEXT, concept=f"t:{concept.name}", language="-", period=period)
    return fact | {"value": value}


CHOICES = concept_of(Kind.CHOICES)
ANSWERS = sorted(member.qname for member in TAXONOMY.choices_of(CHOICES.name).values())


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (NUMBER | {"value": " +.5e3\n"}, Decimal(500)),
        (NUMBER | {"value": "-0012.10"}, Decimal("-12.1")),
        (NUMBER | {"value": "1" * 5000}, Decimal("1" * 5000)),
        (NUMBER | {"value": "0.1000000000000000055511151231257827"}, Decimal("0.1000000000000000055511151231257827")),
        (plain(Kind.DATE, "2023-12-31"), date(2023, 12, 31)),
        (plain(Kind.YEAR, "2030"), "2030"),
        (plain(Kind.BOOLEAN, "1"), True),
        (plain(Kind.BOOLEAN, "false"), False),
        (plain(Kind.BLOCK, "<p>One &amp; <b>two</b></p>"), "<p>One &amp; <b>two</b></p>"),
        (plain(Kind.TEXT, ""), ""),
        (plain(Kind.TEXT, None), None),
        (plain(Kind.CHOICES, f"t:{ANSWERS[1].local}\n t:{ANSWERS[0].local}"), tuple(ANSWERS[:2])),
        (plain(Kind.CHOICES, ""), ()),
    ],
)
def test_the_type_decides_the_value(fact: Json, value: Value) -> None:
    read = read_one(fact).value
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("fact", "code", "why"),
    [
        (NUMBER | {"value": 1500.5}, codes.INPUT_UNREADABLE, "a number, not a text"),
        (NUMBER | {"value": True}, codes.INPUT_UNREADABLE, "true or false, not a text"),
        (NUMBER | {"value": ["1"]}, codes.INPUT_UNREADABLE, "a list, not a text"),
        (NUMBER | {"value": "1,500"}, codes.VALUE_UNREADABLE, "1,500 is not a number"),
        (NUMBER | {"value": "１５"}, codes.VALUE_UNREADABLE, "is not a number"),
        (NUMBER | {"value": "1_5"}, codes.VALUE_UNREADABLE, "is not a number"),
        (NUMBER | {"value": ""}, codes.VALUE_UNREADABLE, "(empty) is not a number"),
        (NUMBER | {"value": "INF"}, codes.VALUE_UNREADABLE, "is not a number"),
        (NUMBER | {"value": "NaN"}, codes.VALUE_UNREADABLE, "is not a number"),
        (NUMBER | {"value": "1e999999999"}, codes.VALUE_UNREADABLE, "is not a number"),
        (NUMBER | {"decimals": "2"}, codes.INPUT_UNREADABLE, "decimals"),
        (NUMBER | {"decimals": 2.0}, codes.INPUT_UNREADABLE, "decimals"),
        (NUMBER | {"decimals": True}, codes.INPUT_UNREADABLE, "decimals"),
        (NUMBER | {"decimals": None}, codes.INPUT_UNREADABLE, "decimals"),
        (NUMBER | {"decimals": 10**30}, codes.INPUT_UNREADABLE, "decimals"),
        (NUMBER | {"decimals": 10**10}, codes.INPUT_UNREADABLE, "decimals"),
        (NUMBER | {"value": None}, codes.VALUE_UNREADABLE, "is not given and has no decimals"),
        (TEXT | {"decimals": 2}, codes.VALUE_UNREADABLE, "is not a number and has no decimals"),
        (NUMBER | {"accuracy": 2}, codes.INPUT_UNREADABLE, "accuracy, which is no part of xBRL-JSON"),
        ({"dimensions": NUMBER["dimensions"]}, codes.INPUT_UNREADABLE, "has no value"),
        ({"value": "1"}, codes.INPUT_UNREADABLE, "null, not an object"),
        ({"value": "1", "dimensions": []}, codes.INPUT_UNREADABLE, "a list, not an object"),
        ({"value": "1", "dimensions": {}}, codes.VALUE_UNREADABLE, "has no concept"),
        (number(entity="-"), codes.VALUE_UNREADABLE, "has no entity"),
        (number(period="-"), codes.VALUE_UNREADABLE, "has no period"),
        (number(period=None), codes.INPUT_UNREADABLE, "The period is null"),
        (number(unit=None), codes.INPUT_UNREADABLE, "The unit is null"),
        (number(language="en"), codes.VALUE_UNREADABLE, "has no language"),
        (number(noteId="f"), codes.MEMBER_UNKNOWN, "noteId is not a name with a prefix"),
        (number(entity="1810"), codes.VALUE_UNREADABLE, "entity 1810"),
        (number(entity="x:1810"), codes.VALUE_UNREADABLE, "entity x:1810"),
        (number(entity="s:18 10"), codes.VALUE_UNREADABLE, "entity s:18 10"),
        (number("HazardousWastes"), codes.CONCEPT_UNKNOWN, "no concept HazardousWastes"),
        (with_dimensions(NUMBER, concept="HazardousWaste"), codes.CONCEPT_UNKNOWN, "not a name with a prefix"),
        (with_dimensions(NUMBER, concept="x:HazardousWaste"), codes.CONCEPT_UNKNOWN, "does not declare"),
        (with_dimensions(NUMBER, concept="esg:HazardousWaste"), codes.CONCEPT_UNKNOWN, "https://other.example/"),
        (with_dimensions(NUMBER, concept=7), codes.INPUT_UNREADABLE, "The concept is a number"),
        (number(t__SexAxis="t:MaleMember"), codes.MEMBER_UNKNOWN, "no axis SexAxis"),
        (number(x__GenderAxis="t:MaleMember"), codes.MEMBER_UNKNOWN, "does not declare"),
        (number(t__GenderAxis="t:ManMember"), codes.MEMBER_UNKNOWN, "t:ManMember is not a member of Gender"),
        (number(t__GenderAxis="MaleMember"), codes.MEMBER_UNKNOWN, "not a name with a prefix"),
        (number(t__GenderAxis=None), codes.MEMBER_UNKNOWN, "null, not a text"),
        (number(t__AssuranceEngagementAxis=None), codes.MEMBER_UNKNOWN, "null, not a text"),
        (number(t__AssuranceEngagementAxis="a\x00b"), codes.VALUE_UNREADABLE, "U+0000"),
        (with_dimensions(TEXT, unit="u:t"), codes.VALUE_UNREADABLE, "has no unit"),
        (with_dimensions(TEXT, language="zh_CN"), codes.VALUE_UNREADABLE, "zh_CN"),
        (with_dimensions(TEXT, language=None), codes.INPUT_UNREADABLE, "language is null"),
        (TEXT | {"value": "a\x0bb"}, codes.VALUE_UNREADABLE, "U+000B"),
        (TEXT | {"value": "a\ud800b"}, codes.VALUE_UNREADABLE, "U+D800"),
        (plain(Kind.DATE, "31/12/2023"), codes.VALUE_UNREADABLE, "31/12/2023 is not a date"),
        (plain(Kind.DATE, "2023-12-31Z"), codes.VALUE_UNREADABLE, "time zone"),
        (plain(Kind.DATE, "2023-02-30"), codes.VALUE_UNREADABLE, "no day of the calendar"),
        (plain(Kind.YEAR, "30"), codes.VALUE_UNREADABLE, "30 is not a year"),
        (plain(Kind.BOOLEAN, "yes"), codes.VALUE_UNREADABLE, "yes does not answer"),
        (plain(Kind.CHOICE, ""), codes.VALUE_UNREADABLE, "has one answer; found 0"),
        (plain(Kind.CHOICES, "t:NoSuchMember"), codes.VALUE_UNREADABLE, "NoSuchMember is not one of the answers"),
        (plain(Kind.CHOICES, f"{TAXONOMY.namespace}#{ANSWERS[0].local}"), codes.VALUE_UNREADABLE, "not a name with a prefix"),
        (plain(Kind.CHOICES, f"t:{ANSWERS[0].local} t:{ANSWERS[0].local}"), codes.VALUE_UNREADABLE, "names an answer twice"),
        ("1500", codes.INPUT_UNREADABLE, "The fact is 1500, not an object"),
        (None, codes.INPUT_UNREADABLE, "The fact is null, not an object"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_finding(fact: Any, code: codes.Code, why: str) -> None:
    assert why in refused(fact, code).message


def refused(fact: object, code: codes.Code) -> Finding:
    """Read a fact between two good ones; return the one finding, after looking at what all findings must have."""
    read, findings = read_json(report({"f1": NUMBER, "f2": fact, "f3": TEXT}), "report.json", TAXONOMY)
    assert read is not None
    assert [fact.id for fact in read.facts] == ["f1", "f3"]
    (finding,) = findings
    assert finding.code == code.code
    assert finding.hint
    assert finding.facts == ("f2",)
    assert finding.location is not None
    assert (finding.location.file, finding.location.column) == ("report.json", "f2")
    assert finding.location.line == (line_of("f2", fact) if isinstance(fact, dict) else None)
    assert not unprintable(str(finding.location) + finding.message)
    return finding


def line_of(fact_id: str, fact: object) -> int:
    lines = report({"f1": NUMBER, fact_id: fact, "f3": TEXT}).decode().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if line.startswith(f'  "{fact_id}"'))


def test_a_report_of_another_version_is_told_so() -> None:
    finding = refused(with_dimensions(NUMBER, concept="esg:HazardousWaste"), codes.CONCEPT_UNKNOWN)
    assert TAXONOMY.namespace in finding.hint
    assert "another version" in finding.hint


# Footnotes and explanations


def test_links_are_known_by_their_uris() -> None:
    read, findings = read_json(report({"f1": LINKED, "f2": NUMBER, "n": NOTE}), "report.json", TAXONOMY)
    assert findings == []
    assert read is not None
    assert read.footnotes == (Footnote("n", "en", "R&D"),)
    assert (read.facts[0].footnotes, read.facts[0].explanations) == (("n",), ("f2",))


@pytest.mark.parametrize(
    ("fragment", "text", "has_markup"),
    [
        ("1 &lt; 2 &amp;amp; &quot;&apos;&gt;", "1 < 2 &amp; \"'>", False),
        ("  kept\r\nas it\u3000is ", "  kept\r\nas it\u3000is ", False),
        ("CO&#8322;&#x32;", "CO₂2", False),
        ("<![CDATA[1 < 2]]>", "1 < 2", False),
        ("<!-- unseen -->seen", "seen", False),
        ("<p>One <b>bold</b>\n word.</p><p>Two\u00a0\u3000.</p>", "One bold word.\nTwo\u00a0\u3000.", True),
        ("One<br/>two <i>three</i>", "One\ntwo three", True),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1\n2", True),
    ],
)
def test_a_footnote_is_the_text_of_its_xhtml(fragment: str, text: str, has_markup: bool) -> None:
    read, findings = read_json(
        report({"f2": NUMBER, "f1": LINKED, "n": NOTE | {"value": fragment}}), "r.json", TAXONOMY
    )
    assert read is not None
    assert read.footnotes == (Footnote("n", "en", text),)
    assert [finding.facts for finding in findings] == ([("n",)] if has_markup else [])


@pytest.mark.parametrize(
    "note",
    [
        NOTE | {"value": "R&D"},
        NOTE | {"value": "a&nbsp;b"},
        NOTE | {"value": "1 < 2"},
        NOTE | {"value": "</body><body>"},
        NOTE | {"value": "<!DOCTYPE a [<!ENTITY b 'c'>]>"},
        NOTE | {"value": "&#0;"},
        NOTE | {"value": "a\x0bb"},
        NOTE | {"value": None},
        NOTE | {"decimals": 0},
        with_dimensions(NOTE, language="-"),
        with_dimensions(NOTE, noteId="-"),
        with_dimensions(NOTE, noteId="m"),
        with_dimensions(NOTE, period="2024-01-01T00:00:00"),
        with_dimensions(NOTE, t__GenderAxis="t:MaleMember"),
    ],
)
def test_a_footnote_that_cannot_be_read_is_told_with_the_facts_that_lose_it(note: Json) -> None:
    read, findings = read_json(report({"f1": LINKED, "f2": NUMBER, "n": note}), "report.json", TAXONOMY)
    assert read is not None
    assert [finding.facts for finding in findings] == [("n",), ("f1",)]
    assert "refers to n, which is not there or cannot be read" in findings[1].message
    assert read.footnotes == ()
    assert (read.facts[0].footnotes, read.facts[0].explanations) == ((), ("f2",))


@pytest.mark.parametrize(
    ("links", "why", "kept"),
    [
        ({"foot": {"main": ["n", "x"]}}, "refers to x,", ("n",)),
        ({"foot": {"main": ["f2"]}}, "refers to f2,", ()),
        ({"why": {"main": ["n"]}}, "refers to n,", ()),
        ({"own": {"main": ["n"]}}, "type own are not kept", ()),
        ({"footnote": {"main": ["n"]}}, "type footnote are not kept", ()),
        ({"foot": {"other": ["n"]}}, "group other are kept", ("n",)),
        ({"foot": {"none": ["n"]}}, "group none are kept", ("n",)),
        ({"foot": {"main": "n"}}, "not a list of ids", ()),
        ({"foot": {"main": [1]}}, "not a list of ids", ()),
        ({"foot": ["n"]}, "a list, not an object", ()),
        (["n"], "a list, not an object", ()),
        (None, "null, not an object", ()),
    ],
)
def test_a_link_that_is_lost_is_told(links: object, why: str, kept: tuple[str, ...]) -> None:
    read, findings = read_json(report({"f1": NUMBER | {"links": links}, "f2": NUMBER, "n": NOTE}), "r.json", TAXONOMY)
    assert read is not None
    (finding,) = findings
    assert why in finding.message
    assert finding.facts == ("f1",)
    assert read.facts[0].footnotes == kept
    assert len(read.facts) == 2


def test_a_footnote_on_a_footnote_is_told() -> None:
    note = NOTE | {"links": {"foot": {"main": ["n"]}}}
    read, findings = read_json(report({"f1": LINKED, "f2": NUMBER, "n": note}), "report.json", TAXONOMY)
    assert read is not None
    assert [finding.facts for finding in findings] == [("n",)]


# The document


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        (b"", 1, "not well-formed JSON"),
        (b"[]", None, "The document is a list"),
        (b"{}", None, "no documentInfo"),
        (b'{"documentInfo": []}', None, "documentInfo is a list"),
        (b'{"documentInfo": {}}', None, "document type is null"),
        (b'{"documentInfo": {},\n "documentInfo": {}}', None, "documentInfo twice"),
        (b'{"documentInfo": {}, "facts": []}', None, "facts are a list"),
        (b'{"a": 1\n "b": 2}', 2, "Expecting ',' delimiter"),
        (b'{"a": NaN}', None, "NaN"),
        (b'{"a": -Infinity}', None, "-Infinity"),
        (b'{"a":\n "\xff"}', 2, "not UTF-8"),
        ('{"a": 1}'.encode("utf-16"), 1, "not UTF-8"),
        (b"[" * 100_000, None, "nested too deeply"),
        (b"PK\x03\x04\x80", 1, "not UTF-8"),
        (b'{"a": "\x01"}', 1, "control character"),
        (report({}, documentType="http://www.xbrl.org/CR/2020-05-06/xbrl-json"), None, "that of a draft"),
        (report({}, documentType="https://xbrl.org/2021/xbrl-csv"), None, "that of xBRL-CSV"),
        (report({}, documentType=7), None, "a number"),
        (report({}, taxonomy=[]), None, "which taxonomy"),
        (report({}, taxonomy=TAXONOMY.entry_point), None, "which taxonomy"),
        (report({}, taxonomy=[None]), None, "which taxonomy"),
    ],
)  # fmt: skip
def test_a_document_that_is_no_report_is_one_finding(content: bytes, line: int | None, why: str) -> None:
    read, findings = read_json(content, "report.json", TAXONOMY)
    assert read is None
    (finding,) = findings
    assert why in finding.message
    assert finding.hint
    assert finding.code == codes.INPUT_UNREADABLE.code
    assert finding.location is not None
    assert (finding.location.file, finding.location.line) == ("report.json", line)


ELSEWHERE = "https://other.example/entry.xsd"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"taxonomy": [ELSEWHERE, TAXONOMY.entry_point]}, f"also uses {ELSEWHERE}"),
        ({"features": []}, "features are not an object"),
        ({"extends": ["a.json"]}, "extends is no part of xBRL-JSON"),
        ({"linkGroups": 7}, "linkGroups is a number"),
        ({"namespaces": INFO["namespaces"] | {"y": 7}}, "y in namespaces is a number"),
        ({"namespaces": INFO["namespaces"] | {"y": ""}}, "y in namespaces is (empty)"),
        ({"namespaces": INFO["namespaces"] | {"y z": "urn:y"}}, "y z cannot be a prefix"),
    ],
)
def test_what_is_wrong_before_the_facts_does_not_keep_them_from_being_read(changes: Json, why: str) -> None:
    read, findings = read_json(report({"f": NUMBER}, **changes), "report.json", TAXONOMY)
    assert read is not None
    assert len(read.facts) == 1
    assert read.entry_point == TAXONOMY.entry_point
    (finding,) = findings
    assert why in finding.message
    assert (finding.location and finding.location.line) == 2


def test_a_prefix_that_stands_twice_has_no_meaning() -> None:
    content = report({"f": NUMBER}).replace(b'"u": ', b'"u": "urn:other", "u": ')
    read, findings = read_json(content, "report.json", TAXONOMY)
    assert read is not None
    assert read.facts == ()
    assert "u in namespaces stands twice" in findings[0].message
    assert findings[1].facts == ("f",)


@pytest.mark.parametrize(
    ("named", "kept", "is_known"),
    [
        ([ELSEWHERE], ELSEWHERE, False),
        (
            ["http://www.xbrl.org/lrr/arcrole/factExplanatory-2009-12-16.xsd", TAXONOMY.entry_point],
            TAXONOMY.entry_point,
            True,
        ),
        ([TAXONOMY.entry_points[-1].href], TAXONOMY.entry_points[-1].href, True),
        ([TAXONOMY.entry_point.rpartition("/")[2]], TAXONOMY.entry_point, True),
    ],
)
def test_the_entry_point_is_the_one_that_is_named(named: list[str], kept: str, is_known: bool) -> None:
    read, findings = read_json(report({}, taxonomy=named, baseURL=TAXONOMY.entry_point), "report.json", TAXONOMY)
    assert read is not None
    assert read.entry_point == kept
    assert [finding.message for finding in findings] == (
        [] if is_known else [f"{ELSEWHERE} is not an entry point of the taxonomy that the report is read with."]
    )


def test_a_byte_order_mark_and_what_extensions_add_are_not_read() -> None:
    document = json.loads(report({"f": NUMBER | {"esg:seen": {"by": "us"}}}, **{"esg:made": 1}))
    content = b"\xef\xbb\xbf" + json.dumps(document | {"esg:more": []}).encode()
    read, findings = read_json(content, "report.json", TAXONOMY)
    assert findings == []
    assert read is not None
    assert len(read.facts) == 1


def test_facts_with_the_same_id_are_told_one_by_one() -> None:
    content = report({"f1": NUMBER, "f2": NUMBER, "f3": TEXT}).replace(b'"f2": ', b'"f\\u0031": ')
    read, findings = read_json(content, "report.json", TAXONOMY)
    assert read is not None
    assert [fact.id for fact in read.facts] == ["f3"]
    assert [finding.facts for finding in findings] == [("f1",), ("f1",)]


def test_a_key_that_stands_twice_in_a_fact_is_told() -> None:
    content = report({"f": NUMBER}).replace(b'"value": ', b'"value": "1", "value": ')
    read, findings = read_json(content, "report.json", TAXONOMY)
    assert read is not None
    assert read.facts == ()
    (finding,) = findings
    assert "value twice" in finding.message


# Nothing is lost silently

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["f1", "n", "u:t", "t:x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def paths(content: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    return [path, *(found for key, value in inner for found in paths(value, (*path, key)))]


WHOLE: Json = json.loads(report({"f1": LINKED, "f2": NUMBER, "f3": TEXT, "n": NOTE}))


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(paths(WHOLE)[1:]), ANYTHING)
def test_a_fact_is_read_or_told_whatever_a_document_holds(path: tuple[str | int, ...], value: object) -> None:
    document = json.loads(json.dumps(WHOLE))
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    read, findings = read_json(json.dumps(document).encode(), "report.json", TAXONOMY)
    named = {fact for finding in findings for fact in finding.facts}
    if read is None:
        assert len(findings) == 1
        return
    found = {fact.id for fact in read.facts} | {note.id for note in read.footnotes}
    assert {key for key in document["facts"] if not unprintable(key)} <= found | named
    assert found <= document["facts"].keys()
    assert read_json(write_json(read), "again.json", TAXONOMY)[0] == read
    assert all(finding.hint and finding.location for finding in findings)


@given(st.binary())
def test_bytes_are_never_a_traceback(content: bytes) -> None:
    read, findings = read_json(content, "report.json", TAXONOMY)
    assert read is None
    assert len(findings) == 1


@pytest.mark.parametrize("is_good", [True, False])
def test_a_large_report_is_read_in_seconds(is_good: bool) -> None:
    fact = TEXT | {"links": {"foot": {"main": ["n"]}}} if is_good else number("NoSuchThing")
    content = report({**{f"f{position}": fact for position in range(50_000)}, "n": NOTE})
    start = time.process_time()
    read, findings = read_json(content, "report.json", TAXONOMY)
    assert time.process_time() - start < 10
    assert read is not None
    assert (len(read.facts), len(findings)) == ((50_000, 0) if is_good else (0, 50_000))
