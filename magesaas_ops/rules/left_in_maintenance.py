"""# left-in-maintenance

An installation is in maintenance mode: a run of ours left it on, or an operator wants it so.

## Why it is warned of

Visitors are answered with 503. A run that was killed, or that failed where the shop would answer with errors, leaves
the mode on, and notes in it which run that was and which work is still owed. What somebody else switched on is none
of our business: it is told, and left on.

## Example

`apply` was killed while `setup:upgrade` ran; `web1` and `web2` are in maintenance mode since.

## Instead

`magesaas apply` does what is owed and ends the mode. An operator's own mode is ended by the operator:
`bin/magento maintenance:disable`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.turns import busy_nodes, nodes_of
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.node import Maintenance
    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    installation = world.desired.installation
    busy = {one.node for one in busy_nodes(world)}
    for name, node in nodes_of(world).items():
        mark = node.maintenance
        if not mark.is_on or name in busy or mark.run == world.run.id:
            continue
        told = _left_by_us(mark) if mark.run else "by an operator, and is left so (maintenance:disable ends it)"
        detail = f"{name} is in maintenance mode, switched on {told}."
        yield RULE.finding(installation.subject, detail, repaired=mark.run is not None)


def _left_by_us(mark: Maintenance) -> str:
    owed = ", ".join(task.task for task in mark.begun)
    work = f"; still owed: {owed}" if owed else "; nothing that it began is owed"
    return f"by {mark.by} (run {mark.run}){work}. Apply brings it to its end"


RULE = WorldRule(
    "left-in-maintenance",
    Severity.WARN,
    "an installation is in maintenance mode",
    judge,
)
