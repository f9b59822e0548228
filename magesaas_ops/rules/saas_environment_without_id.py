"""# saas-environment-without-id

An installation targets a SaaS environment, or a project, that has no id yet.

## Why it is refused

The id is what is written into Magento; without it there is nothing to attach to.
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
          testing: {type: testing}        # planned, not created
installations:
  acme-eu:
    stage: staging
    saas_environment: acme/storefront/testing
```

## Instead

Request the project with `magesaas registry create ACCOUNT PROJECT --write`, or take the id of what exists with
`magesaas registry list ACCOUNT --write`. Until then declare the installation `saas_environment: none`.
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
        if reference is None:
            continue
        project, saas_environment = fleet.project(reference), fleet.saas_environment(reference)
        if project is None or saas_environment is None:
            continue
        missing = []
        if project.id is None:
            project_subject = reference.subject.partition(".saas_environments.")[0]
            missing.append(Related(project_subject, None, f"project {reference.account}/{reference.project} has no id"))
        if saas_environment.id is None:
            missing.append(Related(reference.subject, None, f"SaaS environment {reference} has no id"))
        if missing:
            yield RULE.finding(
                f"{installation.subject}.saas_environment",
                f"{installation.name} targets {reference}, but {' and '.join(related.note for related in missing)}. "
                "Create it in the registry and write its id here, or say `saas_environment: none` until it exists.",
                related=missing,
            )


RULE = FileRule(
    "saas-environment-without-id",
    Severity.REFUSE,
    "an installation targets a project or SaaS environment that has no id",
    judge,
    waivable=False,
)
