"""# production-installation-removed

A production installation is no longer declared.

## Why it is warned of

Nothing detaches an installation that nobody declares: the shop stays attached as it is and keeps writing, but its
claims are no longer checked against those of others, and drift is not seen any more.

## Example

```diff
 installations:
-  acme-eu:
-    stage: production
-    hosts: [web1.eu.acme.example]
```

## Instead

When the shop is shut down: set `saas_environment: none`, apply, and remove it in a later change. When it is renamed,
keep hosts and root as they are, so that reviewers see which one it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.identity import probable_renames
from magesaas_ops.laws.unknowns import Unknowns
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import TransitionRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet


def judge(before: Fleet, after: Fleet) -> Iterator[Finding]:
    renamed = {rename.before: rename.after for rename in probable_renames(before, after)}
    unknowns = Unknowns(before, after)
    for name, old in before.installations.items():
        if name in after.installations or not old.is_production or unknowns.hide(old.subject):
            continue
        claims = f"its websites {', '.join(old.websites)} in {old.saas_environment}" if old.saas_environment else "it"
        advice = (
            f"It is probably {renamed[name]} now, on the same host and root; make sure."
            if name in renamed
            else "Set saas_environment: none and apply before removing it."
        )
        yield RULE.finding(
            old.subject,
            f"{name} was declared as a production installation and would be declared no longer. It stays attached as "
            f"it is, and nobody checks {claims} any more. {advice}",
        )


RULE = TransitionRule(
    "production-installation-removed",
    Severity.WARN,
    "a production installation is no longer declared",
    judge,
)
