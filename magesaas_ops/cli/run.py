"""What plan and apply do alike: read, judge, resolve, ask the registry, connect, look, plan."""

from __future__ import annotations

import datetime
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from magesaas_ops.cli.options import limited
from magesaas_ops.cli.signals import leave_if_interrupted
from magesaas_ops.cli.talk import Progress
from magesaas_ops.converging import (
    Session,
    gains_claims,
    holdings_of,
    look_at_all,
    open_session,
    plans_of,
    with_neighbours,
)
from magesaas_ops.converging.brief import Brief, prepare
from magesaas_ops.laws.claims_before import claims_before
from magesaas_ops.laws.pending import history_notes, registry_notes
from magesaas_ops.loading import read_inventory
from magesaas_ops.loading.revisions import History, recent_history, revision_of
from magesaas_ops.model.finding import Coverage
from magesaas_ops.model.plan import Plan
from magesaas_ops.model.plan_report import PlanReport
from magesaas_ops.model.rival import Basis
from magesaas_ops.registry import DEFAULT_URL
from magesaas_ops.rules import FILE_RULES, WORLD_RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from magesaas_ops.converging.holdings import Holdings
    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.inventory import Installation
    from magesaas_ops.model.plan import InstallationPlan
    from magesaas_ops.model.secret_ref import Secret


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks of plan or apply; ``registry`` is a URL, ``skip`` or None for Adobe's."""

    inventory: Path
    limits: Sequence[str]
    registry: str | None
    parallel: int
    sudo_password: Secret | None
    assume_detached: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """A session in which every host was looked at once, and the plan that came of it."""

    session: Session
    brief: Brief
    installations: tuple[Installation, ...]
    report: PlanReport
    holdings: Holdings


@contextmanager
def planned_run(asked: Asked) -> Iterator[PlannedRun]:
    """Plan what was asked for, and keep the hosts connected while the caller goes on with it."""
    fleet = read_inventory(asked.inventory)
    installations = limited(fleet, asked.limits)
    leave_if_interrupted()
    brief = prepare(
        fleet,
        installations,
        registry=asked.registry or DEFAULT_URL,
        today=datetime.date.today(),
        revision=revision_of(asked.inventory),
    )
    # Those too that the files refuse: they may have to be detached from production, or brought out of maintenance mode.
    reached = [one for one in installations if one.hosts]
    leave_if_interrupted()
    with open_session(reached, parallel=asked.parallel, sudo_password=asked.sudo_password) as session:
        progress = Progress(len(reached))
        try:
            look_at_all(session, session.nodes, progress.show)
        finally:
            progress.end()
        brief = with_neighbours(brief, session, [one.name for one in installations])
        brief = replace(brief, assumed_detached=frozenset(asked.assume_detached))
        history = History()
        if gains_claims(session, brief, installations):
            history = recent_history(asked.inventory)
            before = claims_before(fleet, history.fleets)
            brief = replace(brief, held_before={name: {Basis.DECLARED_BEFORE: held} for name, held in before.items()})
        holdings = holdings_of(session, brief, installations)
        plans = plans_of(session, brief, installations, holdings)
        general = tuple(finding for finding in brief.file_findings if not _is_told(finding, plans))
        coverage = Coverage(len(fleet.files), len(installations), len(FILE_RULES) + len(WORLD_RULES))
        targets = {one.name: str(one.saas_environment or "none") for one in installations}
        notes = (
            *history_notes(history.gap),
            *registry_notes(fleet, {name: one.answer for name, one in brief.access.items()}),
        )
        report = PlanReport(Plan(plans, general), coverage, targets, notes)
        yield PlannedRun(session, brief, installations, report, holdings)


def _is_told(finding: Finding, plans: Sequence[InstallationPlan]) -> bool:
    """Whether a finding on the files is told with one of the installations that it concerns."""
    return any(finding in plan.findings for plan in plans)
