"""``{env: NAME}``: an environment variable of the control machine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from magesaas_ops.errors import SecretUnavailable

if TYPE_CHECKING:
    from magesaas_ops.model.secret_ref import SecretRef


def read(ref: SecretRef) -> str:
    """Raises SecretUnavailable when the variable is not set, is empty, or is not UTF-8."""
    name = ref.argv[0]
    text = os.environ.get(name)
    if not text:
        raise SecretUnavailable(
            f"environment variable {name} is {'not set' if text is None else 'empty'}",
            hint=f"Export {name}, or let the inventory say where the key is.",
        )
    if any("\udc80" <= character <= "\udcff" for character in text):
        raise SecretUnavailable(
            f"environment variable {name} is not UTF-8 text", hint="A key in PEM form is plain text."
        )
    return text
