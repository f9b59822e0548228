"""# inventory-gone

The base has an inventory here, and the change leaves none.

## Why it is refused

Nothing would be judged any more, and every check after this one would have nothing to look at. Nearly always the folder
moved, or `-i` names another place than before.

## Example

```diff
-installations:
-  acme-eu:
-    stage: production
```

## Instead

When the folder moved, say where it was: `magesaas diff BASE -i NEW --base-inventory OLD`. When the fleet is really
given up, detach every installation first and waive this finding (`at: inventory`) in a change of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import TransitionRule
from magesaas_ops.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.laws.transition import Transition


def judge(change: Transition) -> Iterator[Finding]:
    files, installations = len(change.before.files), len(change.before.installations)
    if files and not change.after.files:
        yield RULE.finding(
            "inventory",
            f"the base has {counted(installations, 'installation')} in {counted(files, 'file')}, and there would be no "
            "inventory here. If the folder moved, name the old one with --base-inventory.",
        )


RULE = TransitionRule(
    "inventory-gone",
    Severity.REFUSE,
    "there would be no inventory any more",
    judge,
)
