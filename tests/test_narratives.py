"""Texts in files of their own: Markdown and plain text as they stand, Word as Markdown; what is left out is named."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from esgtag.findings import Finding, Location, Severity
from esgtag.generator import map_disclosure, read_disclosure
from esgtag.generator.markdown import as_markdown, markup
from esgtag.generator.sources.narratives import LARGEST, lowered, raised, read_narrative
from esgtag.taxonomy import Taxonomy

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PLACE = Location("texts.csv", 2, "2023")

STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
    for name in ("Title", "heading 1", "heading 2", "List Paragraph")
)
NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{number}">'
    + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>' for level in (0, 1))
    + "</w:abstractNum>"
    for number, kind in ((1, "bullet"), (2, "decimal"))
) + "".join(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in (1, 2))
PIXEL = bytes.fromhex("89504e470d0a1a0a")
PARTS = {"styles": STYLES, "numbering": NUMBERING}
NOTES = {
    "footnotes": '<w:footnote w:id="1"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>',
    "comments": '<w:comment w:id="1" w:author="A"><w:p><w:r><w:t>Really?</w:t></w:r></w:p></w:comment>',
}
LINKS = {
    "image": 'Target="media/image1.png"',
    "hyperlink": 'Target="https://example.com/policy" TargetMode="External"',
}


def word(path: Path, body: str) -> Path:
    """Write a Word document by hand."""
    parts = PARTS | NOTES
    overrides = (
        "".join(f'<Override PartName="/word/{name}.xml" ContentType="{KIND}.{name}+xml"/>' for name in parts)
        + f'<Override PartName="/word/document.xml" ContentType="{KIND}.document.main+xml"/>'
    )
    relations = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in parts
    ) + "".join(f'<Relationship Id="{name}" Type="{OFFICE}/{name}" {target}/>' for name, target in LINKS.items())
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>{body}</w:body></w:document>',
        "word/media/image1.png": PIXEL,
        **{f"word/{name}.xml": f'<w:{name} xmlns:w="{WORD}">{content}</w:{name}>' for name, content in parts.items()},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, style: str = "", *, numbering: int = 0, level: int = 0) -> str:
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbering}"/></w:numPr>' if numbering else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{listed}</w:pPr>{content if content.startswith('<') else run(content)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    return (
        "<w:tbl>"
        + "".join("<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
        + "</w:tbl>"
    )


def read(folder: Path, name: str) -> str:
    """Read a text about which there is nothing to say."""
    text, findings = read_narrative(folder, name, PLACE)
    assert findings == []
    assert text is not None
    return text


def refused(folder: Path, name: str) -> Finding:
    text, findings = read_narrative(folder, name, PLACE)
    assert text is None
    assert [finding.severity for finding in findings] == [Severity.ERROR]
    assert findings[0].hint
    return findings[0]


# Markdown and plain text


@pytest.mark.parametrize("name", ["water.md", "water.txt", "texts/water.md", "WATER.MD"])
def test_a_text_is_read_as_it_stands(tmp_path: Path, name: str) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / name).write_bytes("\ufeff\r\n# Water\r\n\r\nWe *save* 水。\r\n".encode())
    assert read(tmp_path, name) == "# Water\n\nWe *save* 水。"


def test_backslashes_and_blanks_of_a_path_are_understood(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "water.md").write_text("Water", encoding="utf-8")
    assert read(tmp_path, " texts\\water.md ") == "Water"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "holds no text"),
        (b" \n\t\n", "holds no text"),
        (b"a\x08b", "the control character U+0008"),
        (b"caf\xe9", "not UTF-8"),
        ("Wasser".encode("utf-16"), "not UTF-8"),
        (b"a" * (LARGEST + 1), "is larger than any text"),
    ],
)
def test_a_text_that_is_none_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "water.md").write_bytes(content)
    finding = refused(tmp_path, "water.md")
    assert told in finding.message
    assert finding.code == "ESG.0.01.inputUnreadable"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("water.doc", "save it as a Word document (.docx)"),
        ("water.odt", "save it as a Word document (.docx)"),
        ("water.rtf", "save it as a Word document (.docx)"),
        ("water.pdf", "Copy its text into a Word document"),
        ("water.markdown", "Give it the ending .md."),
        ("water.html", "ends in .md, .txt or .docx"),
        ("water", "ends in .md, .txt or .docx"),
        (".md", "ends in .md, .txt or .docx"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_to_do(tmp_path: Path, name: str, hint: str) -> None:
    (tmp_path / name).write_text("Water", encoding="utf-8")
    finding = refused(tmp_path, name)
    assert "is not of a kind that is read" in finding.message
    assert hint in finding.hint
    assert finding.location == PLACE


def test_a_file_that_is_not_there_is_answered_with_one_that_is(tmp_path: Path) -> None:
    (tmp_path / "water.md").write_text("Water", encoding="utf-8")
    finding = refused(tmp_path, "watre.md")
    assert finding.message == "watre.md is not there."
    assert finding.hint == "There is a file water.md: did you mean that?"
    assert finding.location == PLACE
    assert refused(tmp_path, "emissions.md").hint == "Check the path and its spelling."
    assert "is not there" in refused(tmp_path, "nowhere/water.md").message


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../water.md",
        "texts/../../water.md",
        "/etc/water.md",
        "C:\\water.md",
        "..\\water.md",
        "a\0.md",
        "https://x/a.md",
    ],
)
def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "disclosure"
    folder.mkdir()
    (tmp_path / "water.md").write_text("Water", encoding="utf-8")
    finding = refused(folder, name)
    assert "is no file in the folder" in finding.message
    assert "file:texts/water.md" in finding.hint


def test_a_link_that_leaves_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "disclosure"
    folder.mkdir()
    outside = tmp_path / "water.md"
    outside.write_text("Water", encoding="utf-8")
    (folder / "water.md").symlink_to(outside)
    assert "is a link that leaves the folder" in refused(folder, "water.md").message


def test_a_folder_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "water.md").mkdir()
    assert "is not there" in refused(tmp_path, "water.md").message


# Word


def test_a_word_document_becomes_markdown(tmp_path: Path) -> None:
    word(
        tmp_path / "water.docx",
        paragraph("Our water", "Title")
        + paragraph("Goals", "heading1")
        + paragraph(run("We ") + run("save", "<w:b/>") + run(" and ") + run("reuse", "<w:i/>") + run(" water."))
        + paragraph("first", "ListParagraph", numbering=1)
        + paragraph("below", "ListParagraph", numbering=1, level=1)
        + paragraph("second", "ListParagraph", numbering=1)
        + paragraph("How", "heading2")
        + paragraph("one", "ListParagraph", numbering=2)
        + paragraph("two", "ListParagraph", numbering=2)
        + table(("Site", "m3"), ("A | B", "12")),
    )
    text = read(tmp_path, "water.docx")
    assert text == (
        "# Our water\n\n# Goals\n\nWe **save** and *reuse* water.\n\n"
        "- first\n  - below\n- second\n\n## How\n\n1. one\n2. two\n\n"
        "| Site | m3 |\n| --- | --- |\n| A \\| B | 12 |"
    )
    assert markup(text) == (
        "<p><strong>Our water</strong></p><p><strong>Goals</strong></p>"
        "<p>We <strong>save</strong> and <em>reuse</em> water.</p>"
        "<ul>\n<li>first\n<ul>\n<li>below</li>\n</ul>\n</li>\n<li>second</li>\n</ul>"
        "<p><strong>How</strong></p><ol>\n<li>one</li>\n<li>two</li>\n</ol>"
        "<table>\n<thead>\n<tr>\n<th>Site</th>\n<th>m3</th>\n</tr>\n</thead>\n"
        "<tbody>\n<tr>\n<td>A | B</td>\n<td>12</td>\n</tr>\n</tbody>\n</table>"
    )


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("10") + run("6", '<w:vertAlign w:val="superscript"/>') + run(" m"), "10⁶ m"),
        (run("CO") + run("2", '<w:vertAlign w:val="subscript"/>'), "CO₂"),
        (run("2 * 3 * 4 and snake_case_name"), "2 * 3 * 4 and snake_case_name"),
        (run("1. not a list"), "1. not a list"),
        (run("# not a heading"), "# not a heading"),
        (run("&lt;b&gt; &amp; &lt;script&gt;"), "<b> & <script>"),
        (run("- not a list"), "- not a list"),
        (run("+ not a list"), "+ not a list"),
        (run("5*"), "5*"),
        (run("up to ") + run("50", "<w:b/>") + run("% more"), "up to 50% more"),
        (run("水", "<w:b/>") + run("，") + run("电", "<w:i/>") + run("。"), "水，电。"),
    ],
)
def test_a_word_document_keeps_its_characters(tmp_path: Path, content: str, text: str) -> None:
    word(tmp_path / "water.docx", paragraph(content))
    shown = markup(read(tmp_path, "water.docx"))
    for tag in ("p", "strong", "em"):
        shown = shown.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


DRAWING = (
    '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="image"/>'
    "</w:drawing></w:r>"
)
BEFORE = run("Before.")


@pytest.mark.parametrize(
    ("content", "named", "text"),
    [
        (BEFORE + DRAWING, "images (1)", "Before."),
        (
            BEFORE + f'<w:hyperlink r:id="hyperlink">{run(" Our policy")}</w:hyperlink>',
            "targets of links (1)",
            "Before. Our policy",
        ),
        (BEFORE + '<w:r><w:footnoteReference w:id="1"/></w:r>', "footnotes (1)", "Before."),
        (BEFORE + '<w:r><w:commentReference w:id="1"/></w:r>', "comments (1)", "Before."),
        (BEFORE + run("gone", "<w:strike/>"), "texts that are struck through (1)", "Before."),
        (
            BEFORE + f'<w:ins w:id="1" w:author="A">{run(" New.")}</w:ins>',
            "tracked changes taken as accepted (1)",
            "Before. New.",
        ),
        (
            BEFORE + '<w:del w:id="1" w:author="A"><w:r><w:delText>old</w:delText></w:r></w:del>',
            "tracked changes taken as accepted (1)",
            "Before.",
        ),
    ],
)
def test_what_a_report_cannot_show_is_left_out_and_named(tmp_path: Path, content: str, named: str, text: str) -> None:
    word(tmp_path / "water.docx", paragraph(content))
    found, findings = read_narrative(tmp_path, "water.docx", PLACE)
    assert found == text
    assert [(finding.code, finding.severity) for finding in findings] == [("ESG.0.21.textReduced", Severity.NOTE)]
    assert findings[0].message == f"water.docx has what a report does not show: {named}."
    assert findings[0].location == PLACE


def test_all_that_is_left_out_is_counted(tmp_path: Path) -> None:
    merged = (
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>'
        f"{paragraph('wide')}</w:tc></w:tr><w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
    )
    word(tmp_path / "water.docx", paragraph(BEFORE + DRAWING + DRAWING) + merged)
    text, findings = read_narrative(tmp_path, "water.docx", PLACE)
    assert text == "Before.\n\n| wide |  |\n| --- | --- |\n| a | b |"
    assert "images (2), merged cells (1)" in findings[0].message


def test_a_link_whose_text_is_its_target_loses_nothing(tmp_path: Path) -> None:
    link = f'<w:hyperlink r:id="hyperlink">{run("https://example.com/policy")}</w:hyperlink>'
    word(tmp_path / "water.docx", paragraph(run("See ") + link))
    assert markup(read(tmp_path, "water.docx")) == "<p>See https://example.com/policy</p>"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is no Word document (.docx), or is locked with a password"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "is no Word document (.docx), or is locked with a password"),
        (b"Plain text.", "is no Word document"),
        (b"PK\x03\x04garbage", "cannot be opened as an archive"),
    ],
)
def test_a_broken_word_document_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "water.docx").write_bytes(content)
    finding = refused(tmp_path, "water.docx")
    assert told in finding.message
    assert "save it as a Word document (.docx)" in finding.hint
    assert finding.location == PLACE


def test_a_truncated_or_damaged_word_document_is_refused(tmp_path: Path) -> None:
    path = word(tmp_path / "water.docx", paragraph("Water"))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "cannot be opened" in refused(tmp_path, "water.docx").message
    word(path, "<w:p>")
    assert "is damaged or no Word document" in refused(tmp_path, "water.docx").message
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "no document")
    assert "is an archive, no Word document" in refused(tmp_path, "water.docx").message


def test_a_word_document_without_text_is_refused(tmp_path: Path) -> None:
    word(tmp_path / "water.docx", paragraph(DRAWING))
    assert "holds no text" in refused(tmp_path, "water.docx").message


def test_a_word_document_that_becomes_huge_is_refused(tmp_path: Path) -> None:
    path = word(tmp_path / "water.docx", paragraph("Water"))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/more.xml", b" " * 4_000_000)
    assert "is larger than any text of a report" in refused(tmp_path, "water.docx").message
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image2.png", bytes(101_000_000))
    assert "expands to" in refused(tmp_path, "water.docx").message


def test_entities_of_a_word_document_are_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    path = word(tmp_path / "water.docx", paragraph("ENTITY"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    document = parts["word/document.xml"].replace(b"ENTITY", b"&x;")
    parts["word/document.xml"] = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode() + document
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert "secret" not in (read_narrative(tmp_path, "water.docx", PLACE)[0] or "")


def test_raised_and_lowered_characters() -> None:
    assert raised("(n+1)-2") == "⁽ⁿ⁺¹⁾⁻²"
    assert lowered("x2=0") == "x₂₌₀"


# From the cell to the fact

DISCLOSURE = """\
taxonomy: https://taxonomy.example/esg/2026/esg-core.xsd
entity: {name: {en: Example Company}, scheme: http://standards.iso.org/iso/17442, identifier: EXAMPLE0000000000087}
report: {name: example, languages: [en], title: {en: Texts of the company}}
periods:
  reporting: {name: 2023, start: 2023-01-01, end: 2023-12-31}
sections:
  - title: {en: Texts}
    tables: [{file: texts.csv, title: {en: Texts}}]
"""
POLICY = "We *save* water:\n\n- at home\n- at work\n"


def text_block(taxonomy: Taxonomy) -> str:
    """A concept that takes a text with paragraphs, asked of the company as a whole."""
    return next(
        concept.name
        for concept in taxonomy.concepts.values()
        if concept.type.kind.name == "BLOCK" and not taxonomy.tables[concept.table].axes
    )


@pytest.mark.parametrize("kind", ["md", "docx"])
def test_a_cell_that_names_a_file_becomes_its_text(tmp_path: Path, taxonomy: Taxonomy, kind: str) -> None:
    concept = text_block(taxonomy)
    (tmp_path / "disclosure.yaml").write_text(DISCLOSURE, encoding="utf-8")
    (tmp_path / "texts.csv").write_text(f"concept,2023\n{concept},file:policy.{kind}\n", encoding="utf-8")
    (tmp_path / "policy.md").write_text(POLICY, encoding="utf-8")
    content = run("We ") + run("save", "<w:i/>") + run(" water:")
    items = [paragraph(item, "ListParagraph", numbering=1) for item in ("at home", "at work")]
    word(tmp_path / "policy.docx", paragraph(content) + "".join(items))
    disclosure, findings = read_disclosure(tmp_path, taxonomy)
    assert findings == []
    assert disclosure is not None
    mapped, problems = map_disclosure(disclosure, taxonomy, "en")
    assert problems == []
    fact = next(fact for fact in mapped.instance.facts if fact.concept.local == concept)
    assert fact.value == markup(POLICY)
    assert "<li>at home</li>" in str(fact.value)


def test_a_cell_that_names_a_missing_file_is_an_error_at_its_place(tmp_path: Path, taxonomy: Taxonomy) -> None:
    (tmp_path / "disclosure.yaml").write_text(DISCLOSURE, encoding="utf-8")
    (tmp_path / "texts.csv").write_text(f"concept,2023\n{text_block(taxonomy)},file:polcy.md\n", encoding="utf-8")
    (tmp_path / "policy.md").write_text(POLICY, encoding="utf-8")
    _, findings = read_disclosure(tmp_path, taxonomy)
    assert [(finding.message, finding.hint) for finding in findings] == [
        ("polcy.md is not there.", "There is a file policy.md: did you mean that?")
    ]
    assert findings[0].location is not None
    assert (findings[0].location.file, findings[0].location.line) == ("texts.csv", 2)


# Text blocks as Markdown


PLAIN_WORDS = st.lists(st.sampled_from(["water", "energy", "CO2", "12,5", "水"]), min_size=1, max_size=5).map(" ".join)


@st.composite
def inlines(draw: st.DrawFn) -> str:
    """A line of words, some of them emphasised."""
    marks = draw(st.lists(st.sampled_from(["", "*", "**"]), min_size=1, max_size=4))
    return " ".join(f"{mark}{draw(PLAIN_WORDS)}{mark}" for mark in marks)


@st.composite
def blocks(draw: st.DrawFn) -> tuple[str, str]:
    """A block of simple Markdown with its kind: a paragraph, a list, a table, a heading, a quotation."""
    kind = draw(st.sampled_from(["paragraph", "lines", "bullets", "numbers", "loose", "table", "heading", "quotation"]))
    lines = draw(st.lists(inlines(), min_size=1, max_size=3))
    if kind == "bullets":
        below = draw(st.sampled_from(["", "\n  - water", "\n  1. water\n  2. energy"]))
        return kind, "\n".join(f"- {line}{below}" for line in lines)
    if kind == "loose":
        return kind, "\n\n".join(f"- {line}" for line in lines)
    if kind == "numbers":
        return kind, "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
    if kind == "table":
        return kind, "\n".join(["| a | b |", "| --- | --- |", *(f"| {line} | {line} |" for line in lines)])
    if kind == "heading":
        return kind, f"## {draw(PLAIN_WORDS)}"
    if kind == "quotation":
        return kind, "\n".join(f"> {line}" for line in lines)
    return kind, ("\\\n" if kind == "lines" else " ").join(lines)


def document(parts: list[tuple[str, str]]) -> str:
    return "\n\n".join(text for _, text in parts)


@settings(max_examples=150, deadline=None)
@given(st.lists(blocks(), min_size=1, unique_by=lambda part: part[0]).map(document))
def test_a_text_block_is_markdown_again(text: str) -> None:
    assert markup(as_markdown(markup(text))) == markup(text)


def has_only_text(elements: str) -> bool:
    """Whether a text block has no blank element, such as a list of nothing or the blanks of a code span."""
    return "/>" not in elements.replace("<br/>", "") and "> " not in elements and " </" not in elements


@settings(max_examples=500, deadline=None)
@given(st.text(st.sampled_from("abcXYZ 019.,;:!?()%<>\"'|#*_-+=~`[]{}^$/水，。"), min_size=1, max_size=30))
def test_a_line_of_any_characters_is_markdown_again(text: str) -> None:
    shown = markup(" ".join(text.split()))
    assume(has_only_text(shown))
    assert markup(as_markdown(shown)) == shown
