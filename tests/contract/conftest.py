"""The Magentos that the contract suite runs against: the sandbox always, real ones when the command line names them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from magesaas_ops.sandbox import create_installation, write_composer_repository
from tests.contract.under_test import MagentoUnderTest

if TYPE_CHECKING:
    from collections.abc import Iterator


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "magento_here" in metafunc.fixturenames:
        roots = metafunc.config.getoption("--magento-root")
        metafunc.parametrize("magento_here", ["sandbox", *roots], indirect=True, scope="session")


@pytest.fixture(scope="session")
def composer_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_composer_repository(tmp_path_factory.mktemp("composer"))


@pytest.fixture(scope="session")
def magento_here(request: pytest.FixtureRequest) -> Iterator[MagentoUnderTest]:
    if request.param != "sandbox":
        yield MagentoUnderTest(request.param, Path(request.param), request.config.getoption("--magento-run-as"))
        return
    repository = request.getfixturevalue("composer_repository")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "shop"
        create_installation(root, websites=["base", "eu_b2b"], composer_repository=repository)
        yield MagentoUnderTest("sandbox", root)


@pytest.fixture
def magento(magento_here: MagentoUnderTest) -> Iterator[MagentoUnderTest]:
    """Unattached, without a row of ours; afterwards as it was found, and nothing secret was printed meanwhile."""
    with magento_here.restored():
        yield magento_here
    everything = "".join(magento_here.printed)
    assert [secret for secret in magento_here.secrets if secret in everything] == []
