"""The commands below ``esgtag taxonomy``: reading, checking, comparing and publishing taxonomies."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .taxonomy import Reading, Taxonomy

app = typer.Typer(
    no_args_is_help=True,
    help=(
        "Look at what can be reported, and work on it.\n\n"
        "A taxonomy is the dictionary of a filing: every figure and every text that can be reported, what it means, "
        "in which units, cut by what, and which paragraph of a standard it answers."
    ),
)

SourceFolder = Annotated[
    Path | None,
    typer.Argument(
        exists=True, file_okay=False, help="A folder of YAML files.", show_default="esgtag's own", metavar="SOURCE"
    ),
]
AnyTaxonomy = Annotated[
    str | None,
    typer.Option(
        "--taxonomy",
        help="Another taxonomy: a folder of YAML files or a taxonomy package (.zip).",
        show_default="esgtag's own",
        metavar="PATH",
    ),
]
Language = Annotated[str, typer.Option(help="The language of labels: en, zh-Hans or zh-Hant.")]


class DiffFormat(StrEnum):
    """How a comparison is given."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def _console() -> Console:
    return Console(emoji=False, highlight=False, soft_wrap=True)


def _read(source: Path | None) -> Reading:
    from .taxonomy import SOURCE, read_taxonomy

    return read_taxonomy(source or SOURCE)


def _readable(source: Path | None) -> Taxonomy:
    """Return the taxonomy of a source; end the command with its findings if it has errors."""
    from .reporting import print_findings

    reading = _read(source)
    if reading.taxonomy is None:
        print_findings(reading.findings)
        raise typer.Exit(1)
    return reading.taxonomy


def _taxonomy(named: str | None) -> Taxonomy:
    """Return the taxonomy that a user names: ours, a superseded release of ours, a folder of YAML, or a package."""
    from .reporting import print_findings
    from .taxonomy import PackageError, Taxonomy, esg_taxonomy, release

    ours = esg_taxonomy()
    if named is None or named == ours.version:
        return ours
    path = release(named) or Path(named)
    if path.is_dir():
        return _readable(path)
    if not path.exists():
        _console().print(
            f"There is no taxonomy {escape(named)}: name a folder of YAML files, a taxonomy package (.zip), or a "
            f"version ({ours.version} is the present one)."
        )
        raise typer.Exit(2)
    try:
        return Taxonomy.from_package(path)
    except PackageError as error:
        print_findings(error.findings)
        raise typer.Exit(1) from error


def _save(files: Mapping[str, bytes], out: Path) -> None:
    from .saving import save

    try:
        save(files, out)
    except OSError as error:
        _console().print(f"{escape(out.as_posix())} cannot be written: {error.strerror or error}.")
        raise typer.Exit(2) from error


@app.command()
def build(
    source: SourceFolder = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="Where to put what is built.", metavar="DIR")] = Path(
        "taxonomy-built"
    ),
) -> None:
    """Compile a taxonomy and everything that follows from it.

    Writes the taxonomy package that any XBRL software reads (.zip), the documentation site (site/index.html), the
    JSON Schema of the records (records.schema.json) and the table of standards and concepts (coverage.md).
    """
    import json

    from .generator import record_schema, taxonomy_package
    from .taxonomy import coverage_page, package_name, site

    console = _console()
    taxonomy = _readable(source)
    console.print(f"{len(taxonomy.concepts)} concepts in {len(taxonomy.tables)} tables; writing …")
    schema = json.dumps(record_schema(taxonomy), ensure_ascii=False, indent=2) + "\n"
    package = f"{package_name(taxonomy)}.zip"
    files = {
        package: taxonomy_package(taxonomy),
        "records.schema.json": schema.encode(),
        "coverage.md": coverage_page(taxonomy).encode(),
        **{f"site/{path}": content for path, content in site(taxonomy).items()},
    }
    _save(files, out)
    for name, use in (
        (package, "the taxonomy package; a disclosure names it under taxonomy_package"),
        ("site/index.html", "the documentation; open it in a browser"),
        ("records.schema.json", "for editors and systems that write records"),
        ("coverage.md", "which concepts answer which paragraph"),
    ):
        console.print(f"    {escape((out / name).as_posix())}  [dim]{use}[/]")


