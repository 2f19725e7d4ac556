"""Anyone's taxonomy package: loaded with Arelle into the model, remembered, and refused with findings where it is broken."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import esgtag.taxonomy.foreign.loading as foreign
from esgtag.findings import Severity
from esgtag.taxonomy import (
    Arithmetic,
    Concept,
    Kind,
    PackageError,
    QName,
    Relation,
    RuleKind,
    Taxonomy,
    package_files,
    package_name,
    rules_of,
)
from esgtag.validation import run_arelle

FOLDER = Path(__file__).parent / "foreign" / "stadtwerke-2024"
BASE = "https://stadtwerke.example/umwelt/2024"
ALL, WATER = f"{BASE}/umwelterklaerung.xsd", f"{BASE}/wasserversorgung.xsd"
KERN, TYPEN, MERKMALE = f"{BASE}/kern", f"{BASE}/typen", f"{BASE}/merkmale"

Zip = Callable[[Mapping[str, bytes]], Path]


def files() -> dict[str, bytes]:
    """The files of the test package by their path below its top folder."""
    return {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in FOLDER.rglob("*") if path.is_file()}


def zipped(content: Mapping[str, bytes], top: str = FOLDER.name) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(content):
            archive.writestr(zipfile.ZipInfo(f"{top}/{name}"), content[name])
    return buffer.getvalue()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("foreign") / "stadtwerke.zip"
    path.write_bytes(zipped(files()))
    return path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def statement(package: Path, kept: Path) -> Taxonomy:
    return Taxonomy.from_package(package, cache=kept)


@pytest.fixture
def pack(tmp_path: Path) -> Zip:
    def write(content: Mapping[str, bytes]) -> Path:
        path = tmp_path / "broken.zip"
        path.write_bytes(zipped(content))
        return path

    return write


@pytest.fixture
def without_arelle(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError("Arelle was started")

    monkeypatch.setattr(foreign.subprocess, "run", refuse)


def test_the_test_package_is_valid(package: Path) -> None:
    run = run_arelle(package)
    assert [message for message in run.messages if message.level != "INFO"] == []
    assert run.taxonomies == 2


# Concepts


def test_concepts_of_several_namespaces_are_named_with_the_prefixes_of_their_schemas(statement: Taxonomy) -> None:
    concept = statement.concepts["swk:HeatDelivered"]
    assert (concept.qname, concept.qname.prefix) == (QName(KERN, "HeatDelivered"), "swk")
    assert {name.partition(":")[0] for name in statement.concepts} == {"swk", "sww"}
    assert (statement.base, statement.prefix) == (KERN, "swk")


def test_concepts_of_one_namespace_are_named_without_a_prefix(package: Path, kept: Path) -> None:
    water = Taxonomy.from_package(package, WATER, cache=kept)
    assert list(water.concepts) == ["WaterAbstracted", "GroundwaterAbstracted", "SurfaceWaterAbstracted"]
    assert water.entry_point == WATER
    assert list(water.axes) == ["swm:District"]


def test_what_nobody_reports_is_no_concept(statement: Taxonomy) -> None:
    names = {concept.qname.local for concept in statement.concepts.values()}
    headings, members = {"EnergyAbstract", "EnergyTable", "PlantTypeAxis"}, {"Town", "NorthMember", "EmasMember"}
    fraction, not_arranged = {"ShareOfBudget"}, {"InternalNote"}
    assert not names & (headings | members | fraction | not_arranged)
    assert len(names) == 26


TYPES = {
    "swk:HeatDelivered": ("energy", Kind.NUMBER, "energy", False, None),
    "swk:ElectricityGenerated": ("generation", Kind.NUMBER, "energy", False, "energyItemType"),
    "swk:HeatPumpShare": ("percent", Kind.NUMBER, "ratio", False, None),
    "swk:HeatPumps": ("positiveInteger", Kind.NUMBER, "count", True, None),
    "swk:Emissions": ("ghgEmissions", Kind.NUMBER, "ghg", False, None),
    "swk:EmissionFactor": ("ghgEmissionsPerEnergy", Kind.NUMBER, "ghg/energy", False, "decimalItemType"),
    "swk:FlueGasTemperature": ("temperature", Kind.NUMBER, "temperature", False, None),
    "swk:AllowancesSold": ("monetary", Kind.NUMBER, "money", False, None),
    "swk:EnvironmentalPolicy": ("textBlock", Kind.BLOCK, None, False, None),
    "swk:NameOfVerifier": ("string", Kind.TEXT, None, False, None),
    "swk:Remark": ("string", Kind.TEXT, None, False, None),
    "swk:DateOfVerification": ("date", Kind.DATE, None, False, None),
    "swk:YearOfFirstStatement": ("gYear", Kind.YEAR, None, False, None),
    "swk:IsVerified": ("boolean", Kind.BOOLEAN, None, False, None),
    "swk:Website": ("anyURI", Kind.OTHER, None, False, None),
    "swk:ManagementSystem": ("enumeration", Kind.CHOICE, None, False, None),
    "swk:FormerManagementSystems": ("enumerationSet", Kind.CHOICES, None, False, None),
    "swk:ManagementSystemOfSupplier": ("enumeration", Kind.OTHER, None, False, "QNameItemType"),
}


@pytest.mark.parametrize("name", TYPES)
def test_a_type_is_what_it_is_derived_from(statement: Taxonomy, name: str) -> None:
    found = statement.concepts[name].type
    derives = found.derives.local if found.derives else None
    assert (found.name, found.kind, found.quantity, found.is_count, derives) == TYPES[name]


def test_a_type_keeps_its_qualified_name(statement: Taxonomy) -> None:
    assert statement.concepts["swk:ElectricityGenerated"].type.qname == QName(TYPEN, "generationItemType")


def test_periods_and_balances(statement: Taxonomy) -> None:
    concepts = statement.concepts
    assert (concepts["swk:HeatPumps"].period, concepts["swk:HeatDelivered"].period) == ("instant", "duration")
    balances = {name: concept.balance for name, concept in concepts.items() if concept.balance}
    assert balances == {"swk:AllowancesPurchased": "debit", "swk:AllowancesSold": "credit"}


def test_labels_are_there_in_every_language_and_role(statement: Taxonomy) -> None:
    concepts = statement.concepts
    assert statement.languages == ("de", "en")
    assert concepts["swk:HeatDelivered"].labels == {"de": "Wärmeabsatz", "en": "Heat delivered"}
    assert concepts["swk:Emissions"].terse == {"de": "Emissionen"}
    assert concepts["swk:Emissions"].total["en"] == "Total greenhouse gas emissions"
    assert concepts["swk:ElectricityDelivered"].net["de"] == "Stromabgabe, netto"
    assert concepts["swk:Emissions"].documentation["de"] == "Emissionen der Anlagen in Tonnen Kohlendioxidäquivalent."


def test_a_label_that_is_missing_is_taken_from_another_language_or_the_name(statement: Taxonomy) -> None:
    assert statement.concepts["swk:Website"].labels == {"de": "Internetseite", "en": "Internetseite"}
    assert statement.concepts["swk:Remark"].labels == {"de": "Remark", "en": "Remark"}


def test_nesting_is_that_of_the_presentation(statement: Taxonomy) -> None:
    parents = {name: concept.parent for name, concept in statement.concepts.items() if concept.parent}
    assert parents == {
        "swk:ElectricityGenerated": "swk:ElectricityDelivered",
        "swk:ElectricityForOwnUse": "swk:ElectricityDelivered",
        "swk:EmissionsFromHeat": "swk:Emissions",
        "swk:EmissionsFromElectricity": "swk:Emissions",
        "sww:GroundwaterAbstracted": "sww:WaterAbstracted",
        "sww:SurfaceWaterAbstracted": "sww:WaterAbstracted",
    }


def test_sums_are_parts_and_differences_are_not(statement: Taxonomy) -> None:
    """Calculations 1.0 for energy and emissions, 1.1 for water; the own use is subtracted."""
    parts = {name: concept.parts for name, concept in statement.concepts.items() if concept.parts}
    assert parts == {
        "swk:Emissions": ("swk:EmissionsFromHeat", "swk:EmissionsFromElectricity"),
        "sww:WaterAbstracted": ("sww:GroundwaterAbstracted", "sww:SurfaceWaterAbstracted"),
    }


def test_only_sums_are_rules_of_someone_else_s_figures(statement: Taxonomy) -> None:
    assert {rule.kind for rule in rules_of(statement)} == {RuleKind.SUM}


def test_references_say_which_standard_and_where_in_it(statement: Taxonomy) -> None:
    first, second = statement.concepts["swk:Emissions"].references
    assert str(first) == "Verordnung (EG) 1221/2009, appendix IV, paragraph C, subparagraph 2"
    assert (second.standard, second.code, second.relation) == ("GRI 305", "305-1", Relation.SAME)
    assert statement.standards["GRI 305"].publisher == "Global Reporting Initiative"
    assert statement.code(second).title == "GRI 305"
    assert [str(one) for one in statement.concepts["swk:ManagementSystem"].references] == [
        "Verordnung (EG) 1221/2009, paragraph 4",
        "Satzung 12",
    ]


# Tables, axes and choices


def test_a_table_is_what_shares_hypercubes_in_a_role(statement: Taxonomy) -> None:
    assert {
        name: (table.number, len(table.concepts), tuple(table.axes)) for name, table in statement.tables.items()
    } == {
        "Energie.EnergyTable": (100, 4, ("swm:PlantType", "swm:District")),
        "Energie.HeatPumpTable": (100, 2, ("swm:District",)),
        "Emissionen": (200, 7, ("swm:PlantType",)),
        "Anlagen": (300, 1, ("swm:PlantNumber",)),
        "Wasser": (400, 3, ("swm:District",)),
        "WithoutAxes": (410, 10, ()),
    }
    assert {how for table in statement.tables.values() for how in table.axes.values()} == {Arithmetic.SEPARATE}


def test_a_role_s_definition_gives_number_topic_and_label(statement: Taxonomy) -> None:
    table = statement.tables["Emissionen"]
    assert (table.number, table.topic.name, table.labels["de"]) == (200, "Betrieb", "Emissionen")
    assert statement.tables["Anlagen"].labels["de"] == "Anlagen 1 - 99"
    assert statement.tables["Energie.HeatPumpTable"].labels["en"] == "Heat pumps"
    assert statement.tables["Wasser"].topic.labels["en"] == "Environmental statement of municipal utilities"


def test_dimensions_are_in_the_segment_where_the_taxonomy_says_so(statement: Taxonomy) -> None:
    assert {table.in_segment for table in statement.tables.values() if table.axes} == {True}


def test_an_explicit_axis_has_its_usable_members_in_order_without_the_default(statement: Taxonomy) -> None:
    """The members stand in a role of their own (targetRole), below a group that is not usable itself."""
    axis = statement.axes["swm:PlantType"]
    assert axis.qname == QName(MERKMALE, "PlantTypeAxis")
    assert axis.labels == {"de": "Anlagenart", "en": "Type of plant"}
    assert axis.documentation == {"de": "Gliedert nach der Art der Anlage."}
    assert axis.domain == {"de": "Alle Anlagen", "en": "All plants"}
    assert list(axis.members) == ["swm:Cogeneration", "swm:HeatPlant", "swm:Solar"]
    assert axis.members["swm:Solar"].qname == QName(MERKMALE, "SolarMember")
    assert axis.members["swm:Solar"].labels["en"] == "Solar plant"


def test_a_role_may_admit_fewer_members(statement: Taxonomy) -> None:
    assert statement.tables["Emissionen"].members == {"swm:PlantType": {"swm:HeatPlant", "swm:Cogeneration"}}
    assert statement.tables["Energie.EnergyTable"].members == {}
    assert list(statement.members_of("swk:Emissions", "swm:PlantType")) == ["swm:Cogeneration", "swm:HeatPlant"]


def test_a_typed_axis_has_an_element_for_its_members(statement: Taxonomy) -> None:
    axis = statement.axes["swm:PlantNumber"]
    assert axis.typed
    assert axis.typed_domain == QName(MERKMALE, "PlantNumber")
    assert (axis.members, axis.domain) == ({}, {})
    assert axis.labels["en"] == "Plant number"


def test_a_concept_may_stand_in_several_tables(statement: Taxonomy) -> None:
    tables = [table.name for table in statement.tables_of("swk:HeatDelivered")]
    assert tables == ["Energie.EnergyTable", "Anlagen"]
    assert statement.concepts["swk:HeatDelivered"].table == "Energie.EnergyTable"
    assert list(statement.axes_of("swk:HeatDelivered")) == ["swm:PlantType", "swm:District", "swm:PlantNumber"]


@pytest.mark.parametrize(
    ("concept", "members", "admitted"),
    [
        ("swk:HeatDelivered", {}, True),
        ("swk:HeatDelivered", {"swm:PlantType": "swm:Solar", "swm:District": "swm:North"}, True),
        ("swk:HeatDelivered", {"swm:PlantNumber": "7"}, True),
        ("swk:HeatDelivered", {"swm:PlantNumber": "7", "swm:District": "swm:North"}, False),
        ("swk:Emissions", {"swm:PlantType": "swm:HeatPlant"}, True),
        ("swk:Emissions", {"swm:PlantType": "swm:Solar"}, False),
        ("sww:WaterAbstracted", {"swm:District": "swm:South"}, True),
        ("sww:WaterAbstracted", {}, False),
        ("swk:NameOfVerifier", {}, True),
        ("swk:NameOfVerifier", {"swm:District": "swm:South"}, False),
    ],
)
def test_one_table_must_admit_all_members_together(
    statement: Taxonomy, concept: str, members: dict[str, str], admitted: bool
) -> None:
    """An axis without a default in the domain of a role, as in Wasser, must be named there."""
    assert statement.admits(concept, members) is admitted


def test_choices_are_made_from_the_domain_in_its_role(statement: Taxonomy) -> None:
    concept = statement.concepts["swk:ManagementSystem"]
    assert concept.choices == "swm:ManagementSystem"
    assert list(statement.choices_of(concept.name)) == ["swm:Emas", "swm:Iso14001"]
    with_head = statement.choices_of("swk:FormerManagementSystems")
    assert list(with_head) == ["swm:ManagementSystemDomain", "swm:Emas", "swm:Iso14001"]
    assert statement.choices["swm:ManagementSystem"].labels["de"] == "Managementsysteme"


# The package


def test_the_package_says_who_published_it_and_when(statement: Taxonomy, package: Path) -> None:
    assert statement.labels["en"] == "Environmental statement of municipal utilities"
    assert statement.publisher == {
        "name": "Verband der Stadtwerke",
        "url": "https://stadtwerke.example",
        "country": "DE",
    }
    assert (statement.version, str(statement.date)) == ("2024 (Entwurf 2)", "2024-05-31")
    assert [one.href for one in statement.entry_points] == [ALL, WATER]
    assert statement.entry_points[1].labels == {"de": "Wasserversorgung", "en": "Wasserversorgung"}
    assert package_name(statement) == "swk-2024-Entwurf-2"


def test_the_package_is_carried_along_as_it_is(statement: Taxonomy, package: Path) -> None:
    assert statement.is_foreign
    assert statement.archive == package.read_bytes()
    assert package_files(statement) == files()


def test_units_are_ours_but_those_that_only_our_taxonomy_declares(statement: Taxonomy, taxonomy: Taxonomy) -> None:
    left_out = {unit.measure for unit in taxonomy.units} - {unit.measure for unit in statement.units}
    assert left_out == {unit.measure for unit in taxonomy.units if unit.measure.namespace == taxonomy.namespace}
    megawatt_hour = statement.unit("MWh")
    assert megawatt_hour is not None
    assert megawatt_hour.label("de") == "MWh"
    assert statement.ambiguity("Mt") == taxonomy.ambiguity("Mt")


def test_another_entry_point_is_loaded_from_what_is_carried_along(
    statement: Taxonomy, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign, "cache_folder", lambda: kept)
    water = statement.at(WATER)
    assert water is not None
    assert list(water.concepts) == ["WaterAbstracted", "GroundwaterAbstracted", "SurfaceWaterAbstracted"]
    assert statement.at(ALL) is statement
    assert statement.at(f"{BASE}/strom.xsd") is None


# What is refused


def test_a_file_that_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text("<report/>")
    with pytest.raises(PackageError) as refused:
        Taxonomy.from_package(tmp_path / "report.xml", cache=False)
    assert [finding.code for finding in refused.value.findings] == ["ESG.7.04.unsafeArchive"]
    with pytest.raises(PackageError):
        Taxonomy.from_package(tmp_path / "not there.zip", cache=False)


METADATA = "META-INF/taxonomyPackage.xml"
NO_PACKAGE: dict[str, tuple[dict[str, bytes], str]] = {
    "no metadata": ({"readme.txt": b"Hello."}, "has no META-INF/taxonomyPackage.xml"),
    "not well-formed": ({METADATA: b"<taxonomyPackage>"}, "not well-formed"),
    "something else": ({METADATA: b"<package/>"}, "is not a taxonomyPackage"),
    "no identifier": ({METADATA: b'<taxonomyPackage xmlns="http://xbrl.org/2016/taxonomy-package"/>'}, "identifier"),
    "a date that is none": ({METADATA: files()[METADATA].replace(b"2024-05-31", b"in May")}, "in May"),
    "no URL": ({METADATA: files()[METADATA].replace(b'href="https:', b'href="file:')}, "names no entry point"),
    "entities": (
        {METADATA: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'},
        "is not a taxonomyPackage",
    ),
}


@pytest.mark.parametrize("kind", NO_PACKAGE)
def test_an_archive_that_is_no_taxonomy_package(pack: Zip, without_arelle: None, kind: str) -> None:
    content, told = NO_PACKAGE[kind]
    with pytest.raises(PackageError, match=r"broken\.zip") as refused:
        Taxonomy.from_package(pack(content), cache=False)
    (finding,) = refused.value.findings
    assert finding.code == "ESG.7.06.packageUnusable"
    assert finding.severity is Severity.ERROR
    assert told in finding.message


def test_an_unknown_entry_point_is_answered_with_those_there_are(package: Path, without_arelle: None) -> None:
    with pytest.raises(PackageError) as refused:
        Taxonomy.from_package(package, f"{BASE}/strom.xsd", cache=False)
    (finding,) = refused.value.findings
    assert finding.code == "ESG.0.12.taxonomyUnknown"
    assert ALL in finding.hint
    assert WATER in finding.hint


def test_a_document_that_is_not_at_hand_is_named_by_its_url(pack: Zip) -> None:
    """One finding a document, and none for what only follows from it; one is of the package, one from elsewhere."""
    content = files()
    del content["xbrl/wasser.xsd"]
    content["xbrl/kern.xsd"] = content["xbrl/kern.xsd"].replace(
        b'"typen.xsd"', b'"https://elsewhere.example/typen.xsd"'
    )
    with pytest.raises(PackageError) as refused:
        Taxonomy.from_package(pack(content), cache=False)
    assert {finding.code for finding in refused.value.findings} == {"ESG.7.03.unresolved"}
    needed = sorted(finding.message.split()[3].rstrip(",") for finding in refused.value.findings)
    assert needed == ["https://elsewhere.example/typen.xsd", f"{BASE}/wasser.xsd"]


def test_a_schema_that_is_wrong_is_refused_in_arelle_s_words_at_its_line(pack: Zip) -> None:
    content = files()
    schema = content["xbrl/merkmale.xsd"]
    content["xbrl/merkmale.xsd"] = schema.replace(b'"xbrldt:dimensionItem"', b'"xbrldt:dimension"', 1)
    with pytest.raises(PackageError) as refused:
        Taxonomy.from_package(pack(content), cache=False)
    (finding,) = refused.value.findings
    assert finding.code == "xmlSchema:valueError"
    assert "xbrldt:dimension" in finding.message
    assert str(finding.location) == f"{MERKMALE}.xsd, line 10"


# The cache


def test_a_second_load_does_not_start_arelle(
    statement: Taxonomy, package: Path, kept: Path, without_arelle: None
) -> None:
    assert Taxonomy.from_package(package, cache=kept) == statement
    assert Taxonomy.from_package(package, ALL, cache=kept) == statement


def test_the_cache_is_by_content_and_entry_point(
    statement: Taxonomy, package: Path, pack: Zip, kept: Path, without_arelle: None
) -> None:
    moved = pack(files())
    assert Taxonomy.from_package(moved, cache=kept).concepts == statement.concepts
    changed = pack(files() | {"readme.txt": b"Hello."})
    for path, cache in ((changed, kept), (package, False)):
        with pytest.raises(AssertionError, match="Arelle was started"):
            Taxonomy.from_package(path, cache=cache)


def test_a_model_of_another_version_of_the_code_is_not_used(
    statement: Taxonomy, package: Path, kept: Path, without_arelle: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign, "_makers", lambda: (b"another version",))
    with pytest.raises(AssertionError, match="Arelle was started"):
        Taxonomy.from_package(package, cache=kept)


def test_a_damaged_cache_is_ignored_and_rewritten(
    statement: Taxonomy, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert Taxonomy.from_package(package) == statement
    (file,) = (tmp_path / "esgtag" / "taxonomies").iterdir()
    whole = file.read_bytes()
    monkeypatch.setattr(foreign, "_load", lambda archive, entry_point, shown_as: whole)
    for damaged in (whole[:5000], b"{}", b""):
        file.write_bytes(damaged)
        assert Taxonomy.from_package(package) == statement
        assert file.read_bytes() == whole
    assert list(file.parent.iterdir()) == [file]


def test_a_cache_folder_that_cannot_be_written_costs_only_time(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("not a folder")
    assert Taxonomy.from_package(package, WATER, cache=tmp_path / "cache").concepts


def test_importing_the_room_loads_neither_arelle_nor_the_loader() -> None:
    code = "import esgtag.taxonomy, sys; sys.exit(bool({'arelle', 'esgtag.taxonomy.foreign'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-P", "-c", code], check=False).returncode == 0


# Our own package


@pytest.fixture(scope="module")
def returned(taxonomy: Taxonomy, kept: Path) -> Taxonomy:
    """Our own taxonomy, compiled, packed and loaded as if it were someone else's."""
    path = kept.with_name("esg.zip")
    path.write_bytes(zipped(package_files(taxonomy), package_name(taxonomy)))
    return Taxonomy.from_package(path, cache=kept)


