"""``magesaas plan``: what would change on the hosts, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.host_options import assume_detached_option, parallel_option, registry_option, sudo_password_option
from magesaas_ops.cli.options import color_option, inventory_option, limit_option, verbose_option
from magesaas_ops.cli.output import format_option, show
from magesaas_ops.cli.run import Asked, planned_run
from magesaas_ops.errors import HostUnreadable, Refused
from magesaas_ops.model.plan import Plan, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from magesaas_ops.cli.output import Output
    from magesaas_ops.model.secret_ref import Secret
    from magesaas_ops.reports.paint import Paint

CHANGES_PENDING = 4


@click.command
@inventory_option
@limit_option
@registry_option
@parallel_option
@assume_detached_option
@sudo_password_option
@click.option("--detailed-exitcode", is_flag=True, help="Exit 4 when changes are pending.")
@format_option("plan")
@color_option
@verbose_option
def command(
    inventory: Path,
    limit: tuple[str, ...],
    registry: str | None,
    parallel: int,
    assume_detached: tuple[str, ...],
    sudo_password: Secret | None,
    detailed_exitcode: bool,
    outputs: tuple[Output, ...],
    paint: Paint,
) -> int:
    """Look at the hosts and the registry, and say what apply would do. Nothing is written anywhere.

    Exit status: 0 done, 4 changes pending (with --detailed-exitcode), 5 refused by a rule, 7 some hosts unknown.
    """
    with planned_run(Asked(inventory, limit, registry, parallel, sudo_password, assume_detached)) as run:
        show("plan", run.report, outputs, paint)
        return plan_status(run.report.plan, detailed=detailed_exitcode)


def plan_status(plan: Plan, *, detailed: bool) -> int:
    """The exit status of a plan: a refusal weighs more than a host that is unknown, and that more than changes."""
    if plan.count(Verdict.REFUSED) or any(finding.refuses for finding in plan.findings):
        return Refused.exit_status
    if plan.count(Verdict.UNKNOWN):
        return HostUnreadable.exit_status
    return CHANGES_PENDING if detailed and plan.count(Verdict.CHANGES) else 0
