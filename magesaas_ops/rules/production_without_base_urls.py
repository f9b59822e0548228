"""# production-without-base-urls

A production installation has no `base_urls`.

## Why it is refused

They are how a live shop is told from a copy of its database: before anything is attached, the host must answer to one
of them. Without them a copy could be attached as if it were the shop.

## Example

```yaml
installations:
  acme-eu:
    stage: production
    hosts: [web1.acme.example]
```

## Instead

Write the URLs of its store views as Magento has them: `base_urls: [https://shop.acme.example/]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import FileRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet


def judge(fleet: Fleet) -> Iterator[Finding]:
    for installation in fleet.installations.values():
        if installation.is_production and not installation.base_urls:
            yield RULE.finding(
                installation.subject,
                f"{installation.name} is a production installation without `base_urls`: nothing would tell it from a "
                "copy of its database. Write the URLs by which it is known.",
            )


RULE = FileRule(
    "production-without-base-urls",
    Severity.REFUSE,
    "a production installation has no base URLs",
    judge,
)
