"""Desired × observed × registry answers → plan: pure, and the only place that decides what is done to a host."""

from magesaas_ops.planning.installation import plan_installation
from magesaas_ops.planning.stages import Stage, next_stage

__all__ = ["Stage", "next_stage", "plan_installation"]
