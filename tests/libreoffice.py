"""LibreOffice without a window, where there is one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needed = pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice here: soffice is not on the path")
"""Marks a test that opens a workbook in LibreOffice."""


def saved_by_libreoffice(workbook: Path, folder: Path) -> Path:
    """Open a workbook in LibreOffice with a profile of its own, recalculate it, and save it to a folder."""
    assert SOFFICE is not None
    result = subprocess.run(
        [
            SOFFICE,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(folder / "saved"),
            str(workbook),
        ],
        capture_output=True,
        timeout=300,
        check=False,
    )
    saved = folder / "saved" / workbook.name
    assert saved.exists(), result.stderr.decode(errors="replace")
    return saved
