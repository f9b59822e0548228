"""# non-production-beside-production

A non-production installation writes into a SaaS environment that is declared testing, and so does a live shop.

## Why it is refused

Whatever a SaaS environment is called, the data in it is a live shop's as soon as a production installation writes
there. Calling a production SaaS environment `testing` and moving staging in is also the way around
`production-saas-environment-on-non-production`. This rule cannot be waived.

## Example

```yaml
installations:
  acme-eu: {stage: production, base_urls: [https://eu/], websites: [eu], saas_environment: acme/storefront/testing-1}
  acme-eu-staging: {stage: staging, root: /srv/staging, websites: [base], saas_environment: acme/storefront/testing-1}
```

## Instead

Give the live shop a SaaS environment of type production, and staging one that no live shop writes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules.rule import FileRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet, Installation, SaasEnvironmentRef


def judge(fleet: Fleet) -> Iterator[Finding]:
    live: dict[SaasEnvironmentRef, Installation] = {}
    for installation in fleet.installations.values():
        if installation.is_production and installation.saas_environment is not None:
            live.setdefault(installation.saas_environment, installation)
    for installation in fleet.installations.values():
        reference = installation.saas_environment
        if reference is None or reference not in live or installation.is_production:
            continue
        declared = fleet.saas_environment(reference)
        if declared is not None and not declared.is_production:
            shop = live[reference]
            yield RULE.finding(
                f"{installation.subject}.saas_environment",
                f"{installation.name} is a {installation.stage.value} installation, and the live shop {shop.name} "
                f"writes into {reference} too: its test data would mix with live data, although {reference} is "
                "declared to be of type testing. Give one of them another SaaS environment.",
                related=[
                    Related(f"{shop.subject}.saas_environment", None, f"{shop.name} is production and writes there"),
                    Related(f"{reference.subject}.type", None, "is declared testing"),
                ],
            )


RULE = FileRule(
    "non-production-beside-production",
    Severity.REFUSE,
    "a non-production installation writes into a testing SaaS environment beside a live shop",
    judge,
    waivable=False,
)
