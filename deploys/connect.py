"""Attach every installation as the inventory says: ``pyinfra @magesaas/inventories/shop.yaml deploys/connect.py``."""

from magesaas_ops.deploys import connect

connect()
