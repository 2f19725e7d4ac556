"""The rules that need nothing but the report as a file: each says what it must where it must, and nothing else."""

from __future__ import annotations

import json
import shutil
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from filed_examples import BROKEN, BY_PROFILE, INLINE, JSON, MALFORMED, SOUND, TOP, XML, Example, packed
from lxml import etree

from esgtag.findings import CODES, Finding
from esgtag.instances import facts_as_filed
from esgtag.taxonomy import Kind, QName
from esgtag.validation.documents import Settings, check_document, check_file, check_folder, check_set, read_filing

from places import EXAMPLE, ROOT

BUILT = EXAMPLE / "built"
CORPUS = ROOT.parent / "shared" / "corpus"
RULES = (
    *(f"ESG.1.0{n}" for n in (1, 3, 4, 5, 6, 7, 8, 9)),
    *(f"ESG.2.0{n}" for n in (1, 3, 4)),
    *(f"ESG.4.{n}" for n in ("02", "04", "07", "09", "10", "11", "12", "19", "20", "21", "22")),
    "ESG.5.06",
    *(f"ESG.6.0{n}" for n in range(1, 10)),
    *(f"ESG.7.0{n}" for n in (1, 2, 4, 5)),
)
ESG = "https://taxonomy.example/esg/2026"


def check(example: Example, folder: Path) -> list[Finding]:
    path = folder / example.file_name
    path.write_bytes(example.content)
    return check_file(path, path.name, example.settings)


def verdict(findings: list[Finding]) -> Counter[tuple[str, int | None]]:
    return Counter((finding.code, finding.location.line if finding.location else None) for finding in findings)


@pytest.mark.parametrize("example", [*BROKEN, *MALFORMED, *BY_PROFILE], ids=lambda example: example.name)
def test_a_fault_is_found_where_it_is_and_nothing_else(example: Example, tmp_path: Path) -> None:
    found = check(example, tmp_path)
    assert verdict(found) == Counter(example.expected), found
    for finding in found:
        assert finding.message.endswith((".", "’.")), finding.message
        assert finding.hint.endswith((".", "…")) or "meant?" in finding.hint, finding.hint
        assert finding.severity is CODES[finding.code].severity
        assert finding.location is not None
        assert finding.location.file.startswith(example.file_name)


@pytest.mark.parametrize("example", SOUND, ids=lambda example: example.name)
def test_what_is_right_is_not_found_fault_with(example: Example, tmp_path: Path) -> None:
    assert check(example, tmp_path) == []


def test_every_rule_has_a_failing_example() -> None:
    shown = {code for example in (*BROKEN, *MALFORMED, *BY_PROFILE) for code, _ in example.expected}
    assert {CODES[code].number for code in shown} == set(RULES)


@pytest.mark.parametrize("path", sorted(BUILT.iterdir()), ids=lambda path: path.name)
def test_our_own_filing_has_no_finding(path: Path) -> None:
    assert check_file(path, path.name) == []


def test_our_own_folder_is_what_its_manifest_lists(tmp_path: Path) -> None:
    folder = tmp_path / "built"
    shutil.copytree(BUILT, folder)
    assert check_folder(folder, "built") == []
    name = "xiaomi-2023-12-31-en.xml"
    (folder / name).write_bytes((folder / name).read_bytes().replace(b"Xiaomi", b"Other!", 1))
    (folder / "notes.txt").write_text("draft")
    (folder / "xiaomi-2023-12-31-zh.json").unlink()
    found = check_folder(folder, "built")
    assert [(finding.code, str(finding.location)) for finding in found] == [
        ("ESG.7.05.unexpectedFile", "built/notes.txt"),
        ("ESG.7.05.unexpectedFile", f"built/{name}"),
        ("ESG.7.05.unexpectedFile", "built/manifest.json"),
    ]
    assert verdict(check_file(folder / name, name)) == {("ESG.7.05.unexpectedFile", None): 1}
    assert check_folder(tmp_path, "no filing") == []


