"""# name-declared-twice

An account or an installation is declared in two files, or a former name is somebody else's.

## Why it is refused

The files of a fleet are merged by name. Nothing says which of the two declarations holds, and whichever does, the
other one's rules do not apply to it. A name under `formerly` that is declared, or that two things claim, would let one
installation pass for another.

## Example

```yaml
# eu.yaml
installations:
  shop: {stage: staging}

# us.yaml
installations:
  shop: {stage: staging}
```

## Instead

Give one of them another name, or keep everything of that name in one file. An account with all of its projects stands
in one file; installations of any file refer to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.defect import NAME_DECLARED_TWICE
from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules.rule import FileRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from magesaas_ops.model.inventory import Account, Fleet, Installation, SaasEnvironment, SaasProject


def judge(fleet: Fleet) -> Iterator[Finding]:
    yield from (defect for defect in fleet.defects if defect.rule == NAME_DECLARED_TWICE.rule)
    yield from _former_names("installations", fleet.installations, fleet.unreadable)
    yield from _former_names("accounts", fleet.accounts, fleet.unreadable)
    for account in fleet.accounts.values():
        projects = f"accounts.{account.name}.projects"
        yield from _former_names(projects, account.projects)
        for project in account.projects.values():
            yield from _former_names(f"{projects}.{project.name}.saas_environments", project.saas_environments)


def _former_names(
    section: str,
    declared: Mapping[str, Installation | Account | SaasProject | SaasEnvironment],
    unreadable: frozenset[str] = frozenset(),
) -> Iterator[Finding]:
    claimed: dict[str, str] = {}
    for one in declared.values():
        for index, name in enumerate(one.formerly):
            subject = f"{section}.{one.name}.formerly[{index}]"
            if name in declared or name in unreadable:
                yield RULE.finding(
                    subject,
                    f"{one.name} says that it was called {name} formerly, and {name} is declared. One of the two is "
                    "another thing: correct `formerly`.",
                    related=[Related(f"{section}.{name}", None, "declared here")],
                )
            elif name in claimed:
                yield RULE.finding(
                    subject,
                    f"{one.name} and another say that they were called {name} formerly; only one of them can have "
                    "been. Keep the name at that one.",
                    related=[Related(claimed[name], None, "says so too")],
                )
            else:
                claimed[name] = subject


RULE = FileRule(NAME_DECLARED_TWICE.rule, Severity.REFUSE, NAME_DECLARED_TWICE.summary, judge, waivable=False)
