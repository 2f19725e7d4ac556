"""Keeping a process within its budget: its memory looked at from outside, and limits that the system enforces."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from .model import Budget

LOOK_EVERY = 20
"""Milliseconds between two looks at a process with a budget."""
_GRACE = 10
"""Seconds that a process may compute beyond its budget before the system ends it; it is ended from outside long before,
unless nobody is left who could."""
_MEGABYTE = 1 << 20


class Watch:
    """A look at a process: whether it has used up its budget. The clock starts when the watch is made."""

    def __init__(self, pid: int, budget: Budget) -> None:
        self._pid = pid
        self._most = budget.megabytes * _MEGABYTE
        self._deadline = time.monotonic_ns() + budget.seconds * 10**9

    def exceeded(self) -> str | None:
        """Return the field of the budget that is used up, if one is."""
        if time.monotonic_ns() > self._deadline:
            return "seconds"
        return "megabytes" if resident(self._pid) > self._most else None


def resident(pid: int) -> int:
    """Return the bytes of memory that a process has in use; 0 where the system does not tell or the process is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_bytes().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that still run; none where the system does not tell."""
    try:
        return [
            int(one) for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text().split()
        ]
    except OSError:
        return []


def limit(budget: Budget) -> None:
    """Limit the calling process, for good: what stops it if it grows faster than anyone looks, or is left alone.

    Memory that is asked for but not used counts here, so the limit is twice the budget.
    """
    if sys.platform == "win32":
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_DATA, 2 * budget.megabytes * _MEGABYTE),
        (resource.RLIMIT_CPU, budget.seconds + _GRACE),
    ):
        _, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or most < hard:
            resource.setrlimit(kind, (most, hard))


def die_with_parent() -> None:
    """Have the system kill the calling process when its parent ends, where it can (Linux)."""
    if sys.platform != "linux":
        return
    import ctypes
    import signal

    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)
