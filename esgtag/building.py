"""The whole way: a disclosure folder in, a validated filing out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .converting import read_report
from .findings import Finding, Location, Severity, in_order, to_json, worst
from .generator import (
    CellCount,
    Disclosure,
    Mapped,
    check_footnotes,
    manifest,
    map_disclosure,
    read_disclosure,
    taxonomy_package,
    write_filing,
)
from .instances import Instance
from .taxonomy import Taxonomy, esg_taxonomy, package_name
from .validation import Figures, check_consistency, check_records, of_another, unexplained, validate_files

Progress = Callable[[str], None]
"""Told, in a few words, what the build is doing now."""


@dataclass(frozen=True, slots=True)
class Build:
    """What a build came to.

    ``findings`` are sorted by place, with paths relative to the disclosure's folder. ``counts`` says what became
    of every cell, table by table. ``files`` are the documents by name; there are none when a finding is an error.
    """

    findings: tuple[Finding, ...]
    counts: Mapping[str, CellCount]
    files: Mapping[str, bytes]

    @property
    def total(self) -> CellCount:
        """The counts of all tables together."""
        return sum(self.counts.values(), CellCount())


@dataclass(frozen=True, slots=True)
class Review:
    """A disclosure with its facts, once for each language, and what the rules on records say; nothing is written.

    Without a disclosure, there are findings only.
    """

    disclosure: Disclosure | None
    reports: tuple[Mapped, ...]
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> Mapping[str, CellCount]:
        """What became of every cell, table by table."""
        if self.disclosure is None:
            return {}
        fullest = max(self.reports, key=lambda mapped: len(mapped.refused), default=None)
        found = fullest.counts() if fullest else {}
        return {table.name: found.get(table.name, CellCount()) for table in self.disclosure.manifest.tables}


def review(path: Path, progress: Progress = lambda doing: None, *, last_year: Path | None = None) -> Review:
    """Read, map and check a disclosure, as :func:`build` does before it writes anything. Needs no Arelle.

    ``last_year`` is the report that was filed a year before; Arelle reads it if it is not in xBRL-JSON.
    """
    progress("Reading the taxonomy")
    ours = esg_taxonomy()
    progress("Reading the records")
    disclosure, findings = read_disclosure(path, ours)
    if disclosure is None:
        return Review(None, (), tuple(in_order(findings)))
    taxonomy = disclosure.taxonomy
    progress("Mapping records to facts and checking them")
    reports: list[Mapped] = []
    for language in _languages(disclosure, taxonomy):
        mapped, problems = map_disclosure(disclosure, taxonomy, language)
        reports.append(mapped)
        findings += problems
    filed: Instance | None = None
    if last_year is not None:
        progress("Reading last year's report")
        filed, problems = read_report(last_year, ours)
        findings += problems
        if filed and (another := of_another(disclosure, filed)):
            findings.append(another)
            filed = None
    if reports:
        figures = Figures(reports[0], taxonomy)
        findings += [*check_consistency(figures), *check_records(disclosure, figures, filed)]
    return Review(disclosure, tuple(reports), tuple(in_order(findings)))


def build(path: Path, progress: Progress = lambda doing: None, *, last_year: Path | None = None) -> Build:
    """Build the filing of a disclosure: read, map, check, write, validate with Arelle.

    ``path`` is a folder with a manifest, a manifest that holds its records, or a workbook. ``last_year`` is the report
    that was filed a year before, in any syntax; the figures are compared with it. Nothing is written to disk but
    temporary files; see :func:`save`.
    """
    reviewed = review(path, progress, last_year=last_year)
    disclosure, findings = reviewed.disclosure, list(reviewed.findings)
    files: dict[str, bytes] = {}
    if disclosure is not None and worst(findings) is not Severity.ERROR:
        findings += check_footnotes(disclosure, reviewed.reports[0])
        progress("Writing the documents")
        taxonomy = disclosure.taxonomy
        documents = _documents(disclosure, reviewed.reports, taxonomy)
        findings += unexplained(_validate(documents, reviewed.reports, taxonomy, progress), findings)
        if worst(findings) is not Severity.ERROR:
            documents["findings.json"] = to_json(findings).encode()
            files = {**documents, "manifest.json": manifest(documents)}
    return Build(tuple(in_order(findings)), reviewed.counts, files)


def _languages(disclosure: Disclosure, taxonomy: Taxonomy) -> list[str]:
    return [language for language in disclosure.manifest.report.languages if language in taxonomy.languages]


def _documents(disclosure: Disclosure, reports: Sequence[Mapped], taxonomy: Taxonomy) -> dict[str, bytes]:
    documents = {f"{package_name(taxonomy)}.zip": taxonomy_package(taxonomy)}
    for mapped in reports:
        documents |= write_filing(disclosure, mapped, taxonomy)
    return documents


def _validate(
    documents: Mapping[str, bytes], reports: Sequence[Mapped], taxonomy: Taxonomy, progress: Progress
) -> list[Finding]:
    """Let Arelle judge what people will file: each report package by itself, then the same facts in other syntaxes.

    The other syntaxes are judged in the first language only: in another, nothing but texts differs, and those are
    judged in its package.
    """
    with tempfile.TemporaryDirectory(prefix="esgtag-") as scratch:
        stage, beside = Path(scratch) / "filing", Path(scratch) / "taxonomy"
        stage.mkdir()
        beside.mkdir()
        for name, content in documents.items():
            (beside if name.endswith(".zip") else stage).joinpath(name).write_bytes(content)
        packages = [stage / name for name in documents if name.endswith(".xbri")]
        instances = [stage / next(name for name in documents if name.endswith(suffix)) for suffix in (".xml", ".json")]

        def locate(fact: str) -> Location | None:
            return next((place for mapped in reports if (place := mapped.location(fact))), None)

        def done(file: Path) -> None:
            progress(f"Arelle has checked {file.name}")

        progress(f"Arelle is checking {len(packages) + len(instances)} documents")
        # Our own taxonomy has been checked before it was released; a foreign one has not.
        check = taxonomy.archive is not None
        found = validate_files(packages, (), locate, done, check_taxonomy=check)
        # The same facts in other syntaxes follow the same rules.
        beside_them = sorted(beside.iterdir())
        found += validate_files(instances, beside_them, locate, done, check_taxonomy=False, run_formulas=False)
        return _once(_unstaged(finding, stage) for finding in found)


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Keep the first of the findings with the same code and facts: one cause, met in several documents."""
    kept: dict[object, Finding] = {}
    for finding in findings:
        kept.setdefault((finding.code, finding.facts) if finding.facts else finding, finding)
    return list(kept.values())


def _unstaged(finding: Finding, stage: Path) -> Finding:
    """Name a document by its file name, wherever it was staged."""
    place = finding.location
    if place is None or not place.file.startswith(stage.as_posix()):
        return finding
    return replace(finding, location=replace(place, file=Path(place.file).name))
