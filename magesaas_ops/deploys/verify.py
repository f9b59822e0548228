"""Change nothing, and fail unless everything is as the inventory says."""

from __future__ import annotations

from pyinfra.api.deploy import deploy
from pyinfra.context import ctx_host, ctx_state

from magesaas_ops.operations import gate


@deploy("Verify SaaS environments")
def verify() -> None:
    """Fail while anything in the run is refused, unknown or pending.

    **Example:**

    .. code:: python

        from magesaas_ops.deploys import verify

        verify()
    """
    gate.refuse_first(ctx_state.get(), ctx_host.get())
    gate.verify(ctx_state.get(), ctx_host.get())
