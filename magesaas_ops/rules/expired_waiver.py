"""# expired-waiver

A waiver's last day is over.

## Why it is refused

A waiver is a promise to put something right until a day. After that day its finding stands again, and the waiver says
something that is no longer true.

## Example

```yaml
waivers:
  - rule: undeclared-sharing
    at: installations.acme-us
    reason: moved in Q1
    owner: ops@acme.example
    expires: 2020-03-31
```

## Instead

Put right what it accepted and remove it, or agree on a new day with its owner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import WaiverRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.rules.rule import WaiverUse


def judge(use: WaiverUse) -> Iterator[Finding]:
    if not use.waiver.holds_on(use.today):
        yield RULE.finding(
            f"{use.waiver.subject}.expires",
            f"the waiver of {use.waiver.rule} at {use.waiver.at} held until {use.waiver.expires}. Remove it, or agree "
            f"on a new day with {use.waiver.owner}.",
        )


RULE = WaiverRule(
    "expired-waiver",
    Severity.REFUSE,
    "a waiver has expired",
    judge,
)
