"""The build: the same bytes everywhere, committed as it is, complete in its manifest, safe in its package."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree

from esgtag.building import Build
from esgtag.validation import run_arelle

from places import EXAMPLE

IX = "{http://www.xbrl.org/2013/inlineXBRL}"


def test_the_committed_filing_is_what_the_sources_build(built: Build) -> None:
    """Byte for byte; archives by what they hold, since another zlib packs the same differently."""

    def contents(files: Mapping[str, bytes]) -> dict[str, object]:
        return {
            name: _unpacked(content) if zipfile.is_zipfile(io.BytesIO(content)) else content
            for name, content in files.items()
        }

    committed = {path.name: path.read_bytes() for path in (EXAMPLE / "built").iterdir()}
    listed = committed.pop("manifest.json"), built.files["manifest.json"]
    assert contents(committed) == contents({name: built.files[name] for name in built.files if name != "manifest.json"})
    assert len({tuple(json.loads(one)["files"]) for one in listed}) == 1


def _unpacked(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_two_builds_give_the_same_bytes_whatever_the_surroundings(built: Build, tmp_path: Path) -> None:
    """Another folder, another hash seed, another clock and time zone, another locale."""
    place = tmp_path / "another place"
    shutil.copytree(EXAMPLE, place / "disclosure", ignore=shutil.ignore_patterns("built"))
    surroundings = {**os.environ, "PYTHONHASHSEED": "1", "TZ": "America/New_York", "LC_ALL": "C"}
    subprocess.run(
        [sys.executable, "-P", "-m", "esgtag", "build", "disclosure", "--out", "out"],
        cwd=place,
        env=surroundings,
        check=True,
        capture_output=True,
    )
    assert {path.name: path.read_bytes() for path in (place / "out").iterdir()} == built.files


def test_the_manifest_lists_every_other_file_with_its_sum(built: Build) -> None:
    listed = json.loads(built.files["manifest.json"])["files"]
    assert set(listed) == set(built.files) - {"manifest.json"}
    for name, entry in listed.items():
        assert entry["sha256"] == hashlib.sha256(built.files[name]).hexdigest()
        assert entry["bytes"] == len(built.files[name])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_package_has_one_top_folder_and_fixed_dates(built: Build, language: str) -> None:
    name = f"xiaomi-2023-12-31-{language}"
    with zipfile.ZipFile(io.BytesIO(built.files[f"{name}.xbri"])) as package:
        entries = package.infolist()
        assert {entry.filename.split("/")[0] for entry in entries} == {name}
        assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert package.read(f"{name}/reports/{name}.xhtml") == built.files[f"{name}.xhtml"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_package_validates_alone(out: Path, tmp_path: Path, language: str) -> None:
    """Copied to an empty folder, without a taxonomy package: only the report's own contradictions are left."""
    package = tmp_path / f"xiaomi-2023-12-31-{language}.xbri"
    shutil.copy(out / package.name, package)
    telling = [message for message in run_arelle(package).messages if message.level != "INFO"]
    assert sorted(message.code.partition(".")[0] for message in telling) == [
        "calc11e:inconsistentCalculationUsingRounding",
        "message:average",
        "message:breakdown",
        "message:breakdown",
        "message:ratio",
    ]


def test_what_is_hidden_is_a_choice_and_tied_to_what_a_reader_sees(built: Build) -> None:
    for name in ("xiaomi-2023-12-31-en.xhtml", "xiaomi-2023-12-31-zh.xhtml"):
        root = etree.fromstring(built.files[name])
        hidden = [fact.get("id") for fact in root.findall(f".//{IX}hidden/*")]
        shown = [element.get("style") for element in root.iter() if "-ix-hidden" in (element.get("style") or "")]
        assert sorted(f"-ix-hidden:{fact}" for fact in hidden) == sorted(shown)
        assert {str(fact).partition(".")[0] for fact in hidden} == {"OmissionReason"}


def test_every_note_leads_to_its_places_and_back(built: Build) -> None:
    root = etree.fromstring(built.files["xiaomi-2023-12-31-en.xhtml"])
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    targets = {link.get("href", "")[1:] for link in root.iter("{http://www.w3.org/1999/xhtml}a")}
    assert targets <= ids
    notes = {note.get("id") for note in root.iter(f"{IX}footnote")}
    related = {link.get("toRefs") for link in root.iter(f"{IX}relationship")}
    reasons = {fact.get("id") for fact in root.findall(f".//{IX}hidden/*")}
    assert notes | reasons == related


def test_every_context_and_unit_is_used_once_declared(built: Build) -> None:
    root = etree.fromstring(built.files["xiaomi-2023-12-31-en.xhtml"])
    xbrli = "{http://www.xbrl.org/2003/instance}"
    for declared, attribute in (("context", "contextRef"), ("unit", "unitRef")):
        elements = list(root.iter(f"{xbrli}{declared}"))
        contents = [etree.tostring(element).partition(b">")[2] for element in elements]
        assert len(set(contents)) == len(contents)
        assert {element.get("id") for element in elements} == {
            element.get(attribute) for element in root.iter() if element.get(attribute)
        }


def test_no_user_text_becomes_markup(copy: Path) -> None:
    from esgtag.building import build

    path = copy / "disclosure.yaml"
    text = path.read_text(encoding="utf-8")
    evil = "<script>alert(1)</script> & {{ 7*7 }}"
    path.write_text(text.replace("{en: Energy consumption, zh", f'{{en: "{evil}", zh', 1), encoding="utf-8")
    report = build(copy).files["xiaomi-2023-12-31-en.xhtml"]
    root = etree.fromstring(report)
    assert root.find(".//{http://www.w3.org/1999/xhtml}script") is None
    assert any(evil in (element.text or "") for element in root.iter("{http://www.w3.org/1999/xhtml}h3"))
