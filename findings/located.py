"""YAML and JSON in which every value keeps its line, checked against a pydantic model in one pass."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from . import codes
from .model import Finding, Location

# libyaml where PyYAML was built with it: some twenty times as fast, with the same nodes and the same errors.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOLEANS = {"true": True, "false": False}
_NULLS = ("", "~", "null")

# XML 1.0, production 2: what no document that we write can hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

M = TypeVar("M", bound=BaseModel)
Key = str | int


@dataclass(frozen=True, slots=True)
class Located(Generic[M]):
    """A document as a pydantic model, with the place of each of its values."""

    model: M
    place: Callable[[Sequence[Key]], Location]

    def location(self, *path: Key) -> Location:
        """Return where the value at ``path`` stands, for example ``location("periods", "reporting")``."""
        return self.place(path)


def read_yaml(path: Path, model: type[M], *, shown_as: str | None = None) -> tuple[Located[M] | None, list[Finding]]:
    """Read a YAML file, or a JSON file if its name ends in ``.json``, into ``model``.

    Returns the document, or ``None`` with every problem found: the file cannot be read, is not well-formed, or does
    not have the shape of the model. ``shown_as`` is the path that findings name.
    """
    content, place, findings = read_plain(path, shown_as=shown_as)
    if findings:
        return None, findings
    return locate(content, model, place)


def read_plain(
    path: Path, *, shown_as: str | None = None
) -> tuple[Any, Callable[[Sequence[Key]], Location], list[Finding]]:
    """Read a YAML or JSON file into dictionaries, lists and texts; return them with the places of all values.

    A number or a date stays the text that was typed. With findings, the content is ``None``.
    """
    file = shown_as or path.as_posix()
    root: yaml.Node | None = None

    def place(keys: Sequence[Key]) -> Location:
        return _locate(file, root, keys)

    text, findings = read_text(path, file)
    if text is None:
        return None, place, findings
    if match := _NOT_XML.search(text):
        where = Location(file, text.count("\n", 0, match.start()) + 1)
        return (
            None,
            place,
            [_unreadable(f"The text holds the control character {unprintable(text)}.", "Remove it.", where)],
        )
    try:
        root = _json_nodes(text) if path.suffix == ".json" else yaml.compose(text, Loader=_Loader)
        findings = list(_faults(file, root))
        return None if findings else _plain(root), place, findings
    except json.JSONDecodeError as error:
        return None, place, [_not_json(file, error)]
    except yaml.YAMLError as error:
        return None, place, [_not_yaml(file, error)]
    except RecursionError:
        return None, place, [_unreadable("The file is nested too deeply.", "Simplify it.", Location(file))]


def locate(
    content: object, model: type[M], place: Callable[[Sequence[Key]], Location]
) -> tuple[Located[M] | None, list[Finding]]:
    """Check plain content against ``model``; ``place`` says where the value at a path stands."""
    try:
        return Located(model.model_validate(content), place), []
    except ValidationError as invalid:
        return None, list(_misshapen(place, invalid))


_STRINGS = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")


def _json_nodes(text: str) -> yaml.Node | None:
    """Return a JSON document as the nodes that the same document in YAML would have. Raises ``JSONDecodeError``."""
    json.loads(text)
    return _json_node(text, _after_space(text, 0), _LineCounter(text))[0]


def _after_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


class _LineCounter:
    """Counts lines as the reading goes on, so that a long document is walked once."""

    def __init__(self, text: str) -> None:
        self._text, self._position, self._line = text, 0, 0

    def mark(self, position: int) -> yaml.Mark:
        self._line += self._text.count("\n", self._position, position)
        self._position = position
        return yaml.Mark("", position, self._line, 0, None, 0)


def _json_node(text: str, position: int, lines: _LineCounter) -> tuple[yaml.Node, int]:
    """Return the node that begins at ``position`` of a well-formed document, and where it ends."""
    mark = lines.mark(position)
    opening = text[position]
    if opening == '"':
        value, end = _STRINGS.raw_decode(text, position)
        return yaml.ScalarNode("", value, mark, mark, style='"'), end
    if opening not in "{[":
        match = _SCALAR.match(text, position)
        value = match[0] if match else ""
        return yaml.ScalarNode("", value, mark, mark), position + len(value)
    pairs, items = [], []
    position = _after_space(text, position + 1)
    while text[position] not in "}]":
        node, position = _json_node(text, position, lines)
        position = _after_space(text, position)
        if opening == "{":
            content, position = _json_node(text, _after_space(text, position + 1), lines)
            pairs.append((node, content))
        else:
            items.append(node)
        position = _after_space(text, position)
        if text[position] == ",":
            position = _after_space(text, position + 1)
    if opening == "{":
        return yaml.MappingNode("", pairs, mark, mark), position + 1
    return yaml.SequenceNode("", items, mark, mark), position + 1


def _not_json(file: str, error: json.JSONDecodeError) -> Finding:
    return _unreadable(
        f"The file is not well-formed JSON: {error.msg} at character {error.colno}.",
        "Look at the quotes and commas there: every key and text stands in double quotes, no comma after the last one.",
        Location(file, error.lineno),
    )


def _plain(node: yaml.Node | None) -> Any:
    """Return what a node holds. Dates and numbers stay the text that was typed: the model says what they must be."""
    if isinstance(node, yaml.MappingNode):
        return {_plain(key): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if not isinstance(node, yaml.ScalarNode):
        return None
    if node.style is not None:
        return node.value
    return None if node.value in _NULLS else _BOOLEANS.get(node.value, node.value)


def _faults(file: str, node: yaml.Node | None) -> Iterator[Finding]:
    """Yield keys that stand twice or are no text, and characters that no document that we write can hold."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                yield _unreadable("A key is a list or a mapping.", "Write a text before the colon.", _place(file, key))
                continue
            if key.value in seen:
                message, hint = f"The key {key.value} stands twice.", "Remove one of the two, or join what they hold."
                yield _unreadable(message, hint, _place(file, key))
            seen.add(key.value)
            yield from _faults(file, key)
            yield from _faults(file, value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _faults(file, item)
    elif node is not None and (character := unprintable(node.value)):
        yield _unreadable(f"The text holds the control character {character}.", "Remove it.", _place(file, node))


def _place(file: str, node: yaml.Node) -> Location:
    return Location(file, node.start_mark.line + 1)


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


def _unreadable(message: str, hint: str, location: Location) -> Finding:
    return codes.INPUT_UNREADABLE.finding(message, hint=hint, location=location)


def _not_yaml(file: str, error: yaml.YAMLError) -> Finding:
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    place = Location(file, mark.line + 1 if mark else None)
    problem = (error.problem if isinstance(error, yaml.MarkedYAMLError) else None) or str(error)
    if "cannot start any token" in problem:
        return _unreadable(
            "A tab, a backtick or an at sign stands where YAML expects a space or a text.",
            "Indent with spaces only; put a text that begins with such a character in quotes.",
            place,
        )
    return _unreadable(
        f"The file is not well-formed YAML: {problem.splitlines()[0]}.",
        "Look at the indentation and the quotes at this line and the lines before it. A text with a colon or a comma "
        "in it stands in quotes.",
        place,
    )


def _misshapen(place: Callable[[Sequence[Key]], Location], invalid: ValidationError) -> Iterator[Finding]:
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
            yield _invalid(place, problem["loc"], f"The key `{_name(problem['loc'])}` is not known.", hint)
    for problem in problems:
        path = problem["loc"]
        if problem["type"] == "missing" and path not in meant:
            yield _invalid(place, path, f"The key `{_name(path)}` is missing.", f"Add `{path[-1]}` here.")
        elif problem["type"] not in ("missing", "extra_forbidden"):
            message, hint = _unfit(problem)
            yield _invalid(place, path, f"The value of `{_name(path)}` does not fit: {message}", hint)


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


def _invalid(place: Callable[[Sequence[Key]], Location], path: Sequence[Key], message: str, hint: str) -> Finding:
    return codes.MANIFEST_INVALID.finding(message, hint=hint, location=place(path))


def _locate(file: str, root: yaml.Node | None, path: Sequence[Key]) -> Location:
    line, node = 1, root
    for key in path:
        found: tuple[yaml.Node, yaml.Node] | None = None
        if isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if pair[0].value == key), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            found = node.value[key], node.value[key]
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return Location(file, line, _name(path) if path else None)
