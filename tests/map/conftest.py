"""Pages drawn by the verb itself, and a browser to look at them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from magesaas_ops.cli import main
from tests.browser import visiting
from tests.map.fleets import TROUBLED

__all__ = ["visiting"]

Draw = Callable[..., str]


@pytest.fixture(scope="session")
def draw(tmp_path_factory: pytest.TempPathFactory) -> Draw:
    """Draws a fleet, given as YAML, and answers the address of the page."""

    def drawn(inventory: str, *arguments: str) -> str:
        folder = tmp_path_factory.mktemp("map")
        (folder / "fleet.yaml").write_text(inventory, encoding="utf-8")
        page = folder / "fleet.html"
        assert main(["map", "-i", str(folder / "fleet.yaml"), "-o", str(page), *arguments]) in (0, 5)
        return page.as_uri()

    return drawn


@pytest.fixture(scope="session")
def troubled(draw: Draw) -> str:
    return draw(TROUBLED)


def page_of(address: str) -> str:
    """The source of a drawn page."""
    return Path(address.removeprefix("file://")).read_text(encoding="utf-8")
