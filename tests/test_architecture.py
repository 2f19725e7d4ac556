"""The house: arrows between rooms, Arelle's doors, no binary floats, everything installed."""

from __future__ import annotations

import ast
import importlib.metadata
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import esgtag

from places import ROOT

ROOMS = ("findings", "taxonomy", "instances", "generator", "validation", "esgtag")
MODULES = [(room, path) for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def imported_rooms(room: str, path: Path) -> Iterator[str]:
    """Yield the rooms that a module imports from, by relative import."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            first = (node.module or "").split(".")[0]
            depth = len(path.relative_to(ROOT / room).parts)
            is_other_room = node.level > depth or room == "esgtag"
            if is_other_room and first in ROOMS:
                yield first
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            assert not any(name.split(".")[0] in ROOMS for name in names), f"{path.name}: import rooms relatively"


@pytest.mark.parametrize(("room", "path"), MODULES, ids=lambda value: getattr(value, "name", value))
def test_dependencies_point_one_way(room: str, path: Path) -> None:
    allowed = ROOMS[: ROOMS.index(room)]
    assert set(imported_rooms(room, path)) <= set(allowed)


def test_arelle_is_imported_in_at_most_one_module_of_a_room() -> None:
    doors = [room for room, path in MODULES if re.search(r"^\s*(from|import) arelle\b", path.read_text(), re.MULTILINE)]
    assert len(set(doors)) == len(doors)


@pytest.mark.parametrize(("room", "path"), MODULES, ids=lambda value: getattr(value, "name", value))
def test_no_binary_float_touches_a_value(room: str, path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        is_constant = isinstance(node, ast.Constant) and isinstance(node.value, float)
        assert not is_constant or path.name == "model.py", f"{path.name}:{node.lineno}"  # how similar two names are
        assert not (isinstance(node, ast.Name) and node.id == "float"), f"{path.name}:{node.lineno}"


def test_rooms_are_small_and_only_one_that_has_outgrown_itself_is_divided() -> None:
    for room in ROOMS:
        folders = {path.parent for other, path in MODULES if other == room}
        for folder in folders:
            assert len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) <= 15
        modules = [path for other, path in MODULES if other == room and path.name != "__init__.py"]
        assert len(folders) == 1 or len(modules) > 15, room
        assert all(folder.parent == ROOT or folder.parent.parent == ROOT for folder in folders)


def test_every_module_and_data_file_is_installed() -> None:
    files = importlib.metadata.files("esgtag") or []
    installed = {
        file.as_posix() for file in files if file.as_posix().startswith("esgtag/") and "__pycache__" not in file.parts
    }
    if not installed:
        pytest.skip("this is an editable installation; what a wheel holds is tested on a real one")
    expected = {f"esgtag/{path.name}" for path in (ROOT / "esgtag").iterdir() if path.suffix == ".py"} | {
        "esgtag/py.typed"
    }
    for room in ROOMS[:-1]:
        data = [
            *(ROOT / room).rglob("*.py"),
            *(ROOT / room).glob("*.yaml"),
            *(ROOT / room).glob("*.toml"),
            *(
                path
                for folder in ("source", "templates", "releases", "documents/templates")
                for path in (ROOT / room / folder).rglob("*")
                if path.is_file()
            ),
        ]
        expected |= {f"esgtag/{path.relative_to(ROOT).as_posix()}" for path in data}
    assert installed == expected


def test_the_version_is_one() -> None:
    assert importlib.metadata.version("esgtag") == esgtag.__version__
    assert f"## [{esgtag.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_front_door_opens_lazily() -> None:
    assert callable(esgtag.build)
    assert callable(esgtag.validate)
    with pytest.raises(AttributeError):
        esgtag.nothing  # noqa: B018
