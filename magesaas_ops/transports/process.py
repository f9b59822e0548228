"""Running one local process next to many others: the others go on while it is waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from gevent import selectors, subprocess

from magesaas_ops.programs import PrintedTooMuch, TookTooLong, run_program
from magesaas_ops.transports.bounds import HostOutput, TooMuchOutput

if TYPE_CHECKING:
    from collections.abc import Sequence


class NoSuchProgram(OSError):
    """The program by which a host is reached is not installed on the control machine."""

    def __init__(self, program: str) -> None:
        super().__init__(f"{program} is not installed on this machine")


def run_process(argv: Sequence[str], *, stdin: str, timeout: float | None) -> tuple[int, HostOutput]:
    """Run ``argv`` with ``stdin`` and give its exit status and output, decoded with replacement characters.

    A process that outlives ``timeout`` (seconds) or prints too much is killed with everything that it started.
    Raises TimeoutError, TooMuchOutput or NoSuchProgram.
    """
    try:
        ended = run_program(
            argv,
            stdin=stdin.encode(),
            seconds=timeout,
            start=cast(Any, subprocess.Popen),
            waiting=selectors.DefaultSelector,
        )
    except FileNotFoundError:
        raise NoSuchProgram(argv[0]) from None
    except TookTooLong:
        raise TimeoutError(f"no answer within {timeout:g} seconds") from None
    except PrintedTooMuch:
        raise TooMuchOutput from None
    return ended.status, HostOutput(ended.output.decode(errors="replace"), ended.errors.decode(errors="replace"))
