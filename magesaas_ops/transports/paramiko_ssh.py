"""``transport: ssh``: pyinfra's own ssh (paramiko), within the bounds that hold for every host.

paramiko blocks its thread while it connects, and pyinfra reads an output to its end however long it is. Connecting is
therefore done beside the loop, and our own commands are read chunk by chunk; commands of pyinfra's own operations are
left to pyinfra.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, TypeVar

import gevent
from gevent.monkey import is_module_patched
from pyinfra.api.exceptions import ConnectError
from pyinfra.connectors.ssh import SSHConnector
from pyinfra.connectors.util import make_unix_command_for_host

from magesaas_ops.transports.bounds import GatheredOutput, connect_seconds
from magesaas_ops.transports.remote import OwnerCommand
from magesaas_ops.transports.shell_transport import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from paramiko import Channel
    from pyinfra.api.command import StringCommand
    from pyinfra.connectors.util import CommandOutput

    from magesaas_ops.transports.bounds import HostOutput

_AT_ONCE = 32 * 1024
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.002, 0.05
_SECONDS_AFTER_THE_END = 2.0
_SECONDS_BETWEEN_SIGNS_OF_LIFE = 15
Result = TypeVar("Result")


class ParamikoTransport(SSHConnector):
    """Runs each command in a channel of one paramiko connection."""

    def make_paramiko_kwargs(self) -> dict[str, Any]:
        seconds = connect_seconds(self.state, self.host)
        bounds = dict.fromkeys(("timeout", "banner_timeout", "auth_timeout", "channel_timeout"), seconds)
        return {**super().make_paramiko_kwargs(), **bounds}

    def connect(self) -> None:
        """Connect and log in; whatever goes wrong (a key that is missing, a word for a port) is a ConnectError."""
        try:
            _beside_the_loop(super().connect)
        except ConnectError:
            raise
        except Exception as error:  # (paramiko, cryptography and pyinfra raise anything here)
            raise ConnectError(f"{type(error).__name__}: {error}") from error
        transport = self.client.get_transport() if self.client else None
        if transport is not None:
            transport.set_keepalive(_SECONDS_BETWEEN_SIGNS_OF_LIFE)

    def disconnect(self) -> None:
        """Close the connection too, which pyinfra leaves open."""
        super().disconnect()
        if self.client is not None:
            self.client.close()

    def run_shell_command(
        self, command: StringCommand, print_output: bool = False, print_input: bool = False, **arguments: Any
    ) -> tuple[bool, CommandOutput]:
        """Run one of our own commands; raises TimeoutError, TooMuchOutput, or what paramiko raises."""
        if not isinstance(command, OwnerCommand):
            return super().run_shell_command(command, print_output, print_input, **arguments)
        timeout, stdin = arguments.pop("_timeout", None), text_of(arguments.pop("_stdin", None))
        expected = arguments.pop("_success_exit_codes", None) or [0]
        arguments.pop("_get_pty", None)
        line = make_unix_command_for_host(self.state, self.host, command, **arguments).get_raw_value()
        channel = _beside_the_loop(lambda: self._channel(line))
        try:
            output = _exchanged(channel, stdin.encode(), timeout)
            return channel.exit_status in expected, output
        finally:
            channel.close()

    def _channel(self, line: str) -> Channel:
        transport = self.client.get_transport() if self.client else None
        if transport is None:
            raise EOFError("it is closed")
        channel = transport.open_session(timeout=connect_seconds(self.state, self.host))
        channel.settimeout(0.0)
        channel.exec_command(line)
        return channel


def _exchanged(channel: Channel, stdin: bytes, timeout: float | None) -> HostOutput:
    """Write and read side by side until the command has ended, looking whether there is anything to do, and waiting."""
    deadline = time.monotonic() + timeout if timeout else None
    left, gathered = memoryview(stdin), GatheredOutput()
    pause, ended_at, is_written = _SHORTEST_PAUSE, None, False
    while ended_at is None or time.monotonic() < ended_at + _SECONDS_AFTER_THE_END:
        is_idle = True
        if channel.recv_ready():
            is_idle = False
            if not gathered.has_room_for(channel.recv(_AT_ONCE), gathered.stdout):
                break
        if channel.recv_stderr_ready():
            is_idle = False
            if not gathered.has_room_for(channel.recv_stderr(_AT_ONCE), gathered.stderr):
                break
        if left and channel.send_ready():
            left = left[channel.send(bytes(left[:_AT_ONCE])) :]
            is_idle = False
        if not left and not is_written:
            channel.shutdown_write()
            is_written = True
        if channel.exit_status_ready():
            ended_at = ended_at or time.monotonic()
            if is_idle and (channel.eof_received or channel.closed):
                break
        if deadline is not None and time.monotonic() > deadline:
            raise TimeoutError(f"no answer within {timeout:g} seconds")
        pause = min(pause * 2, _LONGEST_PAUSE) if is_idle else 0
        gevent.sleep(pause)
        pause = pause or _SHORTEST_PAUSE
    return gathered.decoded()


def _beside_the_loop(work: Callable[[], Result]) -> Result:
    """Do what blocks its thread in another one, unless gevent has made it cooperative already (pyinfra's CLI does)."""
    if is_module_patched("socket"):
        return work()

    def outcome() -> tuple[list[Result], Exception | None]:
        """As a value: gevent prints whatever is raised in one of its threads."""
        try:
            return [work()], None
        except Exception as error:  # noqa: BLE001 (it is raised where somebody waits for it)
            return [], error

    results, error = gevent.get_hub().threadpool.apply(outcome)
    if error is not None:
        raise error
    return results[0]
