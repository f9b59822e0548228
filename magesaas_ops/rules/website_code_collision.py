"""# website-code-collision

Two installations of one SaaS environment claim the same website code.

## Why it is refused

In a SaaS environment a website code is all that tells one shop's data from another's. Both installations would
overwrite each other's products and mix their visitors' behaviour, and nothing would report an error. Magento compares
website codes without regard to case, so `base` and `Base` collide. This rule cannot be waived.

## Example

```yaml
installations:
  acme-eu: {stage: staging, websites: [base], saas_environment: acme/storefront/testing-1}
  acme-us: {stage: staging, websites: [base], saas_environment: acme/storefront/testing-1}
```

## Instead

Give one of them a SaaS environment of its own, or rename the website code in Magento; most installations call their
first website `base`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.claims import claims_by_address
from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules.rule import FileRule, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.claim import Claim
    from magesaas_ops.model.inventory import Fleet


def judge(fleet: Fleet) -> Iterator[Finding]:
    for claims in claims_by_address(fleet).values():
        if len(claims) > 1:
            first, *others = claims
            yield RULE.finding(
                _subject(fleet, first),
                _detail(claims),
                related=[
                    Related(
                        _subject(fleet, claim),
                        None,
                        f"{claim.installation} claims {claim.website} in {claim.saas_environment} too",
                    )
                    for claim in others
                ],
            )


def _detail(claims: list[Claim]) -> str:
    installations = list(dict.fromkeys(claim.installation for claim in claims))
    codes = listed(dict.fromkeys(claim.website for claim in claims))
    if len(installations) == 1:
        return f"{installations[0]} lists {codes}: in Magento they are one website code. Keep the one that Magento has."
    return (
        f"{listed(installations)} would both write the website {codes} into {claims[0].saas_environment}, and "
        "overwrite each other's data. Give one of them another SaaS environment, or another website code in Magento."
    )


def _subject(fleet: Fleet, claim: Claim) -> str:
    websites = fleet.installations[claim.installation].websites
    return f"installations.{claim.installation}.websites[{websites.index(claim.website)}]"


RULE = FileRule(
    "website-code-collision",
    Severity.REFUSE,
    "two installations claim the same website code in one SaaS environment",
    judge,
    waivable=False,
)
