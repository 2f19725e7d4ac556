"""The judgement on a report in Arelle's own process: what the plug-in says is what ``esgtag validate`` says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from ..findings import Finding, Location, codes
from ..taxonomy import esg_taxonomy
from .arelle import outcome_of
from .documents import Filing, read_filing, read_set
from .engine import ArelleMessage, ArelleRun
from .engine.log import Entry, messages_of
from .filings import check_filing, is_ours, read_facts


class Hosted:
    """A report that Arelle has before it: a document, a package, or the documents of a set."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files

    @cached_property
    def _filing(self) -> Filing:
        if len(self._files) > 1:
            return read_set([(file.name, file.read_bytes()) for file in self._files])
        return read_filing(self._files[0], self._files[0].name)

    @property
    def is_ours(self) -> bool:
        """Whether it has facts in our taxonomy, so that a copy of what Arelle read is needed."""
        return is_ours(self._filing, esg_taxonomy())

    def findings(
        self,
        log: Iterable[Mapping[str, Any]] | None,
        numbers: tuple[int, int, int],
        oim_copy: Path | None,
        *,
        is_validated: bool = True,
    ) -> list[Finding]:
        """Return what is found in the report that Arelle does not say itself, one finding a cause.

        ``log`` are the entries of Arelle's structured log that are about it, if they are known, ``numbers`` how many
        reports, taxonomies and facts Arelle has loaded. ``oim_copy`` are the facts as xBRL-JSON, if there is a copy.
        """
        name, taxonomy = self._files[0].name, esg_taxonomy()
        arelle = [] if is_validated else [_left_out(name)]
        if log is not None and (is_validated or any(numbers)):
            arelle += outcome_of(Path(name), ArelleRun(tuple(map(_message, messages_of(log))), *numbers))
        instance = read_facts(self._files[0], oim_copy, name, taxonomy) if self.is_ours else None
        found = check_filing(self._filing, arelle, taxonomy, instance)
        return [finding for finding in found if finding.code.startswith("ESG.")]


def _message(entry: Entry) -> ArelleMessage:
    code, level, text, facts, line = entry
    return ArelleMessage(code, level, text, tuple(facts), line)


def _left_out(name: str) -> Finding:
    return codes.ENGINE_FAILED.finding(
        f"Arelle has not validated {name}: it does not go on after a file that it cannot load, and it cannot load a "
        "package beside other files.",
        hint="Validate it by itself.",
        location=Location(name),
    )
