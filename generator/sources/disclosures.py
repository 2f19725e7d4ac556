"""Reading a disclosure folder: ``disclosure.yaml`` and its wide CSV tables, every value with its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ...findings import Finding, LocatedYaml, codes, read_yaml
from ...taxonomy import PackageError, Taxonomy
from ..records import Disclosure, KPIRecord, Manifest, RefusedCell
from .manifest import MANIFEST, check_manifest
from .tables import TableReader


def read_disclosure(folder: Path, taxonomy: Taxonomy) -> tuple[Disclosure | None, list[Finding]]:
    """Read the disclosure in ``folder``.

    ``taxonomy`` is ours; the disclosure names one of its entry points, or that of a taxonomy package of its own.
    Returns what could be read together with every problem found, or ``None`` when the manifest itself is
    unusable. Paths in findings are relative to ``folder``.
    """
    document, findings = read_yaml(folder / MANIFEST, Manifest, shown_as=MANIFEST)
    if document is None:
        return None, findings
    named, problems = _named_taxonomy(document, folder, taxonomy)
    findings += problems
    if named is None:
        return None, findings
    findings += check_manifest(document, named)
    records: list[KPIRecord] = []
    refused: list[RefusedCell] = []
    for table in {table.file: table for table in document.model.tables}.values():
        reader = TableReader(folder, table, document.model, named)
        records += reader.read()
        refused += reader.refused
        findings += reader.findings
    return Disclosure(document, named, tuple(records), tuple(refused)), findings


def _named_taxonomy(
    document: LocatedYaml[Manifest], folder: Path, taxonomy: Taxonomy
) -> tuple[Taxonomy | None, list[Finding]]:
    """Return the taxonomy that a disclosure names, as seen from its entry point.

    An entry point of the version before ours is carried forward. Any other that is not at hand is answered, and the
    tables are read with ours, so that their mistakes are found too; only a package that does not load ends the reading.
    """
    name, package = document.model.taxonomy, document.model.taxonomy_package
    place = document.location("taxonomy")
    if package:
        if not (folder / package).resolve().is_relative_to(folder.resolve()):
            message = f"{package} is a link that leaves the folder."
            at = document.location("taxonomy_package")
            hint = "Put the package itself into the folder."
            return None, [codes.INPUT_UNREADABLE.finding(message, hint=hint, location=at)]
        try:
            return Taxonomy.from_package(folder / package, name), []
        except PackageError as error:
            at = document.location("taxonomy_package")
            return None, [replace(finding, location=at) for finding in error.findings]
    if at_hand := taxonomy.at(name):
        return at_hand, []
    if taxonomy.supersedes and name.startswith(f"{taxonomy.supersedes}/"):
        carried = codes.DEPRECATED_CONCEPT.finding(
            f"The disclosure names {name}, of a version that is superseded; it is read with {taxonomy.entry_point}.",
            hint=f"Write `taxonomy: {taxonomy.entry_point}`.",
            location=place,
        )
        return taxonomy, [carried]
    known = ", ".join(one.href for one in taxonomy.entry_points)
    unknown = codes.TAXONOMY_UNKNOWN.finding(
        f"The disclosure names the entry point {name}; at hand are {known}.",
        hint=f"Write `taxonomy: {taxonomy.entry_point}`, or name the taxonomy's package under `taxonomy_package`.",
        location=place,
    )
    return taxonomy, [unknown]
