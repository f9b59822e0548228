"""# production-saas-environment-switched

A production installation writes into another SaaS environment than before, or into none.

## Why it is warned of

The new SaaS environment knows nothing of the shop: recommendations and search are empty or wrong until a full resync
of the export feeds is done, and the behavioural data of the visitors stays behind. The old one keeps its data and is
fed no longer. It also happens without a change at the installation, when the id of the SaaS environment, or of its
project, becomes another.

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

from magesaas_ops.laws.saas_environments import project_id, saas_environment_id
from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules.rule import TransitionRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.laws.transition import Transition
    from magesaas_ops.model.inventory import Fleet, SaasEnvironmentRef


def judge(change: Transition) -> Iterator[Finding]:
    for old, new in change.installations:
        source, target = old.saas_environment, new.saas_environment
        if not old.is_production or source is None:
            continue
        if target is None:
            yield RULE.finding(
                f"{new.subject}.saas_environment",
                f"{new.name} is a production installation and would leave {source} for none: its keys and ids are "
                "removed, and nothing of the live shop is exported any more. Keep the SaaS environment unless that is "
                "meant.",
            )
        elif change.knows_target(source, target) and not change.keeps_target(source, target):
            was, would_be = project_id(change.before, source), project_id(change.after, target)
            where = Related(f"{target.subject}.id", None, "where it would write")
            project = Related(f"{target.subject.partition('.saas_environments.')[0]}.id", None, "the project of that")
            yield RULE.finding(
                f"{new.subject}.saas_environment",
                f"{new.name} is a production installation and would leave "
                f"{_named(change.before, source, was, would_be)} for {_named(change.after, target, would_be, was)}: a "
                "full resync of its export feeds is owed, and until then the live shop has no data there. Plan the "
                "resync, or keep the SaaS environment.",
                related=[where, project] if was != would_be else [where],
            )


def _named(fleet: Fleet, ref: SaasEnvironmentRef, project: str | None, other: str | None) -> str:
    id_ = saas_environment_id(fleet, ref) or "no id yet"
    return f"{ref} ({id_}{f', project {project}' if project and project != other else ''})"


RULE = TransitionRule(
    "production-saas-environment-switched",
    Severity.WARN,
    "a production installation leaves its SaaS environment",
    judge,
)
