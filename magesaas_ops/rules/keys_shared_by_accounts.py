"""# keys-shared-by-accounts

Two accounts read a key from the same place.

## Why it is warned of

A key pair opens the SaaS projects of one account. Two accounts with one pair are one account under two names, whose
rules look past each other, or one of the references was copied and opens the wrong projects.

## Example

```yaml
accounts:
  acme:
    keys:
      production: {api_key: {env: ACME_API_KEY}, private_key: {file: acme.pem}}
  bolt:
    keys:
      production: {api_key: {env: BOLT_API_KEY}, private_key: {file: acme.pem}}
```

## Instead

Give each account the references to its own keys, or declare the projects under one account.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules.rule import FileRule, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import Account, Fleet
    from magesaas_ops.model.secret_ref import SecretRef


def judge(fleet: Fleet) -> Iterator[Finding]:
    by_place: dict[object, dict[str, str]] = {}
    for account in fleet.accounts.values():
        for subject, reference in _references(account):
            by_place.setdefault(_place(reference), {}).setdefault(account.name, subject)
    for subjects in by_place.values():
        if len(subjects) > 1:
            first, *others = subjects
            yield RULE.finding(
                subjects[first],
                f"{listed(subjects)} read a key from the same place. A key pair belongs to one account: give each its "
                "own, or declare the projects under one account.",
                related=[Related(subjects[name], None, f"the same place, for {name}") for name in others],
            )


def _references(account: Account) -> Iterator[tuple[str, SecretRef]]:
    for pair, keys in (("production", account.production_keys), ("sandbox", account.sandbox_keys)):
        if keys is not None:
            yield f"accounts.{account.name}.keys.{pair}.api_key", keys.api_key
            yield f"accounts.{account.name}.keys.{pair}.private_key", keys.private_key


def _place(reference: SecretRef) -> object:
    """What two references to one secret have in common, however the path is written."""
    if reference.place == "file":
        return posixpath.normpath(posixpath.join(reference.base, *reference.argv)), reference.pointer
    return reference.place, reference.argv, reference.pointer


RULE = FileRule("keys-shared-by-accounts", Severity.WARN, "two accounts read a key from the same place", judge)
