"""Validating finished reports, ours and anyone's."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from .findings import Finding
from .generator import taxonomy_package
from .taxonomy import esg_taxonomy, package_name, releases
from .validation import is_archive, validate_files


def validate(files: Sequence[Path], packages: Sequence[Path] = ()) -> list[Finding]:
    """Validate reports and report packages with Arelle, offline.

    A bare document gets the ESG taxonomy, its superseded versions and ``packages``; a report package brings its own
    taxonomy and gets ``packages`` only.
    """
    taxonomy = esg_taxonomy()
    with tempfile.TemporaryDirectory(prefix="esgtag-") as scratch:
        own = Path(scratch) / f"{package_name(taxonomy)}.zip"
        own.write_bytes(taxonomy_package(taxonomy))
        bare = [file for file in files if not is_archive(file)]
        packed = [file for file in files if is_archive(file)]
        return validate_files(bare, [own, *releases(), *packages]) + validate_files(packed, packages)
