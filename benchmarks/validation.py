"""What validating many reports costs: the engine, which keeps a taxonomy, against a shell loop of ``arelleCmdLine``.

Run with ``python benchmarks/validation.py``; ``--reports`` is how many, ``--loop`` how many of them the loop takes; its
time is then taken times as many. The reports are the example's package with other values in each, all checks on both
sides, the taxonomy's own files among them. What both say is compared, message by message; the order is not, since
``arelleCmdLine`` has another in every run. Then ``esgtag validate`` as a whole, with the rules of this package on every
document and on its figures, which the loop has not. Then one report by itself, with the taxonomy kept and without, and
the same with ten times the facts: the example nine times more, each time ten years earlier. Two workers.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from esgtag.validation import ArelleRun, Engine, Order
from esgtag.validation.engine.log import messages_of

BUILT = Path(__file__).parent.parent / "instances" / "xiaomi-2023" / "built"
WORKERS = 2
REPEATS = 3
_FIGURE = re.compile(r"(<ix:nonFraction [^>]*>[\d,]+\.\d)(\d)(</ix:nonFraction>)")
_DATE = re.compile(r"(\d{4})(-\d\d-\d\d</)")
_NAMED = re.compile(r'\b(id|contextRef)="([^"]*)"')
_PARTS = re.compile(
    r"(.*?)(<xbrli:context .*</xbrli:context>)(.*</xbrli:unit>)(.*?)(\s*<link:footnoteLink.*)", re.DOTALL
)
_COVER = re.compile(r"\s*<esg:(?:NameOf|Reporting)[^>]*>[^<]*</[^>]*>")
Said = Counter[tuple[str, str, str, str]]


def variants(folder: Path, number: int) -> list[Path]:
    """Write packages of the example, the last digits of some figures changed in each."""
    chance = random.Random(5)  # noqa: S311 - figures, not secrets
    source = next(BUILT.glob("*-en.xbri"))
    with zipfile.ZipFile(source) as package:
        name = next(name for name in package.namelist() if name.endswith(".xhtml"))
        page = package.read(name).decode()
    found = [folder / f"report-{index}.xbri" for index in range(number)]
    for file in found:
        changed = _FIGURE.sub(lambda match: f"{match[1]}{(int(match[2]) + chance.randrange(3)) % 10}{match[3]}", page)
        file.write_bytes(_with(source, name, changed))
    return found


def _with(source: Path, name: str, page: str) -> bytes:
    """Return a package with another page in it; everything else stays as it is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(buffer, "w") as target:
        for entry in package.infolist():
            content = page.encode() if entry.filename == name else package.read(entry)
            target.writestr(entry, content, compresslevel=9)
    return buffer.getvalue()


def tenfold(folder: Path) -> Path:
    """Write the example as xBRL-XML with ten times the facts: the same figures for earlier periods."""
    parts = _PARTS.fullmatch(next(BUILT.glob("*-en.xml")).read_text(encoding="utf-8"))
    if parts is None:
        raise SystemExit("the example is not as it was")
    head, contexts, units, facts, links = parts.groups()
    more = "".join(_earlier(text, years) for years in range(10, 100, 10) for text in (contexts, _COVER.sub("", facts)))
    file = folder / "tenfold.xml"
    file.write_text("".join((head, contexts, units, facts, more, links)), encoding="utf-8")
    return file


def _earlier(text: str, years: int) -> str:
    dated = _DATE.sub(lambda match: f"{int(match[1]) - years}{match[2]}", text)
    return _NAMED.sub(lambda match: f'{match[1]}="{match[2]}.{years}"', dated)


def loop(orders: Iterable[Order], folder: Path) -> list[Said]:
    """Run a shell loop of ``arelleCmdLine``, and return what it said of each file."""
    checks = (
        "--validate --utr --calc c11r --validateDuplicateFacts inconsistent --workOffline --disablePersistentConfig"
    )
    lines = [
        f"{Path(sys.executable).with_name('arelleCmdLine')} --file {order.file} {checks}"
        f" --logFile {folder}/{number}.json --logFileMode w --logFormat '%(message)s'"
        + "".join(f" --packages {package}" for package in order.packages)
        for number, order in enumerate(orders)
    ]
    script = folder / "loop.sh"
    script.write_text("\n".join(lines), encoding="utf-8")
    subprocess.run(["sh", str(script)], check=True, capture_output=True)  # noqa: S607
    return [_logged(folder / f"{number}.json") for number in range(len(lines))]


