"""A small fleet with everything real: PHP, Composer, MariaDB, sshd, and the sandbox's Magento and registry."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from magesaas_ops.sandbox import (
    MariaServer,
    SandboxInstallation,
    SandboxProject,
    SandboxRegistry,
    SandboxSaasEnvironment,
    create_installation,
    new_key_pair,
    write_composer_repository,
)
from tests.sshd import HOST_FOLDER, Sshd, running_sshd

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = "4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01"
PRODUCTION, TESTING_1, TESTING_2 = (
    f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}" for digit in "123"
)
CANARY = f"canary-{os.urandom(8).hex()}"
"""Another one in every process, so that test runs side by side do not see each other's."""
API_KEY = f"{CANARY}-acme-api-key"


@dataclass
class Command:
    """A finished ``magesaas``: whole process, as an operator runs it."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, object]:
        return json.loads(self.out)

    @property
    def said(self) -> str:
        return self.out + self.err

    def installation(self, name: str) -> dict[str, object]:
        return next(one for one in self.json["installations"] if one["name"] == name)


@dataclass
class Shop:
    """A fleet of a production cluster, its staging and a development installation, and the way to work on it."""

    folder: Path
    registry: SandboxRegistry
    servers: dict[str, Sshd]
    installations: dict[str, SandboxInstallation]
    private_key: str
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def inventory(self) -> Path:
        return self.folder / "fleet.yaml"

    def pyinfra(self, *arguments: str) -> Command:
        """Run pyinfra's own command line, with the fleet as its inventory."""
        done = subprocess.run(
            [sys.executable, "-m", "pyinfra", f"@magesaas/{self.inventory}", *arguments],
            capture_output=True,
            text=True,
            env={**os.environ, **self.environment},
            cwd=self.folder,
            timeout=300,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        return Command(done.returncode, done.stdout, done.stderr)

    def magesaas(self, *arguments: str, **variables: str) -> Command:
        """Run the command line in a process of its own, with the fleet's inventory."""
        environment = {**os.environ, **self.environment, **variables}
        done = subprocess.run(
            [sys.executable, "-m", "magesaas_ops", *arguments, "-i", str(self.inventory)],
            capture_output=True,
            text=True,
            env=environment,
            cwd=self.folder,
            timeout=300,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        return Command(done.returncode, done.stdout, done.stderr)

    def edit(self, old: str, new: str) -> None:
        """Change the inventory by hand."""
        text = self.inventory.read_text()
        assert old in text
        self.inventory.write_text(text.replace(old, new))


@pytest.fixture(scope="session")
def composer_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_composer_repository(tmp_path_factory.mktemp("composer") / "repository")


@pytest.fixture(scope="session")
def mariadb() -> Iterator[MariaServer]:
    with MariaServer() as server:
        yield server


@pytest.fixture(scope="session")
def key_pair() -> tuple[str, str]:
    return new_key_pair()


@pytest.fixture
def registry(key_pair: tuple[str, str]) -> Iterator[SandboxRegistry]:
    with SandboxRegistry() as server:
        server.add_account(
            API_KEY,
            key_pair[1],
            [
                SandboxProject(
                    PROJECT,
                    "Acme Storefront",
                    [
                        SandboxSaasEnvironment(PRODUCTION, "Production", "Production"),
                        SandboxSaasEnvironment(TESTING_1, "Testing 1"),
                        SandboxSaasEnvironment(TESTING_2, "Testing 2"),
                    ],
                )
            ],
        )
        yield server


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Sshd]]:
    folder = tmp_path_factory.mktemp("sshd")
    with contextlib.ExitStack() as running:
        yield {name: running.enter_context(running_sshd(folder / name, name)) for name in ("web1", "web2", "stage")}


_DATABASES = iter(range(10_000))


@pytest.fixture
def shop(
    tmp_path: Path,
    composer_repository: Path,
    mariadb: MariaServer,
    registry: SandboxRegistry,
    servers: dict[str, Sshd],
    key_pair: tuple[str, str],
) -> Shop:
    number = next(_DATABASES)
    database = mariadb.create_database(f"shop_{os.getpid()}_{number}")
    staging_database = mariadb.create_database(f"staging_{os.getpid()}_{number}")
    common = {"websites": ("base", "eu_b2b"), "composer_repository": composer_repository}
    web1 = create_installation(
        tmp_path / "web1", base_url="https://shop.example/", database=database, with_modules=False, **common
    )
    web2 = create_installation(
        tmp_path / "web2", base_url="https://shop.example/", database=database, with_modules=False, joins=web1, **common
    )
    staging = create_installation(
        tmp_path / "staging", base_url="https://staging.example/", database=staging_database, **common
    )
    dev = create_installation(
        tmp_path / "dev", websites=("base",), base_url="http://localhost/", composer_repository=composer_repository
    )
    for server, installation in (("web1", web1), ("web2", web2), ("stage", staging)):
        link = servers[server].home / "magento"
        link.unlink(missing_ok=True)
        link.symlink_to(installation.root)
    client_config = tmp_path / "ssh_config"
    client_config.write_text("".join(server.client_config.read_text() for server in servers.values()))
    (tmp_path / "acme.pem").write_text(key_pair[0])
    (tmp_path / "fleet.yaml").write_text(
        _INVENTORY.format(folder=tmp_path, ssh_config=client_config, host_folder=HOST_FOLDER)
    )
    return Shop(
        tmp_path,
        registry,
        servers,
        {"web1": web1, "web2": web2, "staging": staging, "dev": dev},
        key_pair[0],
        {
            "ACME_API_KEY": API_KEY,
            "MAGESAAS_REGISTRY": registry.url,
            "MAGESAAS_AUDIT_LOG": str(tmp_path / "audit.jsonl"),
            "HOME": os.environ.get("HOME", "/root"),
        },
    )


_INVENTORY = """\
version: 1
accounts:
  acme:
    edition: commerce
    keys:
      production:
        api_key: {{env: ACME_API_KEY}}
        private_key: {{file: acme.pem}}
    projects:
      storefront:
        id: 4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01
        saas_environments:
          production: {{id: 11111111-1111-4111-8111-111111111111, type: production}}
          testing-1: {{id: 22222222-2222-4222-8222-222222222222, type: testing}}
          testing-2: {{id: 33333333-3333-4333-8333-333333333333, type: testing}}
defaults:
  connection: {{ssh_config_file: {ssh_config}}}
installations:
  shop:
    stage: production
    hosts: [web1, web2]
    root: {host_folder}/magento
    base_urls: [https://shop.example/]
    websites: [base, eu_b2b]
    saas_environment: acme/storefront/production
  shop-staging:
    stage: staging
    hosts: [stage]
    root: {host_folder}/magento
    websites: [base, eu_b2b]
    saas_environment: acme/storefront/testing-1
  shop-dev:
    stage: development
    hosts: ["@local"]
    root: {folder}/dev
    websites: [base]
    saas_environment: none
"""
