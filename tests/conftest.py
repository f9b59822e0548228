"""Options of the whole suite; each folder has the fixtures that it needs itself."""

from __future__ import annotations

from collections.abc import Iterator
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
