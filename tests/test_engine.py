"""The engine: a kept taxonomy gives the messages of plain Arelle, whatever is wrong with a report; budgets hold."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import engine_cases as cases
import pytest
from plain_arelle import Said, plain, said

import esgtag.validation.engine.pool as pool
from esgtag.validation import ArelleError, ArelleRun, Budget, Engine, Order, OverBudgetError, run_arelle, shared_engine
from esgtag.validation.engine.budgets import children, resident
from esgtag.validation.engine.recognition import recognise, taxonomy_digest

EVERY = 1 if "ESGTAG_EVERY_KIND" in os.environ else 2
"""Plain Arelle takes half a second for each; of the kinds of documents every other one is enough from day to day."""
KINDS = [
    *list(cases.XML)[::EVERY],
    *list(cases.PAGES)[::EVERY],
    *list(cases.JSON)[::EVERY],
    *cases.PACKAGES,
    *(f"beside its taxonomy: {kind}" for kind in cases.BESIDE),
    "utf-16",
]
ALONE = {
    "namespace of the root",
    "schema not named",
    "schema without address",
    "schema not there",
    "schema and one not there",
    "schema with an anchor",
    "linkbase as schema",
    "schema of its own",
    "schema by location",
    "footnote elsewhere",
    "base elsewhere",
    "not a report",
    "a test case",
    "page without references",
    "json taxonomy not there",
    "json without taxonomy",
    "package without report",
    "package of two",
    "package of two apart",
    "package relative",
    "package without its taxonomy",
    "utf-16",
}
"""Reports that no keeper can take: another taxonomy, one with a fault, one of their own, or none."""
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at through /proc")

Outcome = ArelleRun | ArelleError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="module")
def orders(folder: Path) -> dict[str, Order]:
    """An order for each kind of report."""
    mini = folder / "mini.zip"
    return {
        kind: Order(file, () if file.suffix == ".xbri" or "beside" in kind else (mini,))
        for kind, file in cases.write(folder).items()
    }


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with Engine() as found:
        yield found


@pytest.fixture(scope="module")
def warm(engine: Engine, orders: dict[str, Order]) -> dict[str, Outcome]:
    return dict(zip(KINDS, engine.run_all([orders[kind] for kind in KINDS], expects_more=True), strict=True))


@pytest.fixture(scope="module")
def cold(orders: dict[str, Order], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Said]:
    return dict(zip(KINDS, plain([orders[kind] for kind in KINDS], tmp_path_factory.mktemp("logs")), strict=True))


def known(engine: Engine, order: Order) -> None:
    """Have the engine know the taxonomy of a report."""
    (found,) = engine.run_all([order], expects_more=True)
    assert isinstance(found, ArelleRun)
    assert found.is_warm


# The same messages


@pytest.mark.parametrize("kind", KINDS)
def test_a_kept_taxonomy_gives_the_messages_of_plain_arelle(
    warm: dict[str, Outcome], cold: dict[str, Said], kind: str
) -> None:
    found = warm[kind]
    assert isinstance(found, ArelleRun)
    assert said(found.messages) == cold[kind]
    assert found.is_warm is (kind not in ALONE)


def test_a_run_alone_gives_the_messages_in_the_same_order(warm: dict[str, Outcome], orders: dict[str, Order]) -> None:
    some = KINDS[::8]
    with Engine(is_warm=False) as alone:
        assert alone.run_all([orders[kind] for kind in some]) == [warm[kind] for kind in some]


def test_the_reports_are_broken_in_many_ways(cold: dict[str, Said]) -> None:
    assert len({frozenset(code for code, *_ in found) for found in cold.values()}) > 80 // EVERY
    assert {code for code, *_ in cold["valid"]} <= {"info"}


def test_what_formulas_find_is_not_lost_when_they_were_compiled_before_there_were_facts(
    engine: Engine, orders: dict[str, Order]
) -> None:
    order = orders["sign wrong"]
    known(engine, order)
    run = engine.run(order.file, order.packages)
    assert run.is_warm
    (message,) = (message for message in run.messages if message.code == "message:sign")
    assert (message.text, message.facts) == ("Part A is -10, below nothing.", ("sign", "PartA.c"))


def broken(content: bytes) -> bytes:
    """A unit that does not fit, a sum that does not add up, a figure that contradicts another."""
    for right, wrong in [(b'unitRef="u.MWh"', b'unitRef="u.tCO2e"'), (b">683,906.94<", b">683,900.00<")]:
        content = content.replace(right, wrong, 1)
    return content.replace(b"contextRef=", b"contextref=", 1)


def test_so_does_our_own_taxonomy(out: Path, tmp_path: Path, engine: Engine) -> None:
    wrong = tmp_path / "wrong.xml"
    wrong.write_bytes(broken(next(out.glob("*-en.xml")).read_bytes()))
    orders = [Order(next(out.glob("*-en.xbri"))), Order(wrong, (out / "esg-2026.zip",))]
    found = engine.run_all(orders)
    assert [isinstance(one, ArelleRun) and one.is_warm for one in found] == [True, True]
    messages = [said(one.messages) for one in found if isinstance(one, ArelleRun)]
    assert messages == plain(orders, tmp_path)
    assert messages[0] != messages[1]


def test_facts_are_saved_as_they_are_alone(engine: Engine, orders: dict[str, Order], tmp_path: Path) -> None:
    first, second = tmp_path / "warm.json", tmp_path / "cold.json"
    known(engine, orders["page footnote"])
    run = engine.run(orders["page footnote"].file, orders["page footnote"].packages, oim_copy=first)
    assert run.is_warm
    assert run == run_arelle(orders["page footnote"].file, orders["page footnote"].packages, oim_copy=second)
    assert first.read_bytes() == second.read_bytes()


def test_messages_keep_their_order_from_run_to_run(orders: dict[str, Order], monkeypatch: pytest.MonkeyPatch) -> None:
    runs = []
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        runs.append(run_arelle(orders["too much"].file, orders["too much"].packages))
    assert runs[0].messages == runs[1].messages
    assert len(runs[0].messages) > 2


def test_the_first_files_are_validated_while_the_others_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_bytes(b"<a/>")
    done = threading.Event()

    def read() -> Iterator[Order]:
        yield Order(file)
        assert done.wait(60)
        yield Order(file)

    with Engine(is_warm=False) as engine:
        assert len(engine.run_all(read(), lambda order, outcome: done.set())) == 2


# Which taxonomy is whose


def test_one_process_serves_packages_and_loose_documents_of_the_same_content(
    orders: dict[str, Order], folder: Path
) -> None:
    kinds = ["package", "package of another top", "package with a fault", "page", "json", "valid"]
    with Engine() as engine:
        found = engine.run_all([orders[kind] for kind in kinds])
        assert all(isinstance(one, ArelleRun) and one.is_warm for one in found)
        assert len(engine._keepers) == 1
    digests = [taxonomy_digest(orders[kind].file) for kind in kinds[:3]]
    assert set(digests) == {taxonomy_digest(folder / "mini.zip")}
    assert taxonomy_digest(orders["package of another taxonomy"].file) not in digests


def test_a_package_that_maps_nothing_is_not_helped_by_one_that_does(
    engine: Engine, orders: dict[str, Order], tmp_path: Path
) -> None:
    """The same taxonomy is known, but the report's package does not lead to it."""
    known(engine, orders["page"])
    lost = tmp_path / "lost.zip"
    with zipfile.ZipFile(orders["page"].packages[0]) as source, zipfile.ZipFile(lost, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b"2025/", b"2024/") if name.endswith("catalog.xml") else content)
    for packages in [(), (lost,)]:
        (found,) = engine.run_all([Order(orders["page"].file, packages)])
        assert isinstance(found, ArelleRun)
        assert not found.is_warm
        assert "IOerror" in {message.code for message in found.messages}


