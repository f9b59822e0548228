"""# registry-unknown-saas-environment

The registry, asked with the account's keys, does not know the SaaS environment or has it in another project.

## Why it is refused

Data sent there would be rejected, or would land in a SaaS environment that nobody here can see.
This rule cannot be waived.

## Example

```yaml
saas_environment: acme/storefront/testing-1   # its id belongs to another account
```

## Instead

Compare the id with what the registry lists for this account; check that the keys are those of
the account that owns the project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.model.registry_record import RegistryStatus
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    desired = world.desired
    target, project, ref = desired.saas_environment, desired.project, desired.installation.saas_environment
    if target is None or project is None or ref is None:
        return
    record = world.registry.records.get(target.id or "")
    if record is None:
        if world.registry.status is RegistryStatus.ANSWERED:
            yield RULE.finding(
                desired.installation.subject,
                f"The keys of account {ref.account} open no SaaS environment {target.id} ({ref}). "
                "Compare the id and the keys with what the registry lists for this account.",
                related=[Related(f"{ref.subject}.id", None, "the id that the inventory declares")],
            )
    elif record.project_id != project.id:
        yield RULE.finding(
            desired.installation.subject,
            f"{ref} ({target.id}) belongs to project {record.project_id} in the registry, not to {project.id}. "
            "Declare it under the project that it belongs to.",
            related=[Related(f"{ref.subject}.id", None, "the id that the inventory declares")],
        )


RULE = WorldRule(
    "registry-unknown-saas-environment",
    Severity.REFUSE,
    "the account's keys do not open this SaaS environment",
    judge,
    waivable=False,
)
