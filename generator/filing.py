"""From a mapped disclosure to the files of its filing in one language."""

from __future__ import annotations

from ..taxonomy import Taxonomy
from .inline import write_inline
from .layout import lay_out
from .mapping import Mapped
from .package import report_package
from .records import Disclosure, Manifest
from .xbrl_json import write_json
from .xbrl_xml import write_xml


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
