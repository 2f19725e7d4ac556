"""Rules on bytes and characters: UTF-8, no byte order mark, no control characters, well-formed; and where not, why."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Any
from xml.parsers import expat

from lxml import etree

from ...findings import Finding, Location, codes
from .oim import parse_json
from .reading import parse

_BOM = b"\xef\xbb\xbf"
_DECLARATION = re.compile(rb"""\A\s*<\?xml[^>]*?\bencoding\s*=\s*["']([^"']*)["']""")
_UTF8 = frozenset({b"utf-8", b"us-ascii"})
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xef\xbf[\xbe\xbf]")
_REFERENCE = re.compile(rb"&#(?:x0*([0-9A-Fa-f]{1,6})|0*([0-9]{1,7}));")
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_DOCTYPE = re.compile(rb"<!doctype", re.IGNORECASE)
_NOT_WELL_FORMED = "The document is not well-formed XML: "
_OTHER_KINDS = (
    (b"PK\x03\x04", "a ZIP archive: a package, or an Office document"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an Office document of the old kind"),
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


_PRODUCE_AGAIN = "Was it saved or sent in full? Produce it again."


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a document stops being well-formed, what is wrong there, and what to do."""

    offset: int
    what: str
    hint: str


def kind_of_bytes(content: bytes) -> str | None:
    """Return what the bytes are by their first ones, if not a document at all."""
    return next((kind for start, kind in _OTHER_KINDS if content.startswith(start)), None)


def cleaned(content: bytes) -> bytes:
    """Return the content without characters that no XML may have, and without bytes that are not UTF-8 and should be.

    Every other byte is where it was.
    """
    clean = _FORBIDDEN.sub(lambda match: b" " * len(match[0]), content)
    if _declared(content) not in _UTF8:
        return clean
    try:
        clean.decode("utf-8")
    except UnicodeDecodeError:
        return re.sub("[\ud800-\udfff]", "?", clean.decode("utf-8", "surrogateescape")).encode()
    return clean


def _declared(content: bytes) -> bytes:
    """Return the encoding that a document says it is in, in lower case."""
    match = _DECLARATION.match(content)
    return match[1].lower() if match else b"utf-8"


def check_bytes(content: bytes, file: str) -> Iterator[Finding]:
    """Yield what is wrong with the encoding of a document and with its characters."""
    if content.startswith(_BOM):
        hint = "Save it as UTF-8 without a byte order mark."
        yield _finding(content, file, 0, "The document begins with a byte order mark", hint)
    if (declared := _DECLARATION.match(content)) and declared[1].lower() not in _UTF8:
        what = f"The document says that it is in {declared[1].decode('ascii', 'replace')}"
        yield _finding(content, file, declared.start(1), what, "Save it as UTF-8, and say so.")
    else:
        yield from _not_utf8(content, file)
    for match in _CONTROL.finditer(content):
        yield _control(content, file, match.start(), match[0].decode("utf-8"))
    for match in _REFERENCE.finditer(content):
        number = int(match[1], 16) if match[1] else int(match[2])
        if (number < 32 and number not in (9, 10, 13)) or 127 <= number < 160:
            yield _control(content, file, match.start(), chr(number))


def _not_utf8(content: bytes, file: str) -> Iterator[Finding]:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = content[error.start : error.start + 1]
        meant = byte.decode("cp1252", "ignore")
        guess = f" In Windows-1252 it is ‘{meant}’: the text was saved in that encoding." if meant else ""
        yield _finding(
            content,
            file,
            error.start,
            f"The byte 0x{byte.hex().upper()} is not UTF-8",
            "Save the document as UTF-8.",
            guess,
        )


def _control(content: bytes, file: str, offset: int, character: str) -> Finding:
    start = f"{_NOT_WELL_FORMED}t" if _FORBIDDEN.fullmatch(character.encode()) else "T"
    before, after = content[offset - 1 : offset], content[offset + 1 : offset + 2]
    guess = ""
    if before.isalnum() and after.isalnum():
        first = re.findall(rb"\w*\Z", content[max(0, offset - 30) : offset])[0]
        second = re.findall(rb"\A\w*", content[offset + 1 : offset + 31])[0]
        words = b"-".join((first, second)).decode("utf-8", "ignore")
        guess = f" Between two parts of a word it is what is left of a hyphen in texts taken from PDF: ‘{words}’."
    elif 0x80 <= ord(character) < 0xA0 and (meant := bytes([ord(character)]).decode("cp1252", "ignore")):
        guess = f" In Windows-1252 it is ‘{meant}’."
    return _finding(
        content,
        file,
        offset,
        f"{start}here is the control character U+{ord(character):04X}",
        "Replace it with the character that is meant, or remove it.",
        guess,
    )


