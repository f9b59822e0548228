"""Where an installation stands: what people read at the end of a run, however it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.turns import nodes_of
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.node import MaintenanceMode
from magesaas_ops.model.task import CODE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.host_state import HostState
    from magesaas_ops.model.node import Node
    from magesaas_ops.model.world import World


def standing_of(world: World) -> str:
    """One line: attached to what, who is in maintenance mode and why, what is owed or still runs, what is unknown."""
    return "; ".join((_attachment(world), *_maintenance(world), *_work(world), *_unknown(world)))


def _attachment(world: World) -> str:
    states = list(world.hosts.values())
    if not world.desired.installation.hosts:
        return "not built yet"
    if not states:
        return "attached to what is unknown"
    attached = sorted({text for state in states if (text := _attached_to(state)) is not None})
    return f"attached to {', '.join(attached)}" if attached else "attached to nothing"


def _attached_to(state: HostState) -> str | None:
    value = state.value(paths.ENVIRONMENT_ID)
    id_ = value.effective or value.value or value.stored
    name = state.value(paths.ENVIRONMENT_NAME).value
    return f"{name} ({id_})" if id_ and name else id_


def _maintenance(world: World) -> Iterator[str]:
    nodes = nodes_of(world)
    on = {name: node for name, node in nodes.items() if node.maintenance.is_on}
    if not on:
        if nodes:
            yield "maintenance mode off"
        return
    for name, node in on.items():
        owed = ", ".join(kind.value for kind in CODE_KINDS if kind.value in _begun_on(node))
        whose = "an operator's" if node.maintenance.mode is MaintenanceMode.OPERATOR else "ours"
        yield f"maintenance mode on at {name} ({whose}{', owed: ' + owed if owed else ''})"


def _begun_on(node: Node) -> frozenset[str]:
    """The kinds of work that stand in the mark of a node."""
    return frozenset(task.task for task in node.maintenance.begun)


def _work(world: World) -> Iterator[str]:
    for name, node in nodes_of(world).items():
        if node.at_work is not None:
            yield f"still running at {name}: {_command(node)}"


def _command(node: Node) -> str:
    work = node.at_work
    if work is None:
        return "nothing"
    return f"{work.command or 'a command that cannot be seen'}{f' (process {work.pid})' if work.pid else ''}"


def _unknown(world: World) -> Iterator[str]:
    if world.unknown_hosts:
        yield f"not looked at: {', '.join(world.unknown_hosts)}"
