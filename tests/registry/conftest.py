"""The sandbox's registry with one account, and the keys of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from magesaas_ops.model.secret_ref import KeyMaterial, Secret
from magesaas_ops.registry import exchange
from magesaas_ops.sandbox import SandboxProject, SandboxRegistry, SandboxSaasEnvironment, new_key_pair

if TYPE_CHECKING:
    from collections.abc import Iterator

API_KEY = "canary-api-key"


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between tries, that is; how long they are is stamina's to know."""
    monkeypatch.setattr(exchange, "PAUSES", (0.01, 0.05, 0.0))


@pytest.fixture(scope="module")
def key_pair() -> tuple[str, str]:
    return new_key_pair()


@pytest.fixture
def keys(key_pair: tuple[str, str]) -> KeyMaterial:
    return KeyMaterial(Secret(API_KEY), Secret(key_pair[0]), "unused")


@pytest.fixture
def registry(key_pair: tuple[str, str]) -> Iterator[SandboxRegistry]:
    with SandboxRegistry() as server:
        environments = [
            SandboxSaasEnvironment("e1", "Production", "Production"),
            SandboxSaasEnvironment("e2", "Testing"),
        ]
        server.add_account(API_KEY, key_pair[1], [SandboxProject("p1", "Shop", environments)])
        yield server
