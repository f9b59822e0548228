"""Asking the agent on this machine, over nothing but PHP's standard input."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from magesaas_ops.agent.protocol import agent_command, new_nonce, observe_request, payload_of

BOUND_SECONDS = 60
RootWith = Callable[[str], Path]


@pytest.fixture
def root_with(tmp_path: Path) -> RootWith:
    """Make a root whose app/bootstrap.php is the given PHP: nothing of Magento behind it."""

    def make(bootstrap: str) -> Path:
        (tmp_path / "app/etc").mkdir(parents=True)
        (tmp_path / "app/bootstrap.php").write_text(bootstrap)
        (tmp_path / "app/etc/env.php").write_text("<?php return [];\n")
        (tmp_path / "vendor/composer").mkdir(parents=True)
        for name in ("autoload.php", "composer/autoload_real.php"):
            (tmp_path / "vendor" / name).write_text("<?php\n")
        (tmp_path / "vendor/composer/installed.json").write_text('{"packages": [], "dev": false}')
        return tmp_path

    return make


def observed(
    root: Path | str, *, php: Sequence[str] = ("php",), nonce: str | None = None
) -> subprocess.CompletedProcess[str]:
    """What the process prints when it is asked to observe."""
    request = observe_request(str(root), {}, nonce or new_nonce())
    return fed(agent_command(php), payload_of(request))


def fed(argv: Sequence[str], payload: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(argv), input=payload, capture_output=True, text=True, timeout=BOUND_SECONDS, check=False, errors="replace"
    )
