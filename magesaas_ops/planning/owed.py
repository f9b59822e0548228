"""What each node owes in code: what is missing, what an earlier run began and left, and what follows from both.

A kind of work that stands in a node's mark was begun, or was to come, when a run of ours ended; only the mark tells of
an upgrade that was killed in its tail (contract §16).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from magesaas_ops.model.inventory import InstallPolicy
from magesaas_ops.model.task import TaskKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.host_state import HostState
    from magesaas_ops.model.world import World

BEGUN = "was begun and did not end"


@dataclass(frozen=True, slots=True)
class NodeDebts:
    """What one node owes: packages to require by constraint, modules to enable, and by kind of work why it is due."""

    require: Mapping[str, str] = field(default_factory=dict)
    enable: tuple[str, ...] = ()
    due: Mapping[TaskKind, str] = field(default_factory=dict)
    begun: frozenset[str] = frozenset()


def debts_of(world: World) -> Mapping[str, NodeDebts]:
    """What the nodes of an installation owe, primary first; none for a node that owes nothing.

    An installation without an account is given no packages and modules; what was begun on it is brought to its end.
    """
    primary = world.desired.installation.primary
    on_each = {node: _own_debts(world, state) for node, state in world.hosts.items()}
    new_code = [node for node, debts in on_each.items() if {TaskKind.PACKAGES, TaskKind.MODULES} & set(debts.due)]
    owed = {}
    for node, debts in on_each.items():
        due = dict(debts.due)
        if node == primary and new_code:
            due.setdefault(TaskKind.UPGRADE, "modules change")
        if node in new_code and world.hosts[node].mode == "production":
            due.setdefault(TaskKind.COMPILE, "production mode runs compiled code")
            due.setdefault(TaskKind.STATIC_CONTENT, "new modules bring files of their own")
        owed[node] = NodeDebts(debts.require, debts.enable, due, debts.begun)
    return owed


def _own_debts(world: World, state: HostState) -> NodeDebts:
    """What a node owes by itself, whatever the others owe."""
    installation = world.desired.installation
    mark = state.node.maintenance
    begun = frozenset(task.task for task in mark.begun) if mark.run else frozenset()
    is_ours = installation.account is not None
    require = _packages_to_require(world, state) if is_ours else {}
    enable = state.modules.to_enable if is_ours or TaskKind.MODULES.value in begun else ()
    due: dict[TaskKind, str] = {}
    if require:
        due[TaskKind.PACKAGES] = "packages are missing, or not as the inventory says"
    elif TaskKind.PACKAGES.value in begun and installation.install is InstallPolicy.COMPOSER:
        due[TaskKind.PACKAGES] = BEGUN
    if enable:
        due[TaskKind.MODULES] = "modules of the packages are not enabled"
    upgrade = state.debts.upgrade if is_ours or mark.run else ()
    if mark.run:
        upgrade += state.debts.upgrade_elsewhere
    is_production = state.mode == "production"
    compile_, static = (state.debts.compile, state.debts.static_content) if is_production else ((), ())
    by_reason = (
        (TaskKind.UPGRADE, upgrade, True),
        (TaskKind.COMPILE, compile_ if is_ours or mark.run else (), is_production),
        (TaskKind.STATIC_CONTENT, static if is_ours or mark.run else (), is_production),
        (TaskKind.FLUSH, (), True),
    )
    for kind, reasons, is_possible in by_reason:
        if reasons:
            due[kind] = "; ".join(reasons)
        elif kind.value in begun and is_possible:
            due[kind] = BEGUN
    return NodeDebts(require, enable, due, begun)


def _packages_to_require(world: World, state: HostState) -> Mapping[str, str]:
    installation = world.desired.installation
    if installation.install is InstallPolicy.VERIFY:
        return {}
    return {
        name: constraint
        for name, constraint in installation.packages.items()
        if (package := state.packages.get(name)) is None or not package.satisfied
    }
