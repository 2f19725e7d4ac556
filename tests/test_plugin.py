"""The plug-in for Arelle: a real arelleCmdLine says of every file what ``esgtag validate`` says of it."""

from __future__ import annotations

import io
import json
import os
import random
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import faults
import pytest
import rule_examples
from filed_examples import BROKEN, INLINE, MALFORMED, SOUND, packed

from esgtag.arelle_plugin import location
from esgtag.building import review
from esgtag.checking import check
from esgtag.findings import CODES
from esgtag.generator import taxonomy_package, write_filing
from esgtag.taxonomy import Taxonomy

from places import ROOT

CLEAN = ROOT / "tests" / "disclosures" / "clean.yaml"
NAME = "r-2023-12-31-en.xhtml"
EXAMPLES = {example.name: example for example in (*BROKEN, *MALFORMED, *SOUND)}
UNLOADABLE = ("no-schema", "not-utf8", "prefix", "empty", "text", "pdf", "json-comma")
"""Examples that Arelle cannot load; what comes after one of them it does not validate."""
PLANTED = (
    (
        "arithmetic: a total that does not add up",
        "unit: energy without a unit",
        "period: a head count on the day after",
        "sign: a negative amount",
        "note: a note that nothing refers to",
    ),
    (
        "escape: a text block without its markup",
        "hidden: a figure that could be shown",
        "document: a script",
        "scale: a percentage a hundred times too large",
        "text: a dash for a text",
    ),
    (
        "dimension: the default member written out",
        "decimals: a measured figure that is exact",
        "nil: a figure that is missing without a reason",
        "language: a text that does not say its language",
    ),
    (
        "fact: a concept that does not exist",
        "taxonomy: a linkbase of its own",
        "duplicate: the same figure with another value",
        "context: the same context twice",
    ),
)
"""A fault of every group, planted into reports of our own: xBRL-XML, iXBRL, and so on."""
OPTIONS = ("--utr", "--calc", "c11r", "--validateDuplicateFacts", "inconsistent")

Said = Counter[tuple[str, str, str]]
"""How often a code and a text were said of a file."""
Messages = Sequence[Mapping[str, object]]


def arelle(
    folder: Path,
    files: Sequence[Path | str],
    packages: Sequence[Path] = (),
    *options: str,
    plugin: str = "esgtag",
    system: str = "esg",
    path: str = "",
) -> Messages:
    """Run Arelle in a process of its own, offline, and return the messages of its log."""
    log = folder / "log.json"
    command = [str(Path(sys.executable).parent / "arelleCmdLine"), "--plugins", plugin, *options]
    command += ["--disclosureSystem", system] if system else []
    command += ["--packages", "|".join(map(str, packages))] if packages else []
    command += ["--validate", "--internetConnectivity", "offline", "--disablePersistentConfig"]
    command += ["--file", "|".join(map(str, files)), "--logFile", str(log), "--logFormat", "%(message)s"]
    homes = {"XDG_CONFIG_HOME": str(folder / "config"), "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": path}
    subprocess.run(command, cwd=folder, env={**os.environ, **homes}, check=True, capture_output=True, timeout=600)
    messages: Messages = json.loads(log.read_text(encoding="utf-8"))["log"]
    return messages


def ours(messages: Messages, file: Path | None = None) -> Iterator[tuple[str, str, str, Mapping[str, object]]]:
    """Yield the messages that have a code of ours: file, code, text, and the message.

    Arelle names documents without their folders, and says with its path which one it has loaded.
    """
    now = "" if file is None else str(file)
    for message in messages:
        said, refs = message["message"], message["refs"]
        assert isinstance(refs, list)
        text = str(said["text"] if isinstance(said, dict) else said)
        href = str(refs[0]["href"]) if refs else ""
        if message["code"] == "info" and text.startswith("loaded in") and file is None:
            now = href
        if str(message["code"]).startswith("ESG."):
            assert refs, message
            yield (href if Path(href).is_absolute() else now), str(message["code"]), text, message


def without(files: Sequence[Path], packages: Sequence[Path]) -> Said:
    """What the command line says; the plug-in names a file as Arelle does, without its folder."""
    return Counter(
        (str(one.file), finding.code, f"{finding.message} {finding.hint}".replace(str(one.file), one.file.name))
        for one in check(files, packages)
        for finding in one.findings
        if finding.code in CODES
    )


def written(folder: Path, contents: Sequence[tuple[str, bytes]]) -> list[Path]:
    files = [folder / str(number) / name for number, (name, _) in enumerate(contents)]
    for file, (_, content) in zip(files, contents, strict=True):
        file.parent.mkdir()
        file.write_bytes(content)
    return files


def of_others(content: bytes) -> bytes:
    """The content in the taxonomy of somebody else, which is small."""
    return rule_examples._theirs(content)


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """The package of that taxonomy."""
    (content,) = {
        example.files[name] for example in rule_examples.EXAMPLES for name in example.packages if example.files
    }
    package = tmp_path / "theirs.zip"
    package.write_bytes(content)
    return package


