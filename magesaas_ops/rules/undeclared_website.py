"""# undeclared-website

A website exists in Magento that the inventory does not list.

## Why it is refused

It would write into the SaaS environment as well: a claim that no rule has checked. Another installation may own
that code: then it is a collision, which `website-code-collision` refuses whatever is waived.

## Example

```yaml
websites: [base]        # Magento also has eu_b2b
```

## Instead

Add the website code to `websites`, exactly as Magento spells it, or delete the website in Magento.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules import website_code_collision
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    installation = world.desired.installation
    state = world.primary
    if state is None or installation.is_quarantined:
        return
    declared = set(installation.websites)
    by_folded = {code.lower(): code for code in installation.websites}
    for code in state.websites:
        if code in declared:
            continue
        spelt = by_folded.get(code.lower())
        advice = (
            f"The inventory spells it {spelt!r}; use Magento's spelling."
            if spelt
            else (f"Add it to the websites of {installation.name}, or delete it in Magento.")
        )
        yield RULE.finding(
            f"{installation.subject}.websites",
            f"{installation.name} has the website {code!r}, which is not declared: it would write an unchecked claim "
            f"into {installation.saas_environment}. {advice}",
        )
        yield from _collisions(world, code)


def _collisions(world: World, code: str) -> Iterator[Finding]:
    """Who else claims it: no waiver of this rule says that two may overwrite each other's data."""
    installation, target = world.desired.installation, world.desired.saas_environment
    id_ = target.id.lower() if target and target.id else ""
    for other in world.claimants.get((id_, code.lower()), ()):
        if other != installation.name:
            yield website_code_collision.RULE.finding(
                f"{installation.subject}.websites",
                f"{installation.name} has the website {code!r}, which is not declared, and {other} has it too: both "
                f"would write it into {installation.saas_environment}, and overwrite each other's data. Give one of "
                "them another SaaS environment, or delete the website in Magento.",
                related=[Related(f"installations.{other}.websites", None, f"{other} claims {code} too")],
            )


RULE = WorldRule(
    "undeclared-website",
    Severity.REFUSE,
    "the installation has a website that the inventory does not declare",
    judge,
)
