"""Arelle's log as messages that are the same in every run, and what it tells of Arelle itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

Entry = tuple[str, str, str, list[str], int | None]
"""Code, level, text, ids of facts, and line of a message."""


class Found(NamedTuple):
    """What Arelle found in a file: its messages, and how many reports, taxonomies and facts."""

    messages: list[Entry]
    reports: int
    taxonomies: int
    facts: int


_TIMES = ("loaded in ", "validated in ")
"""How Arelle's remarks on its own work begin, which differ from run to run."""
_NUMBERED = re.compile(r"\b((?i:model|defnmdl)\w*)\[(?:_\w*_)?\d+\b(, )?")
"""How Arelle writes an object of its model, with a number that says nothing of the file."""
_TRACEBACK = " \nTraceback (most recent call last):"
"""How the way into Arelle begins that follows on the text of an exception."""
_TOO_DEEP = "recursion"
_STARVED = ("MemoryError", "Memory allocation failed", "out of memory")


def messages_of(log: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    """Yield what the entries of a structured log say of the file."""
    for entry in log:
        code, level, text = str(entry["messageCode"]), str(entry["levelname"]), str(entry["msg"])
        if level == "DEBUG" or code == "info:profileActivity" or (code == "info" and text.startswith(_TIMES)):
            continue
        references = entry["refs"] if isinstance(entry["refs"], list) else []
        hrefs = [str(reference.get("href", "")) for reference in references]
        facts = dict.fromkeys(href.partition("#")[2] for href in hrefs if "#" in href)
        line = next((reference["sourceLine"] for reference in references if reference.get("sourceLine")), None)
        yield code, level, _NUMBERED.sub(r"\1[", text.partition(_TRACEBACK)[0]), list(facts), line


def is_too_deep(messages: Iterable[Entry]) -> bool:
    """Whether a document was nested deeper than Python goes: where that is differs with what called Arelle."""
    return any(_TOO_DEEP in text for _, _, text, *_ in messages)


def is_starved(messages: Iterable[Entry]) -> bool:
    """Whether Arelle could not get memory and went on: it logs that like any other exception."""
    return any(words in text for _, _, text, *_ in messages for words in _STARVED)
