"""Two versions of a taxonomy: every change is found, once, and said to break what was valid or not."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from esgtag.generator import taxonomy_package
from esgtag.taxonomy import (
    Arithmetic,
    Axis,
    Change,
    ChangeKind,
    Choices,
    Concept,
    Kind,
    Operand,
    Plausible,
    QName,
    Ratio,
    Taxonomy,
    changes_json,
    changes_page,
    changes_summary,
    changes_text,
    compare,
    esg_taxonomy,
    read_taxonomy,
)
from esgtag.taxonomy.versions import What
from esgtag.taxonomy.versions.report import word_differences

from places import ROOT

VERSIONS = Path(__file__).parent / "versions"
RELEASE = ROOT / "taxonomy" / "releases" / "esg-2025.zip"


def version(name: str) -> Taxonomy:
    reading = read_taxonomy(VERSIONS / name)
    assert reading.findings == ()
    assert reading.taxonomy is not None
    return reading.taxonomy


ONE, TWO = version("one"), version("two")
ESG = esg_taxonomy()

DEFINITIONS = ("Energy consumed in the period.", "Energy consumed in the period, except what was sold.")
EACH_KIND_ONCE = [
    ("removed", "concept", "FuelBurnt", "", "mass, duration", None, True),
    ("renamed", "concept", "TurnoverRate", "", "Turnover", "TurnoverRate", True),
    ("retyped", "concept", "FreshWater", "", "mass", "volume", True),
    ("retimed", "concept", "NumberOfEmployees", "", "duration", "instant", True),
    ("rebalanced", "concept", "TrainingExpense", "", "credit", "debit", True),
    ("redimensioned", "table", "Workforce", "axes", "Gender", None, True),
    ("rechosen", "concept", "AssuranceOfFigures", "", "Assurance", "AssuranceLevels", True),
    ("rescoped", "entry point", "small-core.xsd", "rules", "without", "with", True),
    ("reruled", "table", "Energy", "EnergySource", "separate", "adds-up", True),
    ("respelled", "unit", "energy in utr:MWh", "", "MWh, megawatt hour", "MWh, megawatt-hour", True),
    ("moved", "concept", "EnergyForWater", "table", "Water", "Energy", False),
    ("relabelled", "concept", "EnergySold", "en", "Energy sold", "Energy sold to others", False),
    ("redefined", "concept", "EnergyConsumption", "en", *DEFINITIONS, False),
    (
        "re-referenced",
        "concept",
        "EnergyConsumption",
        "",
        "GRI 302-1 (same)",
        "GRI 302-1 (same), GRI 302-3 (related)",
        False,
    ),
    ("added", "concept", "ReusedWater", "", None, "volume, duration", False),
]


def shown(change: Change) -> tuple[object, ...]:
    return change.kind, change.what, change.name, change.aspect, change.before, change.after, change.is_breaking


def test_each_kind_of_change_is_found_once_and_nothing_else() -> None:
    assert [shown(change) for change in compare(ONE, TWO)] == EACH_KIND_ONCE
    assert {kind for kind, *_ in EACH_KIND_ONCE} == set(ChangeKind)


def test_every_change_says_why_and_where_it_belongs() -> None:
    for change in compare(ONE, TWO):
        assert change.why.endswith(".")
        assert change.label or change.what is What.UNIT
        if change.what is What.CONCEPT:
            tables = (ONE if change.after is None else TWO).concepts
            assert change.within == tables[change.name].table


def test_the_way_back_finds_the_same_things() -> None:
    """The kinds swap where they have a direction, and the rename goes through the map that is given."""
    kinds = Counter(change.kind for change in compare(TWO, ONE, {"TurnoverRate": "Turnover"}))
    assert kinds == Counter(ChangeKind)


@pytest.mark.parametrize("taxonomy", [ONE, TWO, ESG], ids=lambda taxonomy: taxonomy.namespace)
def test_a_version_is_the_same_as_itself(taxonomy: Taxonomy) -> None:
    assert compare(taxonomy, taxonomy) == []


def concept(taxonomy: Taxonomy, name: str, **fields: object) -> Taxonomy:
    """The taxonomy with some fields of a concept changed."""
    return replace(taxonomy, concepts={**taxonomy.concepts, name: replace(taxonomy.concepts[name], **fields)})  # type: ignore[arg-type]


def table(taxonomy: Taxonomy, name: str, **fields: object) -> Taxonomy:
    return replace(taxonomy, tables={**taxonomy.tables, name: replace(taxonomy.tables[name], **fields)})  # type: ignore[arg-type]


def axis(taxonomy: Taxonomy, name: str, **fields: object) -> Taxonomy:
    return replace(taxonomy, axes={**taxonomy.axes, name: replace(taxonomy.axes[name], **fields)})  # type: ignore[arg-type]


def choices(taxonomy: Taxonomy, name: str, **fields: object) -> Taxonomy:
    return replace(taxonomy, choices={**taxonomy.choices, name: replace(taxonomy.choices[name], **fields)})  # type: ignore[arg-type]


def without(mapping: dict[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in mapping.items() if name not in names}


def typed(
    name: str, local: str, kind: Kind = Kind.NUMBER, derives: str | None = None
) -> Callable[[Concept], dict[str, object]]:
    """A type of the taxonomy's own, or a published one."""
    base = QName("urn:x", derives) if derives else None
    return lambda one: {
        "type": replace(one.type, name=name, qname=QName("urn:x", local), kind=kind, derives=base),
        "choices": None if kind is not Kind.CHOICES else one.choices,
    }


