"""The processes of the engine: a guard, which starts what does the work and outlives it, and the work itself.

The parent sends lines of JSON and gets lines of JSON back (:mod:`.processes`). The first line says what for:

- with an ``order``, the file is validated alone: answer 0, and the end;
- with ``known``, a taxonomy is learnt: answer 0 says whether that worked. Then every further line is an order with an
  id, validated in a forked child of its own, as many at once as are asked for.

An answer holds ``found`` (messages and counts), ``over`` (the field of the budget that was exceeded), ``error`` (how
the process ended), ``not_known`` (why the file has to be validated alone) or ``ready``.

Nothing is left behind. The guard imports nothing and waits: when the parent closes its pipe, or dies, the guard kills
all that it has started and removes the scratch folder. Terminals do not reach these processes, so that the parent alone
decides what Ctrl-C means.
"""

from __future__ import annotations

import gc
import json
import os
import select
import selectors
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from .budgets import LOOK_EVERY, Watch, die_with_parent, limit
from .log import is_starved
from .model import Budget

Answer = Mapping[str, object]
_ANSWERED, _READY = b"a", b"r"
_COLLECT_AFTER = 100_000
"""Objects that a process makes before it looks which are garbage: models are large, and nearly all of them is kept."""


def main() -> None:
    """Read the first line and be what it says, until it is done or the parent is gone."""
    first, rest = _first_line()
    setup = json.loads(first)
    if hasattr(os, "fork"):
        _guard(setup, rest)
    else:
        _tell(sys.stdout.fileno(), 0, _validated(setup["order"], Path(setup["scratch"])))


def _first_line() -> tuple[bytes, bytes]:
    read = b""
    while b"\n" not in read:
        more = os.read(0, 1 << 16)
        if not more:
            raise SystemExit("nothing was asked for")
        read += more
    first, _, rest = read.partition(b"\n")
    return first, rest


def _tell(stream: int, number: int, answer: Answer) -> None:
    _write(stream, json.dumps({"id": number, "answer": answer}).encode() + b"\n")


def _write(stream: int, content: bytes) -> None:
    while content:
        content = content[os.write(stream, content) :]


# The guard


def _guard(setup: Mapping[str, Any], rest: bytes) -> None:
    news, newswriter = os.pipe()
    worker = os.fork()
    if not worker:
        os.close(news)
        os.setpgid(0, 0)
        die_with_parent()
        _in_child(lambda: _work(setup, rest, newswriter))
    os.close(newswriter)
    try:
        _wait(worker, news, Budget(**setup["budget"]))
    finally:
        shutil.rmtree(setup["scratch"], ignore_errors=True)


def _in_child(work: Callable[[], None]) -> None:
    """Do something in a forked process, and end it there whatever happens."""
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _wait(worker: int, news: int, budget: Budget) -> None:
    """Wait until the worker ends or the parent is gone; answer for the worker if it ended without an answer."""
    watch: Watch | None = Watch(worker, budget)
    is_answered = False
    poll = select.poll()
    poll.register(0, 0)  # tells only of the parent's end
    poll.register(news, select.POLLIN)
    while True:
        ready = dict(poll.poll(LOOK_EVERY if watch else None))
        if news in ready:
            told = os.read(news, 1)
            if not told:
                break
            is_answered, watch = True, None
        elif 0 in ready:
            _kill(worker)
            return
        elif watch and (what := watch.exceeded()):
            _kill(worker)
            _tell(1, 0, {"over": what})
            return
    status = _kill(worker)
    if not is_answered:
        _tell(1, 0, {"error": f"{_ending(status)}: {_last_line(2)}"})


