"""# production-saas-environment-on-non-production

An installation whose stage is not production targets a SaaS environment of type production.

## Why it is refused

It would write test orders, half-finished catalogues and clicks of developers into the data that recommendations in the
live shop are computed from. Adobe cannot take single events out again. This rule cannot be waived.

## Example

```yaml
installations:
  acme-eu-staging:
    stage: staging
    saas_environment: acme/storefront/production
```

## Instead

Attach it to a SaaS environment of type testing, or to `none`. If the installation is in fact the live shop, correct
its `stage`; reviewers see that as its own warning.
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
        if reference is None or installation.is_production:
            continue
        saas_environment = fleet.saas_environment(reference)
        if saas_environment is not None and saas_environment.is_production:
            yield RULE.finding(
                f"{installation.subject}.saas_environment",
                f"{installation.name} is a {installation.stage.value} installation, and {reference} is of type "
                "production: its test data would mix with the data of the live shop, for good. Use a SaaS environment "
                "of type testing, or `none`.",
                related=[
                    Related(f"{installation.subject}.stage", None, f"its stage is {installation.stage.value}"),
                    Related(f"{reference.subject}.type", None, "its type is production"),
                ],
            )


RULE = FileRule(
    "production-saas-environment-on-non-production",
    Severity.REFUSE,
    "a non-production installation targets a production SaaS environment",
    judge,
    waivable=False,
)
