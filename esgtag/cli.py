"""The command line. Heavy modules are imported by the commands that need them, so that help comes at once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from . import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .building import Build
    from .findings import Finding, Severity

app = typer.Typer(
    name="esgtag",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help=(
        "Turn the ESG figures you keep in tables into a filing that people can read and computers can check.\n\n"
        "You keep one folder for each report: a file disclosure.yaml that says who reports, for which years and in "
        "which languages, and CSV tables with one row for each figure and one column for each year. esgtag turns "
        "them into a web page in which every figure is also data (iXBRL), and tells you which cell is wrong, and why."
    ),
    epilog="Exit codes: 0 all well, 1 something was found, 2 the command could not run.",
)


class Threshold(StrEnum):
    """The severity from which on a finding makes the command fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"


FailOn = Annotated[
    Threshold,
    typer.Option(
        help="Exit with code 1 when something of this severity or worse is found. "
        "A filing with warnings is written all the same."
    ),
]
As = Annotated[Format, typer.Option("--format", help="Print findings as text for people or as JSON for programs.")]


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
            file_okay=False,
            help="The folder with disclosure.yaml and its tables.",
            metavar="PATH",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="Where to put the filing.", show_default="the folder built/ in PATH", metavar="DIR"),
    ] = None,
    fail_on: FailOn = Threshold.ERROR,
    output: As = Format.TEXT,
) -> None:
    """Build the filing of a disclosure folder and check it.

    Reads the tables, checks every cell, writes the report for people (.xhtml), the same facts for computers
    (.xml, .json) and the package to submit (.xbri), and has Arelle, an independent XBRL processor, validate them.
    With an error nothing is written.
    """
    from .building import build as build_filing
    from .building import save

    console = Console(stderr=True, emoji=False)
    target = out or path / "built"
    if target.exists() and (not target.is_dir() or target.samefile(path)):
        console.print(f"{target} cannot take the filing: name a folder, and not the disclosure's own.", highlight=False)
        raise typer.Exit(2)
    with console.status("") as status:

        def progress(doing: str) -> None:
            if console.is_terminal:
                status.update(f"{doing} …")
            else:
                console.print(f"{doing} …", highlight=False)

        result = build_filing(path, progress)
    if result.files:
        try:
            save(result.files, target)
        except OSError as error:
            console.print(f"The filing cannot be written to {target}: {error.strerror or error}.", highlight=False)
            raise typer.Exit(2) from error
    findings = [finding.within(path.as_posix()) for finding in result.findings]
    _print_findings(findings, output)
    if output is Format.TEXT:
        _print_build(result, target)
    _exit(findings, fail_on)


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
    fail_on: FailOn = Threshold.ERROR,
    output: As = Format.TEXT,
) -> None:
    """Check finished reports with Arelle, an independent XBRL processor.

    Works offline. The ESG taxonomy is at hand; a report that uses another taxonomy needs its package.
    """
    from .checking import validate as validate_reports

    console = Console(stderr=True, emoji=False)
    with console.status(f"Arelle is checking {len(files)} file{'s' if len(files) > 1 else ''} …"):
        findings = validate_reports(files, package or [])
    _print_findings(findings, output)
    _exit(findings, fail_on)


def _plain(text: str) -> str:
    """Return a text for the terminal: no markup, and control characters made visible."""
    return escape("".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text))


def _print_findings(findings: Sequence[Finding], output: Format) -> None:
    from .findings import in_order, to_json
    from .findings.rendering import summary

    if output is Format.JSON:
        typer.echo(to_json(findings), nl=False)
        return
    console = Console(emoji=False)
    for finding in in_order(findings):
        _print_finding(console, finding)
    console.print(Text(summary(findings), style="bold"))


def _print_finding(console: Console, finding: Finding) -> None:
    colour = {"error": "red", "warning": "yellow", "note": "blue"}[finding.severity.label]
    place = f"{_plain(str(finding.location))}: " if finding.location else ""
    console.print(
        f"{place}[bold {colour}]{finding.severity.label}[/] [dim]{_plain(finding.code)}[/]",
        highlight=False,
        soft_wrap=True,
    )
    console.print(f"    {_plain(finding.message)}", highlight=False, soft_wrap=True)
    if finding.hint:
        console.print(f"    [dim]→[/] {_plain(finding.hint)}", highlight=False, soft_wrap=True)
    if finding.related:
        places = "; ".join(map(str, finding.related))
        console.print(f"    [dim]See also {_plain(places)}[/]", highlight=False, soft_wrap=True)
    console.print()


def _print_build(result: Build, target: Path) -> None:
    console = Console(emoji=False)
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Table")
    for heading in ("cells", "facts", "omissions", "refused"):
        table.add_column(heading, justify="right")
    for name, count in result.counts.items():
        table.add_row(f"{name}.csv", *map(str, (count.cells, count.facts, count.omissions, count.refused)))
    total = result.total
    if result.counts:
        console.print(table)
        account = f"{total.facts} facts + {total.omissions} omissions + {total.refused} refused"
        console.print(f"{total.cells} cells read = {account}", highlight=False)
    if not result.files:
        console.print("[bold red]No filing was written.[/] Correct the errors above and build again.")
        if (target / "manifest.json").exists():
            console.print(f"What stands in {_plain(target.as_posix())} is from an earlier build.", highlight=False)
        return
    console.print(f"[bold green]The filing stands in {_plain(target.as_posix())}.[/]", highlight=False, soft_wrap=True)
    for name in (name for name in result.files if name.endswith((".xhtml", ".xbri"))):
        use = "open it in a browser" if name.endswith(".xhtml") else "submit it, or validate it anywhere"
        console.print(f"    {_plain((target / name).as_posix())}  [dim]{use}[/]", highlight=False, soft_wrap=True)


def _exit(findings: Sequence[Finding], fail_on: Threshold) -> None:
    from .findings import Severity, worst

    highest: Severity | None = worst(findings)
    if highest is not None and highest >= Severity[fail_on.name]:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line."""
    app(prog_name="esgtag")
