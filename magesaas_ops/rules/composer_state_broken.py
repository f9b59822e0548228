"""# composer-state-broken

The places that say which packages are there do not agree, or files are missing without which Magento does not start.

## Why it is refused

A Composer run was interrupted. Magento may be half installed, and another run on top may make it worse.
Where the mark in the maintenance flag says that the Composer was ours, and composer.lock is there, apply brings it to
its end and goes on with what else that run owed. Nobody else's Composer is finished for them.

## Example

`composer require` was killed while it unpacked: composer.lock is new, `vendor/` is half replaced.

## Instead

`composer install` in the Magento root, run as the owner of the files (with `--no-dev` where it was installed so),
brings vendor back to composer.lock. Then plan again. Where composer.lock is missing, put it back first, from version
control or a backup: without it `composer install` chooses every version anew, which can upgrade the shop.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from magesaas_ops.laws.begun_work import composer_goes_on, nodes_to_repair
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Installation
    from magesaas_ops.model.node import Node
    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    installation = world.desired.installation
    for host, (node, owner, problem) in _broken(world).items():
        goes_on = composer_goes_on(installation, node)
        if goes_on or installation.account is not None:
            repair = _GOES_ON if goes_on else _repair(installation, node, owner)
            yield RULE.finding(installation.subject, f"On {host}: {problem}. {repair}", repaired=goes_on)


def _broken(world: World) -> dict[str, tuple[Node, str, str]]:
    """By node: itself, who owns its files, and what is wrong there; nodes where nothing is wrong are left out."""
    installation, repaired = world.desired.installation, nodes_to_repair(world)
    owner = installation.run_as or "the owner of app/etc/env.php"
    found = {}
    for host in installation.hosts:
        state, unknown = world.hosts.get(host), world.unknown_hosts.get(host)
        if state is not None and state.composer_problems:
            found[host] = state.node, state.owner, "; ".join(state.composer_problems)
        elif unknown is None or unknown.node is None:
            continue
        elif unknown.code == _BROKEN or (host in repaired and composer_goes_on(installation, unknown.node)):
            found[host] = unknown.node, owner, unknown.reason
    return found


_BROKEN = "vendor-broken"
_GOES_ON = "A Composer that we began there did not end. Apply brings it to its end, and then what else is owed."


def _repair(installation: Installation, node: Node, owner: str) -> str:
    """Without composer.lock ``composer install`` resolves everything anew (contract §15): never advise it then."""
    if not node.vendor.has_lock:
        return "Put composer.lock back from version control or a backup, then plan again."
    lean = "" if node.vendor.has_dev else " --no-dev"
    command = f"{shlex.join(installation.composer)} install{lean} --working-dir={installation.root}"
    return f"Repair it as {owner} with: {command}"


RULE = WorldRule(
    "composer-state-broken",
    Severity.REFUSE,
    "composer.json, composer.lock and what is installed disagree",
    judge,
)
