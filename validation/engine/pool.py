"""Many files, some processes: which file is validated alone and which with a taxonomy that is kept."""

from __future__ import annotations

import atexit
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .budgets import children, resident
from .model import ArelleError, ArelleRun, Budget, Order, OverBudgetError, absolute
from .processes import GoneError, Process, run_of
from .recognition import Identity, recognise

MOST_KEEPERS = 4
"""Taxonomies that are kept at once; one takes some hundred megabytes."""
MOST_REFUSED = 100
"""Taxonomies of which it is remembered that they cannot be kept."""
PATIENCE = 300
"""Seconds after which a taxonomy that nobody asks for is let go."""
_CRASHES = 2
"""Times that a keeper may crash before its taxonomy is left alone."""


class _Keeper:
    """A process that keeps a taxonomy, or the memory that a taxonomy cannot be kept."""

    def __init__(self, identity: Identity, order: Order, budget: Budget) -> None:
        self.identity = identity
        self.check_taxonomy = order.check_taxonomy
        self.run_formulas = order.run_formulas
        self.users = 0
        self.digests: frozenset[str] | None = None
        known = {
            "entries": identity.entries,
            "archives": identity.archives,
            "check_taxonomy": order.check_taxonomy,
            "run_formulas": order.run_formulas,
        }
        self.process: Process | None = Process({"known": known, "patience": PATIENCE}, budget)

    def suits(self, identity: Identity, order: Order) -> bool:
        """Whether a report can be tried with this taxonomy: the same documents, from packages of the same content."""
        is_able = self.check_taxonomy >= order.check_taxonomy and self.run_formulas >= order.run_formulas
        if not is_able or self.identity.entries != identity.entries:
            return False
        return self.identity == identity or (self.digests is not None and self.digests <= set(identity.digests))


