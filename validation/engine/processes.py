"""The parent's side of a process of Arelle: start it, ask it, and be rid of it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .model import ArelleError, ArelleMessage, ArelleRun, Budget, OverBudgetError

_START = str(Path(__file__).with_name("__main__.py"))
_LATE = 60
"""Seconds after the end of its budget at which a process that says nothing is given up."""


class GoneError(Exception):
    """The process ended before it answered."""


class Process:
    """A process of Arelle: lines of JSON in, answers out; see :mod:`.serving` for the two kinds.

    ``is_gone`` tells that it has ended, by itself or closed.
    """

    def __init__(self, setup: Mapping[str, object], budget: Budget) -> None:
        self._scratch = tempfile.mkdtemp(prefix="esgtag-")
        self._lock = threading.Lock()
        self._next = 0
        self._awaited: dict[int, Future[dict[str, Any]]] = {}
        self.is_gone = False
        self._budget = budget
        environment = {"XDG_CONFIG_HOME": self._scratch, "XDG_CACHE_HOME": self._scratch, "PYTHONHASHSEED": "0"}
        with tempfile.TemporaryFile() as errors:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, arguments are not a shell's
                [sys.executable, "-P", _START],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=self._scratch,
                env={**os.environ, **environment},
                start_new_session=True,
            )
        self.first = self._send({**setup, "scratch": self._scratch, "budget": asdict(budget)})
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def ask(self, order: Mapping[str, object]) -> Future[dict[str, Any]]:
        """Send an order and return its answer to come, which is :class:`GoneError` if the process ends before."""
        return self._send({"order": order})

    def answer(self, awaited: Future[dict[str, Any]]) -> dict[str, Any]:
        """Wait for an answer. Raises :class:`GoneError`, or :class:`OverBudgetError` when none comes."""
        try:
            return awaited.result(self._budget.seconds + _LATE)
        except TimeoutError as late:
            self.close()
            raise OverBudgetError("seconds", self._budget) from late

    @property
    def pid(self) -> int:
        """The process that guards the work."""
        return self._process.pid

    def close(self) -> None:
        """End the process and all that it has started."""
        with self._lock:
            self.is_gone = True
            with contextlib.suppress(OSError):
                self._process.stdin.close()  # type: ignore[union-attr]
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _send(self, message: Mapping[str, object]) -> Future[dict[str, Any]]:
        awaited: Future[dict[str, Any]] = Future()
        with self._lock:
            number, self._next = self._next, self._next + 1
            self._awaited[number] = awaited
            try:
                if self.is_gone:
                    raise BrokenPipeError
                pipe = self._process.stdin
                pipe.write(json.dumps({"id": number, **message}).encode() + b"\n")  # type: ignore[union-attr]
                pipe.flush()  # type: ignore[union-attr]
            except OSError:
                del self._awaited[number]
                awaited.set_exception(GoneError("the process has ended"))
        return awaited

    def _listen(self) -> None:
        """Pass on the answers until there are no more, in a thread of its own."""
        for line in self._process.stdout:  # type: ignore[union-attr]
            told = json.loads(line)
            self._awaited.pop(told["id"]).set_result(told["answer"])
        with self._lock:
            self.is_gone = True
            awaited, self._awaited = self._awaited, {}
        for one in awaited.values():
            one.set_exception(GoneError("the process has ended"))


def run_of(answer: Mapping[str, Any], budget: Budget, *, is_warm: bool) -> ArelleRun:
    """Return what an answer says was found. Raises :class:`ArelleError` for one that says how the process failed."""
    if what := answer.get("over"):
        raise OverBudgetError(what, budget)
    if "found" not in answer:
        raise ArelleError(str(answer.get("error", "it gave no answer")))
    found = answer["found"]
    messages = tuple(
        ArelleMessage(code, level, text, tuple(facts), line) for code, level, text, facts, line in found["messages"]
    )
    return ArelleRun(messages, found["reports"], found["taxonomies"], found["facts"], is_warm)
