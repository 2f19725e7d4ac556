"""TOML checked against a pydantic model, every problem at its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from . import codes
from .located import Key, Located, locate, read_text
from .model import Finding, Location

M = TypeVar("M", bound=BaseModel)
_HEADING = re.compile(r"\s*(?P<open>\[\[?)(?P<key>[^\[\]]+)\]\]?\s*(?:#.*)?")
_ASSIGNMENT = re.compile(r"""\s*(?P<key>(?:[\w.\s-]|"[^"]*"|'[^']*')+?)\s*=""")
_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def read_toml(path: Path, model: type[M], *, shown_as: str | None = None) -> tuple[Located[M] | None, list[Finding]]:
    """Read a TOML file into ``model``. A number with a decimal point is a ``Decimal``.

    Returns the document, or ``None`` with every problem found: the file cannot be read, is not well-formed, or does
    not have the shape of the model. ``shown_as`` is the path that findings name.
    """
    file = shown_as or path.as_posix()
    text, findings = read_text(path, file)
    if text is None:
        return None, findings
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        return None, [_not_toml(file, text, str(error))]
    lines = _lines(text)

    def place(keys: Sequence[Key]) -> Location:
        """Return the line of the longest part of the path that is written out."""
        paths = (".".join(map(str, keys[:length])) for length in range(len(keys), 0, -1))
        shown = ".".join(str(key + 1) if isinstance(key, int) else key for key in keys)
        return Location(file, next((lines[path] for path in paths if path in lines), 1), shown or None)

    return locate(content, model, place)


def _not_toml(file: str, text: str, problem: str) -> Finding:
    where = _WHERE.search(problem)
    line = int(where[1]) if where and where[1] else text.count("\n") + 1
    return codes.INPUT_UNREADABLE.finding(
        f"The file is not well-formed TOML: {_WHERE.sub('', problem)}.",
        hint="Put texts and codes in quotes, dates as 2024-12-31 without, and one key = value on a line.",
        location=Location(file, line),
    )


def _lines(text: str) -> dict[str, int]:
    """Return the line of every table and key that a line begins with, by its path with dots; in lists, from 0."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    within = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := _HEADING.fullmatch(line):
            within = ".".join(_parts(heading["key"]))
            if heading["open"] == "[[":
                counts[within] = counts.get(within, -1) + 1
                within = f"{within}.{counts[within]}"
            lines.setdefault(within, number)
        elif assignment := _ASSIGNMENT.match(line):
            lines.setdefault(".".join(filter(None, (within, *_parts(assignment["key"])))), number)
    return lines


def _parts(key: str) -> Iterator[str]:
    """Yield the parts of a key with dots, as TOML takes them; nothing of what is none."""
    try:
        node: object = tomllib.loads(f"{key} = 0")
    except tomllib.TOMLDecodeError:
        return
    while isinstance(node, dict):
        name, node = next(iter(node.items()))
        yield name
