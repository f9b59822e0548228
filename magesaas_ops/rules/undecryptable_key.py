"""# undecryptable-key

The database row of a key was encrypted with another installation's crypt key.

## Why it is warned of

Magento then uses the cipher text itself as the key, and exports nothing. It is a sign of a copied database.

## Example

A production database restored on staging, whose `app/etc/env.php` has its own `crypt/key`.

## Instead

`magesaas apply` stores the keys anew.
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
    state = world.primary
    if state is None:
        return
    broken = [path for path in paths.SECRET_PATHS if state.value(path).undecryptable]
    if broken:
        yield RULE.finding(
            world.desired.installation.subject,
            f"On {world.desired.installation.name} these were encrypted with another crypt key, and Magento would send "
            f"the cipher text as the key: {', '.join(broken)}. Apply stores them anew.",
            repaired=True,
        )


RULE = WorldRule(
    "undecryptable-key",
    Severity.WARN,
    "a stored key does not decrypt with this installation's crypt key",
    judge,
)
