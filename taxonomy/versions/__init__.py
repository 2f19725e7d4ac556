"""Two versions of a taxonomy side by side: what changed, and what breaks."""

from .changes import compare
from .differences import Change, ChangeKind, What
from .report import changes_json, changes_page, changes_summary, changes_text

__all__ = [
    "Change",
    "ChangeKind",
    "What",
    "changes_json",
    "changes_page",
    "changes_summary",
    "changes_text",
    "compare",
]
