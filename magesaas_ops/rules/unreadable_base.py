"""# unreadable-base

Part of the base cannot be read.

## Why it is refused

Nobody can say what the change does to what cannot be read: a SaaS environment whose type changed there would not be
seen. What is hidden is unknown, and is told as neither gained nor lost. This rule cannot be waived.

## Example

```diff
 installations:
   acme-eu:
     stage: production
-    stage: staging
```

## Instead

Compare with the nearest ancestor that can be read: `--base-fallback` does, and only warns. That is for the change that
repairs a broken main. In a shallow clone, fetch the history first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules.rule import TransitionRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.laws.transition import Transition, UnreadableBase

_MOST_PLACES = 10


def judge(change: Transition) -> Iterator[Finding]:
    base = change.unreadable
    if base is None:
        return
    first, *others = base.defects
    where = f"{first.at}: " if first.at else ""
    finding = RULE.finding(
        "inventory",
        f"{base.name} cannot be read whole ({where}{first.summary}), so nobody can say what the change does to that "
        f"part. {_advice(base)}",
        related=[Related(one.subject, one.at, one.summary) for one in (first, *others)[:_MOST_PLACES]],
    )
    yield replace(finding, severity=Severity.WARN) if base.is_replaced else finding


def _advice(base: UnreadableBase) -> str:
    if base.ancestor is None:
        return "No ancestor that can be read is in this clone; fetch the history, or name one as BASE."
    if base.is_replaced:
        return f"The change is compared with its ancestor {base.ancestor[:12]}, the nearest that can be read."
    return f"The nearest ancestor that can be read is {base.ancestor[:12]}; compare with that: {base.command}"


RULE = TransitionRule(
    "unreadable-base",
    Severity.REFUSE,
    "part of the base cannot be read",
    judge,
    waivable=False,
)
