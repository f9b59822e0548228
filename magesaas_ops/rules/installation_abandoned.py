"""# installation-abandoned

An attached installation that is not production is no longer declared, or no longer has a node.

## Why it is warned of

It stays attached as it is, and nobody watches it: a production database restored on it is noticed by nobody.

## Example

```diff
 installations:
-  acme-eu-staging:
-    stage: staging
-    saas_environment: acme/storefront/testing-1
   acme-us-staging:
     stage: staging
```

## Instead

Set `saas_environment: none`, apply, and remove it in a later change. When it has another name now, write the old one
under `formerly`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import TransitionRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.laws.transition import Transition
    from magesaas_ops.model.inventory import Installation


def judge(change: Transition) -> Iterator[Finding]:
    for name in change.identity.installations.gone:
        old = change.before.installations[name]
        if _is_attached(old):
            yield _finding(old, old.subject, "would be declared no longer")
    for old, new in change.installations:
        if _is_attached(old) and not new.is_built:
            yield _finding(old, f"{new.subject}.hosts", "would have no node any more")


def _is_attached(old: Installation) -> bool:
    return not old.is_production and old.is_built and old.saas_environment is not None


def _finding(old: Installation, subject: str, what: str) -> Finding:
    return RULE.finding(
        subject,
        f"{old.name} ({old.stage.value}) {what}. It stays attached to {old.saas_environment}, and nobody watches it. "
        "Set saas_environment: none and apply first.",
    )


RULE = TransitionRule(
    "installation-abandoned",
    Severity.WARN,
    "an attached installation is no longer declared",
    judge,
)
