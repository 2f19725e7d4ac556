"""What validating many reports costs, against a shell loop of ``arelleCmdLine``.

Run with ``python benchmarks/validation.py``; ``--reports`` is how many, ``--loop`` how many of them the loop takes; its
time is then taken times as many. The reports are the example's package with other values in each. Compared are the
engine and the loop with all that Arelle checks, the taxonomy's own files among them; then ``esgtag validate`` and the
loop with the plug-in, which makes the same checks: all rules on documents and figures. What both say is compared,
message by message; the order is not, since ``arelleCmdLine`` has another in every run. Then one report by itself, with
the taxonomy kept and without, and the same with ten times the facts: the example nine times more, each time ten years
earlier; a tenth as many of these reports also go through engine and loop. Two workers.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from esgtag.validation import ArelleRun, Engine, Order

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from plain_arelle import CHECKS, Said, logged, said

BUILT = Path(__file__).parent.parent / "instances" / "xiaomi-2023" / "built"
WORKERS = 2
REPEATS = 3
_CHANCE = random.Random(5)  # noqa: S311 - figures, not secrets
_FIGURE = re.compile(r"(<(?:ix:nonFraction|esg:\w+) [^>]*>[\d,]+\.\d)(\d)(</)")
_DATE = re.compile(r"(\d{4})(-\d\d-\d\d</)")
_NAMED = re.compile(r'\b(id|contextRef)="([^"]*)"')
_PARTS = re.compile(
    r"(.*?)(<xbrli:context .*</xbrli:context>)(.*</xbrli:unit>)(.*?)(\s*<link:footnoteLink.*)", re.DOTALL
)
_COVER = re.compile(r"\s*<esg:(?:NameOf|Reporting)[^>]*>[^<]*</[^>]*>")
Findings = Counter[tuple[str, str]]
Key = TypeVar("Key")
Result = TypeVar("Result")


def variants(folder: Path, number: int) -> list[Path]:
    """Write packages of the example, the last digits of some figures changed in each."""
    source = next(BUILT.glob("*-en.xbri"))
    with zipfile.ZipFile(source) as package:
        name = next(name for name in package.namelist() if name.endswith(".xhtml"))
        page = package.read(name).decode()
    found = [folder / f"report-{index}.xbri" for index in range(number)]
    for file in found:
        file.write_bytes(_with(source, name, _changed(page)))
    return found


def _changed(text: str) -> str:
    """Return a report with other last digits in some of its figures."""
    return _FIGURE.sub(lambda match: f"{match[1]}{(int(match[2]) + _CHANCE.randrange(3)) % 10}{match[3]}", text)


def _with(source: Path, name: str, page: str) -> bytes:
    """Return a package with another page in it; everything else stays as it is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(buffer, "w") as target:
        for entry in package.infolist():
            content = page.encode() if entry.filename == name else package.read(entry)
            target.writestr(entry, content, compresslevel=9)
    return buffer.getvalue()


def tenfold(folder: Path, number: int) -> list[Path]:
    """Write the example as xBRL-XML with ten times the facts: the same figures for earlier periods, some changed."""
    parts = _PARTS.fullmatch(next(BUILT.glob("*-en.xml")).read_text(encoding="utf-8"))
    if parts is None:
        raise SystemExit("the example is not as it was")
    head, contexts, units, facts, links = parts.groups()
    more = "".join(_earlier(text, years) for years in range(10, 100, 10) for text in (contexts, _COVER.sub("", facts)))
    files = [folder / f"tenfold-{index}.xml" for index in range(number)]
    for file in files:
        file.write_text("".join((head, contexts, units, _changed(facts + more), links)), encoding="utf-8")
    return files


def _earlier(text: str, years: int) -> str:
    dated = _DATE.sub(lambda match: f"{int(match[1]) - years}{match[2]}", text)
    return _NAMED.sub(lambda match: f'{match[1]}="{match[2]}.{years}"', dated)


def loop(orders: Iterable[Order], folder: Path, *options: str) -> list[Path]:
    """Run a shell loop of ``arelleCmdLine``, and return its log of each file."""
    arelle = Path(sys.executable).with_name("arelleCmdLine")
    folder.mkdir(exist_ok=True)
    logs, lines = [], []
    for number, order in enumerate(orders):
        logs.append(folder / f"{number}.json")
        words = [str(arelle), "--file", str(order.file), *CHECKS.split(), *options]
        words += ["--logFile", str(logs[-1]), "--logFileMode", "w", "--logFormat", "%(message)s"]
        words += [word for package in order.packages for word in ("--packages", str(package))]
        lines.append(shlex.join(words))
    script = folder / "loop.sh"
    script.write_text("\n".join(lines), encoding="utf-8")
    subprocess.run(["sh", str(script)], check=True, capture_output=True)  # noqa: S607
    return logs


def kept(engine: Engine, orders: list[Order]) -> list[Said]:
    """Run the engine with a taxonomy that is kept, and return what it said of each file."""
    found = []
    for run in engine.run_all(orders, expects_more=True):
        if not isinstance(run, ArelleRun) or not run.is_warm:
            raise SystemExit(f"not validated with a taxonomy that is kept: {run}")
        found.append(said(run.messages))
    return found


