"""Is it filed as it should be: rules that need nothing but the report as a file, in any taxonomy, without Arelle."""

from .checking import Filing, check_document, check_file, check_set, read_filing, read_set
from .model import Types
from .package import check_folder
from .settings import DEFAULT, Settings

__all__ = [
    "DEFAULT",
    "Filing",
    "Settings",
    "Types",
    "check_document",
    "check_file",
    "check_folder",
    "check_set",
    "read_filing",
    "read_set",
]