@app.command()
def check(
    source: SourceFolder = None,
    output: Annotated[
        str, typer.Option("--format", help="Print findings as text for people or as json for programs.")
    ] = "text",
    fail_on: Annotated[
        str, typer.Option(help="Exit with code 1 when something of this severity or worse is found.")
    ] = "warning",
) -> None:
    """Check a taxonomy's YAML files: names, spelling, translations, references, arithmetic, dimensions.

    Every finding names the file and the line, and says what to do.
    """
    from .findings import Severity, worst
    from .reporting import print_findings
    from .taxonomy import lint

    reading = _read(source)
    findings = [*reading.findings, *lint(reading)]
    print_findings(findings, as_json=output == "json")
    highest = worst(findings)
    if highest is not None and highest >= Severity[fail_on.upper()]:
        raise typer.Exit(1)


@app.command("list")
def list_concepts(
    topic: Annotated[str | None, typer.Option(help="Only one topic, such as Climate.")] = None,
    standard: Annotated[
        str | None, typer.Option(help="Only what answers a standard, such as GRI or HKEX, or one code: 'GRI 305-1'.")
    ] = None,
    taxonomy: AnyTaxonomy = None,
    language: Language = "en",
) -> None:
    """List what can be reported, topic by topic."""
    named = _taxonomy(taxonomy)
    console = _console()
    count = 0
    for table in named.tables.values():
        if topic and topic.lower() not in (table.topic.name.lower(), table.topic.labels.get(language, "").lower()):
            continue
        names = [
            name
            for name in table.concepts
            if not standard or any(standard in (one.standard, str(one)) for one in named.concepts[name].references)
        ]
        if names:
            console.print(
                f"\n[bold]{escape(_label(table.topic.labels, language))} · {escape(_label(table.labels, language))}[/]"
            )
        for name in names:
            count += 1
            console.print(f"  {escape(name)}  [dim]{escape(_label(named.concepts[name].labels, language))}[/]")
    console.print(f"\n{count} concepts")
    if not count:
        topics = ", ".join(dict.fromkeys(table.topic.name for table in named.tables.values()))
        console.print(f"Topics are {topics}; standards are {', '.join(named.standards)}.")
        raise typer.Exit(1)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Words of a label or a definition, a code, or a name.", metavar="WORDS")],
    limit: Annotated[int, typer.Option(help="How many to show.")] = 10,
    taxonomy: AnyTaxonomy = None,
    language: Language = "en",
) -> None:
    """Find what can be reported: by label, definition, name or code, in English or Chinese.

    For example: esgtag taxonomy search "scope 2 market", search 绿色电力, search 305-1.
    """
    from .taxonomy import search as find

    named = _taxonomy(taxonomy)
    console = _console()
    hits = find(named, query, limit)
    for hit in hits:
        concept = named.concepts[hit.concept]
        console.print(f"[bold]{escape(hit.concept)}[/]  {escape(_label(concept.labels, language))}")
        found_in = (
            "" if hit.text in concept.labels.values() or hit.text == hit.concept else f"{hit.kind.value}: {hit.text}"
        )
        if found_in:
            console.print(f"    [dim]{escape(found_in)}[/]")
    if not hits:
        console.print("Nothing was found. Try fewer words, or browse with: esgtag taxonomy list")
        raise typer.Exit(1)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A concept, an axis or a list of choices.", metavar="NAME")],
    taxonomy: AnyTaxonomy = None,
    language: Language = "en",
) -> None:
    """Show everything about one concept, axis or list of choices."""
    from .taxonomy import similar

    named = _taxonomy(taxonomy)
    console = _console()
    name = named.renames.get(name, name)
    rows: list[tuple[str, str]] = []
    if name in named.concepts:
        rows = list(_of_concept(named, name, language))
    elif name in named.axes:
        axis = named.axes[name]
        rows = [("label", _label(axis.labels, language)), ("definition", _label(axis.documentation, language))]
        rows.append(("members", _members(axis.members, language) or "the filer's own"))
        rows.append(("tables", "It cuts every figure, whatever its table." if name in named.qualifying else ""))
    elif name in named.choices:
        choices = named.choices[name]
        rows = [("label", _label(choices.labels, language)), ("definition", _label(choices.documentation, language))]
        rows.append(("choices", _members(choices.members, language)))
    else:
        guess = similar(name, [*named.concepts, *named.axes, *named.choices])
        hint = f" Did you mean {guess}?" if guess else ' Look for it: esgtag taxonomy search "some words".'
        console.print(f"There is no concept, axis or list named {escape(name)}.{escape(hint)}")
        raise typer.Exit(1)
    console.print(f"[bold]{escape(name)}[/]")
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for heading, text in rows:
        if text:
            table.add_row(heading, escape(text))
    Console(emoji=False, highlight=False).print(table)


