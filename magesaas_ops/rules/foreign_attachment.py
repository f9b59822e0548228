"""# foreign-attachment

The stamp stored with the attachment names another installation.

## Why it is warned of

The stamp travels with the database. Another installation's stamp means that its database was copied here, with keys,
ids and website codes that belong to the other one.

A name that the inventory declares nowhere, on the very database that the stamp was written to, is that of this
installation before it was renamed: then the stamp is written anew, and nothing else.

## Example

`acme-eu-staging` carries the stamp of `acme-eu`.

## Instead

`magesaas apply` attaches the installation to its own SaaS environment and writes its own stamp.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.stamps import is_foreign
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    installation = world.desired.installation
    state = world.primary
    if state is not None and state.stamp is not None and is_foreign(world, state):
        yield RULE.finding(
            installation.subject,
            f"{installation.name} carries the stamp of {state.stamp.installation} ({state.stamp.saas_environment}): "
            "its database was copied from there. Apply attaches it to its own SaaS environment.",
            repaired=True,
        )


RULE = WorldRule(
    "foreign-attachment",
    Severity.WARN,
    "the attachment was made for another installation: this database is a copy",
    judge,
)
