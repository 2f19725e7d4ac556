"""Starting a disclosure, and the schema that lets an editor complete it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from typer.testing import CliRunner

from esgtag.cli import app
from esgtag.generator import Disclosure, Form, disclosure_schema, map_disclosure, read_disclosure, write_disclosure
from esgtag.taxonomy import Taxonomy

LEI = "EXAMPLE0000000000087"


def run(*arguments: str, answers: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments), input=answers)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, " ".join(result.output.split())


def test_a_started_folder_says_what_is_open(tmp_path: Path, taxonomy: Taxonomy) -> None:
    folder = tmp_path / "report-2024"
    code, said = run("init", str(folder), "--name", "Example Company", "--identifier", LEI, "--year", "2024")
    assert (code, "Started" in said) == (0, True), said
    disclosure, findings = read_disclosure(folder, taxonomy)
    assert findings == []
    assert disclosure is not None
    _, problems = map_disclosure(disclosure, taxonomy, "en")
    assert {problem.code for problem in problems} == {"ESG.0.07.cellEmpty"}
    assert len(problems) == len(disclosure.records) == 12


def test_what_was_not_given_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    code, said = run("init", str(folder), "--languages", "en, zh-Hans", answers=f"Example Company\n{LEI}\n2024\n")
    assert code == 0, said
    assert "Legal name" in said
    manifest = yaml.safe_load((folder / "disclosure.yaml").read_text(encoding="utf-8"))
    assert manifest["periods"]["reporting"]["name"] == "2024"
    assert manifest["report"]["languages"] == ["en", "zh-Hans"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (("--identifier", "EXAMPLE0000000000088"), "not a legal entity identifier"),
        (("--languages", "fr"), "There is no fr"),
        (("--standards", "ISO"), "no standard named ISO"),
        (("--scheme", "https://www.hkex.com.hk/stockcode"), "Did you mean"),
    ],
)
def test_an_unfit_answer_is_said_and_nothing_is_written(
    changes: tuple[str, ...], expected: str, tmp_path: Path
) -> None:
    folder = tmp_path / "report"
    given = ["--name", "Example", "--identifier", LEI, "--year", "2024", *changes]
    code, said = run("init", str(folder), *given)
    assert code == 2
    assert expected in said
    assert not folder.exists()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "disclosure.yaml").write_text("mine", encoding="utf-8")
    code, said = run("init", str(tmp_path), "--name", "Example", "--identifier", LEI, "--year", "2024")
    assert code == 2
    assert "not an empty folder" in said


@pytest.fixture(scope="module")
def validator(taxonomy: Taxonomy) -> jsonschema.Draft202012Validator:
    schema = disclosure_schema(taxonomy)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def whole(disclosure: Disclosure) -> dict[str, object]:
    content: dict[str, object] = json.loads(write_disclosure(disclosure, Form.JSON, "x.json")["x.json"])
    return content


def test_the_example_fits_the_schema_that_esgtag_schema_prints(
    validator: jsonschema.Draft202012Validator, disclosure: Disclosure
) -> None:
    code, said = run("schema")
    assert code == 0
    assert "disclosure.schema.json" in said
    assert list(validator.iter_errors(whole(disclosure))) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("currency",), "renminbi"),
        (("periods", "reporting", "start"), 5),
        (("sections", 0, "tables", 0, "records", 0, "concept"), "TotalEnergy"),
        (("sections", 0, "tables", 0, "records", 0, "values"), "5"),
        (("sections", 0, "heading"), "x"),
    ],
)
def test_a_mistake_does_not_fit_the_schema(
    path: tuple[str | int, ...], value: object, validator: jsonschema.Draft202012Validator, disclosure: Disclosure
) -> None:
    content = whole(disclosure)
    del content["sections"][1:], content["sections"][0]["tables"][1:]  # type: ignore[attr-defined,index]
    assert list(validator.iter_errors(content)) == []
    holder: object = content
    for key in path[:-1]:
        holder = holder[key]  # type: ignore[index]
    holder[path[-1]] = value  # type: ignore[index]
    assert list(validator.iter_errors(content))


def test_every_key_of_the_manifest_is_described(taxonomy: Taxonomy) -> None:
    schema = disclosure_schema(taxonomy)
    definitions = schema["$defs"]
    assert isinstance(definitions, dict)
    for name in ("EntityRecord", "ReportRecord", "PeriodRecord", "PeriodsRecord", "OmissionMark", "TableRecord"):
        for key, described in definitions[f"manifest.{name}"]["properties"].items():
            assert described.get("description"), f"{name}.{key}"


def test_numbers_without_quotes_and_the_name_of_the_schema_fit(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """As people type in an editor, which reads 2023 as a number and looks for the schema in the file."""
    typed = {
        "$schema": "disclosure.schema.json",
        "taxonomy": taxonomy.entry_point,
        "entity": {
            "name": {"en": "Example"},
            "scheme": "https://www.hkex.com.hk/Market-Data/Securities-Prices/Equities",
            "identifier": 1810,
        },
        "report": {"name": "example", "languages": ["en"], "title": {"en": "Figures"}},
        "periods": {"reporting": {"name": 2023, "start": "2023-01-01", "end": "2023-12-31"}},
        "footnotes": {"33": {"en": "As measured."}},
        "sections": [
            {
                "title": {"en": "Figures"},
                "tables": [
                    {
                        "name": "energy",
                        "title": {"en": "Energy"},
                        "records": [
                            {
                                "concept": "TotalEnergyConsumption",
                                "unit": "MWh",
                                "period": 2023,
                                "value": 5.10,
                                "footnotes": [33],
                            },
                        ],
                    }
                ],
            }
        ],
    }
    jsonschema.Draft202012Validator(disclosure_schema(taxonomy)).validate(typed)
    (tmp_path / "disclosure.json").write_text(json.dumps(typed).replace("5.1,", "5.10,"), encoding="utf-8")
    disclosure, findings = read_disclosure(tmp_path, taxonomy)
    assert disclosure is not None, findings
    assert [(one.printed, one.period, one.footnotes) for one in disclosure.records] == [("5.10", "2023", ("33",))]
