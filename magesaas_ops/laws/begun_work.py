"""What a run of ours began on the code of a node and left there, as the mark tells, and what can be brought to its end.

A Composer that was killed leaves composer.json, composer.lock and vendor apart, and often no Magento that starts. When
the mark says that it was ours, ``composer install`` brings it to its end; nobody else's work is ever finished for them.
A compiler that was killed, or ran out of disk, leaves a file of compiled code without its end, with which no Magento
starts either; compiled code is of use to nobody before it is whole, so it is deleted and made anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.inventory import InstallPolicy
from magesaas_ops.model.task import TaskKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.inventory import Installation
    from magesaas_ops.model.node import Node
    from magesaas_ops.model.world import World

_DOES_NOT_START = frozenset({"vendor-broken", "exception"})
"""The agent's words for a Magento that does not start: for its code, not for its database or its owner."""


def begun_on(node: Node) -> frozenset[str]:
    """The kinds of work that stand in the mark of a node: begun, or to come, when a run of ours ended."""
    return frozenset(task.task for task in node.maintenance.begun) if node.maintenance.run else frozenset()


def composer_goes_on(installation: Installation, node: Node) -> bool:
    """Whether a Composer of ours did not end there, and can: never without composer.lock, from which it installs."""
    is_owed = TaskKind.PACKAGES.value in begun_on(node)
    return is_owed and node.vendor.has_lock and installation.install is InstallPolicy.COMPOSER


def compiler_goes_on(node: Node) -> bool:
    """Whether a compiler of ours did not end there, and nothing else is known to keep Magento from starting."""
    return TaskKind.COMPILE.value in begun_on(node) and not node.vendor.is_broken


def nodes_to_repair(world: World) -> Mapping[str, Node]:
    """The nodes that could not be looked at because work of ours on their code did not end, which going on repairs."""
    installation = world.desired.installation
    return {
        name: unknown.node
        for name, unknown in world.unknown_hosts.items()
        if unknown.code in _DOES_NOT_START
        and unknown.node is not None
        and (composer_goes_on(installation, unknown.node) or compiler_goes_on(unknown.node))
    }
