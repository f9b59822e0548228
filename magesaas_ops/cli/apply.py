"""``magesaas apply``: make the hosts be what the inventory says."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.host_options import assume_detached_option, parallel_option, registry_option, sudo_password_option
from magesaas_ops.cli.options import color_option, inventory_option, limit_option, verbose_option
from magesaas_ops.cli.output import format_option, show, shows_text
from magesaas_ops.cli.run import Asked, PlannedRun, planned_run
from magesaas_ops.cli.talk import Progress
from magesaas_ops.converging import append_to_audit_log, converge_all
from magesaas_ops.errors import HostUnreadable, Interrupted, MagesaasError, Refused, UsageError
from magesaas_ops.model.outcome import Ending
from magesaas_ops.model.plan_report import ApplyReport
from magesaas_ops.reports.formats import rendered

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from magesaas_ops.cli.output import Output
    from magesaas_ops.model.outcome import Outcome
    from magesaas_ops.model.secret_ref import Secret
    from magesaas_ops.reports.paint import Paint


@click.command
@inventory_option
@limit_option
@registry_option
@parallel_option
@assume_detached_option
@sudo_password_option
@click.option("--yes", "is_agreed", is_flag=True, help="Do it without asking; for CI.")
@format_option("outcomes")
@color_option
@verbose_option
def command(
    inventory: Path,
    limit: tuple[str, ...],
    registry: str | None,
    parallel: int,
    assume_detached: tuple[str, ...],
    sudo_password: Secret | None,
    is_agreed: bool,
    outputs: tuple[Output, ...],
    paint: Paint,
) -> int:
    """Plan, show the plan, ask, and do it. Twice in a row: the second does nothing.

    An installation that is refused, fails or is unknown does not stop the others. Exit status: 0 done, 1 something
    failed, 5 something was refused, 7 some hosts unknown, 130 interrupted.
    """
    if not is_agreed and not sys.stdin.isatty():
        raise UsageError("apply asks before it does anything, and nobody is there to answer", hint="Say --yes in CI.")
    with planned_run(Asked(inventory, limit, registry, parallel, sudo_password, assume_detached)) as run:
        click.echo(rendered("plan", run.report, "text", paint), nl=False, err=not shows_text(outputs))
        pending = sum(1 for plan in run.report.plan.installations if plan.tasks)
        if pending and not is_agreed and not click.confirm(f"Apply to {pending} of them?", err=True):
            raise click.Abort
        outcomes = _apply(run, pending)
        report = ApplyReport("apply", outcomes, run.report.coverage, run.report.targets)
        show("outcomes", report, outputs, paint)
        return apply_status(outcomes)


def _apply(run: PlannedRun, pending: int) -> tuple[Outcome, ...]:
    progress = Progress(pending)
    brief = run.brief
    verb = " ".join(["apply", *(f"--assume-detached {name}" for name in sorted(brief.assumed_detached))])
    try:
        return converge_all(
            run.session,
            brief,
            brief.plan,
            run.installations,
            show=progress.show,
            ended=lambda outcome: keep_record(verb, brief.revision, outcome),
            holdings=run.holdings,
        )
    finally:
        progress.end()


def keep_record(verb: str, revision: str, outcome: Outcome) -> None:
    """Append to the audit log; that it cannot be written is told, but undoes nothing."""
    try:
        append_to_audit_log(verb, revision, outcome)
    except OSError as error:
        click.echo(f"warning: the audit log could not be written: {error}", err=True)


def apply_status(outcomes: Iterable[Outcome]) -> int:
    """The exit status of a run: an interruption weighs most, then a failure, a refusal, a host that is unknown."""
    endings = {outcome.ending for outcome in outcomes}
    weights = {
        Ending.INTERRUPTED: Interrupted.exit_status,
        Ending.FAILED: MagesaasError.exit_status,
        Ending.REFUSED: Refused.exit_status,
        Ending.UNKNOWN: HostUnreadable.exit_status,
    }
    return next((status for ending, status in weights.items() if ending in endings), 0)
