"""Refusing before anything is changed anywhere, for runs that pyinfra itself drives.

With ``-y`` pyinfra evaluates operations only when it executes them, one after the other; a refusal inside one would
come after other hosts have changed. Deploy code therefore calls :func:`refuse_first`, which looks at every host once,
judges every installation, and stops the run when anything is refused or unknown.
"""

from __future__ import annotations

import datetime
import os
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gevent.lock import RLock
from pyinfra.api.exceptions import DeployError

from magesaas_ops.converging.brief import Brief, prepare
from magesaas_ops.converging.interruption import side_by_side
from magesaas_ops.converging.neighbours import with_websites
from magesaas_ops.errors import MagesaasError
from magesaas_ops.facts.attachment import look_at
from magesaas_ops.loading.revisions import revision_of
from magesaas_ops.model.plan import InstallationPlan, Verdict
from magesaas_ops.operations.hosts import RunHosts, hosts_of_run
from magesaas_ops.operations.twins import twins_of
from magesaas_ops.planning import only_detaching
from magesaas_ops.registry import DEFAULT_URL
from magesaas_ops.transports.remote import fleet_of, installation_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyinfra.api.host import Host
    from pyinfra.api.state import State

    from magesaas_ops.model.inventory import Installation
    from magesaas_ops.model.twin import Twin
    from magesaas_ops.model.world import World

REGISTRY_VARIABLE = "MAGESAAS_REGISTRY"
_HOSTS, _BRIEF, _REFUSED = "_magesaas_hosts", "_magesaas_brief", "_magesaas_refused"
_TWINS, _SETTLED, _LOCK = "_magesaas_twins", "_magesaas_settled", RLock()


@dataclass(frozen=True, slots=True)
class Planned:
    """One installation as its hosts said last, and its plan."""

    world: World
    plan: InstallationPlan


def run_hosts(state: State) -> RunHosts:
    """The hosts that this pyinfra run is about, found once. Raises DeployError."""
    with _LOCK:
        hosts: RunHosts | None = getattr(state, _HOSTS, None)
        if hosts is None:
            with _one_message():
                hosts = hosts_of_run(state)
            setattr(state, _HOSTS, hosts)
        return hosts


def brief_of(state: State) -> Brief:
    """The brief of this pyinfra run, settled once: keys resolved, the registry asked. Raises DeployError."""
    with _LOCK:
        brief: Brief | None = getattr(state, _BRIEF, None)
        if brief is None:
            hosts = run_hosts(state)
            with _one_message():
                brief = prepare(
                    fleet_of(str(hosts.inventory)),
                    hosts.installations,
                    registry=os.environ.get(REGISTRY_VARIABLE, DEFAULT_URL),
                    today=datetime.date.today(),
                    revision=revision_of(hosts.inventory),
                )
            setattr(state, _BRIEF, brief)
        return brief


def settled_brief(state: State) -> Brief:
    """The brief, with what is known of others after one look at every host of the run. Raises DeployError."""
    with _LOCK:
        settled: Brief | None = getattr(state, _SETTLED, None)
        if settled is None:
            brief, hosts = replace(brief_of(state), twins=twins_of_run(state)), run_hosts(state)
            settled = with_websites(brief, {one.name: hosts.nodes_of(one) for one in hosts.installations})
            setattr(state, _SETTLED, settled)
        return settled


def twins_of_run(state: State) -> Mapping[str, tuple[Twin, ...]]:
    """The installations of this pyinfra run that are one on the hosts, settled once: looks at every host of it."""
    with _LOCK:
        twins: Mapping[str, tuple[Twin, ...]] | None = getattr(state, _TWINS, None)
        if twins is None:
            _look_at_every_host(state)
            twins = twins_of(run_hosts(state))
            setattr(state, _TWINS, twins)
        return twins


@contextmanager
def _one_message() -> Iterator[None]:
    """Our errors as pyinfra's, which it shows without a traceback."""
    try:
        yield
    except MagesaasError as error:
        raise DeployError(error.in_one_text) from error


def planned(state: State, installation: Installation) -> Planned:
    """One installation and its plan, from what its hosts said last; those that said nothing yet are looked at."""
    nodes = run_hosts(state).nodes_of(installation)
    seen = side_by_side(look_at, nodes.values(), at_once=len(nodes))
    brief = settled_brief(state)
    world = brief.world(installation, dict(zip(nodes, seen, strict=True)))
    return Planned(world, brief.plan(world))


def refuse_first(state: State, host: Host, *, but_detach: bool = False) -> None:
    """Raise DeployError, with every refusal of the whole run, unless all of it may go on.

    Raises DeployError also when secrets do not resolve. Every host calls it; the first call looks at all of them.
    With ``but_detach``, when an installation is to be detached from production at once, it raises nothing: what our
    operations do afterwards is that detaching, and then they fail with the refusals (see :func:`refusals`).
    """
    plans = _plans(state)
    refused = [line for plan in plans.values() for line in _obstacles(plan)]
    if not refused:
        host.noop(f"{len(plans)} installations judged, nothing refused")
        return
    setattr(state, _REFUSED, tuple(refused))
    if not (but_detach and any(only_detaching(plan).tasks for plan in plans.values())):
        raise DeployError("nothing was changed, because:\n" + "\n".join(refused))
    host.log("refused, and only what is wrongly on production is detached:\n" + "\n".join(refused))


def refusals(state: State) -> tuple[str, ...]:
    """What :func:`refuse_first` found against this run."""
    found: tuple[str, ...] = getattr(state, _REFUSED, ())
    return found


def verify(state: State, host: Host) -> None:
    """Raise DeployError, with every pending change of the whole run, unless there is none."""
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
        brief_of(state)
        _look_at_every_host(state)
        return {one.name: planned(state, one).plan for one in run_hosts(state).installations}


def _look_at_every_host(state: State) -> None:
    hosts = run_hosts(state)
    nodes = [node for one in hosts.installations for node in hosts.nodes_of(one).values()]
    side_by_side(look_at, nodes, at_once=state.config.PARALLEL)


def _obstacles(plan: InstallationPlan) -> list[str]:
    if plan.verdict not in {Verdict.REFUSED, Verdict.UNKNOWN}:
        return []
    refused = [f"{plan.name}: {finding.rule}: {finding.detail}" for finding in plan.findings if finding.refuses]
    unknown = [f"{plan.name}: {node} could not be looked at: {reason}" for node, reason in plan.unknown.items()]
    return refused + unknown or [f"{plan.name}: its SaaS environment is not certainly the right one"]
