"""Where things stand in the checkout and beside it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "instances" / "xiaomi-2023"
REPORT_TEXT = ROOT.parent / "shared" / "reports" / "xiaomi-2023-esg-report.txt"
