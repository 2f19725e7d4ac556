"""Saying what is wrong: one type of finding from the first reader to Arelle's last message.

The lowest room of the house. Every other room speaks through it and it knows none of them.
"""

from .archives import UNREADABLE, check_archive, is_archive, read_members
from .codes import CODES, Code
from .explanations import codes_page
from .located import Located, locate, read_plain, read_text, read_yaml, unprintable
from .model import Finding, Location, Severity, count_by_severity, in_order, worst
from .rendering import to_json, to_text

__all__ = [
    "CODES",
    "UNREADABLE",
    "Code",
    "Finding",
    "Located",
    "Location",
    "Severity",
    "check_archive",
    "codes_page",
    "count_by_severity",
    "in_order",
    "is_archive",
    "locate",
    "read_members",
    "read_plain",
    "read_text",
    "read_yaml",
    "to_json",
    "to_text",
    "unprintable",
    "worst",
]
