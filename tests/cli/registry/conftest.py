"""An account, its inventory in the working folder, and a registry that knows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from magesaas_ops.cli import main
from magesaas_ops.sandbox import SandboxAccount, SandboxProject, SandboxRegistry, SandboxSaasEnvironment, new_key_pair

PROJECT, LIVE, TEST_1, TEST_2, OTHER = (
    f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}" for digit in "12345"
)
API_KEY = "canary-api-key"
INVENTORY = """\
version: 1
accounts:
  acme:
    mage_id: MAG1
    keys: {production: {api_key: {env: ACME_API_KEY}, private_key: {file: acme.pem}}}
    projects:
      shop:   # the one
        name: Acme Shop
        saas_environments:
          live: {type: production, name: Production}
          testing-1: {type: testing}
installations:
  eu: {stage: production, hosts: [eu], root: /r, websites: [base], saas_environment: none, base_urls: [https://eu/]}
"""


@dataclass
class Desk:
    """Where somebody sits who types commands."""

    folder: Path
    registry: SandboxRegistry
    account: SandboxAccount
    capture: pytest.CaptureFixture[str]

    @property
    def file(self) -> Path:
        return self.folder / "inventories" / "fleet.yaml"

    @property
    def writes(self) -> list[str]:
        return [
            f"{one.method} {one.path.partition('/v1/')[2]}" for one in self.registry.requests if one.method != "GET"
        ]

    def run(self, *arguments: str) -> tuple[int, str, str]:
        status = main([*arguments])
        out, err = self.capture.readouterr()
        assert API_KEY not in out + err
        return status, out, err


@pytest.fixture(scope="session")
def pair() -> tuple[str, str]:
    return new_key_pair()


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pair: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACME_API_KEY", API_KEY)
    monkeypatch.setenv("MAGESAAS_AUDIT_LOG", str(tmp_path / "audit.jsonl"))
    (tmp_path / "inventories").mkdir()
    (tmp_path / "inventories" / "acme.pem").write_text(pair[0])
    (tmp_path / "inventories" / "fleet.yaml").write_text(INVENTORY)
    with SandboxRegistry() as registry:
        account = registry.add_account(API_KEY, pair[1])
        monkeypatch.setenv("MAGESAAS_REGISTRY", registry.url)
        yield Desk(tmp_path, registry, account, capsys)


@pytest.fixture
def opened(desk: Desk) -> Desk:
    """With a project in the registry that is declared by name only."""
    desk.account.projects.append(
        SandboxProject(
            PROJECT,
            "Acme Shop",
            [
                SandboxSaasEnvironment(LIVE, "Production", "Production"),
                SandboxSaasEnvironment(TEST_1, "Testing 1"),
                SandboxSaasEnvironment(TEST_2, "Testing 2"),
            ],
        )
    )
    return desk
