"""YAML in which every value keeps its line, checked against a pydantic model in one pass."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from . import codes
from .model import Finding, Location


class _PlainConstructor(RoundTripConstructor):
    """Leaves dates as text, so that the model judges them and an impossible one is a finding."""


_PlainConstructor.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_yaml_str)

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
    try:
        yaml = YAML(typ="rt")
        yaml.Constructor = _PlainConstructor
        tree = yaml.load(path.read_text(encoding="utf-8"))
    except OSError as error:
        return None, [
            codes.INPUT_UNREADABLE.finding(
                f"{file} cannot be read: {error.strerror or error}.",
                hint="Check the path and its spelling.",
                location=Location(file),
            )
        ]
    except UnicodeDecodeError as error:
        return None, [
            codes.INPUT_UNREADABLE.finding(
                f"The file is not UTF-8: the byte at offset {error.start} does not belong there.",
                hint="Save the file with the encoding UTF-8.",
                location=Location(file),
            )
        ]
    except YAMLError as error:
        return None, [_not_yaml(file, error)]
    try:
        return LocatedYaml(model.model_validate(tree), file, tree), []
    except ValidationError as invalid:
        return None, list(_misshapen(file, tree, invalid))


def _not_yaml(file: str, error: YAMLError) -> Finding:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    problem = error.problem if isinstance(error, MarkedYAMLError) else str(error)
    return codes.INPUT_UNREADABLE.finding(
        f"The file is not well-formed YAML: {problem}.",
        hint="Look at the indentation and the quotes at this line and the line before it.",
        location=Location(file, mark.line + 1 if mark else None),
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
            found = problem["input"]
            shown = f" Found: {found!r}." if isinstance(found, str | int) else ""
            message = f"The value of `{_name(path)}` does not fit: {problem['msg']}.{shown}"
            yield _invalid(file, tree, path, message, "Correct the value.")


def _name(path: Sequence[Key]) -> str:
    return ".".join(map(str, path)) or "the document"


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
    return Location(file, line, ".".join(map(str, path)) or None)
