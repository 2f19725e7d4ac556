"""How the cost of a build grows: each stage at one, two and four times the facts, against a bare lxml writer.

Run with ``python benchmarks/generation.py``. Every row is measured in a process of its own, one after another, so
that memory is the stage's own. The yardstick writes the same number of facts as plain XML elements with three
attributes each and serialises them: the least that any XML writer does.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PRODUCTS = (1000, 2000, 4000)
PERIODS = ("2023", "2022", "2021", "2020")
STAGES = ("bare lxml", "read", "map", "check", "xhtml", "xml", "json")


def write_disclosure(folder: Path, products: int, entry_point: str) -> None:
    """A disclosure with one figure a product and year."""
    periods = [f'{{name: "{year}", start: {year}-01-01, end: {year}-12-31}}' for year in PERIODS]
    lines = [
        f"taxonomy: {entry_point}",
        'entity: {name: {en: Example}, scheme: https://www.hkex.com.hk/stock-code, identifier: "1"}',
        "report: {name: example, languages: [en], title: {en: Figures}}",
        f"periods: {{reporting: {periods[0]}, comparatives: [{', '.join(periods[1:])}]}}",
        "footnotes: {measured: {en: Measured over the whole life of the product.}}",
        "members:",
        "  Product:",
        *(f"    product-{number}: {{en: Product {number}}}" for number in range(products)),
        "sections: [{title: {en: Products}, tables: [{file: products.csv, title: {en: Products}}]}]",
    ]
    (folder / "disclosure.yaml").write_text("\n".join(lines), encoding="utf-8")
    rows = [
        f"ProductCarbonFootprint,product-{number},KGCO2e,{number}.25,{number}.50,{number}.75,{number}.00,measured"
        for number in range(products)
    ]
    table = "\n".join([f"concept,Product,unit,{','.join(PERIODS)},footnotes", *rows])
    (folder / "products.csv").write_text(table + "\n", encoding="utf-8")


def bare_lxml(facts: int) -> None:
    from lxml import etree

    root = etree.Element("facts")
    for number in range(facts):
        element = etree.SubElement(root, "fact", id=f"f{number}", contextRef="c1", unitRef="u1")
        element.text = f"{number}.25"
    etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def stage(name: str, folder: Path) -> tuple[float, int]:
    """Return the seconds that one stage takes and the number of facts; what it needs is prepared before."""
    from esgtag.generator import lay_out, map_disclosure, read_disclosure, write_inline, write_json, write_xml
    from esgtag.taxonomy import esg_taxonomy
    from esgtag.validation import Figures, check_consistency

    taxonomy = esg_taxonomy()
    started = time.perf_counter()
    disclosure, findings = read_disclosure(folder, taxonomy)
    read_in = time.perf_counter() - started
    if disclosure is None:
        raise SystemExit(str(findings))
    if name == "read":
        return read_in, len(disclosure.records)
    started = time.perf_counter()
    mapped, findings = map_disclosure(disclosure, taxonomy, "en")
    mapped_in = time.perf_counter() - started
    if name == "map":
        return mapped_in, len(mapped.placed)
    work: dict[str, Callable[[], object]] = {
        "bare lxml": lambda: bare_lxml(len(mapped.placed)),
        "check": lambda: check_consistency(Figures(mapped, taxonomy)),
        "xhtml": lambda: write_inline(lay_out(disclosure, mapped, taxonomy), mapped.instance),
        "xml": lambda: write_xml(mapped.instance),
        "json": lambda: write_json(mapped.instance),
    }
    started = time.perf_counter()
    work[name]()
    return time.perf_counter() - started, len(mapped.placed)


def measure(name: str, folder: Path) -> tuple[float, int, int]:
    """Return seconds, facts and peak memory in MB of a stage in a new process."""
    done = subprocess.run(
        [sys.executable, "-P", __file__, name, str(folder)], capture_output=True, text=True, check=True
    )
    seconds, facts, memory = json.loads(done.stdout)
    return seconds, facts, memory


def main() -> None:
    from esgtag.taxonomy import esg_taxonomy

    print(f"{'stage':<10} {'facts':>7} {'× bare lxml':>12} {'growth':>7} {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as scratch:
        folders = {products: Path(scratch) / str(products) for products in PRODUCTS}
        for products, folder in folders.items():
            folder.mkdir()
            write_disclosure(folder, products, esg_taxonomy().entry_point)
        yardsticks: dict[int, float] = {}
        for name in STAGES:
            before = None
            for products, folder in folders.items():
                seconds, facts, memory = min(measure(name, folder) for _ in range(3))
                ratio = seconds / yardsticks.setdefault(products, seconds)
                growth = f"{seconds / before:.1f}" if before else ""
                print(f"{name:<10} {facts:>7} {ratio:>12.1f} {growth:>7} {memory:>8}", flush=True)
                before = seconds


if __name__ == "__main__":
    if len(sys.argv) == 3:
        elapsed, count = stage(sys.argv[1], Path(sys.argv[2]))
        print(json.dumps([elapsed, count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]))
    else:
        main()
