"""The demo's fleet: three installations of one account on this machine, their registry and their inventory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.sandbox.composer_repository import write_composer_repository
from magesaas_ops.sandbox.installation import SandboxInstallation, create_installation
from magesaas_ops.sandbox.registry_accounts import SandboxProject, SandboxSaasEnvironment
from magesaas_ops.sandbox.registry_signatures import new_key_pair

if TYPE_CHECKING:
    from pathlib import Path

    from magesaas_ops.sandbox.registry import SandboxRegistry

API_KEY = "demo-api-key-of-acme"
PROJECT = "4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01"
PRODUCTION, TESTING_1, TESTING_2 = (
    f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}" for digit in "123"
)

INVENTORY = f"""\
version: 1

accounts:
  acme:
    keys:
      production:
        api_key: {{env: ACME_API_KEY}}
        private_key: {{file: ../secrets/acme.pem}}
    projects:
      storefront:
        id: {PROJECT}
        saas_environments:
          production: {{id: {PRODUCTION}, type: production}}
          testing-1: {{id: {TESTING_1}, type: testing}}
          testing-2: {{id: {TESTING_2}, type: testing}}

installations:
  acme-eu:
    stage: production
    hosts: ["@local"]
    root: {{hosts}}/acme-eu
    base_urls: [https://shop.acme.example/]
    websites: [base, eu_b2b]
    saas_environment: acme/storefront/production
  acme-eu-staging:
    stage: staging
    hosts: ["@local"]
    root: {{hosts}}/acme-eu-staging
    websites: [base, eu_b2b]
    saas_environment: acme/storefront/testing-1
  acme-dev:
    stage: development
    hosts: ["@local"]
    root: {{hosts}}/acme-dev
    websites: [base]
    saas_environment: none
"""


@dataclass(frozen=True, slots=True)
class DemoFleet:
    """Where the demo's things are."""

    folder: Path
    production: SandboxInstallation
    staging: SandboxInstallation

    @property
    def inventory(self) -> Path:
        return self.folder / "inventories" / "acme.yaml"


def create_demo_fleet(folder: Path, registry: SandboxRegistry) -> DemoFleet:
    """Set everything up in ``folder``; staging does not have the SaaS packages yet."""
    hosts, repository = folder / "hosts", write_composer_repository(folder / "composer")
    hosts.mkdir()
    production = create_installation(
        hosts / "acme-eu",
        websites=["base", "eu_b2b"],
        base_url="https://shop.acme.example/",
        composer_repository=repository,
    )
    staging = create_installation(
        hosts / "acme-eu-staging",
        websites=["base", "eu_b2b"],
        base_url="https://staging.acme.example/",
        with_modules=False,
        composer_repository=repository,
    )
    create_installation(hosts / "acme-dev", base_url="https://dev.acme.example/", composer_repository=repository)
    private_key, public_key = new_key_pair()
    saas_environments = [
        SandboxSaasEnvironment(PRODUCTION, "Production", "Production"),
        SandboxSaasEnvironment(TESTING_1, "Testing 1"),
        SandboxSaasEnvironment(TESTING_2, "Testing 2"),
    ]
    registry.add_account(API_KEY, public_key, [SandboxProject(PROJECT, "Acme Storefront", saas_environments)])
    secret = folder / "secrets" / "acme.pem"
    secret.parent.mkdir(mode=0o700)
    secret.touch(mode=0o600)
    secret.write_text(private_key)
    fleet = DemoFleet(folder, production, staging)
    fleet.inventory.parent.mkdir()
    fleet.inventory.write_text(INVENTORY.replace("{hosts}", str(hosts)))
    return fleet