def test_our_own_taxonomy_comes_back_whole(taxonomy: Taxonomy, returned: Taxonomy) -> None:
    for name in (
        "base",
        "prefix",
        "version",
        "date",
        "languages",
        "publisher",
        "labels",
        "documentation",
        "supersedes",
    ):
        assert getattr(returned, name) == getattr(taxonomy, name), name
    assert (returned.units, returned.ambiguous_units) == (taxonomy.units, taxonomy.ambiguous_units)
    assert [(one.href, one.labels, one.documentation) for one in returned.entry_points] == [
        (one.href, one.labels, one.documentation) for one in taxonomy.entry_points
    ]
    assert returned.concepts.keys() == taxonomy.concepts.keys()


STATED = ("qname", "period", "labels", "terse", "total", "net", "documentation", "table", "parent", "parts", "balance")


def test_our_concepts_come_back(taxonomy: Taxonomy, returned: Taxonomy) -> None:
    for name, concept in taxonomy.concepts.items():
        for aspect in (*STATED, "choices"):
            assert getattr(returned.concepts[name], aspect) == getattr(concept, aspect), (name, aspect)
        assert _cited(returned, returned.concepts[name]) == _cited(taxonomy, concept), name


def _cited(taxonomy: Taxonomy, concept: Concept) -> list[tuple[object, ...]]:
    return [
        (
            taxonomy.standards[reference.standard].publisher,
            taxonomy.standards[reference.standard].part,
            taxonomy.code(reference).title,
            reference.code,
            taxonomy.code(reference).obligation,
            reference.relation,
        )
        for reference in concept.references
    ]


