"""``{env: NAME}``: an environment variable of the control machine."""

from __future__ import annotations

import os

from magesaas_ops.errors import SecretUnavailable
from magesaas_ops.model.secret_ref import EnvSecretRef, Secret


def read(ref: EnvSecretRef) -> Secret:
    """Raises SecretUnavailable when the variable is not set, or empty."""
    if text := os.environ.get(ref.name):
        return Secret(text)
    state = "empty" if ref.name in os.environ else "not set"
    raise SecretUnavailable(
        f"environment variable {ref.name} is {state}",
        hint=f"Export {ref.name}, or let the inventory say where the key is.",
    )
