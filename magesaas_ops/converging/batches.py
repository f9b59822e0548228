"""Applying plans, and detaching at once: each installation by itself, whatever becomes of the others."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from gevent.pool import Pool

from magesaas_ops.converging.installation import converge
from magesaas_ops.converging.stages import detach
from magesaas_ops.model.outcome import Ending, Outcome
from magesaas_ops.model.plan import Action, InstallationPlan, Step, StepKind, Verdict
from magesaas_ops.transports.remote import COMMANDS_RUN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from magesaas_ops.converging.brief import Brief
    from magesaas_ops.converging.session import Session
    from magesaas_ops.model.inventory import Installation


def _say_nothing(_installation: str, _doing: str) -> None:
    """For callers who do not follow progress."""


def apply_plans(
    session: Session,
    brief: Brief,
    installations: Iterable[Installation],
    tell: Callable[[str, str], None] = _say_nothing,
) -> tuple[Outcome, ...]:
    """Converge the installations side by side; one outcome each, in their order."""
    wanted = list(installations)
    pool = Pool(session.pool.size)
    return tuple(pool.map(lambda one: converge(one, session.nodes.get(one.name, {}), brief, tell), wanted))


def quarantine(
    session: Session, installations: Iterable[Installation], tell: Callable[[str, str], None] = _say_nothing
) -> tuple[Outcome, ...]:
    """Remove ids and keys from the installations, whatever the inventory says and whatever is there now."""

    def detach_one(installation: Installation) -> Outcome:
        started = time.monotonic()
        tell(installation.name, "detach")
        nodes = session.nodes[installation.name]
        results = detach(installation, nodes, expect=None)
        failed = next((result for result in results if not result.succeeded), None)
        step = Step(
            StepKind.DETACH,
            "ids and keys",
            (Action.DELETE,),
            "quarantined by hand",
            hosts=(installation.primary,),
        )
        plan = InstallationPlan(
            installation.name, installation.stage.value, Verdict.CHANGES, installation.hosts, steps=(step,)
        )
        return Outcome(
            installation.name,
            Ending.FAILED if failed else Ending.DONE,
            plan,
            f"detach: {failed.command}" if failed else "",
            failed.output if failed else "",
            failed.hint if failed else "",
            time.monotonic() - started,
            {name: host.connector_data.get(COMMANDS_RUN, 0) for name, host in nodes.items()},
        )

    return tuple(Pool(session.pool.size).map(detach_one, list(installations)))
