"""# keys-rejected

The account's Production API key and private key are not accepted.

## Why it is refused

With such keys an installation exports nothing, and Magento says so only in a log file.
This rule cannot be waived.

## Example

```yaml
keys:
  production:
    api_key: {env: ACME_API_KEY}             # of one account …
    private_key: {file: ../secrets/other.pem}  # … with the private key of another
```

## Instead

Generate a new pair in the account's API portal, or point the references to the right pair. The private key must be an
unencrypted RSA key of at least 2048 bits in PEM form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.model.registry_record import RegistryStatus
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    desired = world.desired
    problem = desired.keys_problem
    if not problem and world.registry.status is RegistryStatus.REJECTED:
        problem = world.registry.message
    if problem:
        yield RULE.finding(desired.installation.subject, f"Account {desired.installation.account}: {problem}")


RULE = WorldRule(
    "keys-rejected",
    Severity.REFUSE,
    "the registry rejects the key pair, or it is no usable key pair",
    judge,
    waivable=False,
)
