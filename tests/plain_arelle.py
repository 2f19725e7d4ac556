"""Arelle as it comes: files validated by ``arelleCmdLine``, each in a process of its own that nothing of ours touches.

The processes are forked from one that has imported Arelle, so that only the import is shared.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from esgtag.validation import ArelleMessage, Order
from esgtag.validation.engine.log import messages_of

CHECKS = "--validate --utr --calc c11r --validateDuplicateFacts inconsistent --workOffline --disablePersistentConfig"
AT_ONCE = 2

Said = Counter[tuple[str, str, str, str]]
"""Messages by code, level, words and facts, in any order: plain Arelle has another in every run."""


def said(messages: Iterable[ArelleMessage]) -> Said:
    return Counter(_one(one.code, one.level, one.text, one.facts) for one in messages)


def _one(code: str, level: str, text: str, facts: Iterable[str]) -> tuple[str, str, str, str]:
    return code, level, " ".join(sorted(text.split())), " ".join(sorted(facts))


def plain(orders: Sequence[Order], folder: Path) -> list[Said]:
    """Run ``arelleCmdLine`` for each order, and return what it said."""
    lines = [
        [
            *("--file", str(order.file), *CHECKS.split()),
            *("--logFile", str(folder / f"{number}.json"), "--logFileMode", "w", "--logFormat", "%(message)s"),
            *(word for package in order.packages for word in ("--packages", str(package))),
        ]
        for number, order in enumerate(orders)
    ]
    subprocess.run(
        [sys.executable, "-P", __file__],
        input=json.dumps(lines),
        text=True,
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)},
    )
    return [logged(folder / f"{number}.json") for number in range(len(lines))]


def logged(file: Path) -> Said:
    """Read what ``arelleCmdLine`` has written to its log."""
    entries = [
        {
            "messageCode": entry["code"],
            "levelname": entry["level"].upper(),
            "msg": entry["message"]["text"],
            "refs": entry["refs"],
        }
        for entry in json.loads(file.read_text(encoding="utf-8"))["log"]
    ]
    return Counter(_one(code, level, text, facts) for code, level, text, facts, _ in messages_of(entries))


def main() -> None:
    from arelle import CntlrCmdLine

    running = 0
    for line in json.load(sys.stdin):
        if running == AT_ONCE:
            os.wait()
            running -= 1
        if not os.fork():
            try:
                CntlrCmdLine.parseAndRun(line)
                logging.shutdown()  # writes the log
            finally:
                os._exit(0)
        running += 1
    while running:
        os.wait()
        running -= 1


if __name__ == "__main__":
    main()
