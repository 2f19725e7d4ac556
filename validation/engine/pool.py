"""Many files, some processes: which file is validated alone and which with a taxonomy that is kept."""

from __future__ import annotations

import atexit
import os
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .model import ArelleError, ArelleRun, Budget, Order, OverBudgetError, absolute
from .processes import Gone, Process, run_alone, run_of
from .recognition import Identity, recognise

MOST_KEEPERS = 4
"""Taxonomies that are kept at once; one takes some hundred megabytes."""
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

    ``workers`` files are validated at once, as many as there are processors unless it is given; each may use ``budget``.
    Where processes cannot be forked, ``is_warm`` is false and every file is validated alone. An engine is to be closed,
    or used in a ``with`` statement; it may be used by several threads.
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
        self._met: set[Identity] = set()
        self._crashes: Counter[Identity] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all processes. The engine can be used again; it starts anew."""
        with self._lock:
            keepers, self._keepers = self._keepers, []
        for keeper in keepers:
            if keeper.process is not None:
                keeper.process.close()

    @property
    def keepers(self) -> list[int]:
        """The processes that keep a taxonomy, by the id of each one's guard."""
        with self._lock:
            return [keeper.process.pid for keeper in self._keepers if keeper.process is not None]

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
        orders: Sequence[Order],
        on_done: Callable[[Order], None] = lambda order: None,
        *,
        expects_more: bool = False,
    ) -> list[ArelleRun | ArelleError]:
        """Validate files, and return what was found or how it failed, in their order.

        ``on_done`` is told every order that is finished, in the thread that finished it. That there will be more
        reports about the taxonomies of these is known when they have been met before, and otherwise if it is said
        (``expects_more``).
        """
        asked = [_absolute(order) for order in orders]
        identities = [recognise(order) if self.is_warm else None for order in asked]
        worth_it = {
            identity
            for identity, times in Counter(identities).items()
            if expects_more or times > 1 or identity in self._met
        }
        self._met.update(identity for identity in identities if identity)

        def one(number: int) -> ArelleRun | ArelleError:
            identity = identities[number]
            try:
                return self._run(asked[number], identity, is_worth_it=identity in worth_it)
            except ArelleError as failure:
                return failure
            finally:
                on_done(orders[number])

        if len(orders) == 1:
            return [one(0)]
        pool = ThreadPoolExecutor(max_workers=self.workers)
        try:
            return list(pool.map(one, range(len(orders))))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            self.close()
            raise
        finally:
            pool.shutdown()

    def _run(self, order: Order, identity: Identity | None, *, is_worth_it: bool) -> ArelleRun:
        answer = self._ask_keeper(order, identity, is_worth_it) if identity else None
        if answer is None:
            return run_alone(order, self.budget)
        return run_of(answer, self.budget, is_warm=True)

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
            return None if "not_known" in answer else answer
        except Gone:
            self._drop(keeper)
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
            gone = [keeper for keeper in self._keepers if keeper.process is not None and keeper.process.is_gone]
            self._keepers = [keeper for keeper in self._keepers if keeper not in gone]
            keeper = next((one for one in self._keepers if one.suits(identity, order)), None)
            if keeper is None:
                if not is_worth_it or self._crashes[identity] >= _CRASHES:
                    return None
                keeper = _Keeper(identity, order, self.budget)
            else:
                self._keepers.remove(keeper)
            self._keepers.append(keeper)
            keeper.users += 1
            superfluous = [*self._superfluous(), *(keeper.process for keeper in gone if keeper.process is not None)]
        for process in superfluous:
            process.close()
        return keeper

    def _superfluous(self) -> list[Process]:
        """Take the idle keepers that are too many out of the list, those longest unused first."""
        kept = [keeper for keeper in self._keepers if keeper.process is not None]
        idle = [keeper for keeper in kept if not keeper.users][: max(0, len(kept) - MOST_KEEPERS)]
        self._keepers = [keeper for keeper in self._keepers if keeper not in idle]
        return [keeper.process for keeper in idle if keeper.process is not None]

    def _drop(self, keeper: _Keeper) -> None:
        """Forget a keeper that has crashed."""
        with self._lock:
            if keeper not in self._keepers:
                return
            self._keepers.remove(keeper)
            self._crashes[keeper.identity] += 1
            process, keeper.process = keeper.process, None
        if process is not None:
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
