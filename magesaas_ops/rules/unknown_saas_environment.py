"""# unknown-saas-environment

An installation refers to an account, project or SaaS environment that no file declares.

## Why it is refused

Without its declaration nobody knows the id to write, nor whether it is of type production.
This rule cannot be waived.

## Example

```yaml
installations:
  acme-eu:
    stage: production
    saas_environment: acme/storefront/prod      # declared is acme/storefront/production
```

## Instead

Correct the reference, or declare the SaaS environment under `accounts`. `none` attaches the installation to nothing.
`keys_from` names an account and is judged likewise.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from magesaas_ops.model.defect import UNREADABLE_INVENTORY
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.rules.rule import FileRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from magesaas_ops.model.inventory import Fleet, SaasEnvironmentRef

_MOST_NAMED = 8


def judge(fleet: Fleet) -> Iterator[Finding]:
    for installation in fleet.installations.values():
        reference = installation.saas_environment
        if reference is not None:
            missing = _missing(fleet, reference)
            written, key = str(reference), "saas_environment"
        elif installation.keys_from is not None:
            missing = _missing_account(fleet, installation.keys_from)
            written, key = installation.keys_from, "keys_from"
        else:
            continue
        if missing:
            yield RULE.finding(
                f"{installation.subject}.{key}", f"{installation.name} refers to {written}, but {missing}"
            )


def _missing(fleet: Fleet, reference: SaasEnvironmentRef) -> str:
    """What of a reference is not declared, and what is; empty when nothing is missing, or nobody can know."""
    account = fleet.accounts.get(reference.account)
    if account is None:
        return _missing_account(fleet, reference.account)
    project = account.projects.get(reference.project)
    if project is None:
        where = f"account {reference.account} has no project {reference.project}"
        return where + _declared_instead(reference.project, account.projects)
    if reference.name in project.saas_environments:
        return ""
    where = f"project {reference.account}/{reference.project} has no SaaS environment {reference.name}"
    return where + _declared_instead(reference.name, project.saas_environments)


def _missing_account(fleet: Fleet, name: str) -> str:
    """A file that cannot be read may well declare the account; that file is refused itself."""
    hidden = name in fleet.unreadable or any(defect.rule == UNREADABLE_INVENTORY.rule for defect in fleet.defects)
    if name in fleet.accounts or hidden:
        return ""
    return f"no file declares an account {name}" + _declared_instead(name, fleet.accounts)


def _declared_instead(name: str, declared: Iterable[str]) -> str:
    names = sorted(declared)
    if close := get_close_matches(name, names, n=1):
        return f". Did you mean {close[0]}?"
    if not names:
        return ", nor any other."
    return f". Declared: {', '.join(names[:_MOST_NAMED])}" + ("…" if len(names) > _MOST_NAMED else ".")


RULE = FileRule(
    "unknown-saas-environment",
    Severity.REFUSE,
    "a reference names nothing that is declared",
    judge,
    waivable=False,
)
