"""# package-unsatisfied

With `install: verify`, an installed Composer package does not satisfy the constraint in `packages`.

## Why it is refused

Hosts that a pipeline builds are never changed by us, and another version may behave differently.

## Example

```yaml
install: verify
packages: {magento/data-services: ^8.1}    # 8.0.2 is installed
```

## Instead

Update the package in the pipeline, or relax the constraint.
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
        for name, constraint in installation.packages.items():
            package = state.packages.get(name)
            if package is not None and package.installed is not None and not package.satisfied:
                yield RULE.finding(
                    installation.subject,
                    f"{name} {package.installed} on {host} does not satisfy {constraint!r}, and {installation.name} is "
                    "declared install: verify. Update it where the host is built, or relax the constraint.",
                )


RULE = WorldRule(
    "package-unsatisfied",
    Severity.REFUSE,
    "an installed package does not satisfy the inventory's constraint",
    judge,
)
