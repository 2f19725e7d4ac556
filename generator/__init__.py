"""Saying it: a disclosure's records become facts, and facts become documents.

Folders and tables come in through :func:`read_disclosure`; bytes go out through :func:`write_filing`.
"""

from .documents.inline import write_inline
from .documents.layout import lay_out
from .documents.package import archive, filing_name, manifest, report_package, taxonomy_package, write_filing
from .documents.xbrl_json import write_json
from .documents.xbrl_xml import write_xml
from .mapping import CellCount, Mapped, Placed, check_footnotes, map_disclosure
from .record_schema import record_schema
from .records import (
    Disclosure,
    EntityRecord,
    KPIRecord,
    Manifest,
    OmissionMark,
    OmissionReason,
    PeriodRecord,
    RefusedCell,
    in_language,
)
from .sources.disclosures import read_disclosure
from .sources.manifest import MANIFEST
from .units import spellings_that_fit

__all__ = [
    "MANIFEST",
    "CellCount",
    "Disclosure",
    "EntityRecord",
    "KPIRecord",
    "Manifest",
    "Mapped",
    "OmissionMark",
    "OmissionReason",
    "PeriodRecord",
    "Placed",
    "RefusedCell",
    "archive",
    "check_footnotes",
    "filing_name",
    "in_language",
    "lay_out",
    "manifest",
    "map_disclosure",
    "read_disclosure",
    "record_schema",
    "report_package",
    "spellings_that_fit",
    "taxonomy_package",
    "write_filing",
    "write_inline",
    "write_json",
    "write_xml",
]
