"""# schema-violation

The inventory does not have the shape that the schema describes: a key is unknown or missing, or a value is of another
kind.

## Why it is refused

A misspelt key would do nothing, and nobody would see it. Values that YAML reads otherwise than they are written (`no`,
`on`, `0123`, `1e3`, `2027-03-31`) are refused where text is meant, because they would not arrive as they look.

## Example

```yaml
installations:
  shop:
    stage: production
    websites: [on]
```

## Instead

Write what the message asks for; text that looks like something else goes in quotes: `websites: ["on"]`. With the line
`# yaml-language-server: $schema=…/schemas/inventory.schema.json` on top, editors complete the keys and say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.defect import SCHEMA_VIOLATION
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import FileRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet


def judge(fleet: Fleet) -> Iterator[Finding]:
    return (defect for defect in fleet.defects if defect.rule == SCHEMA_VIOLATION.rule)


RULE = FileRule(SCHEMA_VIOLATION.rule, Severity.REFUSE, SCHEMA_VIOLATION.summary, judge, waivable=False)
