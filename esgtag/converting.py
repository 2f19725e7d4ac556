"""From any form of a disclosure to any other: read, roll forward, write, and read again to see that nothing is lost."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .findings import Finding, Location, Severity, codes, in_order, worst
from .generator import (
    Disclosure,
    Form,
    TextTooLongError,
    disclosure_of,
    migrate,
    read_disclosure,
    roll_forward,
    taxonomy_package,
    write_disclosure,
)
from .instances import Instance, read_json
from .saving import save
from .taxonomy import PackageError, Taxonomy, package_name, release, releases
from .validation import ArelleError, shared_engine

REPORTS = (".xhtml", ".html", ".htm", ".xml", ".xbrl", ".xbri", ".zip")
"""Suffixes of reports that Arelle reads for us."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What a conversion came to: the files to write, none where an error forbids it, and the findings."""

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def read_any(path: Path, taxonomy: Taxonomy) -> tuple[Disclosure | None, list[Finding]]:
    """Read a disclosure in any form, or the records of a finished report: iXBRL, xBRL-XML, xBRL-JSON, a package."""
    if path.is_file() and is_report(path):
        instance, findings = read_report(path, taxonomy)
        if instance is None:
            return None, findings
        disclosure, more = disclosure_of(instance, path.name, taxonomy.at(instance.entry_point) or taxonomy)
        return disclosure, [*findings, *more]
    return read_disclosure(path, taxonomy)


def is_report(path: Path) -> bool:
    """Whether a file is a finished report, not a disclosure: by its suffix, of JSON by what it says of itself."""
    if path.suffix.lower() != ".json":
        return path.suffix.lower() in REPORTS
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(content, dict) and "documentInfo" in content


def read_report(path: Path, taxonomy: Taxonomy) -> tuple[Instance | None, list[Finding]]:
    """Read the facts of a finished report; Arelle reads what is not xBRL-JSON."""
    if path.suffix.lower() == ".json":
        return read_json(path.read_bytes(), path.name, taxonomy)
    with tempfile.TemporaryDirectory(prefix="esgtag-") as scratch:
        copy = Path(scratch) / "facts.json"
        packages = () if path.suffix.lower() in (".xbri", ".zip") else _packages(Path(scratch), taxonomy)
        try:
            run = shared_engine().run(path.resolve(), packages, oim_copy=copy, check_taxonomy=False, run_formulas=False)
        except ArelleError as error:
            return None, [_not_loaded(path, f"{error}")]
        if not copy.exists():
            said = next((message.text for message in run.messages if message.level == "ERROR"), "it found no report")
            return None, [_not_loaded(path, said.splitlines()[0])]
        return read_json(copy.read_bytes(), path.name, taxonomy)


def _packages(scratch: Path, taxonomy: Taxonomy) -> tuple[Path, ...]:
    own = scratch / f"{package_name(taxonomy)}.zip"
    own.write_bytes(taxonomy_package(taxonomy))
    return (own, *releases())


def _not_loaded(path: Path, why: str) -> Finding:
    return codes.FILE_NOT_VALIDATED.finding(
        f"Arelle cannot read {path.name}: {why}.",
        hint="Validate it with `esgtag validate`, which says more.",
        location=Location(path.name),
    )


def convert(
    source: Path, taxonomy: Taxonomy, form: Form, name: str, *, language: str | None = None, forward: bool = False
) -> Conversion:
    """Convert a disclosure, or the records of a report, to a form; ``name`` is that of a single file.

    With ``forward``, the disclosure is rolled forward to the year after first. Nothing comes of a source with an error
    in its structure; records that are not right are carried as they are. What was written is read again: whatever
    differs from the source is a finding.
    """
    disclosure, findings = read_any(source, taxonomy)
    if disclosure is None or worst(findings) is Severity.ERROR:
        return Conversion({}, tuple(in_order(findings)))
    if forward:
        disclosure, to_look_at = roll_forward(disclosure)
        findings += to_look_at
    return _written(disclosure, findings, taxonomy, form, name, language)


def migrate_to_present(source: Path, taxonomy: Taxonomy, form: Form, name: str) -> Conversion:
    """Carry a disclosure over to the present version of the taxonomy, and write it in a form."""
    disclosure, findings = read_any(source, taxonomy)
    if disclosure is None or worst(findings) is Severity.ERROR:
        return Conversion({}, tuple(in_order(findings)))
    old: Taxonomy | None = None
    named = disclosure.manifest.taxonomy
    if taxonomy.supersedes and named.startswith(f"{taxonomy.supersedes}/"):
        package = release(taxonomy.supersedes.rpartition("/")[2])
        try:
            old = Taxonomy.from_package(package, named) if package else None
        except PackageError as error:
            findings += error.findings
    disclosure, decisions = migrate(disclosure, old)
    return _written(disclosure, [*findings, *decisions], taxonomy, form, name, None)


def _written(
    disclosure: Disclosure,
    findings: list[Finding],
    taxonomy: Taxonomy,
    form: Form,
    name: str,
    language: str | None,
) -> Conversion:
    try:
        files = write_disclosure(disclosure, form, name, language)
    except TextTooLongError as error:
        too_long = codes.VALUE_UNREADABLE.finding(
            f"A text is longer than a cell of a workbook can be: {error}",
            hint="Put it into a file beside the workbook and write file:name.md, or choose another form.",
            location=Location(name),
        )
        return Conversion({}, tuple(in_order([*findings, too_long])))
    findings = [*findings, *_losses(disclosure, files, taxonomy, "" if form.is_folder else name)]
    return Conversion(files, tuple(in_order(findings)))


def _losses(disclosure: Disclosure, files: Mapping[str, bytes], taxonomy: Taxonomy, name: str) -> Iterator[Finding]:
    """Read what was written, and name every record that is not what it was."""
    with tempfile.TemporaryDirectory(prefix="esgtag-") as scratch:
        save(files, Path(scratch))
        again, _ = read_disclosure(Path(scratch) / name, taxonomy)
    found = {_identity(content): content for content in (record.content for record in again.records)} if again else {}
    lost = [
        record
        for record in disclosure.records
        if found.get(_identity(record.content), None if record.printed else record.content) != record.content
    ]
    if lost:
        named = ", ".join(f"{record.concept} {record.period}" for record in lost[:5])
        yield codes.NOT_CARRIED.finding(
            f"{len(lost)} records could not be carried over as they are: {named}{' …' if len(lost) > 5 else ''}.",
            hint="Look at these records in what was written, and correct them there.",
            location=lost[0].location,
            related=tuple(record.location for record in lost[1:]),
        )


def _identity(content: tuple[object, ...]) -> tuple[object, ...]:
    """Return what tells a record from the others: all but its value and what hangs on it."""
    table, _, concept, members, _, period, _, _, _, language, is_previous, *_ = content
    return table, concept, members, period, language, is_previous
