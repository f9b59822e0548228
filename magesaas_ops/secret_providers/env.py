"""``{env: NAME}``: an environment variable of the control machine."""

from __future__ import annotations

import os

from magesaas_ops.errors import SecretUnavailable
from magesaas_ops.model.secret_ref import EnvSecretRef, Secret


def read(ref: EnvSecretRef) -> Secret:
    """Raises SecretUnavailable when the variable is not set, is empty, or is not UTF-8."""
    text = os.environ.get(ref.name)
    if not text:
        raise SecretUnavailable(
            f"environment variable {ref.name} is {'not set' if text is None else 'empty'}",
            hint=f"Export {ref.name}, or let the inventory say where the key is.",
        )
    if any("\udc80" <= character <= "\udcff" for character in text):
        raise SecretUnavailable(
            f"environment variable {ref.name} is not UTF-8 text", hint="A key in PEM form is plain text."
        )
    return Secret(text)
