"""What pyinfra can ask of a host: its Magento and what it is attached to."""

from magesaas_ops.facts.attachment import Attachment, forget, last_seen, look_at, remember

__all__ = ["Attachment", "forget", "last_seen", "look_at", "remember"]
