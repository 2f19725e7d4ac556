"""Is it right: rules on the records before anything is built, on any report as a file, on its figures; and Arelle."""

from ..findings import check_archive, is_archive
from .arelle import findings_of, outcome_of, unexplained, validate_file, validate_files
from .causes import one_a_cause
from .consistency import check_consistency
from .documents import Filing, Settings, check_document, check_file, read_filing
from .engine import (
    ArelleError,
    ArelleMessage,
    ArelleRun,
    Budget,
    Engine,
    Order,
    OverBudgetError,
    is_known,
    run_arelle,
    shared_engine,
    taxonomy_digest,
)
from .facts import check_facts
from .figures import Figures
from .filings import check_filing, is_ours, read_facts
from .records import check_records, of_another

__all__ = [
    "ArelleError",
    "ArelleMessage",
    "ArelleRun",
    "Budget",
    "Engine",
    "Figures",
    "Filing",
    "Order",
    "OverBudgetError",
    "Settings",
    "check_archive",
    "check_consistency",
    "check_document",
    "check_facts",
    "check_file",
    "check_filing",
    "check_records",
    "findings_of",
    "is_archive",
    "is_known",
    "is_ours",
    "of_another",
    "one_a_cause",
    "outcome_of",
    "read_facts",
    "read_filing",
    "run_arelle",
    "shared_engine",
    "taxonomy_digest",
    "unexplained",
    "validate_file",
    "validate_files",
]
