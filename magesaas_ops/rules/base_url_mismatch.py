"""# base-url-mismatch

None of the base URLs that Magento has configured is among the declared `base_urls` of a production installation.

## Why it is refused

A production installation is known by its URLs. A host that claims to be production but answers to other URLs is most
probably a copy, and would write into production data.

## Example

```yaml
base_urls: [https://shop.acme.example/]    # Magento says https://staging.acme.example/
```

## Instead

Check which machine the host name reaches. If the shop has moved, update `base_urls`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    installation = world.desired.installation
    state = world.primary
    if state is None or not installation.is_production:
        return
    observed = {_normal(url) for url in state.base_urls}
    if observed & {_normal(url) for url in installation.base_urls}:
        return
    yield RULE.finding(
        f"{installation.subject}.base_urls",
        f"{installation.name} is declared to answer to {', '.join(installation.base_urls) or 'nothing'}, but its "
        f"base URLs are {', '.join(state.base_urls) or 'not set'}. It is probably a copy: check which machine "
        f"{installation.primary} reaches.",
    )


def _normal(url: str) -> tuple[str, str, int | None, str]:
    parts = urlsplit(url)
    default_port = {"http": 80, "https": 443}.get(parts.scheme)
    try:
        port = parts.port or default_port
    except ValueError:
        port = None
    return parts.scheme, parts.hostname or "", port, parts.path.rstrip("/")


RULE = WorldRule(
    "base-url-mismatch",
    Severity.REFUSE,
    "a production installation answers to none of its base URLs: this is probably a copy",
    judge,
)
