"""Who answers for a waived danger, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from magesaas_ops.model.diff_report import DiffFinding


def answer(told: DiffFinding) -> str:
    """One sentence for each waiver that accepts the finding."""
    return " ".join(
        f"Accepted until {waiver.expires} by {waiver.owner}: {waiver.reason.rstrip('.')}." for waiver in told.waivers
    )
