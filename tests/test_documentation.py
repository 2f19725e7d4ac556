"""The documentation says what the code does: generated pages are current, names and codes exist, links lead somewhere."""

from __future__ import annotations

import re

import pytest

from esgtag.findings import CODES
from esgtag.taxonomy import Taxonomy

from places import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_generated_pages_are_current(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page, f"run pytest --rebuild to renew docs/{name}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_that_exist(page) -> None:  # type: ignore[no-untyped-def]
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_codes_that_are_named_exist(page) -> None:  # type: ignore[no-untyped-def]
    known = {code.rpartition(".")[0] for code in CODES} | set(CODES)
    for code in re.findall(r"\bESG\.\d\.\d\d(?:\.[a-zA-Z]+)?", page.read_text(encoding="utf-8")):
        assert code in known, code


def test_concepts_in_tables_of_the_documentation_exist(taxonomy: Taxonomy) -> None:
    for page in PAGES:
        for block in re.findall(r"```csv\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            rows = [line.split(",")[0] for line in block.splitlines() if not line.startswith(("concept", "..."))]
            assert [name for name in rows if name and name not in taxonomy.concepts] == [], page.name
