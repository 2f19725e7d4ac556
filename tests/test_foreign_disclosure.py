"""A disclosure against a taxonomy that is not ours: built, and validated with that taxonomy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_foreign import files, zipped

from esgtag.building import Build, build

MANIFEST = """\
taxonomy: https://stadtwerke.example/umwelt/2024/umwelterklaerung.xsd
taxonomy_package: stadtwerke.zip
entity: {name: {en: Example Utility, de: Stadtwerke Beispiel}, scheme: https://register.example/id, identifier: "7"}
report: {name: umwelt, languages: [en, de], title: {en: Environmental statement, de: Umwelterklärung}}
periods: {reporting: {name: "2024", start: 2024-01-01, end: 2024-12-31}}
members:
  swm:PlantNumber:
    "12": {en: Plant 12, de: Werk 12}
sections:
  - title: {en: Figures, de: Zahlen}
    tables:
      - {file: heat.csv, title: {en: Heat, de: Wärme}}
      - {file: other.csv, title: {en: Other, de: Weiteres}}
"""
HEAT = """\
concept,swm:District,swm:PlantNumber,unit,2024
swk:HeatDelivered,,,MWh,"1,250"
swk:HeatDelivered,swm:North,,MWh,750
swk:HeatDelivered,,12,MWh,300
swk:HeatPumps,swm:South,,number,17
sww:WaterAbstracted,swm:North,,m3,"90,000"
"""
OTHER = """\
concept,unit,2024,2024@de
swk:AllowancesPurchased,EUR million,1.5,
swk:ManagementSystem,,swm:Emas,
swk:IsVerified,,yes,
swk:EnvironmentalPolicy,,We *measure* first.,Wir *messen* zuerst.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "stadtwerke.zip").write_bytes(zipped(files()))
    for name, content in (("disclosure.yaml", MANIFEST), ("heat.csv", HEAT), ("other.csv", OTHER)):
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def facts(result: Build) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(result.files["umwelt-2024-12-31-en.json"])["facts"]
    return found


def test_it_builds_and_validates_with_the_taxonomy_it_names(folder: Path) -> None:
    result = build(folder)
    assert result.findings == ()
    assert (result.total.facts, result.total.refused) == (9, 0)
    found = facts(result)
    assert found["swk_AllowancesPurchased.2024"]["value"] == "1500000"
    assert found["swk_ManagementSystem.2024"]["value"] == "swm:EmasMember"
    dimensions = found["swk_HeatDelivered.12.2024"]["dimensions"]
    assert isinstance(dimensions, dict)
    assert dimensions["concept"] == "swk:HeatDelivered"
    assert {name: member for name, member in dimensions.items() if name.startswith("swm:PlantNumber")} == {
        "swm:PlantNumberAxis": "12"
    }
    xml = result.files["umwelt-2024-12-31-en.xml"].decode()
    assert "<xbrli:segment>" in xml
    assert "xbrli:scenario" not in xml
    assert "Wir <em>messen</em> zuerst." in result.files["umwelt-2024-12-31-de.xhtml"].decode()
    assert [name for name in result.files if name.endswith(".zip")] == ["swk-2024-Entwurf-2.zip"]


@pytest.mark.parametrize(
    ("old", "new", "code", "told"),
    [
        ("sww:WaterAbstracted,swm:North", "sww:WaterAbstracted,", "ESG.5.02.noHypercube", "needs a member of swm:District"),
        ("swk:HeatDelivered,,12", "swk:HeatDelivered,swm:North,12", "ESG.5.02.noHypercube", "together"),
        ("swk:HeatPumps,swm:South", "swk:HeatPumps,swm:West", "ESG.0.05.memberUnknown", "swm:West"),
        ("swk:HeatDelivered,,,MWh", "swk:HeatDelivered,,,m3", "ESG.2.02.unitWrongForType", "an amount of energy"),
    ],
)  # fmt: skip
def test_what_it_does_not_admit_is_a_finding(folder: Path, old: str, new: str, code: str, told: str) -> None:
    text = (folder / "heat.csv").read_text(encoding="utf-8")
    assert old in text
    (folder / "heat.csv").write_text(text.replace(old, new), encoding="utf-8")
    (finding,) = build(folder).findings
    assert finding.code == code
    assert told in finding.message


def test_a_package_that_cannot_be_used_is_one_finding_at_its_line(folder: Path) -> None:
    (folder / "stadtwerke.zip").write_bytes(b"not a zip")
    (finding,) = build(folder).findings
    assert finding.location is not None
    assert (finding.location.file, finding.location.line) == ("disclosure.yaml", 2)
