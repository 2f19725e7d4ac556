"""Start a process of the engine: ``python -P .../engine``, without the rest of esgtag, which it does not need.

Importing this folder as a package of its own, and not as a part of :mod:`esgtag.validation`, halves the time that a
process takes to start.
"""

import importlib
import importlib.util
import sys
from pathlib import Path

NAME = "esgtag_engine"

if __name__ == "__main__":
    folder = Path(__file__).resolve().parent
    found = importlib.util.spec_from_file_location(
        NAME, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if found is None or found.loader is None:
        raise SystemExit(f"{folder} cannot be imported")
    sys.modules[NAME] = importlib.util.module_from_spec(found)
    found.loader.exec_module(sys.modules[NAME])
    importlib.import_module(f"{NAME}.serving").main()
