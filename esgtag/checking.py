"""Validating finished reports, ours and anyone's: the document, what Arelle says of it, what its figures say."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from .converting import read_report
from .findings import Finding, Location, check_archive, codes, is_archive, read_members
from .generator import taxonomy_package
from .instances import FiledFact, Instance
from .taxonomy import Taxonomy, esg_taxonomy, package_name, releases
from .validation import (
    ArelleError,
    ArelleRun,
    Engine,
    Order,
    Settings,
    check_filing,
    is_known,
    is_ours,
    outcome_of,
    read_facts,
    read_filing,
    taxonomy_digest,
)


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
    each file that is finished. Taxonomies are kept by ``engine``, or else for this call only. ``settings`` are
    what a profile allows of the document.
    """
    if engine is None:
        with Engine() as own_engine:
            return check(files, packages, last_year, on_done, engine=own_engine, settings=settings)
    unsafe = [finding for package in packages if is_archive(package) for finding in check_archive(package)]
    if unsafe:
        return [Checked(packages[0], False, tuple(unsafe))]
    taxonomy = esg_taxonomy()
    allowed = settings or Settings()
    before = _LastYear(last_year, taxonomy) if last_year else None
    checked: dict[Path, Checked] = {}
    with tempfile.TemporaryDirectory(prefix="esgtag-") as scratch:
        orders: dict[Order, Path] = {}

        def asked() -> Iterator[Order]:
            for number, file in enumerate(files):
                if not (is_archive(file) and check_archive(file)):
                    order = _order(file, packages, Path(scratch), f"{number}.json", taxonomy)
                    orders[order] = file
                    yield order

        def judge(order: Order, outcome: ArelleRun | ArelleError) -> None:
            file = orders[order]
            checked[file] = _checked(file, order, outcome, taxonomy, allowed, before)
            on_done(file)

        engine.run_all(asked(), judge)
    for file in files:
        if file not in checked:
            checked[file] = _checked(file, None, None, taxonomy, allowed, before)
    if not engine.is_warm and len(files) > 1:
        checked[files[0]] = _with_note(checked[files[0]])
    return [checked[file] for file in files]


def _order(file: Path, packages: Sequence[Path], scratch: Path, name: str, taxonomy: Taxonomy) -> Order:
    """Return what to ask Arelle: a copy of the facts if the report may have facts in our taxonomy.

    That the ESG taxonomy is valid is known, and need not be found out again.
    """
    contents = _contents(file)
    names_ours = _name_ours(contents, taxonomy)
    trusted = (_own_package(scratch), *releases()) if names_ours or not is_archive(file) else ()
    at_hand = () if is_archive(file) else trusted
    order = Order(file, (*at_hand, *packages), oim_copy=scratch / name if names_ours else None)
    is_valid = names_ours and is_known(order, contents, set(map(taxonomy_digest, trusted)))
    return replace(order, check_taxonomy=not is_valid)


def _own_package(scratch: Path) -> Path:
    """Return our taxonomy's package, written when it is first asked for."""
    taxonomy = esg_taxonomy()
    package = scratch / f"{package_name(taxonomy)}.zip"
    if not package.exists():
        package.write_bytes(_own_bytes())
    return package


@cache
def _own_bytes() -> bytes:
    return taxonomy_package(esg_taxonomy())


def _with_note(checked: Checked) -> Checked:
    note = codes.ENGINE_COLD.finding(
        "Processes cannot be forked here, so that Arelle loads the taxonomy anew for every file.",
        hint="It only takes longer. For many files, use Linux or macOS.",
        location=Location(checked.file.as_posix()),
    )
    return replace(checked, findings=(*checked.findings, note))


def _checked(
    file: Path,
    order: Order | None,
    outcome: ArelleRun | ArelleError | None,
    taxonomy: Taxonomy,
    settings: Settings,
    last_year: _LastYear | None,
) -> Checked:
    """Return everything that is found in a file, with what Arelle has found if it could open it."""
    filing = read_filing(file, file.as_posix())
    ours = is_ours(filing, taxonomy)
    findings = check_filing(
        filing,
        outcome_of(file, outcome) if outcome else (),
        taxonomy,
        read_facts(file, order.oim_copy if order else None, file.as_posix(), taxonomy) if ours else None,
        settings,
        last_instance=last_year.instance if last_year and ours else None,
        last_facts=last_year.facts if last_year and not ours else (),
    )
    return Checked(file, ours, tuple(findings))


def _name_ours(contents: Sequence[bytes], taxonomy: Taxonomy) -> bool:
    """Whether documents name our taxonomy, so that their facts may be in it: told before they are read, by bytes."""
    bases = [base for base in (taxonomy.base, taxonomy.supersedes) if base]
    names = [base.encode(encoding) for base in bases for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
    return any(name in content for content in contents for name in names)


def _contents(file: Path) -> list[bytes]:
    """Return the content of a document, or those of the reports in a package, as far as they can be read."""
    if not is_archive(file):
        return [file.read_bytes()]
    return list(read_members(file, lambda name: "/reports/" in name).values())


@dataclass
class _LastYear:
    """Last year's report, read when it is asked for."""

    file: Path
    taxonomy: Taxonomy

    @cached_property
    def instance(self) -> Instance | None:
        """What it says, if it is in our taxonomy."""
        return read_report(self.file, self.taxonomy)[0]

    @cached_property
    def facts(self) -> list[FiledFact]:
        """What it says as it was filed, in anyone's taxonomy."""
        return [fact for facts in read_filing(self.file, self.file.as_posix()).facts.values() for fact in facts]
