"""Findings on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .findings import Finding


def plain(text: str) -> str:
    """Return a text for the terminal: no markup, and control characters made visible."""
    return escape("".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text))


def print_findings(findings: Sequence[Finding], *, as_json: bool = False) -> None:
    """Print findings on standard output, for people or as JSON."""
    from .findings import in_order, to_json
    from .findings.rendering import summary

    if as_json:
        typer.echo(to_json(findings), nl=False)
        return
    console = Console(emoji=False)
    for finding in in_order(findings):
        _print_finding(console, finding)
    console.print(Text(summary(findings), style="bold"))


def _print_finding(console: Console, finding: Finding) -> None:
    colour = {"error": "red", "warning": "yellow", "note": "blue"}[finding.severity.label]
    place = f"{plain(str(finding.location))}: " if finding.location else ""
    console.print(
        f"{place}[bold {colour}]{finding.severity.label}[/] [dim]{plain(finding.code)}[/]",
        highlight=False,
        soft_wrap=True,
    )
    console.print(f"    {plain(finding.message)}", highlight=False, soft_wrap=True)
    if finding.hint:
        console.print(f"    [dim]→[/] {plain(finding.hint)}", highlight=False, soft_wrap=True)
    if finding.related:
        places = "; ".join(map(str, finding.related))
        console.print(f"    [dim]See also {plain(places)}[/]", highlight=False, soft_wrap=True)
    console.print()