def test_a_package_that_gives_the_same_addresses_another_content_is_noticed(
    engine: Engine, orders: dict[str, Order], tmp_path: Path
) -> None:
    """Two packages map the same addresses; whose documents Arelle takes is up to Arelle."""
    known(engine, orders["page"])
    mini, other = orders["page"].packages[0], tmp_path / "other.zip"
    formulas = cases.FORMULAS.replace("$a ge 0", "$a ge 11")
    other.write_bytes(cases.package({**cases.TAXONOMY, "formulas.xml": formulas}))
    runs = []
    for packages in [(mini, other), (other, mini)]:
        runs.append(engine.run(orders["page"].file, packages))
        assert runs[-1] == run_arelle(orders["page"].file, packages)
    assert any("message:sign" in {message.code for message in run.messages} for run in runs)


def test_a_taxonomy_that_changes_on_disk_is_learnt_anew(tmp_path: Path) -> None:
    for name, content in cases.TAXONOMY.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    report = tmp_path / "report.xml"
    report.write_text(cases.xml().replace(cases.ENTRY, "mini.xsd"), encoding="utf-8")
    with Engine() as engine:
        known(engine, Order(report))
        assert engine.run(report).messages == ()
        (tmp_path / "formulas.xml").write_text(cases.FORMULAS.replace("$a ge 0", "$a ge 10"), encoding="utf-8")
        runs = [engine.run(report) for _ in range(2)]
    assert [run.is_warm for run in runs] == [False, True]
    assert [[message.code for message in run.messages] for run in runs] == [["message:sign"]] * 2


