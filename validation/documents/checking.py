"""Reading a filing as a file, once for all that is asked about it, and the rules that it must keep as one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ...findings import UNREADABLE, Finding, Location, check_archive, codes, is_archive
from ...instances import FiledFact
from . import contexts, facts, inline, page, styles, units
from .model import NO_TYPES, Document, Source, Syntax, Types
from .oim import read_json
from .package import Package, check_against_manifest, file_name, package_type, unexpected_file
from .reading import read_trees
from .settings import DEFAULT, Settings
from .syntax import line_of_doctype, parse_or_explain, parse_or_explain_json

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


@dataclass
class Filing:
    """A filing that has been read: its reports, each of one document or of a set.

    ``problems`` are what is wrong with its form, ``named`` its documents and itself, by name and by the path that
    findings name. Of what cannot be read there is no report.
    """

    shown_as: str
    reports: list[Document] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    named: list[tuple[str, str]] = field(default_factory=list)
    package: Package | None = None
    suffix: str = ""

    def check(self, settings: Settings = DEFAULT, types: Types = NO_TYPES) -> list[Finding]:
        """Return what is wrong with it as a file, in anyone's taxonomy; ``types`` are those known of its concepts."""
        found = [*self.problems]
        for name, shown_as in self.named:
            found += file_name(name, shown_as, settings)
        if self.package is not None:
            found += package_type(self.package, self.suffix)
            found += unexpected_file(self.package)
        for report in self.reports:
            found += _check(report, settings, types, self.package.holds if self.package else _nothing)
        return found

    @cached_property
    def facts(self) -> Mapping[str, tuple[FiledFact, ...]]:
        """The facts of each document, as far as the document says what they mean."""
        return {file: facts for report in self.reports for file, facts in report.facts.items()}


def _nothing(file: str, href: str) -> bool:
    return False


def read_filing(path: Path, shown_as: str) -> Filing:
    """Read a filing: a document, or a package with its reports. ``shown_as`` is the path that findings name.

    Raises :class:`OSError` if the file cannot be read.
    """
    if is_archive(path):
        filing = _read_package(path, shown_as)
    else:
        filing = read_set([(shown_as, path.read_bytes())])
        if filing.reports[0].syntax is not Syntax.OTHER:
            filing.named.append((path.name, shown_as))
    filing.problems += check_against_manifest(path, shown_as)
    return filing


def read_set(sources: Sequence[tuple[str, bytes]]) -> Filing:
    """Read the documents of an inline document set, each with the path that findings name, whatever their names are."""
    filing = Filing(sources[0][0])
    _read_report(filing, sources)
    return filing


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
    return read_filing(path, shown_as).check(settings, types)


def check_document(
    content: bytes,
    shown_as: str,
    settings: Settings = DEFAULT,
    types: Types = NO_TYPES,
) -> list[Finding]:
    """Return what is wrong with a document, whatever its name: inline XBRL, xBRL-XML or xBRL-JSON, by its content."""
    return read_set([(shown_as, content)]).check(settings, types)


def check_set(
    sources: Sequence[tuple[str, bytes]], settings: Settings = DEFAULT, types: Types = NO_TYPES
) -> list[Finding]:
    """Return what is wrong with the documents of an inline document set, each with the path that findings name."""
    return read_set(sources).check(settings, types)


def _read_report(filing: Filing, sources: Sequence[tuple[str, bytes]]) -> None:
    """Add the report that some documents are together, and what is wrong with their form."""
    parsed: list[Source] = []
    is_whole = True
    for file, content in sources:
        if content.lstrip()[:1] in (b"{", b"["):
            _read_json(filing, file, content)
            return
        root, problems, was_read = parse_or_explain(content, file)
        filing.problems += problems
        is_whole = is_whole and was_read
        if root is not None:
            parsed.append(Source(file, root, len(content), line_of_doctype(content)))
    report = read_trees(parsed)
    report.is_whole = is_whole
    filing.reports.append(report)


def _read_json(filing: Filing, file: str, content: bytes) -> None:
    loaded, text, fault = parse_or_explain_json(content, file)
    if fault is not None:
        filing.problems.append(fault)
        filing.reports.append(Document(Syntax.OTHER, is_whole=False))
    else:
        filing.reports.append(read_json(Source(file, loaded, len(content)), text))


def _check(document: Document, settings: Settings, types: Types, holds: page.Holds) -> list[Finding]:
    found = [finding for rule in RULES for finding in rule(document, settings)]
    found += [finding for typed in TYPED_RULES for finding in typed(document, settings, types)]
    for loading in (page.external_reference, page.image_is_wrong):
        found += loading(document, settings, holds)
    return found


def _read_package(path: Path, shown_as: str) -> Filing:
    if unsafe := check_archive(path):
        return Filing(shown_as, problems=[replace(finding, location=Location(shown_as)) for finding in unsafe])
    try:
        with zipfile.ZipFile(path) as archive:
            return _read_inside(archive, path, shown_as)
    except UNREADABLE as error:
        problem = codes.UNSAFE_ARCHIVE.finding(
            f"{path.name} cannot be read: {error}.", hint="Pack it again.", location=Location(shown_as)
        )
        return Filing(shown_as, problems=[problem])


def _read_inside(archive: zipfile.ZipFile, path: Path, shown_as: str) -> Filing:
    package = Package(archive, shown_as)
    suffix = path.suffix.lower()
    if suffix == ".zip" and not package.has_reports:
        return Filing(shown_as)
    filing = Filing(shown_as, package=package, suffix=suffix, named=[(path.name, shown_as)])
    for names in package.reports():
        sources = [(f"{shown_as}/{name}", archive.read(name)) for name in names]
        filing.named += [(name, inside) for name, (inside, _) in zip(names, sources, strict=True)]
        _read_report(filing, sources)
    return filing
