"""Change nothing, and fail unless everything is as the inventory says.

``pyinfra @magesaas/inventories deploys/verify.py``
"""

from pyinfra import host, state

from magesaas_ops.operations.gate import refuse_first, verify

refuse_first(state, host)
verify(state, host)
