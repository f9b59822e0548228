"""# unused-waiver

A waiver accepts nothing: no finding of its rule is at, or below, its `at`.

## Why it is warned of

It may be left over, or it may be misspelt and its finding stands. A leftover would silently accept the next finding
that happens to fit.

## Example

```yaml
waivers:
  - rule: undeclared-sharing
    at: installations.acme-uk
    reason: moved in Q1
    owner: ops@acme.example
    expires: 2099-03-31
```

## Instead

Remove it, or correct `rule` and `at`: `magesaas check` prints the rule and the subject of every finding. Waivers of
rules that look at hosts or at two revisions are not judged here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import FileRule, WaiverRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.rules.rule import WaiverUse


def judge(use: WaiverUse) -> Iterator[Finding]:
    waiver = use.waiver
    if use.rule is None:
        yield RULE.finding(
            f"{waiver.subject}.rule", f"no rule is called {waiver.rule}; `magesaas rule` lists them all."
        )
    elif isinstance(use.rule, FileRule) and use.rule.waivable and waiver.holds_on(use.today) and not use.is_used:
        yield RULE.finding(
            waiver.subject,
            f"nothing at {waiver.at} needs a waiver of {waiver.rule}. Remove it, or correct its `rule` and `at`.",
        )


RULE = WaiverRule(
    "unused-waiver",
    Severity.WARN,
    "a waiver accepts nothing",
    judge,
)
