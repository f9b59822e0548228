"""What ``import`` tells: what it wrote, what a person has to confirm, and what the fleet as it is runs into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.draft import Draft
    from magesaas_ops.model.finding import Coverage, Finding


@dataclass(frozen=True, slots=True)
class ImportReport:
    """``unknown`` are the targets that did not answer, with the reason; ``files`` what was, or would be, written."""

    draft: Draft
    unknown: Mapping[str, str]
    findings: tuple[Finding, ...]
    coverage: Coverage
    files: tuple[str, ...]
    is_written: bool

    @property
    def to_confirm(self) -> int:
        types = [
            one.type_mark
            for account in self.draft.accounts
            for project in account.projects
            for one in project.saas_environments
        ]
        return sum(one.to_confirm for one in self.draft.installations) + sum(map(bool, types))

    @property
    def is_refused(self) -> bool:
        return any(finding.refuses for finding in self.findings)
