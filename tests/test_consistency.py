"""Each rule of arithmetic with figures that satisfy it and figures that do not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esgtag.findings import Finding
from esgtag.generator import map_disclosure, read_disclosure
from esgtag.taxonomy import Taxonomy, esg_taxonomy
from esgtag.validation import Figures, check_consistency
from esgtag.validation.intervals import Interval, total

MANIFEST = """\
taxonomy: {entry_point}
entity: {{name: {{en: Example}}, scheme: https://www.hkex.com.hk/stock-code, identifier: "1"}}
report: {{name: example, languages: [en], title: {{en: Figures}}}}
periods:
  reporting: {{name: "2023", start: 2023-01-01, end: 2023-12-31}}
  comparatives: [{{name: "2022", start: 2022-01-01, end: 2022-12-31}}]
omissions:
  - {{mark: "-", reason: not available, shown: {{en: "-"}}, explanation: {{en: None was measured.}}}}
sections:
  - title: {{en: Figures}}
    tables: [{tables}]
"""

Judge = Callable[..., list[Finding]]


@pytest.fixture
def judge(tmp_path: Path, taxonomy: Taxonomy) -> Judge:
    """Return a function from CSV tables to the findings of the consistency rules."""
    return lambda *tables: findings_of(tmp_path, taxonomy, *tables)


def findings_of(folder: Path, taxonomy: Taxonomy, *tables: str) -> list[Finding]:
    names = [f"table{number}.csv" for number in range(len(tables))]
    for name, content in zip(names, tables, strict=True):
        (folder / name).write_text(content, encoding="utf-8")
    listed = ", ".join(f"{{file: {name}, title: {{en: A table}}}}" for name in names)
    manifest = MANIFEST.format(entry_point=taxonomy.entry_point, tables=listed)
    (folder / "disclosure.yaml").write_text(manifest, encoding="utf-8")
    disclosure, problems = read_disclosure(folder, taxonomy)
    assert disclosure is not None, problems
    mapped, more = map_disclosure(disclosure, taxonomy, "en")
    assert [*problems, *more] == []
    return check_consistency(Figures(mapped, taxonomy))


SUM = "concept,unit,2023\nTotalEnergyConsumption,MWh,{}\nDirectEnergyConsumption,MWh,{}\nIndirectEnergyConsumption,MWh,{}\n"
BREAKDOWN = "concept,EmploymentType,unit,2023\nNumberOfEmployees,,person,{}\nNumberOfEmployees,FullTime,person,{}\nNumberOfEmployees,OtherEmploymentType,person,{}\n"
SHARES = "concept,Gender,unit,2023\nShareOfNewEmployees,Male,%,{}\nShareOfNewEmployees,Female,%,{}\n"
WITHIN = "concept,Gender,SeniorityLevel,unit,2023\nShareOfEmployeesWithinLevel,Male,Senior,%,{}\nShareOfEmployeesWithinLevel,Female,Senior,%,{}\nShareOfEmployeesWithinLevel,Male,Junior,%,50.0\nShareOfEmployeesWithinLevel,Female,Junior,%,50.0\n"
RANGE = "concept,MainlandRegion,unit,2023\nFullTimeEmployeeTurnoverRate,,%,{}\nFullTimeEmployeeTurnoverRate,ChineseMainland,%,{}\nFullTimeEmployeeTurnoverRate,BeyondChineseMainland,%,{}\n"
WEIGHTED = "concept,AgeGroup,unit,2023\nFullTimeEmployeeTurnoverRate,,%,{}\nFullTimeEmployeeTurnoverRate,Under30,%,{}\nFullTimeEmployeeTurnoverRate,From30To50,%,{}\nShareOfEmployees,Under30,%,40.0\nShareOfEmployees,From30To50,%,60.0\n"
RATIO = "concept,EmploymentType,unit,2023\nHazardousWaste,,tonne,{}\nNumberOfEmployees,FullTime,person,{}\nHazardousWastePerFullTimeEmployee,,kg/person,{}\n"
REVENUE = "concept,unit,2023\nTotalEnergyConsumption,MWh,{}\nRevenue,RMB million,{}\nEnergyConsumptionPerRevenue,MWh/RMB million,{}\n"

JOINT = "concept,SeniorityLevel,Gender,unit,2023\nShareOfEmployees,Senior,,%,1.0\nShareOfEmployees,Senior,Male,%,{}\nShareOfEmployees,Senior,Female,%,{}\n"
OF_WHICH = "concept,unit,2023\nIndirectEnergyConsumption,MWh,{}\nIndirectEnergyConsumptionFromRenewableSources,MWh,{}\n"

CASES = {
    "a sum": (SUM, ("10.0", "4.0", "6.0"), ("10.0", "4.0", "7.0"), "ESG.4.18.totalDoesNotAdd"),
    "a sum within rounding": (SUM, ("10.0", "4.04", "6.01"), ("10.0", "4.05", "6.06"), "ESG.4.18.totalDoesNotAdd"),
    "a sum with one part": (SUM, ("10.0", "10.0", "-"), ("10.0", "9.0", "-"), "ESG.4.18.totalDoesNotAdd"),
    "a breakdown": (BREAKDOWN, ("10", "4", "6"), ("10", "4", "7"), "ESG.5.04.breakdownDoesNotAdd"),
    "shares": (SHARES, ("40.0", "60.0"), ("40.0", "61.0"), "ESG.5.04.breakdownDoesNotAdd"),
    "shares within rounding": (SHARES, ("40.05", "59.9"), ("40.05", "59.8"), "ESG.5.04.breakdownDoesNotAdd"),
    "shares within a level": (WITHIN, ("40.0", "60.0"), ("40.0", "61.0"), "ESG.5.04.breakdownDoesNotAdd"),
    "an average without shares": (
        RANGE,
        ("11.0", "10.0", "12.0"),
        ("13.0", "10.0", "12.0"),
        "ESG.5.07.averageDoesNotFollow",
    ),
    "an average with shares": (
        WEIGHTED,
        ("14.0", "20.0", "10.0"),
        ("15.0", "20.0", "10.0"),
        "ESG.5.07.averageDoesNotFollow",
    ),
    "shares within a share": (JOINT, ("0.8", "0.2"), ("0.8", "0.4"), "ESG.5.04.breakdownDoesNotAdd"),
    "a part that is not more than the whole": (OF_WHICH, ("10", "10"), ("10", "12"), "ESG.5.08.partExceedsWhole"),
    "a ratio in other units": (
        RATIO,
        ("95.78", "33627", "2.85"),
        ("95.78", "33627", "0.00285"),
        "ESG.4.17.ratioDoesNotFollow",
    ),
    "a ratio to revenue": (REVENUE, ("1000", "500", "2.00"), ("1000", "500", "2.10"), "ESG.4.17.ratioDoesNotFollow"),
}


@pytest.mark.parametrize("case", CASES)
def test_figures_that_follow_are_accepted(judge: Judge, case: str) -> None:
    table, good, _, _ = CASES[case]
    assert judge(table.format(*good)) == []


@pytest.mark.parametrize("case", CASES)
def test_figures_that_do_not_follow_are_one_finding_at_the_figure_that_should(judge: Judge, case: str) -> None:
    table, _, bad, code = CASES[case]
    (finding,) = judge(table.format(*bad))
    assert finding.code == code
    assert finding.location is not None
    assert finding.location.line == {"a ratio": 4, "a part ": 3}.get(case[:7], 2)


@pytest.mark.parametrize(
    ("table", "values"),
    [(SUM, ("-", "4.0", "7.0")), (BREAKDOWN, ("10", "-", "7")), (SHARES, ("40.0", "-")), (RATIO, ("1", "0", "5.00"))],
)
def test_what_cannot_be_decided_is_not_judged(judge: Judge, table: str, values: tuple[str, ...]) -> None:
    assert judge(table.format(*values)) == []


def test_a_count_is_exact_however_it_is_printed(judge: Judge) -> None:
    (finding,) = judge(BREAKDOWN.format("11", "4", "6"))
    assert "is 11, but by employment type it adds up to 10" in finding.message


def test_duplicates_in_two_tables_may_be_roundings_of_one_number(judge: Judge) -> None:
    one, other = (f"concept,unit,2023\nHazardousWaste,tonne,{value}\n" for value in ("95.78", "95.8"))
    assert judge(one, other) == []


def test_duplicates_that_differ_are_an_error_at_the_later_place(judge: Judge) -> None:
    one, other = (f"concept,unit,2023\nHazardousWaste,tonne,{value}\n" for value in ("95.78", "95.9"))
    (finding,) = judge(one, other)
    assert (finding.code, str(finding.location)) == ("ESG.4.01.inconsistentDuplicate", "table1.csv, line 2, 2023")


def test_a_value_and_an_omission_for_the_same_figure_contradict(judge: Judge) -> None:
    one, other = (f"concept,unit,2023\nHazardousWaste,tonne,{value}\n" for value in ("95.78", "-"))
    assert [finding.code for finding in judge(one, other)] == ["ESG.4.01.inconsistentDuplicate"]


def test_one_cause_is_one_finding(judge: Judge) -> None:
    """A wrong total breaks its sum, its ratio and its repetition; it is named once, and all three are told."""
    table = (
        SUM.format("90.0", "4.0", "6.0") + "Revenue,RMB million,10\nEnergyConsumptionPerRevenue,MWh/RMB million,1.00\n"
    )
    again = "concept,unit,2023\nTotalEnergyConsumption,MWh,10.0\n"
    (finding,) = judge(table, again)
    assert str(finding.location) == "table0.csv, line 2, 2023"
    assert finding.message.count("Also: ") == 2


def test_periods_are_judged_apart(judge: Judge) -> None:
    table = "concept,unit,2023,2022\nTotalEnergyConsumption,MWh,10,20\nDirectEnergyConsumption,MWh,4,9\nIndirectEnergyConsumption,MWh,6,9\n"
    (finding,) = judge(table)
    assert finding.location is not None
    assert finding.location.column == "2022"


parts = st.lists(st.decimals(min_value=0, max_value=10**6, places=4), min_size=2, max_size=8)


@given(parts, st.integers(0, 3), st.integers(0, 3))
def test_rounding_true_figures_never_contradicts(exact: list[Decimal], places: int, total_places: int) -> None:
    def rounded(value: Decimal, to: int) -> Interval:
        return Interval.of(value.quantize(Decimal(1).scaleb(-to), ROUND_HALF_UP), to)

    assert total(rounded(part, places) for part in exact).overlaps(rounded(sum(exact, Decimal()), total_places))


@given(st.decimals(min_value=1, max_value=10**6, places=2), st.decimals(min_value=1, max_value=10**4, places=2))
def test_a_rounded_quotient_never_contradicts(above: Decimal, below: Decimal) -> None:
    quotient = Interval.of(above, 2).divided_by(Interval.of(below, 2))
    assert quotient is not None
    shown = (above / below).quantize(Decimal("0.001"), ROUND_HALF_UP)
    assert quotient.overlaps(Interval.of(shown, 3))


def test_the_taxonomy_of_the_rules_is_the_one_that_ships() -> None:
    assert esg_taxonomy().concepts["TotalEnergyConsumption"].parts == (
        "DirectEnergyConsumption",
        "IndirectEnergyConsumption",
    )


@pytest.mark.parametrize(
    ("unit", "printed", "shown", "meant"),
    [
        ("times", "58.3", "5,830 %", "58.3 %"),
        ("%", "416", "416 %", "4.16 %"),
        ("times", "58300", "5,830,000 %", None),
        ("%", "58,300", "58,300 %", None),
    ],
)
def test_a_percentage_that_was_not_divided_by_100_is_asked_about(
    judge: Judge, unit: str, printed: str, shown: str, meant: str | None
) -> None:
    (finding,) = judge(f'concept,Gender,unit,2023\nShareOfNewEmployees,Male,{unit},"{printed}"\n')
    assert finding.message == (
        f"Share of all new employees, Men 2023 is {shown}; it cannot be more than 100 %. Also: Share of all new "
        f"employees 2023 should add up to 100 % by gender, but gives {shown}: {shown} (Men)."
    )
    asked = f"Is {meant} meant, the figure divided by 100?"
    assert finding.hint.startswith(asked if meant else "Compare these figures")
