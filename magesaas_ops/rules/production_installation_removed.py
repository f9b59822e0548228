"""# production-installation-removed

A production installation is no longer declared, or no longer as production.

## Why it is warned of

Nothing detaches an installation that nobody declares: the shop stays attached as it is and keeps writing, but its
claims are no longer checked against those of others, and drift is not seen any more. One that is declared for another
stage loses what protects production: `base_urls` are not asked for, and test data may be written beside it.

## Example

```diff
 installations:
-  acme-eu:
-    stage: production
-    hosts: [web1.eu.acme.example]
   acme-us:
     stage: production
     hosts: [web1.us.acme.example]
```

## Instead

When the shop is shut down: set `saas_environment: none`, apply, and remove it in a later change. When it is renamed,
keep its hosts and root as they are, or write its old name under `formerly`: then it is the same installation.
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
        if old.is_production:
            yield RULE.finding(
                old.subject,
                f"{name} was declared as a production installation and would be declared no longer. It stays attached "
                f"as it is, and nobody checks {_claims(old)} any more. Set saas_environment: none and apply before "
                "removing it; if it has another name now, say so there with `formerly`.",
            )
    for old, new in change.installations:
        if old.is_production and not new.is_production:
            formerly = "" if old.name == new.name else f" (called {old.name} then)"
            yield RULE.finding(
                f"{new.subject}.stage",
                f"{new.name}{formerly} was a production installation and would be one for {new.stage.value}. Nothing "
                f"protects {_claims(old)} as live data any more. Keep the stage, unless this is no live shop.",
            )


def _claims(old: Installation) -> str:
    return f"its websites {', '.join(old.websites)} in {old.saas_environment}" if old.saas_environment else "it"


RULE = TransitionRule(
    "production-installation-removed",
    Severity.WARN,
    "a production installation is no longer declared as one",
    judge,
)
