"""# composer-state-broken

The three places that say which packages are there do not agree.

## Why it is refused

A Composer run was interrupted. Magento may be half installed, and another run on top may make it worse.

## Example

`composer require` was killed while it unpacked: composer.lock is new, `vendor/` is half replaced.

## Instead

`composer install` in the Magento root brings vendor back to composer.lock. Then plan again.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    installation = world.desired.installation
    if installation.account is None:
        return
    for host, state in world.hosts.items():
        if state.composer_problems:
            yield RULE.finding(
                installation.subject,
                f"On {host}: {'; '.join(state.composer_problems)}. "
                f"Repair it with: {shlex.join(installation.composer)} install --working-dir={installation.root}",
            )


RULE = WorldRule(
    "composer-state-broken",
    Severity.REFUSE,
    "composer.json, composer.lock and what is installed disagree",
    judge,
)
