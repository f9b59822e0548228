"""# registry-type-mismatch

The merchant registry has another type for a SaaS environment than the inventory declares.

## Why it is refused

The type decides whether a non-production installation may be attached. If the inventory calls a production SaaS
environment `testing`, the guard is open. The registry knows; a type that it does not plainly call
testing counts as production.

## Example

```yaml
saas_environments:
  testing-1: {id: 11111111-1111-4111-8111-111111111111, type: testing}   # the registry says Production
```

## Instead

Write the type that the registry has. A SaaS environment never changes its type; if the id is wrong, correct the id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    target = world.desired.saas_environment
    record = world.registry.records.get(target.id or "") if target else None
    ref = world.desired.installation.saas_environment
    if target is None or record is None or ref is None or record.type is target.type:
        return
    yield RULE.finding(
        world.desired.installation.subject,
        f"{ref} ({target.id}) is declared {target.type.value}, but the registry says {record.type_text!r}. "
        f"The registry wins. Correct the type at {ref.subject}, or the id if it is not the one you mean.",
        related=[Related(f"{ref.subject}.type", None, "the type that the inventory declares")],
    )


RULE = WorldRule(
    "registry-type-mismatch",
    Severity.REFUSE,
    "the registry says another type than the inventory",
    judge,
    waivable=False,
)