# What it is; the taxonomy before and after; the one change: kind, what, name, aspect, before, after, breaking.
GENDER, SOURCE_AXIS = ONE.axes["Gender"], ONE.axes["EnergySource"]
TYPED_AXIS = Axis(
    "Product", QName(ONE.base, "ProductAxis"), {"en": "Product"}, typed_domain=QName(ONE.base, "ProductIdentifier")
)
WITH_TYPED = replace(ONE, axes={**ONE.axes, "Product": TYPED_AXIS})
QUALIFYING = replace(table(ONE, "Energy", axes={}), qualifying=("EnergySource",))
SUM = concept(ONE, "EnergyConsumption", parts=("EnergySold",))
NARROW = Plausible("MWh", Decimal(0), Decimal(10))
BOUND = concept(ONE, "EnergySold", plausible=NARROW)
RATIO = Ratio(Operand("EnergySold"), Operand("EnergyConsumption"))
RELEASED = concept(ONE, "Turnover", may_exceed_one=True)
HKEX_ONLY = replace(ONE, entry_points=(ONE.entry_points[0], replace(ONE.entry_points[1], standards=("GRI",))))
TWO_LANGUAGES = replace(ONE, languages=("en", "de"))
EVERYTHING = Choices("Everything", {"en": "Everything"}, {"en": "All answers."}, ONE.choices["Assurance"].members)
WITH_LIST = replace(ONE, choices={**ONE.choices, "Everything": EVERYTHING})
SPECIAL = {
    "a number that becomes wider": (
        ONE, concept(ONE, "NumberOfEmployees", **typed("people", "peopleItemType", derives="decimalItemType")(ONE.concepts["NumberOfEmployees"])),
        ("retyped", "concept", "NumberOfEmployees", "", "nonNegativeInteger (person)", "people (person)", False),
    ),
    "a number that becomes narrower": (
        concept(ONE, "NumberOfEmployees", **typed("people", "peopleItemType", derives="decimalItemType")(ONE.concepts["NumberOfEmployees"])), ONE,
        ("retyped", "concept", "NumberOfEmployees", "", "people (person)", "nonNegativeInteger (person)", True),
    ),
    "the same type of another quantity": (
        ONE, concept(ONE, "NumberOfEmployees", type=replace(ONE.concepts["NumberOfEmployees"].type, quantity="count")),
        ("retyped", "concept", "NumberOfEmployees", "", "nonNegativeInteger (person)", "nonNegativeInteger (count)", True),
    ),
    "one choice that becomes several": (
        ONE, concept(ONE, "AssuranceOfFigures", **typed("choices", "enumerationSetItemType", Kind.CHOICES)(ONE.concepts["AssuranceOfFigures"])),
        ("retyped", "concept", "AssuranceOfFigures", "", "enumeration", "enumerationSet", False),
    ),
    "a choice that becomes a date": (
        ONE, concept(ONE, "AssuranceOfFigures", **typed("date", "dateItemType", Kind.DATE)(ONE.concepts["AssuranceOfFigures"])),
        ("retyped", "concept", "AssuranceOfFigures", "", "enumeration", "date", True),
    ),
    "a balance that goes": (
        ONE, concept(ONE, "TrainingExpense", balance=None),
        ("rebalanced", "concept", "TrainingExpense", "", "credit", None, False),
    ),
    "a table with one more axis": (
        ONE, table(ONE, "Workforce", axes={"Gender": Arithmetic.SEPARATE, "EnergySource": Arithmetic.SEPARATE}),
        ("redimensioned", "table", "Workforce", "axes", "Gender", "EnergySource, Gender", False),
    ),
    "a table with one more axis that must be named": (
        WITH_TYPED, table(WITH_TYPED, "Workforce", axes={"Gender": Arithmetic.SEPARATE, "Product": Arithmetic.SEPARATE}),
        ("redimensioned", "table", "Workforce", "axes", "Gender", "Gender, Product", True),
    ),
    "a table whose axis must now be named": (
        ONE, table(ONE, "Workforce", mandatory=frozenset({"Gender"})),
        ("redimensioned", "table", "Workforce", "axes to be named", None, "Gender", True),
    ),
    "a table with fewer members": (
        ONE, table(ONE, "Workforce", members={"Gender": frozenset({"Male"})}),
        ("redimensioned", "table", "Workforce", "Gender", "Female, Male", "Male", True),
    ),
    "a table with axes in the segment": (
        ONE, table(ONE, "Workforce", in_segment=True),
        ("redimensioned", "table", "Workforce", "place in the context", "scenario", "segment", True),
    ),
    "an arithmetic that goes": (
        table(ONE, "Energy", axes={"EnergySource": Arithmetic.SHARES}), ONE,
        ("reruled", "table", "Energy", "EnergySource", "shares", "separate", False),
    ),
    "weights that come": (
        ONE, table(ONE, "Workforce", weights="Turnover"),
        ("reruled", "table", "Workforce", "weights", None, "Turnover", True),
    ),
    "a table in another topic": (
        ONE, table(ONE, "Water", topic=ONE.tables["Workforce"].topic),
        ("moved", "table", "Water", "topic", "Energy", "Workforce", False),
    ),
    "an axis whose members are now the filer's": (
        axis(ONE, "Gender", members={}), axis(axis(ONE, "Gender", members={}), "Gender", typed_domain=QName(ONE.base, "GenderIdentifier")),
        None,  # two changes: see below
    ),
    "an axis that now qualifies every figure": (
        ONE, QUALIFYING,
        ("redimensioned", "axis", "EnergySource", "what it cuts", "the tables that name it", "every figure", False),
    ),
    "an axis that qualifies figures no more": (
        QUALIFYING, ONE,
        ("redimensioned", "axis", "EnergySource", "what it cuts", "every figure", "the tables that name it", True),
    ),
    "an axis that now qualifies every figure, and nothing else": (
        ONE, replace(table(ONE, "Workforce", axes={}), qualifying=("Gender",)),
        ("redimensioned", "axis", "Gender", "what it cuts", "the tables that name it", "every figure", True),
    ),
    "a member that goes": (
        ONE, axis(ONE, "Gender", members=without(GENDER.members, "Male")),
        ("removed", "member", "Male", "", "Gender", None, True),
    ),
    "a member that comes": (
        axis(ONE, "Gender", members=without(GENDER.members, "Male")), ONE,
        ("added", "member", "Male", "", None, "Gender", False),
    ),
    "a member of another axis": (
        ONE, axis(axis(ONE, "Gender", members=without(GENDER.members, "Male")), "EnergySource", members={**SOURCE_AXIS.members, "Male": GENDER.members["Male"]}),
        ("moved", "member", "Male", "axis", "Gender", "EnergySource", True),
    ),
    "an answer that goes": (
        ONE, choices(ONE, "Assurance", members=without(ONE.choices["Assurance"].members, "NotAssured")),
        ("removed", "choice", "NotAssured", "", "Assurance", None, True),
    ),
    "a concept that must be in every report": (
        ONE, concept(ONE, "FreshWater", required=True),
        ("reruled", "concept", "FreshWater", "presence", "if there is one", "in every report", True),
    ),
    "a sign that is free": (
        ONE, concept(ONE, "FreshWater", may_be_negative=True),
        ("reruled", "concept", "FreshWater", "sign", "not negative", "any", False),
    ),
    "a limit that comes": (
        RELEASED, ONE, ("reruled", "concept", "Turnover", "limit", "none", "100 %", True),
    ),
    "a period that may be later": (
        ONE, concept(ONE, "FreshWater", forward_looking=True),
        ("reruled", "concept", "FreshWater", "period", "not after the report's", "any", False),
    ),
    "bounds that come": (ONE, BOUND, ("reruled", "concept", "EnergySold", "range", None, "0 to 10 MWh", True)),
    "bounds that go": (BOUND, ONE, ("reruled", "concept", "EnergySold", "range", "0 to 10 MWh", None, False)),
    "bounds that widen": (
        BOUND, concept(ONE, "EnergySold", plausible=Plausible("MWh", high=Decimal(11))),
        ("reruled", "concept", "EnergySold", "range", "0 to 10 MWh", "at most 11 MWh", False),
    ),
    "a sum that comes": (ONE, SUM, ("reruled", "concept", "EnergyConsumption", "sum", None, "EnergySold", True)),
    "a sum that goes": (SUM, ONE, ("reruled", "concept", "EnergyConsumption", "sum", "EnergySold", None, False)),
    "a sum with one part less": (
        concept(ONE, "EnergyConsumption", parts=("EnergySold", "EnergyForWater")), SUM,
        ("reruled", "concept", "EnergyConsumption", "sum", "EnergyForWater, EnergySold", "EnergySold", True),
    ),
    "a ratio that comes": (
        ONE, concept(ONE, "Turnover", ratio=RATIO),
        ("reruled", "concept", "Turnover", "ratio", None, "EnergySold / EnergyConsumption", True),
    ),
    "a concept under another": (
        ONE, concept(ONE, "EnergySold", parent="EnergyConsumption"),
        ("moved", "concept", "EnergySold", "parent", None, "EnergyConsumption", True),
    ),
    "a concept no longer under another": (
        concept(ONE, "EnergySold", parent="EnergyConsumption"), ONE,
        ("moved", "concept", "EnergySold", "parent", "EnergyConsumption", None, False),
    ),
    "a concept chosen from a list with the same answers": (
        WITH_LIST, concept(WITH_LIST, "AssuranceOfFigures", choices="Everything"),
        ("rechosen", "concept", "AssuranceOfFigures", "", "Assurance", "Everything", False),
    ),
    "an entry point that goes": (
        ONE, replace(ONE, entry_points=ONE.entry_points[:1]),
        ("removed", "entry point", "small-core.xsd", "", "every concept", None, True),
    ),
    "a concept that an entry point no longer leads to": (
        HKEX_ONLY, concept(HKEX_ONLY, "EnergyConsumption", references=()),
        None,  # two changes: see below
    ),
    "a unit that goes": (
        ONE, replace(ONE, units=ONE.units[:1]), ("removed", "unit", "mass in utr:t", "", "t", None, True),
    ),
    "a unit of another size": (
        ONE, replace(ONE, units=(ONE.units[0], replace(ONE.units[1], base=Decimal(907)))),
        ("retyped", "unit", "mass in utr:t", "", "1,000", "907", True),
    ),
    "a unit with one more spelling": (
        ONE, replace(ONE, units=(ONE.units[0], replace(ONE.units[1], spellings=("t", "tonne")))),
        ("respelled", "unit", "mass in utr:t", "", "t", "t, tonne", False),
    ),
    "a language that goes": (TWO_LANGUAGES, ONE, ("removed", "language", "de", "", "de", None, True)),
    "a language that comes": (ONE, TWO_LANGUAGES, ("added", "language", "de", "", None, "de", False)),
    "a standard that goes": (
        concept(ONE, "EnergyConsumption", references=()), replace(concept(ONE, "EnergyConsumption", references=()), standards={}),
        ("removed", "standard", "GRI", "", "Global Reporting Initiative", None, False),
    ),
    "a kind of label that comes": (
        ONE, concept(ONE, "EnergyConsumption", terse={"en": "Consumption"}),
        ("added", "kind of text", "terse label of concept", "", None, "terse label", False),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", [name for name, (*_, expected) in SPECIAL.items() if expected])
def test_what_breaks_and_what_does_not(case: str) -> None:
    old, new, expected = SPECIAL[case]
    assert [shown(change) for change in compare(old, new)] == [expected]


def test_a_concept_that_leaves_an_entry_point_is_said_of_the_entry_point() -> None:
    old, new, _ = SPECIAL["a concept that an entry point no longer leads to"]
    assert [shown(change) for change in compare(old, new)] == [
        ("rescoped", "entry point", "small-core.xsd", "concepts", "EnergyConsumption", None, True),
        ("re-referenced", "concept", "EnergyConsumption", "", "GRI 302-1 (same)", None, False),
    ]


def test_an_axis_whose_members_become_the_filers_must_be_named() -> None:
    old, new, _ = SPECIAL["an axis whose members are now the filer's"]
    assert [shown(change) for change in compare(old, new)] == [
        ("retyped", "axis", "Gender", "", "declared members", "the filer's own members", True),
        ("redimensioned", "table", "Workforce", "axes to be named", None, "Gender", True),
    ]


def test_the_order_in_which_things_stand_is_no_change() -> None:
    def turned(mapping: dict[str, object]) -> dict[str, object]:
        return dict(reversed(mapping.items()))

    turned_round = replace(
        ESG,
        concepts=turned(ESG.concepts),
        axes={name: replace(one, members=turned(one.members)) for name, one in turned(ESG.axes).items()},
        choices=turned(ESG.choices),
        tables={
            name: replace(one, axes=turned(one.axes), concepts=one.concepts[::-1], number=one.number + 1)
            for name, one in turned(ESG.tables).items()
        },
        units=ESG.units[::-1],
        standards=turned(ESG.standards),
        entry_points=ESG.entry_points[::-1],
    )
    assert compare(ESG, turned_round) == []


def test_the_same_bounds_in_another_unit_are_no_change() -> None:
    kilo = replace(ONE.units[0], measure=QName(ONE.base, "kWh"), base=Decimal("3.6"), spellings=("kWh",))
    old = replace(BOUND, units=(*ONE.units, kilo))
    assert compare(old, concept(old, "EnergySold", plausible=Plausible("kWh", Decimal(0), Decimal(10_000)))) == []


def test_a_sum_with_a_part_that_is_new_asks_nothing_of_older_reports() -> None:
    bought = replace(ONE.concepts["EnergySold"], name="EnergyBought", labels={"en": "Energy bought"})
    new = concept(SUM, "EnergyConsumption", parts=("EnergySold", "EnergyBought"))
    new = replace(new, concepts={**new.concepts, "EnergyBought": bought})
    new = table(new, "Energy", concepts=(*new.tables["Energy"].concepts, "EnergyBought"))
    assert [(change.kind, change.is_breaking) for change in compare(SUM, new)] == [("reruled", False), ("added", False)]


def test_a_new_concept_that_every_report_must_have_is_breaking() -> None:
    new = concept(TWO, "ReusedWater", required=True)
    added = [change for change in compare(ONE, new) if change.kind is ChangeKind.ADDED]
    assert [(change.name, change.is_breaking) for change in added] == [("ReusedWater", True)]


@pytest.mark.parametrize("home", ["Workforce", "Water"])
def test_a_move_to_a_table_without_an_axis_is_breaking(home: str) -> None:
    assert [change.is_breaking for change in compare(ONE, moved(ONE, "EnergySold", home))] == [True]


@pytest.mark.parametrize("arithmetic", Arithmetic)
def test_a_move_to_a_table_with_a_stricter_rule_is_breaking(arithmetic: Arithmetic) -> None:
    old = table(ONE, "Workforce", axes={"EnergySource": arithmetic})
    is_stricter = arithmetic in (Arithmetic.ADDS_UP, Arithmetic.SHARES, Arithmetic.AVERAGE)
    assert [change.is_breaking for change in compare(old, moved(old, "EnergySold", "Workforce"))] == [is_stricter]


def moved(taxonomy: Taxonomy, name: str, home: str) -> Taxonomy:
    before = taxonomy.tables[taxonomy.concepts[name].table]
    taxonomy = table(taxonomy, before.name, concepts=tuple(one for one in before.concepts if one != name))
    taxonomy = table(taxonomy, home, concepts=(*taxonomy.tables[home].concepts, name))
    return concept(taxonomy, name, table=home)


def renamed(taxonomy: Taxonomy, old: str, new: str) -> Taxonomy:
    concepts = {
        name.replace(old, new) if name == old else name: replace(one, name=new) if name == old else one
        for name, one in taxonomy.concepts.items()
    }
    tables = {
        name: replace(one, concepts=tuple(new if other == old else other for other in one.concepts))
        for name, one in taxonomy.tables.items()
    }
    return replace(taxonomy, concepts=concepts, tables=tables)


def test_what_else_became_of_a_renamed_concept_is_said_under_its_new_name() -> None:
    old = concept(SUM, "Turnover", ratio=RATIO)
    old = concept(old, "EnergyForWater", parent="EnergySold")
    new = concept(renamed(old, "EnergySold", "EnergyPassedOn"), "EnergyPassedOn", period="instant")
    new = concept(new, "EnergyConsumption", parts=("EnergyPassedOn",))
    new = concept(new, "Turnover", ratio=Ratio(Operand("EnergyPassedOn"), RATIO.denominator))
    new = concept(new, "EnergyForWater", parent="EnergyPassedOn")
    assert [(change.kind, change.name) for change in compare(old, new, {"EnergySold": "EnergyPassedOn"})] == [
        ("renamed", "EnergyPassedOn"),
        ("retimed", "EnergyPassedOn"),
    ]


def test_a_rename_that_the_map_lacks_is_suggested_and_not_assumed() -> None:
    gone, new = compare(ONE, renamed(ONE, "EnergySold", "EnergyPassedOn"))
    assert [(one.kind, one.name) for one in (gone, new)] == [("removed", "EnergySold"), ("added", "EnergyPassedOn")]
    assert gone.hint == new.hint
    assert "“EnergySold: EnergyPassedOn”" in gone.hint


def test_no_rename_is_suggested_for_what_is_only_like_it() -> None:
    other_type = concept(
        renamed(ONE, "EnergySold", "EnergyPassedOn"), "EnergyPassedOn", type=ONE.concepts["FreshWater"].type
    )
    other_label = concept(
        renamed(ONE, "EnergySold", "EnergyPassedOn"), "EnergyPassedOn", labels={"en": "Energy passed on"}
    )
    for new in (other_type, other_label):
        assert [change.hint for change in compare(ONE, new)] == ["", ""]


def test_members_and_axes_are_renamed_as_concepts_are() -> None:
    people = replace(GENDER.members["Female"], name="Woman")
    new = axis(ONE, "Gender", members={"Woman": people, "Male": GENDER.members["Male"]})
    new = replace(new, axes={"EnergySource": SOURCE_AXIS, "Sex": replace(new.axes["Gender"], name="Sex")})
    new = table(new, "Workforce", axes={"Sex": Arithmetic.SEPARATE})
    assert [
        (change.kind, change.what, change.name) for change in compare(ONE, new, {"Gender": "Sex", "Female": "Woman"})
    ] == [
        ("renamed", "axis", "Sex"),
        ("renamed", "member", "Woman"),
    ]


def test_concepts_that_became_one_are_renamed_and_compared_no_further() -> None:
    new = replace(ONE, concepts=without(ONE.concepts, "FuelBurnt"))
    new = table(new, "Energy", concepts=("EnergyConsumption", "EnergySold"))
    (change,) = compare(ONE, new, {"FuelBurnt": "EnergySold"})
    assert (change.kind, change.before, change.after) == ("renamed", "FuelBurnt", "EnergySold")


LETTERS = st.text("abcdefghijklmnopqrstuvwxyzäß水能", min_size=1, max_size=8)
Edit = Callable[[Taxonomy, Concept, str], Taxonomy]
"""A change to one concept of a taxonomy that no other edit has touched, with a word to use in it."""


def removed(taxonomy: Taxonomy, one: Concept, _: str) -> Taxonomy:
    home = taxonomy.tables[one.table]
    taxonomy = table(taxonomy, home.name, concepts=tuple(name for name in home.concepts if name != one.name))
    return replace(taxonomy, concepts=without(taxonomy.concepts, one.name))


def added(taxonomy: Taxonomy, one: Concept) -> Taxonomy:
    home = taxonomy.tables[one.table]
    taxonomy = table(taxonomy, home.name, concepts=(*home.concepts, one.name))
    return replace(taxonomy, concepts={**taxonomy.concepts, one.name: one})


def retyped(taxonomy: Taxonomy, one: Concept, _: str) -> Taxonomy:
    other = "FreshWater" if one.type.name != "mass" else "EnergySold"
    return concept(taxonomy, one.name, type=ONE.concepts[other].type)


def rereferenced(taxonomy: Taxonomy, one: Concept, _: str) -> Taxonomy:
    references = () if one.references else ONE.concepts["EnergyConsumption"].references
    return concept(taxonomy, one.name, references=references)


def moved_on(taxonomy: Taxonomy, one: Concept, word: str) -> Taxonomy:
    homes = sorted(ONE.tables.keys() - {one.table})
    return moved(taxonomy, one.name, homes[len(word) % len(homes)])


EDITS: dict[str, Edit] = {
    "": lambda taxonomy, one, word: taxonomy,
    "removed": removed,
    "renamed": lambda taxonomy, one, word: renamed(taxonomy, one.name, f"{one.name}{word}"),
    "retyped": retyped,
    "retimed": lambda taxonomy, one, word: concept(taxonomy, one.name, period="instant"),
    "relabelled": lambda taxonomy, one, word: concept(taxonomy, one.name, labels={"en": f"{one.labels['en']} {word}"}),
    "redefined": lambda taxonomy, one, word: concept(taxonomy, one.name, documentation={"en": word}),
    "re-referenced": rereferenced,
    "moved": moved_on,
    "reruled": lambda taxonomy, one, word: concept(taxonomy, one.name, required=True),
}


@st.composite
def edited(draw: st.DrawFn) -> tuple[Taxonomy, dict[str, str], Counter[tuple[str, str]]]:
    """A taxonomy with random edits, the renames among them, and what there is to find."""
    new, renames, expected = ONE, dict[str, str](), Counter[tuple[str, str]]()
    for one in ONE.concepts.values():
        edit, word = draw(st.sampled_from(sorted(EDITS))), draw(LETTERS)
        new = EDITS[edit](new, one, word)
        if edit == "renamed":
            renames[one.name] = f"{one.name}{word}"
        if edit:
            expected[edit, renames.get(one.name, one.name)] += 1
    for name in sorted(draw(st.sets(LETTERS.map(lambda word: f"New{word}"), max_size=3))):
        new = added(new, replace(ONE.concepts["FreshWater"], name=name, labels={"en": name}))
        expected["added", name] += 1
    return new, renames, expected


@settings(deadline=None)
@given(edited())
def test_whatever_is_edited_is_found_and_nothing_else(
    case: tuple[Taxonomy, dict[str, str], Counter[tuple[str, str]]],
) -> None:
    new, renames, expected = case
    changes = compare(ONE, new, renames)
    assert Counter((change.kind.value, change.name) for change in changes) == expected
    order = [(not change.is_breaking, list(ChangeKind).index(change.kind), change.name) for change in changes]
    assert order == sorted(order)
    texts = changes_text(changes, ONE, new), changes_page(changes, ONE, new)
    assert all(change.name in text for change in changes for text in texts)
    assert json.loads(changes_json(changes, ONE, new))["counts"]["changes"] == expected.total()


# The released version


@pytest.fixture(scope="module")
def released() -> Taxonomy:
    if not hasattr(Taxonomy, "from_package"):
        pytest.skip("a compiled taxonomy package cannot be loaded yet")
    return Taxonomy.from_package(RELEASE, cache=False)


@pytest.fixture(scope="module")
def since_the_release(released: Taxonomy) -> list[Change]:
    return compare(released, ESG)


def test_the_release_is_the_one_that_the_taxonomy_supersedes(released: Taxonomy) -> None:
    assert released.namespace == ESG.supersedes


def test_the_release_is_packed_reproducibly() -> None:
    with zipfile.ZipFile(RELEASE) as package:
        entries = package.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.filename.split("/")[0] for entry in entries} == {"esg-2025"}
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_DEFLATED}


