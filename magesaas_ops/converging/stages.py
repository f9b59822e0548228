"""Doing one stage of work on the hosts of one installation (contract §13.5, §13.8, §13.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.agent.protocol import caches_request, configure_request, detach_request
from magesaas_ops.converging.calls import CallResult, call_agent, magento, run_command
from magesaas_ops.facts.attachment import look_at, nonce_of
from magesaas_ops.model.host_state import HostState
from magesaas_ops.planning import Stage
from magesaas_ops.transports.fleet_hosts import NODE, installation_of
from magesaas_ops.transports.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pyinfra.api.host import Host

    from magesaas_ops.model.inventory import Installation
    from magesaas_ops.model.plan import InstallationPlan

COMPOSER_SECONDS = 1800
UPGRADE_SECONDS = 3600
COMMAND_SECONDS = 300


def perform(
    stage: Stage, installation: Installation, nodes: Mapping[str, Host], plan: InstallationPlan
) -> tuple[CallResult, ...]:
    """Do one stage; every host's result, failed ones first. Hosts of one stage are worked on side by side."""
    work: Mapping[Stage, Callable[[], tuple[CallResult, ...]]] = {
        Stage.DETACH: lambda: detach(installation, nodes, expect=plan.observed_digest),
        Stage.PACKAGES: lambda: _on_each(_named(nodes, plan.code.require), lambda host: _require(host, plan)),
        Stage.MODULES: lambda: _on_each(_named(nodes, plan.code.enable), _enable_closure),
        Stage.UPGRADE: lambda: (_upgrade(nodes[installation.primary]),),
        Stage.COMPILE: lambda: compile_code(_named(nodes, plan.code.compile)),
        Stage.CONFIGURE: lambda: _configure(installation, nodes, plan),
        Stage.CACHES: lambda: _on_each(_named(nodes, plan.config.heal), _renew_caches),
    }
    return work[stage]()


def detach(installation: Installation, nodes: Mapping[str, Host], *, expect: str | None) -> tuple[CallResult, ...]:
    """Remove ids and keys, then renew the caches of the other hosts. ``expect`` None: whatever is there now."""
    primary = nodes[installation.primary]
    request = detach_request(installation.root, installation.packages, nonce_of(primary), expect=expect, stamp=None)
    result = call_agent(primary, request, "detach")
    return _then_renew_others(result, installation, nodes)


def switch_maintenance(hosts: Iterable[Host], *, on: bool) -> tuple[CallResult, ...]:
    """Maintenance mode is a flag on each host's disk."""
    verb = "maintenance:enable" if on else "maintenance:disable"
    return _on_each(hosts, lambda host: run_command(host, magento(host, verb), timeout=COMMAND_SECONDS))


def flush_caches(hosts: Iterable[Host]) -> tuple[CallResult, ...]:
    """After code has changed, nothing cached before it is of any use."""
    return _on_each(hosts, lambda host: run_command(host, magento(host, "cache:flush"), timeout=COMMAND_SECONDS))


def compile_code(hosts: Iterable[Host]) -> tuple[CallResult, ...]:
    """Compile dependency injection and, where there is no static content, deploy it."""
    return _on_each(hosts, _compile)


def _configure(installation: Installation, nodes: Mapping[str, Host], plan: InstallationPlan) -> tuple[CallResult, ...]:
    primary = nodes[installation.primary]
    request = configure_request(
        installation.root,
        installation.packages,
        plan.nonce,
        expect=plan.observed_digest,
        values=plan.config.values,
        remove=plan.config.remove,
        stamp=plan.config.stamp,
    )
    return _then_renew_others(call_agent(primary, request, "configure"), installation, nodes)


def _then_renew_others(
    result: CallResult, installation: Installation, nodes: Mapping[str, Host]
) -> tuple[CallResult, ...]:
    if not result.succeeded:
        return (result,)
    others = [host for name, host in nodes.items() if name != installation.primary]
    return (result, *_on_each(others, _renew_caches))


def _named(nodes: Mapping[str, Host], names: Iterable[str]) -> list[Host]:
    return [nodes[name] for name in names]


def _renew_caches(host: Host) -> CallResult:
    installation = installation_of(host)
    return call_agent(host, caches_request(installation.root, installation.packages, nonce_of(host)), "renew caches")


def _require(host: Host, plan: InstallationPlan) -> CallResult:
    installation = installation_of(host)
    state = look_at(host)
    lean = ("--update-no-dev",) if isinstance(state, HostState) and not state.has_dev_packages else ()
    packages = [f"{name}:{constraint}" for name, constraint in plan.code.require[host.data.get(NODE)].items()]
    argv = (
        *(*installation.composer, "require", f"--working-dir={installation.root}", "--no-interaction", "--no-progress"),
        *("--update-with-all-dependencies", *lean, "--", *packages),
    )
    return run_command(host, argv, timeout=COMPOSER_SECONDS)


def _enable_closure(host: Host) -> CallResult:
    """Always the whole closure: module:enable writes every unknown module that it is not told as disabled (§5)."""
    state = look_at(host)
    if not isinstance(state, HostState):
        return CallResult(False, "module:enable", state.reason, state.hint)
    return run_command(host, magento(host, "module:enable", *state.modules.closure), timeout=UPGRADE_SECONDS)


def _upgrade(host: Host) -> CallResult:
    """Plain setup:upgrade wipes the static content that production mode needs; elsewhere keeping code fails (§5)."""
    state = look_at(host)
    is_production_mode = isinstance(state, HostState) and state.mode == "production"
    keep = ("--keep-generated",) if is_production_mode else ()
    return run_command(host, magento(host, "setup:upgrade", *keep), timeout=UPGRADE_SECONDS)


def _compile(host: Host) -> CallResult:
    state = look_at(host)
    result = run_command(host, magento(host, "setup:di:compile"), timeout=UPGRADE_SECONDS)
    if result.succeeded and isinstance(state, HostState) and not state.has_static_content:
        return run_command(host, magento(host, "setup:static-content:deploy"), timeout=UPGRADE_SECONDS)
    return result


def _on_each(hosts: Iterable[Host], work: Callable[[Host], CallResult]) -> tuple[CallResult, ...]:
    """Work on several hosts side by side; failures first, so that the first result tells how it went."""
    return tuple(sorted(side_by_side(work, hosts), key=lambda result: result.succeeded))