class Engine:
    """Validates files with Arelle, several at once, and keeps the taxonomies that it meets more than once.

    The first report about a taxonomy pays for its loading. A report whose taxonomy cannot be told from outside, or that
    brings documents of its own, or about whose taxonomy Arelle has something to say, is validated alone; so is the only
    report about a taxonomy, which takes no longer that way. The messages are those of :func:`run_arelle` in any case.

    ``workers`` files are validated at once, as many as there are processors unless it is given; each may use
    ``budget``. Where processes cannot be forked, ``is_warm`` is false and every file is validated alone. An engine is
    to be closed, or used in a ``with`` statement; it may be used by several threads.
    """

    def __init__(
        self,
        *,
        workers: int | None = None,
        budget: Budget | None = None,
        is_warm: bool = True,
    ) -> None:
        self.workers = workers or os.cpu_count() or 1
        self.budget = budget or Budget()
        self.is_warm = is_warm and hasattr(os, "fork")
        self._lock = threading.Lock()
        self._keepers: list[_Keeper] = []
        self._alone: set[Process] = set()
        self._met: set[Identity] = set()
        self._crashes: Counter[Identity] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all processes; what they are working on fails. The engine can be used again, it starts anew."""
        with self._lock:
            processes = [*self._alone, *(keeper.process for keeper in self._keepers if keeper.process is not None)]
            self._keepers = []
            self._alone = set()
        for process in processes:
            process.close()

    @property
    def keepers(self) -> list[int]:
        """The ids of the processes that keep a taxonomy, where the system tells them (Linux)."""
        with self._lock:
            guards = [keeper.process.pid for keeper in self._keepers if keeper.process is not None]
        return [child for guard in guards for child in children(guard)]

    @property
    def memory(self) -> int:
        """The bytes of memory that the keepers have in use, where the system tells (Linux)."""
        return sum(resident(keeper) for keeper in self.keepers)

    def run(
        self,
        file: Path,
        packages: Sequence[Path] = (),
        *,
        check_taxonomy: bool = True,
        run_formulas: bool = True,
        oim_copy: Path | None = None,
    ) -> ArelleRun:
        """Validate one file; see :func:`run_arelle`. Raises :class:`ArelleError`."""
        order = Order(file, tuple(packages), check_taxonomy, run_formulas, oim_copy)
        (answer,) = self.run_all([order])
        if isinstance(answer, ArelleError):
            raise answer
        return answer

    def run_all(
        self,
        orders: Iterable[Order],
        on_done: Callable[[Order, ArelleRun | ArelleError], None] = lambda order, outcome: None,
        *,
        expects_more: bool = False,
    ) -> list[ArelleRun | ArelleError]:
        """Validate files, and return what was found or how it failed, in their order.

        ``orders`` are taken one by one while the first are at work already. ``on_done`` is told every order that is
        finished and what came of it, in the thread that finished it, while others are at work. That there will be more
        reports about the taxonomies of these is known when they have been met before, and otherwise if it is said
        (``expects_more``); the first report about a taxonomy waits for a second one, or for the end.
        """
        tasks: dict[int, Future[ArelleRun | ArelleError]] = {}
        pool = ThreadPoolExecutor(max_workers=self.workers)

        def one(order: Order, identity: Identity | None, is_worth_it: bool) -> ArelleRun | ArelleError:
            outcome: ArelleRun | ArelleError
            try:
                outcome = self._run(_absolute(order), identity, is_worth_it=is_worth_it)
            except ArelleError as failure:
                outcome = failure
            on_done(order, outcome)
            return outcome

        try:
            for number, order, identity, is_worth_it in self._in_turn(orders, expects_more):
                tasks[number] = pool.submit(one, order, identity, is_worth_it)
            return [tasks[number].result() for number in sorted(tasks)]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            self.close()
            raise
        finally:
            pool.shutdown()

    def _in_turn(
        self, orders: Iterable[Order], expects_more: bool
    ) -> Iterator[tuple[int, Order, Identity | None, bool]]:
        """Yield orders with their numbers when it is known whether it is worth it to keep their taxonomies."""
        waiting: dict[Identity, tuple[int, Order, Identity]] = {}
        for number, order in enumerate(orders):
            identity = recognise(_absolute(order)) if self.is_warm else None
            if identity is None:
                yield number, order, None, False
            elif expects_more or identity in self._met:
                if identity in waiting:
                    yield *waiting.pop(identity), True
                yield number, order, identity, True
            else:
                waiting[identity] = number, order, identity
            if identity is not None:
                self._met.add(identity)
        for held in waiting.values():
            yield *held, False

    def _run(self, order: Order, identity: Identity | None, *, is_worth_it: bool) -> ArelleRun:
        answer = self._ask_keeper(order, identity, is_worth_it) if identity else None
        if answer is None:
            return self._run_alone(order)
        return run_of(answer, self.budget, is_warm=True)

    def _run_alone(self, order: Order) -> ArelleRun:
        with self._lock:
            process = Process({"order": order.to_json()}, self.budget)
            self._alone.add(process)
        try:
            return run_of(process.answer(process.first), self.budget, is_warm=False)
        except GoneError as gone:
            raise ArelleError("it ended without an answer") from gone
        finally:
            process.close()
            with self._lock:
                self._alone.discard(process)

    def _ask_keeper(self, order: Order, identity: Identity, is_worth_it: bool) -> dict[str, Any] | None:
        """Return what a keeper answers, or nothing if the file has to be validated alone."""
        keeper = self._keeper(order, identity, is_worth_it)
        if keeper is None:
            return None
        try:
            process = keeper.process
            if process is None or not self._is_ready(keeper, process):
                return None
            answer = process.answer(process.ask({**order.to_json(), "archives": identity.archives}))
            if answer.get("is_stale"):
                self._forget([keeper])
            return None if "not_known" in answer else answer
        except GoneError as gone:
            if not self._drop(keeper):
                raise ArelleError("the engine was closed") from gone
            return None
        finally:
            with self._lock:
                keeper.users -= 1

    def _is_ready(self, keeper: _Keeper, process: Process) -> bool:
        """Wait until a keeper has learnt its taxonomy. Raises :class:`OverBudgetError` if that takes too much."""
        answer = process.answer(process.first)
        if "ready" in answer:
            keeper.digests = frozenset(answer["ready"]["digests"])
            return True
        with self._lock:
            keeper.process = None
        process.close()
        if what := answer.get("over"):
            raise OverBudgetError(what, self.budget)
        return False

    def _keeper(self, order: Order, identity: Identity, is_worth_it: bool) -> _Keeper | None:
        """Return the keeper for a report, a new one if it is worth it; its users are counted up."""
        with self._lock:
            ended = self._take_out([one for one in self._keepers if one.process is not None and one.process.is_gone])
            keeper = next((one for one in self._keepers if one.suits(identity, order)), None)
            if keeper is None:
                if not is_worth_it or self._crashes[identity] >= _CRASHES:
                    return None
                keeper = _Keeper(identity, order, self.budget)
            else:
                self._keepers.remove(keeper)
            self._keepers.append(keeper)
            keeper.users += 1
            ended += self._take_out(self._superfluous())
        for process in ended:
            process.close()
        return keeper

    def _superfluous(self) -> list[_Keeper]:
        """Return the idle keepers that are too many, and memories of those that were not to be: the longest unused."""
        kept = [one for one in self._keepers if one.process is not None]
        refused = [one for one in self._keepers if one.process is None and not one.users]
        idle = [one for one in kept if not one.users]
        return [*idle[: max(0, len(kept) - MOST_KEEPERS)], *refused[:-MOST_REFUSED]]

    def _take_out(self, keepers: Sequence[_Keeper]) -> list[Process]:
        """Forget keepers, and return their processes, which are to be closed."""
        self._keepers = [one for one in self._keepers if one not in keepers]
        processes = [one.process for one in keepers if one.process is not None]
        for keeper in keepers:
            keeper.process = None
        return processes

    def _drop(self, keeper: _Keeper) -> bool:
        """Forget a keeper that has crashed; false if it was the engine that ended it."""
        with self._lock:
            if keeper not in self._keepers:
                return keeper.process is None
            self._crashes[keeper.identity] += 1
        self._forget([keeper])
        return True

    def _forget(self, keepers: Sequence[_Keeper]) -> None:
        with self._lock:
            processes = self._take_out(keepers)
        for process in processes:
            process.close()


def _absolute(order: Order) -> Order:
    file, packages, oim_copy = absolute(order.file, order.packages, order.oim_copy)
    return Order(file, packages, order.check_taxonomy, order.run_formulas, oim_copy)


_shared: list[Engine] = []
_sharing = threading.Lock()


def shared_engine() -> Engine:
    """Return the engine that lasts as long as this process; used where no other one is given."""
    with _sharing:
        if not _shared:
            _shared.append(Engine())
            atexit.register(_shared[0].close)
        return _shared[0]


def run_arelle(
    file: Path,
    packages: Sequence[Path] = (),
    *,
    oim_copy: Path | None = None,
    check_taxonomy: bool = True,
    run_formulas: bool = True,
    budget: Budget | None = None,
) -> ArelleRun:
    """Validate a report or a taxonomy alone and return what Arelle found, messages in their order.

    Checks XBRL 2.1, dimensions, inline XBRL, report packages, the Unit Types Registry, Calculations 1.1 with
    round-to-nearest, formulas, and duplicate facts. ``packages`` are taxonomy packages. The taxonomy's own files are
    only checked if ``check_taxonomy``; that a known one is valid need not be found out again. Its formulas are compiled
    and run if ``run_formulas``. ``oim_copy`` is where to save the facts that Arelle read as xBRL-JSON. Raises
    :class:`ArelleError` when Arelle crashes, :class:`OverBudgetError` when it takes more than its budget.

    Arelle's remarks on its own work, such as how long it took, are left out of the messages.
    """
    with Engine(budget=budget, is_warm=False) as engine:
        return engine.run(file, packages, oim_copy=oim_copy, check_taxonomy=check_taxonomy, run_formulas=run_formulas)
