"""# website-removed-from-production

A production installation no longer declares a website.

## Why it is warned of

While the website exists in Magento it keeps writing, and the claim is free for another installation to take. Until the
website is deleted in Magento, plan and apply refuse the installation (`undeclared-website`).

## Example

```diff
 installations:
   acme-eu:
     stage: production
-    websites: [base, eu_b2b]
+    websites: [base]
```

## Instead

Delete the website in Magento together with this change, or keep it declared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import TransitionRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.laws.transition import Transition


def judge(change: Transition) -> Iterator[Finding]:
    for old, new in change.installations:
        left = {code.lower() for code in new.websites}
        removed = [code for code in old.websites if code.lower() not in left]
        if not old.is_production or not removed:
            continue
        websites, them = ("website", "it") if len(removed) == 1 else ("websites", "them")
        yield RULE.finding(
            f"{new.subject}.websites",
            f"{new.name} is a production installation and would no longer declare the {websites} {', '.join(removed)}, "
            f"written into {old.saas_environment or 'none'} so far. Whatever Magento still has of {them} keeps "
            f"writing unchecked; delete {them} in Magento as well, or keep {them} declared.",
        )


RULE = TransitionRule(
    "website-removed-from-production",
    Severity.WARN,
    "a production installation no longer declares a website",
    judge,
)
