"""Arelle's messages as findings: our code where a rule is ours, and the way back to the cell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from esgtag.findings import Severity
from esgtag.generator import Mapped
from esgtag.validation import validate_file, validate_files

FAULTS = {
    "a unit that the registry does not allow": (
        r'(id="TotalEnergyConsumption.2023"[^>]*unitRef=")[^"]*"',
        r'\1u.t"',
        "utre:error-NumericFactUtrInvalid",
        "energy.csv, line 2, 2023",
    ),
    "a member that the hypercube rejects": (
        r'(id="TotalEnergyConsumption.2022"[^>]*contextRef=")[^"]*"',
        r'\1c.2023-01-01.2023-12-31.MaleMember"',
        "ESG.5.02.noHypercube",
        "energy.csv, line 2, 2022",
    ),
    "a stock over a period": (
        r'(id="NumberOfEmployees.2023"[^>]*contextRef=")[^"]*"',
        r'\1c.2023-01-01.2023-12-31"',
        "xbrl.4.7.2:contextPeriodType",
        "employees.csv, line 2, 2023",
    ),
    "a value that is no number": (
        r'(id="HazardousWaste.2021"[^>]*>)[^<]*<',
        r"\1two and a half<",
        "xmlSchema:valueError",
        "waste-and-materials.csv, line 3, 2021",
    ),
    "a duplicate with another value": (
        r'(id="GrossScope1GreenhouseGasEmissions.2021.emissions"[^>]*>)[^<]*<',
        r"\g<1>1.00<",
        "ESG.4.01.inconsistentDuplicate",
        "greenhouse-gas.csv, line 3, 2021",
    ),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_in_the_instance_leads_to_its_cell(out: Path, tmp_path: Path, mapped: Mapped, kind: str) -> None:
    """Faults that the writer cannot make are planted in its document."""
    pattern, planted, code, place = FAULTS[kind]
    text = (out / "xiaomi-2023-12-31-en.xml").read_text(encoding="utf-8")
    broken, times = re.subn(pattern, planted, text)
    assert times == 1
    file = tmp_path / "broken.xml"
    file.write_text(broken, encoding="utf-8")
    found = [one for one in validate_file(file, [out / "esg-2026.zip"], mapped.location) if one.code == code]
    assert found
    assert found[0].severity is Severity.ERROR
    assert place in [str(found[0].location), *map(str, found[0].related)]


def test_a_valid_report_of_ours_has_the_report_s_own_findings_only(out: Path, mapped: Mapped) -> None:
    """Without our own checks: what Calculations 1.1 and the taxonomy's formulas say, at the cells."""
    package = out / "xiaomi-2023-12-31-en.xbri"
    found = validate_files([package], [], mapped.location, check_taxonomy=False)
    by_code = {(one.code.rpartition(".")[0], str(one.location)): one for one in found}
    assert set(by_code) == {
        ("ESG.4.17", "work-injuries.csv, line 3, 2020"),
        ("ESG.4.18", "water.csv, line 2, 2023"),
        ("ESG.5.04", "employees.csv, line 2, 2021"),
        ("ESG.5.04", "employees.csv, line 2, 2022"),
        ("ESG.5.07", "training.csv, line 8, 2023"),
    }
    assert "with rounding allowed for its parts add up to" in by_code["ESG.4.18", "water.csv, line 2, 2023"].message


CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


@pytest.mark.skipif(not CORPUS.exists(), reason="the filings of others are not part of the repository")
@pytest.mark.parametrize("name", ["ixbrl/ros-valid-101.htm", "brsr/TCS-FY2023-24.xml"])
def test_a_foreign_filing_without_its_taxonomy_is_one_finding_that_names_it(name: str) -> None:
    (finding,) = validate_file(CORPUS / name)
    assert finding.code == "ESG.7.03.unresolved"
    assert ".xsd" in finding.message
