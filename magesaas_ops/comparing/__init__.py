"""Model × model → changes, impact and what is to be told about them. Pure: no files, no git, no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.comparing.concerned import concerned
from magesaas_ops.comparing.consequences import impact
from magesaas_ops.comparing.differences import changes
from magesaas_ops.comparing.judgement import introduced, resolved
from magesaas_ops.comparing.placing import Touched
from magesaas_ops.model.diff_report import DiffFinding, DiffReport, Revision

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from magesaas_ops.laws.transition import Transition
    from magesaas_ops.model.finding import Coverage, Finding
    from magesaas_ops.model.waiver import Waiver

__all__ = ["changes", "compare", "impact"]


def compare(
    change: Transition,
    *,
    base: Revision,
    head: Revision,
    coverage: Coverage,
    findings_before: Sequence[Finding] = (),
    findings_after: Sequence[Finding] = (),
    findings_of_transition: Sequence[Finding] = (),
) -> DiffReport:
    """Put together everything that a reviewer is told; the findings are what the rules said of each side."""
    differences = changes(change)
    touched = Touched(change.before, change.after, differences)
    told = [
        *(
            DiffFinding(touched.placed(one), True, _accepting(one, change.before.waivers, change.former_subject))
            for one in findings_of_transition
        ),
        *(
            DiffFinding(touched.placed(one) if new else one, new, _accepting(one, change.after.waivers))
            for one, new in zip(findings_after, introduced(change, findings_before, findings_after), strict=True)
        ),
    ]
    consequences = impact(change)
    return DiffReport(
        base=base,
        head=head,
        changes=differences,
        impact=consequences,
        findings=tuple(sorted(told, key=lambda one: one.order)),
        resolved=resolved(change, findings_before, findings_after),
        unknown=tuple(sorted(change.identity.unknown)),
        coverage=coverage,
        concerned=concerned(change, consequences, (one.finding for one in told)),
    )


def _accepting(finding: Finding, waivers: Sequence[Waiver], called: Callable[[str], str] = str) -> tuple[Waiver, ...]:
    """The waivers that accept a waived finding; ``called`` translates its subjects into their language."""
    if not finding.waived:
        return ()
    subjects = [called(subject) for subject in finding.subjects]
    return tuple(one for one in waivers if one.rule == finding.rule and one.accepts(subjects))
