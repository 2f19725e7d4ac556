"""Waiting for a disclosure to change, without anything that not every system has: its files are looked at again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event

_PAUSE_MS = 200
"""Milliseconds between two looks."""
_READ = frozenset({".yaml", ".json", ".csv", ".xlsx", ".xlsm", ".md", ".txt", ".docx", ".zip"})
"""The endings of files that a disclosure can be read from."""


def changes(path: Path, apart: Path, stopped: Event | None = None) -> Iterator[None]:
    """Yield once at first, and then each time that a file of the disclosure at ``path`` was saved, added or removed.

    The folder ``apart`` is that of the filing. Ends when ``stopped`` is set.
    """
    stop = stopped or Event()
    seen: object = None
    while not stop.is_set():
        if (present := _state(path, apart)) != seen:
            seen = present
            yield
        stop.wait(_PAUSE_MS / 1000)


def _state(path: Path, apart: Path) -> dict[str, tuple[int, int]]:
    """Return when each file was saved last, and its size; programs' own lock and backup files do not count."""
    folder = path if path.is_dir() else path.parent
    found: dict[str, tuple[int, int]] = {}
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name[0] != "." and Path(root, name) != apart]
        for name in names:
            file = Path(root, name)
            if name[0] not in ".~" and file.suffix.lower() in _READ:
                try:
                    state = file.stat()
                except OSError:  # it is being replaced
                    continue
                found[file.as_posix()] = state.st_mtime_ns, state.st_size
    return found