def test_the_verdict_on_filings_of_others_is_the_same(tmp_path: Path, theirs: Path) -> None:
    rules = [one for one in rule_examples.EXAMPLES if not one.is_disclosure and not one.main.endswith(".xbri")]
    shown = [(example.main, example.files) for example in rules]
    known = {content for _, files in shown for content in files.values()}
    others = [example for example in EXAMPLES.values() if example.name in UNLOADABLE or example not in BROKEN]
    for example in sorted(others, key=lambda example: example.name in UNLOADABLE):
        content = of_others(example.content)
        if example.suffix in ("xhtml", "xml", "json") and content not in known:
            shown.append((example.file_name, {example.file_name: content}))
    files = written(tmp_path, [(name, contents[name]) for name, contents in shown])
    for file, (_, contents) in zip(files, shown, strict=True):
        for name, beside in contents.items():
            (file.parent / name).write_bytes(beside)
    expected = without(files, [theirs])
    found = list(ours(arelle(tmp_path, files, [theirs])))
    assert Counter(one[:3] for one in found) == expected
    of_one_year = {one.rule for one in rules if one.is_failing and one.last_year is None}
    assert {CODES[code].number.removeprefix("ESG.") for _, code, _ in expected} >= of_one_year
    assert {message["level"] for *_, message in found} == {"error", "warning"}


@pytest.fixture(scope="module")
def filing() -> Mapping[str, bytes]:
    """A valid filing of our own, by the endings of its files."""
    reviewed = review(CLEAN)
    assert reviewed.disclosure is not None
    documents = write_filing(reviewed.disclosure, reviewed.reports[0], reviewed.disclosure.taxonomy)
    return {name.rpartition(".")[2]: content for name, content in documents.items()}


def with_faults(content: bytes, suffix: str, names: Sequence[str]) -> bytes:
    for one in faults.FAULTS:
        if str(one) in names:
            content = faults.planted(one, content, suffix, random.Random(1))  # noqa: S311
    return content


def test_the_verdict_on_filings_of_our_own_is_the_same(
    tmp_path: Path, filing: Mapping[str, bytes], taxonomy: Taxonomy
) -> None:
    groups = {one.group for one in faults.FAULTS if any(str(one) in names for names in PLANTED)}
    assert groups == {one.group for one in faults.FAULTS} - {"package"}
    contents = [
        (f"r-2023-12-31-en.{suffix}", with_faults(filing[suffix], suffix, names))
        for names, suffix in zip(PLANTED, ("xml", "xhtml") * 2, strict=True)
    ]
    files = written(tmp_path, contents)
    package = tmp_path / "esg.zip"
    package.write_bytes(taxonomy_package(taxonomy))
    expected = without(files, ())
    assert Counter(one[:3] for one in ours(arelle(tmp_path, files, [package], *OPTIONS))) == expected
    by_arelle = {"ESG.2.02", "ESG.4.01", "ESG.5.01"}
    of_figures = {"ESG.3.03", "ESG.4.05", "ESG.4.13", "ESG.4.14", "ESG.4.18"}
    assert {CODES[code].number for _, code, _ in expected} >= by_arelle | of_figures | {"ESG.1.08", "ESG.6.01"}


def test_a_package_brings_its_own_taxonomy(tmp_path: Path, filing: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(filing["xbri"])) as package:
        members = {name: package.read(name) for name in package.namelist()}
    name = next(name for name in members if name.endswith(".xhtml"))
    members[name] = with_faults(members[name], "xhtml", ["arithmetic: a total that does not add up"])
    (file,) = written(tmp_path, [("r-2023-12-31-en.xbri", packed(members))])
    found = Counter(one[:3] for one in ours(arelle(tmp_path, [file]), file))
    assert found == without([file], ())
    assert [CODES[code].number for _, code, _ in found.elements()] == ["ESG.4.18"]


def test_the_figures_of_several_reports_are_not_passed_over_in_silence(
    tmp_path: Path, filing: Mapping[str, bytes]
) -> None:
    with zipfile.ZipFile(io.BytesIO(filing["xbri"])) as package:
        members = {name: package.read(name) for name in package.namelist()}
    kind = next(name for name in members if name.endswith("reportPackage.json"))
    members[kind] = members[kind].replace(b"/2023/xbri", b"/2023")
    page = next(name for name in members if name.endswith(".xhtml"))
    members[page.replace("/reports/", "/reports/again/")] = members[page]
    (file,) = written(tmp_path, [("r-2023-12-31-en.zip", packed(members))])
    found = Counter(one[:3] for one in ours(arelle(tmp_path, [file]), file))
    assert found == without([file], ())
    assert [CODES[code].number for _, code, _ in found.elements()] == ["ESG.0.25"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("junk", "ESG.7.05.unexpectedFile"),
        ("two-reports", "ESG.7.01.packageType"),
        ("two-tops", "ESG.7.01.packageType"),
        ("no-archive", "ESG.7.04.unsafeArchive"),
    ],
)
def test_a_package_is_judged_once_whatever_it_holds(name: str, code: str, tmp_path: Path, theirs: Path) -> None:
    content = EXAMPLES[name].content
    files = written(tmp_path, [(EXAMPLES[name].file_name, of_others(content))])
    found = Counter(one[:3] for one in ours(arelle(tmp_path, files, [theirs]), files[0]))
    assert found == without(files, [theirs])
    assert [one for _, one, _ in found.elements()] == [code]


