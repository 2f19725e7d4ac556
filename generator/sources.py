"""Reading a disclosure folder: ``disclosure.yaml`` and its wide CSV tables, every value with its place."""

from __future__ import annotations

from pathlib import Path

from ..findings import Finding, read_yaml
from ..taxonomy import Taxonomy
from .manifest import MANIFEST, check_manifest
from .records import Disclosure, KPIRecord, Manifest, RefusedCell
from .tables import TableReader


def read_disclosure(folder: Path, taxonomy: Taxonomy) -> tuple[Disclosure | None, list[Finding]]:
    """Read the disclosure in ``folder``.

    Returns what could be read together with every problem found, or ``None`` when the manifest itself is
    unusable. Paths in findings are relative to ``folder``.
    """
    document, findings = read_yaml(folder / MANIFEST, Manifest, shown_as=MANIFEST)
    if document is None:
        return None, findings
    findings += check_manifest(document, taxonomy)
    records: list[KPIRecord] = []
    refused: list[RefusedCell] = []
    for table in {table.file: table for table in document.model.tables}.values():
        reader = TableReader(folder, table, document.model, taxonomy)
        records += reader.read()
        refused += reader.refused
        findings += reader.findings
    return Disclosure(document, tuple(records), tuple(refused)), findings
