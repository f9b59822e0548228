"""# composer-state-broken

The three places that say which packages are there do not agree.

## Why it is refused

A Composer run was interrupted. Magento may be half installed, and another run on top may make it worse.

## Example

`composer require` was killed while it unpacked: composer.lock is new, `vendor/` is half replaced.

## Instead

`composer install` in the Magento root (with `--no-dev` where it was installed so) brings vendor back to composer.lock.
Then plan again. Where composer.lock is missing, put it back first, from version control or a backup: without it
`composer install` chooses every version anew, which can upgrade the shop.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.host_state import HostState
    from magesaas_ops.model.inventory import Installation
    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    installation = world.desired.installation
    if installation.account is None:
        return
    for host, state in world.hosts.items():
        if state.composer_problems:
            problems = "; ".join(state.composer_problems)
            yield RULE.finding(installation.subject, f"On {host}: {problems}. {_repair(installation, state)}")


def _repair(installation: Installation, state: HostState) -> str:
    """Without composer.lock ``composer install`` resolves everything anew (contract §15): never advise it then."""
    if any(problem.startswith("composer.lock is missing") for problem in state.composer_problems):
        return "Put composer.lock back from version control or a backup, then plan again."
    lean = "" if state.has_dev_packages else " --no-dev"
    return f"Repair it with: {shlex.join(installation.composer)} install{lean} --working-dir={installation.root}"


RULE = WorldRule(
    "composer-state-broken",
    Severity.REFUSE,
    "composer.json, composer.lock and what is installed disagree",
    judge,
)
