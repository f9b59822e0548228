"""Attach every installation as the inventory says: ``pyinfra @magesaas/inventories/shop.yaml deploys/connect.py``."""

from pyinfra import host, state

from magesaas_ops.operations import attached
from magesaas_ops.operations.gate import refuse_first

refuse_first(state, host)
attached(name="Attach to the declared SaaS environment")
