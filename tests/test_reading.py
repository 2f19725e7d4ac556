"""What people type in tables and files, read as they meant it, or answered once at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from esgtag.building import build
from esgtag.findings import Finding
from esgtag.generator import Disclosure, map_disclosure, read_disclosure
from esgtag.taxonomy import Taxonomy

DISCLOSURE = """\
taxonomy: https://taxonomy.example/esg/2026/esg-core.xsd
entity: {{name: {{en: Example Company}}, scheme: http://standards.iso.org/iso/17442, identifier: {identifier}}}
report: {{name: example, languages: [en], title: {{en: Figures of the company}}}}
periods:
  reporting: {{name: 2023, start: 2023-01-01, end: 2023-12-31}}
  comparatives: [{{name: 2022, start: 2022-01-01, end: 2022-12-31}}]
  baselines: [{{name: 2019, start: 2019-01-01, end: 2019-12-31}}]
  targets: [{{name: 2030, start: 2030-01-01, end: 2030-12-31}}]
omissions:
  - {{mark: n/a, reason: not applicable, shown: {{en: –}}, explanation: {{en: It does not apply.}}}}
restatements: {{meter: {{en: A meter had been left out.}}}}
sections:
  - title: {{en: Figures}}
    tables: [{{name: figures, title: {{en: Figures}}, {table}}}]
"""
IDENTIFIER = "EXAMPLE0000000000087"
ENERGY = "{concept: TotalEnergyConsumption, unit: MWh, period: 2023, value: 50}"
POLICY = "concept: PolicyOnUseOfResources, period: 2022"


def read(folder: Path, taxonomy: Taxonomy, table: str) -> tuple[Disclosure, list[Finding]]:
    """Return a disclosure with one table and everything there is to say about its records."""
    (folder / "disclosure.yaml").write_text(DISCLOSURE.format(identifier=IDENTIFIER, table=table), encoding="utf-8")
    disclosure, findings = read_disclosure(folder, taxonomy)
    assert disclosure is not None, findings
    return disclosure, [*findings, *map_disclosure(disclosure, taxonomy, "en")[1]]


@pytest.mark.parametrize("period", ["2019", "2030"])
def test_a_base_year_and_a_target_year_ask_nothing_of_the_rows_beside(
    period: str, tmp_path: Path, taxonomy: Taxonomy
) -> None:
    row = "PlannedResearchAndDevelopmentExpenditure,RMB" if period == "2030" else "TotalEnergyConsumption,MWh"
    wide = f"concept,unit,2023,2022,{period}\n{row},30,31,29\nWaterWithdrawal,m3,8,9,\n"
    long = f"concept,unit,period,value\n{row},2023,30\n{row},2022,31\n{row},{period},29\n"
    long += "WaterWithdrawal,m3,2023,8\nWaterWithdrawal,m3,2022,9\n"
    for content in (wide, long):
        (tmp_path / "figures.csv").write_text(content, encoding="utf-8")
        disclosure, findings = read(tmp_path, taxonomy, "file: figures.csv")
        assert findings == []
        assert len(disclosure.records) == 5


def test_a_row_without_last_year_is_still_asked_for_it(tmp_path: Path, taxonomy: Taxonomy) -> None:
    (tmp_path / "figures.csv").write_text(
        "concept,unit,2023,2022\nTotalEnergyConsumption,MWh,30,31\nWaterWithdrawal,m3,8,\n", encoding="utf-8"
    )
    _, findings = read(tmp_path, taxonomy, "file: figures.csv")
    assert [(finding.code, str(finding.location)) for finding in findings] == [
        ("ESG.0.07.cellEmpty", "figures.csv, line 3, 2022")
    ]


@pytest.mark.parametrize(
    ("record", "code", "said"),
    [
        ("{concept: TotalEnergyConsumption, unit: MWh, period: 2023, omission: na}", "ESG.0.06", "na is no omission"),
        (f"{{{POLICY}, omission: na}}", "ESG.0.06", "na is no omission"),
        (f"{{{POLICY}, value: We save., previous: We saved., restatement: meter}}", "ESG.0.06", "only figures"),
        (f"{{{POLICY}, value: 'file:policy.md'}}", "ESG.0.01", "policy.md is not there"),
        ("{concept: TotalEnergyConsumption, unit: MWh, period: 2023, value: 30%-40}", "ESG.0.06", "neither a number"),
    ],
)
def test_one_mistake_in_a_record_is_one_finding(
    record: str, code: str, said: str, tmp_path: Path, taxonomy: Taxonomy
) -> None:
    disclosure, findings = read(tmp_path, taxonomy, f"records: [{ENERGY.replace('2023', '2022')}, {record}]")
    (finding,) = findings
    assert finding.code.startswith(code)
    assert said in finding.message
    assert finding.hint
    assert len(disclosure.records) + len(disclosure.refused) >= 2


def test_a_folder_with_several_workbooks_asks_which_is_meant(tmp_path: Path, taxonomy: Taxonomy) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(b"")
    disclosure, (finding,) = read_disclosure(tmp_path, taxonomy)
    assert disclosure is None
    assert "a.xlsx, b.xlsx" in finding.message


def test_last_years_report_of_another_company_is_not_compared(tmp_path: Path, taxonomy: Taxonomy) -> None:
    last, now = tmp_path / "last", tmp_path / "now"
    for folder, identifier, value in ((last, IDENTIFIER, "50"), (now, "EXAMPLE0000000000184", "70")):
        folder.mkdir()
        table = f"records: [{ENERGY.replace('50', value).replace('2023', '2022')}, {ENERGY}]"
        text = DISCLOSURE.format(identifier=identifier, table=table)
        (folder / "disclosure.yaml").write_text(text, encoding="utf-8")
    filed = build(last)
    (tmp_path / "last.json").write_bytes(filed.files["example-2023-12-31-en.json"])
    (finding,) = build(now, last_year=tmp_path / "last.json").findings
    assert finding.code == "ESG.0.24.lastYearOfAnother"
    assert IDENTIFIER in finding.message
    assert finding.location is not None
    assert finding.location.line == 2
