"""# shared-database

Two installations of the inventory use one database, or one root of one machine.

## Why it is refused

What is applied to one is applied to the other: two that are declared apart would be attached in turns, each time away
from where the other belongs, and detaching one would detach the other, production even. Proven, this cannot be waived.

That two databases look the same is only a suspicion, for a cloned machine looks the same too. It is settled by a named
lock that is held through one and looked for through the other; both are looked at for that, whatever `--limit` says.
What cannot be settled, because one of them does not answer, is refused as well, and nothing is attached or detached.
That can be waived by whoever knows better.

## Example

```yaml
shop:         {stage: production, hosts: [web1], …}
shop-staging: {stage: staging, hosts: [web2], …}     # but web2 is a node of the shop: same database
```

## Instead

Give both nodes to one installation, take the wrong one out of the inventory, or let its `app/etc/env.php` name a
database of its own. When the other one does not answer, make it answer and plan again. `magesaas quarantine NAME
--own-database` detaches NAME although the suspicion stands: only when you know that the database is its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.twin import Twin
    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    installation = world.desired.installation
    for twin in world.twins:
        other = [Related(f"installations.{twin.installation}", None, f"{twin.installation} is on it too")]
        if twin.is_proven:
            found = RULE.finding(installation.subject, _proven(installation.name, twin), related=other)
            yield replace(found, is_final=True)
        else:
            yield RULE.finding(installation.subject, _doubtful(installation.name, twin), related=other)


def _proven(name: str, twin: Twin) -> str:
    return (
        f"{name} ({twin.node}) and {twin.installation} ({twin.other}) use one database: a lock that is held through "
        "one is seen through the other, so whatever is written for one is written for both. Declare them as one "
        "installation, or give one of them a database of its own."
    )


def _doubtful(name: str, twin: Twin) -> str:
    return (
        f"{name} ({twin.node}) may be on the database of {twin.installation}: {twin.doubt}. Nothing is attached or "
        f"detached while nobody knows. Make both answer and plan again; when you know that the database is its own, "
        f"magesaas quarantine {name} --own-database detaches it."
    )


RULE = WorldRule(
    "shared-database",
    Severity.REFUSE,
    "two installations use one database, or it looks so",
    judge,
)
