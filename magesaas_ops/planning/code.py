"""The code part of a plan: packages, modules, setup:upgrade and compiling, each only when needed (contract §13.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.inventory import InstallPolicy
from magesaas_ops.model.plan import Action, CodeWork, Step, StepKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.host_state import HostState
    from magesaas_ops.model.world import World


def code_plan(world: World) -> tuple[CodeWork, tuple[Step, ...]]:
    """The Composer and module work of an installation; none for one that carries no account's keys."""
    installation = world.desired.installation
    if installation.account is None:
        return CodeWork(), ()
    require = {host: wanted for host, state in world.hosts.items() if (wanted := _packages_to_require(world, state))}
    enable = {host: state.modules.to_enable for host, state in world.hosts.items() if state.modules.to_enable}
    upgrade_reasons = world.hosts[installation.primary].upgrade_reasons
    compile_on = tuple(
        host
        for host, state in world.hosts.items()
        if state.mode == "production"
        and (host in require or host in enable or upgrade_reasons or not state.is_compiled)
    )
    work = CodeWork(require, enable, upgrade=bool(require or enable or upgrade_reasons), compile=compile_on)
    if not work.is_needed:
        return work, ()
    return work, tuple(_steps(world, work, upgrade_reasons))


def _packages_to_require(world: World, state: HostState) -> Mapping[str, str]:
    installation = world.desired.installation
    if installation.install is InstallPolicy.VERIFY:
        return {}
    return {
        name: constraint
        for name, constraint in installation.packages.items()
        if (package := state.packages.get(name)) is None or not package.satisfied
    }


def _steps(world: World, work: CodeWork, upgrade_reasons: tuple[str, ...]) -> list[Step]:
    hosts = world.desired.installation.hosts
    primary = hosts[0]
    steps = []
    dark = tuple(host for host in hosts if not world.hosts[host].maintenance)
    if dark:
        steps.append(Step(StepKind.MAINTENANCE, "on", (Action.RUN,), "code changes", hosts=dark))
    for host, packages in work.require.items():
        for name, constraint in packages.items():
            state = world.hosts[host].packages.get(name)
            installed = state.installed if state else None
            action = Action.UPDATE if installed else Action.CREATE
            reason = "does not satisfy the inventory" if installed else "is not installed"
            steps.append(Step(StepKind.PACKAGE, name, (action,), reason, installed, constraint, (host,)))
    for host, modules in work.enable.items():
        disabled = world.hosts[host].modules.disabled
        for module in modules:
            before = "disabled" if module in disabled else None
            reason = "is disabled" if module in disabled else "is new to app/etc/config.php"
            steps.append(Step(StepKind.MODULE, module, (Action.UPDATE,), reason, before, "enabled", (host,)))
    if work.require:
        reason = "belong to the packages; known once they are installed"
        hosts_with_new_code = tuple(work.require)
        steps.append(
            Step(StepKind.MODULE, "modules of the packages", (Action.UPDATE,), reason, hosts=hosts_with_new_code)
        )
    if work.upgrade:
        reason = "; ".join(upgrade_reasons) or "modules change"
        steps.append(Step(StepKind.UPGRADE, "setup:upgrade", (Action.RUN,), reason, hosts=(primary,)))
    if work.compile:
        steps.append(
            Step(
                StepKind.COMPILE,
                "setup:di:compile",
                (Action.RUN,),
                "production mode runs compiled code",
                hosts=work.compile,
            )
        )
    if dark:
        steps.append(Step(StepKind.MAINTENANCE, "off", (Action.RUN,), "work on the code is done", hosts=dark))
    return steps
