"""# saas-environment-type-changed

The change declares another type for a SaaS environment than before.

## Why it is refused

The registry fixes the type of a SaaS environment when it creates it, so one of the two revisions is wrong. To write
`testing` where the registry says `production` is also the way around the guard that keeps test data out of production.
The id decides what is the same SaaS environment: two names that swap their ids are found too.

## Example

```diff
 accounts:
   acme:
     projects:
       storefront:
         saas_environments:
-          live: {id: 11111111-1111-4111-8111-111111111111, type: production}
+          live: {id: 11111111-1111-4111-8111-111111111111, type: testing}
```

## Instead

Write the type that the registry shows. When the old revision was wrong, waive this finding first, in a change of its
own: only a waiver that stands in the old revision counts, so that no change can waive itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.saas_environments import saas_environments_of
from magesaas_ops.model.finding import Finding, Related, Severity
from magesaas_ops.rules.rule import TransitionRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.laws.transition import Transition
    from magesaas_ops.model.inventory import Fleet, Installation, SaasEnvironment, SaasEnvironmentRef


def judge(change: Transition) -> Iterator[Finding]:
    before: dict[str, list[tuple[SaasEnvironmentRef, SaasEnvironment]]] = {}
    for ref, old in saas_environments_of(change.before):
        if old.id:
            before.setdefault(old.id.lower(), []).append((ref, old))
    for ref, new in saas_environments_of(change.after):
        candidates = before.get(new.id.lower(), []) if new.id else []
        if not candidates and (former := change.identity.saas_environments.former.get(ref)):
            declared = change.before.saas_environment(former)
            candidates = [(former, declared)] if declared and (declared.id or new.id) else []
        was = next((one for one in candidates if one[1].type is not new.type), None)
        if was:
            yield _finding(*was, ref, new, _writers(change.after, ref) if was[1].is_production else [])


def _writers(after: Fleet, ref: SaasEnvironmentRef) -> list[Installation]:
    """The non-production installations that would write into what was production."""
    return [one for one in after.installations.values() if one.saas_environment == ref and not one.is_production]


def _finding(
    old_ref: SaasEnvironmentRef,
    old: SaasEnvironment,
    ref: SaasEnvironmentRef,
    new: SaasEnvironment,
    writers: list[Installation],
) -> Finding:
    formerly = "" if old_ref == ref else f", then named {old_ref},"
    return RULE.finding(
        f"{ref.subject}.type",
        f"{ref} ({new.id or old.id}){formerly} was of type {old.type.value} and would be {new.type.value}. Types never "
        "change in the registry, so the guard of production data would go by a wrong one. Declare the type that the "
        "registry shows.",
        related=[
            Related(f"{ref.subject}.id", None, "the id decides what it is"),
            *(Related(f"{one.subject}.saas_environment", None, f"{one.name} would write into it") for one in writers),
            *([Related(f"{old_ref.subject}.type", None, "the type before")] if old_ref != ref else []),
        ],
    )


RULE = TransitionRule(
    "saas-environment-type-changed",
    Severity.REFUSE,
    "a SaaS environment changes its type, which no SaaS environment does",
    judge,
)
