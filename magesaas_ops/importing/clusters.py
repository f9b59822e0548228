"""Which nodes are one installation: those that share one database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from magesaas_ops.importing.targets import Target
    from magesaas_ops.model.host_state import HostState

_SAME_START_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Cluster:
    """The nodes of one installation, the first as its primary; ``also_at`` are others on its database, elsewhere."""

    nodes: tuple[tuple[Target, HostState], ...]
    also_at: tuple[Target, ...] = ()

    @property
    def target(self) -> Target:
        return self.nodes[0][0]

    @property
    def state(self) -> HostState:
        return self.nodes[0][1]


def clusters_of(seen: Mapping[Target, HostState]) -> tuple[tuple[Cluster, ...], dict[Target, Target]]:
    """Installations, and targets that are another one's very root on the very machine.

    One installation has one root, one owner and one way to connect; nodes on one database that differ in these are
    told as installations of their own, for only a person can say what they are.
    """
    roots: dict[tuple[object, ...], Target] = {}
    twins: dict[Target, Target] = {}
    groups: dict[tuple[object, ...], list[tuple[Target, HostState]]] = {}
    for target, state in seen.items():
        place = _place(target, state)
        if place in roots:
            twins[target] = roots[place]
            continue
        roots[place] = target
        groups.setdefault((*_database(target, state), *_kind(target, state)), []).append((target, state))
    by_database: dict[tuple[object, ...], list[Target]] = {}
    for nodes in groups.values():
        by_database.setdefault(_database(*nodes[0]), []).append(nodes[0][0])
    return tuple(_cluster(nodes, by_database[_database(*nodes[0])]) for nodes in groups.values()), twins


def _cluster(nodes: list[tuple[Target, HostState]], on_database: Iterable[Target]) -> Cluster:
    return Cluster(tuple(nodes), tuple(target for target in on_database if target != nodes[0][0]))


def _kind(target: Target, state: HostState) -> tuple[object, ...]:
    return target.root, state.owner, tuple(sorted(target.connection.items(), key=str))


def _database(target: Target, state: HostState) -> tuple[object, ...]:
    """What tells databases apart; a server's start too, because a cloned machine has all the rest of its original."""
    identity = state.database
    if not identity.server or not identity.schema:
        return (str(target),)
    return identity.key, round(identity.started / _SAME_START_SECONDS)


def _place(target: Target, state: HostState) -> tuple[object, ...]:
    root = state.node.root
    if not root.machine or not root.inode:
        return (str(target),)
    return root.machine, root.device, root.inode, root.path
