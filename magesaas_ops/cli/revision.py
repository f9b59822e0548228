"""Which revision of the inventory a run is made from."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def revision_of(inventory: Path) -> str:
    """The git commit that the inventory stands at, with ``+changes`` when it differs; empty outside git."""
    folder = inventory if inventory.is_dir() else inventory.parent
    found = _git(folder, "rev-parse", "--short=12", "HEAD")
    if not found:
        return ""
    return found + ("+changes" if _git(folder, "status", "--porcelain", "--", str(inventory.resolve())) else "")


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""
