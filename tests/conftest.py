"""Options of the whole suite; each folder has the fixtures that it needs itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Here once for all folders: two of them would start two browsers, which one process cannot.

    Imported only where a test asks for it, so that folders without pages need no Playwright.
    """
    from tests.browser import running_chromium

    with running_chromium() as browser:
        yield browser


@pytest.fixture
def generated(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Hold a page, or another text in the repository, to what it is generated from; ``make docs-update`` writes it.

    Tests that use it, or snapshots, are marked ``generated``: these are the ones that ``make docs-update`` runs.
    """
    is_update = bool(request.config.getoption("update_snapshots", False))
    assert request.node.get_closest_marker("generated"), "mark this test with pytest.mark.generated"

    def hold(page: Path, text: str) -> None:
        if is_update and page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")
        assert page.read_text(encoding="utf-8") == text

    return hold


@pytest.fixture(autouse=True, scope="session")
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What runs remember of a registry stands in a folder of the tests, never in that of who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("magesaas-ops")
    group.addoption(
        "--magento-root",
        action="append",
        default=[],
        metavar="PATH",
        help="run the contract suite against this real Magento as well (repeatable); what it changes, it restores",
    )
    group.addoption(
        "--magento-run-as",
        metavar="USER",
        help="the owner of app/etc/env.php in every --magento-root; reached through sudo -n -u",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--magento-root") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--magento-root goes without -n: a real Magento is changed by one test at a time")
