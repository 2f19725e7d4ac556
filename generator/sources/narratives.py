"""Reading a text that stands in a file of its own: Markdown, plain text, or a Word document as Markdown."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from lxml import etree, html

from ...findings import Finding, Location, check_archive, codes, read_text, unprintable
from ..markdown import HEADINGS, as_markdown

LARGEST = 1_000_000
"""Bytes that a text file may have."""
LARGEST_XML = 3_000_000
"""Bytes that the XML of a Word document may have; its images may have more."""

_SAVE_AS_WORD = "Open it in a word processor and save it as a Word document (.docx)."
_KINDS = {
    ".doc": _SAVE_AS_WORD,
    ".odt": _SAVE_AS_WORD,
    ".rtf": _SAVE_AS_WORD,
    ".pdf": "Copy its text into a Word document (.docx) or a Markdown file (.md).",
    ".markdown": "Give it the ending .md.",
}


class _UnfitError(Exception):
    """A file that is not read, for a reason that can be told. ``hint`` says what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def read_narrative(folder: Path, name: str, place: Location) -> tuple[str | None, list[Finding]]:
    """Read the text of the file ``name`` in ``folder``, which is named at ``place``.

    Returns Markdown, or ``None`` with what keeps the file from being read. What a Word document has and a report cannot
    show is left out, and named in a finding.
    """
    file = name.strip().replace("\\", "/")
    try:
        path = _path(folder, file)
        if path.suffix.lower() == ".docx":
            return _from_word(path, file, place)
        return _from_text(path, file)
    except _UnfitError as unfit:
        message, hint = f"{file} {unfit}.", unfit.hint
    except OSError as error:
        message, hint = f"{file} cannot be read: {error.strerror}.", "Check its name, and who may read it."
    return None, [codes.INPUT_UNREADABLE.finding(message, hint=hint, location=place)]


def raised(text: str) -> str:
    """Return a text with its digits and signs as raised characters: ``m`` and ``³``."""
    return text.translate(_RAISED)


def lowered(text: str) -> str:
    """Return a text with its digits and signs as lowered characters: ``CO`` and ``₂``."""
    return text.translate(_LOWERED)


_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


def _path(folder: Path, file: str) -> Path:
    """Return where a file is, if it is one of a kind that is read, in the folder."""
    name, path = PurePosixPath(file), folder / file
    if not file or name.is_absolute() or ".." in name.parts or ":" in file or unprintable(file):
        hint = "Write its path from the disclosure's folder on: file:texts/water.md."
        raise _UnfitError("is no file in the folder", hint)
    suffix = name.suffix.lower()
    if suffix not in (".md", ".txt", ".docx"):
        hint = _KINDS.get(suffix, "Name a file that ends in .md, .txt or .docx.")
        raise _UnfitError("is not of a kind that is read", hint)
    if not path.resolve().is_relative_to(folder.resolve()):
        raise _UnfitError("is a link that leaves the folder", "Put the file itself into the folder.")
    if not path.is_file():
        missing = read_text(path, file)[1] if not path.exists() or path.is_dir() else []
        raise _UnfitError("is not there", missing[0].hint if missing else "Check the path and its spelling.")
    return path


def _from_text(path: Path, file: str) -> tuple[str | None, list[Finding]]:
    if path.stat().st_size > LARGEST:
        raise _UnfitError("is larger than any text of a report", f"At most {LARGEST:,} bytes are read; shorten it.")
    text, findings = read_text(path, file)
    if text is None:
        return None, findings
    if character := unprintable(text):
        raise _UnfitError(f"holds the control character {character}", "Remove it.")
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise _UnfitError("holds no text", "Write the text, or name another file.")
    return text, []


def _from_word(path: Path, file: str, place: Location) -> tuple[str | None, list[Finding]]:
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        raise _UnfitError("is no Word document (.docx), or is locked with a password", _SAVE_AS_WORD)
    if unsafe := check_archive(path):
        return None, [replace(unsafe[0], hint=_SAVE_AS_WORD, location=place)]
    try:
        body, size = _body(content)
        if size > LARGEST_XML:
            raise _UnfitError("is larger than any text of a report", "Shorten it, or copy its text into a file .md.")
        written, ignored = _as_html(content)
        root = html.fragment_fromstring(written, create_parent="div")
        dropped = _dropped(body, ignored) + _simplify(root)
        markdown = as_markdown(html.tostring(root, encoding="unicode"))
    except _UnfitError:
        raise
    except Exception as error:  # a damaged file makes the libraries raise whatever their parts raise
        raise _UnfitError("is damaged or no Word document", _SAVE_AS_WORD) from error
    if not markdown:
        raise _UnfitError("holds no text", "Write the text, or name another file.")
    return markdown, [_reduced(file, dropped, place)] if dropped else []


def _reduced(file: str, dropped: Counter[str], place: Location) -> Finding:
    named = ", ".join(f"{kind} ({count})" for kind, count in dropped.items())
    return codes.TEXT_REDUCED.finding(
        f"{file} has what a report does not show: {named}.",
        hint="Read the text in the report, and write as text what is missing there.",
        location=place,
    )


