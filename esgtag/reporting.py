"""Findings on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .findings import Code, Finding
    from .findings.explanations import Explanation, ForeignCode, Unknown
    from .findings.grouping import Group
    from .findings.judgement import Judgement
    from .findings.score import Card

FEW = 3
"""How many places of a group are shown unless all are wanted."""

MOST_RELATED = 6
"""How many of the other places of a finding are shown unless all are wanted."""

_COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}


def plain(text: str) -> str:
    """Return a text for the terminal: no markup, and control characters made visible."""
    return escape("".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text))


def print_findings(findings: Sequence[Finding], *, as_json: bool = False) -> None:
    """Print findings on standard output, for people, grouped, ending in a line that counts them; or as JSON."""
    from .findings import in_order, to_json
    from .findings.rendering import summary

    if as_json:
        typer.echo(to_json(findings), nl=False)
        return
    page = _Page(Console(emoji=False))
    page.groups(in_order(findings))
    page.line(f"[bold]{summary(findings)}[/]")


def print_judgement(judgement: Judgement, *, console: Console | None = None, show_all: bool = False) -> None:
    """Print the findings of a judgement, grouped, worst first, and the verdict in the last line."""
    page = _Page(console or Console(emoji=False), show_all=show_all)
    page.groups(judgement.findings)
    for line in judgement.beside_baseline:
        page.line(f"[dim]{plain(line)}[/]")
    page.line(f"[bold {'green' if judgement.is_fit else 'red'}]{plain(judgement.verdict)}[/]")


def print_card(card: Card, *, console: Console | None = None) -> None:
    """Print a quality card: a bar, the points and the reasons of each side of the filing."""
    page = _Page(console or Console(emoji=False))
    for side in card.sides:
        points = "–" if side.points is None else str(side.points)
        bar = "█" * ((side.points or 0) // 10)
        colour = {"good": "green", "fair": "yellow", "poor": "red", "unknown": "dim"}[side.grade]
        page.line(f"{side.title:<13} [bold]{points:>3}[/] [{colour}]{bar:<10}[/] {plain(side.verdict)}")
        for reason in side.reasons:
            page.text(f"[dim]·[/] {plain(reason)}", indent=6)
    page.line(f"[bold]{plain(card.verdict)}[/]")


class _Page:
    """Prints lines: wrapped below their beginning on a screen, unbroken into a file."""

    def __init__(self, console: Console, *, show_all: bool = False) -> None:
        self._console, self._show_all = console, show_all

    def line(self, markup: str) -> None:
        self._console.print(markup, highlight=False, soft_wrap=not self._console.is_terminal)

    def text(self, markup: str, *, indent: int = 4) -> None:
        if self._console.is_terminal:
            self._console.print(Padding(Text.from_markup(markup, emoji=False), (0, 0, 0, indent), expand=False))
        else:
            self.line(" " * indent + markup)

    def groups(self, findings: Sequence[Finding]) -> None:
        from .findings.grouping import group

        for members in group(findings):
            if len(members.findings) == 1:
                self._single(members.first)
            else:
                self._group(members)
            self._console.print()

    def _single(self, finding: Finding) -> None:
        place = f"{plain(str(finding.location))}: " if finding.location else ""
        self.line(f"{place}{_label(finding)}")
        self.text(plain(finding.message))
        self._closing(finding)
        if finding.related:
            shown = finding.related if self._show_all else finding.related[:MOST_RELATED]
            more = f" … and {len(finding.related) - len(shown):,} more" if len(finding.related) > len(shown) else ""
            related = "; ".join(place.seen_from(finding.location) for place in shown)
            self.text(f"[dim]See also {plain(related)}{more}[/]")

    def _group(self, members: Group) -> None:
        from .findings.grouping import spot

        place = f"{plain(members.file)}: " if members.file else ""
        count = len(members.findings)
        self.line(f"{place}{_label(members.first)} [bold]{count:,} times[/]")
        shown = members.findings if self._show_all or count == FEW + 1 else members.findings[:FEW]
        if members.is_same_sentence:
            self.text(plain(members.first.message))
            places = "; ".join(filter(None, map(spot, shown)))
            more = f" … and {count - len(shown):,} more" if count > len(shown) else ""
            if places:
                self.text(f"[dim]At[/] {plain(places)}{more}")
        else:
            for finding in shown:
                where = f"[dim]{plain(spot(finding))}:[/] " if spot(finding) else ""
                self.text(f"{where}{plain(finding.message)}")
            if count > len(shown):
                self.text(f"[dim]… and {count - len(shown):,} more[/]")
        self._closing(members.first)

    def _closing(self, finding: Finding) -> None:
        if finding.hint:
            self.text(f"[dim]→[/] {plain(finding.hint)}")
        if finding.waiver:
            self.text(f"[dim]Waived:[/] {plain(finding.waiver)}")


def _label(finding: Finding) -> str:
    severity = finding.severity.label
    return f"[bold {_COLOURS[severity]}]{severity}[/] [dim]{plain(finding.code)}[/]"


def print_explanation(name: str) -> bool:
    """Print what a code stands for; return whether it is one that is known."""
    from .findings.codes import Code
    from .findings.explanations import ForeignCode, explain, explanations

    found = explain(name)
    page = _Page(Console(emoji=False))
    if isinstance(found, Code):
        _explain_rule(page, found, explanations()[found.code])
    elif isinstance(found, ForeignCode):
        _explain_foreign(page, name, found)
    else:
        _explain_unknown(page, found)
        return False
    return True


def _explain_rule(page: _Page, code: Code, told: Explanation) -> None:
    colour = _COLOURS[code.severity.label]
    stages = ", ".join(stage.value for stage in code.stages)
    page.line(f"[bold]{plain(code.code)}[/]  [{colour}]{code.severity.label}[/]  [dim]decided on: {stages}[/]")
    page.text(plain(code.rule))
    for heading, text in (("Why", told.why), ("Wrong", told.wrong), ("Right", told.right), ("What to do", told.do)):
        page.line(f"[bold]{heading}[/]")
        for line in text.splitlines():
            page.text(plain(line))
    if told.precedent:
        page.line("[bold]Others with the same aim[/]")
        page.text(plain(", ".join(told.precedent)))


def _explain_foreign(page: _Page, name: str, found: ForeignCode) -> None:
    page.line(f"[bold]{plain(name)}[/]  [dim]a code of Arelle, the XBRL processor[/]")
    page.text(plain(found.what))
    page.line("[bold]What to do[/]")
    page.text(plain(found.do))


def _explain_unknown(page: _Page, found: Unknown) -> None:
    page.line(f"There is no rule {plain(found.code)}, and it is no code of Arelle that is explained here.")
    if found.similar:
        page.line(f"Did you mean {plain(' or '.join(found.similar))}?")
