"""A disclosure made for the version before is read with the present one."""

from __future__ import annotations

from pathlib import Path

from esgtag.building import Build, build

OLD = Path(__file__).parent / "disclosures" / "xiaomi-2023-on-2025"


def test_the_rename_map_makes_the_old_example_build(built: Build) -> None:
    """The worked example as it stood on version 2025: other names, water by mass, one entry point."""
    old = build(OLD)
    carried = [finding for finding in old.findings if finding.code == "ESG.5.05.deprecatedConcept"]
    assert [(place.file, place.line) for finding in carried if (place := finding.location)] == [
        ("disclosure.yaml", 3),
        ("training.csv", 2),
        ("turnover.csv", 2),
    ]
    assert "ShareOfEmployeesTrained is now named PercentageOfEmployeesTrained" in carried[1].message
    others = [finding for finding in old.findings if finding not in carried]
    assert [finding.message for finding in others] == [finding.message for finding in built.findings]
    assert old.total == built.total
    assert old.files["xiaomi-2023-12-31-en.json"]