def test_a_fact_is_named_by_its_id_and_without_one_by_its_context() -> None:
    found = check_document(XML.replace('decimals="0"', 'precision="4"').encode(), "r.xml")
    assert [finding.facts for finding in found] == [("energy",)]
    found = check_document(XML.replace(' id="target"', "").encode(), "r.xml")
    assert [(finding.facts, finding.message) for finding in found] == [((), "Target (year) has no id.")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("control", "at byte 2977, line 35, column 46. Between two parts of a word it is what is left of a hyphen"),
        ("control-of-windows", "In Windows-1252 it is ‘’’."),
        ("not-utf8", "The byte 0x92 is not UTF-8, at byte"),
        ("ampersand", "an ampersand stands for itself"),
        ("ampersand-in-word", "an ampersand stands for itself"),
        ("less-than", "a less-than sign stands for itself"),
        ("entity", "&nbsp; is no character that XML knows"),
        ("mismatch", "</title> stands where <b> of line 4 is still open"),
        ("no-quotes", "the value of an attribute is not in quotes"),
        ("no-value", "an attribute has no value"),
        ("twice", "an element has the same attribute twice"),
        ("prefix", "at <x:p> there is a prefix that is not declared"),
        ("goes-on", "it goes on after its end"),
        ("cut-off", "The document ends before a piece of markup does that begins ‘<i"),
        ("empty", "The document holds no element"),
        ("text", "It begins with ‘Annual report’"),
        ("pdf", "This is a PDF document, not an XML document"),
    ],
)
def test_a_document_that_is_not_well_formed_is_told_where_and_why(name: str, expected: str, tmp_path: Path) -> None:
    example = next(example for example in MALFORMED if example.name == name)
    (found,) = check(example, tmp_path)
    assert expected in found.message


def test_the_byte_that_is_named_is_the_one() -> None:
    content = INLINE.replace("Example</title>", "Größe — R & D</title>").encode()
    (found,) = check_document(content, "r.xhtml")
    offset = content.index(b"& D")
    assert f"at byte {offset}, line 4, column 18." in found.message


def test_what_can_still_be_said_of_a_broken_document_is_said_and_no_more() -> None:
    whole = XML.replace('decimals="0"', 'precision="4"')
    cut = whole[: whole.index("<esg:Name")]
    assert verdict(check_document(cut.encode(), "r.xml")) == {
        ("ESG.4.02.precisionUsed", 6): 1,
        ("ESG.6.03.encoding", 8): 1,
    }
    # Where it is cut off there is no use of a context; that is not its fault.
    assert verdict(check_document(whole[: whole.index("<esg:Energy")].encode(), "r.xml")) == {
        ("ESG.6.03.encoding", 6): 1
    }


def test_types_of_the_taxonomy_sharpen_the_rules() -> None:
    def codes_with(document: str, **types: Kind) -> set[str]:
        known = {QName(ESG, name): kind for name, kind in types.items()}
        return {finding.code for finding in check_document(document.encode(), "r", types=known)}

    escaped = INLINE.replace('<ix:nonNumeric id="name"', '<ix:nonNumeric escape="true" id="name"')
    assert codes_with(escaped) == set()
    assert codes_with(escaped, Name=Kind.TEXT) == {"ESG.4.09.textBlockNotEscaped"}
    assert codes_with(INLINE, PolicyTextBlock=Kind.BLOCK) == set()
    assert codes_with(INLINE, Name=Kind.BLOCK) == {"ESG.4.09.textBlockNotEscaped"}
    assert codes_with(INLINE, KindOfBoundary=Kind.CHOICE) == set()
    assert codes_with(INLINE, KindOfBoundary=Kind.TEXT) == {"ESG.4.11.hiddenButTransformable"}
    unsaid = XML.replace(' xml:lang="en">Example', ">true")
    assert codes_with(unsaid) == set()
    assert codes_with(unsaid, Name=Kind.TEXT) == {"ESG.4.07.languageMissing"}
    assert codes_with(XML.replace(">2030-12-31<", ">soon<"), Target=Kind.OTHER) == set()


def test_the_documents_of_a_set_are_one_report() -> None:
    tail = "</body>\n</html>\n"
    first = INLINE[: INLINE.index('<div class="block">')] + tail
    head = INLINE[: INLINE.index('<div style="display:none">')]
    second = head + INLINE[INLINE.index('<div class="block">') :]
    assert check_set([("a.xhtml", first.encode()), ("b.xhtml", second.encode())]) == []
    # Each alone has a note without its facts, and facts without their note.
    assert {finding.code for finding in check_document(second.encode(), "b.xhtml")} == {
        "ESG.4.22.footnoteAdrift",
        "ESG.5.06.entryPointUnexpected",
    }


def test_a_folder_of_inline_documents_in_a_package_is_one_report(tmp_path: Path) -> None:
    path = tmp_path / "set-2023-12-31-en.xbri"
    meta = f"{TOP}/META-INF/reportPackage.json"
    content = {
        meta: '{"documentInfo": {"documentType": "https://xbrl.org/report-package/2023/xbri"}}',
        f"{TOP}/reports/set/a-2023-12-31-en.xhtml": INLINE,
        f"{TOP}/reports/set/b-2023-12-31-en.xhtml": INLINE[: INLINE.index("<div style")] + "<p>More.</p></body></html>",
    }
    path.write_bytes(packed(content))
    assert check_file(path, path.name) == []