def test_the_renames_of_the_map_are_found_and_nothing_is_lost(
    since_the_release: list[Change], released: Taxonomy
) -> None:
    renames = {change.before: change.after for change in since_the_release if change.kind is ChangeKind.RENAMED}
    assert renames == ESG.renames
    gone = {change.name for change in since_the_release if change.kind is ChangeKind.REMOVED}
    assert not gone & released.concepts.keys()


@pytest.fixture(scope="module")
def packed(released: Taxonomy, tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    """The present version, loaded from its own package; formulas are not read, so it is packed without them."""
    package = tmp_path_factory.mktemp("package") / "esg.zip"
    plain = tuple(replace(entry_point, with_rules=False) for entry_point in ESG.entry_points)
    package.write_bytes(taxonomy_package(replace(ESG, entry_points=plain)))
    return Taxonomy.from_package(package, cache=False)


def test_a_version_is_the_same_as_its_package(packed: Taxonomy) -> None:
    assert compare(packed, ESG) == []
    assert compare(ESG, packed) == []
    assert compare(packed, packed) == []


def test_two_packages_are_compared_as_their_sources_are(
    released: Taxonomy, packed: Taxonomy, since_the_release: list[Change]
) -> None:
    def found(changes: list[Change]) -> set[tuple[str, str, str]]:
        """Apart from standards, which a package has volume by volume."""
        return {(one.kind.value, one.what.value, one.name) for one in changes if one.what is not What.STANDARD}

    assert found(compare(released, packed, ESG.renames)) == found(since_the_release)


def test_water_is_now_measured_by_volume(since_the_release: list[Change]) -> None:
    retyped = {change.name for change in since_the_release if (change.before, change.after) == ("mass", "volume")}
    assert retyped == {"FreshwaterConsumption", "ReclaimedWaterConsumption", "WaterDischarge", "WaterWithdrawal"}
    assert all(
        change.is_breaking for change in since_the_release if change.name in retyped and change.kind == "retyped"
    )


def test_what_a_package_does_not_tell_is_no_change(since_the_release: list[Change]) -> None:
    assert {change.what for change in since_the_release} & {What.UNIT, What.TOPIC} == set()
    assert {change.aspect for change in since_the_release if change.kind is ChangeKind.RERULED} <= {"sum"}
    assert [change.name for change in since_the_release if change.what is What.LANGUAGE] == ["zh-Hant"]


def test_a_relabelled_thing_really_had_another_label(since_the_release: list[Change]) -> None:
    with zipfile.ZipFile(RELEASE) as package:
        texts = "".join(package.read(name).decode() for name in package.namelist())
    for change in since_the_release:
        if change.kind in (ChangeKind.RELABELLED, ChangeKind.REDEFINED) and change.what is not What.TABLE:
            assert change.aspect in ("en", "zh-Hans"), change
            text = change.before.replace("&", "&amp;") if change.before else ""
            assert text in texts, change
            assert change.before != change.after


def test_a_reference_keeps_its_standard(since_the_release: list[Change]) -> None:
    """In the package, standards go by their titles; they are recognised by their codes."""
    for change in since_the_release:
        if change.kind is ChangeKind.REREFERENCED and change.before:
            assert {code.split()[0] for code in change.before.split(", ")} <= ESG.standards.keys(), change


# The reports


def test_the_text_ends_in_a_line_that_counts() -> None:
    lines = changes_text(compare(ONE, TWO), ONE, TWO).splitlines()
    assert lines[0] == "small-1 → small-2"
    assert lines[-1].startswith("15 changes, 10 breaking: 1 removed, 1 renamed")
    assert "  concept  FreshWater  mass → volume" in lines
    assert changes_summary([]) == "No changes"


def test_the_columns_of_the_text_are_aligned() -> None:
    new = axis(concept(ONE, "FreshWater", labels={"en": "Water"}), "Gender", labels={"en": "Sex"})
    rows = [line for line in changes_text(compare(ONE, new), ONE, new).splitlines() if "→" in line][1:]
    assert rows == ["  concept  FreshWater [en]  Fresh water → Water", "  axis     Gender [en]      Gender → Sex"]


def test_the_json_has_a_stable_shape() -> None:
    report = json.loads(changes_json(compare(ONE, TWO), ONE, TWO))
    assert list(report) == ["old", "new", "counts", "changes"]
    assert report["old"] == {"namespace": "https://taxonomy.example/small/1", "version": "1", "date": "2025-01-01"}
    assert report["counts"] == {"changes": 15, "breaking": 10, "kinds": {kind.value: 1 for kind in ChangeKind}}
    assert report["changes"][2] == {
        "kind": "retyped",
        "what": "concept",
        "name": "FreshWater",
        "before": "mass",
        "after": "volume",
        "is_breaking": True,
        "why": "A value of the old type, or its unit, may not fit the new one.",
        "label": "Fresh water",
        "within": "Water",
        "aspect": "",
        "hint": "",
    }


def test_the_page_counts_and_shows_every_change_and_needs_nothing_else() -> None:
    changes = compare(ONE, TWO)
    page = html.document_fromstring(changes_page(changes, ONE, TWO))
    rows = {row.find("th").text.strip(): row.text_content().split()[-1] for row in page.findall(".//tbody/tr")}
    assert rows == {kind.value: "1" for kind in ChangeKind}
    assert len(page.findall(".//li")) == len(changes)
    links = [str(link) for _, _, link, _ in page.iterlinks()]
    assert links
    assert all(link.startswith("#") and page.get_element_by_id(link[1:]) is not None for link in links)
    assert "viewport" in [meta.get("name") for meta in page.iter("meta")]


def test_the_page_marks_the_words_that_differ() -> None:
    page = html.document_fromstring(changes_page(compare(ONE, TWO), ONE, TWO))
    marks = [mark.text for mark in page.iter("mark")]
    assert " to others" in marks
    assert ", except what was sold" in marks


def test_the_page_escapes_what_the_taxonomy_says() -> None:
    evil = "<script>alert('&')</script>"
    new = replace(concept(ONE, "EnergySold", labels={"en": evil}), labels={"en": evil}, version=evil)
    text = changes_page(compare(ONE, new), ONE, new)
    page = html.document_fromstring(text)
    assert list(page.iter("script")) == []
    assert "<script>" not in text
    assert evil in page.text_content()


def test_a_page_without_changes_says_so() -> None:
    page = html.document_fromstring(changes_page([], ONE, ONE))
    assert "Nothing changed." in page.text_content()


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_of_a_difference_are_the_texts(before: str, after: str) -> None:
    old, new = word_differences(before, after)
    assert "".join(text for text, _ in old) == before
    assert "".join(text for text, _ in new) == after
    assert [text for text, differs in old if not differs] == [text for text, differs in new if not differs]


def test_chinese_is_compared_sign_by_sign() -> None:
    assert word_differences("供应商数目", "供应商数量") == (
        [("供应商数", False), ("目", True)],
        [("供应商数", False), ("量", True)],
    )
