"""What the registry said is remembered, for one registry and key, and believed only when it is ours."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from magesaas_ops.model.registry_record import RegistryRecord, RegistryStatus
from magesaas_ops.model.secret_ref import KeyMaterial, Secret
from magesaas_ops.registry import ask_registry, remembered_answers, remembered_url
from magesaas_ops.registry.address import DEFAULT_URL
from magesaas_ops.registry.memory import RegistryMemory
from magesaas_ops.sandbox import SandboxRegistry

URL = "https://registry.example/merchant-registry/v1/"
KEYS = KeyMaterial(Secret("canary-api-key"), Secret("canary-private-key"), "a:10001")
TESTING = RegistryRecord("p1", "Storefront", "e1", "Testing 1", "Testing")
OTHER = RegistryRecord("p2", "Outlet", "e2", "Testing 2", "Testing")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def memory() -> RegistryMemory:
    remembered = RegistryMemory(KEYS, URL)
    remembered.keep([TESTING], of_projects={"p1"})
    return remembered


def test_what_was_said_is_known_later_with_its_age(memory: RegistryMemory) -> None:
    answer = memory.answer()
    assert answer.status is RegistryStatus.SKIPPED
    assert answer.records == {"e1": TESTING}
    assert timedelta(0) <= answer.ages["e1"] < timedelta(minutes=5)


def test_nothing_is_known_before_anything_was_said() -> None:
    assert RegistryMemory(KEYS, URL).answer().records == {}


def test_only_its_owner_can_read_it_and_no_secret_is_in_it(memory: RegistryMemory, cache: Path) -> None:
    assert memory.path.is_relative_to(cache / "magesaas" / "registry")
    assert stat.S_IMODE(memory.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(memory.path.parent.stat().st_mode) == 0o700
    assert "canary" not in memory.path.read_text()
    assert [file.name for file in memory.path.parent.iterdir()] == [memory.path.name]


def test_a_project_that_is_asked_again_is_remembered_anew_and_others_stay(memory: RegistryMemory) -> None:
    memory.keep([OTHER], of_projects={"p2"})
    assert set(memory.answer().records) == {"e1", "e2"}
    memory.keep([], of_projects={"p1"})
    assert set(memory.answer().records) == {"e2"}


@pytest.mark.parametrize(
    "other",
    [
        RegistryMemory(KEYS, "https://other.example/merchant-registry/v1/"),
        RegistryMemory(KeyMaterial(Secret("another"), KEYS.private_key, ""), URL),
        RegistryMemory(KeyMaterial(KEYS.api_key, Secret("another"), ""), URL),
    ],
    ids=["registry", "API key", "private key"],
)
def test_it_is_bound_to_its_registry_and_keys(
    memory: RegistryMemory, other: RegistryMemory, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RegistryMemory, "path", property(lambda _: cache / "magesaas" / "one.json"))
    memory.keep([TESTING], of_projects={"p1"})
    assert memory.answer().records
    assert other.answer().records == {}


def edited(change: Callable[[dict[str, object]], object]) -> Callable[[Path], object]:
    def edit(path: Path) -> None:
        tree = json.loads(path.read_text())
        change(tree)
        path.write_text(json.dumps(tree))

    return edit


def replaced_by_a_link(path: Path) -> None:
    other = path.rename(path.with_suffix(".kept"))
    path.symlink_to(other)


@pytest.mark.parametrize(
    "tampered",
    [
        edited(lambda tree: tree["records"][0].update(environmentId="e9")),
        edited(lambda tree: tree["records"][0].update(environmentType="Testing ")),
        edited(lambda tree: tree["records"][0].update(at="2000-01-01T00:00:00+00:00")),
        edited(lambda tree: tree.pop("signature")),
        edited(lambda tree: tree.update(signature=7)),
        edited(lambda tree: tree.update(records="none")),
        lambda path: path.chmod(0o622),
        replaced_by_a_link,
        lambda path: path.write_text("[" * 200_000),
        lambda path: path.write_bytes(b"\xff"),
        lambda path: path.write_text(""),
        lambda path: os.truncate(path, 9 * 1024 * 1024),
    ],
)
def test_what_is_not_as_we_wrote_it_is_not_believed(memory: RegistryMemory, tampered: Callable[[Path], object]) -> None:
    tampered(memory.path)
    assert memory.answer().records == {}


def test_a_row_without_its_time_is_not_believed(memory: RegistryMemory) -> None:
    tree = json.loads(memory.path.read_text())
    for at in (None, "yesterday", "2026-01-01T00:00:00"):
        tree["records"][0]["at"] = at
        tree["signature"] = memory._signature_of(tree["records"])
        memory.path.write_text(json.dumps(tree))
        assert memory.answer().records == {}


def test_where_nothing_can_be_written_nothing_is_remembered_and_nothing_breaks(cache: Path) -> None:
    cache.write_text("in the way")
    memory = RegistryMemory(KEYS, URL)
    memory.keep([TESTING], of_projects={"p1"})
    assert memory.answer().records == {}


def test_an_answer_of_the_registry_is_remembered(registry: SandboxRegistry, keys: KeyMaterial) -> None:
    asked = ask_registry("acme", keys, url=registry.url, project_ids={"p1"})
    assert asked.status is RegistryStatus.ANSWERED
    remembered = remembered_answers({"acme": keys}, url=registry.url)["acme"]
    assert remembered.status is RegistryStatus.SKIPPED
    assert remembered.records == asked.records


def test_no_answer_leaves_what_is_remembered(registry: SandboxRegistry, keys: KeyMaterial) -> None:
    ask_registry("acme", keys, url=registry.url, project_ids={"p1"})
    before = remembered_answers({"acme": keys}, url=registry.url)["acme"].records
    assert (
        ask_registry("acme", keys, url="http://127.0.0.1:9/", project_ids={"p1"}).status is not RegistryStatus.ANSWERED
    )
    assert remembered_answers({"acme": keys}, url=registry.url)["acme"].records == before


@pytest.mark.parametrize(("chosen", "url"), [(None, DEFAULT_URL), ("skip", DEFAULT_URL), ("https://r/", "https://r/")])
def test_what_is_remembered_is_that_of_the_registry_that_is_otherwise_asked(
    chosen: str | None, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAGESAAS_REGISTRY", raising=False)
    if chosen is not None:
        monkeypatch.setenv("MAGESAAS_REGISTRY", chosen)
    assert remembered_url() == url
