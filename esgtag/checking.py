"""Validating finished reports, ours and anyone's."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from .findings import Finding
from .generator import taxonomy_package
from .taxonomy import esg_taxonomy, package_name
from .validation import validate_files

_PACKAGES = (".xbri", ".xbr", ".zip")


def validate(files: Sequence[Path], packages: Sequence[Path] = ()) -> list[Finding]:
    """Validate reports and report packages with Arelle, offline.

    A bare document gets the ESG taxonomy and ``packages``; a report package brings its own taxonomy and gets
    ``packages`` only.
    """
    taxonomy = esg_taxonomy()
    with tempfile.TemporaryDirectory(prefix="esgtag-") as scratch:
        own = Path(scratch) / f"{package_name(taxonomy)}.zip"
        own.write_bytes(taxonomy_package(taxonomy))
        bare = [file for file in files if file.suffix not in _PACKAGES]
        packed = [file for file in files if file.suffix in _PACKAGES]
        return validate_files(bare, [own, *packages]) + validate_files(packed, packages)
