"""Who holds what the installations of a run are to gain, and who of them lets go of it first: settled before planning.

Whoever may hold it is looked at, whatever the run is limited to; it is changed only when it belongs to the run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.converging.holdings import Holdings
from magesaas_ops.converging.observer import look_at_all, plans_of, world_of
from magesaas_ops.facts.attachment import last_seen
from magesaas_ops.laws.held_claims import gained_claims
from magesaas_ops.model.plan import Verdict
from magesaas_ops.model.task import TaskKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from magesaas_ops.converging.brief import Brief
    from magesaas_ops.converging.session import Session
    from magesaas_ops.model.inventory import Installation
    from magesaas_ops.model.plan import InstallationPlan

_STAYS = {Verdict.REFUSED: "it is refused itself", Verdict.UNKNOWN: "it is unknown itself"}


def holdings_of(session: Session, brief: Brief, installations: Iterable[Installation]) -> Holdings:
    """The register of a run on these installations, as the hosts of the session and of their rivals were last seen.

    :raises Interrupted: nothing was written anywhere.
    """
    holdings, those = Holdings(brief), {one.name: one for one in installations}
    _see(session, holdings, session.nodes)
    if beyond := holdings.beyond(world_of(session, brief, one) for one in those.values()):
        session.reach(beyond)
        names = [one.name for one in beyond]
        look_at_all(session, names)
        _see(session, holdings, names)
    _settle(session, brief, holdings, those)
    return holdings


def gains_claims(session: Session, brief: Brief, installations: Iterable[Installation]) -> bool:
    """Whether any of them is to hold what it does not hold yet, as its hosts were last seen."""
    return any(gained_claims(world_of(session, brief, one)) for one in installations)


def _settle(session: Session, brief: Brief, holdings: Holdings, those: Mapping[str, Installation]) -> None:
    """Find out who is detached first, also in view of what each of them waits for itself."""
    asked = [holdings.rivals_of(world_of(session, brief, one)) for one in those.values()]
    rivals = {rival.installation for of_one in asked for rival in of_one}
    for name in rivals - set(those):
        holdings.stays(name, "it is outside of --limit")
    leaving = rivals & set(those)
    while leaving:
        holdings.leaves(leaving)
        plans = plans_of(session, brief, [those[name] for name in sorted(leaving)], holdings)
        staying = {plan.name: plan for plan in plans if not _begins_with_letting_go(plan)}
        if not staying:
            return
        leaving -= set(staying)
        for name, plan in staying.items():
            holdings.stays(name, _STAYS.get(plan.verdict, "this run does not take it away"))


def _begins_with_letting_go(plan: InstallationPlan) -> bool:
    return bool(plan.tasks) and plan.tasks[0].kind is TaskKind.DETACH


def _see(session: Session, holdings: Holdings, names: Iterable[str]) -> None:
    for name in names:
        seen = [last_seen(host) for host in session.nodes[name].values()]
        holdings.see(name, [one for one in seen if one is not None])
