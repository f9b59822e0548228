"""The rules: one file each, listed here, and the engine that judges by them.

To add a rule, add its file and one line in ``catalogue``.
"""

from __future__ import annotations

from magesaas_ops.rules.catalogue import (
    ALL_RULES,
    FILE_RULES,
    TRANSITION_RULES,
    WAIVER_RULES,
    WORLD_RULES,
    rule_by_id,
)
from magesaas_ops.rules.engine import Judgement, judge_files, judge_transition, judge_world

__all__ = [
    "ALL_RULES",
    "FILE_RULES",
    "TRANSITION_RULES",
    "WAIVER_RULES",
    "WORLD_RULES",
    "Judgement",
    "judge_files",
    "judge_transition",
    "judge_world",
    "rule_by_id",
]
