"""What the merchant registry says, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from magesaas_ops.model.inventory import SaasEnvironmentType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta


@dataclass(frozen=True, slots=True)
class RegistryRecord:
    """One SaaS environment of one project, as the registry has it; ``type_text`` is its own word for the type."""

    project_id: str
    project_name: str
    saas_environment_id: str
    saas_environment_name: str
    type_text: str

    @property
    def type(self) -> SaasEnvironmentType:
        """Anything that is not plainly ``Testing`` counts as production."""
        is_testing = self.type_text.strip().lower() == "testing"
        return SaasEnvironmentType.TESTING if is_testing else SaasEnvironmentType.PRODUCTION

    @property
    def is_production(self) -> bool:
        return self.type is SaasEnvironmentType.PRODUCTION


class RegistryStatus(str, Enum):
    """How asking the registry went for one account."""

    ANSWERED = "answered"
    REJECTED = "rejected"
    UNREACHABLE = "unreachable"
    SKIPPED = "skipped"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class RegistryAnswer:
    """What the registry said about one account, once per run; ``records`` by SaaS environment id.

    Where it was skipped, ``records`` are what it said in an earlier run, and ``ages`` by the same ids how long ago.
    """

    status: RegistryStatus
    records: Mapping[str, RegistryRecord] = field(default_factory=dict)
    message: str = ""
    ages: Mapping[str, timedelta] = field(default_factory=dict)


NOT_ASKED = RegistryAnswer(RegistryStatus.NOT_ASKED)
