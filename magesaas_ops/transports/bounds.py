"""What bounds every transport: how long a connection may take to come about, and how much a command may print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyinfra.api.exceptions import ConnectError
from pyinfra.connectors.util import CommandOutput, OutputLine

from magesaas_ops.programs import MOST_BYTES

if TYPE_CHECKING:
    from pyinfra.api.host import Host
    from pyinfra.api.state import State

_DEFAULT_SECONDS = 20
_MOST_SECONDS = 3600


def connect_seconds(state: State, host: Host) -> int:
    """Give ``ssh_connect_timeout``, or pyinfra's own, or 20; raises ConnectError for what is no number of seconds."""
    chosen = host.data.get("ssh_connect_timeout")
    if chosen is None:
        return int(state.config.CONNECT_TIMEOUT or _DEFAULT_SECONDS)
    try:
        seconds = int(chosen)
    except (TypeError, ValueError, OverflowError):
        seconds = 0
    if isinstance(chosen, bool) or not 1 <= seconds <= _MOST_SECONDS:
        raise ConnectError(f"ssh_connect_timeout is {chosen!r}; it is a number of seconds, from 1 to {_MOST_SECONDS}")
    return seconds


class TooMuchOutput(OSError):
    """A command printed more than ``MOST_BYTES``; it was stopped while it did."""

    def __init__(self) -> None:
        super().__init__(f"it printed more than {MOST_BYTES // 1024 // 1024} MiB and was stopped")


class GatheredOutput:
    """The two streams of a running command, filled chunk by chunk as they arrive."""

    def __init__(self) -> None:
        self.stdout = bytearray()
        self.stderr = bytearray()
        self._is_too_much = False

    def has_room_for(self, chunk: bytes, stream: bytearray) -> bool:
        """Keep a chunk of one of the streams, or say that it is too much: then stop the command and let go of all."""
        if len(self.stdout) + len(self.stderr) + len(chunk) > MOST_BYTES:
            self._is_too_much = True
            self.stdout.clear()
            self.stderr.clear()
            return False
        stream += chunk
        return True

    def decoded(self) -> HostOutput:
        """The whole as text, with replacement characters where it is no UTF-8; empties this. Raises TooMuchOutput."""
        if self._is_too_much:
            raise TooMuchOutput
        stdout = self.stdout.decode(errors="replace")
        self.stdout.clear()
        return HostOutput(stdout, self.stderr.decode(errors="replace"))


class HostOutput(CommandOutput):
    """pyinfra's form of an output, kept as two texts; an object per line is made only for who asks for lines."""

    def __init__(self, stdout: str, stderr: str) -> None:
        self._stdout, self._stderr = stdout.removesuffix("\n"), stderr.removesuffix("\n")

    @property
    def combined_lines(self) -> list[OutputLine]:  # type: ignore[override]  # a field of pyinfra's dataclass
        named = (("stdout", self._stdout), ("stderr", self._stderr))
        return [OutputLine(name, line) for name, text in named if text for line in text.split("\n")]

    @property
    def stdout(self) -> str:
        return self._stdout

    @property
    def stderr(self) -> str:
        return self._stderr
