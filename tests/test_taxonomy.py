"""The taxonomy: valid XBRL without a message, complete in every language, and answering mistakes at their line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from lxml import etree

from esgtag.findings import Severity
from esgtag.generator import taxonomy_package
from esgtag.taxonomy import (
    SOURCE,
    Arithmetic,
    Taxonomy,
    esg_taxonomy,
    package_files,
    package_name,
    read_taxonomy,
    unanswered,
)
from esgtag.validation import run_arelle

ENTRY_POINTS = [one.name for one in esg_taxonomy().entry_points]
XLINK, XBRLDT = "{http://www.w3.org/1999/xlink}", "{http://xbrl.org/2005/xbrldt}"


def view(taxonomy: Taxonomy, entry_point: str) -> Taxonomy:
    """The taxonomy as seen from an entry point."""
    found = taxonomy.at(next(one.href for one in taxonomy.entry_points if one.name == entry_point))
    assert found is not None
    return found


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
def test_arelle_has_nothing_to_say_about_an_entry_point(taxonomy: Taxonomy, tmp_path: Path, entry_point: str) -> None:
    package = tmp_path / f"{package_name(taxonomy)}.zip"
    package.write_bytes(taxonomy_package(taxonomy))
    href = next(one.href for one in taxonomy.entry_points if one.name == entry_point)
    report = tmp_path / "entry.xbrl"
    report.write_text(
        '<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<link:schemaRef xlink:type="simple" xlink:href="{href}"/></xbrli:xbrl>'
    )
    run = run_arelle(report, [package], check_taxonomy=False)  # the next test checks all of them
    found = [message for message in run.messages if message.level != "INFO"]
    assert [message for message in found if not message.code.startswith("message:required.")] == []
    assert len(found) == (0 if entry_point == "Core" else 3)  # this report says nothing, not even who reports


def test_the_package_is_a_valid_taxonomy_package(taxonomy: Taxonomy, tmp_path: Path) -> None:
    """Arelle checks it against Taxonomy Packages 1.0 and loads each of its entry points."""
    package = tmp_path / f"{package_name(taxonomy)}.zip"
    package.write_bytes(taxonomy_package(taxonomy))
    run = run_arelle(package)
    assert [message for message in run.messages if message.level != "INFO"] == []
    assert run.taxonomies == len(taxonomy.entry_points)


def test_compiling_twice_gives_the_same_bytes(taxonomy: Taxonomy) -> None:
    again = read_taxonomy(SOURCE).taxonomy
    assert again is not None
    assert package_files(again) == package_files(taxonomy)


def test_every_code_of_hkex_gri_and_sasb_is_answered(taxonomy: Taxonomy) -> None:
    for standard, number in (("HKEX", 51), ("GRI", 105), ("SASB", 12)):
        assert len(taxonomy.standards[standard].codes) == number
        assert unanswered(taxonomy, standard) == []
    assert unanswered(taxonomy, "HKEX-D") == []


def test_an_entry_point_of_a_standard_has_what_answers_it(taxonomy: Taxonomy) -> None:
    gri = taxonomy.at(f"{taxonomy.base}/esg-gri.xsd")
    assert gri is not None
    assert set(gri.concepts) < set(taxonomy.concepts)
    for concept in gri.concepts.values():
        is_of_any_report = concept.required or concept.everywhere
        assert is_of_any_report or any(one.standard == "GRI" for one in concept.references), concept.name
        assert set(concept.parts) <= set(gri.concepts)
        assert concept.parent is None or concept.parent in gri.concepts
    assert taxonomy.at(f"{taxonomy.base}/esg-none.xsd") is None


def test_every_concept_has_labels_and_documentation_in_every_language(taxonomy: Taxonomy) -> None:
    for concept in taxonomy.concepts.values():
        for texts in (concept.labels, concept.documentation):
            assert set(texts) == set(taxonomy.languages), concept.name


def test_no_two_concepts_share_a_label(taxonomy: Taxonomy) -> None:
    for language in taxonomy.languages:
        labels = [concept.labels[language] for concept in taxonomy.concepts.values()]
        assert len(set(labels)) == len(labels)


def test_every_table_has_one_closed_hypercube_in_the_scenario(taxonomy: Taxonomy) -> None:
    files = package_files(taxonomy)
    linkbases = [etree.fromstring(files[name]) for name in files if re.fullmatch("taxonomy/all/.*-def.xml", name)]
    arcs = [arc for linkbase in linkbases for arc in linkbase.iter()]
    cubes = [arc for arc in arcs if arc.get(f"{XLINK}arcrole") == "http://xbrl.org/int/dim/arcrole/all"]
    assert len(cubes) == len(taxonomy.tables)
    assert {(arc.get(f"{XBRLDT}closed"), arc.get(f"{XBRLDT}contextElement")) for arc in cubes} == {("true", "scenario")}


# Qualifying axes

QUALIFIED = [
    ("NumberOfEmployees", {}, True),
    ("NumberOfEmployees", {"Qualifier": "AtLeast"}, True),
    ("NumberOfEmployees", {"Gender": "Female", "Restatement": "PreviouslyReported", "Qualifier": "About"}, True),
    ("NumberOfEmployees", {"Qualifier": "PreviouslyReported"}, False),
    ("NumberOfEmployees", {"Qualifier": "AtLeast", "Gender": "FullTime"}, False),
    ("NumberOfEmployees", {"Qualifier": "AtLeast", "Boundary": "offices"}, False),
    ("ProductCarbonFootprint", {"Qualifier": "AtMost"}, False),
    ("ProductCarbonFootprint", {"Qualifier": "AtMost", "Product": "phone"}, True),
    ("LocationOfHeadquarters", {"Qualifier": "About"}, False),
    ("DescriptionOfRestatements", {"Restatement": "PreviouslyReported"}, False),
    ("ReasonForRestatement", {"RestatementCause": "new-factors"}, True),
    ("ReasonForRestatement", {"RestatementCause": "new-factors", "Restatement": "PreviouslyReported"}, False),
    ("BoundaryOfFigures", {"Boundary": "offices"}, True),
    ("BoundaryOfFigures", {}, False),
]


@pytest.mark.parametrize(("concept", "members", "admitted"), QUALIFIED)
@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
def test_a_figure_may_be_qualified_and_nothing_else(
    taxonomy: Taxonomy, entry_point: str, concept: str, members: dict[str, str], admitted: bool
) -> None:
    seen = view(taxonomy, entry_point)
    assert concept not in seen.concepts or seen.admits(concept, members) is admitted


def test_the_axes_that_qualify_figures_are_no_axes_of_their_tables(taxonomy: Taxonomy) -> None:
    assert taxonomy.qualifying == ("Restatement", "Qualifier")
    for concept in taxonomy.concepts.values():
        assert not set(taxonomy.qualifying) & set(taxonomy.axes_of(concept.name))
        assert taxonomy.qualifying_of(concept.name) == (taxonomy.qualifying if concept.type.is_numeric else ())


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
def test_reasons_and_boundaries_stand_in_every_entry_point(taxonomy: Taxonomy, entry_point: str) -> None:
    seen = view(taxonomy, entry_point)
    assert {"ReasonForRestatement", "BoundaryOfFigures", "OmissionReason"} <= seen.concepts.keys()
    assert seen.qualifying == taxonomy.qualifying


@pytest.mark.parametrize(("folder", "entry_point"), [("all", "All"), ("hkex", "Hkex"), ("gri", "Gri")])
def test_the_hypercube_of_every_table_with_a_figure_has_the_axes_that_qualify_it(
    taxonomy: Taxonomy, folder: str, entry_point: str
) -> None:
    files, found = package_files(taxonomy), {}
    for name in files:
        if re.fullmatch(f"taxonomy/{folder}/.*-def.xml", name):
            for link in etree.fromstring(files[name]).iter("{*}definitionLink"):
                found[str(link.get(f"{XLINK}role")).rpartition("/")[2]] = {
                    arc.get(f"{XLINK}to"): arc.get(f"{XBRLDT}targetRole")
                    for arc in link.iter("{*}definitionArc")
                    if str(arc.get(f"{XLINK}arcrole")).endswith("hypercube-dimension")
                }
    seen = view(taxonomy, entry_point)
    assert found.keys() == seen.tables.keys()
    members = {f"{axis}Axis": f"{taxonomy.base}/role/{axis}Members" for axis in taxonomy.qualifying}
    for table in seen.tables.values():
        has_figure = any(seen.concepts[name].type.is_numeric for name in table.concepts)
        others = {taxonomy.axes[axis].qname.local for axis in table.axes}
        assert found[table.name].keys() == others | (members.keys() if has_figure else set())
        assert members.items() <= found[table.name].items() or not has_figure


def test_shares_and_averages_are_on_rates(taxonomy: Taxonomy) -> None:
    for table in taxonomy.tables.values():
        for axis, arithmetic in table.axes.items():
            if arithmetic is Arithmetic.SHARES:
                assert {taxonomy.concepts[name].type.name for name in table.concepts} == {"percent"}, (table.name, axis)


def test_spellings_have_one_meaning_and_ambiguous_ones_none(taxonomy: Taxonomy) -> None:
    spellings = [text for unit in taxonomy.units for text in unit.spellings]
    assert len(set(spellings)) == len(spellings)
    assert not set(spellings) & set(taxonomy.ambiguous_units)


MISTAKES = {
    "an axis that does not exist": ("climate.yaml", "axes: {GreenhouseGas: adds-up}", "axes: {GreenhousGas: adds-up}", "GreenhouseGas"),
    "a type that does not exist": ("energy.yaml", "type: energy\n", "type: enrgy\n", "energy"),
    "a reference that does not exist": ("climate.yaml", "GRI 305-3,", "GRI 305-33,", "GRI 305-3"),
    "a weight that does not exist": ("workforce.yaml", "weights: ShareOfEmployees", "weights: ShareOfEmployee", "ShareOfEmployees"),
    "a missing translation": ("climate.yaml", "labels: {en: Air pollutants, zh-Hans: 大气污染物, zh-Hant: 空氣污染物}", "labels: {en: Air pollutants, zh-Hans: 大气污染物}", "zh-Hant"),
    "a name used twice": ("climate.yaml", "name: SulphurOxidesEmissions", "name: DirectEnergyConsumption", "twice"),
    "an unknown key": ("climate.yaml", "        period: duration", "        perod: duration", "perod"),
    "bad indentation": ("climate.yaml", "tables:\n", "tables:\n      x: 1\n", ""),
    "an unknown arithmetic": ("climate.yaml", "GreenhouseGas: adds-up", "GreenhouseGas: sums", "adds-up"),
}  # fmt: skip


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_in_the_source_is_answered_at_its_line(tmp_path: Path, kind: str) -> None:
    name, old, new, told = MISTAKES[kind]
    folder = tmp_path / "source"
    shutil.copytree(SOURCE, folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    reading = read_taxonomy(folder)
    assert reading.taxonomy is None
    (first,) = reading.findings
    assert first.severity is Severity.ERROR
    assert first.location is not None
    assert first.location.file == f"source/{name}"
    line = text[: text.index(old)].count("\n") + 1
    assert abs((first.location.line or 0) - line) <= old.count("\n") + 1
    assert told in first.message + first.hint
