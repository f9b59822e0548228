"""Detach now, whatever the inventory says.

``pyinfra --limit acme-eu-staging @magesaas/inventories deploys/quarantine.py``
"""

from magesaas_ops.deploys import quarantine

quarantine()
