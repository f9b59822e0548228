"""# stage-raised-to-production

An installation, or the node and root of one, that was not production becomes production.

## Why it is warned of

From then on it may be attached to production SaaS environments. Raising the stage is the right thing at a launch, and
the wrong way to silence `production-saas-environment-on-non-production`. Pointing a production installation at the
node and root of staging raises that staging shop just as well, whatever `base_urls` say.

## Example

```diff
 installations:
   acme-eu-staging:
-    stage: staging
+    stage: production
```

## Instead

Check that this is the live shop: its `base_urls` and `hosts` say so. Otherwise keep the stage, and change the
`saas_environment`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.addresses import addresses_of
from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules.rule import TransitionRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from magesaas_ops.laws.transition import Transition
    from magesaas_ops.model.inventory import Installation


def judge(change: Transition) -> Iterator[Finding]:
    raised = {new.name for old, new in change.installations if new.is_production and not old.is_production}
    for old, new in change.installations:
        if new.name in raised:
            formerly = "" if old.name == new.name else f" (called {old.name} then)"
            yield _finding(new, f"{new.name}{formerly} was {old.stage.value} and would be production")
    yield from _taken_over(change, raised)


def _taken_over(change: Transition, raised: set[str]) -> Iterator[Finding]:
    """Production installations on a node and root that stood for another stage."""
    was: dict[tuple[object, ...], Installation] = {}
    for old in change.before.installations.values():
        if not old.is_production:
            was.update((address.place, old) for address in addresses_of(old))
    for new in change.after.installations.values():
        if not new.is_production or new.name in raised:
            continue
        for host, address in zip(new.hosts, addresses_of(new), strict=True):
            if taken := was.get(address.place):
                yield _finding(
                    new,
                    f"{new.name} would be production on {host} in {new.root}, where {taken.name} was "
                    f"({taken.stage.value})",
                    [Related(f"{new.subject}.hosts", None, f"{taken.name} was there")],
                )
                break


def _finding(new: Installation, what: str, related: Sequence[Related] = ()) -> Finding:
    return RULE.finding(
        f"{new.subject}.stage",
        f"{what}, which opens production SaaS environments to it; it would write into "
        f"{new.saas_environment or 'none'}. Make sure that it is the live shop.",
        related=[*related, Related(f"{new.subject}.saas_environment", None, "where it writes")],
    )


RULE = TransitionRule(
    "stage-raised-to-production",
    Severity.WARN,
    "an installation becomes a production installation",
    judge,
)
