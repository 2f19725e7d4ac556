"""Every rule is explained, and `esgtag explain` finds it however it is named."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from esgtag.findings import CODES, Code, codes_page
from esgtag.findings.explanations import ForeignCode, Unknown, explain, explanations
from esgtag.taxonomy import Taxonomy

from places import ROOT


def test_every_rule_is_explained_and_nothing_else() -> None:
    assert set(explanations()) == set(CODES)


@pytest.mark.parametrize("code", sorted(CODES))
def test_an_explanation_is_whole(code: str) -> None:
    told = explanations()[code]
    assert told.wrong != told.right
    assert all(text.strip() == text != "" for text in (told.why, told.wrong, told.right, told.do))
    assert told.why.endswith(".")
    assert told.do.endswith(".")
    is_about_filings = code.split(".")[1] in "1234567"
    assert told.plainly.endswith(".") == is_about_filings


def test_examples_use_names_that_exist(taxonomy: Taxonomy) -> None:
    """In tables, the right examples name concepts of the taxonomy; so do the wrong ones but where the name is wrong."""
    rows = {
        name: code
        for code, told in explanations().items()
        for example in (told.right, *([] if code == "ESG.0.04.conceptUnknown" else [told.wrong]))
        for name in re.findall(r"^([A-Z][A-Za-z]+),", example, re.MULTILINE)
    }
    assert len(rows) > 5
    assert {name: code for name, code in rows.items() if name not in taxonomy.concepts} == {}


def test_precedents_are_of_the_rules_that_have_them() -> None:
    """The catalogue's precedents, where the catalogue is at hand."""
    catalogue = ROOT.parent / "shared" / "FILING_RULES.md"
    if not catalogue.exists():
        pytest.skip("the catalogue of filing rules is not at hand")
    rows = [line.split("|") for line in catalogue.read_text(encoding="utf-8").splitlines() if line.startswith("| ESG.")]
    told = {row[1].strip(): f"{row[2]} {row[5]}" for row in rows}
    for code, row in told.items():
        number = code.rpartition(".")[0]
        found = next(explanation for name, explanation in explanations().items() if name.startswith(f"{number}."))
        for precedent in found.precedent:
            words = re.findall(r"[A-Za-z_#]*\d[\d.a-z]*", precedent) or [precedent]
            assert all(word in row for word in words), (code, precedent, row)


@pytest.mark.parametrize(
    "name", ["ESG.2.07.unitPrefixImplausible", "ESG.2.07", "2.07", "2.7", " 2.07 ", "unitprefiximplausible"]
)
def test_a_rule_is_found_by_every_name_it_has(name: str) -> None:
    found = explain(name)
    assert isinstance(found, Code)
    assert found.code == "ESG.2.07.unitPrefixImplausible"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ESG.2.70", "ESG.2.07.unitPrefixImplausible"),
        ("ESG.2.07.unitPrefix", "ESG.2.07.unitPrefixImplausible"),
        ("unitPrefixImplausable", "ESG.2.07.unitPrefixImplausible"),
        ("ESG.4.15.scalesSlip", "ESG.4.15.scaleSlip"),
    ],
)
def test_a_near_miss_is_answered_with_what_was_meant(name: str, meant: str) -> None:
    found = explain(name)
    assert isinstance(found, Unknown)
    assert found.similar[0] == meant


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("xmlSchema:valueError", "schema"),
        ("xbrl.4.6.3:itemContext", "section 4.6"),
        ("xbrldie:PrimaryItemDimensionallyInvalidError", "dimensions"),
        ("utre:error-NumericFactUnitMeasure", "Unit Types Registry"),
        ("ix11.12.1.2:missingReferences", "Inline XBRL"),
        ("rpe:documentTypeFileExtensionMismatch", "Report Packages"),
        ("tpe:metadataDirectoryNotFound", "Taxonomy Packages"),
        ("calc11e:inconsistentCalculation", "sum of its parts"),
        ("IOerror", "not at hand"),
    ],
)
def test_the_common_codes_of_arelle_are_explained(name: str, words: str) -> None:
    found = explain(name)
    assert isinstance(found, ForeignCode)
    assert words in found.what


def test_the_page_has_a_section_with_an_anchor_for_every_rule() -> None:
    page = codes_page()
    for code in CODES.values():
        assert page.count(f'<a id="{code.number}"></a>\n\n### {code.code}\n') == 1
        assert page.count(f"](#{code.number}) |") == 1
    assert page.count("```") % 2 == 0


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "esgtag", "explain", code], capture_output=True, text=True, check=False
    )


def test_explain_prints_the_rule() -> None:
    done = run("4.06")
    assert done.returncode == 0
    for words in ("ESG.4.06.placeholderText", "warning", "Why", "Wrong", '"N/A"', "Right", "What to do"):
        assert words in done.stdout


def test_explain_says_what_may_have_been_meant_and_fails() -> None:
    done = run("ESG.4.60")
    assert done.returncode == 1
    assert "Did you mean ESG.4.06.placeholderText" in done.stdout


def test_explaining_loads_nothing_heavy() -> None:
    probe = (
        "import sys; from typer.testing import CliRunner; from esgtag.cli import app;"
        "assert CliRunner().invoke(app, ['explain', '2.07']).exit_code == 0;"
        "print(sorted({'arelle', 'lxml', 'jinja2', 'openpyxl', 'esgtag.taxonomy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-P", "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
