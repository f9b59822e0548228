"""# sandbox-gateway

`magento_saas/environment` makes an installation use the sandbox key pair and the sandbox gateway.

## Why it is warned of

Nearly every installation, whatever its stage, uses the production pair: testing and production data are told apart by
the SaaS environment, not by the gateway. With the sandbox gateway the declared ids usually mean nothing.

## Example

Somebody set `magento_saas/environment` to `sandbox` on a staging installation.

## Instead

Remove the row, file entry or variable that the finding names, unless Adobe told you to use the sandbox; then waive
this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    installation = world.desired.installation
    for name, state in world.hosts.items():
        if state.environment == "production":
            continue
        gateway = f", so that it speaks to {state.gateway}" if state.gateway else ""
        said = f"magento_saas/environment is {state.environment} (from {state.environment_source.value})"
        detail = f"On {name} {said}{gateway} with the sandbox key pair."
        yield RULE.finding(installation.subject, detail)


RULE = WorldRule(
    "sandbox-gateway",
    Severity.WARN,
    "the installation uses the sandbox gateway and key pair",
    judge,
)
