"""Input that nobody should write and somebody will: never a traceback, never a silent guess, never unsafe."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from typer.testing import CliRunner

from esgtag.building import Build, build
from esgtag.checking import check
from esgtag.cli import app
from esgtag.findings import Severity, read_yaml
from esgtag.generator import Manifest
from esgtag.validation import Engine, check_archive, validate_file, validate_files

MANIFEST = """\
taxonomy: https://taxonomy.example/esg/2026/esg-core.xsd
entity: {{name: {{en: {name}}}, scheme: {scheme}, identifier: {identifier}}}
report: {{name: example, languages: [en], title: {{en: {title}}}}}
periods:
  reporting: {{name: {period}, start: {start}, end: {end}}}
units: {units}
omissions: {omissions}
members: {members}
footnotes: {footnotes}
sections:
  - title: {{en: Figures}}
    tables: [{tables}]
"""
PLAIN = {
    "name": "Example",
    "scheme": "https://www.hkex.com.hk/stock-code",
    "identifier": '"1"',
    "title": "Figures",
    "period": '"2023"',
    "start": "2023-01-01",
    "end": "2023-12-31",
    "units": "{}",
    "omissions": "[]",
    "members": "{}",
    "footnotes": "{}",
}
WASTE = "concept,unit,2023\nHazardousWaste,tonne,{}\n"

Make = Callable[..., Build]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return a function from tables and changes of the manifest to a finished build."""

    def made(*tables: str | bytes, **changes: str) -> Build:
        names = [f"table{number}.csv" for number in range(len(tables))]
        for name, table in zip(names, tables, strict=True):
            (tmp_path / name).write_bytes(table if isinstance(table, bytes) else table.encode())
        listed = ", ".join(f"{{file: {name}, title: {{en: A table}}}}" for name in names)
        text = MANIFEST.format(tables=listed, **(PLAIN | changes))
        (tmp_path / "disclosure.yaml").write_text(text, encoding="utf-8")
        return build(tmp_path)

    return made


def codes(result: Build) -> list[str]:
    return [finding.code.rpartition(".")[0] for finding in result.findings]


def test_the_plain_disclosure_builds(make: Make) -> None:
    result = make(WASTE.format("1.5"))
    assert result.findings == ()
    assert result.files


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (WASTE.format("1\x0b5"), "ESG.0.06"),
        (WASTE.format("1\x005"), "ESG.0.06"),
        (WASTE.format("9" * 400), "ESG.0.06"),
        (WASTE.format("1\u00a0500"), "ESG.0.06"),
        (WASTE.format("1.500.000"), "ESG.0.06"),
        (WASTE.format("#REF!"), "ESG.0.06"),
        (WASTE.format("=B2"), "ESG.0.06"),
        (WASTE.format("(15)"), "ESG.0.06"),
        (WASTE.replace(",", ";").format("1"), "ESG.0.01"),
        (WASTE.replace(",", "\t").format("1"), "ESG.0.01"),
        (WASTE.format("1").encode("utf-16"), "ESG.0.01"),
        ("concept,unit,2023\nHazardousWaste,Stück,1\n".encode("cp1252"), "ESG.0.01"),
        (b"PK\x03\x04\x80\x81", "ESG.0.01"),
        (b"", "ESG.0.01"),
        ("concept,unit,2023\n", "ESG.0.17"),
        ("concept,unit\nHazardousWaste,tonne\n", "ESG.0.17"),
        ("concept,2023\nHazardousWaste,1\nNonHazardousWaste,1\n", "ESG.0.08"),
        ("concept,Units,2023\nHazardousWaste,tonne,1\n", "ESG.0.03"),
        ("concept,unit\nHazardousWaste,tonne,1\nNonHazardousWaste,tonne,2\n", "ESG.0.01"),
        ("concept,unit,2023\nEnvironmentalTargetsInForce,,Less of everything\n", "ESG.5.02"),
    ],
)
def test_a_bad_table_is_one_finding_with_a_hint(make: Make, table: str | bytes, expected: str) -> None:
    result = make(table)
    assert codes(result) == [expected], [finding.message for finding in result.findings]
    assert result.findings[0].hint
    assert result.files == {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"start": "1672531200"}, "ESG.0.02"),
        ({"end": "9999-12-31"}, "ESG.0.02"),
        ({"start": "01/01/2023"}, "ESG.0.02"),
        ({"period": '"2019"'}, "ESG.0.16"),
        ({"period": '"2023.table0"'}, "ESG.0.02"),
        ({"scheme": "GLEIF"}, "ESG.0.02"),
        ({"scheme": "https://standards.iso.org/iso/17442/"}, "ESG.1.02"),
        ({"identifier": '"A & B"'}, "ESG.0.02"),
        ({"identifier": '"1\\e"'}, "ESG.0.01"),
        ({"title": '"a\\x0bb"'}, "ESG.0.01"),
        ({"title": '""'}, "ESG.0.02"),
        ({"units": "{MWh: kWh}"}, "ESG.0.02"),
        ({"units": "{barrels: barel}"}, "ESG.0.08"),
        ({"omissions": "[{mark: '0', reason: not available, shown: {en: x}, explanation: {en: x}}]"}, "ESG.0.02"),
        ({"footnotes": "{a b: {en: x}}"}, "ESG.0.02"),
    ],
)
def test_a_bad_manifest_is_one_finding_with_a_hint(make: Make, changes: dict[str, str], expected: str) -> None:
    result = make(WASTE.format("1.5").replace("2023", changes.get("period", '"2023"').strip('"')), **changes)
    assert codes(result) == [expected], [finding.message for finding in result.findings]
    assert result.findings[0].hint