def _logged(file: Path) -> Said:
    entries = [
        {
            "messageCode": entry["code"],
            "levelname": entry["level"].upper(),
            "msg": entry["message"]["text"],
            "refs": entry["refs"],
        }
        for entry in json.loads(file.read_text(encoding="utf-8"))["log"]
    ]
    return Counter(_said(code, level, text, facts) for code, level, text, facts, _ in messages_of(entries))


def _said(code: str, level: str, text: str, facts: Iterable[str]) -> tuple[str, str, str, str]:
    return code, level, " ".join(sorted(text.split())), " ".join(sorted(facts))


def kept(engine: Engine, orders: list[Order]) -> list[Said]:
    """Run the engine with a taxonomy that is kept, and return what it said of each file."""
    found = []
    for run in engine.run_all(orders, expects_more=True):
        if not isinstance(run, ArelleRun) or not run.is_warm:
            raise SystemExit(f"not validated with a taxonomy that is kept: {run}")
        found.append(Counter(_said(one.code, one.level, one.text, one.facts) for one in run.messages))
    return found


def timed(work: Callable[[], list[Said]]) -> tuple[float, list[Said]]:
    """Return the seconds that something takes, and what it returns."""
    started = time.perf_counter()
    found = work()
    return time.perf_counter() - started, found


def same(ours: list[Said], theirs: list[Said]) -> int:
    """Return the number of messages, which have to be the same."""
    if ours != theirs:
        raise SystemExit(
            f"not the same: {[(mine - other, other - mine) for mine, other in zip(ours, theirs, strict=True)]}"
        )
    return sum(found.total() for found in ours)


def many(engine: Engine, folder: Path, reports: int, looped: int) -> None:
    """Compare the engine and the loop on many reports."""
    orders = [Order(file) for file in variants(folder, reports)]
    alone, told = timed(partial(loop, orders[:looped], folder))
    first, said = timed(partial(kept, engine, orders[:looped]))
    before = engine.memory
    rest, _ = timed(partial(kept, engine, orders[looped:]))
    ratio = alone / looped * reports / (first + rest)
    print(f"{reports} reports in the time of the loop: {ratio:.1f} times, the loading of the taxonomy included")
    print(f"{looped} reports compared with the loop: {same(said, told)} messages, all the same")
    print(f"memory of the keeper: {before >> 20} MB, at the end {(engine.memory - before) / 2**20:+.1f} MB", flush=True)
    engine.close()
    whole, _ = timed(partial(command, [order.file for order in orders], folder))
    print(f"all rules, with the command esgtag validate: {alone / looped * reports / whole:.1f} times", flush=True)


def command(files: list[Path], folder: Path) -> list[Said]:
    """Run ``esgtag validate`` on files, as a user does."""
    esgtag = Path(sys.executable).with_name("esgtag")
    options = ["--jobs", str(WORKERS), "--fail-on", "error", "--format", "json", "--output", str(folder / "all.json")]
    ended = subprocess.run([esgtag, "validate", *files, *options], capture_output=True, check=False)
    if ended.returncode not in (0, 1):
        raise SystemExit(ended.stderr.decode())
    return []


def single(engine: Engine, folder: Path, name: str, order: Order) -> None:
    """Compare the engine, which has the taxonomy, and the loop on one report."""
    same(kept(engine, [order]), loop([order], folder))
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
        many(engine, Path(scratch), arguments.reports, arguments.loop)
        print(f"{'one report':<14} {'facts':>6} {'kept':>8}")
        single(engine, Path(scratch), "the example", Order(next(BUILT.glob("*-en.xml")), packages))
        single(engine, Path(scratch), "ten times", Order(tenfold(Path(scratch)), packages))


if __name__ == "__main__":
    main()
