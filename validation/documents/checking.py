"""Checking a filing as a file: what it is, and the rules that it must keep."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from lxml import etree

from ...findings import Finding, Location, check_archive, codes, is_archive
from . import contexts, facts, inline, page, styles, units
from .model import NO_TYPES, Document, Syntax, Types
from .oim import read_json
from .package import Package, check_against_manifest, file_name, package_type, unexpected_file
from .reading import read_trees
from .settings import DEFAULT, Settings
from .syntax import explain_json, parse_or_explain

_Rule = Callable[[Document, Settings], Iterator[Finding]]
_TypedRule = Callable[[Document, Settings, Types], Iterator[Finding]]

RULES: tuple[_Rule, ...] = (
    contexts.scheme_is_not_allowed,
    contexts.several_entities,
    contexts.period_has_time,
    contexts.forever_period,
    contexts.segment_used,
    contexts.scenario_is_not_dimensional,
    contexts.duplicate_context,
    contexts.unused_context,
    units.unit_is_not_in_a_registry,
    units.duplicate_unit,
    units.unused_unit,
    facts.precision_used,
    facts.rounded_away,
    facts.id_missing,
    facts.tuple_or_fraction,
    facts.footnote_adrift,
    facts.entry_point_unexpected,
    inline.old_transformations,
    inline.target_used,
    styles.tagged_but_hidden,
    page.executable_code,
    page.base_used,
    page.reserved_class,
    page.heavy_document,
)
"""The rules that a document is checked by, whatever its taxonomy."""
TYPED_RULES: tuple[_TypedRule, ...] = (
    facts.language_missing,
    inline.text_block_is_not_escaped,
    inline.text_block_is_broken,
    inline.hidden_but_transformable,
    inline.hidden_but_not_shown,
)
"""Those that are sharper where the types of concepts are known."""


def check_file(
    path: Path,
    shown_as: str,
    settings: Settings = DEFAULT,
    types: Types = NO_TYPES,
) -> list[Finding]:
    """Return what is wrong with a report as a file: a document or a package, in anyone's taxonomy.

    ``shown_as`` is the path that findings name, ``types`` what is known of the types of its concepts. Raises
    :class:`OSError` if the file cannot be read.
    """
    found = list(check_against_manifest(path, shown_as))
    if is_archive(path):
        return found + _check_package(path, shown_as, settings, types)
    content = path.read_bytes()
    document, problems = _read([(shown_as, content)])
    found += problems
    if document.syntax is not Syntax.OTHER:
        found += file_name(path.name, shown_as, settings)
    return found + _check(document, settings, types)


def check_document(
    content: bytes,
    shown_as: str,
    settings: Settings = DEFAULT,
    types: Types = NO_TYPES,
) -> list[Finding]:
    """Return what is wrong with a document, whatever its name: inline XBRL, xBRL-XML or xBRL-JSON, by its content."""
    return check_set([(shown_as, content)], settings, types)


def check_set(
    sources: Sequence[tuple[str, bytes]], settings: Settings = DEFAULT, types: Types = NO_TYPES
) -> list[Finding]:
    """Return what is wrong with the documents of an inline document set, each with the path that findings name."""
    document, problems = _read(sources)
    return problems + _check(document, settings, types)


def _read(sources: Sequence[tuple[str, bytes]]) -> tuple[Document, list[Finding]]:
    """Return the report that some documents are together, and what is wrong with their form."""
    roots: list[tuple[str, etree._Element]] = []
    found: list[Finding] = []
    is_whole = True
    for file, content in sources:
        if content.lstrip()[:1] in (b"{", b"["):
            return _read_json(file, content)
        root, problems, was_read = parse_or_explain(content, file)
        found += problems
        is_whole = is_whole and was_read
        if root is not None:
            roots.append((file, root))
    document = read_trees(roots)
    document.is_whole = is_whole
    document.contents = dict(sources)
    return document, found


def _read_json(file: str, content: bytes) -> tuple[Document, list[Finding]]:
    if (fault := explain_json(content, file)) is not None:
        return Document(Syntax.OTHER, is_whole=False), [fault]
    document = read_json(file, content.decode("utf-8"))
    document.contents = {file: content}
    return document, []


def _check(
    document: Document, settings: Settings, types: Types, holds: page.Holds = lambda file, href: False
) -> list[Finding]:
    found = [finding for rule in RULES for finding in rule(document, settings)]
    found += [finding for typed in TYPED_RULES for finding in typed(document, settings, types)]
    for loading in (page.external_reference, page.image_is_wrong):
        found += loading(document, settings, holds)
    return found


def _check_package(path: Path, shown_as: str, settings: Settings, types: Types) -> list[Finding]:
    if unsafe := check_archive(path):
        return [replace(finding, location=Location(shown_as)) for finding in unsafe]
    try:
        with zipfile.ZipFile(path) as archive:
            return list(_check_inside(Package(archive, shown_as), path, settings, types))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        return [
            codes.UNSAFE_ARCHIVE.finding(
                f"{path.name} cannot be read: {error}.", hint="Pack it again.", location=Location(shown_as)
            )
        ]


def _check_inside(package: Package, path: Path, settings: Settings, types: Types) -> Iterator[Finding]:
    suffix = path.suffix.lower()
    if suffix == ".zip" and not package.has_reports:
        return
    yield from file_name(path.name, package.shown_as, settings)
    yield from package_type(package, suffix)
    yield from unexpected_file(package)
    for names in package.reports():
        sources = [(f"{package.shown_as}/{name}", package.archive.read(name)) for name in names]
        document, problems = _read(sources)
        yield from problems
        for name, (shown_as, _) in zip(names, sources, strict=True):
            yield from file_name(name, shown_as, settings)
        yield from _check(document, settings, types, partial(Package.holds, package))