def test_the_only_report_about_a_taxonomy_is_validated_alone(orders: dict[str, Order]) -> None:
    with Engine() as engine:
        order = orders["valid"]
        assert [engine.run(order.file, order.packages).is_warm for _ in range(3)] == [False, True, True]


def test_less_is_asked_of_a_taxonomy_that_was_checked_but_not_more(orders: dict[str, Order]) -> None:
    order = orders["sign wrong"]
    with Engine() as engine:
        without = replace(order, check_taxonomy=False, run_formulas=False)
        first, _ = engine.run_all([without, without])
        assert "message:sign" not in {message.code for message in first.messages}  # type: ignore[union-attr]
        assert len(engine._keepers) == 1
        for asked, keepers in [(order, 2), (without, 2), (replace(order, run_formulas=False), 2)]:
            found, again = engine.run_all([asked, asked])
            assert isinstance(found, ArelleRun)
            assert found == again
            assert found == run_arelle(
                asked.file,
                asked.packages,
                check_taxonomy=asked.check_taxonomy,
                run_formulas=asked.run_formulas,
            )
            assert len(engine._keepers) == keepers


def test_not_more_taxonomies_are_kept_than_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "MOST_KEEPERS", 1)
    with Engine() as engine:
        for limit in ("1", "2"):
            file = tmp_path / f"{limit}.xbri"
            files = {**cases.TAXONOMY, "formulas.xml": cases.FORMULAS.replace("ge 0", f"ge {limit}")}
            file.write_bytes(cases.package(files, reports={"mini.xhtml": cases.page()}))
            known(engine, Order(file))
            assert len(engine._keepers) == 1


def test_what_cannot_be_recognised_is_not(tmp_path: Path) -> None:
    for name, content in {"empty.xml": b"", "a.xml": b"<a/>", "cut.xbri": b"PK\x03\x04", "a.json": b"{}"}.items():
        (tmp_path / name).write_bytes(content)
        assert recognise(Order(tmp_path / name)) is None
    assert recognise(Order(tmp_path / "nothing.xml")) is None


# Budgets, crashes


def slow(folder: Path) -> Order:
    """A report with a figure of a million million, up to which a formula of its taxonomy counts in thousands."""
    file = folder / "slow.xml"
    facts = cases.FACTS.replace(cases.PART_A, cases.number("PartA", "1000000000000"))
    file.write_text(cases.xml(facts), encoding="utf-8")
    return Order(file, (folder / "mini.zip",))


