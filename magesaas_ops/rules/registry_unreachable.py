"""# registry-unreachable

The registry did not answer, or was not asked, so nobody has confirmed what the target SaaS environment is.

## Why it is refused

The type in the inventory is a claim; only the registry knows. Attaching on a claim alone is how a staging shop ends up
in production data.
This rule cannot be waived.

## Example

`magesaas apply` while the registry is down; or `--registry skip` for a production installation.

## Instead

Wait and run again. `--registry skip` attaches non-production installations to ids that the inventory declares testing,
and never a production one. `magesaas quarantine` needs no registry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.model.registry_record import RegistryStatus
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    desired = world.desired
    target = desired.saas_environment
    status = world.registry.status
    if target is None or desired.keys_problem or desired.keys_missing:
        return
    if status in {RegistryStatus.UNREACHABLE, RegistryStatus.NOT_ASKED}:
        said = world.registry.message or "it was not asked"
        yield RULE.finding(
            desired.installation.subject,
            f"{desired.installation.saas_environment} is not confirmed by the registry: {said}. "
            "Run again when it answers; --registry skip attaches non-production installations without it.",
        )
    elif status is RegistryStatus.SKIPPED and (desired.installation.is_production or target.is_production):
        yield RULE.finding(
            desired.installation.subject,
            "--registry skip never attaches a production installation or to a production SaaS environment. "
            "Run without it.",
        )


RULE = WorldRule(
    "registry-unreachable",
    Severity.REFUSE,
    "the registry could not be asked, and nothing is attached unverified",
    judge,
    waivable=False,
)
