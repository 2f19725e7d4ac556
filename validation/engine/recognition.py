"""Which taxonomy a report is about, told from outside: a guess, which a keeper verifies when it reads the report.

A wrong guess costs time and never an answer. So a report is only looked at as far as is quick, and whatever is out of
the ordinary is not recognised.
"""

from __future__ import annotations

import hashlib
import html
import json
import mmap
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from .model import Order

SCHEMA, LINKBASE = "schemaRef", "linkbaseRef"
_REFERENCE = re.compile(rb"<(?:[\w.-]+:)?(schemaRef|linkbaseRef)\b([^<>]*)>")
_HREF = re.compile(rb"""\bhref\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
_JSON_TAXONOMY = re.compile(rb'"taxonomy"\s*:\s*(\[[^\[\]]*\])')
_ARCHIVES = (".zip", ".xbri", ".xbr")
_REMEMBERED = 256
"""Packages of which it is remembered what is in them."""
_LOCAL_HEADER = struct.Struct("<26xHH")
_ELSEWHERE = re.compile(
    rb"""schemaLocation\s*=|<(?:[\w.-]+:)?(?:role|arcrole)Ref\b[^>]*?href\s*=\s*["'](?!https?://)"""
)
"""How a document names schemas of its own, beside the entry point of its taxonomy."""
_OF_REPORT = ("META-INF/reportPackage.json", "reports/")


@dataclass(frozen=True, slots=True)
class Identity:
    """The taxonomy of a report: the documents that it names, and the packages in which they may be.

    ``entries`` are pairs of :data:`SCHEMA` or :data:`LINKBASE` and an address or absolute path, in the order in which
    they are discovered. ``archives`` are the paths of taxonomy packages with a digest of what they hold of a taxonomy,
    the report's own package first; ``digests`` are the digests alone, by which two identities are the same.
    """

    entries: tuple[tuple[str, str], ...]
    archives: tuple[tuple[str, str], ...]

    @property
    def digests(self) -> tuple[str, ...]:
        """What the packages hold, without where they are."""
        return tuple(digest for _, digest in self.archives)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identity) and (self.entries, self.digests) == (other.entries, other.digests)

    def __hash__(self) -> int:
        return hash((self.entries, self.digests))


def recognise(order: Order) -> Identity | None:
    """Return what taxonomy a report seems to be about; None where that cannot be told."""
    try:
        if order.file.suffix.lower() in _ARCHIVES:
            entries = _entries_in_package(order.file, *_version(order.file))
            sources: tuple[Path, ...] = (order.file, *order.packages)
        else:
            entries = _entries_of_file(order.file)
            sources = order.packages
        archives = tuple((str(source), taxonomy_digest(source)) for source in sources)
    except (OSError, ValueError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
        return None
    return Identity(entries, archives) if entries else None


def is_known(order: Order, documents: Iterable[bytes], known: Container[str]) -> bool:
    """Return whether a report takes nothing from taxonomies but what is known to be valid; if in doubt, it does not.

    ``documents`` are those of the report, ``known`` digests of taxonomy packages (:func:`taxonomy_digest`).
    """
    if any(map(_ELSEWHERE.search, documents)) or (identity := recognise(order)) is None:
        return False
    is_published = all(href.startswith(("http://", "https://")) for _, href in identity.entries)
    return is_published and all(digest in known for digest in identity.digests)


def _entries_of_file(file: Path) -> tuple[tuple[str, str], ...]:
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
        is_json = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
        return _resolved(_in_json(content) if is_json else _in_xml(content), file.parent)


def _version(file: Path) -> tuple[int, int, int]:
    """Return what is the same as long as a file is."""
    found = file.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


@lru_cache(maxsize=_REMEMBERED)
def _entries_in_package(file: Path, *_of: int) -> tuple[tuple[str, str], ...]:
    """Return the entries of the only report in a package; relative ones are of one package alone, and not shared."""
    with zipfile.ZipFile(file) as package:
        reports = [name for name in package.namelist() if re.fullmatch(r"[^/]+/reports/.*[^/]", name)]
        if len(reports) != 1:
            return ()
        content = package.read(reports[0])
    return _resolved(_in_json(content) if reports[0].endswith(".json") else _in_xml(content), None)


def _in_xml(content: bytes | mmap.mmap) -> Iterable[tuple[str, str]]:
    found = []
    for reference in _REFERENCE.finditer(content):
        href = _HREF.search(reference[2])
        if href is None:
            raise ValueError("a reference without an address")
        address = href[1] if href[1] is not None else href[2]
        found.append((reference[1].decode(), html.unescape(address.decode("utf-8")).strip()))
    return sorted(found, key=lambda entry: entry[0] == LINKBASE)


def _in_json(content: bytes | mmap.mmap) -> Iterable[tuple[str, str]]:
    found = _JSON_TAXONOMY.search(content)
    addresses = json.loads(found[1]) if found else []
    return [(SCHEMA, address) for address in addresses if isinstance(address, str)]


def _resolved(entries: Iterable[tuple[str, str]], folder: Path | None) -> tuple[tuple[str, str], ...]:
    """Return the entries with absolute addresses; none if one of them is relative and there is no folder."""
    found = []
    for kind, href in entries:
        if urlsplit(href).scheme in ("http", "https"):
            found.append((kind, href))
        elif folder is None or urlsplit(href).scheme or "#" in href:
            return ()
        else:
            found.append((kind, os.path.normpath(folder / unquote(href))))
    return tuple(found)


def taxonomy_digest(file: Path) -> str:
    """Return a digest of what an archive holds but reports: names below its top folder, and contents as compressed.

    Two archives with the same digest hold the same taxonomy. Two that hold the same may differ, if they were compressed
    in different ways. Raises ``ValueError`` for an archive in which a name can mean two things, ``OSError`` and
    ``zipfile.BadZipFile`` for none that can be read.
    """
    return _digest(file, *_version(file))


@lru_cache(maxsize=_REMEMBERED)
def _digest(file: Path, *_of: int) -> str:
    """Return the digest of an archive, for as long as it is the same file."""
    with zipfile.ZipFile(file) as archive, file.open("rb") as raw:
        entries = {}
        for entry in archive.infolist():
            top, _, name = entry.filename.partition("/")
            if entry.flag_bits & 1 or name in entries or "\\" in entry.filename:
                raise ValueError(f"{entry.filename}: encrypted, or a name twice")
            if name.startswith(_OF_REPORT):
                continue
            entries[name] = (entry.compress_type, entry.CRC, entry.file_size, _compressed(raw, entry), top)
    tops = {top for *_, top in entries.values()}
    if len(tops) > 1:
        raise ValueError("more than one top folder")
    listed = sorted((name, *rest) for name, (*rest, _) in entries.items())
    return hashlib.sha256(repr(listed).encode()).hexdigest()


def _compressed(raw: BinaryIO, entry: zipfile.ZipInfo) -> str:
    """Return a digest of the bytes of an entry as they stand in the archive."""
    raw.seek(entry.header_offset)
    name, extra = _LOCAL_HEADER.unpack(raw.read(_LOCAL_HEADER.size))
    raw.seek(name + extra, 1)
    return hashlib.sha256(raw.read(entry.compress_size)).hexdigest()
