"""``magesaas registry rename``: make the labels be the declared ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.host_options import registry_option
from magesaas_ops.cli.options import inventory_option, verbose_option
from magesaas_ops.cli.registry.accounts import chosen_accounts, registry_address
from magesaas_ops.cli.registry.asking import (
    ask_before,
    client_of,
    keep_registry_record,
    make_sure_somebody_answers,
    yes_option,
)
from magesaas_ops.errors import MagesaasError, Refused, RegistryError
from magesaas_ops.laws.registry_labels import PROJECTS, ambiguous_labels, label_changes
from magesaas_ops.loading import read_inventory
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from magesaas_ops.model.inventory import Account
    from magesaas_ops.model.registry_listing import LabelChange
    from magesaas_ops.registry import RegistryClient


@click.command
@click.argument("accounts", nargs=-1, metavar="ACCOUNT...")
@click.option("--all", "is_all", is_flag=True, help="Every account that the inventory declares.")
@yes_option
@inventory_option
@registry_option
@verbose_option
def rename_command(
    accounts: tuple[str, ...], is_all: bool, is_agreed: bool, inventory: Path, registry: str | None
) -> int:
    """Give projects and SaaS environments in the registry the labels that the inventory declares (`name`).

    Shows before → after first and asks before it writes. Each label is sent exactly once and looked at afterwards. What
    has no declared label, or no id, is left alone. Labels decide nothing; ids do.

    Exit status: 0 done or nothing to do, 1 a label is not the declared one, 5 two things would have one label.
    """
    url = registry_address(registry)
    chosen = chosen_accounts(read_inventory(inventory), accounts, is_all=is_all)
    make_sure_somebody_answers("rename", is_agreed=is_agreed)
    return max((_rename(account, url, is_agreed=is_agreed) for account in chosen), default=0)


def _rename(account: Account, url: str, *, is_agreed: bool) -> int:
    with client_of(account, url) as client:
        records = client.records()
        changes = label_changes(account, records)
        for change in changes:
            click.echo(for_terminal(f"{change.declared_as}  {change.before} → {change.after}"))
        if not changes:
            click.echo(f"{account.name}: every label is the declared one", err=True)
            return 0
        if shared := ambiguous_labels(records, changes):
            raise Refused(
                f"two things of account {account.name} would be called {', '.join(shared)}",
                hint="Nobody could tell them apart. Declare another `name` for one of them.",
            )
        ask_before(f"Change {len(changes)} of the labels of account {account.name}?", is_agreed=is_agreed)
        failures = {change: why for change in changes if (why := _send(client, change))}
        left = set(label_changes(account, client.records()))
    for change in changes:
        keep_registry_record(
            "rename",
            account.name,
            "failed" if change in left else "done",
            what=change.declared_as,
            id=change.id,
            before=change.before,
            after=change.after,
        )
        if change in left:
            why = failures.get(change, "the registry said that it was done, and shows the old label")
            click.echo(for_terminal(f"{change.declared_as} is still {change.before}: {why}"), err=True)
    return MagesaasError.exit_status if left else 0


def _send(client: RegistryClient, change: LabelChange) -> str:
    """Send one; why it failed, or may have. What the registry shows afterwards decides."""
    try:
        if change.what == PROJECTS:
            client.rename_project(change.id, change.after)
        else:
            client.rename_saas_environment(change.id, change.after)
    except RegistryError as error:
        return error.message
    return ""
