"""A host of ours: which installation it is a node of, and running a program on it as the owner of Magento there."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pyinfra.api.command import StringCommand

from magesaas_ops.agent.protocol import agent_command, payload_of
from magesaas_ops.loading import read_inventory
from magesaas_ops.text.redacting import redacted
from magesaas_ops.transports.bounds import TooMuchOutput
from magesaas_ops.transports.process import NoSuchProgram

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyinfra.api.host import Host

    from magesaas_ops.agent.protocol import AgentRequest
    from magesaas_ops.model.inventory import Fleet, Installation
    from magesaas_ops.model.secret_ref import Secret

INVENTORY, INSTALLATION, NODE = "magesaas_inventory", "magesaas_installation", "magesaas_host"
"""The keys of pyinfra host data by which a host is found in the fleet again; all plain text."""

SUDO_PASSWORD = "magesaas_sudo_password"  # noqa: S105 (a key, not a password)
"""The key of ``host.connector_data`` under which a :class:`Secret` with the sudo password may stand."""

COMMANDS_RUN = "magesaas_commands_run"
"""The key of ``host.connector_data`` under which the number of remote commands is counted."""


@cache
def fleet_of(path: str) -> Fleet:
    """Give the fleet of an inventory path, read once per run."""
    return read_inventory(Path(path))


def installation_of(host: Host) -> Installation:
    """Give the installation that a pyinfra host is a node of."""
    known: Installation | None = host.connector_data.get(INSTALLATION)
    if known is None:
        known = fleet_of(host.data.get(INVENTORY)).installations[host.data.get(INSTALLATION)]
        host.connector_data[INSTALLATION] = known
    return known


@dataclass(frozen=True, slots=True)
class Completed:
    """How a remote command ended; ``trouble`` says why there is no answer at all (a time-out, a broken line).

    ``may_have_run`` is False when it certainly never began, so that nothing can have come of it.
    """

    succeeded: bool
    stdout: str
    stderr: str
    trouble: str = ""
    may_have_run: bool = True


class HiddenInput:
    """Standard input for pyinfra that no verbosity prints.

    pyinfra writes what ``readlines()`` gives, and prints arguments by their repr; iterating yields nothing, which is
    what its type check asks for.
    """

    def __init__(self, text: str) -> None:
        self.__text = text

    def readlines(self) -> list[str]:
        return self.__text.splitlines(keepends=True)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __repr__(self) -> str:
        return "HiddenInput(********)"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("hidden input is never serialised")


class OwnerCommand(StringCommand):
    """A shell line that brings its own hidden standard input; the connector hands both to the transport."""

    def __init__(self, line: str, hidden_input: HiddenInput) -> None:
        super().__init__(line)
        self.hidden_input = hidden_input


def owner_command(host: Host, installation: Installation, argv: Sequence[str], *, stdin: str = "") -> OwnerCommand:
    """The command that runs ``argv`` on ``host`` as ``run_as``, inside the installation's container if it has one.

    A sudo password goes first on standard input, with two empty lines after it: a wrong one makes sudo ask again, and
    it must not read what follows as the next try.
    """
    password: Secret | None = host.connector_data.get(SUDO_PASSWORD)
    sudo: list[str] = []
    if installation.run_as is not None:
        ask = ["-S", "-p", ""] if password is not None else ["-n"]
        sudo = ["sudo", *ask, "-H", "-u", installation.run_as, "--"]
        if password is not None:
            stdin = f"{password.reveal()}\n\n\n{stdin}"
    return OwnerCommand(shlex.join([*sudo, *installation.connection.exec, *argv]), HiddenInput(stdin))


def run_as_owner(
    host: Host, installation: Installation, argv: Sequence[str], *, stdin: str = "", timeout: float
) -> Completed:
    """Run ``argv`` and wait at most ``timeout`` seconds; never raises for what a host, or the way to it, does."""
    if not host.connected:
        return Completed(False, "", "", "it could not be connected to", may_have_run=False)
    try:
        command = owner_command(host, installation, argv, stdin=stdin)
        succeeded, output = host.run_shell_command(command, print_output=False, print_input=False, _timeout=timeout)
    except Exception as error:  # noqa: BLE001 (whatever it is, it is the outcome of this host and of no other)
        return Completed(False, "", "", _trouble(error, timeout), may_have_run=not isinstance(error, NoSuchProgram))
    return Completed(succeeded, output.stdout, output.stderr)


def ask_agent(host: Host, request: AgentRequest, *, timeout: float | None = None) -> Completed:
    """Send one request to the agent; ``timeout`` in seconds, None for the inventory's. Never raises, as above."""
    installation = installation_of(host)
    return run_as_owner(
        host,
        installation,
        agent_command(installation.php),
        stdin=payload_of(request),
        timeout=timeout or installation.connection.command_seconds,
    )


def _trouble(error: Exception, timeout: float) -> str:
    if isinstance(error, NoSuchProgram | TooMuchOutput):
        return str(error)
    if isinstance(error, TimeoutError):
        return f"no answer within {timeout:g} seconds; it may still be running there"
    kind = "" if isinstance(error, OSError | EOFError) else f"{type(error).__name__}: "
    return f"the connection broke: {kind}{redacted(str(error))}"
