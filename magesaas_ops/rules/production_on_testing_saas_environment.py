"""# production-on-testing-saas-environment

A production installation targets a SaaS environment of type testing.

## Why it is warned of

Services treat testing data as disposable: limits are lower and Adobe may clean it up. It is right for a short trial
before going live, and wrong when it is forgotten.

## Example

```yaml
installations:
  acme-eu:
    stage: production
    saas_environment: acme/storefront/testing-1
```

## Instead

Attach it to the project's production SaaS environment. Waive this rule with an expiry date while a trial lasts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules.rule import FileRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet


def judge(fleet: Fleet) -> Iterator[Finding]:
    for installation in fleet.installations.values():
        reference = installation.saas_environment
        if reference is None or not installation.is_production:
            continue
        saas_environment = fleet.saas_environment(reference)
        if saas_environment is not None and not saas_environment.is_production:
            yield RULE.finding(
                f"{installation.subject}.saas_environment",
                f"{installation.name} is a production installation, and {reference} is of type testing: its data would "
                "be treated as disposable. Attach it to a SaaS environment of type production.",
                related=[Related(f"{reference.subject}.type", None, "its type is testing")],
            )


RULE = FileRule(
    "production-on-testing-saas-environment",
    Severity.WARN,
    "a production installation targets a testing SaaS environment",
    judge,
)
