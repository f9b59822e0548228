"""Change nothing, and fail unless everything is as the inventory says.

``pyinfra @magesaas/inventories deploys/verify.py``
"""

from magesaas_ops.deploys import verify

verify()
