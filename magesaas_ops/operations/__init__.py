"""What pyinfra can make so: an installation attached to its SaaS environment, or detached from any."""

from magesaas_ops.operations.attachment import attached, detached

__all__ = ["attached", "detached"]
