"""# name-declared-twice

An account or an installation is declared in two files.

## Why it is refused

The files of a fleet are merged by name. Nothing says which of the two declarations holds, and whichever does, the
other one's rules do not apply to it.

## Example

```yaml
# eu.yaml
installations:
  shop: {stage: staging}

# us.yaml
installations:
  shop: {stage: staging}
```

## Instead

Give one of them another name, or keep everything of that name in one file. An account with all of its projects stands
in one file; installations of any file refer to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.defect import NAME_DECLARED_TWICE
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import FileRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet


def judge(fleet: Fleet) -> Iterator[Finding]:
    return (defect for defect in fleet.defects if defect.rule == NAME_DECLARED_TWICE.rule)


RULE = FileRule(NAME_DECLARED_TWICE.rule, Severity.REFUSE, NAME_DECLARED_TWICE.summary, judge, waivable=False)
