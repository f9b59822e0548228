"""Deploys for pyinfra: called in a file of one's own, or by ``pyinfra @magesaas/… magesaas_ops.deploys.verify``.

They are pyinfra's ``@deploy`` functions and take its global arguments (``name``, ``_if``, ``_serial``, …).
"""

from magesaas_ops.deploys.connect import connect
from magesaas_ops.deploys.quarantine import quarantine
from magesaas_ops.deploys.verify import verify

__all__ = ["connect", "quarantine", "verify"]
