"""``magesaas registry create``: request a declared project."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.host_options import registry_option
from magesaas_ops.cli.options import color_option, inventory_option, verbose_option
from magesaas_ops.cli.output import format_option, show
from magesaas_ops.cli.registry.accounts import account_named, registry_address
from magesaas_ops.cli.registry.asking import (
    ask_before,
    client_of,
    keep_registry_record,
    make_sure_somebody_answers,
    yes_option,
)
from magesaas_ops.cli.registry.list import fill_in, say_what_was_written
from magesaas_ops.errors import MagesaasError, Refused, RegistryAnswerLost, RegistryError, UsageError
from magesaas_ops.laws.registry_ids import comparable_name
from magesaas_ops.laws.registry_listing import account_listing
from magesaas_ops.loading import read_inventory
from magesaas_ops.model.registry_listing import RegistryListing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from magesaas_ops.cli.output import Output
    from magesaas_ops.model.inventory import Account, SaasProject
    from magesaas_ops.model.registry_record import RegistryRecord
    from magesaas_ops.registry import RegistryClient
    from magesaas_ops.reports.paint import Paint


@click.command
@click.argument("account_name", metavar="ACCOUNT")
@click.argument("project_name", metavar="PROJECT")
@click.option("--write", "is_to_write", is_flag=True, help="Fill in the ids in the inventory.")
@yes_option
@inventory_option
@registry_option
@format_option("registry")
@color_option
@verbose_option
def create_command(
    account_name: str,
    project_name: str,
    is_to_write: bool,
    is_agreed: bool,
    inventory: Path,
    registry: str | None,
    outputs: tuple[Output, ...],
    paint: Paint,
) -> int:
    """Request a SaaS project that the inventory declares without an id. The registry adds its SaaS environments itself.

    The registry is asked first and afterwards; a name that exists is refused, and the request is sent exactly once:
    when its answer is lost, what is there afterwards decides. It asks before it writes.

    Exit status: 0 made, 1 not made or not known, 5 refused: a project of this name exists, or a type differs.
    """
    url = registry_address(registry)
    fleet = read_inventory(inventory)
    account = account_named(fleet, account_name)
    project = _declared_project(account, project_name)
    make_sure_somebody_answers("create", is_agreed=is_agreed)
    label = project.label or project.name
    with client_of(account, url) as client:
        before = client.records()
        _refuse_what_exists(account, project, before)
        ask_before(f"Request the project {label} for account {account.name}?", is_agreed=is_agreed)
        made = _create(client, account, label, {one.project_id for one in before})
        after = client.records()
    click.echo(f"made: {label} ({made[0].project_id})", err=True)
    records = list({one.saas_environment_id: one for one in (*made, *after)}.values())
    listing = account_listing(fleet, account, records, new_project=made[0].project_id, declared_as=project.name)
    written: Mapping[str, int] = {}
    if is_to_write and not listing.is_refused:
        written = fill_in(fleet, listing.found)
    show("registry", RegistryListing((listing,), written), outputs, paint)
    if is_to_write:
        say_what_was_written((listing,), written)
    return Refused.exit_status if listing.is_refused else 0


def _declared_project(account: Account, name: str) -> SaasProject:
    project = account.projects.get(name)
    if project is None:
        close = get_close_matches(name, account.projects, n=1)
        raise UsageError(
            f"account {account.name} declares no project {name}",
            hint=f"Did you mean {close[0]}?"
            if close
            else "Declare it first, without an id: its name is what it is called.",
        )
    if project.id is not None:
        raise Refused(
            f"project {account.name}/{name} has an id already: {project.id}",
            hint=f"Look with: magesaas registry list {account.name}",
        )
    return project


def _refuse_what_exists(account: Account, project: SaasProject, records: Sequence[RegistryRecord]) -> None:
    label = project.label or project.name
    for record in records:
        if comparable_name(record.project_name) == comparable_name(label):
            raise Refused(
                f"account {account.name} has a project {record.project_name} already ({record.project_id})",
                hint=f"If it is the declared one, take its ids: magesaas registry list {account.name} --write",
            )


def _create(client: RegistryClient, account: Account, label: str, known: Iterable[str]) -> tuple[RegistryRecord, ...]:
    """Send the request once; what was made, by its answer, or when that was lost by what is there afterwards."""
    try:
        made = client.create_project(label)
        if not made:
            raise RegistryAnswerLost("the registry answered without a project")
    except RegistryAnswerLost as error:
        made = _found_after_all(client, account, label, known, error)
    except RegistryError as error:
        keep_registry_record("create", account.name, "failed", project=label, why=error.message)
        raise
    keep_registry_record("create", account.name, "done", project=label, id=made[0].project_id)
    return made


def _found_after_all(
    client: RegistryClient, account: Account, label: str, known: Iterable[str], lost: RegistryAnswerLost
) -> tuple[RegistryRecord, ...]:
    """The project that is there now and was not before; raises what was lost, with what was seen since."""
    old = set(known)
    try:
        new = [one for one in client.records() if one.project_id not in old and one.project_name == label]
    except RegistryError as error:
        seen = f"and looking for it failed: {error.message}"
    else:
        if len({one.project_id for one in new}) == 1:
            click.echo(f"{lost.message}; but the project is there", err=True)
            return tuple(new)
        seen = "it is not there now" if not new else "and now there is more than one of this name"
    keep_registry_record("create", account.name, "unknown", project=label, why=lost.message)
    raise MagesaasError(
        f"{lost.message}; {seen}",
        hint="It may still come. Nothing was sent twice; look again before you do: "
        f"magesaas registry list {account.name}",
    )
