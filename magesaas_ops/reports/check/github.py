"""``check`` as annotations of a workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.findings import github

if TYPE_CHECKING:
    from magesaas_ops.model.report import CheckReport


def render(report: CheckReport) -> str:
    return github.render(report.findings, f"{report.coverage}: {report.counts}")