def _of_concept(taxonomy: Taxonomy, name: str, language: str) -> list[tuple[str, str]]:
    from .generator import spellings_that_fit
    from .taxonomy import rules_of, statement

    concept = taxonomy.concepts[name]
    table = taxonomy.tables[concept.table]
    quantity = concept.type.quantity
    rows = [(f"label ({tag})", text) for tag, text in concept.labels.items()]
    rows += [
        ("definition", _label(concept.documentation, language)),
        ("table", f"{_label(table.topic.labels, language)} · {_label(table.labels, language)}"),
        ("kind of value", f"{concept.type.kind.value} ({quantity})" if quantity else concept.type.kind.value),
        ("time", "at the end of the period" if concept.period == "instant" else "over the period"),
        ("units", spellings_that_fit(quantity, taxonomy) if quantity else ""),
        ("choices", _members(taxonomy.choices_of(name), language)),
        ("part of", concept.parent or ""),
        ("adds up from", ", ".join(concept.parts)),
    ]
    for axis, arithmetic in taxonomy.axes_of(name).items():
        members = "the filer's own" if taxonomy.axes[axis].typed else ", ".join(taxonomy.members_of(name, axis))
        rows.append((f"cut by {axis}", f"{members} ({arithmetic.value})"))
    if qualifying := " and ".join(taxonomy.qualifying_of(name)):
        rows.append(("qualified by", f"Like every figure, it may be qualified by {qualifying}."))
    rows += [
        (reference.relation.value, f"{reference}: {_label(taxonomy.code(reference).labels, language)}")
        for reference in concept.references
    ]
    rows += [("rule", statement(taxonomy, rule, language)) for rule in rules_of(taxonomy) if rule.concept == name]
    return rows


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="A version, a folder of YAML files or a package (.zip).", metavar="OLD")],
    new: Annotated[
        str | None,
        typer.Argument(help="The same, for the newer one.", metavar="NEW", show_default="esgtag's own"),
    ] = None,
    output: Annotated[DiffFormat, typer.Option("--format", help="How to give the changes.")] = DiffFormat.TEXT,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A file to write to.", metavar="FILE", show_default="the screen")
    ] = None,
) -> None:
    """Compare two versions of a taxonomy: what is new, gone, renamed, retyped, reworded, and what breaks old filings.

    Exits with code 1 when a change is breaking: a filing that was valid may no longer be.
    """
    from .taxonomy import changes_json, changes_page, changes_text, compare

    before, after = _taxonomy(old), _taxonomy(new)
    changes = compare(before, after)
    render = {DiffFormat.TEXT: changes_text, DiffFormat.JSON: changes_json, DiffFormat.HTML: changes_page}[output]
    text = render(changes, before, after)
    if out:
        _save({out.name: text.encode()}, out.parent)
    else:
        typer.echo(text, nl=not text.endswith("\n"))
    if any(change.is_breaking for change in changes):
        raise typer.Exit(1)


@app.command()
def docs(
    source: SourceFolder = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to write.", metavar="DIR")] = Path(
        "taxonomy-site"
    ),
) -> None:
    """Write the documentation of a taxonomy as a web site that needs no server."""
    from .taxonomy import site

    files = site(_readable(source))
    _save(files, out)
    _console().print(f"{len(files)} files. Open {escape((out / 'index.html').as_posix())} in a browser.")


def _label(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")


def _members(members: Mapping[str, object], language: str) -> str:
    return ", ".join(members)
