"""Detach the installations of the run now, whatever the inventory says."""

from __future__ import annotations

from pyinfra.api.deploy import deploy
from pyinfra.api.exceptions import DeployError
from pyinfra.context import ctx_state

from magesaas_ops.operations import detached


@deploy("Quarantine")
def quarantine() -> None:
    """Remove ids and keys from what ``--limit`` names; without a limit that would be the whole fleet, and is refused.

    **Example:**

    .. code:: python

        from magesaas_ops.deploys import quarantine

        quarantine()
    """
    if not isinstance(ctx_state.get().limit_hosts, list):
        raise DeployError("quarantine detaches what --limit names, and it names nothing: say --limit, or all of it")
    detached(name="Remove SaaS ids and keys")
