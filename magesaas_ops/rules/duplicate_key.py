"""# duplicate-key

A key stands twice in one mapping.

## Why it is refused

YAML readers keep one of the two and drop the other without a word. A second `acme-eu` further down would silently
replace the first, together with the guard of its stage.

## Example

```yaml
installations:
  shop:
    stage: production
    stage: staging
```

## Instead

Keep the one that you mean. Two installations need two names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.defect import DUPLICATE_KEY
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import FileRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet


def judge(fleet: Fleet) -> Iterator[Finding]:
    return (defect for defect in fleet.defects if defect.rule == DUPLICATE_KEY.rule)


RULE = FileRule(DUPLICATE_KEY.rule, Severity.REFUSE, DUPLICATE_KEY.summary, judge, waivable=False)