def _finding(content: bytes, file: str, offset: int, what: str, hint: str, guess: str = "") -> Finding:
    line, column = position(content, offset)
    return codes.ENCODING.finding(
        f"{what}, at byte {offset}, line {line}, column {column}.{guess}", hint=hint, location=Location(file, line)
    )


def line_of_doctype(content: bytes) -> int:
    """Return the line, from 1, of the DOCTYPE of a document that has one."""
    found = _DOCTYPE.search(content)
    return content.count(b"\n", 0, found.start()) + 1 if found else 1


def position(content: bytes, offset: int) -> tuple[int, int]:
    """Return line and column of a byte, both from 1; the column counts characters."""
    start = content.rfind(b"\n", 0, offset) + 1
    return content.count(b"\n", 0, offset) + 1, len(content[start:offset].decode("utf-8", "replace")) + 1


def parse_or_explain(content: bytes, file: str) -> tuple[etree._Element | None, list[Finding], bool]:
    """Return the root of an XML document, what is wrong with its form, and whether all of it could be read."""
    if kind := kind_of_bytes(content):
        found = [_finding(content, file, 0, f"This is {kind}, not an XML document", "Name the report itself.")]
        return None, found, False
    if content.startswith(_UTF16):
        clean, found = content, [_finding(content, file, 0, "The document is in UTF-16", "Save it as UTF-8.")]
    else:
        clean, found = cleaned(content), list(check_bytes(content, file))
    try:
        return parse(clean), found, True
    except etree.XMLSyntaxError as error:
        fault = _fault(clean) or _as_parsed(clean, error)
    if not (found and clean[fault.offset : fault.offset + 2] == b"&#"):
        found.append(_finding(content, file, fault.offset, fault.what, fault.hint))
    return parse(clean, recover=True), found, False


def _as_parsed(content: bytes, error: etree.XMLSyntaxError) -> Fault:
    """Take the fault from the message of libxml2, where expat sees none."""
    line, column = error.position
    offset = 0
    for _ in range((line or 1) - 1):
        offset = content.find(b"\n", offset) + 1
    return Fault(
        offset + max(0, (column or 1) - 1),
        f"{_NOT_WELL_FORMED}{str(error.msg).partition(', line')[0]}",
        "Correct it there, or where the element before it ends.",
    )


class _Walk:
    """A walk through a document with expat, which knows the byte of a fault, and the elements that are open there."""

    def __init__(self, content: bytes) -> None:
        self.open: list[tuple[str, int]] = []
        self.parser = expat.ParserCreate(namespace_separator=None)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.error: expat.ExpatError | None = None
        try:
            self.parser.Parse(content, True)
        except expat.ExpatError as error:
            self.error = error

    def _start(self, name: str, _: object) -> None:
        self.open.append((name, self.parser.CurrentLineNumber))

    def _end(self, _: str) -> None:
        self.open.pop()


def _fault(content: bytes) -> Fault | None:
    """Return the first place where a document is not well-formed, with a guess at what is wrong there."""
    walk = _Walk(content)
    if walk.error is None:
        return _unbound_prefix(content)
    offset = max(0, walk.parser.ErrorByteIndex)
    explain = {
        expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]: _mismatch,
        expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]: _ends_early,
        expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]: _ends_within,
        expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]: _undefined,
        expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]: _goes_on,
        expat.errors.codes[expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE]: _twice,
        expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]: _token,
        expat.errors.codes[expat.errors.XML_ERROR_BAD_CHAR_REF]: _bad_reference,
    }.get(walk.error.code)
    if not walk.open and content.strip() and not content.lstrip(_BOM).lstrip().startswith(b"<"):
        start = content.strip()[:40].decode("utf-8", "replace")
        return Fault(0, f"The document is no XML. It begins with ‘{start}’", "Name the report itself.")
    if explain is None:
        what = f"{_NOT_WELL_FORMED}{expat.ErrorString(walk.error.code)}"
        return Fault(offset, what, "Correct it there.")
    return explain(content, offset, walk)


def _mismatch(content: bytes, offset: int, walk: _Walk) -> Fault:
    start = max(0, content.rfind(b"</", 0, offset + 2))
    closing = re.match(rb"</\s*([^\s>]+)", content[start : start + 200])
    name, line = walk.open[-1] if walk.open else ("", 0)
    found = closing[1].decode("utf-8", "replace") if closing else "another element"
    return Fault(
        start,
        f"{_NOT_WELL_FORMED}</{found}> stands where <{name}> of line {line} is still open",
        f"Close <{name}> before, or remove the one of the two that is too many.",
    )


def _ends_early(content: bytes, offset: int, walk: _Walk) -> Fault:
    if not walk.open:
        return Fault(offset, "The document holds no element", "Was it saved in full? An XML document has one element.")
    name, line = walk.open[-1]
    return Fault(offset, f"The document ends while <{name}> of line {line} is still open", _PRODUCE_AGAIN)