def _body(content: bytes) -> tuple[etree._Element, int]:
    """Return the root of a document's text and the size of all its XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        main = next((entry for entry in entries if re.fullmatch(r"word/document\d*\.xml", entry.filename)), None)
        if main is None:
            raise _UnfitError("is an archive, no Word document", _SAVE_AS_WORD)
        size = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.fromstring(archive.read(main) if size <= LARGEST_XML else b"<none/>", parser), size


def _as_html(content: bytes) -> tuple[str, set[str]]:
    """Return a document without its notes and images as HTML, and the names of elements that have no meaning in it."""
    import mammoth  # type: ignore[import-untyped]
    from mammoth import documents, transforms

    result = mammoth.convert_to_html(
        io.BytesIO(content),
        style_map="p[style-name='Title'] => h1:fresh",
        convert_image=lambda image: [],
        include_embedded_style_map=False,
        external_file_access=False,
        transform_document=transforms.element_of_type(documents.NoteReference, lambda reference: documents.text("")),
    )
    ignored = (re.search(r"element was ignored: (?:\{.*\}|\w+:)?(\w+)$", each.message) for each in result.messages)
    return str(result.value), {match[1] for match in ignored if match}


_NAMES = {
    "footnoteReference": "footnotes",
    "endnoteReference": "endnotes",
    "commentReference": "comments",
    "oMath": "formulas",
    "ins": "tracked changes taken as accepted",
    "del": "tracked changes taken as accepted",
    "moveFrom": "tracked changes taken as accepted",
}


def _dropped(body: etree._Element, ignored: set[str]) -> Counter[str]:
    """Count what a document has and its HTML has not."""
    dropped: Counter[str] = Counter()
    for element in body.iter(etree.Element):
        name = etree.QName(element).localname
        if name in ("drawing", "pict", "object"):
            is_twin = any(etree.QName(above).localname in ("Fallback", "object") for above in element.iterancestors())
            dropped["images"] += not is_twin and not _has(element, "txbxContent")
        elif name in _NAMES:
            dropped[_NAMES[name]] += name not in ("ins", "del", "moveFrom") or _has(element, "r")
        elif name in ignored:
            dropped[f"text in {name}"] += _has(element, "t")
    return +dropped


def _has(element: etree._Element, name: str) -> bool:
    return next(element.iter(f"{{*}}{name}"), None) is not None


_BLOCKS = ("p", "ul", "ol", "li", "br", "table", "thead", "tbody", "tr", "td", "th", *HEADINGS)
_WIDEST = 100
"""More columns or rows than a merged cell has."""


def _simplify(root: html.HtmlElement) -> Counter[str]:
    """Bring HTML to what Markdown can say, and return what it cannot."""
    dropped: Counter[str] = Counter()
    for link in root.iter("a"):
        target = (link.get("href") or "#").removeprefix("mailto:")
        dropped["targets of links"] += not target.startswith("#") and target not in link.text_content()
    for struck in list(root.iter("s")):
        dropped["texts that are struck through"] += 1
        struck.drop_tree()
    for shifted in list(root.iter("sup", "sub")):
        text = shifted.text_content()
        shifted.clear(keep_tail=True)
        shifted.text = raised(text) if shifted.tag == "sup" else lowered(text)
    for box in root.iter("input"):
        box.tail = ("☒" if box.get("checked") else "☐") + (box.tail or "")
    etree.strip_tags(root, "a", "sup", "sub", "input")
    for heading in root.iter(*HEADINGS):
        etree.strip_tags(heading, "strong", "em")
    for table in [table for table in root.iter("table") if next(table.iterancestors("table"), None) is None]:
        dropped += _square(table)
    return +dropped


def _square(table: html.HtmlElement) -> Counter[str]:
    """Give a table a heading, and all rows the same number of cells, each of one line; return what it had besides."""
    dropped: Counter[str] = Counter()
    rows: list[list[html.HtmlElement]] = []
    below: Counter[int] = Counter()
    nested = [inner for inner in table.iter("table") if inner is not table]
    dropped["tables in tables"] = len(nested)
    for inner in nested:
        _flatten(inner)
    for row in table.iter("tr"):
        cells: list[html.HtmlElement] = []
        for cell in row.iterchildren("td", "th"):
            cells += _covered(below, len(cells))
            across, down = (min(int(cell.get(span) or 1), _WIDEST) for span in ("colspan", "rowspan"))
            dropped["merged cells"] += across > 1 or down > 1
            below.update(dict.fromkeys(range(len(cells), len(cells) + across), down - 1))
            cells += [cell, *(html.Element("td") for _ in range(across - 1))]
        rows.append([*cells, *_covered(below, len(cells))])
    width = max(map(len, rows), default=0)
    table.clear(keep_tail=True)
    parts = html.Element("thead"), html.Element("tbody")
    table.extend(parts)
    for number, cells in enumerate(rows):
        row = html.Element("tr")
        row.extend([*cells, *(html.Element("td") for _ in range(width - len(cells)))])
        for cell in row:
            _flatten(cell)
            cell.tag = "td" if number else "th"
        parts[number > 0].append(row)
    return dropped


def _covered(below: Counter[int], column: int) -> Iterator[html.HtmlElement]:
    """Yield blank cells for those that reach down into a row at ``column`` and next to it."""
    while below[column] > 0:
        below[column] -= 1
        column += 1
        yield html.Element("td")


def _flatten(element: html.HtmlElement) -> None:
    """Bring what an element holds into one line of text with emphasis."""
    for block in element.iter(*_BLOCKS):
        if block is not element:
            block.text = f"• {block.text or ''}" if block.tag == "li" else block.text
            block.tail = f" {block.tail or ''}"
    etree.strip_tags(element, *_BLOCKS)
    element.attrib.clear()
