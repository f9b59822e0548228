"""# stale-code

Code, compiled code, static content and database schema of an installation do not belong together.

## Why it is refused

Magento answers with errors when its schema is older than its code, and runs the old code when what it compiled is
older. Where that concerns the modules of our packages, or a run of ours began the work, apply brings it to its end,
in maintenance mode. Where it concerns other modules, somebody else is in the middle of a deployment, and we keep out.

## Example

New modules were installed by a pipeline that does not compile; in production mode they are not in the compiled code.

## Instead

`magesaas apply` does what is owed for our packages. For other modules finish the deployment first:
`bin/magento setup:upgrade`, then plan again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.host_state import HostState
    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    installation = world.desired.installation
    for name, state in world.hosts.items():
        is_begun = state.node.maintenance.run is not None
        if installation.account is None and not is_begun:
            continue
        if owed := _owed(state):
            detail = f"On {name} this is owed: {'; '.join(owed)}. Apply does it, in maintenance mode."
            yield RULE.finding(installation.subject, detail, repaired=True)
        elif state.debts.upgrade_elsewhere and not is_begun and not state.modules.to_enable:
            elsewhere = "; ".join(state.debts.upgrade_elsewhere)
            detail = (
                f"On {name} setup:upgrade is owed for modules that are not ours: {elsewhere}. Finish that deployment "
                "first, then plan again."
            )
            yield RULE.finding(installation.subject, detail)


def _owed(state: HostState) -> list[str]:
    compiled = (("compile", state.debts.compile), ("static content", state.debts.static_content))
    kinds = (("upgrade", state.debts.upgrade), *(compiled if state.mode == "production" else ()))
    return [f"{kind} ({', '.join(reasons)})" for kind, reasons in kinds if reasons]


RULE = WorldRule(
    "stale-code",
    Severity.REFUSE,
    "code, compiled code, static content and schema do not belong together",
    judge,
)
