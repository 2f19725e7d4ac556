"""Rules on what a report is filed in: its type, its folders, its name, and that it holds nothing else."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from ...findings import Finding, Location, codes
from .settings import Settings

_TYPE = "https://xbrl.org/report-package/2023"
_TYPES: Mapping[str, str] = {".xbri": f"{_TYPE}/xbri", ".xbr": f"{_TYPE}/xbr", ".zip": _TYPE}
_METADATA = "META-INF/reportPackage.json"
_INLINE = frozenset({".xhtml", ".html", ".htm"})
_REPORTS = _INLINE | {".xbrl", ".xml", ".json"}
_BESIDE_REPORTS = _REPORTS | frozenset(
    {".csv", ".css", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".woff", ".woff2", ".ttf", ".otf"}
)
_TAXONOMY = frozenset({".xsd", ".xml"})
_META = frozenset({_METADATA, "META-INF/taxonomyPackage.xml", "META-INF/catalog.xml"})
_MANIFEST = "manifest.json"


class Package:
    """The names in a package, seen from its top folder, and its metadata."""

    def __init__(self, archive: zipfile.ZipFile, shown_as: str) -> None:
        self.shown_as = shown_as
        self.names = [name for name in archive.namelist() if not name.endswith("/")]
        self.tops = sorted({name.partition("/")[0] for name in self.names if "/" in name})
        self.top = self.tops[0] if self.tops else ""
        self.inner = {name.partition("/")[2]: name for name in self.names if name.startswith(f"{self.top}/")}
        self.metadata = archive.read(self.inner[_METADATA]) if _METADATA in self.inner else b""

    @property
    def has_reports(self) -> bool:
        """Whether it is a package of reports, or means to be one."""
        return _METADATA in self.inner or any(name.startswith("reports/") for name in self.inner)

    def reports(self) -> list[list[str]]:
        """Return the reports, each with the names of its documents: those of a folder of inline documents are one."""
        alone: list[list[str]] = []
        folders: dict[str, list[str]] = {}
        for name in sorted(name for name in self.inner if name.startswith("reports/")):
            path = PurePosixPath(name)
            if path.suffix.lower() not in _REPORTS:
                continue
            if len(path.parts) == 2:
                alone.append([self.inner[name]])
            elif len(path.parts) == 3:
                folders.setdefault(path.parts[1], []).append(self.inner[name])
        return alone + list(folders.values())

    def holds(self, file: str, href: str) -> bool:
        """Whether the package has what a document of it refers to by a relative address."""
        base = posixpath.dirname(file.removeprefix(f"{self.shown_as}/"))
        path = unquote(re.split(r"[?#]", href)[0])
        return posixpath.normpath(posixpath.join(base, path)) in self.names


def package_type(package: Package, suffix: str) -> Iterator[Finding]:
    """One top folder, metadata that fit the ending, reports where they belong."""

    def finding(what: str, hint: str, name: str = "") -> Finding:
        place = Location(f"{package.shown_as}/{name}" if name else package.shown_as)
        return codes.PACKAGE_TYPE.finding(f"{what}.", hint=hint, location=place)

    loose = [name for name in package.names if "/" not in name]
    if len(package.tops) != 1 or loose:
        shown = ", ".join([*(f"{top}/" for top in package.tops), *loose][:6]) or "nothing"
        yield finding(f"The package has at its top {shown}", "Pack one folder, with everything in it.")
    if not package.tops:
        return
    yield from _metadata(package, suffix, finding)
    reports = package.reports()
    if not reports:
        yield finding("The package has no report in the folder reports", "Put the report into the folder reports.")
    if suffix != ".zip" and len(reports) > 1:
        shown = ", ".join(PurePosixPath(names[0]).name for names in reports[:6])
        yield finding(
            f"A package of the kind {suffix} has one report; this one has {len(reports)}: {shown}",
            "Make a package of each; the documents of one inline report stand in a folder of their own in reports.",
        )
    for names in reports if suffix != ".zip" else ():
        if (PurePosixPath(names[0]).suffix.lower() in _INLINE) != (suffix == ".xbri"):
            expected = "inline XBRL" if suffix == ".xbri" else "xBRL-XML, xBRL-JSON or xBRL-CSV"
            yield finding(
                f"A package of the kind {suffix} has a report in {expected}; {PurePosixPath(names[0]).name} is another",
                "Give the package the ending that fits: .xbri for inline XBRL, .xbr for the others.",
                names[0],
            )
    for inner, name in package.inner.items():
        path = PurePosixPath(inner)
        if path.parts[0] != "reports" and path.suffix.lower() in _INLINE:
            yield finding(f"{inner} stands outside the folder reports", "Put reports into the folder reports.", name)


def _metadata(package: Package, suffix: str, finding: object) -> Iterator[Finding]:
    name = package.inner.get(_METADATA)
    place = Location(f"{package.shown_as}/{name}" if name else package.shown_as)
    expected = _TYPES[suffix]
    if name is None:
        if suffix != ".zip":
            yield codes.PACKAGE_TYPE.finding(
                f"The package has no {_METADATA}, which says that it is one.",
                hint=f'Add it: {{"documentInfo": {{"documentType": "{expected}"}}}}.',
                location=place,
            )
        return
    try:
        declared = json.loads(package.metadata.decode("utf-8"))["documentInfo"]["documentType"]
    except (ValueError, KeyError, TypeError, RecursionError):
        declared = None
    if declared != expected:
        yield codes.PACKAGE_TYPE.finding(
            f"The package ends in {suffix} and says that it is {declared or 'nothing that can be read'}.",
            hint=f'Write "documentType": "{expected}", or give it the ending that fits.',
            location=place,
        )


def unexpected_file(package: Package) -> Iterator[Finding]:
    """There is nothing outside the places where something is expected."""
    is_taxonomy = "META-INF/taxonomyPackage.xml" in package.inner
    for inner, name in sorted(package.inner.items()):
        path = PurePosixPath(inner)
        allowed = {"META-INF": frozenset[str](), "reports": _BESIDE_REPORTS}.get(
            path.parts[0], _TAXONOMY if is_taxonomy else frozenset()
        )
        is_outside = path.parts[0] not in ("META-INF", "reports") and path.suffix.lower() in _INLINE
        is_junk = path.name.startswith((".", "~$")) or path.name in ("Thumbs.db", "desktop.ini")
        if inner not in _META and not is_outside and (is_junk or path.suffix.lower() not in allowed):
            yield codes.UNEXPECTED_FILE.finding(
                f"The package holds {inner}, which belongs to no report and no taxonomy.",
                hint="Remove it; everything in a package is published.",
                location=Location(f"{package.shown_as}/{name}"),
            )


def file_name(name: str, shown_as: str, settings: Settings) -> Iterator[Finding]:
    """A report is named by the company, the last day and the language."""
    stem = PurePosixPath(name).stem
    if settings.file_name is not None and re.fullmatch(settings.file_name, stem) is None:
        yield codes.FILE_NAME.finding(
            f"The file {PurePosixPath(name).name} is not named as expected.",
            hint="Name it by the company, the last day of the period and the language, with letters, digits and "
            "hyphens: example-2023-12-31-en.",
            location=Location(shown_as),
        )


def check_against_manifest(file: Path, shown_as: str) -> Iterator[Finding]:
    """Compare a file with what the manifest beside it lists, if there is a manifest."""
    listed = _listed(file.parent / _MANIFEST)
    if listed is not None and file.name != _MANIFEST:
        yield from _compare(file, shown_as, listed)


def check_folder(folder: Path, shown_as: str) -> list[Finding]:
    """Return what a filing's folder has other than its manifest lists; nothing if it has no manifest."""
    listed = _listed(folder / _MANIFEST)
    if listed is None:
        return []
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / _MANIFEST)
    found = [
        finding
        for path in files
        for finding in _compare(path, f"{shown_as}/{path.relative_to(folder)}", listed, folder)
    ]
    present = {path.relative_to(folder).as_posix() for path in files}
    return found + [
        codes.UNEXPECTED_FILE.finding(
            f"The manifest lists {name}, and it is not there.",
            hint="Build the filing again.",
            location=Location(f"{shown_as}/{_MANIFEST}"),
        )
        for name in sorted(listed)
        if name not in present
    ]


def _listed(manifest: Path) -> Mapping[str, str] | None:
    """Return the sums by name that a filing's manifest lists; ``None`` if the file is no such manifest."""
    try:
        files = json.loads(manifest.read_text(encoding="utf-8"))["files"]
        return {str(name): str(entry["sha256"]) for name, entry in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _compare(file: Path, shown_as: str, listed: Mapping[str, str], folder: Path | None = None) -> Iterator[Finding]:
    name = file.relative_to(folder or file.parent).as_posix()
    if name not in listed:
        yield codes.UNEXPECTED_FILE.finding(
            f"{name} is not in the manifest beside it.",
            hint="Keep only what was built in a filing's folder; build again if it belongs to the filing.",
            location=Location(shown_as),
        )
    elif hashlib.sha256(file.read_bytes()).hexdigest() != listed[name]:
        yield codes.UNEXPECTED_FILE.finding(
            f"{name} is not the file that the manifest beside it lists: its SHA-256 sum is another.",
            hint="Somebody has changed it since it was built. Build it again from the records.",
            location=Location(shown_as),
        )
