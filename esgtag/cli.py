"""The command line. Heavy modules are imported by the commands that need them, so that help comes at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from . import __version__
from .options import (
    All,
    Also,
    As,
    BaselineFile,
    FailOn,
    FindingsFile,
    Format,
    Jobs,
    Megabytes,
    NewBaseline,
    OutputFile,
    ProfileName,
    RulesPage,
    Score,
    Seconds,
    Threshold,
    Waivers,
)
from .records_cli import app as records_app
from .reporting import plain, print_explanation
from .taxonomy_cli import app as taxonomy_app

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .building import Build
    from .findings import Finding
    from .findings.judgement import Judgement
    from .judging import Settings, Subject

app = typer.Typer(
    name="esgtag",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help=(
        "Turn the ESG figures you keep in tables into a filing that people can read and computers can check.\n\n"
        "You keep your figures in a workbook (`esgtag form` writes one to fill in), or in a folder with CSV tables "
        "(`esgtag init` starts one). esgtag turns them into a web page in which every figure is also data (iXBRL), and "
        "tells you which cell is wrong, and why."
    ),
    epilog="Exit codes: 0 all well, 1 something was found, 2 the command could not run.",
)


app.add_typer(records_app)
app.add_typer(taxonomy_app, name="taxonomy")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"esgtag {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


@app.command()
def build(
    path: Annotated[
        Path,
        typer.Argument(
            exists=True,
            help="The disclosure: a folder with disclosure.yaml and its tables, a workbook, or a YAML or JSON file.",
            metavar="PATH",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="Where to put the filing.", show_default="the folder built/ beside it", metavar="DIR"
        ),
    ] = None,
    last_year: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="The report filed a year ago (.xbri, .xhtml, .xml, .json): figures are compared with it.",
            metavar="FILE",
        ),
    ] = None,
    profile: ProfileName = None,
    waivers: Waivers = None,
    baseline: BaselineFile = None,
    write_baseline: NewBaseline = None,
    fail_on: FailOn = None,
    form: As = Format.TEXT,
    findings_file: FindingsFile = None,
    also: Also = None,
    show_all: All = False,
    card: Score = False,
    rules_page: RulesPage = "",
    watch: Annotated[
        bool,
        typer.Option(
            "--watch", help="Check the records again each time that a file is saved, and write nothing; Ctrl+C ends it."
        ),
    ] = False,
) -> None:
    """Build the filing of a disclosure and check it.

    Reads the records, checks every one, writes the report for people (.xhtml), the same facts for computers
    (.xml, .json) and the package to submit (.xbri), and has Arelle, an independent XBRL processor, validate them.
    With an error nothing is written, whatever the profile and the waivers say; a filing with warnings is.
    """
    from .building import build as build_filing
    from .judging import Subject
    from .saving import save

    settings = _settings(profile or "own", waivers, baseline, fail_on)
    outputs = _outputs(also)
    console = Console(stderr=True, emoji=False)
    folder = path if path.is_dir() else path.parent
    target = out or folder / "built"
    if target.exists() and (not target.is_dir() or target.samefile(folder)):
        console.print(f"{target} cannot take the filing: name a folder, and not the disclosure's own.", highlight=False)
        raise typer.Exit(2)
    if watch:
        _watch(path, target, last_year, settings, show_all=show_all)
        return
    with console.status("") as status:

        def progress(doing: str) -> None:
            if console.is_terminal:
                status.update(f"{doing} …")
            else:
                console.print(f"{doing} …", highlight=False)

        result = build_filing(path, progress, last_year=last_year)
    if result.files:
        try:
            save(result.files, target)
        except OSError as error:
            console.print(f"The filing cannot be written to {target}: {error.strerror or error}.", highlight=False)
            raise typer.Exit(2) from error
    findings = [finding.within(folder.as_posix()) for finding in result.findings]
    documents = {name: content for name, content in result.files.items() if name.endswith(".xhtml")}
    subject = Subject(path.resolve().name, (), documents, rules_page)
    judgement = _judge(findings, settings, write_baseline)
    _deliver(judgement, subject, form, findings_file, outputs, show_all=show_all, card=card)
    if form is Format.TEXT:
        _print_build(result, target)
    if not (judgement.is_fit and result.files):
        raise typer.Exit(1)


@app.command()
def validate(
    files: Annotated[
        list[Path],
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="Reports (.xhtml, .xml, .json) or packages (.xbri, .zip).",
            metavar="FILE...",
        ),
    ],
    package: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="A taxonomy package that the files need; may be repeated.",
            metavar="ZIP",
        ),
    ] = None,
    last_year: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="The report filed a year ago: figures are compared with it.",
            metavar="FILE",
        ),
    ] = None,
    profile: ProfileName = None,
    waivers: Waivers = None,
    baseline: BaselineFile = None,
    write_baseline: NewBaseline = None,
    fail_on: FailOn = None,
    form: As = Format.TEXT,
    output: OutputFile = None,
    also: Also = None,
    show_all: All = False,
    card: Score = False,
    rules_page: RulesPage = "",
    seconds: Seconds = None,
    megabytes: Megabytes = None,
    jobs: Jobs = None,
) -> None:
    """Check finished reports with all rules, and with Arelle, an independent XBRL processor.

    Works offline. The ESG taxonomy is at hand; a report that uses another taxonomy needs its package.
    """
    from .checking import check
    from .judging import subject_of
    from .validation import Budget, Engine

    settings = _settings(profile or "own", waivers, baseline, fail_on)
    outputs = _outputs(also)
    console = Console(stderr=True, emoji=False)
    with console.status(f"Checking {_counted(len(files))} …") as status:
        left = len(files)

        def on_done(file: Path) -> None:
            nonlocal left
            left -= 1
            status.update(f"Arelle has checked {plain(file.name)}; {_counted(left)} to go …")

        with Engine(workers=jobs, budget=Budget.of(seconds, megabytes)) as engine:
            checked = check(files, package or [], last_year, on_done, engine=engine, settings=settings.of_documents)
    if profile is None and not any(one.is_ours for one in checked):
        settings = _settings("foreign", waivers, baseline, fail_on)
    findings = [finding for one in checked for finding in one.findings]
    judgement = _judge(findings, settings, write_baseline)
    _deliver(judgement, subject_of(files, rules_page), form, output, outputs, show_all=show_all, card=card)
    if not judgement.is_fit:
        raise typer.Exit(1)


@app.command()
def explain(
    code: Annotated[str, typer.Argument(help="A code, such as ESG.2.07 or 2.07, or one of Arelle.", metavar="CODE")],
) -> None:
    """Explain a code: the rule, why it exists, a wrong and a right example, what to do."""
    if not print_explanation(code):
        raise typer.Exit(1)


def _counted(files: int) -> str:
    return f"{files} file{'' if files == 1 else 's'}"


def _settings(profile: str, waivers: Path | None, baseline: Path | None, fail_on: Threshold | None) -> Settings:
    """Return what to judge by; end the command if it cannot be read."""
    from .judging import Settings, SettingsError

    try:
        return Settings.read(profile, waivers, baseline, fail_on)
    except SettingsError as error:
        raise _end(f"{error}") from error


def _outputs(also: Sequence[str] | None) -> list[tuple[Format, Path]]:
    """Return the further formats that are wanted, each with its file."""
    outputs: list[tuple[Format, Path]] = []
    for one in also or ():
        name, _, file = one.partition("=")
        if name not in list(Format) or not file:
            raise _end(f"--also {one}: write a format, = and a file, such as sarif=findings.sarif.")
        outputs.append((Format(name), Path(file)))
    return outputs


def _judge(findings: Sequence[Finding], settings: Settings, write_baseline: Path | None) -> Judgement:
    import datetime

    today = datetime.date.today()
    judgement = settings.judge(findings, today)
    if write_baseline is None:
        return judgement
    try:
        return settings.with_baseline(judgement, write_baseline).judge(findings, today)
    except OSError as error:
        raise _end(f"{write_baseline} cannot be written: {error.strerror or error}.") from error


def _deliver(
    judgement: Judgement,
    subject: Subject,
    form: Format,
    output: Path | None,
    also: Sequence[tuple[Format, Path]],
    *,
    show_all: bool,
    card: bool,
) -> None:
    """Print the findings or write them to a file, and write them in further formats."""
    from . import judging
    from .saving import save

    files = [*also, *([(form, output)] if output else [])]
    try:
        for wanted, file in files:
            text = judging.render(judgement, wanted, subject, show_all=show_all, card=card)
            save({file.name: text.encode()}, file.parent)
    except OSError as error:
        raise _end(f"The findings cannot be written: {error.strerror or error}.") from error
    if output is None and form is not Format.TEXT:
        typer.echo(judging.render(judgement, form, subject), nl=False)
    elif output is None:
        judging.print_text(judgement, Console(emoji=False), show_all=show_all, card=card)
    else:
        Console(stderr=True, emoji=False).print(plain(judgement.verdict), highlight=False, soft_wrap=True)


def _end(message: str) -> typer.Exit:
    """Say why the command cannot run; return what ends it."""
    Console(stderr=True, emoji=False).print(plain(message), highlight=False, soft_wrap=True)
    return typer.Exit(2)


def _watch(path: Path, apart: Path, last_year: Path | None, settings: Settings, *, show_all: bool) -> None:
    """Review a disclosure now and after each change of its files, until the user has had enough."""
    import datetime
    import time

    from .building import review
    from .judging import print_text
    from .watching import changes

    console = Console(emoji=False)
    folder = path if path.is_dir() else path.parent
    try:
        for _ in changes(path, apart):
            begun = time.perf_counter_ns()
            findings = [finding.within(folder.as_posix()) for finding in review(path, last_year=last_year).findings]
            now = datetime.datetime.now()
            took = (time.perf_counter_ns() - begun) // 1_000_000
            console.rule(f"{now:%H:%M:%S}, in {took:,} ms")
            print_text(settings.judge(findings, now.date()), console, show_all=show_all)
    except KeyboardInterrupt:
        console.print("Ended. `esgtag build` without --watch writes the filing.", highlight=False)


def _print_build(result: Build, target: Path) -> None:
    console = Console(emoji=False)
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Table")
    for heading in ("cells", "facts", "omissions", "refused"):
        table.add_column(heading, justify="right")
    for name, count in result.counts.items():
        table.add_row(name, *map(str, (count.cells, count.facts, count.omissions, count.refused)))
    total = result.total
    if result.counts:
        console.print(table)
        account = f"{total.facts} facts + {total.omissions} omissions + {total.refused} refused"
        console.print(f"{total.cells} cells read = {account}", highlight=False)
    if not result.files:
        console.print("[bold red]No filing was written.[/] Correct the errors above and build again.")
        if (target / "manifest.json").exists():
            console.print(f"What stands in {plain(target.as_posix())} is from an earlier build.", highlight=False)
        return
    console.print(f"[bold green]The filing stands in {plain(target.as_posix())}.[/]", highlight=False, soft_wrap=True)
    for name in (name for name in result.files if name.endswith((".xhtml", ".xbri"))):
        use = "open it in a browser" if name.endswith(".xhtml") else "submit it, or validate it anywhere"
        console.print(f"    {plain((target / name).as_posix())}  [dim]{use}[/]", highlight=False, soft_wrap=True)


@app.command()
def schema(
    records: Annotated[
        bool, typer.Option("--records", help="Only that of a list of records, without the manifest.")
    ] = False,
) -> None:
    """Print the JSON Schema of a disclosure, so that an editor completes and checks it."""
    import json

    from .generator import disclosure_schema, record_schema
    from .taxonomy import esg_taxonomy

    wanted = record_schema if records else disclosure_schema
    typer.echo(json.dumps(wanted(esg_taxonomy()), ensure_ascii=False, indent=2))


def main() -> None:
    """Run the command line."""
    app(prog_name="esgtag")
