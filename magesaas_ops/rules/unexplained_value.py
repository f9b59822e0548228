"""# unexplained-value

Magento uses a value that is in none of env.php, config.php, the database and the modules' defaults.

## Why it is warned of

Either the configuration cache is stale, or the web server's PHP has an environment variable that is invisible over ssh.

## Example

The FPM pool sets `CONFIG__DEFAULT__SERVICES_CONNECTOR__SERVICES_ID__ENVIRONMENT_ID`.

## Instead

If it stays after an apply (which renews the cache), look for the variable in the web server's configuration.
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
    installation = world.desired.installation
    for host, state in world.hosts.items():
        strange = [path for path in paths.MANAGED_PATHS if state.value(path).is_unexplained]
        if strange:
            yield RULE.finding(
                installation.subject,
                f"On {host} these have values that come from no file, row, default or variable that can be seen, so "
                f"from a stale cache or a variable of the web server: {', '.join(strange)}.",
            )


RULE = WorldRule(
    "unexplained-value",
    Severity.WARN,
    "the effective value comes from none of the sources that can be seen",
    judge,
)