def command(files: list[Path], folder: Path) -> list[Findings]:
    """Run ``esgtag validate`` as a user does, and return the findings of each file."""
    found = folder / "all.json"
    options = ["--jobs", str(WORKERS), "--fail-on", "error", "--format", "json", "--output", str(found)]
    esgtag = Path(sys.executable).with_name("esgtag")
    ended = subprocess.run([esgtag, "validate", *files, *options], capture_output=True, check=False)
    if ended.returncode not in (0, 1):
        raise SystemExit(ended.stderr.decode())
    counted: dict[Path, Findings] = {file: Counter() for file in files}
    for finding in json.loads(found.read_bytes()):
        place = Path(finding["location"]["file"])
        file = next(one for one in (place, *place.parents) if one in counted)
        if finding["code"].startswith("ESG."):
            text = f"{finding['message']} {finding['hint']}"
            counted[file][finding["code"], text.replace(file.as_posix(), file.name)] += 1
    return list(counted.values())


def found_by_plugin(log: Path) -> Findings:
    """Return the findings that the plug-in has logged."""
    entries = json.loads(log.read_text(encoding="utf-8"))["log"]
    return Counter((one["code"], one["message"]["text"]) for one in entries if one["code"].startswith("ESG."))


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the seconds that something takes, and what it returns."""
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found


def same(ours: list[Counter[Key]], theirs: list[Counter[Key]]) -> int:
    """Return the number of messages, which have to be the same."""
    if ours != theirs:
        raise SystemExit(
            f"not the same: {[(mine - other, other - mine) for mine, other in zip(ours, theirs, strict=True)]}"
        )
    return sum(found.total() for found in ours)


def beside_loop(
    orders: list[Order], folder: Path, looped: int, options: Sequence[str], work: Callable[[], Result]
) -> tuple[float, list[Path], Result]:
    """Return how many times as fast as the loop something is, the loop's logs, and what it returns.

    Half of the loop runs before and half after it, since the speed of a computer that others use changes in between.
    """
    before, first = timed(partial(loop, orders[: looped // 2], folder / "before", *options))
    own, found = timed(work)
    after, rest = timed(partial(loop, orders[looped // 2 : looped], folder / "after", *options))
    return (before + after) / looped * len(orders) / own, [*first, *rest], found


def engine_with_loop(orders: list[Order], folder: Path, looped: int) -> None:
    """Compare the engine and the loop on many reports: what Arelle checks."""
    memory = []

    def work() -> list[Said]:
        with Engine(workers=WORKERS) as engine:
            found = kept(engine, orders[:looped])
            memory.append(engine.memory)
            found += kept(engine, orders[looped:])
            memory.append(engine.memory)
        return found

    ratio, logs, told = beside_loop(orders, folder, looped, [], work)
    print(f"the engine, the loading of the taxonomy included: {ratio:.1f} times the loop")
    print(f"{looped} reports compared: {same(told[:looped], list(map(logged, logs)))} messages, all the same")
    print(
        f"memory of the keeper: {memory[0] >> 20} MB, at the end {(memory[1] - memory[0]) / 2**20:+.1f} MB", flush=True
    )


def command_with_loop(orders: list[Order], folder: Path, looped: int) -> None:
    """Compare the command and the loop on many reports: what Arelle checks and every rule of this package."""
    plugin = ["--plugins", "esgtag", "--disclosureSystem", "esg"]
    work = partial(command, [order.file for order in orders], folder)
    ratio, logs, found = beside_loop(orders, folder, looped, plugin, work)
    print(f"esgtag validate: {ratio:.1f} times the loop with the plug-in")
    agreed = same(found[:looped], list(map(found_by_plugin, logs)))
    print(f"{looped} reports compared: {agreed} findings, all the same", flush=True)


def single(engine: Engine, folder: Path, name: str, order: Order) -> None:
    """Compare the engine, which has the taxonomy, and the loop on one report."""
    same(kept(engine, [order]), list(map(logged, loop([order], folder))))
    ours = statistics.median(timed(partial(kept, engine, [order]))[0] for _ in range(REPEATS))
    theirs = statistics.median(timed(partial(loop, [order], folder))[0] for _ in range(REPEATS))
    facts = engine.run(order.file, order.packages).facts
    print(f"{name:<14} {facts:>6} {ours / theirs:>8.3f}   (alone = 1)", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="The engine against a shell loop of arelleCmdLine.")
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--loop", type=int, default=10)
    arguments = parser.parse_args()
    packages = (next(BUILT.glob("*.zip")),)
    with tempfile.TemporaryDirectory() as scratch, Engine(workers=WORKERS) as engine:
        folder = Path(scratch)
        orders = [Order(file) for file in variants(folder, arguments.reports)]
        engine_with_loop(orders, folder, arguments.loop)
        command_with_loop(orders, folder, arguments.loop)
        large = [Order(file, packages) for file in tenfold(folder, arguments.reports // 10)]
        print(f"{len(large)} reports with ten times the facts:")
        engine_with_loop(large, folder, 2)
        print(f"{'one report':<14} {'facts':>6} {'kept':>8}")
        single(engine, folder, "the example", Order(next(BUILT.glob("*-en.xml")), packages))
        single(engine, folder, "ten times", large[0])


if __name__ == "__main__":
    main()
