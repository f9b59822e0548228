"""# credentials-type-unsupported

The installed modules sign with an IMS technical account, or are too old to know a private key.

## Why it is refused

The key pair that the inventory sets would have no effect, or could not be stored where the modules read it.

## Example

`services_connector/services_connector_credentials/credentials_type` is `IMS_Tech_Acct`.

## Instead

Switch the installation to `Magento_JWT`, or update magento/services-connector to a version
that has a private key field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model import host_state as paths
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    installation = world.desired.installation
    state = world.primary
    if state is None or installation.account is None:
        return
    if state.credentials_type not in {None, "", "Magento_JWT"}:
        yield RULE.finding(
            installation.subject,
            f"{installation.name} signs with {state.credentials_type}, not with the API key and private key of account "
            f"{installation.account}. Set credentials_type to Magento_JWT there.",
        )
    is_ready = not state.modules.to_enable and all(package.installed for package in state.packages.values())
    if is_ready and not state.value(paths.PRODUCTION_PRIVATE_KEY).supported:
        yield RULE.finding(
            installation.subject,
            f"The services-connector module of {installation.name} has no field for a private key; it would send an "
            "unsigned API key. Update magento/services-connector.",
        )


RULE = WorldRule(
    "credentials-type-unsupported",
    Severity.REFUSE,
    "the installation does not sign with the key pair",
    judge,
)
