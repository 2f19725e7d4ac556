"""Is an archive safe to open: names, encryption and size, before anything in it is read."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from . import codes
from .model import Finding, Location

LARGEST = 100_000_000
"""Bytes that an archive may expand to."""

UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
"""What reading an archive that is damaged, encrypted or packed in an unknown way raises."""


def is_archive(file: Path) -> bool:
    """Whether a file is a package by its name."""
    return file.suffix.lower() in (".xbri", ".xbr", ".zip")


def check_archive(file: Path) -> list[Finding]:
    """Return what makes an archive unsafe or unreadable."""
    try:
        with zipfile.ZipFile(file) as archive:
            problems = list(_problems(archive.infolist()))
    except (zipfile.BadZipFile, OSError) as error:
        problems = [f"cannot be opened as an archive: {error}"]
    return [
        codes.UNSAFE_ARCHIVE.finding(
            f"{file.name} {problem}.",
            hint="Pack it again from its folder, with an ordinary ZIP program.",
            location=Location(file.as_posix()),
        )
        for problem in problems
    ]


def read_members(file: Path, is_wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Return members of an archive by their names; none if it cannot be read, which :func:`check_archive` or the rules
    on packages say.

    Raises :class:`OSError` if there is no such file.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return {name: archive.read(name) for name in archive.namelist() if is_wanted(name)}
    except UNREADABLE:
        return {}


def _problems(entries: list[zipfile.ZipInfo]) -> Iterator[str]:
    size = sum(entry.file_size for entry in entries)
    if size > LARGEST:
        yield f"expands to {size:,} bytes; at most {LARGEST:,} are read"
    for entry in entries:
        path = entry.filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or ":" in path:
            yield f"holds {entry.filename!r}, a name that leaves the archive"
        if entry.flag_bits & 1:
            yield f"holds {entry.filename!r}, which is encrypted"
