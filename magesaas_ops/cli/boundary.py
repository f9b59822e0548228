"""The error boundary: expected errors become one message, bugs a message and a log file to report."""

from __future__ import annotations

import sys
import tempfile
import traceback
from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.signals import Signals
from magesaas_ops.errors import MagesaasError
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
FAILED = 1


def run(command_line: click.Command, argv: Sequence[str] | None) -> int:
    """Run the command line and answer its exit status; a command returns a status, or nothing for 0."""
    signals = Signals()
    with signals.watched():
        status = _status_of(command_line, argv, signals)
    return INTERRUPTED if signals.have_come else status


def _status_of(command_line: click.Command, argv: Sequence[str] | None, signals: Signals) -> int:
    arguments = None if argv is None else list(argv)
    try:
        status = command_line.main(args=arguments, prog_name="magesaas", standalone_mode=False, obj=signals)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted")
        return INTERRUPTED
    except MagesaasError as error:
        _say(f"error: {for_terminal(error.message)}")
        if error.hint:
            _say(f"hint: {for_terminal(error.hint)}")
        return error.exit_status
    except Exception as error:  # noqa: BLE001 (the boundary: whatever it is, it is a bug)
        _say(f"error: this is a bug of magesaas-ops ({type(error).__name__}); please report it with {_log(error)}")
        return FAILED
    return status if isinstance(status, int) else 0


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _log(error: Exception) -> str:
    """Write the traceback to a file that only its owner can read."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="magesaas-bug-", suffix=".log", delete=False, encoding="utf-8", errors="backslashreplace"
    ) as log:
        log.writelines(traceback.format_exception(error))
    return log.name
