"""# saas-environment-declared-twice

One id of a SaaS environment stands under two names, projects or accounts.

## Why it is refused

Both names are the same place. Two installations could claim one website code in it under different names, and one of
the names could be declared `testing` while the other is `production`: every other rule would look past it.
This rule cannot be waived.

## Example

```yaml
accounts:
  acme:
    keys:
      production: {api_key: {env: ACME_API_KEY}, private_key: {file: acme.pem}}
    projects:
      storefront:
        id: 4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01
        saas_environments:
          production: {id: 11111111-1111-4111-8111-111111111111, type: production}
          testing-1: {id: 11111111-1111-4111-8111-111111111111, type: testing}
```

## Instead

Declare it once and let every installation refer to that name. If one of the ids was copied by mistake, look up the
right one in the registry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.model.inventory import SaasEnvironmentRef
from magesaas_ops.rules.rule import FileRule, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet


def judge(fleet: Fleet) -> Iterator[Finding]:
    for same_id in _references_by_id(fleet).values():
        if len(same_id) > 1:
            first, *others = same_id
            names = listed(str(reference) for reference in same_id)
            yield RULE.finding(
                f"{others[-1].subject}.id",
                f"{names} have the same id: they are one SaaS environment, and what is claimed under one name would "
                "not be seen under the other. Declare it once.",
                related=[Related(f"{other.subject}.id", None, "the same id") for other in (first, *others[:-1])],
            )


def _references_by_id(fleet: Fleet) -> dict[str, list[SaasEnvironmentRef]]:
    by_id: dict[str, list[SaasEnvironmentRef]] = {}
    for account in fleet.accounts.values():
        for project in account.projects.values():
            for saas_environment in project.saas_environments.values():
                if saas_environment.id is not None:
                    reference = SaasEnvironmentRef(account.name, project.name, saas_environment.name)
                    by_id.setdefault(saas_environment.id.lower(), []).append(reference)
    return by_id


RULE = FileRule(
    "saas-environment-declared-twice",
    Severity.REFUSE,
    "one SaaS environment is declared under two names",
    judge,
    waivable=False,
)
