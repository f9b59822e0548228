"""Detach now, whatever the inventory says.

``pyinfra --limit acme-eu-staging @magesaas/inventories deploys/quarantine.py``
"""

from magesaas_ops.operations import detached

detached(name="Remove SaaS ids and keys")
