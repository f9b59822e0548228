"""# entitlement-exceeded

A project declares more SaaS environments of a type than the account is entitled to.

## Why it is refused

The registry would not create them, or Adobe would bill for them. By edition: `commerce` has one of type production and
two of type testing per project, `open-source` has one of type production.

## Example

```yaml
accounts:
  acme:
    edition: open-source
    keys:
      production: {api_key: {env: ACME_API_KEY}, private_key: {file: acme.pem}}
    projects:
      storefront:
        saas_environments:
          production: {type: production}
          testing: {type: testing}            # open-source is entitled to none
```

## Instead

Remove those that do not exist. If the contract allows more, say so: `entitlement: {production: 2, testing: 4}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.model.inventory import SaasEnvironmentType
from magesaas_ops.rules.rule import FileRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet


def judge(fleet: Fleet) -> Iterator[Finding]:
    for account in fleet.accounts.values():
        allowed = {
            SaasEnvironmentType.PRODUCTION: account.entitlement.production,
            SaasEnvironmentType.TESTING: account.entitlement.testing,
        }
        for project in account.projects.values():
            for type_, most in allowed.items():
                declared = [it.name for it in project.saas_environments.values() if it.type is type_]
                if len(declared) > most:
                    subject = f"accounts.{account.name}.projects.{project.name}.saas_environments"
                    yield RULE.finding(
                        f"{subject}.{declared[most]}",
                        f"{account.name}/{project.name} declares {len(declared)} SaaS environments of type "
                        f"{type_.value} ({', '.join(declared)}), and {account.name} is entitled to {most}. Remove what "
                        "does not exist, or state what the contract allows under `entitlement`.",
                    )


RULE = FileRule(
    "entitlement-exceeded",
    Severity.REFUSE,
    "a project declares more SaaS environments than the account is entitled to",
    judge,
)
