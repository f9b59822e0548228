"""Who answers for a waived danger, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from magesaas_ops.model.diff_report import DiffFinding
    from magesaas_ops.model.finding import Finding


def answer(told: DiffFinding) -> str:
    """One sentence for each waiver that accepts the finding."""
    return " ".join(
        f"Accepted until {waiver.expires} by {waiver.owner}: {waiver.reason.rstrip('.')}." for waiver in told.waivers
    )


def with_answer(told: DiffFinding) -> Finding:
    """The finding; the words of who accepts it come first."""
    return replace(told.finding, detail=f"{answer(told)} {told.finding.detail}")
