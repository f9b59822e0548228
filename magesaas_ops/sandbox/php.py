"""Asking the sandbox's own PHP tools: one JSON document each way."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from magesaas_ops.sandbox.composer_repository import magento_sources

if TYPE_CHECKING:
    from collections.abc import Mapping


class SandboxError(RuntimeError):
    """The sandbox could not do what a test or the demo asked; the message is PHP's."""


def ask_php(tool: str, request: Mapping[str, object], *, run_as: str | None = None) -> dict[str, object]:
    """Let ``magento/tools/⟨tool⟩.php`` answer ``request``; as ``run_as`` when files must stay that user's."""
    with tempfile.TemporaryDirectory() as folder:
        # Another user may not be able to read where we are installed.
        tools = shutil.copytree(magento_sources() / "tools", Path(folder) / "tools")
        Path(folder).chmod(0o755)
        done = subprocess.run(
            ["php", str(tools / "sandbox.php")],
            input=json.dumps({"do": tool, **request}),
            capture_output=True,
            text=True,
            check=False,
            user=run_as,
        )
    if done.returncode != 0:
        raise SandboxError(f"{tool}: {(done.stderr or done.stdout).strip()}")
    answer = json.loads(done.stdout)
    if not isinstance(answer, dict):
        raise SandboxError(f"{tool}: no JSON object")
    return answer
