"""A sandbox installation's catalogue, its cron, and what disturbs its feeds."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from magesaas_ops.sandbox.php import SandboxError, ask_php

if TYPE_CHECKING:
    from magesaas_ops.sandbox.installation import SandboxInstallation

CRON_SECONDS = 120


def add_products(installation: SandboxInstallation, count: int) -> None:
    """Add products; as in Magento, saving one sends nothing by itself: cron finds it in the change logs."""
    _ask(installation, products=count)


def delete_product(installation: SandboxInstallation, product_id: int, *, is_stuck: bool = False) -> None:
    """Delete a product; ``is_stuck`` leaves the deletion in the feeds as a failed one, never to be sent."""
    _ask(installation, delete=product_id, stuck=is_stuck)


def run_cron(installation: SandboxInstallation) -> str:
    """Run one round of cron, and give what it printed."""
    argv = ["php", "bin/magento", "cron:run"]
    done = subprocess.run(
        argv,
        cwd=installation.root,
        capture_output=True,
        text=True,
        timeout=CRON_SECONDS,
        user=installation.run_as,
        check=False,
    )
    if done.returncode != 0:
        raise SandboxError(f"cron:run: {(done.stderr or done.stdout).strip()}")
    return done.stdout


def switch_cron(installation: SandboxInstallation, *, is_on: bool) -> None:
    """Let env.php allow or forbid cron."""
    _ask(installation, cron=is_on)


def _ask(installation: SandboxInstallation, **asked: object) -> None:
    ask_php("feeds", {"root": str(installation.root), **asked}, run_as=installation.run_as)