def test_a_package_that_cannot_be_read_is_answered(tmp_path: Path) -> None:
    path = tmp_path / "r-2023-12-31-en.xbri"
    path.write_bytes(packed({f"{TOP}/reports/r-2023-12-31-en.xhtml": INLINE}))
    damaged = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.infolist()[0].header_offset + 80
    damaged[start : start + 40] = b"\0" * 40
    path.write_bytes(bytes(damaged))
    assert verdict(check_file(path, path.name)) == {("ESG.7.04.unsafeArchive", None): 1}


@pytest.mark.parametrize(("suffix", "text"), [("xhtml", INLINE), ("xml", XML), ("json", JSON)])
def test_a_filing_is_parsed_once_for_its_rules_and_its_facts(
    suffix: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, name = tmp_path / f"r-2023-12-31-en.{suffix}.zip", f"{TOP}/reports/r-2023-12-31-en.{suffix}"
    path.write_bytes(packed({name: text}))
    parsed: list[str | bytes] = []
    for module, parse in ((etree, "fromstring"), (json, "loads")):
        plain = getattr(module, parse)

        def noted(content: str | bytes, *others: object, plain: object = plain, **more: object) -> object:
            parsed.append(content)
            return plain(content, *others, **more)  # type: ignore[operator]

        monkeypatch.setattr(module, parse, noted)
    filing = read_filing(path, path.name)
    filing.check()
    assert len(filing.facts[f"{path.name}/{name}"]) > 2
    assert [one for one in parsed if len(one) == len(text)] == parsed[:1]
    monkeypatch.undo()
    assert filing.facts[f"{path.name}/{name}"] == facts_as_filed(text.encode())


def test_entities_are_not_replaced() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    content = INLINE.replace("<html", f"{bomb}]>\n<html", 1).replace("Estimated", "&j;").encode()
    started = time.monotonic()
    found = check_document(content, "r.xhtml")
    assert "ESG.6.05.baseUsed" in {finding.code for finding in found}
    assert time.monotonic() - started < 5


def test_the_time_grows_with_the_size_only() -> None:
    def seconds(rows: int) -> int:
        facts = "".join(
            f'<p class="quiet"><span><ix:nonFraction name="esg:Energy" contextRef="year" unitRef="MWh" decimals="0">{row}'
            f'</ix:nonFraction></span><ix:nonNumeric name="esg:Name" contextRef="year" continuedAt="k{row}">a</ix:nonNumeric>'
            f'<ix:continuation id="k{row}">b</ix:continuation></p>\n'
            for row in range(rows)
        )
        content = INLINE.replace("<p><img", facts + "<p><img").encode()
        started = time.process_time_ns()
        found = check_document(content, "r.xhtml", Settings(most_continuations=None))
        assert Counter(finding.code for finding in found) == {"ESG.4.20.factIdMissing": 2 * rows}
        return time.process_time_ns() - started

    seconds(1000)
    assert seconds(16_000) < 16 * seconds(2_000)


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of filings is not beside the checkout")
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("brsr/Infosys-FY2021-22.xml", {"1.08": 27, "4.07": 309, "4.20": 1511, "5.06": 1, "6.03": 15, "7.02": 1}),
        ("brsr/Infosys-FY2023-24.xml", {"1.08": 23, "2.01": 2, "4.07": 845, "4.20": 2544, "5.06": 1, "7.02": 1}),
        ("brsr/Infosys-FY2024-25.xml", {"1.08": 23, "2.01": 2, "4.07": 970, "4.20": 2791, "5.06": 1, "7.02": 1}),
        ("brsr/TCS-FY2022-23.xml", {"1.08": 27, "4.07": 533, "4.20": 1922, "5.06": 1, "7.02": 1}),
        ("brsr/TCS-FY2023-24.xml", {"1.08": 20, "2.01": 2, "4.07": 670, "4.20": 2198, "5.06": 1, "7.02": 1}),
        ("ixbrl/dba-valid-001.xhtml", {"4.11": 7, "4.12": 17, "4.20": 169, "7.02": 1}),
        ("ixbrl/ros-valid-101.htm", {"1.06": 1, "4.11": 1, "4.12": 1, "4.19": 3, "7.02": 1}),
        ("ixbrl/ros-valid-ifrs.htm", {"1.06": 1, "4.11": 1, "4.12": 1, "4.19": 3, "7.02": 1}),
    ],
)
def test_the_corpus_has_what_was_checked_by_hand(file: str, expected: dict[str, int]) -> None:
    found = check_file(CORPUS / file, file)
    assert Counter(".".join(finding.code.split(".")[1:3]) for finding in found) == expected
    if "6.03" in expected:
        first = next(finding for finding in found if finding.code.startswith("ESG.6.03"))
        assert "byte 381771, line 9, column 136" in first.message
