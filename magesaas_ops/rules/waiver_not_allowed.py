"""# waiver-not-allowed

A waiver names a rule that cannot be waived.

## Why it is refused

Data that was mixed once cannot be taken apart again, so nobody can accept `website-code-collision` or
`production-saas-environment-on-non-production` for a while. What could not be read, and waivers themselves, cannot be
waived either: nothing passes by not being looked at.

## Example

```yaml
waivers:
  - rule: website-code-collision
    at: installations.acme-us
    reason: later
    owner: ops@acme.example
    expires: 2099-03-31
```

## Instead

Remove the waiver and put right what the rule refuses; its page says how.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import WaiverRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.rules.rule import WaiverUse


def judge(use: WaiverUse) -> Iterator[Finding]:
    if use.rule is not None and not use.rule.waivable:
        yield RULE.finding(
            f"{use.waiver.subject}.rule",
            f"{use.waiver.rule} cannot be waived, so this waiver at {use.waiver.at} does nothing. Remove it.",
        )


RULE = WaiverRule(
    "waiver-not-allowed",
    Severity.REFUSE,
    "a waiver names a rule that cannot be waived",
    judge,
)
