"""What each node owes in code: what is missing, what an earlier run began and left, and what follows from both.

A kind of work that stands in a node's mark was begun, or was to come, when a run of ours ended; only the mark tells of
an upgrade that was killed in its tail (contract §16), and of all else while Magento does not start.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from magesaas_ops.laws.begun_work import begun_on, composer_goes_on, nodes_to_repair
from magesaas_ops.laws.turns import nodes_of
from magesaas_ops.model.host_state import PackageState
from magesaas_ops.model.inventory import InstallPolicy
from magesaas_ops.model.task import CODE_KINDS, TaskKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.host_state import HostState
    from magesaas_ops.model.node import Node
    from magesaas_ops.model.world import World

BEGUN = "was begun and did not end"
PRODUCTION = "production"
"""Magento's mode, not a stage: the one in which compiled code and static content are owed."""


@dataclass(frozen=True, slots=True)
class NodeDebts:
    """What one node owes: packages to require by constraint, modules to enable, and by kind of work why it is due.

    ``mode`` is Magento's there, and ``has_dev`` says whether development packages belong to it.
    """

    require: Mapping[str, str] = field(default_factory=dict)
    enable: tuple[str, ...] = ()
    due: Mapping[TaskKind, str] = field(default_factory=dict)
    begun: frozenset[str] = frozenset()
    mode: str = "default"
    has_dev: bool = True


def debts_of(world: World, *, only_begun: bool = False) -> Mapping[str, NodeDebts]:
    """What the nodes of an installation owe, primary first; none for a node that owes nothing.

    An installation without an account is given no packages and modules; what was begun on it is brought to its end.
    With ``only_begun``, any other is treated so too.
    """
    installation = world.desired.installation
    is_ours = installation.account is not None and not only_begun
    by_node = {node: _own_debts(world, state, is_ours=is_ours) for node, state in world.hosts.items()}
    by_node |= {name: _noted_debts(node) for name, node in nodes_to_repair(world).items()}
    on_each = {node: by_node[node] for node in installation.hosts if node in by_node}
    new_code = [node for node, debts in on_each.items() if {TaskKind.PACKAGES, TaskKind.MODULES} & set(debts.due)]
    owed = {}
    for node, debts in on_each.items():
        due = dict(debts.due)
        if node == installation.primary and new_code:
            due.setdefault(TaskKind.UPGRADE, "modules change")
        if node in new_code and debts.mode == PRODUCTION:
            due.setdefault(TaskKind.COMPILE, "production mode runs compiled code")
            due.setdefault(TaskKind.STATIC_CONTENT, "new modules bring files of their own")
        owed[node] = replace(debts, due=due)
    return owed


def _noted_debts(node: Node) -> NodeDebts:
    """What a node owes whose Magento does not start: what stands in its mark, modules left to a later look.

    The mark tells the mode too: work on packages in production mode always owes compiling.
    """
    begun = begun_on(node)
    due: dict[TaskKind, str] = {
        kind: BEGUN for kind in CODE_KINDS if kind.value in begun and kind is not TaskKind.MODULES
    }
    mode = PRODUCTION if TaskKind.COMPILE in due else "default"
    return NodeDebts(due=due, begun=begun, mode=mode, has_dev=node.vendor.has_dev)


def _own_debts(world: World, state: HostState, *, is_ours: bool) -> NodeDebts:
    """What a node owes by itself, whatever the others owe; what is not ours owes only what a run of ours left.

    All nodes go into maintenance mode together, so a mark on one is as good as one on each.
    """
    installation = world.desired.installation
    mark = state.node.maintenance
    begun = begun_on(state.node)
    is_left = is_ours or any(node.maintenance.run is not None for node in nodes_of(world).values())
    goes_on = composer_goes_on(installation, state.node)
    require = _packages_to_require(world, state, is_ours=is_ours, goes_on=goes_on)
    enable = state.modules.to_enable if is_ours or TaskKind.MODULES.value in begun else ()
    due: dict[TaskKind, str] = {}
    if require:
        due[TaskKind.PACKAGES] = "packages are missing, or not as the inventory says"
    elif goes_on:
        due[TaskKind.PACKAGES] = BEGUN
    if enable:
        due[TaskKind.MODULES] = "modules of the packages are not enabled"
    upgrade = state.debts.upgrade if is_left else ()
    if mark.run:
        upgrade += state.debts.upgrade_elsewhere
    is_production = state.mode == PRODUCTION
    compile_, static = (state.debts.compile, state.debts.static_content) if is_production else ((), ())
    by_reason = (
        (TaskKind.UPGRADE, upgrade, True),
        (TaskKind.COMPILE, compile_ if is_left else (), is_production),
        (TaskKind.STATIC_CONTENT, static if is_left else (), is_production),
        (TaskKind.FLUSH, (), True),
    )
    for kind, reasons, is_possible in by_reason:
        if reasons:
            due[kind] = "; ".join(reasons)
        elif kind.value in begun and is_possible:
            due[kind] = BEGUN
    return NodeDebts(require, enable, due, begun, state.mode, state.node.vendor.has_dev)


def _packages_to_require(world: World, state: HostState, *, is_ours: bool, goes_on: bool) -> Mapping[str, str]:
    """What Composer is to require by constraint; nothing while it first has to install what composer.lock lists.

    A Composer of ours that was killed before it wrote composer.lock is begun again: installing would refuse.
    """
    installation = world.desired.installation
    if installation.install is InstallPolicy.VERIFY:
        return {}
    packages = {name: state.packages.get(name, PackageState()) for name in installation.packages}
    unlocked = {name for name, package in packages.items() if package.required and not package.locked}
    is_locked = goes_on and bool(state.composer_problems) and not unlocked
    unsatisfied = {name for name, package in packages.items() if not package.satisfied} if is_ours else set()
    wanted = set() if is_locked else unsatisfied | (unlocked if goes_on else set())
    return {name: constraint for name, constraint in installation.packages.items() if name in wanted}
