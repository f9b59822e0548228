"""# other-scope-value

The database holds values of an attachment in a website or store scope.

## Why it is warned of

The modules read them in default scope only, so such a row has no effect. Somebody wrote it in the belief that it has
one, for instance that one website has a SaaS environment of its own.

## Example

Somebody set `services_connector/services_id/environment_id` for the website `base` alone with `config:set`.

## Instead

Delete these rows. Websites of one installation cannot be attached to different SaaS environments.
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
    scopes = {path: state.value(path).other_scopes for path in paths.MANAGED_PATHS}
    rows = [f"{path} ({', '.join(where)})" for path, where in scopes.items() if where]
    if rows:
        installation = world.desired.installation
        detail = f"{installation.name} has rows that the modules never read: {'; '.join(rows)}. Delete them."
        yield RULE.finding(installation.subject, detail)


RULE = WorldRule(
    "other-scope-value",
    Severity.WARN,
    "rows of the attachment stand in a website or store scope, where the modules never read them",
    judge,
)