def greedy(folder: Path) -> Order:
    """A report whose taxonomy has a formula that asks for a sequence of three hundred million numbers."""
    formulas = cases.FORMULAS.replace("$a ge 0", "count(for $i in 1 to 300000000 return $i * $a) gt 0")
    file = folder / "greedy.xbri"
    file.write_bytes(cases.package({**cases.TAXONOMY, "formulas.xml": formulas}, reports={"mini.xhtml": cases.page()}))
    return Order(file)


@pytest.mark.parametrize("is_warm", [True, False], ids=["warm", "alone"])
def test_a_report_that_takes_minutes_is_given_up_and_the_others_are_not(
    folder: Path, orders: dict[str, Order], is_warm: bool
) -> None:
    budget = Budget(seconds=8)
    with Engine(budget=budget, is_warm=is_warm) as engine:
        started = time.monotonic()
        found = engine.run_all([orders["valid"], slow(folder), orders["sign wrong"], orders["page"]])
        assert time.monotonic() - started < 30
    first, given_up, *others = found
    assert isinstance(given_up, OverBudgetError)
    assert (given_up.what, given_up.budget, str(given_up)) == ("seconds", budget, "it did not finish within 8 seconds")
    assert all(isinstance(one, ArelleRun) and one.is_warm is is_warm for one in [first, *others])


def test_the_command_answers_what_takes_minutes_and_what_breaks_arelle_beside_the_others(
    folder: Path, orders: dict[str, Order]
) -> None:
    deep = folder / "deep-2025-12-31-en.xhtml"
    deep.write_text(cases.page().replace("</body>", "<span>" * 1000 + "</span>" * 1000 + "</body>"), encoding="utf-8")
    files = [slow(folder).file, deep, *(orders[kind].file for kind in ("too much", "valid"))]
    command = [sys.executable, "-P", "-m", "esgtag", "validate", *files, "--package", folder / "mini.zip"]
    ended = subprocess.run([*command, "--seconds", "8", "--format", "json"], capture_output=True, check=False)
    assert ended.returncode == 1
    found = {(Path(one["location"]["file"]).name, one["code"]) for one in json.loads(ended.stdout)}
    assert ("slow.xml", "ESG.9.03.budgetExceeded") in found
    assert (deep.name, "ESG.9.04.engineFailed") in found
    assert ("too-much.xml", "message:parts") in found
    assert not [code for file, code in found if file == "valid.xml" and code.startswith("ESG.9")]


@LINUX
@pytest.mark.parametrize("is_warm", [True, False], ids=["warm", "alone"])
def test_a_report_that_takes_all_memory_is_given_up(folder: Path, orders: dict[str, Order], is_warm: bool) -> None:
    with Engine(budget=Budget(seconds=120, megabytes=180), is_warm=is_warm) as engine:
        given_up, other = engine.run_all([greedy(folder), orders["valid"]], expects_more=True)
        assert engine.memory < 2 * 180 << 20
    assert isinstance(given_up, OverBudgetError)
    assert given_up.what == "megabytes"
    assert isinstance(other, ArelleRun)


@LINUX
def test_a_taxonomy_that_takes_all_memory_is_given_up_too(orders: dict[str, Order]) -> None:
    with Engine(budget=Budget(megabytes=60)) as engine:
        assert {type(one) for one in engine.run_all([orders["valid"]] * 2)} == {OverBudgetError}


def within(seconds: int, what: Callable[[], object]) -> None:
    for _ in range(20 * seconds):
        if what():
            return
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} seconds")


@LINUX
@pytest.mark.parametrize("is_warm", [True, False], ids=["warm", "alone"])
def test_a_process_that_crashes_fails_its_report_only(folder: Path, orders: dict[str, Order], is_warm: bool) -> None:
    """Whatever crashes Arelle arrives as a signal; here it is sent to the process that has the report."""
    with Engine(is_warm=is_warm, workers=2) as engine:
        if is_warm:
            known(engine, orders["valid"])
        found: list[Outcome] = []
        task = threading.Thread(target=lambda: found.extend(engine.run_all([slow(folder), orders["valid"]])))
        task.start()

        def working() -> list[int]:
            if is_warm:
                return [child for keeper in engine.keepers for child in children(keeper)]
            return [child for process in list(engine._alone) for child in children(process.pid)]

        within(60, lambda: found or (len(working()) == 1 and (time.sleep(2) or len(working()) == 1)))
        os.kill(working()[0], signal.SIGSEGV)
        task.join(60)
        crashed, other = found
        assert str(crashed) == "it was ended by SIGSEGV: no message"
        assert isinstance(crashed, ArelleError)
        assert isinstance(other, ArelleRun)
        assert engine.run(orders["page"].file, orders["page"].packages).is_warm is is_warm