def test_what_yaml_reads_as_numbers_and_dates_is_taken_as_typed(make: Make) -> None:
    result = make(WASTE.format("1.5"), period="2023", identifier="0012")
    assert result.findings == ()
    assert b">0012<" in result.files["example-2023-12-31-en.xml"]


def test_yaml_that_is_nested_too_deeply_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "deep.yaml").write_text("[" * 3000, encoding="utf-8")
    document, (finding,) = read_yaml(tmp_path / "deep.yaml", Manifest)
    assert document is None
    assert finding.code == "ESG.0.01.inputUnreadable"


def test_a_unit_is_looked_up_once(make: Make) -> None:
    result = make(WASTE.format("10").replace("tonne", "lots"), units="{lots: t}")
    assert result.findings == ()
    assert b'unitRef="u.t"' in result.files["example-2023-12-31-en.xml"]


def test_the_same_member_name_on_two_typed_axes_is_no_clash(make: Make) -> None:
    result = make(
        "concept,Product,unit,2023\nProductCarbonFootprint,alpha,tCO2e,1\n",
        "concept,Programme,unit,2023\nTalentProgrammeParticipantPool,alpha,person,1\n",
        members="{Product: {alpha: {en: Alpha}}, Programme: {alpha: {en: Alpha}}}",
    )
    assert result.findings == ()
    assert result.files


def test_figures_in_different_units_are_compared_in_one(make: Make) -> None:
    good = "concept,unit,2023\nTotalEnergyConsumption,MWh,1.0\nDirectEnergyConsumption,GJ,1.8\nIndirectEnergyConsumption,GJ,1.8\n"
    assert make(good).findings == ()
    assert codes(make(good.replace("MWh,1.0", "MWh,3.6"))) == ["ESG.4.18"]


def test_currencies_are_never_set_against_each_other(make: Make) -> None:
    table = "concept,unit,2023\nTotalEnergyConsumption,MWh,700\nRevenue,RMB million,700\nEnergyConsumptionPerRevenue,MWh/USD million,7.14\n"
    assert codes(make(table)) == ["ESG.2.05"]


def test_the_same_figure_in_two_currencies_is_no_contradiction(make: Make) -> None:
    yuan, dollars = (f"concept,unit,2023\nRevenue,{unit},{value}\n" for unit, value in (("RMB", 700), ("USD", 100)))
    assert codes(make(yuan, dollars)) == ["ESG.2.05"]


