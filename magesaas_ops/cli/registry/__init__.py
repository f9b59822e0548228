"""``magesaas registry``: the projects and SaaS environments of an account."""

from __future__ import annotations

import click

from magesaas_ops.cli.registry.create import create_command
from magesaas_ops.cli.registry.list import list_command
from magesaas_ops.cli.registry.rename import rename_command

__all__ = ["command"]


@click.group
def command() -> None:
    """See and change what the merchant registry has for an account: projects and SaaS environments, with their labels.

    Every call is signed with the keys of the account, as the inventory refers to them.
    """


command.add_command(list_command, "list")
command.add_command(create_command, "create")
command.add_command(rename_command, "rename")
