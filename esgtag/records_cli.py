"""The commands about records: the form to fill in, conversions between forms, the start of a disclosure."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from .reporting import print_findings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .converting import Conversion
    from .generator import Form
    from .taxonomy import Taxonomy

app = typer.Typer()


class Entry(StrEnum):
    """The views of the taxonomy that a form can be made for."""

    ALL = "all"
    HKEX = "hkex"
    GRI = "gri"


class FormName(StrEnum):
    """The forms that a disclosure can be written in."""

    WIDE = "wide"
    LONG = "long"
    YAML = "yaml"
    JSON = "json"
    WORKBOOK = "workbook"


Source = Annotated[
    Path,
    typer.Argument(
        exists=True,
        help="A disclosure: a folder, a workbook, a YAML or JSON file; or a finished report.",
        metavar="SOURCE",
    ),
]
RollForward = Annotated[
    bool,
    typer.Option(
        "--roll-forward",
        help="Open the next year: this year's figures become those of the year before, and the new year is blank.",
    ),
]
Replace = Annotated[bool, typer.Option("--replace", help="Write over a file that is there already.")]
Words = Annotated[
    str | None,
    typer.Option(help="The language of a workbook: en, zh-Hans or zh-Hant.", show_default="the report's first"),
]


def _console() -> Console:
    return Console(stderr=True, emoji=False, highlight=False, soft_wrap=True)


def _end(message: str) -> typer.Exit:
    _console().print(message)
    return typer.Exit(2)


@app.command()
def form(
    out: Annotated[Path, typer.Option("--out", "-o", dir_okay=False, help="The workbook to write.", metavar="FILE")],
    disclosure: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            help="Fill the form with this disclosure or finished report; without it, the form is blank.",
            metavar="SOURCE",
        ),
    ] = None,
    entry: Annotated[
        Entry | None,
        typer.Option(help="What a blank form asks for: everything, or one standard.", show_default="all"),
    ] = None,
    year: Annotated[int | None, typer.Option(help="The year that a blank form is about.", min=1900, max=2199)] = None,
    roll_forward: RollForward = False,
    language: Words = None,
    replace: Replace = False,
) -> None:
    """Write a workbook to fill in: a sheet for each topic, a column for each year.

    Open it with any spreadsheet program. `esgtag build` reads it as it reads a folder.
    """
    if out.suffix.lower() != ".xlsx":
        raise _end(f"{out} is no workbook: give it a name that ends in .xlsx.")
    if disclosure is None and roll_forward:
        raise _end("--roll-forward needs the disclosure of the year before: name it with --disclosure.")
    if disclosure is not None and (entry is not None or year is not None):
        raise _end("--entry and --year are for a blank form; with --disclosure, the disclosure says both.")
    _spare(out, replace)
    from .taxonomy import esg_taxonomy

    taxonomy = esg_taxonomy()
    if disclosure is not None:
        from .generator import Form

        _convert(disclosure, out, Form.WORKBOOK, taxonomy, language, roll_forward=roll_forward, replace=replace)
        return
    from .starting import blank_workbook

    words = language or "en"
    if words not in taxonomy.languages:
        raise _end(f"There are no words in {words}: choose one of {', '.join(taxonomy.languages)}.")
    _save(out.parent, {out.name: blank_workbook(taxonomy, (entry or Entry.ALL).value, year, words)})
    _console().print(f"The form stands in {out}. Begin with its first sheet; then: esgtag build {out}")


@app.command()
def convert(
    source: Source,
    target: Annotated[
        Path,
        typer.Argument(help="What to write: a name ending in .xlsx, .yaml or .json, or a folder.", metavar="TARGET"),
    ],
    to: Annotated[
        FormName | None,
        typer.Option(help="The form to write.", show_default="by TARGET's name; a folder gets wide tables"),
    ] = None,
    roll_forward: RollForward = False,
    language: Words = None,
    replace: Replace = False,
) -> None:
    """Turn a disclosure from one form into another: workbook, CSV tables, YAML, JSON.

    A finished report (iXBRL, xBRL-XML, xBRL-JSON, a package) can be a source too. What is written is read again at
    once, and every record that is not what it was is named.
    """
    from .generator import Form, form_of
    from .taxonomy import esg_taxonomy

    wanted = Form(to.value) if to else form_of(target)
    _convert(source, target, wanted, esg_taxonomy(), language, roll_forward=roll_forward, replace=replace)


@app.command()
def migrate(
    source: Source,
    target: Annotated[
        Path, typer.Argument(help="Where to write what comes of it, in the same ways as `convert`.", metavar="TARGET")
    ],
    to: Annotated[FormName | None, typer.Option(help="The form to write.", show_default="by TARGET's name")] = None,
    replace: Replace = False,
) -> None:
    """Carry a disclosure or a filled form over to the present version of the taxonomy.

    Names are changed by the taxonomy's own list of renames. What a person must decide is listed, with its place.
    """
    from .converting import migrate_to_present
    from .generator import Form, form_of
    from .taxonomy import esg_taxonomy

    wanted = Form(to.value) if to else form_of(target)
    _spare(target, replace, wanted)
    _finish(migrate_to_present(source, esg_taxonomy(), wanted, target.name), source, target, wanted)


def _convert(
    source: Path,
    target: Path,
    form: Form,
    taxonomy: Taxonomy,
    language: str | None,
    *,
    roll_forward: bool,
    replace: bool,
) -> None:
    from .converting import convert as convert_to

    _spare(target, replace, form)
    if language is not None and language not in taxonomy.languages:
        raise _end(f"There are no words in {language}: choose one of {', '.join(taxonomy.languages)}.")
    conversion = convert_to(source, taxonomy, form, target.name, language=language, forward=roll_forward)
    _finish(conversion, source, target, form)


def _finish(conversion: Conversion, source: Path, target: Path, form: Form) -> None:
    """Print the findings and write the files; end with code 1 when an error forbade that."""
    folder = source if source.is_dir() else source.parent
    print_findings([finding.within(folder.as_posix()) for finding in conversion.findings])
    if not conversion.files:
        _console().print("Nothing was written: correct the errors above first.")
        raise typer.Exit(1)
    out = target if form.is_folder else target.parent
    _save(out, conversion.files)
    _console().print(f"Written: {target}")


def _spare(target: Path, replace: bool, form: Form | None = None) -> None:
    """Refuse to write over what is there: what people typed, perhaps, and have nowhere else."""
    if form is not None and form.is_folder:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise _end(f"{target} is there already and not an empty folder: name another one.")
    elif target.is_dir():
        raise _end(f"{target} is a folder: name a file in it.")
    elif target.exists() and not replace:
        raise _end(f"{target} is there already: name another file, or add --replace.")


def _save(out: Path, files: Mapping[str, bytes]) -> None:
    from .saving import save

    try:
        save(files, out)
    except OSError as error:
        raise _end(f"{out} cannot be written: {error.strerror or error}.") from error


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The folder to start; it must not exist yet.", metavar="FOLDER")],
    name: Annotated[str | None, typer.Option(help="The legal name of who reports.")] = None,
    identifier: Annotated[str | None, typer.Option(help="The LEI, or the identifier in --scheme.")] = None,
    scheme: Annotated[
        str, typer.Option(help="The register of the identifier, as a URI.")
    ] = "http://standards.iso.org/iso/17442",
    year: Annotated[int | None, typer.Option(help="The year that is reported.", min=1900, max=2199)] = None,
    languages: Annotated[str, typer.Option(help="The languages of the report, a comma between them.")] = "en",
    standards: Annotated[str, typer.Option(help="Standards that the report follows: HKEX, GRI, SASB …")] = "HKEX",
) -> None:
    """Start a disclosure folder: asks for what was not given, then writes disclosure.yaml and tables to fill in.

    The folder also gets the JSON Schema that lets an editor complete and check disclosure.yaml.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise _end(f"{folder} is there already and not an empty folder: name another one.")
    from .starting import Answers, UnfitAnswerError, start
    from .taxonomy import esg_taxonomy

    answers = Answers(
        name=name or typer.prompt("Legal name of who reports"),
        identifier=identifier or typer.prompt("LEI (20 letters and digits), or identifier in --scheme"),
        scheme=scheme,
        year=year or typer.prompt("Year that is reported", type=int),
        languages=tuple(one.strip() for one in languages.split(",")),
        standards=tuple(one.strip() for one in standards.split(",") if one.strip()),
    )
    try:
        files = start(answers, esg_taxonomy())
    except UnfitAnswerError as unfit:
        raise _end(str(unfit)) from unfit
    _save(folder, files)
    _console().print(f"Started {folder}. Fill in its tables; `esgtag build {folder}` says what is still open.")