def test_a_broken_package_is_named_itself(tmp_path: Path) -> None:
    (tmp_path / "taxonomy.zip").write_bytes(b"not a zip")
    (tmp_path / "a.xml").write_bytes(b"<a/>")
    (finding,) = validate_files([tmp_path / "a.xml"], [tmp_path / "taxonomy.zip"])
    assert finding.code == "ESG.7.04.unsafeArchive"


def test_duplicates_must_have_one_value_in_common(make: Make) -> None:
    assert codes(make(*(WASTE.format(value) for value in ("10", "9.6", "10.4")))) == ["ESG.4.01"]
    assert codes(make(WASTE.format("10"), WASTE.format("99").replace("tonne", "kg"))) == ["ESG.4.01"]
    assert (
        make(WASTE.format("10"), WASTE.format("10,000").replace("10,000", '"10,000"').replace("tonne", "kg")).findings
        == ()
    )


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "concept,EmploymentType,unit,2023\nNumberOfEmployees,,person,10\nNumberOfEmployees,FullTime,person,12\n",
            ["ESG.5.04"],
        ),
        ("concept,EmploymentType,unit,2023\nNumberOfEmployees,,person,10\nNumberOfEmployees,FullTime,person,8\n", []),
        ("concept,Gender,unit,2023\nShareOfNewEmployees,Male,%,140\n", ["ESG.4.14"]),
        (WASTE.format("-5"), ["ESG.4.13"]),
        ("concept,MainlandRegion,unit,2023\nFullTimeEmployeeTurnoverRate,,%,120\n", []),
    ],
)
def test_what_an_incomplete_breakdown_can_still_decide(make: Make, table: str, expected: list[str]) -> None:
    found = codes(make(table))
    assert set(expected) <= set(found)
    assert bool(found) is bool(expected)


def test_an_average_of_some_members_only_is_not_judged(make: Make) -> None:
    rates = "concept,Gender,unit,2023\nFullTimeEmployeeTurnoverRate,,%,15.3\nFullTimeEmployeeTurnoverRate,Male,%,15\nFullTimeEmployeeTurnoverRate,Female,%,15\n"
    shares = "ShareOfEmployees,Male,%,49\nShareOfEmployees,Female,%,49\nShareOfEmployees,OtherGender,%,2\n"
    assert make(rates + shares).findings == ()


def test_line_ends_are_the_same_in_every_format(make: Make) -> None:
    table = 'concept,ManagementSystemStandard,2023\r\nManagementSystemCertificationScope,ISO14001,"a\r\nb"\r\n'
    result = make(table)
    assert result.findings == ()
    assert b'"value": "a\\nb"' in result.files["example-2023-12-31-en.json"]
    assert b"\r" not in result.files["example-2023-12-31-en.xml"]


def test_markup_in_every_text_stays_text(make: Make) -> None:
    evil = '"<script>alert(1)</script> ]]> &amp; {{ 7*7 }}"'
    result = make(WASTE.format("1"), name=evil, title=evil)
    root = etree.fromstring(result.files["example-2023-12-31-en.xhtml"])
    assert root.find(".//{http://www.w3.org/1999/xhtml}script") is None
    assert "{{ 7*7 }}" in "".join(root.itertext())


def test_a_linked_table_does_not_leave_the_folder(make: Make, tmp_path: Path) -> None:
    outside = tmp_path.parent / "outside.csv"
    outside.write_text("secret,unit,2023\n", encoding="utf-8")
    make(WASTE.format("1"))
    (tmp_path / "table0.csv").unlink()
    (tmp_path / "table0.csv").symlink_to(outside)
    result = build(tmp_path)
    assert codes(result) == ["ESG.0.01"]
    assert "secret" not in str(result.findings)


@pytest.mark.parametrize("name", ["../outside.xsd", "/absolute.xsd", "c:\\windows.xsd"])
def test_an_archive_with_a_name_that_leaves_it_is_not_opened(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "bad.xbri", "w") as archive:
        archive.writestr(name, "x")
    assert [finding.code for finding in check_archive(tmp_path / "bad.xbri")] == ["ESG.7.04.unsafeArchive"]


