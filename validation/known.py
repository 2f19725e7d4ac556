"""Whether all that a report takes from taxonomies is known to be valid, so that it need not be checked again."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from ..findings import is_archive
from .engine import Order
from .engine.recognition import recognise

_ELSEWHERE = re.compile(
    rb"""schemaLocation\s*=|<(?:[\w.-]+:)?(?:role|arcrole)Ref\b[^>]*?href\s*=\s*["'](?!https?://)"""
)
"""How a document names schemas of its own, beside the entry point of its taxonomy."""
_OF_REPORT = ("META-INF/reportPackage.json", "reports/")


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return a digest of a taxonomy package: the files by their paths below its top folder."""
    found = sorted((name, hashlib.sha256(content).hexdigest()) for name, content in files.items())
    return hashlib.sha256(repr(found).encode()).hexdigest()


def is_known(order: Order, known: Container[str]) -> bool:
    """Return whether a report names published addresses only, and all packages hold taxonomies that are known.

    ``known`` are digests of them. What cannot be told is not known. Raises :class:`OSError` if a file cannot be read.
    """
    identity = recognise(order)
    if identity is None or not all(href.startswith(("http://", "https://")) for _, href in identity.entries):
        return False
    archives = [path for path in (order.file, *order.packages) if is_archive(path)]
    try:
        return not any(map(_ELSEWHERE.search, _documents(order.file))) and all(
            digest_of(_taxonomy_in(archive)) in known for archive in archives
        )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return False


def _documents(file: Path) -> Iterator[bytes]:
    if not is_archive(file):
        yield file.read_bytes()
        return
    with zipfile.ZipFile(file) as archive:
        yield from (archive.read(name) for name in archive.namelist() if name.partition("/")[2].startswith("reports/"))


def _taxonomy_in(file: Path) -> Mapping[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        names = {name.partition("/")[2]: name for name in archive.namelist() if not name.endswith("/")}
        return {inner: archive.read(name) for inner, name in names.items() if not inner.startswith(_OF_REPORT)}
