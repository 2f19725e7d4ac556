"""The taxonomy: valid XBRL without a message, complete in every language, and answering mistakes at their line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import etree

from esgtag.findings import Severity
from esgtag.generator import taxonomy_package
from esgtag.taxonomy import SOURCE, Arithmetic, Taxonomy, package_files, package_name, read_taxonomy
from esgtag.validation import run_arelle

from places import ROOT


def test_the_committed_package_is_what_the_source_compiles_to(taxonomy: Taxonomy) -> None:
    folder = ROOT / "taxonomy" / "package" / package_name(taxonomy)
    committed = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert committed == package_files(taxonomy)


def test_arelle_has_nothing_to_say_about_the_entry_point(taxonomy: Taxonomy, tmp_path: Path) -> None:
    package = tmp_path / "esg-2025.zip"
    package.write_bytes(taxonomy_package(taxonomy))
    entry = tmp_path / "entry.xbrl"
    entry.write_text(
        '<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<link:schemaRef xlink:type="simple" xlink:href="{taxonomy.entry_point}"/></xbrli:xbrl>'
    )
    for file, packages in ((package, []), (entry, [package])):
        assert [message for message in run_arelle(file, packages).messages if message.level != "INFO"] == []


def test_every_concept_has_labels_and_documentation_in_every_language(taxonomy: Taxonomy) -> None:
    for concept in taxonomy.concepts.values():
        for texts in (concept.labels, concept.documentation):
            assert set(texts) == set(taxonomy.languages), concept.name


def test_no_two_concepts_share_a_label(taxonomy: Taxonomy) -> None:
    for language in taxonomy.languages:
        labels = [concept.labels[language] for concept in taxonomy.concepts.values()]
        assert len(set(labels)) == len(labels)


def test_every_table_has_one_closed_hypercube_in_the_scenario(taxonomy: Taxonomy) -> None:
    definition = etree.fromstring(package_files(taxonomy)["taxonomy/esg-def.xml"])
    xlink, xbrldt = "{http://www.w3.org/1999/xlink}", "{http://xbrl.org/2005/xbrldt}"
    cubes = [arc for arc in definition.iter() if arc.get(f"{xlink}arcrole") == "http://xbrl.org/int/dim/arcrole/all"]
    assert len(cubes) == len(taxonomy.tables)
    assert {(arc.get(f"{xbrldt}closed"), arc.get(f"{xbrldt}contextElement")) for arc in cubes} == {("true", "scenario")}


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
    "a reference that does not exist": ("climate.yaml", "GRI 305-3", "GRI 305-33", "GRI 305-3"),
    "a weight that does not exist": ("workforce.yaml", "weights: ShareOfEmployees", "weights: ShareOfEmployee", "ShareOfEmployees"),
    "a missing translation": ("climate.yaml", "labels: {en: Air pollutants, zh-Hans: 大气污染物}", "labels: {en: Air pollutants}", "zh-Hans"),
    "a name used twice": ("climate.yaml", "name: NitrogenOxidesEmissions", "name: DirectEnergyConsumption", "twice"),
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
    taxonomy, findings = read_taxonomy(folder)
    assert taxonomy is None
    (first,) = findings
    assert first.severity is Severity.ERROR
    assert first.location is not None
    assert first.location.file == f"source/{name}"
    line = text[: text.index(old)].count("\n") + 1
    assert abs((first.location.line or 0) - line) <= old.count("\n") + 1
    assert told in first.message + first.hint
