"""The Magentos that the contract suite runs against: the sandbox always, real ones when the command line names them."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from magesaas_ops.sandbox import MariaServer, create_installation, write_composer_repository
from tests.contract.under_test import MagentoUnderTest

if TYPE_CHECKING:
    from collections.abc import Iterator


SANDBOXES = ("sandbox-sqlite", "sandbox-mariadb")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "magento_here" in metafunc.fixturenames:
        roots = metafunc.config.getoption("--magento-root")
        is_of_files = metafunc.definition.get_closest_marker("plain_files") is not None
        sandboxes = SANDBOXES[:1] if is_of_files else SANDBOXES
        metafunc.parametrize("magento_here", [*sandboxes, *roots], indirect=True, scope="session")


@pytest.fixture(scope="session")
def composer_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_composer_repository(tmp_path_factory.mktemp("composer"))


@pytest.fixture(scope="session")
def magento_here(request: pytest.FixtureRequest) -> Iterator[MagentoUnderTest]:
    if request.param not in SANDBOXES:
        yield MagentoUnderTest(request.param, Path(request.param), request.config.getoption("--magento-run-as"))
        return
    repository = request.getfixturevalue("composer_repository")
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        database = None
        if request.param == "sandbox-mariadb":
            database = stack.enter_context(MariaServer()).create_database("shop", table_prefix="mg_")
        root = Path(folder) / "shop"
        create_installation(root, websites=["base", "eu_b2b"], composer_repository=repository, database=database)
        yield MagentoUnderTest(request.param, root)


@pytest.fixture
def magento(magento_here: MagentoUnderTest) -> Iterator[MagentoUnderTest]:
    """Unattached, without a row of ours; afterwards as it was found, and nothing secret was printed meanwhile."""
    with magento_here.restored():
        yield magento_here
    everything = "".join(magento_here.printed)
    assert [secret for secret in magento_here.secrets if secret in everything] == []
