"""# registry-unreachable

The registry did not answer, or was not asked, so nobody has confirmed what the target SaaS environment is.

## Why it is refused

The type in the inventory is a claim; only the registry knows. Attaching on a claim alone is how a staging shop ends up
in production data.
This rule cannot be waived.

## Example

`magesaas apply` while the registry is down; `--registry skip` for a production installation, or for an id of which the
registry never told this machine anything.

## Instead

Wait and run again. `--registry skip` attaches without asking, for the day when the registry is down: only installations
that are not production, and only to ids that the registry called testing in an earlier run with the same API key on
this machine. The type of an id never changes. It warns with how long ago that was; names are the remembered ones too.
`magesaas quarantine` needs no registry.

What is remembered stands in `~/.cache/magesaas/registry` (or below `XDG_CACHE_HOME`), for this registry and this key,
signed with the private key. In CI keep that folder in the cache of the default branch's runs; without it `--registry
skip` refuses, on purpose.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.model.registry_record import RegistryStatus
from magesaas_ops.rules.rule import WorldRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.inventory import SaasEnvironment
    from magesaas_ops.model.world import World


def judge(world: World) -> Iterator[Finding]:
    desired = world.desired
    target = desired.saas_environment
    status = world.registry.status
    if target is None or desired.keys_problem or desired.keys_missing:
        return
    if status in {RegistryStatus.UNREACHABLE, RegistryStatus.NOT_ASKED}:
        said = world.registry.message or "it was not asked"
        yield RULE.finding(
            desired.installation.subject,
            f"{desired.installation.saas_environment} is not confirmed by the registry: {said}. "
            "Run again when it answers; --registry skip attaches non-production installations to what it said earlier.",
        )
    elif status is RegistryStatus.SKIPPED:
        yield _skipped(world, target)


def _skipped(world: World, target: SaasEnvironment) -> Finding:
    """Refused, unless it is no production installation and the registry once called the id testing: then a warning."""
    installation, record = world.desired.installation, world.registry.records.get(target.id or "")
    if installation.is_production or target.is_production:
        return RULE.finding(
            installation.subject,
            "--registry skip never attaches a production installation or to a production SaaS environment. "
            "Run without it.",
        )
    if record is None:
        return RULE.finding(
            installation.subject,
            f"The registry was skipped, and it never told this machine what {target.id} "
            f"({installation.saas_environment}) is. Run without --registry skip.",
        )
    long_ago = _in_words(world.registry.ages.get(record.saas_environment_id, timedelta(0)))
    said = f"The registry was skipped; {long_ago} it said that {target.id} ({installation.saas_environment}) is "
    if record.is_production:
        return RULE.finding(installation.subject, f"{said}{record.type_text!r}, which is not testing.")
    found = RULE.finding(installation.subject, f"{said}{record.type_text!r}, of {record.project_name}.")
    return replace(found, severity=Severity.WARN)


def _in_words(passed: timedelta) -> str:
    for seconds, unit in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        count = int(passed.total_seconds()) // seconds
        if count:
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "less than a minute ago"


RULE = WorldRule(
    "registry-unreachable",
    Severity.REFUSE,
    "the registry could not be asked, and nothing is attached unverified",
    judge,
    waivable=False,
)
