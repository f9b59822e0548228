"""# production-hosts-replaced

No node of a production installation stayed.

## Why it is warned of

The name is the same, and everything behind it is another machine. After a move that is right. It is also how a staging
shop becomes "production" without a word about its stage, and the old machines stay attached and keep writing.

## Example

```diff
 installations:
   acme-eu:
     stage: production
     base_urls: [https://shop.acme.example/]
-    hosts: [web1.eu.acme.example, web2.eu.acme.example]
+    hosts: [web3.eu.acme.example]
```

## Instead

Check that the new nodes are the live shop's, and quarantine what is left of the old ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.addresses import addresses_of
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import TransitionRule, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.laws.transition import Transition


def judge(change: Transition) -> Iterator[Finding]:
    for old, new in change.installations:
        if not old.is_production or not old.is_built or (old.hosts, old.connection) == (new.hosts, new.connection):
            continue
        nodes = {address.node for address in addresses_of(old)}
        if nodes.isdisjoint(address.node for address in addresses_of(new)):
            now = listed(new.hosts) if new.is_built else "no node"
            yield RULE.finding(
                f"{new.subject}.hosts",
                f"{new.name} is a production installation on {listed(old.hosts)} and would be on {now}: no node stays. "
                "Make sure that the new nodes are the live shop's, and that the old ones write nothing any more.",
            )


RULE = TransitionRule(
    "production-hosts-replaced",
    Severity.WARN,
    "no node of a production installation stays",
    judge,
)
