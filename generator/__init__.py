"""Saying it: a disclosure's records become facts, and facts become documents.

Folders and tables come in through :func:`read_disclosure`; bytes go out through :func:`write_filing`.
"""

from .inline import write_inline
from .layout import lay_out
from .manifest import MANIFEST
from .mapping import CellCount, Mapped, Placed, check_footnotes, map_disclosure
from .package import archive, filing_name, manifest, report_package, taxonomy_package, write_filing
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
from .sources import read_disclosure
from .units import spellings_that_fit
from .xbrl_json import write_json
from .xbrl_xml import write_xml

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