def test_an_archive_that_expands_without_end_is_not_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xbri", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(11):
            archive.writestr(f"a/{number}", b"\0" * 10_000_000)
    assert [finding.code for finding in validate_file(tmp_path / "bomb.xbri")] == ["ESG.7.04.unsafeArchive"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xml", b"<a/>"),
        (
            "page.xhtml",
            b'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>x</p></body></html>',
        ),
        ("picture.xhtml", b"\x89PNG\r\n\x1a\n"),
        ("cut.xbri", b"PK\x03\x04"),
        ("empty.xml", b""),
    ],
)
def test_what_is_no_report_never_passes(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert validate_file(tmp_path / name)


def _spoilt(content: bytearray, entry: zipfile.ZipInfo) -> None:
    start = entry.header_offset + 30 + len(entry.filename)
    content[start : start + entry.compress_size] = b"\xff" * entry.compress_size


def _cut(content: bytearray, entry: zipfile.ZipInfo) -> None:
    del content[len(content) // 2 :]


def _encrypted(content: bytearray, entry: zipfile.ZipInfo) -> None:
    content[entry.header_offset + 6] |= 1
    content[content.rindex(entry.filename.encode()) - 46 + 8] |= 1


def _packed_unknown(content: bytearray, entry: zipfile.ZipInfo) -> None:
    content[entry.header_offset + 8] = 99
    content[content.rindex(entry.filename.encode()) - 46 + 10] = 99


@pytest.mark.parametrize(
    ("damage", "part"),
    [
        (_spoilt, "reports/"),
        (_spoilt, "META-INF/catalog.xml"),
        (_cut, "reports/"),
        (_encrypted, "reports/"),
        (_packed_unknown, "reports/"),
    ],
)
def test_a_package_that_cannot_be_read_is_a_finding_in_every_format(
    out: Path, tmp_path: Path, damage: Callable[[bytearray, zipfile.ZipInfo], None], part: str
) -> None:
    file = tmp_path / "example-2023-12-31-en.xbri"
    content = bytearray(next(out.glob("*-en.xbri")).read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        damage(content, next(entry for entry in archive.infolist() if f"/{part}" in entry.filename and entry.file_size))
    file.write_bytes(content)
    page = tmp_path / "page.html"
    done = CliRunner().invoke(app, ["validate", str(file), "--format", "json", "--also", f"html={page}"])
    assert done.exit_code == 1, done.output
    (finding,) = json.loads(done.stdout)
    assert finding["code"] in ("ESG.7.04.unsafeArchive", "ESG.0.15.fileNotValidated")
    assert file.name in page.read_text(encoding="utf-8")


def test_where_nothing_is_kept_the_user_is_told_once(tmp_path: Path) -> None:
    files = [tmp_path / "a.xml", tmp_path / "b.xml"]
    for file in files:
        file.write_bytes(b"<a/>")
    with Engine(is_warm=False) as engine:
        found = [[finding.code for finding in one.findings] for one in check(files, engine=engine)]
    assert [codes.count("ESG.9.05.engineCold") for codes in found] == [1, 0]


def test_a_figure_that_its_tag_cannot_read_is_one_finding_in_plain_words(out: Path, tmp_path: Path) -> None:
    """The rules that Arelle cannot apply to it say nothing more."""
    page = next(out.glob("*-en.xhtml"))
    file = tmp_path / page.name
    text = page.read_text(encoding="utf-8")
    assert text.count(">683,906.94<") == 1
    file.write_text(text.replace(">683,906.94<", ">683.906,94<"), encoding="utf-8")
    errors = [one for checked in check([file]) for one in checked.findings if one.severity is Severity.ERROR]
    assert [(one.code, one.facts) for one in errors] == [("ix11.10.1.1:transformValueError", ("WaterWithdrawal.2023",))]
    assert errors[0].message.startswith("esg:WaterWithdrawal is shown as 683.906,94, which is not written")
    assert "1,234.5" in errors[0].hint
