"""# stage-raised-to-production

An installation that was not production becomes production.

## Why it is warned of

From then on it may be attached to production SaaS environments. Raising the stage is the right thing at a launch, and
the wrong way to silence `production-saas-environment-on-non-production`.

## Example

```diff
 installations:
   acme-eu-staging:
-    stage: staging
+    stage: production
```

## Instead

Check that this is the live shop: its `base_urls` and `hosts` say so. Otherwise keep the stage, and change the
`saas_environment`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.identity import predecessors
from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules.rule import TransitionRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet


def judge(before: Fleet, after: Fleet) -> Iterator[Finding]:
    for name, old in predecessors(before, after).items():
        new = after.installations[name]
        if not new.is_production or old.is_production:
            continue
        formerly = "" if old.name == name else f" (probably {old.name} before: the same host and root)"
        yield RULE.finding(
            f"{new.subject}.stage",
            f"{name}{formerly} was {old.stage.value} and would be production, which opens production SaaS environments "
            f"to it; it would write into {new.saas_environment or 'none'}. Make sure that it is the live shop.",
            related=[Related(f"{new.subject}.saas_environment", None, "where it writes")],
        )


RULE = TransitionRule(
    "stage-raised-to-production",
    Severity.WARN,
    "an installation becomes a production installation",
    judge,
)