def _kill(worker: int) -> int:
    """Kill a worker and its children, and return how it ended."""
    try:
        os.killpg(worker, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(worker, signal.SIGKILL)  # it has not made itself a group yet
    return os.waitpid(worker, 0)[1]


def _ending(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"it ended with code {code}" if code >= 0 else f"it was ended by {signal.Signals(-code).name}"


def _last_line(errors: int) -> str:
    """Return the last line of a file that is open."""
    written = os.pread(errors, 1 << 20, max(0, os.fstat(errors).st_size - (1 << 20)))
    return (written.decode(errors="replace").strip().splitlines() or ["no message"])[-1]


# The work


def _work(setup: Mapping[str, Any], rest: bytes, news: int) -> None:
    """Validate one file, or learn a taxonomy and serve; standard output is for answers, whatever Arelle prints."""
    gc.set_threshold(_COLLECT_AFTER)
    answers = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    budget, scratch = Budget(**setup["budget"]), Path(setup["scratch"])
    if "order" in setup:
        limit(budget)
        _tell(answers, 0, _validated(setup["order"], scratch, budget))
        os.write(news, _ANSWERED)
        return
    from . import keeper

    try:
        known = keeper.Known(
            setup["known"]["entries"],
            dict(setup["known"]["archives"]),
            scratch,
            check_taxonomy=setup["known"]["check_taxonomy"],
            formulas=setup["known"]["run_formulas"],
        )
    except keeper.NotKnown as reason:
        _tell(answers, 0, {"not_known": str(reason)})
        os.write(news, _ANSWERED)
        return
    gc.collect()
    gc.freeze()  # what is here now is never collected, and children do not copy it to look
    _tell(answers, 0, {"ready": {"digests": known.digests}})
    os.write(news, _READY)
    _Server(known, budget, scratch, answers, rest).serve(setup["patience"])


def _validated(order: Mapping[str, Any], scratch: Path, budget: Budget | None = None, known: Any = None) -> Answer:
    """Validate a file and return the answer, ``over`` if it ran out of memory under way."""
    from . import keeper

    try:
        found = keeper.validate(order, scratch, known)
    except keeper.NotKnown as reason:
        return {"not_known": str(reason), "is_stale": isinstance(reason, keeper.Stale)}
    except MemoryError:
        return {"over": "megabytes"}
    is_over = budget is not None and is_starved(found.messages) and _is_large(budget)
    return {"over": "megabytes"} if is_over else {"found": found._asdict()}


def _is_large(budget: Budget) -> bool:
    """Whether this process has grown so much that it may well have met its limit (:func:`~.budgets.limit`)."""
    import resource

    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1 << 10)
    return 2 * largest > budget.megabytes << 20


class _Child:
    """A forked child with an order: what it has written so far, and the watch on its budget."""

    def __init__(self, number: int, pid: int, errors: BinaryIO, budget: Budget) -> None:
        self.number = number
        self.pid = pid
        self.errors = errors
        self.watch = Watch(pid, budget)
        self.over: str | None = None
        self.written = bytearray()

    def answer(self, status: int) -> bytes:
        """Return the answer of a child that has ended, as JSON."""
        if self.over:
            return json.dumps({"over": self.over}).encode()
        if status:
            return json.dumps({"error": f"{_ending(status)}: {_last_line(self.errors.fileno())}"}).encode()
        return bytes(self.written)


class _Server:
    """Forks a child for every order that comes in, and passes on what it answers."""

    def __init__(self, known: Any, budget: Budget, scratch: Path, answers: int, rest: bytes) -> None:
        self._known = known
        self._budget = budget
        self._scratch = scratch
        self._answers = answers
        self._read = rest
        self._children: dict[int, _Child] = {}
        self._selector = selectors.DefaultSelector()

    def serve(self, patience: int) -> None:
        """Serve until there are no more orders to come, or none have come for so many seconds."""
        self._selector.register(0, selectors.EVENT_READ)
        self._start_orders()
        while True:
            ready = self._selector.select(LOOK_EVERY / 1000 if self._children else patience)
            if not ready and not self._children:
                return
            for key, _ in ready:
                if key.fd:
                    self._listen(key.fd)
                elif not self._take_orders():
                    return
            for child in self._children.values():
                if not child.over and (what := child.watch.exceeded()):
                    child.over = what
                    os.kill(child.pid, signal.SIGKILL)

    def _take_orders(self) -> bool:
        more = os.read(0, 1 << 16)
        self._read += more
        self._start_orders()
        return bool(more)

    def _start_orders(self) -> None:
        *lines, self._read = self._read.split(b"\n")
        for line in lines:
            asked = json.loads(line)
            self._fork(asked["id"], asked["order"])

    def _fork(self, number: int, order: Mapping[str, Any]) -> None:
        receiver, sender = os.pipe()
        errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the child has ended
        pid = os.fork()
        if not pid:
            os.dup2(errors.fileno(), 2)
            for inherited in (0, self._answers, receiver):
                os.close(inherited)
            die_with_parent()
            limit(self._budget)
            _in_child(lambda: self._answer(order, sender))
        os.close(sender)
        self._children[receiver] = _Child(number, pid, errors, self._budget)
        self._selector.register(receiver, selectors.EVENT_READ)

    def _answer(self, order: Mapping[str, Any], sender: int) -> None:
        _write(sender, json.dumps(_validated(order, self._scratch, self._budget, self._known)).encode())

    def _listen(self, receiver: int) -> None:
        child = self._children[receiver]
        if more := os.read(receiver, 1 << 20):
            child.written += more
            return
        self._selector.unregister(receiver)
        os.close(receiver)
        del self._children[receiver]
        _, status = os.waitpid(child.pid, 0)
        with child.errors:
            _write(self._answers, b'{"id": %d, "answer": %s}\n' % (child.number, child.answer(status)))
