"""# declared-website-missing

The inventory lists a website code that Magento does not have.

## Why it is warned of

The claim holds a place in the SaaS environment that nobody writes; perhaps the code is misspelt.

## Example

```yaml
websites: [base, eu_b2c]    # Magento has eu_b2b
```

## Instead

Correct the code, or create the website in Magento.
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
    state = world.primary
    if state is None:
        return
    existing = set(state.websites)
    for index, code in enumerate(installation.websites):
        if code not in existing:
            yield RULE.finding(
                f"{installation.subject}.websites[{index}]",
                f"{installation.name} has no website {code!r}; it has {', '.join(state.websites) or 'none'}.",
            )


RULE = WorldRule(
    "declared-website-missing",
    Severity.WARN,
    "a declared website does not exist in Magento",
    judge,
)
