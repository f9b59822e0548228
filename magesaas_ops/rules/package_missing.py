"""# package-missing

With `install: verify`, a wanted Composer package is not installed on a host.

## Why it is refused

Hosts that a pipeline builds are never changed by us; without the package there is nothing to attach.

## Example

```yaml
install: verify     # and magento/data-services is not in the built image
```

## Instead

Add the package to the pipeline's composer.json, or use `install: composer`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.model.inventory import InstallPolicy
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    installation = world.desired.installation
    if installation.install is not InstallPolicy.VERIFY or installation.account is None:
        return
    for host, state in world.hosts.items():
        for name in installation.packages:
            package = state.packages.get(name)
            if package is None or package.installed is None:
                yield RULE.finding(
                    installation.subject,
                    f"{name} is not installed on {host}, and {installation.name} is declared install: verify. "
                    "Add it where the host is built.",
                )


RULE = WorldRule(
    "package-missing",
    Severity.REFUSE,
    "a package is not installed, and hosts of this installation are built by a pipeline",
    judge,
)
