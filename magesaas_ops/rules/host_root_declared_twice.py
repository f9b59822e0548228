"""# host-root-declared-twice

Two installations have the same address: the same host and the same root.

## Why it is refused

They are one Magento. Each run would attach it to one of the two SaaS environments and find it drifted for the other. An
address is `ssh_hostname` or host, port, user, `ssh_config_file`, `exec` and root, in any spelling: upper case, a
trailing dot, `localhost` and `127.0.0.1` for `@local`, port 22 for none, `//`, `/./`, `/../`, `/proc/self/root`, an
`exec` that only starts `env`. What only the machine can tell is told there. This rule cannot be waived.

## Example

```yaml
installations:
  acme-eu: {hosts: [web1.acme.example], root: /var/www/magento, stage: staging}
  acme-us: {hosts: [WEB1.acme.example.], root: /var/www//magento/, stage: staging}
```

## Instead

Correct the host or the root. One Magento with several websites is one installation with several `websites`. Containers
that share a host differ in `connection.exec`, machines behind one address in `connection.ssh_port`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.addresses import Address, addresses_of
from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules.rule import FileRule, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Fleet


def judge(fleet: Fleet) -> Iterator[Finding]:
    hosts_by_group: dict[tuple[str, ...], list[str]] = {}
    for address, names in _names_by_address(fleet).items():
        if len(names) > 1:
            hosts_by_group.setdefault(tuple(names), []).append(address.machine)
    for group, hosts in hosts_by_group.items():
        yield RULE.finding(
            f"installations.{group[-1]}.root",
            f"{listed(group)} both stand for {fleet.installations[group[0]].root} on {', '.join(hosts)}: one "
            "Magento cannot be two installations. Correct the host or the root of one of them.",
            related=[Related(f"installations.{name}.root", None, f"{name} is there too") for name in group[:-1]],
        )


def _names_by_address(fleet: Fleet) -> dict[Address, list[str]]:
    by_address: dict[Address, list[str]] = {}
    for installation in fleet.installations.values():
        for address in dict.fromkeys(addresses_of(installation)):
            by_address.setdefault(address, []).append(installation.name)
    return by_address


RULE = FileRule(
    "host-root-declared-twice",
    Severity.REFUSE,
    "two installations have the same host and root",
    judge,
    waivable=False,
)
