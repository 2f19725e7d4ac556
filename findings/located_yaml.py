"""YAML in which every value keeps its line, checked against a pydantic model in one pass."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from . import codes
from .model import Finding, Location


class _PlainConstructor(RoundTripConstructor):
    """Leaves dates and numbers as the text that was typed: the model says what they must be."""


for _kind in ("timestamp", "int", "float"):
    _PlainConstructor.add_constructor(f"tag:yaml.org,2002:{_kind}", RoundTripConstructor.construct_yaml_str)

# XML 1.0, production 2: what no document that we write can hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

M = TypeVar("M", bound=BaseModel)
Key = str | int


@dataclass(frozen=True, slots=True)
class LocatedYaml(Generic[M]):
    """A YAML document as a pydantic model, with the line of each of its values."""

    model: M
    file: str
    tree: Any

    def location(self, *path: Key) -> Location:
        """Return where the value at ``path`` stands, for example ``location("periods", "reporting")``."""
        return _locate(self.file, self.tree, path)


def read_yaml(
    path: Path, model: type[M], *, shown_as: str | None = None
) -> tuple[LocatedYaml[M] | None, list[Finding]]:
    """Read a YAML file into ``model``.

    Returns the document, or ``None`` with every problem found: the file cannot be read, is not YAML, or does
    not have the shape of the model. ``shown_as`` is the path that findings name.
    """
    file = shown_as or path.as_posix()
    text, findings = read_text(path, file)
    if text is None:
        return None, findings
    yaml = YAML(typ="rt")
    yaml.Constructor = _PlainConstructor
    try:
        tree = yaml.load(text)
    except YAMLError as error:
        return None, [_not_yaml(file, error)]
    except (RecursionError, ValueError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        return None, [_unreadable(f"The file cannot be read as YAML: {reason}.", "Simplify it.", Location(file))]
    findings = list(_unprintable(file, tree, ()))
    if findings:
        return None, findings
    try:
        return LocatedYaml(model.model_validate(tree), file, tree), []
    except ValidationError as invalid:
        return None, list(_misshapen(file, tree, invalid))


def read_text(path: Path, shown_as: str) -> tuple[str | None, list[Finding]]:
    """Read a UTF-8 file, with or without a byte order mark; ``None`` with a finding when that fails."""
    try:
        content = path.read_bytes()
    except OSError as error:
        similar = difflib.get_close_matches(path.name.lower(), _names_in(path.parent), n=1)
        nearby = next((name for name in _names_in(path.parent).get(similar[0], ())), "") if similar else ""
        hint = f"There is a file {nearby}: did you mean that?" if nearby else "Check the path and its spelling."
        return None, [_unreadable(f"{shown_as} cannot be read: {error.strerror or error}.", hint, Location(shown_as))]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        return None, [_not_utf8(content, error.start, shown_as)]


def _names_in(folder: Path) -> dict[str, list[str]]:
    """Return the names in a folder by their lower-case form."""
    names: dict[str, list[str]] = {}
    for entry in folder.iterdir() if folder.is_dir() else ():
        names.setdefault(entry.name.lower(), []).append(entry.name)
    return names


def _not_utf8(content: bytes, offset: int, file: str) -> Finding:
    if content.startswith(b"PK"):
        hint = "This is a workbook, not a text file: save the sheet as CSV (in Excel: CSV UTF-8)."
    elif content.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = "This is UTF-16: save the file with the encoding UTF-8 (in Excel: CSV UTF-8)."
    else:
        hint = "Save the file with the encoding UTF-8 (in Excel: CSV UTF-8)."
    start = content.rfind(b"\n", 0, offset) + 1
    before = content[start:offset].decode("utf-8", "replace")[-20:]
    return _unreadable(
        f"The file is not UTF-8: the character after '{before}' is not.",
        hint,
        Location(file, content.count(b"\n", 0, offset) + 1),
    )


def unprintable(text: str) -> str | None:
    """Return the first character that XML cannot hold as ``U+000B``, or ``None``."""
    match = _NOT_XML.search(text)
    return f"U+{ord(match[0]):04X}" if match else None


def _unprintable(file: str, node: Any, path: tuple[Key, ...]) -> Iterator[Finding]:
    if isinstance(node, str):
        if character := unprintable(node):
            yield _unreadable(
                f"The text holds the control character {character}.", "Remove it.", _locate(file, node, ())
            )
    elif isinstance(node, dict | list):
        entries = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in entries:
            for finding in _unprintable(file, value, (*path, key)):
                yield replace(finding, location=_locate(file, node, (key,)))
            if isinstance(key, str) and (character := unprintable(key)):
                yield _unreadable(f"A key holds the control character {character}.", "Remove it.", Location(file))


def _unreadable(message: str, hint: str, location: Location) -> Finding:
    return codes.INPUT_UNREADABLE.finding(message, hint=hint, location=location)


def _not_yaml(file: str, error: YAMLError) -> Finding:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    place = Location(file, mark.line + 1 if mark else None)
    problem = (error.problem if isinstance(error, MarkedYAMLError) else None) or str(error)
    if isinstance(error, DuplicateKeyError):
        key = re.search(r'found duplicate key "([^"]*)"', problem)
        return _unreadable(
            f"The key {key[1] if key else ''} stands twice.", "Remove one of the two, or join what they hold.", place
        )
    if "\\t" in problem:
        return _unreadable("A tab stands where YAML expects spaces.", "Indent with spaces only.", place)
    return _unreadable(
        f"The file is not well-formed YAML: {problem.splitlines()[0]}.",
        "Look at the indentation and the quotes at this line and the lines before it. A text with a colon or a comma "
        "in it stands in quotes.",
        place,
    )


def _misshapen(file: str, tree: Any, invalid: ValidationError) -> Iterator[Finding]:
    """A misspelt key is unknown and leaves another one missing; that is one finding, not two."""
    problems = invalid.errors()
    missing = {problem["loc"] for problem in problems if problem["type"] == "missing"}
    meant: set[tuple[Key, ...]] = set()
    for problem in problems:
        if problem["type"] == "extra_forbidden":
            *parent, key = problem["loc"]
            siblings = {str(path[-1]): path for path in missing - meant if list(path[:-1]) == parent}
            slip = difflib.get_close_matches(str(key), siblings, n=1)
            meant.update(siblings[name] for name in slip)
            hint = f"Did you mean `{slip[0]}`?" if slip else "Check its spelling and its indentation, or remove it."
            yield _invalid(file, tree, problem["loc"], f"The key `{_name(problem['loc'])}` is not known.", hint)
    for problem in problems:
        path = problem["loc"]
        if problem["type"] == "missing" and path not in meant:
            yield _invalid(file, tree, path, f"The key `{_name(path)}` is missing.", f"Add `{path[-1]}` here.")
        elif problem["type"] not in ("missing", "extra_forbidden"):
            message, hint = _unfit(problem)
            yield _invalid(file, tree, path, f"The value of `{_name(path)}` does not fit: {message}", hint)


def _unfit(problem: Any) -> tuple[str, str]:
    """Say what was found and expected, in words for people who have never heard of pydantic."""
    found = problem["input"]
    shown = f" Found: {found}." if isinstance(found, str | int) else ""
    for kinds, expected, hint in (
        (("date",), "a date is expected.", "Write it as year-month-day: 2023-12-31."),
        (
            ("dict_type", "model_type"),
            "keys with values are expected.",
            "For a text, name the language: {en: Some text}.",
        ),
        (("list_type",), "a list is expected.", "Put it in brackets, [en, zh-Hans], or begin each entry with a dash."),
        (("string_type",), "a text is expected.", "If the text holds a comma or a colon, put it in quotes."),
        (("string_too_short", "too_short"), "it is empty.", "Write something here."),
        (("string_too_long",), "it is too long.", "Shorten it."),
        (
            ("enum", "literal_error"),
            f"one of {problem.get('ctx', {}).get('expected', 'the known values')} is expected.",
            "Choose one of them.",
        ),
    ):
        if problem["type"].startswith(kinds):
            return f"{expected}{shown}", hint
    reason = str(problem["msg"]).removeprefix("Value error, ")
    return f"{reason}.{shown}", "Correct the value."


def _name(path: Sequence[Key]) -> str:
    """Return the path as a person counts: entries of a list from 1."""
    keys = [str(key + 1) if isinstance(key, int) else key for key in path if key != "[key]"]
    return ".".join(keys) or "the document"


def _invalid(file: str, tree: Any, path: Sequence[Key], message: str, hint: str) -> Finding:
    return codes.MANIFEST_INVALID.finding(message, hint=hint, location=_locate(file, tree, path))


def _locate(file: str, tree: Any, path: Sequence[Key]) -> Location:
    line, node = 1, tree
    for key in path:
        if isinstance(node, CommentedMap) and key in node:
            line = node.lc.key(key)[0] + 1
        elif isinstance(node, CommentedSeq) and isinstance(key, int) and key < len(node):
            line = node.lc.item(key)[0] + 1
        else:
            break
        node = node[key]
    return Location(file, line, _name(path) if path else None)