def test_the_documents_of_a_set_are_one_report(tmp_path: Path, theirs: Path) -> None:
    first = INLINE[: INLINE.index('<div class="block">')] + "</body>\n</html>\n"
    second = INLINE[: INLINE.index('<div style="display:none">')] + INLINE[INLINE.index('<div class="block">') :]
    texts = (first, second.replace('<div class="block">', '<div class="block -ixv-a">'))
    names = ("a-2023-12-31-en.xhtml", "b-2023-12-31-en.xhtml")
    for name, text in zip(names, texts, strict=True):
        (tmp_path / name).write_bytes(of_others(text.encode()))
    entry = json.dumps([{"ixds": [{"file": str(tmp_path / name)} for name in names]}])
    ((_, code, _, message),) = ours(arelle(tmp_path, [entry], [theirs]))
    assert code == "ESG.6.08.reservedClass"
    assert isinstance(message["refs"], list)
    assert names[1] in message["refs"][0]["href"]


def test_a_finding_points_at_its_fact_and_has_its_severity(tmp_path: Path, theirs: Path) -> None:
    text = INLINE.replace('decimals="0" format', 'precision="4" format').replace(
        '<p class="quiet">', '<p class="-ixv-a">'
    )
    files = written(tmp_path, [(NAME, of_others(text.encode()))])
    messages = {str(message["code"]): message for message in arelle(tmp_path, files, [theirs])}
    precision = messages["ESG.4.02.precisionUsed"]
    assert precision["level"] == "error"
    assert isinstance(precision["refs"], list)
    assert precision["refs"][0]["href"] == f"{NAME}#energy"
    assert messages["ESG.6.08.reservedClass"]["level"] == "warning"


def test_what_arelle_leaves_out_is_named(tmp_path: Path, theirs: Path) -> None:
    """After a file that it cannot load, Arelle validates no other; a package it cannot load beside another file."""
    texts = [EXAMPLES["text"].content, of_others(INLINE.encode()), of_others(EXAMPLES["package"].content)]
    files = written(tmp_path, [(NAME, texts[0]), (NAME, texts[1]), ("r-2023-12-31-en.xbri", texts[2])])
    found = list(ours(arelle(tmp_path, files, [theirs])))
    assert [(Path(file).parent.name, code) for file, code, *_ in found] == [
        ("0", "ESG.6.03.encoding"),
        ("1", "ESG.9.04.engineFailed"),
        ("2", "ESG.9.04.engineFailed"),
    ]


def test_a_failure_of_the_plug_in_is_an_error_of_its_own(tmp_path: Path) -> None:
    broken = 'import sys\nsys.modules["esgtag.validation.within_arelle"] = None\n'
    (tmp_path / "sitecustomize.py").write_text(broken, encoding="utf-8")
    files = written(tmp_path, [(NAME, INLINE.encode()), (NAME, EXAMPLES["text"].content)])
    found = list(ours(arelle(tmp_path, files, path=str(tmp_path))))
    assert {code for _, code, *_ in found} == {"ESG.9.04.engineFailed"}
    assert {message["level"] for *_, message in found} == {"error"}
    assert all("The plug-in esgtag could not check" in text for _, _, text, _ in found)
    assert len(found) == 2


def test_other_disclosure_systems_are_left_alone(tmp_path: Path) -> None:
    files = written(tmp_path, [(NAME, INLINE.encode())])
    assert not list(ours(arelle(tmp_path, files, system="")))


def test_the_plug_in_is_loaded_by_its_path_too(tmp_path: Path, theirs: Path) -> None:
    files = written(tmp_path, [("r.xhtml", of_others(INLINE.encode()))])
    found = ours(arelle(tmp_path, files, [theirs], plugin=location()))
    assert [code for _, code, *_ in found] == ["ESG.7.02.fileName"]


def test_it_is_found_without_loading_anything_heavy() -> None:
    code = "import sys, esgtag.arelle_plugin as p; p.location(); print([m for m in sys.modules if m.startswith('esgtag.')])"
    ended = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert re.findall(r"esgtag\.\w+", ended.stdout) == ["esgtag.arelle_plugin"]
