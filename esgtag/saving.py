"""Writing files, each one whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path


def save(files: Mapping[str, bytes], out: Path) -> None:
    """Write the files into ``out``, each one whole or not at all. Other files there are left alone.

    Raises ``OSError`` when the folder cannot be made or written.
    """
    for name, content in files.items():
        target = out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as temporary:
            temporary.write(content)
        finished = Path(temporary.name)
        finished.chmod(0o644)
        finished.replace(target)
