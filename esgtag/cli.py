"""The command line. Heavy modules are imported by the commands that need them, so that help comes at once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from . import __version__
from .records_cli import app as records_app
from .reporting import plain, print_findings
from .taxonomy_cli import app as taxonomy_app

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
        "You keep your figures in a workbook (`esgtag form` writes one to fill in), or in a folder with CSV tables "
        "(`esgtag init` starts one). esgtag turns them into a web page in which every figure is also data (iXBRL), and "
        "tells you which cell is wrong, and why."
    ),
    epilog="Exit codes: 0 all well, 1 something was found, 2 the command could not run.",
)


app.add_typer(records_app)
app.add_typer(taxonomy_app, name="taxonomy")


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
    fail_on: FailOn = Threshold.ERROR,
    output: As = Format.TEXT,
) -> None:
    """Build the filing of a disclosure and check it.

    Reads the records, checks every one, writes the report for people (.xhtml), the same facts for computers
    (.xml, .json) and the package to submit (.xbri), and has Arelle, an independent XBRL processor, validate them.
    With an error nothing is written.
    """
    from .building import build as build_filing
    from .saving import save

    console = Console(stderr=True, emoji=False)
    folder = path if path.is_dir() else path.parent
    target = out or folder / "built"
    if target.exists() and (not target.is_dir() or target.samefile(folder)):
        console.print(f"{target} cannot take the filing: name a folder, and not the disclosure's own.", highlight=False)
        raise typer.Exit(2)
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
    print_findings(findings, as_json=output is Format.JSON)
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
    print_findings(findings, as_json=output is Format.JSON)
    _exit(findings, fail_on)


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


def _exit(findings: Sequence[Finding], fail_on: Threshold) -> None:
    from .findings import Severity, worst

    highest: Severity | None = worst(findings)
    if highest is not None and highest >= Severity[fail_on.name]:
        raise typer.Exit(1)


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
