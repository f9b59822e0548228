"""``diff`` as GitLab's code quality report: what holds afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.findings import gitlab
from magesaas_ops.reports.findings.positions import with_former_places

if TYPE_CHECKING:
    from magesaas_ops.model.diff_report import DiffReport


def render(report: DiffReport) -> str:
    return gitlab.render(with_former_places((one.finding for one in report.findings), report.changes))
