"""# wrong-owner

PHP would run as another user than the one who owns `app/etc/env.php`.

## Why it is refused

Even reading writes caches. Files that another user leaves behind in `var/` and `generated/` stop the whole shop.

## Example

```yaml
connection: {ssh_user: root}     # and no run_as; env.php belongs to www-data
```

## Instead

Set `run_as` to the owner of `app/etc/env.php`.
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
    for host, unknown in world.unknown_hosts.items():
        if unknown.code == RULE.id:
            yield RULE.finding(installation.subject, f"On {host}: {unknown.reason}. {unknown.hint}")
    for host, state in world.hosts.items():
        if state.user != state.owner:
            yield RULE.finding(
                installation.subject,
                f"On {host} PHP runs as {state.user}, but app/etc/env.php belongs to {state.owner}. "
                f"Set run_as: {state.owner} for {installation.name}.",
            )


RULE = WorldRule(
    "wrong-owner",
    Severity.REFUSE,
    "the user that we would run as does not own app/etc/env.php",
    judge,
)
