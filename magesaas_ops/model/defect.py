"""What can be wrong with a file before its content is judged: the defects that loading turns into findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.model.finding import Finding, Related, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from magesaas_ops.model.source import Place


@dataclass(frozen=True, slots=True)
class Defect:
    """A kind of defect: the id of the rule whose page explains it, and that rule's fixed summary."""

    rule: str
    summary: str

    def finding(self, subject: str, detail: str, at: Place | None, related: Iterable[Related] = ()) -> Finding:
        """Build the finding; defects always refuse, because what could not be read was not judged."""
        return Finding(self.rule, Severity.REFUSE, self.summary, detail, subject, at, tuple(related))


UNREADABLE_INVENTORY = Defect("unreadable-inventory", "an inventory file cannot be read")
DUPLICATE_KEY = Defect("duplicate-key", "a key stands twice in one mapping")
SCHEMA_VIOLATION = Defect("schema-violation", "the inventory does not have the shape that the schema describes")
PLAINTEXT_SECRET = Defect("plaintext-secret", "a secret is written into the inventory")
NAME_DECLARED_TWICE = Defect("name-declared-twice", "a name is declared in two files")
