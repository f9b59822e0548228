"""The plan of one installation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from magesaas_ops.model import host_state as paths
from magesaas_ops.model.finding import Finding, Severity
from magesaas_ops.model.plan import Action, InstallationPlan, Step, StepKind, Verdict
from magesaas_ops.model.registry_record import RegistryStatus
from magesaas_ops.model.world import REPAIRED_BY_APPLY
from magesaas_ops.planning.code import code_plan
from magesaas_ops.planning.values import config_plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from magesaas_ops.model.host_state import HostState
    from magesaas_ops.model.world import World


def plan_installation(world: World, findings: Sequence[Finding]) -> InstallationPlan:
    """What would change on the installation and why, given what the rules found.

    A finding that applying repairs does not stop the plan. Nothing is planned for an installation of which a host
    could not be looked at, or that a rule refuses; and whatever the rules say, nothing that is not production is ever
    planned into a SaaS environment that is not certainly a testing one.
    """
    installation = world.desired.installation
    mended = tuple(_as_repaired(finding, installation.subject) for finding in findings)
    plan = InstallationPlan(
        installation.name, installation.stage.value, Verdict.IN_SYNC, installation.hosts, findings=mended
    )
    if any(finding.refuses for finding in mended) or _is_unsafe_target(world):
        return replace(plan, verdict=Verdict.REFUSED, unknown=_reasons(world))
    state = world.primary
    if state is None or world.unknown_hosts:
        return replace(plan, verdict=Verdict.UNKNOWN, unknown=_reasons(world))
    code, code_steps = code_plan(world)
    config, config_steps = config_plan(world, state, fields_to_come=bool(code.require or code.enable))
    detach_first = code.is_needed and _is_attached_wrongly(world, state, mended)
    steps = (*(_detach_steps(world, state) if detach_first else ()), *code_steps, *config_steps)
    return replace(
        plan,
        verdict=Verdict.CHANGES if steps else Verdict.IN_SYNC,
        steps=steps,
        detach_first=detach_first,
        code=code,
        config=config,
        observed_digest=state.digest,
        nonce=state.nonce,
    )


def _as_repaired(finding: Finding, subject: str) -> Finding:
    """Tell what applying mends as a warning; a crash of such a rule, which has no installation, stays a refusal."""
    is_repaired = finding.rule in REPAIRED_BY_APPLY and finding.concerns(subject)
    return replace(finding, severity=Severity.WARN) if is_repaired else finding


def _is_unsafe_target(world: World) -> bool:
    """The last line of defence: it does not depend on any rule having been run."""
    desired = world.desired
    target = desired.saas_environment
    if target is None or target.id is None or desired.project is None or desired.keys is None:
        return not desired.installation.is_quarantined
    record = world.registry.records.get(target.id or "")
    if record is None and world.registry.status is not RegistryStatus.SKIPPED:
        return True
    if desired.installation.is_production:
        return False
    return target.is_production or target.id in desired.production_ids or (record is not None and record.is_production)


def _reasons(world: World) -> dict[str, str]:
    return {
        host: f"{unknown.reason}\n{unknown.hint}" if unknown.hint else unknown.reason
        for host, unknown in world.unknown_hosts.items()
    }


def _is_attached_wrongly(world: World, state: HostState, findings: Sequence[Finding]) -> bool:
    attached_to = state.value(paths.ENVIRONMENT_ID).effective
    if attached_to is None:
        return False
    if any(finding.rule == "attached-to-production" for finding in findings):
        return True
    target = world.desired.saas_environment
    is_foreign = state.stamp is not None and state.stamp.installation != world.desired.installation.name
    return is_foreign and attached_to != (target.id if target else None)


def _detach_steps(world: World, state: HostState) -> tuple[Step, ...]:
    attached_to = state.value(paths.ENVIRONMENT_ID).effective
    reason = "it is attached to the wrong SaaS environment right now; code takes minutes"
    primary = (world.desired.installation.primary,)
    return (Step(StepKind.DETACH, paths.ENVIRONMENT_ID, (Action.DELETE,), reason, attached_to, None, primary),)
