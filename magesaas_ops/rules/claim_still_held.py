"""# claim-still-held

An installation would gain a claim that another one still holds: its hosts carry the attachment, or nobody could look.

## Why it is refused

Both would write the same website code into one SaaS environment and overwrite each other's data. That the inventory no
longer declares it of the other one changes nothing on that one's hosts: it goes on writing until it is detached there.

Before the first claim is gained, those that may hold it are looked at, whatever `--limit` says. What does not answer
counts as holding what it is declared to hold, was seen to hold last, or was declared to hold in one of the last fifty
revisions of the inventory; where nothing of that is known, it is warned of. `plan` notes when those revisions could not
be read, as in a shallow clone. Outside of git, and before the folder was moved, there are none.

## Example

```yaml
shop-staging: {stage: staging, saas_environment: none, …}                         # was acme/storefront/testing-1
shop-dev:     {stage: development, saas_environment: acme/storefront/testing-1, …}
```

`magesaas apply --limit shop-dev` would attach `shop-dev` while the database of `shop-staging` is still attached.

## Instead

Apply to both: whoever lets go is detached before whoever gains is attached. Or detach it first: `magesaas quarantine
NAME`. Of one that is gone for good, `--assume-detached NAME` says so, and the audit log keeps it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.model.rival import Basis
from magesaas_ops.rules.rule import WorldRule, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.rival import Rival
    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    installation = world.desired.installation
    for rival in world.rivals:
        if rival.lets_go:
            continue
        related = [Related(f"installations.{rival.installation}", None, f"{rival.installation} {_HOLDS[rival.basis]}")]
        found = RULE.finding(installation.subject, _detail(world, rival), related=related)
        yield replace(found, severity=Severity.WARN) if rival.basis is Basis.UNKNOWN else found


def _detail(world: World, rival: Rival) -> str:
    installation, other = world.desired.installation, rival.installation
    codes = listed(sorted({code for _, code in rival.claims}))
    why = f" ({rival.why})" if rival.why else ""
    return (
        f"{installation.name} would write the website {codes} into {installation.saas_environment}, and {other} "
        f"{_HOLDS[rival.basis]}{why}: both would overwrite each other's data. Apply to both, or detach {other} first: "
        f"magesaas quarantine {other}. If it is gone for good, --assume-detached {other} says so."
    )


_HOLDS = {
    Basis.SEEN: "still holds that on its hosts",
    Basis.REMEMBERED: "held that when it was last looked at",
    Basis.DECLARED_BEFORE: "is or was declared to hold that, and could not be looked at",
    Basis.UNKNOWN: "may hold that, for nobody knows what it holds",
}

RULE = WorldRule(
    "claim-still-held",
    Severity.REFUSE,
    "another installation still holds a claim that this one would gain",
    judge,
)
