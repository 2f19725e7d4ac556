"""The worked example: every printed cell is there, as printed, and the report's own contradictions are found."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest

from esgtag.building import Build
from esgtag.findings import Severity
from esgtag.generator import Disclosure, Mapped
from esgtag.instances import Period, Unit
from esgtag.taxonomy import Taxonomy

from places import REPORT_TEXT

CELLS = {
    "energy": 16,
    "greenhouse-gas": 32,
    "emissions": 12,
    "product-footprints": 5,
    "air-emissions": 8,
    "water": 16,
    "waste-and-materials": 12,
    "intensity": 32,
    "targets": 8,
    "target-review": 4,
    "employees": 12,
    "new-employees": 12,
    "workforce-composition": 72,
    "turnover": 32,
    "work-injuries": 12,
    "training": 36,
    "courses": 27,
    "talent-programmes": 6,
    "recalls": 3,
    "complaints": 9,
    "certifications": 5,
    "suppliers": 4,
    "minerals": 12,
}


def test_every_cell_of_every_table_is_accounted_for(built: Build) -> None:
    assert {table: count.cells for table, count in built.counts.items()} == CELLS
    assert built.total.cells == sum(CELLS.values()) == 375 + 12
    assert (built.total.facts, built.total.omissions, built.total.refused) == (353, 34, 0)


def test_every_language_has_every_cell(disclosure: Disclosure, taxonomy: Taxonomy) -> None:
    from esgtag.generator import map_disclosure

    chinese, findings = map_disclosure(disclosure, taxonomy, "zh-Hans")
    assert findings == []
    assert {table: count.cells for table, count in chinese.counts().items()} == CELLS


@pytest.mark.parametrize(
    ("fact_id", "value", "decimals", "unit"),
    [
        ("TotalEnergyConsumption.2023", "211171.84", 2, "utr:MWh"),
        ("GrossScope1GreenhouseGasEmissions.NitrousOxide.2020", "0.00", 2, "utr:tCO2e"),
        ("GrossScope3GreenhouseGasEmissions.2021", "12368223.29", 2, "utr:tCO2e"),
        ("EnergyConsumptionPerRevenue.2023", "0.00000078", 8, "utr:MWh/iso4217:CNY"),
        ("GreenhouseGasEmissionsPerRevenue.2020", "0.00000027", 8, "utr:tCO2e/iso4217:CNY"),
        ("HazardousWastePerFullTimeEmployee.2023", "2.85", 2, "utr:kg/esg:person"),
        ("NumberOfEmployees.2021", "33415", 0, "esg:person"),
        ("ShareOfNewEmployees.Male.2023", "0.7365", 4, "xbrli:pure"),
        ("WorkRelatedFatalityRate.2020", "0.000045", 6, "xbrli:pure"),
        ("FullTimeEmployeeTurnoverRate.BeyondChineseMainland.2023", "0.1942", 4, "xbrli:pure"),
        ("ShareOfEmployeesWithinLevel.Female.MidLevel.2022", "0.2609", 4, "xbrli:pure"),
        ("ComplaintResolutionRateWithin72Hours.2021", "0.8904", 4, "xbrli:pure"),
        ("ProductCarbonFootprint.xiaomi-13-pro-12gb-256gb.2023", "0.06281", 5, "utr:tCO2e"),
        ("TotalProgrammeCourseHours.starry-program.2021", "359802", 0, "utr:H"),
        ("ShareOfConformantSmeltersAndRefiners.Cobalt.2023", "0.9710", 4, "xbrli:pure"),
    ],
)
def test_values_and_accuracy_are_those_printed(
    mapped: Mapped, fact_id: str, value: str, decimals: int, unit: str
) -> None:
    fact = mapped.placed[fact_id].fact
    assert format(fact.value, "f") == value
    assert fact.decimals == decimals
    assert str(fact.unit) == unit


def test_flows_are_durations_and_stocks_instants(mapped: Mapped) -> None:
    end = mapped.placed["NumberOfEmployees.2022"].fact.period
    year = mapped.placed["NumberOfNewEmployees.2022"].fact.period
    assert end == Period(year.end)
    assert (year.start.isoformat(), year.end.isoformat()) == ("2022-01-01", "2022-12-31")  # type: ignore[union-attr]


def test_an_omission_is_nil_and_linked_to_its_reason(mapped: Mapped) -> None:
    notes = {note.id: note.text for note in mapped.instance.footnotes}
    fact = mapped.placed["GrossScope3GreenhouseGasEmissions.2023.emissions"].fact
    assert fact.value is None
    assert fact.decimals is None
    assert "omission.to-be-disclosed" in fact.footnotes
    assert notes["omission.to-be-disclosed"]
    (reason,) = (one for one in mapped.instance.facts if one.id in fact.explanations)
    assert [str(name) for name in reason.value or ()] == ["esg:OmissionToBeDisclosedMember"]


def test_a_note_on_one_cell_stays_on_that_cell(mapped: Mapped) -> None:
    with_note = [fact.id for fact in mapped.instance.facts if "footnote.86" in fact.footnotes]
    assert with_note == ["FullTimeEmployeeTurnoverRate.BeyondChineseMainland.2023"]


def test_every_declared_note_is_attached(disclosure: Disclosure, mapped: Mapped) -> None:
    used = {note for fact in mapped.instance.facts for note in fact.footnotes}
    assert {f"footnote.{key}" for key in disclosure.manifest.footnotes} <= used


def test_fact_ids_are_unique_xml_names(mapped: Mapped) -> None:
    ids = [fact.id for fact in mapped.instance.facts]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_.-]*", fact_id) for fact_id in ids)


def test_measures_are_of_the_registry_iso_or_the_taxonomy(mapped: Mapped) -> None:
    units: set[Unit] = {fact.unit for fact in mapped.instance.facts if fact.unit}
    assert {measure.prefix for unit in units for measure in unit.numerators + unit.denominators} == {
        "esg",
        "iso4217",
        "utr",
        "xbrli",
    }


def test_the_contradictions_of_the_report_are_found_and_nothing_else(built: Build) -> None:
    found = [(str(finding.location), finding.code, finding.severity) for finding in built.findings]
    standards = "disclosure.yaml, line 13, report.standards.1"  # the example has the indicators, not the statements
    assert found == [
        (standards, "ESG.4.23.disclosureMissing", Severity.NOTE),
        (standards, "ESG.4.23.disclosureMissing", Severity.WARNING),
        ("employees.csv, line 2, 2021", "ESG.5.04.breakdownDoesNotAdd", Severity.WARNING),
        ("employees.csv, line 2, 2022", "ESG.5.04.breakdownDoesNotAdd", Severity.WARNING),
        ("training.csv, line 8, 2023", "ESG.5.07.averageDoesNotFollow", Severity.WARNING),
        ("water.csv, line 2, 2023", "ESG.4.18.totalDoesNotAdd", Severity.WARNING),
        ("work-injuries.csv, line 3, 2020", "ESG.4.17.ratioDoesNotFollow", Severity.WARNING),
    ]


@pytest.mark.skipif(not REPORT_TEXT.exists(), reason="the report's text is not part of the repository")
def test_every_figure_is_printed_in_the_report_as_often_as_it_is_filed(mapped: Mapped) -> None:
    text = REPORT_TEXT.read_text(encoding="utf-8")
    printed = Counter(re.findall(r"(?<![\d,.])\d[\d,]*(?:\.\d+)?%?", text))
    filed = Counter(placed.record.printed for placed in mapped.placed.values() if placed.number)
    assert [value for value, times in filed.items() if printed[value] < times] == []


def test_percentages_are_fractions(mapped: Mapped, taxonomy: Taxonomy) -> None:
    for placed in mapped.placed.values():
        if taxonomy.concepts[placed.record.concept].type.name == "percent" and placed.fact.value is not None:
            assert isinstance(placed.fact.value, Decimal)
            assert 0 <= placed.fact.value <= 1
