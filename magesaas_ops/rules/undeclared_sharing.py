"""# undeclared-sharing

Several installations write into one SaaS environment that is not marked `shared: true`.

## Why it is warned of

Adobe's guidance is one SaaS environment for each installation. Sharing works as long as all website codes differ, but
cleaning up or resyncing one installation then touches the others, so it should be a decision and not an accident.

## Example

```yaml
installations:
  acme-eu: {stage: staging, websites: [eu], saas_environment: acme/storefront/testing-1}
  acme-us: {stage: staging, websites: [us], saas_environment: acme/storefront/testing-1}
```

## Instead

Give each installation its own SaaS environment, or write `shared: true` at the SaaS environment when sharing is meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules.rule import FileRule, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet, Installation, SaasEnvironmentRef


def judge(fleet: Fleet) -> Iterator[Finding]:
    by_reference: dict[SaasEnvironmentRef, list[Installation]] = {}
    for installation in fleet.installations.values():
        if installation.saas_environment is not None:
            by_reference.setdefault(installation.saas_environment, []).append(installation)
    for reference, installations in by_reference.items():
        saas_environment = fleet.saas_environment(reference)
        if len(installations) < 2 or saas_environment is None or saas_environment.shared:
            continue
        first, *others = installations
        yield RULE.finding(
            f"{first.subject}.saas_environment",
            f"{listed(installation.name for installation in installations)} write into {reference}. "
            f"Give each its own SaaS environment, or say `shared: true` at {reference} when sharing is meant.",
            related=[
                *(
                    Related(f"{other.subject}.saas_environment", None, f"{other.name} writes there too")
                    for other in others
                ),
                Related(reference.subject, None, "is not declared shared"),
            ],
        )


RULE = FileRule(
    "undeclared-sharing",
    Severity.WARN,
    "several installations share a SaaS environment that is not declared shared",
    judge,
)
