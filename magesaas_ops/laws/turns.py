"""Who is at work on the nodes of an installation: one run at a time, through all that is done to the code.

On a node, a command holds the lock on the code, also as the orphan of a run that has ended; between two commands of a
run only its mark tells, by how lately it was written (contract §16).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.plan import Busy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from magesaas_ops.model.node import Node
    from magesaas_ops.model.world import Run, World

FRESH_SECONDS = 90
"""Between two commands a run looks at its nodes again, which takes seconds; a mark that was not written for longer is
that of a run that has ended."""


def busy_nodes(world: World) -> tuple[Busy, ...]:
    """The nodes on which somebody else works now."""
    return tuple(_busy(nodes_of(world), world.run))


def nodes_of(world: World) -> Mapping[str, Node]:
    """What the nodes say of themselves, also those whose Magento cannot be started; primary first."""
    seen = {name: observation.node for name, observation in world.observed.items() if observation.node is not None}
    return {name: seen[name] for name in world.desired.installation.hosts if name in seen}


def _busy(nodes: Mapping[str, Node], run: Run) -> Iterator[Busy]:
    for name, node in nodes.items():
        mark = node.maintenance
        has_ended = mark.run is not None and (mark.run == run.id or mark.run in run.gone)
        who = f"the run {mark.run} of {mark.by}" if mark.run else "somebody"
        if node.at_work is not None:
            command = node.at_work.command or "a command that cannot be seen"
            pid = f", process {node.at_work.pid}" if node.at_work.pid else ""
            since = f" for {node.at_work.age} seconds" if node.at_work.age is not None else ""
            told = f"{who} is at work there{since}: {command}{pid}"
            yield Busy(name, f"{told} (its run has ended)" if has_ended else told, ends_by_itself=has_ended)
        elif mark.run is not None and not has_ended and mark.age < FRESH_SECONDS:
            yield Busy(name, f"{who} was at work there {mark.age} seconds ago, and may go on", ends_by_itself=True)
