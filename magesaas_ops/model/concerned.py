"""An installation that a change concerns, with what a reader has to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.model.inventory import SaasEnvironmentType

if TYPE_CHECKING:
    from magesaas_ops.model.inventory import SaasEnvironmentRef, Stage


@dataclass(frozen=True, slots=True)
class Concerned:
    """As it is afterwards, or as it was when it is gone then; ``type`` is that of its SaaS environment, if known."""

    name: str
    stage: Stage
    saas_environment: SaasEnvironmentRef | None
    type: SaasEnvironmentType | None
    websites: tuple[str, ...]

    @property
    def writes_production(self) -> bool:
        return self.type is SaasEnvironmentType.PRODUCTION
