"""The report as a browser shows it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium browser on this computer"),
]


def rendered(page: Path, profile: Path, *more: str) -> str:
    done = subprocess.run(
        [
            str(BROWSER),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            f"--user-data-dir={profile}",
            *more,
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Key ESG performance indicators 2023", "116,722.56", "Energy consumption per unit of revenue")),
        ("zh", ("2023年关键环境、社会及管治绩效指标", "116,722.56", "温室气体排放总量")),
    ],
)
def test_the_page_opens_as_a_page(out: Path, tmp_path: Path, language: str, words: tuple[str, ...]) -> None:
    dom = rendered(out / f"xiaomi-2023-12-31-{language}.xhtml", tmp_path, "--dump-dom")
    assert "parsererror" not in dom
    for word in words:
        assert word in dom


@pytest.mark.parametrize(("width", "language"), [(1200, "en"), (390, "en"), (390, "zh")])
def test_the_page_fits_the_screen(out: Path, tmp_path: Path, width: int, language: str) -> None:
    """Nothing but the tables themselves scrolls sideways. Measured in the page, by a copy that reports its width."""
    text = (out / f"xiaomi-2023-12-31-{language}.xhtml").read_text(encoding="utf-8")
    probe = (
        "<script>window.addEventListener('load',function(){document.documentElement.setAttribute('data-overflow',"
        "String(document.documentElement.scrollWidth-document.documentElement.clientWidth))})</script></body>"
    )
    frame = tmp_path / "frame.html"
    page = tmp_path / "page.xhtml"
    page.write_text(text.replace("</body>", probe), encoding="utf-8")
    frame.write_text(
        f"<!DOCTYPE html><iframe id='f' src='page.xhtml' width='{width}' height='800' onload=\""
        "document.title=f.contentDocument.documentElement.getAttribute('data-overflow')\"></iframe>"
    )
    dom = rendered(
        frame, tmp_path / "profile", "--allow-file-access-from-files", "--virtual-time-budget=5000", "--dump-dom"
    )
    assert "<title>0</title>" in dom
