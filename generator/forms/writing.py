"""Writing a disclosure in the form that someone asks for."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from ..records import Disclosure
from ..workbook.form import write_form
from .structured import write_json_records, write_yaml
from .tabular import write_long, write_wide


class Form(StrEnum):
    """The forms that a disclosure can have."""

    WIDE = "wide"
    """A folder: a manifest, and a CSV table with a column for each period for each table of the report."""
    LONG = "long"
    """A folder: a manifest, and one CSV table with a row for each value."""
    YAML = "yaml"
    """One YAML file."""
    JSON = "json"
    """One JSON file."""
    WORKBOOK = "workbook"
    """One workbook."""

    @property
    def is_folder(self) -> bool:
        """Whether the form is a folder of files."""
        return self in (Form.WIDE, Form.LONG)


_BY_SUFFIX = {".yaml": Form.YAML, ".yml": Form.YAML, ".json": Form.JSON, ".xlsx": Form.WORKBOOK}


def form_of(path: Path) -> Form:
    """Return the form that a path asks for by its suffix; one without a known suffix is a folder of wide tables."""
    return _BY_SUFFIX.get(path.suffix.lower(), Form.WIDE)


def write_disclosure(disclosure: Disclosure, form: Form, name: str, language: str | None = None) -> dict[str, bytes]:
    """Return the files of a disclosure by their names: in a folder their own, of a single file ``name``.

    ``language`` is that of a workbook's words; without it, the report's first. What the disclosure stands on, its
    taxonomy package, comes along.
    """
    files = _files(disclosure, form, name, language or disclosure.manifest.report.languages[0])
    if disclosure.manifest.taxonomy_package and disclosure.taxonomy.archive:
        files[disclosure.manifest.taxonomy_package] = disclosure.taxonomy.archive
    return files


def _files(disclosure: Disclosure, form: Form, name: str, language: str) -> dict[str, bytes]:
    if form is Form.WIDE:
        return write_wide(disclosure)
    if form is Form.LONG:
        return write_long(disclosure)
    if form is Form.YAML:
        return {name: write_yaml(disclosure)}
    if form is Form.JSON:
        return {name: write_json_records(disclosure)}
    return {name: write_form(disclosure, language)}
