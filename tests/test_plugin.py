"""The plug-in for Arelle: a real arelleCmdLine says of every faulty file what the rules say without it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from filed_examples import BROKEN, INLINE, MALFORMED, SOUND, Example

from esgtag.arelle_plugin import location
from esgtag.validation.documents import check_file

Said = Counter[tuple[str, str, str, int | None]]
"""How often a code and a text were said of a file, and a line of it."""

EXAMPLES = [*BROKEN, *MALFORMED, *SOUND[:3]]
LOADABLE = [example for example in EXAMPLES if example.suffix in ("xhtml", "xml") and example not in MALFORMED]
OTHERS = [example for example in EXAMPLES if example not in LOADABLE]


def arelle(folder: Path, files: Sequence[str], plugin: str = "esgtag", system: str = "esg") -> list[dict[str, object]]:
    """Run Arelle in a process of its own, offline, and return the messages of its log."""
    log = folder / "log.json"
    command = [
        str(Path(sys.executable).parent / "arelleCmdLine"),
        "--plugins",
        plugin,
        *(["--disclosureSystem", system] if system else []),
    ]
    command += ["--validate", "--internetConnectivity", "offline", "--disablePersistentConfig"]
    command += ["--file", "|".join(files), "--logFile", str(log), "--logFileMode", "w", "--logFormat", "%(message)s"]
    subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "XDG_CONFIG_HOME": str(folder / "config"), "XDG_CACHE_HOME": str(folder / "cache")},
        check=True,
        capture_output=True,
        timeout=600,
    )
    messages: list[dict[str, object]] = json.loads(log.read_text(encoding="utf-8"))["log"]
    return messages


def said_by_arelle(messages: Sequence[dict[str, object]], files: Sequence[str]) -> Said:
    said: Said = Counter()
    for message in messages:
        if not str(message["code"]).startswith("ESG."):
            continue
        refs = message["refs"]
        assert isinstance(refs, list)
        assert refs, message
        href = str(refs[0]["href"]).replace("%20", " ")
        file = next((name for name in sorted(files, key=len, reverse=True) if name in href), href)
        text = message["message"]
        said[
            file, str(message["code"]), str(text["text"] if isinstance(text, dict) else text), refs[0].get("sourceLine")
        ] += 1
    return said


def said_without(folder: Path, files: Sequence[str]) -> Said:
    said: Said = Counter()
    for file in files:
        for finding in check_file(folder / file, file):
            line = finding.location.line if finding.location else None
            said[file, finding.code, f"{finding.message} {finding.hint}", line] += 1
    return said


def written(examples: Sequence[Example], folder: Path) -> list[str]:
    for example in examples:
        (folder / example.file_name).write_bytes(example.content)
    return [example.file_name for example in examples]


@pytest.mark.parametrize("examples", [LOADABLE, OTHERS], ids=["documents", "packages and what cannot be loaded"])
def test_the_verdict_is_the_same(examples: Sequence[Example], tmp_path: Path) -> None:
    files = written(examples, tmp_path)
    expected = said_without(tmp_path, files)
    found = said_by_arelle(arelle(tmp_path, files), files)
    assert {key[:3] for key in found} == {key[:3] for key in expected}
    assert all(key in expected for key in found if key[3] is not None)
    assert found.total() == expected.total()
    if examples is LOADABLE:
        # Arelle can point at every line with an element; a DOCTYPE is none.
        assert {file for file, _, _, line in expected.keys() - found.keys() if line} == {"doctype-2023-12-31-en.xhtml"}
    assert expected.total() >= len(LOADABLE) // 2


def test_a_finding_points_at_its_fact_and_has_its_severity(tmp_path: Path) -> None:
    text = INLINE.replace('decimals="0" format', 'precision="4" format').replace(
        '<p class="quiet">', '<p class="-ixv-a">'
    )
    (tmp_path / "r-2023-12-31-en.xhtml").write_text(text, encoding="utf-8")
    messages = {str(message["code"]): message for message in arelle(tmp_path, ["r-2023-12-31-en.xhtml"])}
    precision = messages["ESG.4.02.precisionUsed"]
    assert precision["level"] == "error"
    assert isinstance(precision["refs"], list)
    assert precision["refs"][0]["href"] == "r-2023-12-31-en.xhtml#energy"
    assert messages["ESG.6.08.reservedClass"]["level"] == "warning"


def test_a_package_is_checked_once_whatever_it_holds(tmp_path: Path) -> None:
    files = written([example for example in BROKEN if example.name == "junk"], tmp_path)
    messages = arelle(tmp_path, files)
    found = [str(message["code"]) for message in messages]
    assert found.count("ESG.7.05.unexpectedFile") == 1
    assert len([code for code in found if code.startswith("ESG.")]) == 1


def test_other_disclosure_systems_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "r.xhtml").write_text(INLINE, encoding="utf-8")
    messages = arelle(tmp_path, ["r.xhtml"], system="")
    assert not [message for message in messages if str(message["code"]).startswith("ESG.")]


def test_the_plug_in_is_loaded_by_its_path_too(tmp_path: Path) -> None:
    (tmp_path / "r.xhtml").write_text(INLINE, encoding="utf-8")
    messages = arelle(tmp_path, ["r.xhtml"], plugin=location())
    assert [message["code"] for message in messages if str(message["code"]).startswith("ESG.")] == ["ESG.7.02.fileName"]


def test_it_is_found_without_loading_anything_heavy() -> None:
    code = "import sys, esgtag.arelle_plugin as p; p.location(); print([m for m in sys.modules if m.startswith('esgtag.')])"
    ended = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert re.findall(r"esgtag\.\w+", ended.stdout) == ["esgtag.arelle_plugin"]
