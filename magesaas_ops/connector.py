"""pyinfra's connector: ``pyinfra @magesaas/inventories/acme.yaml deploys/connect.py``.

It turns an inventory into pyinfra hosts named ``installation/host``, in groups for stage, account, SaaS environment and
tag, and hands execution to the transport that the inventory names.
"""

from __future__ import annotations

import fnmatch
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click
from pyinfra.api.exceptions import InventoryError
from pyinfra.connectors.base import BaseConnector

from magesaas_ops.errors import MagesaasError
from magesaas_ops.model.inventory import LOCAL_HOST, Installation
from magesaas_ops.transports import TRANSPORTS
from magesaas_ops.transports.remote import (
    COMMANDS_RUN,
    INSTALLATION,
    INVENTORY,
    NODE,
    OwnerCommand,
    fleet_of,
    installation_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pyinfra.api.command import StringCommand
    from pyinfra.api.host import Host
    from pyinfra.api.state import State
    from pyinfra.connectors.util import CommandOutput


class MagesaasConnector(BaseConnector):
    """A host of an installation, reached by the transport that the inventory names."""

    handles_execution = True

    def __init__(self, state: State, host: Host) -> None:
        super().__init__(state, host)
        installation = installation_of(host)
        transport = TRANSPORTS[installation.transport_to(host.data.get(NODE))]
        self.inner: BaseConnector = transport(state, host)

    @staticmethod
    def make_names_data(name: str) -> Iterator[tuple[str, dict[str, Any], list[str]]]:
        """Yield ``(installation/host, host data, groups)`` for every host of the inventory at path ``name``."""
        if not name:
            raise InventoryError("@magesaas needs a path: @magesaas/inventories or @magesaas/inventories/acme.yaml")
        try:
            fleet = fleet_of(name)
        except MagesaasError as error:
            raise InventoryError(error.message) from error
        if fleet.defects:
            raise InventoryError("\n".join(f"{defect.at}: {defect.rule}: {defect.detail}" for defect in fleet.defects))
        hosts = [
            (host_name(installation, node), host_data(installation, node, inventory=name), groups(installation))
            for installation in fleet.installations.values()
            for node in installation.hosts
        ]
        _refuse_idle_limits(name, hosts)
        yield from hosts

    def connect(self) -> None:
        self.inner.connect()

    def disconnect(self) -> None:
        self.inner.disconnect()

    def run_shell_command(
        self, command: StringCommand, print_output: bool = False, print_input: bool = False, **arguments: Any
    ) -> tuple[bool, CommandOutput]:
        """Run a command by the transport; our own bring their standard input and are never shown."""
        counted = self.host.connector_data
        counted[COMMANDS_RUN] = counted.get(COMMANDS_RUN, 0) + 1
        if isinstance(command, OwnerCommand):
            arguments["_stdin"] = command.hidden_input
            return self.inner.run_shell_command(command, False, False, **arguments)
        return self.inner.run_shell_command(command, print_output, print_input, **arguments)

    def put_file(self, *arguments: Any, **keywords: Any) -> bool:
        return self.inner.put_file(*arguments, **keywords)

    def get_file(self, *arguments: Any, **keywords: Any) -> bool:
        return self.inner.get_file(*arguments, **keywords)


def _refuse_idle_limits(inventory: str, hosts: Sequence[tuple[str, dict[str, Any], list[str]]]) -> None:
    """Raise InventoryError when a pattern of pyinfra's ``--limit`` names nothing: pyinfra would do nothing and exit 0.

    Only pyinfra's command line has the option, and only where our inventory is all there is do we know all hosts.
    """
    command_line = click.get_current_context(silent=True)
    asked: Mapping[str, Any] = command_line.params if command_line else {}
    if asked.get("inventory") != f"@magesaas/{inventory}":
        return
    known = {group for _, _, in_groups in hosts for group in in_groups}
    names = [name for name, _, _ in hosts]
    idle = [text for text in asked.get("limit") or () if text not in known and not fnmatch.filter(names, text)]
    if idle:
        similar = [near for text in idle for near in get_close_matches(text, [*known, *names], n=1)]
        hint = f"did you mean {' '.join(similar)}?" if similar else "debug-inventory lists hosts and groups"
        raise InventoryError(f"--limit {' '.join(idle)} names no host and no group of {inventory}; {hint}")


def host_name(installation: Installation, node: str) -> str:
    """The name of a host in pyinfra; names must be unique, and one machine may serve two installations."""
    return f"{installation.name}/{node.lstrip('@')}"


def host_data(installation: Installation, node: str, *, inventory: str) -> dict[str, Any]:
    """pyinfra host data of one host: what the inventory hands on, and the way back to it. Never a secret."""
    address = {} if node == LOCAL_HOST else {"ssh_hostname": node}
    return {
        **address,
        **installation.connection.data,
        **installation.connection.host_data,
        INVENTORY: inventory,
        INSTALLATION: installation.name,
        NODE: node,
    }


def groups(installation: Installation) -> list[str]:
    """pyinfra groups of an installation, for ``--limit`` and group data."""
    ref = installation.saas_environment
    target = [f"account:{ref.account}", f"saas_environment:{ref}"] if ref else ["quarantined"]
    tags = [f"tag:{tag}" for tag in installation.tags]
    return ["magesaas", installation.name, f"stage:{installation.stage.value}", *target, *tags]
