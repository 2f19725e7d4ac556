"""The options of the commands that find something: how to judge what is found, and how to give it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Threshold(StrEnum):
    """The severity from which on a finding makes the command fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Format(StrEnum):
    """How findings are given."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    HTML = "html"


JUDGING, GIVING, WORKING = "How to judge", "How to give the findings", "How much it may take"
"""The headings of the options in help."""

FailOn = Annotated[
    Threshold | None,
    typer.Option(
        help="Exit with code 1 when something of this severity or worse is found.",
        show_default="that of the profile",
        rich_help_panel=JUDGING,
    ),
]
ProfileName = Annotated[
    str | None,
    typer.Option(
        "--profile",
        help="How severe each rule is: own, foreign (for anyone's filing), or a TOML file.",
        show_default="own for the ESG taxonomy, foreign for others",
        metavar="NAME|FILE",
        rich_help_panel=JUDGING,
    ),
]
Waivers = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        dir_okay=False,
        help="What is put up with, for a reason, until a day (TOML).",
        metavar="FILE",
        rich_help_panel=JUDGING,
    ),
]
BaselineFile = Annotated[
    Path | None,
    typer.Option(
        "--baseline",
        exists=True,
        dir_okay=False,
        help="The findings that are known; only new ones count.",
        metavar="FILE",
        rich_help_panel=JUDGING,
    ),
]
NewBaseline = Annotated[
    Path | None,
    typer.Option(
        "--write-baseline",
        dir_okay=False,
        help="Keep what is found as known, in this file.",
        metavar="FILE",
        rich_help_panel=JUDGING,
    ),
]
As = Annotated[
    Format,
    typer.Option(
        "--format",
        help="Text for people, data, or a page that shows the report with its findings.",
        rich_help_panel=GIVING,
    ),
]
OutputFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", dir_okay=False, help="A file for them.", metavar="FILE", rich_help_panel=GIVING),
]
FindingsFile = Annotated[
    Path | None,
    typer.Option("--findings", dir_okay=False, help="A file for them.", metavar="FILE", rich_help_panel=GIVING),
]
Also = Annotated[
    list[str] | None,
    typer.Option(
        help="Give them in another format too, for example sarif=findings.sarif; may be repeated.",
        metavar="FORMAT=FILE",
        rich_help_panel=GIVING,
    ),
]
All = Annotated[bool, typer.Option("--all", help="Show every place of every finding.", rich_help_panel=GIVING)]
Score = Annotated[
    bool, typer.Option("--score", help="Print the quality card of the filing, too.", rich_help_panel=GIVING)
]
RulesPage = Annotated[
    str,
    typer.Option(
        "--rules-page",
        envvar="ESGTAG_RULES_PAGE",
        help="The address of docs/findings.md, to which SARIF links its rules.",
        metavar="URL",
        rich_help_panel=GIVING,
    ),
]
Seconds = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="How long Arelle may take for one file; then it is given up, and the others go on.",
        show_default="600",
        metavar="NUMBER",
        rich_help_panel=WORKING,
    ),
]
Megabytes = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="How much memory Arelle may use for one file.",
        show_default="4096",
        metavar="NUMBER",
        rich_help_panel=WORKING,
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        help="How many files are checked at once.",
        show_default="as many as there are processors",
        metavar="NUMBER",
        rich_help_panel=WORKING,
    ),
]
