"""Watching a disclosure: it is reviewed at first, and again each time that one of its files changes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

from esgtag.building import review
from esgtag.watching import changes

LONGEST = 60


def test_a_review_says_what_a_build_says_before_it_writes(copy: Path) -> None:
    reviewed = review(copy)
    assert reviewed.disclosure is not None
    assert len(reviewed.findings) == 7
    assert sum(count.cells for count in reviewed.counts.values()) == 387


def test_only_files_of_the_disclosure_count(tmp_path: Path) -> None:
    (tmp_path / "built").mkdir()
    (tmp_path / "energy.csv").write_text("a", encoding="utf-8")
    stopped = Event()
    seen = changes(tmp_path, tmp_path / "built", stopped)
    next(seen)
    for other in ("built/report.json", ".~lock.energy.csv#", "~$form.xlsx", "notes.odt"):
        (tmp_path / other).write_text("b", encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "water.md").write_text("c", encoding="utf-8")
    next(seen)
    (tmp_path / "energy.csv").unlink()
    next(seen)
    stopped.set()
    assert list(seen) == []


def test_a_saved_file_is_judged_at_once(copy: Path, tmp_path: Path) -> None:
    output = tmp_path / "output.txt"
    with output.open("w") as file:
        running = subprocess.Popen(
            [sys.executable, "-P", "-m", "esgtag", "build", str(copy), "--watch"],
            stdout=file,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            preexec_fn=_heed_interrupts,
        )
    try:
        _wait_for("Fit to file, with 6 warnings", output)
        table = copy / "energy.csv"
        table.write_text(table.read_text(encoding="utf-8").replace("211,171.84", "211.171,84"), encoding="utf-8")
        _wait_for("Not fit to file", output)
        running.send_signal(signal.SIGINT)
        assert running.wait(LONGEST) == 0
    finally:
        running.kill()
    assert "energy.csv, line 2" in output.read_text(encoding="utf-8")
    assert not (copy / "built").exists()


def _heed_interrupts() -> None:
    """A process that is started in the background may ignore Ctrl+C, and so do those that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _wait_for(text: str, output: Path) -> None:
    begun = time.monotonic()
    while text not in output.read_text(encoding="utf-8"):
        assert time.monotonic() - begun < LONGEST, output.read_text(encoding="utf-8")
        time.sleep(0.1)
