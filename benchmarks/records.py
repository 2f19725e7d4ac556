"""What it costs to know that the records are right, against what Arelle takes to validate the same disclosure.

Run with ``python benchmarks/records.py``. The example is read, mapped and put to all record rules, from each of its
forms; Arelle validates its report package in English, with the same taxonomy, in one run. Everything is measured in
processes of its own, best of three, without the start of the interpreter and the reading of our taxonomy; the same
for Arelle, whose own report of its times is not used: what counts is how long a person waits.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "instances" / "xiaomi-2023"
REPEATS = 3


def rules(path: Path) -> tuple[float, float]:
    """Return the seconds of reading, and of mapping and of all record rules in both languages."""
    from esgtag.generator import map_disclosure, read_disclosure
    from esgtag.taxonomy import esg_taxonomy
    from esgtag.validation import Figures, check_consistency, check_records

    taxonomy = esg_taxonomy()
    started = time.perf_counter()
    disclosure, findings = read_disclosure(path, taxonomy)
    read_in = time.perf_counter() - started
    if disclosure is None:
        raise SystemExit(str(findings))
    started = time.perf_counter()
    for language in disclosure.manifest.report.languages:
        mapped, _ = map_disclosure(disclosure, taxonomy, language)
        figures = Figures(mapped, taxonomy)
        check_consistency(figures)
        check_records(disclosure, figures)
    return read_in, time.perf_counter() - started


def arelle(package: Path) -> tuple[float, float]:
    """Return the seconds of a validation with Arelle, start to end."""
    from esgtag.validation import run_arelle

    started = time.perf_counter()
    run_arelle(package, check_taxonomy=False)
    return 0, time.perf_counter() - started


def measure(kind: str, path: Path) -> tuple[float, float]:
    """Return the best of several runs, each in a process of its own."""

    def once() -> tuple[float, float]:
        done = subprocess.run(
            [sys.executable, "-P", __file__, kind, str(path)], capture_output=True, text=True, check=True
        )
        first, second = json.loads(done.stdout)
        return first, second

    return min((once() for _ in range(REPEATS)), key=sum)


def main() -> None:
    from esgtag.generator import Form, read_disclosure, write_disclosure
    from esgtag.saving import save
    from esgtag.taxonomy import esg_taxonomy

    disclosure, _ = read_disclosure(EXAMPLE, esg_taxonomy())
    if disclosure is None:
        raise SystemExit("the example cannot be read")
    _, yardstick = measure("arelle", next((EXAMPLE / "built").glob("*-en.xbri")))
    print(f"{'form':<10} {'reading':>8} {'rules':>8} {'both':>8}   (Arelle = 1)")
    with tempfile.TemporaryDirectory() as scratch:
        for form in Form:
            folder = Path(scratch) / form
            name = "" if form.is_folder else f"xiaomi.{'xlsx' if form is Form.WORKBOOK else form}"
            save(write_disclosure(disclosure, form, name), folder)
            read_in, checked = measure("rules", folder / name)
            both = (read_in + checked) / yardstick
            print(f"{form:<10} {read_in / yardstick:>8.3f} {checked / yardstick:>8.3f} {both:>8.3f}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps((rules if sys.argv[1] == "rules" else arelle)(Path(sys.argv[2]))))
    else:
        main()
