"""# attached-to-production

A staging, testing or development installation carries the attachment of a production SaaS environment at this moment.

## Why it is refused

It is writing test data into production data now. The usual cause is a production database restored on staging.

## Example

A database copy of `acme-eu` was restored on `acme-eu-staging` last night; nobody detached it.

## Instead

`magesaas apply` repairs it, detaching first; `magesaas quarantine NAME` detaches at once, without registry or secrets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model import host_state as paths
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    desired = world.desired
    state = world.primary
    if state is None or desired.installation.is_production:
        return
    known = desired.production_ids | {id_ for id_, record in world.registry.records.items() if record.is_production}
    attached = state.value(paths.ENVIRONMENT_ID)
    says_production = (state.value(paths.ENVIRONMENT_TYPE).effective or "").lower() == "production"
    ids = {id_ for id_ in (attached.effective, attached.stored) if id_}
    if ids & known or (ids and says_production):
        yield RULE.finding(
            desired.installation.subject,
            f"{desired.installation.name} is a {desired.installation.stage.value} installation and is attached to "
            f"{', '.join(sorted(ids))}, a production SaaS environment: it writes into production data now. "
            f"Apply repairs it; magesaas quarantine {desired.installation.name} detaches it at once.",
        )


RULE = WorldRule(
    "attached-to-production",
    Severity.REFUSE,
    "a non-production installation is attached to a production SaaS environment right now",
    judge,
)
