"""Rules on the facts of anyone's filing: each with a filing that keeps it and one that does not, and real filings."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from esgtag.findings import Finding
from esgtag.instances import FiledFact, facts_as_filed
from esgtag.validation.facts import check_facts

from places import ROOT

CORPUS = ROOT.parent / "shared" / "corpus"
YEAR, BEFORE, NEXT = ("2023-01-01T00:00:00/2024-01-01T00:00:00", "2022-01-01T00:00:00/2023-01-01T00:00:00", "2025")
NAMES = {
    "x": "https://example.org/taxonomy",
    "utr": "http://www.xbrl.org/2009/utr",
    "iso4217": "http://www.xbrl.org/2003/iso4217",
    "lei": "http://standards.iso.org/iso/17442",
}
FILLER = [("NumberOfPlants", str(number), None, {}) for number in range(3, 9)]
"""Facts about which there is nothing to say, so that a filing has a reporting period."""

Row = tuple[Any, ...]
"""Concept, value, unit, and other properties: a period, decimals, dimensions."""


def filing(*rows: Row, entity: str = "lei:EXAMPLE0000000000087") -> tuple[FiledFact, ...]:
    facts = {}
    for number, (concept, value, unit, *others) in enumerate([*rows, *FILLER]):
        more = dict(*others)
        aspects = {"concept": f"x:{concept}", "entity": entity, "period": more.pop("period", YEAR)}
        aspects |= {"unit": unit} if unit else {}
        dimensions = aspects | more.pop(
            "dimensions",
            {"x:Plant": f"plant-{'abcdefghijklmnopqrstuvwxyz'[number]}"} if concept == "NumberOfPlants" else {},
        )
        facts[f"f{number}"] = {"value": value, "dimensions": dimensions, "decimals": 0 if unit else None} | more
        facts[f"f{number}"] = {key: one for key, one in facts[f"f{number}"].items() if one is not None}
    document = {"documentInfo": {"namespaces": NAMES}, "facts": facts}
    return facts_as_filed(json.dumps(document).encode())


def found(now: tuple[FiledFact, ...], last: tuple[FiledFact, ...] = ()) -> list[Finding]:
    return check_facts(now, "filing.json", last)


ENERGY = ("EnergyUsed", "5000", "utr:MWh")
INTENSITY = [
    ("EnergyIntensityPerRupeeOfTurnover", "0.00250", "utr:MWh/iso4217:INR", {"decimals": 5}),
    ("TotalEnergyConsumption", "5000", "utr:MWh"),
    ("Turnover", "2000000", "iso4217:INR"),
    ("TotalEnergyConsumption", "4800", "utr:MWh", {"period": BEFORE}),
    ("Turnover", "2000000", "iso4217:INR", {"period": BEFORE}),
]
Case = tuple[list[Row], list[Row], str, str]


def intensity_before(value: str) -> list[Row]:
    """An intensity of the year before, beside what it is made of in both years."""
    more = {"decimals": 5, "period": BEFORE}
    return [*INTENSITY, ("EnergyIntensityPerRupeeOfTurnover", value, "utr:MWh/iso4217:INR", more)]


ONE_YEAR: list[Case] = [
    (
        [("TotalScope3Emissions", "180737", "utr:tCO2e")],
        [("TotalScope3Emissions", "180737", "utr:MtCO2e")],
        "ESG.2.07.unitPrefixImplausible",
        "no company causes more than 3 Gt",
    ),
    (
        [("TotalEnergyConsumption", "5000", "utr:MWh")],
        [("TotalEnergyConsumption", "5000", None, {"decimals": 0})],
        "ESG.2.02.unitWrongForType",
        "without a unit (pure); it is an amount of energy",
    ),
    (
        [("Revenue", "5", "iso4217:CNY"), ("Cost", "4", "iso4217:CNY")],
        [("Revenue", "5", "iso4217:CNY"), ("Sales", "5", "iso4217:CNY"), ("Cost", "4", "iso4217:USD")],
        "ESG.2.05.mixedCurrency",
        "Cost is in USD; 2 amounts are in CNY",
    ),
    (
        [ENERGY, ("EnergyUsed", "4000", "utr:MWh", {"period": BEFORE})],
        [ENERGY, ("EnergyUsed", "40", "utr:GJ", {"period": BEFORE})],
        "ESG.2.06.unitDiffersBetweenPeriods",
        "5,000 in MWh; for 2022 it is 40 in GJ",
    ),
    (
        [ENERGY, ("EnergyUsed", "4000", "utr:MWh", {"period": BEFORE})],
        [ENERGY, ("EnergyUsed", "4000", "utr:kWh", {"period": BEFORE})],
        "ESG.2.07.unitPrefixImplausible",
        "one of the two units is wrong",
    ),
    (
        [("EnergyUsed", "5", "utr:MWh", {"period": BEFORE})],
        [("EnergyUsed", "5", "utr:MWh", {"period": "2021-06-01T00:00:00/2023-01-01T00:00:00"})],
        "ESG.3.02.durationNotDeclared",
        "2021-06-01 to 2022-12-31",
    ),
    (
        [("Headcount", "5", None, {"decimals": 0, "period": "2024-01-01T00:00:00"})],
        [("Headcount", "5", None, {"decimals": 0, "period": "2024-01-02T00:00:00"})],
        "ESG.3.03.instantNotPeriodEnd",
        "Is 2023-12-31 meant",
    ),
    (
        [("PlannedEnergyUse", "5", "utr:MWh", {"period": "2024-01-01T00:00:00/2025-01-01T00:00:00"})],
        [("EnergyUse", "5", "utr:MWh", {"period": "2024-01-01T00:00:00/2025-01-01T00:00:00"})],
        "ESG.3.04.afterPeriodEnd",
        "the reporting period ends on 2023-12-31",
    ),
    (
        [("EnergyUsed", "5.5", "utr:MWh", {"decimals": 1}), ("NumberOfPlants", "7", None, {"dimensions": {}})],
        [("EnergyUsed", "5.5", "utr:MWh", {"decimals": None})],
        "ESG.4.03.decimalsOverclaimed",
        "exact to the last digit",
    ),
    ([("Policy", "We save.", None)], [("Policy", "n/a", None)], "ESG.4.06.placeholderText", 'Policy is "n/a".'),
    (
        [("Emitted", "5", "utr:t", {"dimensions": {"x:Site": one}}) for one in ("beijing-1", "wuhan-2")],
        [("Emitted", "5", "utr:t", {"dimensions": {"x:Site": one}}) for one in ("site1", "site2")],
        "ESG.5.03.typedMemberUnstable",
        "The members of Site are numbered: site1, site2.",
    ),
    (
        [("NetChangeOfEnergy", "-5", "utr:MWh")],
        [("EnergyUsed", "-5", "utr:MWh")],
        "ESG.4.13.negativeValue",
        "-5 MWh",
    ),
    (
        [("PercentageOfWomen", "0.4", None, {"decimals": 1})],
        [("PercentageOfWomen", "40.5", None, {"decimals": 1})],
        "ESG.4.14.percentAboveOne",
        "is 0.405 meant",
    ),
    (
        [ENERGY, ("EnergyUsed", "4800", "utr:MWh", {"period": BEFORE})],
        [
            ENERGY,
            ("EnergyUsed", "5012", "utr:MWh", {"period": BEFORE}),
            ("EnergySold", "5012000", "utr:MWh"),
            ("EnergySold", "5000", "utr:MWh", {"period": BEFORE}),
        ],
        "ESG.4.15.scaleSlip",
        "EnergySold is 5,012,000 MWh, about 1,000 times that of 2022: 5,000.",
    ),
    (
        [
            ("EnergyIntensityPerRupeeOfTurnover", "0.0025", "utr:MWh/iso4217:INR", {"decimals": 4}),
            ("TotalEnergyConsumption", "5000", "utr:MWh"),
            ("Turnover", "2000000", "iso4217:INR"),
        ],
        [
            ("EnergyIntensityPerRupeeOfTurnover", "2.5", "utr:MWh/iso4217:INR", {"decimals": 1}),
            ("TotalEnergyConsumption", "5000", "utr:MWh"),
            ("Turnover", "2000000", "iso4217:INR"),
        ],
        "ESG.4.17.ratioDoesNotFollow",
        "is about 1,000 times less",
    ),
    (
        intensity_before("0.00240"),
        intensity_before("0.00200"),
        "ESG.4.17.ratioDoesNotFollow",
        "is 0.00200; TotalEnergyConsumption divided by Turnover, 4,800 by 2,000,000, is 0.0024. In another year",
    ),
    (
        [ENERGY, ("EnergyUsed", "5000.4", "utr:MWh", {"decimals": 1})],
        [ENERGY, ("EnergyUsed", "5300", "utr:MWh", {"decimals": 0})],
        "ESG.4.01.inconsistentDuplicate",
        "EnergyUsed for the period to 2023-12-31 is reported as 5,000 MWh and as 5,300 MWh.",
    ),
]


@pytest.mark.parametrize(
    ("good", "bad", "code", "said"), ONE_YEAR, ids=lambda one: one if str(one)[:4] == "ESG." else ""
)
def test_a_rule_speaks_once_when_it_is_broken_and_only_then(
    good: list[Row], bad: list[Row], code: str, said: str
) -> None:
    assert [finding.message for finding in found(filing(*good))] == []
    (finding,) = found(filing(*bad))
    assert finding.code == code
    assert said in f"{finding.message} {finding.hint}"
    assert finding.location is not None
    assert finding.location.file == "filing.json"


def test_an_identifier_in_the_scheme_of_the_lei_is_one() -> None:
    (finding,) = found(filing(ENERGY, entity="lei:EXAMPLE0000000000088"))
    assert finding.code == "ESG.1.02.leiInvalid"


def test_a_quarter_is_no_year() -> None:
    quarter = {"period": "2023-01-01T00:00:00/2023-04-01T00:00:00"}
    facts = filing(*[("NumberOfShops", "7", None, {**quarter, "decimals": 0}) for _ in range(9)])
    only = tuple(fact for fact in facts if fact.concept.local == "NumberOfShops")
    assert [finding.code for finding in found(only)] == ["ESG.3.05.oddLength"]


LAST_YEAR: list[tuple[Row, Row, str | None]] = [
    (ENERGY, ENERGY, None),
    (("EnergyUsed", "5200", "utr:MWh"), ENERGY, "ESG.4.16.restatementUnexplained"),
    (("EnergyUsed", "5.0", "utr:GWh"), ENERGY, "ESG.2.06.unitDiffersBetweenPeriods"),
    (("EnergyUsed", "5000", "utr:GWh"), ENERGY, "ESG.2.07.unitPrefixImplausible"),
    (("EnergyUsed", "5000000", "utr:MWh"), ENERGY, "ESG.4.15.scaleSlip"),
    (("EnergyUsed", "5004", "utr:MWh", {"decimals": -1}), ("EnergyUsed", "5000", "utr:MWh", {"decimals": -1}), None),
    (("Share", "0.29", None, {"decimals": 2}), ("Share", "0.294", None, {"decimals": 3}), None),
]


@pytest.mark.parametrize(("now", "last", "code"), LAST_YEAR)
def test_last_years_filing_is_compared_with(now: Row, last: Row, code: str | None) -> None:
    findings = found(filing(now), filing(last))
    assert [finding.code for finding in findings] == ([code] if code else [])


@pytest.mark.parametrize(
    ("now", "before", "is_told"),
    [("shanghai-lab", "lab-two", True), ("lab-two", "lab-two", False), ("shanghai-lab", "another", False)],
)
def test_an_object_keeps_its_identifier(now: str, before: str, is_told: bool) -> None:
    def lab(name: str, value: str) -> Row:
        return "EnergyUsed", value, "utr:MWh", {"period": BEFORE, "dimensions": {"x:Lab": name}}

    findings = found(filing(lab(now, "4812")), filing(lab(before, "4812" if before == "lab-two" else "9000")))
    assert [finding.message for finding in findings] == (
        ["shanghai-lab of Lab has the figures that last year's filing gives for lab-two."] if is_told else []
    )


def test_versions_of_a_taxonomy_are_one_taxonomy(monkeypatch: pytest.MonkeyPatch) -> None:
    last = filing(ENERGY)
    monkeypatch.setitem(NAMES, "x", "https://example.org/taxonomy/2024")
    monkeypatch.setitem(NAMES, "utr", "https://example.org/units")
    (finding,) = found(filing(("EnergyUsed", "6000", "utr:MWh")), last)
    assert finding.code == "ESG.4.16.restatementUnexplained"


# Real filings

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the filings of others are not at hand")


def of_corpus(name: str) -> tuple[FiledFact, ...]:
    return facts_as_filed((CORPUS / name).read_bytes())


COUNTS = {
    "brsr/Infosys-FY2021-22.xml": {"2.02": 4, "3.02": 1, "4.03": 1, "4.06": 5, "4.17": 1, "5.03": 1},
    "brsr/Infosys-FY2023-24.xml": {"2.07": 1, "4.03": 1, "4.06": 4, "5.03": 1},
    "brsr/Infosys-FY2024-25.xml": {"2.07": 1, "4.03": 1, "4.06": 4, "4.14": 1, "5.03": 1},
    "brsr/TCS-FY2022-23.xml": {"2.02": 4, "4.03": 1, "4.06": 3, "4.15": 1, "4.17": 1, "5.03": 1},
    "brsr/TCS-FY2023-24.xml": {"4.03": 1, "4.06": 6, "5.03": 1},
    "ixbrl/dba-valid-001.xhtml": {"5.03": 1},
    "ixbrl/ros-valid-101.htm": {"3.05": 1},
    "ixbrl/ros-valid-ifrs.htm": {"3.05": 1},
}
"""What the rules find in real filings; every finding was compared with the filing by hand."""


@needs_corpus
@pytest.mark.parametrize("name", COUNTS)
def test_what_is_found_in_real_filings(name: str) -> None:
    findings = check_facts(of_corpus(name), name)
    assert dict(Counter(finding.code.split(".", 1)[1].rpartition(".")[0] for finding in findings)) == COUNTS[name]


@needs_corpus
def test_a_million_times_too_much_is_noticed() -> None:
    """Scope 3 was filed as 180,737 million tonnes; the year after, Scope 1 and 2 were, and Scope 3 in tonnes."""
    before, after = of_corpus("brsr/Infosys-FY2023-24.xml"), of_corpus("brsr/Infosys-FY2024-25.xml")
    (first,) = [one for one in check_facts(before, "a") if one.code.startswith("ESG.2.07")]
    assert "TotalScope3Emissions is 183,976 MtCO2e" in first.message
    assert "Is tCO2e meant?" in first.hint
    last, itself = [one for one in check_facts(after, "b", before) if one.code.startswith("ESG.2.07")]
    assert "TotalScope3Emissions is 179,370 in tCO2e; last year's filing has 180,737 in MtCO2e." in last.message
    assert "TotalScope2Emissions is 55,881 MtCO2e" in itself.message


@needs_corpus
def test_a_turnover_that_is_a_thousandth_is_noticed() -> None:
    findings = check_facts(of_corpus("brsr/TCS-FY2022-23.xml"), "a")
    slip = next(one for one in findings if one.code.startswith("ESG.4.17"))
    assert "1,505,016,079 by 2,254,580,000, is about 1,000 times as much" in slip.message
