"""What the sandbox registry knows: accounts with their public keys, projects and SaaS environments."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True)
class SandboxSaasEnvironment:
    """A SaaS environment; ``type`` is spelt as the registry does: Production or Testing."""

    id: str
    name: str
    type: str = "Testing"


@dataclass(slots=True)
class SandboxProject:
    """A SaaS project with its SaaS environments."""

    id: str
    name: str
    saas_environments: list[SandboxSaasEnvironment] = field(default_factory=list)


@dataclass(slots=True)
class SandboxAccount:
    """A licence holder: the API key that names it and the public key that its signatures must verify under."""

    api_key: str
    public_key_pem: str
    projects: list[SandboxProject] = field(default_factory=list)
    mage_id: str = "MAG000000000"
    entitlement: tuple[int, int] = (1, 2)

    def rows(self) -> Iterator[dict[str, object]]:
        """One row per SaaS environment, as the registry answers (contract §4)."""
        for project in self.projects:
            for saas_environment in project.saas_environments:
                yield {
                    "environmentId": saas_environment.id,
                    "environmentName": saas_environment.name,
                    "environmentType": saas_environment.type,
                    "projectId": project.id,
                    "projectName": project.name,
                    "mageId": self.mage_id,
                    "accountGroup": "Merchant",
                }

    def create_project(self, name: str) -> SandboxProject:
        """A new project with as many SaaS environments as the account is entitled to, whatever exists already."""
        production, testing = self.entitlement
        made = [SandboxSaasEnvironment(str(uuid.uuid4()), "Production", "Production") for _ in range(production)]
        made += [SandboxSaasEnvironment(str(uuid.uuid4()), f"Testing {nth + 1}") for nth in range(testing)]
        project = SandboxProject(str(uuid.uuid4()), name, made)
        self.projects.append(project)
        return project
