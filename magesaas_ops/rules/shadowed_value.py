"""# shadowed-value

An environment variable, `app/etc/env.php` or `app/etc/config.php` supplies another value than the inventory wants.

## Why it is refused

Magento prefers those over the database, so what we write would have no effect while everything looks done.

## Example

`app/etc/config.php` contains `services_connector/services_id/environment_id` after `app:config:dump`.

## Instead

Remove the path from the file named in the finding (or the variable), run `bin/magento app:config:import` when it was a
file, and plan again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.wanted import wanted_values
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    installation = world.desired.installation
    for host, state in world.hosts.items():
        for path, wanted in wanted_values(world).items():
            value = state.value(path)
            if value.locked_by is None or wanted.is_met(value, state.nonce):
                continue
            if wanted.text is None and value.effective is None:
                continue
            yield RULE.finding(
                installation.subject,
                f"{path} is supplied by {value.locked_by.value} on {host}, with a different value than the inventory "
                f"wants; Magento would ignore what is written to the database. Remove it there and plan again.",
            )


RULE = WorldRule(
    "shadowed-value",
    Severity.REFUSE,
    "a file or variable holds a different value for a path that we would write",
    judge,
)
