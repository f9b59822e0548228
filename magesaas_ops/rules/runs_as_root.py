"""# runs-as-root

PHP and Composer of an installation run as root.

## Why it is warned of

Whatever a module of Magento or a Composer script does, it then does as root on that machine. Files that root writes
cannot be read or removed by the web server's user, so the shop breaks when its caches or generated code are renewed.

## Example

```yaml
installations:
  acme-eu: {stage: staging, run_as: root}
```

## Instead

Name the user who owns `app/etc/env.php`, such as `www-data`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import FileRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet


def judge(fleet: Fleet) -> Iterator[Finding]:
    for installation in fleet.installations.values():
        if installation.run_as == "root":
            yield RULE.finding(
                f"{installation.subject}.run_as",
                f"PHP and Composer of {installation.name} would run as root. Name the user who owns app/etc/env.php.",
            )


RULE = FileRule("runs-as-root", Severity.WARN, "PHP and Composer run as root", judge)
