"""``{command: [argv…]}``: what a program prints, run without a shell in the folder of the inventory file."""

from __future__ import annotations

import subprocess

from magesaas_ops.errors import SecretUnavailable
from magesaas_ops.model.secret_ref import CommandSecretRef, Secret

SECONDS = 60


def read(ref: CommandSecretRef) -> Secret:
    """Raises SecretUnavailable with the program's last words on standard error, and never its standard output."""
    name = ref.argv[0]
    try:
        done = subprocess.run(
            ref.argv, cwd=ref.base or None, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False
        )
    except FileNotFoundError:
        raise SecretUnavailable(
            f"command {name} is not installed", hint="Install it, or give its whole path."
        ) from None
    except OSError as error:
        raise SecretUnavailable(f"command {name} cannot be run: {error.strerror}") from None
    except subprocess.TimeoutExpired:
        raise SecretUnavailable(
            f"command {name} did not end within {SECONDS} seconds", hint="It must not ask questions."
        ) from None
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()[-3:]
        raise SecretUnavailable(f"command {name} ended with {done.returncode}: {' | '.join(said) or 'it said nothing'}")
    try:
        text = done.stdout.decode().removesuffix("\n")
    except UnicodeDecodeError:
        raise SecretUnavailable(f"command {name} printed something that is not UTF-8 text") from None
    if not text:
        raise SecretUnavailable(f"command {name} printed nothing")
    return Secret(text)
