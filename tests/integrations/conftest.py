"""A repository whose last commit is dangerous, and our program on a PATH."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.integrations.pieces import INVENTORY, commit


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH on which ``magesaas`` is the code under test; as a console script, it imports nothing from there."""
    program = tmp_path / "magesaas" / "bin" / "magesaas"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -I -m magesaas_ops "$@"\n')
    program.chmod(0o755)
    return f"{program.parent}:{os.environ['PATH']}"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose last commit points staging at production."""
    folder = tmp_path / "repository"
    assert "acme/storefront/testing-1" in INVENTORY
    commit(folder, INVENTORY)
    commit(folder, INVENTORY.replace("acme/storefront/testing-1", "acme/storefront/production"))
    return folder
