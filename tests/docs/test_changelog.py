"""Every change that somebody wrote down stands in what the next release says, under a heading of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FRAGMENTS = sorted(path for path in (ROOT / "changelog.d").iterdir() if path.name not in {"README.md", ".gitignore"})


@pytest.fixture(scope="module")
def next_release() -> str:
    command = [sys.executable, "-m", "towncrier", "build", "--draft", "--version", "Unreleased"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda path: path.name)
def test_every_fragment_is_told(fragment: Path, next_release: str) -> None:
    assert re.fullmatch(r"\+[a-z0-9-]+\.(added|changed|fixed|security)\.md", fragment.name), fragment.name
    text = " ".join(fragment.read_text(encoding="utf-8").split())
    assert text
    assert f"- {text}" in " ".join(next_release.split())
