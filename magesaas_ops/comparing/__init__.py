"""Model × model → changes, impact and what is to be told about them. Pure: no files, no git, no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.comparing.consequences import impact
from magesaas_ops.comparing.differences import changes
from magesaas_ops.comparing.judgement import introduced, resolved
from magesaas_ops.comparing.placing import Touched
from magesaas_ops.laws.identity import probable_renames, renamed_saas_environments
from magesaas_ops.laws.unknowns import Unknowns
from magesaas_ops.model.diff_report import DiffFinding, DiffReport, Revision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from magesaas_ops.model.coverage import Coverage
    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.inventory import Fleet

__all__ = ["changes", "compare", "impact"]


def compare(
    before: Fleet,
    after: Fleet,
    *,
    base: Revision,
    head: Revision,
    coverage: Coverage,
    findings_before: Sequence[Finding] = (),
    findings_after: Sequence[Finding] = (),
    findings_of_transition: Sequence[Finding] = (),
) -> DiffReport:
    """Put together everything that a reviewer is told; the findings are what the rules said of each side."""
    differences = changes(before, after)
    touched = Touched(before, after, differences)
    is_new = introduced(before, findings_before, after, findings_after)
    told = [
        *(DiffFinding(touched.placed(finding), True) for finding in findings_of_transition),
        *(
            DiffFinding(touched.placed(finding) if new else finding, new)
            for finding, new in zip(findings_after, is_new, strict=True)
        ),
    ]
    return DiffReport(
        base=base,
        head=head,
        changes=differences,
        impact=impact(before, after),
        findings=tuple(sorted(told, key=lambda one: one.order)),
        resolved=resolved(before, findings_before, after, findings_after),
        renames=probable_renames(before, after),
        renamed_saas_environments=renamed_saas_environments(before, after),
        unknown=Unknowns(before, after).subjects,
        coverage=coverage,
    )