@LINUX
def test_a_keeper_that_crashes_is_replaced(orders: dict[str, Order]) -> None:
    order = orders["valid"]
    with Engine() as engine:
        known(engine, order)
        (before,) = engine.keepers
        os.kill(before, signal.SIGKILL)
        run = engine.run(order.file, order.packages)
        assert run == run_arelle(order.file, order.packages)
        again = engine.run(order.file, order.packages)
        assert again.is_warm
        assert engine.keepers != [before]


# What is left behind


@LINUX
def test_memory_stays_flat(orders: dict[str, Order]) -> None:
    order = orders["page"]
    with Engine() as engine:
        engine.run_all([order] * 4)
        before = engine.memory
        assert before > 50 << 20
        assert all(isinstance(one, ArelleRun) and one.is_warm for one in engine.run_all([order] * 100))
        assert engine.memory - before < 2 << 20
        assert [child for keeper in engine.keepers for child in children(keeper)] == []


SCRIPT = """
import sys, threading
from pathlib import Path
from esgtag.validation import Engine, Order
engine = Engine()
orders = [Order(Path(name), (Path(sys.argv[1]),)) for name in sys.argv[2:]]
engine.run_all(orders[:1], expects_more=True)
threading.Timer(3, lambda: print("busy", flush=True)).start()
engine.run_all(orders)
"""


@LINUX
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT], ids=["killed", "interrupted"])
def test_nothing_is_left_behind_when_the_caller_dies(
    folder: Path, orders: dict[str, Order], tmp_path: Path, end: signal.Signals
) -> None:
    """Two reports that take minutes, one with a keeper and one alone; then the caller is gone."""
    warm = slow(folder)
    alone = tmp_path / "alone.xml"
    alone.write_bytes(warm.file.read_text(encoding="utf-8").replace("UTF-8", "UTF-16").encode("utf-16"))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    files = [str(file) for file in (warm.packages[0], orders["valid"].file, warm.file, alone)]
    caller = subprocess.Popen(
        [sys.executable, "-P", "-c", textwrap.dedent(SCRIPT), *files],
        env={**os.environ, "TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background job ignores it
    )
    assert caller.stdout is not None
    with caller:
        assert caller.stdout.readline() == b"busy\n"
        guards = children(caller.pid)
        workers = [child for guard in guards for child in children(guard)]
        started = [*guards, *workers, *(child for worker in workers for child in children(worker))]
        assert len(started) == 5
        assert len(list(scratch.iterdir())) == 2
        os.kill(caller.pid, end)
        caller.wait(20)
    within(20, lambda: not any(resident(process) for process in started))
    within(20, lambda: not list(scratch.iterdir()))


# Where it cannot be warm


def test_where_processes_cannot_be_forked_files_are_validated_alone(
    orders: dict[str, Order], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fork")
    with Engine() as engine:
        assert not engine.is_warm
        found = engine.run_all([orders["valid"], orders["valid"]])
    assert [one.is_warm for one in found if isinstance(one, ArelleRun)] == [False, False]


def test_answers_come_in_the_order_of_what_was_asked(orders: dict[str, Order], engine: Engine) -> None:
    asked = [orders[kind] for kind in ("sign wrong", "valid", "not a report", "json negative")]
    done: list[Order] = []
    found = engine.run_all(asked, lambda order, outcome: done.append(order))
    assert found == [engine.run(order.file, order.packages) for order in asked]
    assert sorted(done, key=asked.index) == asked


def test_the_shared_engine_is_one() -> None:
    assert shared_engine() is shared_engine()
