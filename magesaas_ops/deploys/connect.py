"""Attach every installation of the run as the inventory says."""

from __future__ import annotations

from pyinfra.api.deploy import deploy
from pyinfra.context import ctx_host, ctx_state

from magesaas_ops.operations import attached
from magesaas_ops.operations.gate import refuse_first


@deploy("Connect to SaaS environments")
def connect() -> None:
    """Judge the whole run, and attach its installations when nothing is refused.

    When something is, nothing is changed, but that what is not production is detached from production.

    **Example:**

    .. code:: python

        from magesaas_ops.deploys import connect

        connect(_serial=True)  # one installation after the other
    """
    refuse_first(ctx_state.get(), ctx_host.get(), but_detach=True)
    attached(name="Attach to the declared SaaS environment")
