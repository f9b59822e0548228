"""From a reference to the secret behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.secret_ref import CommandSecretRef, EnvSecretRef
from magesaas_ops.secret_providers import command, env, file

if TYPE_CHECKING:
    from magesaas_ops.model.secret_ref import Secret, SecretRef


def resolve(ref: SecretRef) -> Secret:
    """Ask the place that a reference names; raises SecretUnavailable."""
    if isinstance(ref, EnvSecretRef):
        return env.read(ref)
    if isinstance(ref, CommandSecretRef):
        return command.read(ref)
    return file.read(ref)
