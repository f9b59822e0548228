"""Desired × observed × registry answers → tasks: pure, and the only place that decides what is done to a host."""

from magesaas_ops.planning.installation import plan_installation
from magesaas_ops.planning.quarantine import plan_quarantine
from magesaas_ops.planning.standing import standing_of

__all__ = ["plan_installation", "plan_quarantine", "standing_of"]
