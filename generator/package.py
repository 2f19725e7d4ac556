"""The files of a filing: report package, manifest, archives that are the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping

from ..taxonomy import Taxonomy, package_files, package_name

XBRI = "https://xbrl.org/report-package/2023/xbri"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


def report_package(name: str, report: bytes, taxonomy: Taxonomy) -> bytes:
    """Return an inline report package (``.xbri``, Report Packages 1.0) that carries its own taxonomy.

    ``name`` is the package's top folder and the stem of the report's file.
    """
    metadata = json.dumps({"documentInfo": {"documentType": XBRI}}, indent=2) + "\n"
    files = {
        **package_files(taxonomy),
        "META-INF/reportPackage.json": metadata.encode(),
        f"reports/{name}.xhtml": report,
    }
    return archive({f"{name}/{path}": content for path, content in files.items()})


def taxonomy_package(taxonomy: Taxonomy) -> bytes:
    """Return the taxonomy as a package of its own (Taxonomy Packages 1.0)."""
    return archive({f"{package_name(taxonomy)}/{path}": data for path, data in package_files(taxonomy).items()})


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive of the files, sorted, dated 1980 and stored.

    Stored, since the bytes of a compressed member depend on the zlib that Python was built with.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as target:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3
            entry.external_attr = _READABLE
            target.writestr(entry, files[name])
    return buffer.getvalue()


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Return ``manifest.json``: the size and the SHA-256 sum of every file, by name."""
    entries = {
        name: {"bytes": len(files[name]), "sha256": hashlib.sha256(files[name]).hexdigest()} for name in sorted(files)
    }
    return (json.dumps({"files": entries}, indent=2) + "\n").encode()
