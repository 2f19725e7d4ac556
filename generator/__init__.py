"""Saying it: a disclosure's records become facts, and facts become documents.

Folders and tables come in through :func:`read_disclosure`; bytes go out through :func:`write_filing`.
"""

from .documents.inline import write_inline
from .documents.layout import lay_out
from .documents.package import archive, filing_name, manifest, report_package, taxonomy_package, write_filing
from .documents.xbrl_json import write_json
from .documents.xbrl_xml import write_xml
from .forms.migration import migrate
from .forms.rolling import roll_forward
from .forms.writing import Form, form_of, write_disclosure
from .manifest import EntityRecord, Manifest, OmissionMark, OmissionReason, PeriodRecord, in_language
from .mapping import CellCount, Mapped, Placed, check_footnotes, map_disclosure
from .record_schema import disclosure_schema, record_schema
from .records import Disclosure, KPIRecord, RefusedCell
from .remarks import REASON_LABELS
from .sources.checking import LEI_SCHEME, check_manifest
from .sources.disclosures import MANIFEST, read_disclosure
from .sources.instances import disclosure_of
from .units import spelling_of, spellings_that_fit
from .workbook.book import TextTooLongError
from .workbook.form import blank_form

__all__ = [
    "LEI_SCHEME",
    "MANIFEST",
    "REASON_LABELS",
    "CellCount",
    "Disclosure",
    "EntityRecord",
    "Form",
    "KPIRecord",
    "Manifest",
    "Mapped",
    "OmissionMark",
    "OmissionReason",
    "PeriodRecord",
    "Placed",
    "RefusedCell",
    "TextTooLongError",
    "archive",
    "blank_form",
    "check_footnotes",
    "check_manifest",
    "disclosure_of",
    "disclosure_schema",
    "filing_name",
    "form_of",
    "in_language",
    "lay_out",
    "manifest",
    "map_disclosure",
    "migrate",
    "read_disclosure",
    "record_schema",
    "report_package",
    "roll_forward",
    "spelling_of",
    "spellings_that_fit",
    "taxonomy_package",
    "write_disclosure",
    "write_filing",
    "write_inline",
    "write_json",
    "write_xml",
]
