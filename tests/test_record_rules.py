"""Each rule on records with a disclosure that keeps it and one that does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from esgtag.findings import Finding, Severity
from esgtag.generator import Disclosure, Mapped, disclosure_of, map_disclosure, read_disclosure
from esgtag.instances import Instance
from esgtag.taxonomy import QName, Taxonomy, esg_taxonomy
from esgtag.validation import Figures, check_records
from esgtag.validation.placeholders import is_placeholder

MANIFEST = """\
taxonomy: {entry_point}
entity: {{name: {{en: Example}}, scheme: https://www.hkex.com.hk/stock-code, identifier: "1"}}
report: {{name: example, languages: [en], title: {{en: Figures}}, standards: [{standards}]}}
periods:
  reporting: {reporting}
  comparatives: [{comparatives}]
  baselines: [{{name: "2015", start: 2015-01-01, end: 2015-12-31}}]
  targets: [{{name: "2030", start: 2026-01-01, end: 2030-12-31}}]
omissions:
  - {{mark: "-", reason: not available, shown: {{en: "-"}}, explanation: {{en: {explanation}}}}}
{extra}
sections:
  - title: {{en: Figures}}
    tables: [{tables}]
"""


def _year(year: int) -> str:
    return f'{{name: "{year}", start: {year}-01-01, end: {year}-12-31}}'


@dataclass(frozen=True)
class Given:
    """What a test writes: tables, and what differs from an ordinary manifest."""

    tables: tuple[str, ...]
    extra: str = ""
    standards: str = ""
    reporting: str = _year(2023)
    comparatives: str = f"{_year(2022)}, {_year(2021)}, {_year(2020)}"
    explanation: str = "None was measured."

    @property
    def files(self) -> dict[str, bytes]:
        """The disclosure's files by their names."""
        names = [f"table{number}.csv" for number in range(len(self.tables))]
        manifest = MANIFEST.format(
            entry_point=esg_taxonomy().entry_point,
            standards=self.standards,
            reporting=self.reporting,
            comparatives=self.comparatives,
            explanation=self.explanation,
            extra=self.extra,
            tables=", ".join(f"{{file: {name}, title: {{en: A table}}}}" for name in names),
        )
        tables = {name: table.encode() for name, table in zip(names, self.tables, strict=True)}
        return {"disclosure.yaml": manifest.encode(), **tables}


def given(*tables: str, **others: str) -> Given:
    return Given(tables, **others)


def read(folder: Path, taxonomy: Taxonomy, what: Given) -> tuple[Disclosure, Mapped, list[Finding]]:
    folder.mkdir(exist_ok=True)
    for name, content in what.files.items():
        (folder / name).write_bytes(content)
    disclosure, problems = read_disclosure(folder, taxonomy)
    assert disclosure is not None, problems
    mapped, more = map_disclosure(disclosure, taxonomy, "en")
    return disclosure, mapped, [*problems, *more]


Judge = Callable[..., list[Finding]]


@pytest.fixture
def judge(tmp_path: Path, taxonomy: Taxonomy) -> Judge:
    """Return a function from a disclosure, and what was filed last year, to the findings of the rules on records."""

    def judged(what: Given, last: Given | None = None) -> list[Finding]:
        filed = filing(tmp_path / "before", taxonomy, last) if last else None
        disclosure, mapped, problems = read(tmp_path / "now", taxonomy, what)
        assert problems == []
        return check_records(disclosure, Figures(mapped, taxonomy), filed)

    return judged


def filing(folder: Path, taxonomy: Taxonomy, what: Given) -> Instance:
    _, mapped, problems = read(folder, taxonomy, what)
    assert problems == []
    return mapped.instance


ENERGY = "concept,unit,2023,2022\nTotalEnergyConsumption,{},{},{}\n"
LONG = "concept,unit,period,value\nTotalEnergyConsumption,{},2023,{}\nTotalEnergyConsumption,{},2022,{}\n"
MONEY = "concept,unit,2023\nRevenue,RMB million,270\nResearchAndDevelopmentExpenditure,{},19\nEnergyConsumptionPerRevenue,{},0.78\n"
TEXT = "concept,EnvironmentalTopic,2023\nEnvironmentalTargetsInForce,EnergyTopic,{}\n"
NOTED = "concept,EnvironmentalTopic,2023,footnotes\nEnvironmentalTargetsInForce,EnergyTopic,Less energy.,a\n"
SITE = "members: {{ReductionInitiative: {{{}: {{en: One}}}}}}"
EMPLOYEES = "concept,unit,2023,2022\nNumberOfEmployees,person,{},{}\n"
WASTE = "concept,unit,2023,2022\nHazardousWaste,tonne,{},{}\nNonHazardousWaste,tonne,{},{}\nPackagingMaterialUsedForFinishedProducts,tonne,{},{}\n"


WATER = "concept,unit,2023,2022\nWaterWithdrawal,tonne,9,8\nReclaimedWaterConsumption,tonne,9,8\n"
BEFORE = {"reporting": _year(2022), "comparatives": f"{_year(2021)}, {_year(2020)}"}


def products(figures: str, *names: str, years: str = "2023,2022", **others: str) -> Given:
    """Return a disclosure in which products all have the same footprints."""
    table = f"concept,Product,unit,{years}\n"
    members = ", ".join(f"{name}: {{en: Phone}}" for name in names)
    rows = "".join(f"ProductCarbonFootprint,{name},kgCO2e,{figures}\n" for name in names)
    return given(table + rows, extra=f"members: {{Product: {{{members}}}}}", **others)


PHONES = products("62.81,63.02", "phone-twelve", years="2022,2021", **BEFORE)


@dataclass(frozen=True)
class Case:
    good: Given
    bad: Given
    code: str
    place: str
    parts: tuple[str, ...]
    last: Given | None = None


CASES = {
    "one currency": Case(
        given(MONEY.format("RMB million", "MWh/RMB million")),
        given(MONEY.format("HKD million", "MWh/RMB million")),
        "ESG.2.05.mixedCurrency",
        "table0.csv, line 3, unit",
        ("is in HKD; most amounts are in CNY",),
    ),
    "the currency that is declared, also below the line": Case(
        given(MONEY.format("RMB million", "MWh/RMB million"), extra="currency: CNY"),
        given(MONEY.format("RMB million", "MWh/HKD million"), extra="currency: CNY"),
        "ESG.2.05.mixedCurrency",
        "table0.csv, line 4, unit",
        ("is in HKD; the report's currency is CNY",),
    ),
    "one unit in all periods": Case(
        given(LONG.format("MWh", "1000", "megawatt-hour", "900")),
        given(LONG.format("MWh", "1000", "GWh", "0.9")),
        "ESG.2.06.unitDiffersBetweenPeriods",
        "table0.csv, line 3, unit",
        ("Total energy consumption is in GWh for 2022, and in MWh for 2023",),
    ),
    "one unit in all tables": Case(
        given("concept,unit,2023\nHazardousWaste,kg,1000\n", "concept,unit,2015\nHazardousWaste,Kg,900\n"),
        given("concept,unit,2023\nHazardousWaste,kg,1000\n", "concept,unit,2015\nHazardousWaste,tonne,0.9\n"),
        "ESG.2.06.unitDiffersBetweenPeriods",
        "table1.csv, line 2, unit",
        ("is in tonnes for 2015, and in kg for 2023",),
    ),
    "the unit of last year": Case(
        given(ENERGY.format("MWh", "1000", "900")),
        given(ENERGY.format("GWh", "1.000", "0.900")),
        "ESG.2.06.unitDiffersBetweenPeriods",
        "table0.csv, line 2, unit",
        ("is in GWh; last year's filing has it in MWh",),
        last=given("concept,unit,2022\nTotalEnergyConsumption,MWh,900\n", **BEFORE),
    ),
    "a year": Case(
        given(ENERGY.format("MWh", "1000", "900"), reporting='{name: "2023", start: 2023-01-02, end: 2023-12-31}'),
        given(ENERGY.format("MWh", "1000", "900"), reporting='{name: "2023", start: 2023-04-01, end: 2023-12-31}'),
        "ESG.3.05.oddLength",
        "disclosure.yaml, line 5, periods.reporting",
        ("2023-04-01 to 2023-12-31, has 275 days", "360 to 371"),
    ),
    "a reason for another length": Case(
        given(
            ENERGY.format("MWh", "1000", "900"),
            comparatives='{name: "2022", start: 2022-04-01, end: 2022-12-31, reason: {en: The year end has moved.}}',
        ),
        given(ENERGY.format("MWh", "1000", "900"), comparatives='{name: "2022", start: 2022-04-01, end: 2022-12-31}'),
        "ESG.3.05.oddLength",
        "disclosure.yaml, line 6, periods.comparatives.1",
        ("The period 2022",),
    ),
    "no year left out": Case(
        given("concept,unit,2023,2022,2021\nHazardousWaste,tonne,3,-,1\nNonHazardousWaste,tonne,3,2,1\n"),
        given("concept,unit,2023,2021\nHazardousWaste,tonne,3,1\nNonHazardousWaste,tonne,3,1\n"),
        "ESG.3.06.comparativeMissing",
        "table0.csv, line 2, 2023",
        ("and 1 other figure of the table are given for periods before and after 2022, but not for 2022",),
    ),
    "the year before where others have it": Case(
        given(WATER, "concept,unit,2023,2022\nWaterDischarge,tonne,5,-\n"),
        given(WATER, "concept,unit,2023\nWaterDischarge,tonne,5\n"),
        "ESG.3.06.comparativeMissing",
        "table1.csv, line 2, 2023",
        ('1 of 3 figures of "Water" is given for 2023 and for no earlier period: Water discharge.',),
    ),
    "what was filed last year": Case(
        given("concept,unit,2023\nNumberOfEmployees,person,-\nHazardousWaste,tonne,3\n"),
        given("concept,unit,2023\nHazardousWaste,tonne,3\n"),
        "ESG.3.06.comparativeMissing",
        "disclosure.yaml, line 12, sections",
        ("Number of employees is in last year's filing", "nor an omission for 2023"),
        last=given("concept,unit,2022\nNumberOfEmployees,person,120\nHazardousWaste,tonne,-\n", **BEFORE),
    ),
    "a mass down to a milligram": Case(
        given("concept,unit,2023\nHazardousWaste,tonne,1.430000001\n"),
        given("concept,unit,2023\nHazardousWaste,tonne,1.4300000001\n"),
        "ESG.4.03.decimalsOverclaimed",
        "table0.csv, line 2, 2023",
        ("Hazardous waste 2023 is 1.4300000001 tonnes", "more finely than 1 mg"),
    ),
    "energy": Case(
        given(ENERGY.format("MWh", "1.000001", "1")),
        given(ENERGY.format("MWh", "1.0000001", "1")),
        "ESG.4.03.decimalsOverclaimed",
        "table0.csv, line 2, 2023",
        ("more finely than 1 kJ",),
    ),
    "a percentage": Case(
        given("concept,Gender,unit,2023\nShareOfNewEmployees,Male,%,73.654321\n"),
        given("concept,Gender,unit,2023\nShareOfNewEmployees,Male,%,73.6543210\n"),
        "ESG.4.03.decimalsOverclaimed",
        "table0.csv, line 2, 2023",
        ("more finely than 0.000001 %",),
    ),
    "money down to a cent": Case(
        given("concept,unit,2023\nRevenue,RMB thousand,270.12345\n"),
        given("concept,unit,2023\nRevenue,RMB thousand,270.123456\n"),
        "ESG.4.03.decimalsOverclaimed",
        "table0.csv, line 2, 2023",
        ("more finely than 0.01 CNY",),
    ),
    "money without cents": Case(
        given("concept,unit,2023\nRevenue,JPY,270\n"),
        given("concept,unit,2023\nRevenue,JPY,270.5\n"),
        "ESG.4.03.decimalsOverclaimed",
        "table0.csv, line 2, 2023",
        ("more finely than 1 JPY",),
    ),
    "a quotient": Case(
        given("concept,unit,2023\nEnergyConsumptionPerRevenue,MWh/RMB million,0.779123456789\n"),
        given("concept,unit,2023\nEnergyConsumptionPerRevenue,MWh/RMB million,0.7791234567891\n"),
        "ESG.4.03.decimalsOverclaimed",
        "table0.csv, line 2, 2023",
        ("13 digits",),
    ),
    "more digits than a spreadsheet keeps": Case(
        given("concept,unit,2023\nRevenue,RMB,123456789012345\n"),
        given("concept,unit,2023\nRevenue,RMB,1234567890123456\n"),
        "ESG.4.03.decimalsOverclaimed",
        "table0.csv, line 2, 2023",
        ("16 digits",),
    ),
    "the trace of binary": Case(
        given("concept,unit,2023\nHazardousWaste,tonne,12.3\n"),
        given("concept,unit,2023\nHazardousWaste,tonne,12.299999999999999\n"),
        "ESG.4.03.decimalsOverclaimed",
        "table0.csv, line 2, 2023",
        ("the trace of a computation in binary",),
    ),
    "the explanation of an omission": Case(
        given("concept,unit,2023\nHazardousWaste,tonne,-\n"),
        given("concept,unit,2023\nHazardousWaste,tonne,-\n", explanation="N/A"),
        "ESG.4.05.nilWithoutReason",
        "disclosure.yaml, line 10, omissions.1.explanation.en",
        ('"-" is explained by "N/A"',),
    ),
    "a text": Case(
        given(TEXT.format("-")),
        given(TEXT.format("n.a.")),
        "ESG.4.06.placeholderText",
        "table0.csv, line 2, 2023",
        ('is "n.a.", which says nothing',),
    ),
    "a footnote": Case(
        given(NOTED, extra="footnotes: {a: {en: The base year is 2021.}}"),
        given(NOTED, extra="footnotes: {a: {en: To be completed}}"),
        "ESG.4.06.placeholderText",
        "disclosure.yaml, line 11, footnotes.a.en",
        ('The footnote a is "To be completed"',),
    ),
    "a boundary": Case(
        given(TEXT.format("Less energy."), extra="boundaries: {a: {en: The head office.}}"),
        given(TEXT.format("Less energy."), extra="boundaries: {a: {en: 待定}}"),
        "ESG.4.06.placeholderText",
        "disclosure.yaml, line 11, boundaries.a.en",
        ('The boundary a is "待定"',),
    ),
    "the scale": Case(
        given(WASTE.format("95.78", "1.43", "20", "21", "30", "32")),
        given(WASTE.format("1430.2", "1.43", "20", "21", "30", "32")),
        "ESG.4.15.scaleSlip",
        "table0.csv, line 2, 2023",
        (
            "Hazardous waste 2023 is 1430.2 tonnes, about 1,000 times that of 2022: 1.43 tonnes.",
            "other 2 figures changed by less than a factor of 5",
        ),
    ),
    "the scale the other way": Case(
        given(ENERGY.format("MWh", "95.1", "951")),
        given(ENERGY.format("MWh", "95.1", '"951,234"')),
        "ESG.4.15.scaleSlip",
        "table0.csv, line 2, 2023",
        ("that of 2022 is about 10,000 times as much: 951,234 MWh",),
    ),
    "the scale of last year": Case(
        given(ENERGY.format("MWh", "1000", "951.2")),
        given(ENERGY.format("MWh", "1000", "951200")),
        "ESG.4.15.scaleSlip",
        "table0.csv, line 2, 2022",
        ("about 1,000 times what last year's filing says for 2022: 951.2 MWh",),
        last=given("concept,unit,2022\nTotalEnergyConsumption,MWh,951.2\n", **BEFORE),
    ),
    "the scale against last year's filing alone": Case(
        given("concept,unit,2023\nTotalEnergyConsumption,MWh,2000\n"),
        given("concept,unit,2023\nTotalEnergyConsumption,MWh,953\n"),
        "ESG.4.15.scaleSlip",
        "table0.csv, line 2, 2023",
        ("what last year's filing says for 2022 is about 1,000 times as much: 951,200 MWh",),
        last=given("concept,unit,2022\nTotalEnergyConsumption,MWh,951200\n", **BEFORE),
    ),
    "what was filed of last year": Case(
        given(ENERGY.format("MWh", "1000", "951")),
        given(ENERGY.format("MWh", "1000", "952")),
        "ESG.4.16.restatementUnexplained",
        "table0.csv, line 2, 2022",
        ("Total energy consumption 2022 is 952 MWh; last year's filing says 951.2 MWh",),
        last=given("concept,unit,2022\nTotalEnergyConsumption,MWh,951.2\n", **BEFORE),
    ),
    "what names an object": Case(
        given(TEXT.format("Less energy."), extra=SITE.format("heat-pumps-2")),
        given(TEXT.format("Less energy."), extra=SITE.format("initiative-3")),
        "ESG.5.03.typedMemberUnstable",
        "disclosure.yaml, line 11, members.ReductionInitiative.initiative-3",
        ("initiative-3 of ReductionInitiative says a place in a list",),
    ),
    "the identifier of last year": Case(
        products("61.40,62.81", "phone-twelve"),
        products("61.40,62.81", "twelfth-phone"),
        "ESG.5.03.typedMemberUnstable",
        "disclosure.yaml, line 11, members.Product.twelfth-phone",
        (
            "twelfth-phone of Product was called phone-twelve in last year's filing: Product carbon footprint, "
            "twelfth-phone 2022 is 62.81 kg CO₂e, as was filed of phone-twelve.",
        ),
        last=PHONES,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_keeps_a_rule_has_no_finding(judge: Judge, case: str) -> None:
    assert judge(CASES[case].good, CASES[case].last) == []


@pytest.mark.parametrize("case", CASES)
def test_what_breaks_a_rule_has_one_finding_at_its_cell(judge: Judge, case: str) -> None:
    expected = CASES[case]
    (finding,) = judge(expected.bad, expected.last)
    assert (finding.code, str(finding.location)) == (expected.code, expected.place)
    assert all(part in finding.message for part in expected.parts), finding.message
    assert finding.hint


def test_a_row_has_one_finding_whatever_the_number_of_its_cells(judge: Judge) -> None:
    money = "concept,unit,2023,2022\nRevenue,RMB million,270,280\nResearchAndDevelopmentExpenditure,HKD million,19,18\n"
    digits = "concept,unit,2023,2022\nHazardousWaste,tonne,1.4300000001,1.5300000001\n"
    assert [finding.code[4:8] for finding in judge(given(money, digits))] == ["2.05", "4.03"]


def test_a_unit_is_judged_by_what_it_is_not_by_its_spelling(judge: Judge) -> None:
    water = "concept,unit,period,value\nWaterWithdrawal,m3,2023,10\nWaterWithdrawal,tonne,2022,10\n"
    assert judge(given(water)) == []


def test_another_currency_than_last_year_is_told_once(judge: Judge) -> None:
    last = "concept,unit,2022\nRevenue,RMB million,270\nResearchAndDevelopmentExpenditure,RMB million,19\n"
    now = "concept,unit,2023\nRevenue,USD million,38\nResearchAndDevelopmentExpenditure,USD million,2.6\n"
    (finding,) = judge(given(now, extra="currency: USD"), given(last, **BEFORE))
    assert finding.message == "Amounts of money are in USD; last year's filing has them in CNY."


def test_a_table_without_a_year_has_one_finding_for_all_its_rows(judge: Judge) -> None:
    (finding,) = judge(given("concept,unit,2023,2020\nHazardousWaste,tonne,3,1\nNonHazardousWaste,tonne,3,1\n"))
    assert "for periods before and after 2021 and 2022, but not for 2021 and 2022" in finding.message
    assert [str(place) for place in finding.related] == ["table0.csv, line 3, 2023"]


def test_what_is_gone_is_told_once_for_a_concept_with_its_members(judge: Judge) -> None:
    last = "concept,Gender,unit,2022\nNumberOfEmployees,,person,120\nNumberOfEmployees,Male,person,60\n"
    now = "concept,unit,2023\nHazardousWaste,tonne,3\n"
    (finding,) = judge(given(now), given(last, **BEFORE))
    assert finding.message.startswith("Number of employees (in total; Men) is in last year's filing")


def test_a_product_that_is_no_longer_sold_is_not_missed(judge: Judge) -> None:
    product = "concept,Product,unit,{}\nProductCarbonFootprint,{},kgCO2e,62.81\n"
    last = given(
        product.format(2022, "phone-twelve"), extra="members: {Product: {phone-twelve: {en: Phone}}}", **BEFORE
    )
    now = given(product.format(2023, "phone-mini"), extra="members: {Product: {phone-mini: {en: Phone}}}")
    assert judge(now, last) == []


def test_what_may_stand_in_a_cell_that_cannot_be_read_is_not_missed(tmp_path: Path, taxonomy: Taxonomy) -> None:
    last = filing(tmp_path / "before", taxonomy, given("concept,unit,2022\nNumberOfEmployees,person,120\n", **BEFORE))
    table = "concept,unit,2023,2021\nNumberOfEmploees,person,120,110\nHazardousWaste,tonne,3,2,1\n"
    disclosure, mapped, _ = read(tmp_path / "now", taxonomy, given(table))
    assert check_records(disclosure, Figures(mapped, taxonomy), last) == []


def test_the_records_of_a_disclosure_that_is_wrong_in_every_way_are_judged_all_the_same(
    tmp_path: Path, taxonomy: Taxonomy
) -> None:
    table = "concept,EnvironmentalTopic,unit,2023,2022\nEnvironmentalTargetsInForce,NoTopic,,N/A,\nTotalEnergy,,,1,\n"
    disclosure, mapped, problems = read(tmp_path / "now", taxonomy, given(table))
    assert problems
    assert [finding.code for finding in check_records(disclosure, Figures(mapped, taxonomy))] == [
        "ESG.4.06.placeholderText"
    ]


@pytest.mark.parametrize(
    "table",
    [
        ENERGY.format("MWh", "0.0", "951"),
        ENERGY.format("MWh", "1", "951"),
        ENERGY.format("MWh", "89", "9,51".replace(",", "")),
        EMPLOYEES.format("3600", "36"),
        "concept,unit,period,value\nTotalEnergyConsumption,MWh,2023,1000\nTotalEnergyConsumption,GWh,2022,1.00\n",
    ],
    ids=["a zero", "one digit", "no power of ten", "a small count", "another unit"],
)
def test_what_is_no_slip_of_scale_is_not_taken_for_one(judge: Judge, table: str) -> None:
    assert "ESG.4.15.scaleSlip" not in [finding.code for finding in judge(given(table))]


def test_a_table_in_the_wrong_unit_has_one_finding(judge: Judge) -> None:
    (finding,) = judge(given(WASTE.format("1430", "1.43", "21000", "20.5", "30", "32")))
    assert "So it is with 1 more of the table." in finding.message
    assert [str(place) for place in finding.related] == ["table0.csv, line 2, 2022", "table0.csv, line 3, 2023"]


def test_a_count_that_grows_a_hundredfold_from_a_hundred_is_asked_about(judge: Judge) -> None:
    assert [one.code for one in judge(given(EMPLOYEES.format("12100", "120")))] == ["ESG.4.15.scaleSlip"]


RESTATED = "concept,unit,2023,2022,2022@previous,restatement\nTotalEnergyConsumption,MWh,{},{},{},{}\n"
FILED = given("concept,unit,2022\nTotalEnergyConsumption,MWh,951.2\n", **BEFORE)
REASON = "restatements: {meters: {en: Meters were read again.}}"


def test_a_figure_that_is_restated_from_what_was_filed_is_explained(judge: Judge) -> None:
    assert judge(given(RESTATED.format("1000", "873", "951.2", "meters"), extra=REASON), FILED) == []
    assert judge(given(RESTATED.format("800000", "951200", "951", "meters"), extra=REASON), FILED) == []


def test_a_figure_that_is_restated_from_something_else_is_not(judge: Judge) -> None:
    (finding,) = judge(given(RESTATED.format("1000", "873", "940", "meters"), extra=REASON), FILED)
    assert finding.code == "ESG.4.16.restatementUnexplained"
    assert finding.message == (
        "Total energy consumption 2022 is said to have been 940 MWh before; last year's filing says 951.2 MWh."
    )
    assert [str(place) for place in (finding.location, *finding.related)] == [
        "table0.csv, line 2, 2022@previous",
        "table0.csv, line 2, 2022",
    ]


def test_a_bound_is_not_set_against_what_was_filed(judge: Judge) -> None:
    assert judge(given(ENERGY.format("MWh", "1000", "about 900")), FILED) == []


def test_a_filing_under_the_names_of_the_version_before_is_understood(tmp_path: Path, taxonomy: Taxonomy) -> None:
    rate = "concept,Gender,unit,{},{}\nFullTimeEmployeeTurnoverRate,Male,%,{},{}\n"
    filed = filing(tmp_path / "before", taxonomy, given(rate.format(2022, 2021, "11.2", "12.1"), **BEFORE))

    def before(name: QName) -> QName:
        local = name.local.replace("FullTimeEmployeeTurnoverRate", "EmployeeTurnoverRate")
        return QName(taxonomy.supersedes or "", local) if name.namespace == taxonomy.base else name

    facts = tuple(
        replace(
            fact,
            concept=before(fact.concept),
            dimensions=tuple(
                (before(axis), before(member) if isinstance(member, QName) else member)
                for axis, member in fact.dimensions
            ),
        )
        for fact in filed.facts
    )
    disclosure, mapped, _ = read(tmp_path / "now", taxonomy, given(rate.format(2023, 2022, "11.0", "11.4")))
    (finding,) = check_records(disclosure, Figures(mapped, taxonomy), replace(filed, facts=facts))
    assert finding.message == "Full-time employee turnover rate, Men 2022 is 11.4 %; last year's filing says 11.2 %."


@pytest.mark.parametrize(
    "text",
    [
        *("-", "–", "NA", "N/A", "n.a.", "nil", "None.", "TBD", "To be completed", "0", "xx", "XXX", "...", "**TBD**"),
        *(
            "／",
            "无",
            "不适用",
            "待定",
            "Ｎ／Ａ",
            "lorem ipsum dolor sit amet, consectetur adipiscing elit",
            " \t",
            "not applicable",
        ),
    ],
)
def test_a_text_that_says_nothing_is_a_placeholder(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    ["No cases.", "100", "A", "✓", "3M", "无此类案件。", "To be completed by 2026: two wind farms.", "Nanjing", "0.5"],
)
def test_a_text_that_says_something_is_none(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("axis", "member", "is_number"),
    [
        ("Target", "target-1", True),
        ("Product", "product2", True),
        ("Site", "site-03", True),
        ("Site", "item-1", True),
        ("Association", "stockexchange1", True),
        ("CarbonCreditProject", "project-2-1", True),
        ("ClimateRiskOrOpportunity", "opportunity-4", True),
        ("Target", "2030", True),
        ("Target", "net-zero-2050", False),
        ("Product", "phone-13", False),
        ("Association", "stock-exchange-of-hong-kong", False),
    ],
)
def test_a_running_number_is_told_from_a_name(judge: Judge, axis: str, member: str, is_number: bool) -> None:
    found = judge(given(TEXT.format("Less energy."), extra=f'members: {{{axis}: {{"{member}": {{en: One}}}}}}'))
    assert [finding.code for finding in found] == ["ESG.5.03.typedMemberUnstable"] * is_number


def test_open_requirements_are_one_finding_for_each_obligation(judge: Judge) -> None:
    open_ = judge(given(TEXT.format("Less energy."), standards="HKEX"))
    mandatory, other = open_
    assert (mandatory.code, mandatory.severity) == ("ESG.4.23.disclosureMissing", Severity.WARNING)
    assert mandatory.message == (
        "3 of 3 requirements of HKEX that are mandatory have neither a value nor an omission: para 13 (Governance "
        "structure: board statement); para 14 (Reporting principles); para 15 (Reporting boundary)."
    )
    assert "omit them with the reason" in mandatory.hint
    assert (other.code, other.severity) == ("ESG.4.23.disclosureMissing", Severity.NOTE)
    assert "44 of 48 requirements of HKEX that are comply or explain have neither" in other.message
    assert "nor an omission: A1 (Emissions" in other.message
    assert other.message.endswith(", B8.2.")
    assert str(mandatory.location) == str(other.location) == "disclosure.yaml, line 3, report.standards.1"


def test_a_requirement_is_answered_by_an_omission_too(judge: Judge) -> None:
    texts = "concept,2023\nBoardOversightOfESGIssues,-\nApplicationOfQuantitativePrinciple,-\nDescriptionOfReportingBoundary,-\n"
    found = judge(given(texts, standards="HKEX"))
    assert [finding.severity for finding in found] == [Severity.NOTE]


def test_a_standard_that_obliges_to_nothing_asks_for_nothing(judge: Judge) -> None:
    assert judge(given(TEXT.format("Less energy."), standards="GRI, SASB")) == []


def test_the_worked_example_keeps_the_rules_but_answers_a_part_of_the_code(
    disclosure: Disclosure, mapped: Mapped, taxonomy: Taxonomy
) -> None:
    assert [finding.severity for finding in check_records(disclosure, Figures(mapped, taxonomy))] == [
        Severity.WARNING,
        Severity.NOTE,
    ]


def test_a_filing_agrees_with_itself(disclosure: Disclosure, mapped: Mapped, taxonomy: Taxonomy) -> None:
    alone = check_records(disclosure, Figures(mapped, taxonomy))
    assert check_records(disclosure, Figures(mapped, taxonomy), mapped.instance) == alone


def test_the_only_open_requirement_is_one(judge: Judge) -> None:
    texts = "concept,2023\nBoardOversightOfESGIssues,-\nApplicationOfQuantitativePrinciple,-\n"
    mandatory, _ = judge(given(texts, standards="HKEX"))
    assert mandatory.message == (
        "1 of 3 requirements of HKEX that are mandatory has neither a value nor an omission: para 15 (Reporting boundary)."
    )
    assert mandatory.hint.startswith("Report it, or omit it with the reason. para 15 is answered by ")


@pytest.mark.parametrize(
    "tables",
    [
        ("concept,unit,2023\nWaterWithdrawal,tonne,9\nWaterDischarge,tonne,5\n",),
        (WATER, "concept,unit,2023\nHazardousWaste,tonne,5\n"),
        (WATER, "concept,unit,2023\nWaterDischarge,tonne,-\n"),
        (WATER, "concept,unit,2023,2015\nWaterDischarge,tonne,5,6\n"),
        ("concept,unit,2023,2022\nWaterWithdrawal,tonne,9,-\n", "concept,unit,2023\nWaterDischarge,tonne,5\n"),
        (WATER, "concept,unit,2023\nWaterDischarge,tonne,5\n", "concept,unit,2023,2022\nWaterDischarge,tonne,5,6\n"),
    ],
    ids=["nothing has", "another subject", "omitted", "a base period", "others are omitted", "in another table"],
)
def test_what_needs_no_comparative_is_not_asked_for_one(judge: Judge, tables: tuple[str, ...]) -> None:
    assert judge(given(*tables)) == []


def test_comparatives_are_asked_for_only_if_the_year_before_is_declared(judge: Judge) -> None:
    tables = "concept,unit,2023,2021\nWaterWithdrawal,tonne,9,8\n", "concept,unit,2023\nWaterDischarge,tonne,5\n"
    assert judge(given(*tables, comparatives=_year(2021))) == []


def test_figures_without_comparatives_have_one_finding_a_table(judge: Judge) -> None:
    gases = "concept,unit,{}\nGrossScope1GreenhouseGasEmissions,tCO2e,{}\n"
    more = "concept,unit,2023\nWaterDischarge,tonne,5\nWaterDischargeForUseByOtherOrganisations,tonne,5\n"
    (finding,) = judge(given(WATER, more, gases.format("2023,2022", "5,6")))
    assert finding.message == (
        '2 of 4 figures of "Water" are given for 2023 and for no earlier period: Water discharge; '
        "Water discharge sent for use by other organisations."
    )
    assert finding.hint == "Give them for 2022 too, as the others are, or omit them there with the reason."
    assert [str(place) for place in finding.related] == ["table1.csv, line 3, 2023"]


def test_what_is_new_has_no_past(judge: Judge) -> None:
    row = "ProductCarbonFootprint,{},kgCO2e,{}\n"
    old, new = row.format("phone-twelve", "61.40,62.81"), row.format("phone-thirteen", "60.00")
    names = "members: {Product: {phone-twelve: {en: Phone}, phone-thirteen: {en: Phone}}}"
    tables = f"concept,Product,unit,2023,2022\n{old}", f"concept,Product,unit,2023\n{new}"
    assert judge(given(*tables, extra=names)) == []


@pytest.mark.parametrize(
    ("figures", "names", "before"),
    [
        ("61.40,62.83", ("twelfth-phone",), "62.81,63.02"),
        ("61.40,62.81", ("phone-twelve", "twelfth-phone"), "62.81,63.02"),
        ("61.40,62.81", ("twelfth-phone", "phone-of-the-year"), "62.81,63.02"),
        ("61,62", ("twelfth-phone",), "62,63"),
        ("61,620", ("twelfth-phone",), "620,630"),
        ("61.40,-", ("twelfth-phone",), "62.81,63.02"),
    ],
    ids=["another figure", "the old one is there", "two could be it", "two digits", "a round figure", "no figure"],
)
def test_an_object_that_is_new_is_not_taken_for_another(
    judge: Judge, figures: str, names: tuple[str, ...], before: str
) -> None:
    last = products(before, "phone-twelve", years="2022,2021", **BEFORE)
    assert "ESG.5.03.typedMemberUnstable" not in [one.code for one in judge(products(figures, *names), last)]


def test_an_object_agrees_with_all_that_was_filed_of_it(judge: Judge) -> None:
    now = products("61.40,62.81,63.02", "twelfth-phone", years="2023,2022,2021")
    assert [one.code for one in judge(now, PHONES)] == ["ESG.5.03.typedMemberUnstable"]
    other = products("61.40,62.81,66.02", "twelfth-phone", years="2023,2022,2021")
    assert judge(other, PHONES) == []


def test_objects_that_are_all_called_something_else_have_one_finding(judge: Judge) -> None:
    table = "concept,Product,unit,{}\n" + "ProductCarbonFootprint,{},kgCO2e,{}\n" * 2
    own = "members: {{Product: {{{}: {{en: Phone}}, {}: {{en: Phone}}}}}}"
    last = table.format(2022, "phone-twelve", "62.81", "phone-mini", "51.17")
    now = table.format("2023,2022", "twelve", "61.40,62.81", "mini", "50.30,51.17")
    (finding,) = judge(
        given(now, extra=own.format("twelve", "mini")),
        given(last, extra=own.format("phone-twelve", "phone-mini"), **BEFORE),
    )
    assert finding.message.endswith("as was filed of phone-twelve. So it is with 1 more: mini was phone-mini.")
    assert len(finding.facts) == 2


def test_a_text_that_is_missing_in_a_language_is_named_by_what_it_is_about(tmp_path: Path, taxonomy: Taxonomy) -> None:
    disclosure, _, problems = read(tmp_path / "now", taxonomy, given(TEXT.format("Less energy.")))
    assert problems == []
    (missing,) = map_disclosure(disclosure, taxonomy, "zh-Hans")[1]
    assert missing.message == "Environmental targets in force, Energy 2023 has no text in zh-Hans."


def test_what_is_found_in_a_finished_report_is_at_its_facts(tmp_path: Path, taxonomy: Taxonomy) -> None:
    table = LONG.format("MWh", "1000", "GWh", "0.9") + "Revenue,RMB,2023,270\nRevenue,RMB,2022,280\n"
    money = "concept,unit,2023,2022\nResearchAndDevelopmentExpenditure,HKD,19,18\n"
    _, mapped, _ = read(tmp_path / "now", taxonomy, given(table, money))
    disclosure, left = disclosure_of(mapped.instance, "report.xhtml", taxonomy)
    assert disclosure is not None
    assert left == []
    again, problems = map_disclosure(disclosure, taxonomy, "en")
    assert problems == []
    found = check_records(disclosure, Figures(again, taxonomy))
    assert {one.code[4:8]: str(one.location) for one in found} == {
        "2.05": "report.xhtml, ResearchAndDevelopmentExpenditure.2023",
        "2.06": "report.xhtml, TotalEnergyConsumption.2022",
    }


def test_objects_of_a_finished_report_are_found_at_their_facts(tmp_path: Path, taxonomy: Taxonomy) -> None:
    _, mapped, _ = read(tmp_path / "now", taxonomy, products("61.40,62.81", "product-2"))
    disclosure, _ = disclosure_of(mapped.instance, "report.xhtml", taxonomy)
    assert disclosure is not None
    again, _ = map_disclosure(disclosure, taxonomy, "en")
    found = check_records(disclosure, Figures(again, taxonomy), filing(tmp_path / "before", taxonomy, PHONES))
    assert [(one.code[4:8], str(one.location)) for one in found] == [
        ("5.03", "report.xhtml, ProductCarbonFootprint.product-2.2023")
    ] * 2


@pytest.mark.parametrize("members", ["Gender,unit,2023\nWaterDischarge,Male", "unit,2023,2022\nWaterDischarge"])
def test_what_could_not_be_read_is_not_asked_for_comparatives(tmp_path: Path, taxonomy: Taxonomy, members: str) -> None:
    broken = f"concept,{members},tonne,5{',five' if '2022' in members else ''}\n"
    disclosure, mapped, problems = read(tmp_path / "now", taxonomy, given(WATER, broken))
    assert problems
    assert check_records(disclosure, Figures(mapped, taxonomy)) == []
