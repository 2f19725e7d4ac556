"""The files of a filing: its documents, report package, manifest, archives of the same content every time."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping

from ...taxonomy import Taxonomy, package_files, package_name
from ..manifest import Manifest
from ..mapping import Mapped
from ..records import Disclosure
from .inline import write_inline
from .layout import lay_out
from .xbrl_json import write_json
from .xbrl_xml import write_xml

XBRI = "https://xbrl.org/report-package/2023/xbri"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


def filing_name(manifest: Manifest, language: str) -> str:
    """Return the stem of a filing's files: name, end of the reporting period, language.

    The language is the short one, ``zh`` for ``zh-Hans``, unless the report has another that is as short.
    """
    short = language.partition("-")[0]
    is_alone = sum(other.partition("-")[0] == short for other in manifest.report.languages) == 1
    return f"{manifest.report.name}-{manifest.periods.reporting.end.isoformat()}-{short if is_alone else language}"


def write_filing(disclosure: Disclosure, mapped: Mapped, taxonomy: Taxonomy) -> dict[str, bytes]:
    """Return the filing's documents by file name: iXBRL, xBRL-XML, xBRL-JSON and the report package."""
    name = filing_name(disclosure.manifest, mapped.language)
    report = write_inline(lay_out(disclosure, mapped, taxonomy), mapped.instance)
    return {
        f"{name}.xhtml": report,
        f"{name}.xml": write_xml(mapped.instance),
        f"{name}.json": write_json(mapped.instance),
        f"{name}.xbri": report_package(name, report, taxonomy),
    }


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
    """Return a ZIP archive of the files, sorted and dated 1980, deflated as far as zlib can.

    What is in the archive is the same everywhere; its own bytes are the same for the same zlib.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _READABLE
            target.writestr(entry, files[name])
    return buffer.getvalue()


def manifest(files: Mapping[str, bytes]) -> bytes:
    """Return ``manifest.json``: the size and the SHA-256 sum of every file, by name."""
    entries = {
        name: {"bytes": len(files[name]), "sha256": hashlib.sha256(files[name]).hexdigest()} for name in sorted(files)
    }
    return (json.dumps({"files": entries}, indent=2) + "\n").encode()
