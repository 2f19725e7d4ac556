"""YAML in which every value keeps its line, checked against a pydantic model in one pass."""

from __future__ import annotations

from collections.abc import Sequence
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
        return None, [_misshapen(file, tree, problem) for problem in invalid.errors()]


def _not_yaml(file: str, error: YAMLError) -> Finding:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    problem = error.problem if isinstance(error, MarkedYAMLError) else str(error)
    return codes.INPUT_UNREADABLE.finding(
        f"The file is not well-formed YAML: {problem}.",
        hint="Look at the indentation and the quotes at this line and the line before it.",
        location=Location(file, mark.line + 1 if mark else None),
    )


def _misshapen(file: str, tree: Any, problem: Any) -> Finding:
    path: Sequence[Key] = problem["loc"]
    name = ".".join(map(str, path)) or "the document"
    if problem["type"] == "missing":
        message, hint = f"The key `{name}` is missing.", f"Add `{path[-1]}` here."
    elif problem["type"] == "extra_forbidden":
        message, hint = (
            f"The key `{name}` is not known.",
            "Check its spelling and its indentation, or remove it.",
        )
    else:
        found = problem["input"]
        shown = f" Found: {found!r}." if isinstance(found, str | int) else ""
        message, hint = f"The value of `{name}` does not fit: {problem['msg']}.{shown}", "Correct the value."
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
