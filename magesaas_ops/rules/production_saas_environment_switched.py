"""# production-saas-environment-switched

A production installation writes into another SaaS environment than before, or into none.

## Why it is warned of

The new SaaS environment knows nothing of the shop: recommendations and search are empty or wrong until a full resync
of the export feeds is done, and the behavioural data of the visitors stays behind. The old one keeps its data and is
fed no longer. It also happens without a change at the installation, when the id below the name becomes another.

## Example

```diff
 installations:
   acme-eu:
     stage: production
-    saas_environment: acme/storefront/production
+    saas_environment: acme/storefront-2/production
```

## Instead

When it is meant: plan a quiet hour, apply, and resync all feeds of the installation. Otherwise revert the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.identity import is_same_saas_environment, predecessors, saas_environment_id
from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules.rule import TransitionRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet, SaasEnvironmentRef


def judge(before: Fleet, after: Fleet) -> Iterator[Finding]:
    for name, old in predecessors(before, after).items():
        source, new = old.saas_environment, after.installations[name]
        target = new.saas_environment
        if not old.is_production or source is None:
            continue
        if target is None:
            yield RULE.finding(
                f"{new.subject}.saas_environment",
                f"{name} is a production installation and would leave {source} for none: its keys and ids are removed, "
                "and nothing of the live shop is exported any more. Keep the SaaS environment unless that is meant.",
            )
        elif not is_same_saas_environment(before, source, after, target):
            yield RULE.finding(
                f"{new.subject}.saas_environment",
                f"{name} is a production installation and would leave {_named(before, source)} for "
                f"{_named(after, target)}: a full resync of its export feeds is owed, and until then the live shop "
                "has no data there. Plan the resync, or keep the SaaS environment.",
                related=[Related(f"{target.subject}.id", None, "where it would write")],
            )


def _named(fleet: Fleet, ref: SaasEnvironmentRef) -> str:
    return f"{ref} ({saas_environment_id(fleet, ref) or 'no id yet'})"


RULE = TransitionRule(
    "production-saas-environment-switched",
    Severity.WARN,
    "a production installation leaves its SaaS environment",
    judge,
)
