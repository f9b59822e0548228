"""``{command: [argv…]}``: what a program prints, run without a shell in the folder of the inventory file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.errors import SecretUnavailable
from magesaas_ops.programs import Ended, PrintedTooMuch, TookTooLong, run_program
from magesaas_ops.secret_providers.file import without_newline
from magesaas_ops.text.last_lines import last_lines_of

if TYPE_CHECKING:
    from magesaas_ops.model.secret_ref import SecretRef

SECONDS = 60.0
MOST_BYTES = 1024 * 1024


def read(ref: SecretRef) -> str:
    """Raises SecretUnavailable with the program's last lines on standard error, and never its standard output."""
    name = ref.argv[0]
    try:
        done = run_program(ref.argv, folder=ref.base, seconds=SECONDS)
        if len(done.output) > MOST_BYTES:
            raise PrintedTooMuch
    except TookTooLong:
        raise SecretUnavailable(
            f"command {name} did not end within {SECONDS:g} seconds and was killed",
            hint="It has no terminal and no standard input: log in before, so that it need not ask.",
        ) from None
    except PrintedTooMuch:
        raise SecretUnavailable(
            f"command {name} printed more than {MOST_BYTES // 1024 // 1024} MiB; a key is not that long",
            hint="Let it print one field only.",
        ) from None
    except FileNotFoundError:
        raise SecretUnavailable(
            f"command {name} is not installed, or the folder {ref.base} is gone",
            hint="Install it, or give its whole path.",
        ) from None
    except OSError as error:
        raise SecretUnavailable(
            f"command {name} cannot be run: {error.strerror}", hint="Give the path of a program that you may execute."
        ) from None
    if done.status != 0:
        raise SecretUnavailable(
            f"command {name} {_ended(done.status)}: {_last_lines(done)}",
            hint=f"It ran in {ref.base}; try it there.",
        )
    return _text(done.output, name)


def _ended(status: int) -> str:
    return f"was killed by signal {-status}" if status < 0 else f"ended with {status}"


def _last_lines(done: Ended) -> str:
    """The end of standard error in one line; a program that fails may well print there what it was asked for."""
    lines = last_lines_of(done.errors.decode(errors="replace"), hiding=[done.output.decode(errors="replace")], most=3)
    return " | ".join(lines) or "it said nothing"


def _text(output: bytes, name: str) -> str:
    try:
        text = without_newline(output.decode())
    except UnicodeDecodeError:
        raise SecretUnavailable(
            f"command {name} printed something that is not UTF-8 text", hint="A key in PEM form is plain text."
        ) from None
    if not text:
        raise SecretUnavailable(f"command {name} printed nothing", hint="It must print the secret on standard output.")
    return text
