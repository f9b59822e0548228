"""# attached-to-production

A staging, testing or development installation carries the attachment of a production SaaS environment at this moment.

## Why it is refused

It is writing test data into production data now. The usual cause is a production database restored on staging.

## Example

A database copy of `acme-eu` was restored on `acme-eu-staging` last night; nobody detached it.

## Instead

`magesaas apply` repairs it: it detaches first and at once, whatever else refuses, through any node that answers.
`magesaas quarantine NAME` does only that, without registry or secrets. Where `app/etc/env.php`, `app/etc/config.php`
or an environment variable supplies the id, remove it there; nobody else can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.production import production_holds
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.model.host_state import Source
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.laws.production import Hold
    from magesaas_ops.model.world import World

_WHERE = {Source.ENV_PHP: "app/etc/env.php", Source.CONFIG_PHP: "app/etc/config.php"}


def judge(world: World) -> Iterator[Finding]:
    installation = world.desired.installation
    holds = production_holds(world)
    locked = [hold for hold in holds if hold.lock is not None]
    if not holds:
        return
    ids = sorted({id_ for hold in holds for id_ in hold.ids})
    instead = (
        " ".join(_remedy(hold, installation.root) for hold in locked)
        or f"Apply repairs it; magesaas quarantine {installation.name} detaches it at once."
    )
    yield RULE.finding(
        installation.subject,
        f"{installation.name} is a {installation.stage.value} installation and is attached to {', '.join(ids)}, a "
        f"production SaaS environment: it writes into production data now. {instead}",
        repaired=not locked,
    )


def _remedy(hold: Hold, root: str) -> str:
    path = "services_connector/services_id/environment_id"
    if hold.lock is None or hold.lock not in _WHERE:
        return f"On {hold.node} an environment variable of PHP supplies {path}: remove it there, then clean the cache."
    return f"On {hold.node} remove {path} from {root}/{_WHERE[hold.lock]}, run app:config:import there, and plan again."


RULE = WorldRule(
    "attached-to-production",
    Severity.REFUSE,
    "a non-production installation is attached to a production SaaS environment right now",
    judge,
)
