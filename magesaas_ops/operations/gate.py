"""Refusing before anything is changed anywhere, for runs that pyinfra itself drives.

With ``-y`` pyinfra evaluates operations only when it executes them, one after the other; a refusal inside one would
come after other hosts have changed. Deploy code therefore calls :func:`refuse_first`, which looks at every host once,
judges every installation, and stops the run when anything is refused or unknown.
"""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING

from gevent.lock import RLock
from pyinfra.api.exceptions import DeployError

from magesaas_ops.converging.brief import Brief, prepare
from magesaas_ops.errors import MagesaasError
from magesaas_ops.facts.attachment import look_at
from magesaas_ops.model.host_state import HostUnknown, Observation
from magesaas_ops.model.plan import InstallationPlan, Verdict
from magesaas_ops.registry import DEFAULT_URL
from magesaas_ops.transports.fleet_hosts import INVENTORY, NODE, fleet_at, installation_of
from magesaas_ops.transports.side_by_side import side_by_side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyinfra.api.host import Host
    from pyinfra.api.state import State

    from magesaas_ops.model.inventory import Installation

REGISTRY_VARIABLE = "MAGESAAS_REGISTRY"
_BRIEF, _LOCK = "_magesaas_brief", RLock()


def brief_of(state: State) -> Brief:
    """The brief of this pyinfra run, settled once: keys resolved, the registry asked."""
    with _LOCK:
        brief: Brief | None = getattr(state, _BRIEF, None)
        if brief is None:
            hosts = _our_hosts(state)
            fleet = fleet_at(hosts[0].data.get(INVENTORY))
            installations = {installation_of(host).name: installation_of(host) for host in hosts}
            url = os.environ.get(REGISTRY_VARIABLE, DEFAULT_URL)
            brief = prepare(fleet, list(installations.values()), registry=url, today=datetime.date.today())
            setattr(state, _BRIEF, brief)
        return brief


def nodes_of(state: State, installation: Installation) -> Mapping[str, Host]:
    """The pyinfra hosts of one installation by the names of the inventory, primary first."""
    by_name = {
        host.data.get(NODE): host for host in _our_hosts(state) if installation_of(host).name == installation.name
    }
    return {name: by_name[name] for name in installation.hosts if name in by_name}


def plan_of(state: State, host: Host) -> InstallationPlan:
    """The plan of the installation that a host belongs to, from what its hosts said last."""
    installation = installation_of(host)
    nodes = nodes_of(state, installation)
    seen = side_by_side(lambda node: _look_at_active(state, node), nodes.values())
    brief = brief_of(state)
    return brief.plan(brief.world(installation, dict(zip(nodes, seen, strict=True))))


def refuse_first(state: State, host: Host) -> None:
    """Raise DeployError, telling every refusal of the whole run, unless all of it may go on.

    Raises DeployError also when secrets do not resolve. Every host calls it; the first call looks at all of them.
    """
    try:
        brief_of(state)
    except MagesaasError as error:
        raise DeployError(error.in_one_text) from error
    plans = _plans(state)
    told = [line for plan in plans.values() for line in _obstacles(plan)]
    if told:
        raise DeployError("nothing was changed, because:\n" + "\n".join(told))
    host.noop(f"{len(plans)} installations judged, nothing refused")


def verify(state: State, host: Host) -> None:
    """Raise DeployError, telling every pending change of the whole run, unless there is none."""
    plans = _plans(state)
    pending = [
        f"{plan.name}: {step.kind.value} {step.item}: {step.reason}" for plan in plans.values() for step in plan.steps
    ]
    if pending:
        raise DeployError("not as the inventory says:\n" + "\n".join(pending))
    host.log(f"{installation_of(host).name} is as the inventory says")


def _plans(state: State) -> Mapping[str, InstallationPlan]:
    """The plans of all installations; under the lock, so that hosts that ask at once look only once."""
    with _LOCK:
        hosts = _our_hosts(state)
        side_by_side(lambda host: _look_at_active(state, host), hosts)
        primaries = {installation_of(host).name: host for host in hosts}
        return {name: plan_of(state, host) for name, host in primaries.items()}


def _obstacles(plan: InstallationPlan) -> list[str]:
    if plan.verdict not in {Verdict.REFUSED, Verdict.UNKNOWN}:
        return []
    refusals = [f"{plan.name}: {finding.rule}: {finding.detail}" for finding in plan.findings if finding.refuses]
    return refusals + [f"{plan.name}: {node} could not be looked at: {reason}" for node, reason in plan.unknown.items()]


def _look_at_active(state: State, host: Host) -> Observation:
    return look_at(host) if host in state.activated_hosts else HostUnknown("pyinfra is not connected to it")


def _our_hosts(state: State) -> list[Host]:
    return [host for host in state.inventory if host.data.get(INVENTORY)]
