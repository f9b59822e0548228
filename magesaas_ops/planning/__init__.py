"""Desired × observed × registry answers → tasks: pure, and the only place that decides what is done to a host."""

from magesaas_ops.planning.installation import plan_installation
from magesaas_ops.planning.parts import Part, only_detaching, part_of, parts_due_before
from magesaas_ops.planning.quarantine import plan_quarantine
from magesaas_ops.planning.standing import standing_of

__all__ = [
    "Part",
    "only_detaching",
    "part_of",
    "parts_due_before",
    "plan_installation",
    "plan_quarantine",
    "standing_of",
]
