"""What the engine is asked and what it answers: orders, budgets, messages, runs and failures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class ArelleMessage:
    """A message of Arelle's log: its code, level and text, the ids of the facts and the line it is about."""

    code: str
    level: str
    text: str
    facts: tuple[str, ...] = ()
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ArelleRun:
    """What Arelle said of a file, and how many reports, taxonomies and facts it found in it.

    ``is_warm`` tells whether a taxonomy that had been loaded before was used; it is no part of the answer, which is the
    same either way.
    """

    messages: tuple[ArelleMessage, ...]
    reports: int
    taxonomies: int
    facts: int
    is_warm: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Budget:
    """What one file may cost: seconds from start to end, and megabytes of memory in use at any time."""

    seconds: int = 600
    megabytes: int = 4096

    @classmethod
    def of(cls, seconds: int | None = None, megabytes: int | None = None) -> Self:
        """Return the budget in which what is not given is as usual."""
        given = {"seconds": seconds, "megabytes": megabytes}
        return cls(**{name: value for name, value in given.items() if value is not None})


class ArelleError(Exception):
    """Arelle did not finish; the text says how it ended."""


class OverBudgetError(ArelleError):
    """A file was given up because it took more than its budget; ``what`` is the field of the budget."""

    def __init__(self, what: str, budget: Budget) -> None:
        self.what = what
        self.budget = budget
        super().__init__(
            f"it did not finish within {budget.seconds} seconds"
            if what == "seconds"
            else f"it needed more than {budget.megabytes} megabytes of memory"
        )


@dataclass(frozen=True, slots=True)
class Order:
    """A file to validate, and how; see :func:`run_arelle` for what the fields mean."""

    file: Path
    packages: tuple[Path, ...] = ()
    check_taxonomy: bool = True
    run_formulas: bool = True
    oim_copy: Path | None = None

    def to_json(self) -> dict[str, object]:
        """Return the order as it is sent to a process of Arelle; paths as they are, so make them absolute before."""
        return {
            "file": str(self.file),
            "packages": [str(package) for package in self.packages],
            "check_taxonomy": self.check_taxonomy,
            "run_formulas": self.run_formulas,
            "oim_copy": str(self.oim_copy) if self.oim_copy else None,
        }


def absolute(file: Path, packages: Sequence[Path], oim_copy: Path | None) -> tuple[Path, tuple[Path, ...], Path | None]:
    """Return the paths of an order as a process in another folder needs them."""
    return file.absolute(), tuple(package.absolute() for package in packages), oim_copy.absolute() if oim_copy else None
