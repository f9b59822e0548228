"""# plaintext-secret

An API key, a private key or a password is written into an inventory file.

## Why it is refused

Inventories live in git, where everyone who can read the repository can read every revision of it. A private key opens
every SaaS project of its account.

## Example

```yaml
accounts:
  acme:
    keys:
      production:
        api_key: an-api-key-as-it-is
        private_key: {file: ../secrets/acme.pem}
```

## Instead

Write where the secret lives: `{env: NAME}`, `{file: PATH}` or `{command: [argv…]}`. A key that was pushed once is
known: issue a new one. The value is never repeated in any output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.defect import PLAINTEXT_SECRET
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import FileRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet


def judge(fleet: Fleet) -> Iterator[Finding]:
    return (defect for defect in fleet.defects if defect.rule == PLAINTEXT_SECRET.rule)


RULE = FileRule(PLAINTEXT_SECRET.rule, Severity.REFUSE, PLAINTEXT_SECRET.summary, judge, waivable=False)
