"""What the transports that start a program of the control machine have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from pyinfra.api.exceptions import InventoryError
from pyinfra.api.output import echo
from pyinfra.connectors.base import BaseConnector
from pyinfra.connectors.util import make_unix_command_for_host

from magesaas_ops.transports.process import run_process

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyinfra.api.command import StringCommand
    from pyinfra.connectors.util import CommandOutput


class ShellTransport(BaseConnector):
    """Hands a POSIX shell line to a program; subclasses say which (``argv_for``).

    pyinfra's ``put_file`` and ``get_file`` are not offered: nothing of ours writes a file on a host, and a pyinfra user
    who needs them chooses ``transport: ssh``.
    """

    handles_execution = True

    def argv_for(self, line: str) -> list[str]:
        """The program and arguments by which the host runs a shell line."""
        raise NotImplementedError

    @staticmethod
    def make_names_data(name: str) -> Iterator[tuple[str, dict[str, object], list[str]]]:
        raise InventoryError(f"{name}: this transport is chosen by the inventory's connection.transport")

    def run_shell_command(
        self,
        command: StringCommand,
        print_output: bool = False,
        print_input: bool = False,  # noqa: ARG002 (pyinfra's signature; a command may carry what must not be shown)
        **arguments: Any,
    ) -> tuple[bool, CommandOutput]:
        """Run one shell command; success is exit status 0, or one of ``_success_exit_codes``.

        Raises TimeoutError, or another OSError when it cannot be run or prints too much.
        """
        timeout = arguments.pop("_timeout", None)
        stdin = arguments.pop("_stdin", None)
        expected = arguments.pop("_success_exit_codes", None) or [0]
        arguments.pop("_get_pty", None)
        line = make_unix_command_for_host(self.state, self.host, command, **arguments)
        status, output = run_process(self.argv_for(line.get_raw_value()), stdin=text_of(stdin), timeout=timeout)
        if print_output:
            for printed in output.output_lines:
                echo(f"{self.host.print_prefix}{printed}", err=True)
        return status in expected, output

    def put_file(self, *_: object, **__: object) -> NoReturn:
        raise NotImplementedError(_NO_FILES)

    def get_file(self, *_: object, **__: object) -> NoReturn:
        raise NotImplementedError(_NO_FILES)


_NO_FILES = "this transport runs commands only; use connection.transport: ssh for operations that move files"


def text_of(stdin: Any) -> str:
    """pyinfra's forms of ``_stdin``: a string, a list of lines, or something with ``readlines()``."""
    if stdin is None:
        return ""
    lines = stdin.readlines() if hasattr(stdin, "readlines") else stdin
    return lines if isinstance(lines, str) else "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
