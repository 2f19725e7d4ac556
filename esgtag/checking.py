"""Validating finished reports, ours and anyone's: the document, what Arelle says of it, what its figures say."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from .converting import read_report
from .findings import Finding, Location, check_archive, is_archive
from .generator import taxonomy_package
from .instances import FiledFact, Instance, facts_as_filed, read_json
from .taxonomy import Taxonomy, esg_taxonomy, package_name, releases
from .validation import (
    ArelleError,
    ArelleRun,
    Engine,
    Order,
    Settings,
    check_facts,
    check_file,
    check_own,
    one_a_cause,
    outcome_of,
)

_REPORTS = (".xhtml", ".html", ".htm", ".xml", ".xbrl", ".json")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a file. ``is_ours`` tells whether its facts are in our taxonomy."""

    file: Path
    is_ours: bool
    findings: tuple[Finding, ...]


def validate(files: Sequence[Path], packages: Sequence[Path] = (), last_year: Path | None = None) -> list[Finding]:
    """Validate reports and report packages, offline; see :func:`check`. Returns the findings of all files."""
    return [finding for checked in check(files, packages, last_year) for finding in checked.findings]


def check(
    files: Sequence[Path],
    packages: Sequence[Path] = (),
    last_year: Path | None = None,
    on_done: Callable[[Path], None] = lambda file: None,
    *,
    engine: Engine | None = None,
    settings: Settings | None = None,
) -> list[Checked]:
    """Validate reports and report packages, offline.

    Three layers look at each: rules on the document as it is written, Arelle with the taxonomy, and rules on what the
    figures say, with last year's report also on what has changed. A bare document gets the ESG taxonomy, its superseded
    versions and ``packages``; a report package brings its own taxonomy and gets ``packages`` only. ``on_done`` is told
    each file that Arelle has finished. Taxonomies are kept by ``engine``, or else for this call only. ``settings`` are
    what a profile allows of the document.
    """
    if engine is None:
        with Engine() as own_engine:
            return check(files, packages, last_year, on_done, engine=own_engine, settings=settings)
    unsafe = [finding for package in packages if is_archive(package) for finding in check_archive(package)]
    if unsafe:
        return [Checked(packages[0], False, tuple(unsafe))]
    taxonomy = esg_taxonomy()
    with tempfile.TemporaryDirectory(prefix="esgtag-") as scratch:
        own = Path(scratch) / f"{package_name(taxonomy)}.zip"
        own.write_bytes(taxonomy_package(taxonomy))
        reports = [_Report(file, taxonomy, settings or Settings()) for file in files]
        orders = [
            Order(
                report.path,
                (*packages,) if report.is_packed else (own, *releases(), *packages),
                oim_copy=Path(scratch) / f"{number}.json" if report.is_ours else None,
            )
            for number, report in enumerate(reports)
            if not report.is_unsafe
        ]
        outcomes = dict(zip(orders, engine.run_all(orders, lambda order: on_done(order.file)), strict=True))
        by_file = {order.file: (order, outcome) for order, outcome in outcomes.items()}
        before = _Report(last_year, taxonomy) if last_year else None
        found = []
        for report in reports:
            order, outcome = by_file.get(report.path, (None, None))
            found.append(report.checked(order, outcome, before))
        return found


@dataclass
class _Report:
    """A report, its facts read as they are filed."""

    path: Path
    taxonomy: Taxonomy
    settings: Settings = field(default_factory=Settings)
    _documents: dict[str, bytes] = field(init=False)

    def __post_init__(self) -> None:
        self._documents = self._read()

    @property
    def is_packed(self) -> bool:
        """Whether it is an archive."""
        return is_archive(self.path)

    @property
    def is_unsafe(self) -> bool:
        """Whether it must not be opened."""
        return self.is_packed and bool(check_archive(self.path))

    def _read(self) -> dict[str, bytes]:
        """Return the documents of the report by the paths that findings name."""
        if not self.is_packed:
            return {self.path.as_posix(): self.path.read_bytes()}
        if self.is_unsafe:
            return {}
        with zipfile.ZipFile(self.path) as archive:
            names = [name for name in archive.namelist() if "/reports/" in name and name.lower().endswith(_REPORTS)]
            return {f"{self.path.as_posix()}/{name}": archive.read(name) for name in sorted(names)}

    @cached_property
    def facts(self) -> Mapping[str, tuple[FiledFact, ...]]:
        """The facts of each document."""
        return {name: facts_as_filed(content) for name, content in self._documents.items()}

    @cached_property
    def is_ours(self) -> bool:
        """Whether the report is in our taxonomy, of this version or the one before."""
        bases = (self.taxonomy.base, self.taxonomy.supersedes)
        return any(fact.concept.namespace in bases for facts in self.facts.values() for fact in facts)

    @cached_property
    def _places(self) -> Mapping[str, Location]:
        """The places of facts by their ids."""
        return {fact.id: Location(name, fact.line) for name, facts in self.facts.items() for fact in facts if fact.line}

    def checked(
        self, order: Order | None, outcome: ArelleRun | ArelleError | None, last_year: _Report | None
    ) -> Checked:
        """Return everything that is found in the report."""
        types = {one.qname: one.type.kind for one in self.taxonomy.concepts.values()} if self.is_ours else {}
        document = check_file(self.path, self.path.as_posix(), self.settings, types)
        arelle = [] if outcome is None else [self._at_fact(one) for one in outcome_of(self.path, outcome)]
        figures: list[Finding] = []
        for name, facts in self.facts.items():
            if self.is_ours:
                before = read_report(last_year.path, self.taxonomy)[0] if last_year else None
                figures += check_own(facts, self._instance(order), name, self.taxonomy, before)
            else:
                earlier = [fact for filed in last_year.facts.values() for fact in filed] if last_year else ()
                figures += check_facts(facts, name, earlier)
        return Checked(self.path, self.is_ours, tuple(one_a_cause(arelle, document, figures)))

    def _instance(self, order: Order | None) -> Instance | None:
        """Return what Arelle read; xBRL-JSON is read without it."""
        if self.path.suffix.lower() == ".json":
            return read_json(self.path.read_bytes(), self.path.as_posix(), self.taxonomy)[0]
        copy = order.oim_copy if order else None
        if copy is None or not copy.exists():
            return None
        return read_json(copy.read_bytes(), self.path.as_posix(), self.taxonomy)[0]

    def _at_fact(self, finding: Finding) -> Finding:
        """Give a message about facts the place of the first; Arelle names the report only."""
        places = [self._places[fact] for fact in finding.facts if fact in self._places]
        if not places or (finding.location and finding.location.line):
            return finding
        return replace(finding, location=places[0], related=tuple(places[1:]))