def _ends_within(content: bytes, offset: int, walk: _Walk) -> Fault:
    start = content[offset : offset + 40].decode("utf-8", "replace")
    return Fault(offset, f"The document ends before a piece of markup does that begins ‘{start}’", _PRODUCE_AGAIN)


def _undefined(content: bytes, offset: int, _: _Walk) -> Fault:
    match = re.match(rb"&([^;\s]*);?", content[offset : offset + 60])
    name = match[1].decode("utf-8", "replace") if match else ""
    known = html5.get(f"{name};")
    instead = "".join(f"&#{ord(one)};" for one in known) if known else "&amp;"
    return Fault(
        offset,
        f"{_NOT_WELL_FORMED}&{name}; is no character that XML knows",
        f"Write {instead}" + ("." if known else f" if an ampersand is meant: &amp;{name}."),
    )


def _goes_on(content: bytes, offset: int, _: _Walk) -> Fault:
    return Fault(
        offset,
        f"{_NOT_WELL_FORMED}it goes on after its end",
        "Were two documents put together, or is something left over of an older version? Remove it.",
    )


def _twice(content: bytes, offset: int, _: _Walk) -> Fault:
    return Fault(
        offset,
        f"{_NOT_WELL_FORMED}an element has the same attribute twice",
        "Remove one of the two.",
    )


def _bad_reference(content: bytes, offset: int, _: _Walk) -> Fault:
    return Fault(
        offset,
        f"{_NOT_WELL_FORMED}a reference is to a character that no XML may have",
        "Replace it with the character that is meant, or remove it.",
    )


def _token(content: bytes, offset: int, _: _Walk) -> Fault:
    """A character that cannot stand where it does: mostly a bare ampersand or angle, or an attribute without quotes."""
    ampersand, angle = (content.rfind(one, max(0, offset - 60), offset + 1) for one in (b"&", b"<"))
    if ampersand >= 0 and re.match(rb"&[^;<>]{0,40}\Z", content[ampersand : offset + 1]):
        return Fault(
            ampersand,
            f"{_NOT_WELL_FORMED}an ampersand stands for itself",
            "Write &amp; for an ampersand.",
        )
    if angle >= 0 and re.match(rb"<[\s\d=<%$(.-]?", content[angle : offset + 1]) and not _is_tag(content, angle):
        return Fault(
            angle,
            f"{_NOT_WELL_FORMED}a less-than sign stands for itself",
            "Write &lt; for a less-than sign.",
        )
    inside = content.rfind(b"<", 0, offset) > content.rfind(b">", 0, offset)
    if inside and re.search(rb"=\s*\Z", content[max(0, offset - 20) : offset]):
        return Fault(
            offset,
            f"{_NOT_WELL_FORMED}the value of an attribute is not in quotes",
            'Put it in quotes: width="5". The file is HTML; a report is XHTML.',
        )
    if inside and re.search(rb"\s[\w-]+\s*\Z", content[max(0, offset - 40) : offset]):
        return Fault(
            offset,
            f"{_NOT_WELL_FORMED}an attribute has no value",
            'Give it one: selected="selected". The file is HTML; a report is XHTML.',
        )
    return Fault(
        offset,
        f"{_NOT_WELL_FORMED}there is a character that cannot stand there",
        "Look for a quote, an angle or an ampersand that is too many or missing, there or before.",
    )


def _is_tag(content: bytes, offset: int) -> bool:
    return re.match(rb"<[/!?]?[A-Za-z_]", content[offset : offset + 3]) is not None


def _unbound_prefix(content: bytes) -> Fault | None:
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        offset = parser.ErrorByteIndex
        name = re.match(rb"</?([\w.:-]+)", content[offset : offset + 200])
        shown = name[1].decode("utf-8", "replace") if name else "an element"
        return Fault(
            offset,
            f"{_NOT_WELL_FORMED}at <{shown}> there is a prefix that is not declared",
            "Declare its namespace (xmlns) at the first element, or correct the prefix.",
        )
    return None


def parse_or_explain_json(content: bytes, file: str) -> tuple[Any, str, Finding | None]:
    """Return what a JSON document in UTF-8 says and its text, or what is wrong with its form."""
    try:
        text = content.decode("utf-8")
        return parse_json(text), text, None
    except UnicodeDecodeError:
        fault = next(_not_utf8(content, file))
    except json.JSONDecodeError as error:
        fault = _finding(
            content,
            file,
            len(text[: error.pos].encode()),
            f"The document is not well-formed JSON: {error.msg}",
            "Look for a comma, a quote or a bracket that is missing or too many, there or before.",
        )
    except (RecursionError, ValueError):
        fault = _finding(content, file, 0, "The document is nested too deeply to be read", "Produce it again.")
    return None, "", fault
