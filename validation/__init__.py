"""Is it right: rules on the records before anything is built, and Arelle on what was built."""

from ..findings import check_archive, is_archive
from .arelle import findings_of, unexplained, validate_file, validate_files
from .consistency import check_consistency
from .engine import ArelleError, ArelleMessage, ArelleRun, run_arelle
from .last_filing import of_another
from .record_rules import check_records

__all__ = [
    "ArelleError",
    "ArelleMessage",
    "ArelleRun",
    "check_archive",
    "check_consistency",
    "check_records",
    "findings_of",
    "is_archive",
    "of_another",
    "run_arelle",
    "unexplained",
    "validate_file",
    "validate_files",
]
