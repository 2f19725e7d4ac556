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
    run_arelle,
    shared_engine,
)
from .facts import check_facts
from .filings import check_filing, is_ours, read_facts
from .known import digest_of, is_known
from .records import check_records, of_another

__all__ = [
    "ArelleError",
    "ArelleMessage",
    "ArelleRun",
    "Budget",
    "Engine",
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
    "digest_of",
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
    "unexplained",
    "validate_file",
    "validate_files",
]
