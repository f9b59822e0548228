"""``magesaas quarantine``: detach now."""

from __future__ import annotations

import datetime
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.apply import apply_status, keep_record
from magesaas_ops.cli.host_options import parallel_option, sudo_password_option
from magesaas_ops.cli.options import color_option, inventory_option, limited, verbose_option
from magesaas_ops.cli.output import format_option, show
from magesaas_ops.cli.signals import leave_if_interrupted
from magesaas_ops.cli.talk import Progress
from magesaas_ops.converging import converge_all, look_at_all, open_session, twins_in
from magesaas_ops.converging.brief import bare_brief
from magesaas_ops.errors import UsageError
from magesaas_ops.loading import read_inventory
from magesaas_ops.loading.revisions import revision_of
from magesaas_ops.model.finding import Coverage
from magesaas_ops.model.plan_report import ApplyReport

if TYPE_CHECKING:
    from pathlib import Path

    from magesaas_ops.cli.output import Output
    from magesaas_ops.model.inventory import Installation
    from magesaas_ops.model.secret_ref import Secret
    from magesaas_ops.reports.paint import Paint


@click.command
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@inventory_option
@parallel_option
@sudo_password_option
@click.option(
    "--yes", "is_agreed", is_flag=True, help="Do not ask, also when one of them is a production installation."
)
@click.option(
    "--own-database",
    "is_own_database",
    is_flag=True,
    help="Detach also while it looks as if another installation were on the same database: you know that it is not.",
)
@format_option("outcomes")
@color_option
@verbose_option
def command(
    names: tuple[str, ...],
    inventory: Path,
    parallel: int,
    sudo_password: Secret | None,
    is_agreed: bool,
    is_own_database: bool,
    outputs: tuple[Output, ...],
    paint: Paint,
) -> int:
    """Remove ids and keys from installations at once, whatever the inventory says.

    Needs no registry and no secrets: for the minutes after a database refresh. The next apply attaches again what the
    inventory attaches. NAME is the name of an installation, or tag:T, stage:S, account:A. What may be on another
    installation's database is not detached, for that could be production's own.
    """
    fleet = read_inventory(inventory)
    installations = limited(fleet, names)
    _make_sure(installations, is_agreed=is_agreed)
    leave_if_interrupted()
    progress = Progress(len(installations))
    brief = bare_brief(fleet, datetime.date.today(), revision=revision_of(inventory))
    with open_session(installations, parallel=parallel, sudo_password=sudo_password) as session:
        try:
            if not is_own_database:
                look_at_all(session, session.nodes)
                brief = replace(brief, twins=twins_in(session, fleet, [one.name for one in installations]))
            outcomes = converge_all(
                session,
                brief,
                brief.quarantine,
                installations,
                show=progress.show,
                ended=lambda outcome: keep_record(_verb(is_own_database=is_own_database), brief.revision, outcome),
            )
        finally:
            progress.end()
    report = ApplyReport("quarantine", outcomes, Coverage(len(fleet.files), len(installations), 0))
    show("outcomes", report, outputs, paint)
    return apply_status(outcomes)


def _verb(*, is_own_database: bool) -> str:
    """What stands in the audit log."""
    return "quarantine --own-database" if is_own_database else "quarantine"


def _make_sure(installations: tuple[Installation, ...], *, is_agreed: bool) -> None:
    """Detaching a production installation stops its exports; that is asked for twice."""
    production = [one.name for one in installations if one.is_production]
    if not production or is_agreed:
        return
    if not sys.stdin.isatty():
        raise UsageError(f"{', '.join(production)} is a production installation", hint="Say --yes if you mean it.")
    if not click.confirm(f"Detach the production installation {', '.join(production)}?", err=True):
        raise click.Abort
