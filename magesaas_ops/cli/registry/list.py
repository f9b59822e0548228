"""``magesaas registry list``: what the registry has, beside what the inventory declares."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.host_options import registry_option
from magesaas_ops.cli.options import color_option, inventory_option, verbose_option
from magesaas_ops.cli.output import format_option, show
from magesaas_ops.cli.registry.accounts import all_records, chosen_accounts, registry_address
from magesaas_ops.cli.talk import show_judgement
from magesaas_ops.errors import MagesaasError, Refused
from magesaas_ops.laws.registry_listing import account_listing
from magesaas_ops.loading import read_inventory
from magesaas_ops.model.registry_listing import AccountListing, RegistryListing
from magesaas_ops.model.registry_record import RegistryStatus
from magesaas_ops.rules import judge_files
from magesaas_ops.text.plurals import counted
from magesaas_ops.writing.ids import files_with_ids, write_files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from magesaas_ops.cli.output import Output
    from magesaas_ops.model.inventory import Account, Fleet
    from magesaas_ops.model.registry_listing import FoundId
    from magesaas_ops.model.registry_record import RegistryAnswer
    from magesaas_ops.reports.paint import Paint


@click.command
@click.argument("accounts", nargs=-1, metavar="ACCOUNT...")
@click.option("--all", "is_all", is_flag=True, help="Every account that the inventory declares.")
@click.option("--write", "is_to_write", is_flag=True, help="Fill in the ids of what is declared by name.")
@inventory_option
@registry_option
@format_option("registry")
@color_option
@verbose_option
def list_command(
    accounts: tuple[str, ...],
    is_all: bool,
    is_to_write: bool,
    inventory: Path,
    registry: str | None,
    outputs: tuple[Output, ...],
    paint: Paint,
) -> int:
    """Show the projects and SaaS environments of an account, and which declared installations write there.

    What is declared and not there, and what is there and not declared, is told as well. Things are the same by their
    id, and by their name where no id is declared yet: those ids are what --write fills in; everything else in the files
    stays as it is, byte for byte. A type that differs is a refusal, and then nothing is written.

    Exit status: 0 done, 1 an account could not be asked, 5 the registry has another type.
    """
    url = registry_address(registry)
    fleet = read_inventory(inventory)
    chosen = chosen_accounts(fleet, accounts, is_all=is_all)
    judged = judge_files(fleet, datetime.date.today())
    answers = all_records(chosen, url)
    listings = tuple(_listing(fleet, account, answers[account.name]) for account in chosen)
    written: Mapping[str, int] = {}
    if is_to_write and not any(one.is_refused for one in listings):
        written = fill_in(fleet, [found for one in listings for found in one.found])
    show("registry", RegistryListing(listings, written), outputs, paint)
    show_judgement(fleet, judged.findings, judged.coverage)
    if is_to_write:
        say_what_was_written(listings, written)
    if any(one.problem for one in listings):
        return MagesaasError.exit_status
    return Refused.exit_status if any(one.is_refused for one in listings) else 0


def fill_in(fleet: Fleet, found: Sequence[FoundId]) -> dict[str, int]:
    """Write ids into the files of the fleet; how many, by file. Raises MagesaasError, and then nothing was written."""
    files = {path: Path(path).read_bytes() for path in fleet.files}
    edited = files_with_ids(files, fleet.places, found)
    write_files(edited)
    return {file.path: file.ids for file in edited}


def _listing(fleet: Fleet, account: Account, answer: RegistryAnswer) -> AccountListing:
    if answer.status is not RegistryStatus.ANSWERED:
        return AccountListing(account.name, account.mage_id, answer.message)
    return account_listing(fleet, account, tuple(answer.records.values()))


def say_what_was_written(listings: Sequence[AccountListing], written: Mapping[str, int]) -> None:
    """Say how many ids stand in which file now, or why none do."""
    if any(one.is_refused for one in listings):
        click.echo("nothing was written: the registry's type is what counts, so correct the declaration", err=True)
    elif not written:
        click.echo("nothing to fill in", err=True)
    for path, ids in written.items():
        click.echo(f"{path}: {counted(ids, 'id')} filled in", err=True)