def test_our_types_come_back_but_for_what_plain_numbers_count(taxonomy: Taxonomy, returned: Taxonomy) -> None:
    """The schema of XBRL 2.1 has one integer and one decimal: people, hours and days are numbers there."""
    for name, concept in taxonomy.concepts.items():
        ours, found = concept.type, returned.concepts[name].type
        assert (found.qname, found.kind, found.is_count, found.derives) == (
            ours.qname,
            ours.kind,
            ours.is_count,
            ours.derives,
        ), name
        assert found.quantity == ("count" if ours.quantity in ("person", "hours", "days") else ours.quantity), name


def test_our_axes_and_choices_come_back(taxonomy: Taxonomy, returned: Taxonomy) -> None:
    assert list(returned.axes) == list(taxonomy.axes)
    for name, axis in taxonomy.axes.items():
        assert returned.axes[name] == axis, name
        assert list(returned.axes[name].members) == list(axis.members), name
    assert returned.choices == taxonomy.choices


def test_our_tables_come_back(taxonomy: Taxonomy, returned: Taxonomy) -> None:
    assert list(returned.tables) == list(taxonomy.tables)
    for name, table in taxonomy.tables.items():
        found = returned.tables[name]
        for aspect in ("number", "labels", "concepts", "members", "mandatory", "in_segment"):
            assert getattr(found, aspect) == getattr(table, aspect), (name, aspect)
        qualifying = taxonomy.qualifying if any(map(taxonomy.qualifying_of, table.concepts)) else ()
        assert list(found.axes) == [*table.axes, *qualifying], name
        assert found.topic.labels == table.topic.labels, name


def test_an_entry_point_of_ours_comes_back_with_its_own_concepts(
    taxonomy: Taxonomy, returned: Taxonomy, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign, "cache_folder", lambda: kept)
    href = f"{taxonomy.base}/esg-gri.xsd"
    ours, found = taxonomy.at(href), returned.at(href)
    assert ours is not None
    assert found is not None
    assert found.concepts.keys() == ours.concepts.keys()
    assert list(found.tables) == list(ours.tables)
    for name, concept in ours.concepts.items():
        assert (found.concepts[name].parent, found.concepts[name].parts) == (concept.parent, concept.parts), name
