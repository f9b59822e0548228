"""Working on many installations at once: each by itself, whatever becomes of the others."""

from __future__ import annotations

import traceback
from pathlib import PurePath
from typing import TYPE_CHECKING

import gevent

from magesaas_ops.converging.installation import Work, converge, ended_by, interrupted
from magesaas_ops.converging.interruption import CutShort
from magesaas_ops.text.redacting import redacted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from magesaas_ops.converging.brief import Brief
    from magesaas_ops.converging.holdings import Holdings
    from magesaas_ops.converging.session import Session
    from magesaas_ops.model.inventory import Installation
    from magesaas_ops.model.outcome import Outcome
    from magesaas_ops.model.plan import InstallationPlan
    from magesaas_ops.model.task import Task
    from magesaas_ops.model.world import World


def converge_all(
    session: Session,
    brief: Brief,
    planner: Callable[[World, Task | None], InstallationPlan],
    installations: Iterable[Installation],
    *,
    show: Callable[[str, str], None],
    ended: Callable[[Outcome], None],
    holdings: Holdings | None = None,
) -> tuple[Outcome, ...]:
    """Bring the installations to what ``planner`` wants; one outcome each, in their order.

    ``ended`` is called with each outcome as soon as there is one. No more hosts are worked on at once than the session
    has seats. An interruption gives every installation an outcome too. With ``holdings``, whoever gains a claim waits
    for whoever holds it.
    """
    works = [
        Work(one, session.nodes.get(one.name, {}), brief, planner, show, session.interruption, holdings=holdings)
        for one in installations
    ]
    outcomes: dict[str, Outcome] = {}

    def work_on(work: Work) -> None:
        outcome = _outcome_of(work, session)
        outcomes[work.installation.name] = outcome
        if holdings is not None:
            holdings.stays(work.installation.name, f"it ended as {outcome.ending.value}")
        ended(outcome)

    with session.interruption.watching():
        session.interruption.wait_for([gevent.spawn(work_on, work) for work in works])
    for work in works:
        if work.installation.name not in outcomes:
            work_on(work)
    return tuple(outcomes[work.installation.name] for work in works)


def _outcome_of(work: Work, session: Session) -> Outcome:
    try:
        if session.interruption.has_begun():
            return interrupted(work)
        with session.seats.taken(len(work.nodes)) as place:
            work.at_once, work.away = place.count, place.left
            return converge(work)
    except CutShort:
        return interrupted(work)
    except Exception as error:  # noqa: BLE001 (whatever it is, it ends this installation and nobody else)
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} in {PurePath(frame.filename).name}, line {frame.lineno}"
        return ended_by(work, f"{where}: {redacted(str(error))}. This is a bug of magesaas-ops; please report it.")
