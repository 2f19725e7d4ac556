"""Shared fixtures. The example is built once, with a real Arelle, and every test looks at that build."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from places import EXAMPLE, ROOT

# The checkout has a folder named esgtag that is only one room of the package; what is tested is what is installed.
sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != ROOT]

from esgtag.building import Build, build  # noqa: E402
from esgtag.findings import codes_page  # noqa: E402
from esgtag.generator import Disclosure, Mapped, map_disclosure, read_disclosure  # noqa: E402
from esgtag.saving import save  # noqa: E402
from esgtag.taxonomy import Taxonomy, coverage_page, esg_taxonomy  # noqa: E402

# Every run tries the same examples; HYPOTHESIS_PROFILE=search tries new ones.
settings.register_profile("same", derandomize=True)
settings.register_profile("search", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


TOGETHER = {
    f"tests/test_{name}.py"
    for name in (
        *("changes", "damage", "engine", "every_rule", "faults", "findings_page", "foreign", "form", "init", "kinds"),
        *("page", "reading_json", "site", "taxonomy_cli", "two_years"),
    )
}
"""Modules whose tests share something that takes long to make: each runs in one process."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Distribute tests one by one, but for those that stay together."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return file if file in TOGETHER else nodeid

    return Scheduling(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rebuild",
        action="store_true",
        help="rewrite the generated pages and the built example from their sources, then test",
    )


def pytest_sessionstart(session: pytest.Session) -> None:
    if not session.config.getoption("--rebuild"):
        return
    for name, page in generated_pages().items():
        (ROOT / "docs" / name).write_text(page, encoding="utf-8")
    shutil.rmtree(EXAMPLE / "built", ignore_errors=True)
    save(build(EXAMPLE).files, EXAMPLE / "built")


def generated_pages() -> dict[str, str]:
    """The pages of the documentation that are written by the code they are about."""
    return {"coverage.md": coverage_page(esg_taxonomy()), "findings.md": codes_page()}


@pytest.fixture
def pages() -> dict[str, str]:
    return generated_pages()


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return esg_taxonomy()


@pytest.fixture(scope="session")
def disclosure(taxonomy: Taxonomy) -> Disclosure:
    found, findings = read_disclosure(EXAMPLE, taxonomy)
    assert found is not None
    assert findings == []
    return found


@pytest.fixture(scope="session")
def mapped(disclosure: Disclosure, taxonomy: Taxonomy) -> Mapped:
    found, findings = map_disclosure(disclosure, taxonomy, "en")
    assert findings == []
    return found


@pytest.fixture(scope="session")
def built() -> Build:
    return build(EXAMPLE)


@pytest.fixture(scope="session")
def out(built: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filing")
    save(built.files, folder)
    return folder


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the example to break."""
    folder = tmp_path / "xiaomi-2023"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("built"))
    return folder
