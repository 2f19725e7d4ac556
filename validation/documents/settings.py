"""What a profile may change of the rules on documents."""

from __future__ import annotations

from dataclasses import dataclass

FILE_NAME = r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*-\d{4}-\d\d-\d\d-[a-z]{2,3}(?:-[A-Za-z0-9]+)*"
"""The company, the last day, the language: ``example-2023-12-31-en``."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a profile allows. ``None`` means that anything is allowed."""

    entity_schemes: frozenset[str] | None = None
    """The schemes in which the entity may be identified."""
    file_name: str | None = FILE_NAME
    """A regular expression for the whole name of a report's file, without its ending."""
    most_bytes: int | None = 20_000_000
    """The largest document."""
    most_continuations: int | None = 9_999
    """The most continuations of a document."""
    targets: frozenset[str] | None = frozenset()
    """Target documents that facts may be for, besides the default one."""
    entry_points: frozenset[str] | None = None
    """The published entry points that a report may name."""
    unit_namespaces: frozenset[str] = frozenset()
    """Namespaces of units that a taxonomy declares, besides those of the report's concepts."""
    viewer_hints: frozenset[str] = frozenset()
    """Class names ``-ixh-…`` that are published as hints to viewers."""


DEFAULT = Settings()
"""The rules as they are written."""
