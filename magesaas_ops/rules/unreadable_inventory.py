"""# unreadable-inventory

An inventory file cannot be read as what it should be: one YAML document in UTF-8.

## Why it is refused

What cannot be read was not judged, and nothing passes by not being looked at. That goes for files that are not UTF-8
or not YAML, hold control characters, are larger than 16 MiB, are nested deeper than 32 levels or swell through
aliases, and for links that lead out of the inventory's folder. YAML tags (`!vault`, `!!str`) are refused because no
two readers agree on them.

## Example

```yaml
version: 1
installations:
  shop: {stage: production
```

## Instead

The message names the line and what the parser expected there. Secrets of secret managers are written as references:
`{command: [sops, decrypt, …]}`, not as tags.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.defect import UNREADABLE_INVENTORY
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import FileRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet


def judge(fleet: Fleet) -> Iterator[Finding]:
    return (defect for defect in fleet.defects if defect.rule == UNREADABLE_INVENTORY.rule)


RULE = FileRule(UNREADABLE_INVENTORY.rule, Severity.REFUSE, UNREADABLE_INVENTORY.summary, judge, waivable=False)
