"""One value out of a JSON answer: found by its pointer, or missed without a word of what is there."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import pytest

from magesaas_ops.errors import SecretUnavailable
from magesaas_ops.loading.shape.schema import inventory_schema
from magesaas_ops.model.secret_ref import SecretRef
from magesaas_ops.secret_providers import Secrets, resolve
from magesaas_ops.secret_providers.json_pointer import text_at

TREE = {
    "data": {"keys": ["canary-1", "canary-2"], "a/b": "slash", "m~n": "tilde", "": "empty name", "0": "zero"},
    "number": 7,
    "nothing": None,
    "blank": "",
}


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("/data/keys/0", "canary-1"),
        ("/data/keys/1", "canary-2"),
        ("/data/a~1b", "slash"),
        ("/data/m~0n", "tilde"),
        ("/data/", "empty name"),
        ("/data/0", "zero"),
    ],
)
def test_a_pointer_finds_its_text(pointer: str, text: str) -> None:
    assert text_at(json.dumps(TREE), pointer, "command x") == text


@pytest.mark.parametrize(
    ("pointer", "why"),
    [
        ("/data/key", "/data is there, but nothing at /data/key"),
        ("/dat", "the JSON is there, but nothing at /dat"),
        ("/data/keys/2", "nothing at /data/keys/2"),
        ("/data/keys/-", "nothing at /data/keys/-"),
        ("/data/keys/01", "nothing at /data/keys/01"),
        ("/data/keys/0/x", "nothing at /data/keys/0/x"),
        ("/data", "there is an object, and a text is needed"),
        ("/data/keys", "there is a list"),
        ("/number", "there is a number"),
        ("/nothing", "there is null"),
        ("/blank", "the text there is empty"),
    ],
)
def test_what_is_not_there_is_told_without_what_is(pointer: str, why: str) -> None:
    with pytest.raises(SecretUnavailable, match=why) as caught:
        text_at(json.dumps(TREE), pointer, "command x")
    assert caught.value.hint
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("text", ["canary", "[" * 100_000, '{"a": "canary"', '"' + "x" * 1_100_000 + '"'])
def test_what_is_no_readable_json_is_told_without_its_text(text: str) -> None:
    with pytest.raises(SecretUnavailable, match="what is there") as caught:
        text_at(text, "/a", "command x")
    assert "canary" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_files_and_commands_hold_json(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text(json.dumps(TREE))
    assert resolve(SecretRef("file", "keys.json", str(tmp_path), "/data/keys/0")).reveal() == "canary-1"
    assert resolve(SecretRef("command", ("cat", "keys.json"), str(tmp_path), "/data/keys/1")).reveal() == "canary-2"


def test_what_is_missing_names_the_reference(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text("{}")
    with pytest.raises(SecretUnavailable, match=r"^command cat at /a: the JSON is there, but nothing at /a$"):
        resolve(SecretRef("command", ("cat", "keys.json"), str(tmp_path), "/a"))


def counting(folder: Path, prints: str) -> tuple[str, ...]:
    """A command that notes each of its runs and takes its time."""
    (folder / "prints").write_text(prints)
    script = "import time; open('runs', 'a').write('x'); time.sleep(0.3); print(open('prints').read())"
    return (sys.executable, "-c", script)


def test_a_command_runs_once_however_many_take_from_it_at_once(tmp_path: Path) -> None:
    argv, secrets = counting(tmp_path, json.dumps(TREE)), Secrets()
    refs = [SecretRef("command", argv, str(tmp_path), f"/data/keys/{index % 2}") for index in range(8)]
    with ThreadPoolExecutor(8) as threads:
        texts = [secret.reveal() for secret in threads.map(secrets.resolve, refs)]
    assert texts == ["canary-1", "canary-2"] * 4
    assert secrets.resolve(SecretRef("command", argv, str(tmp_path))).reveal().startswith("{")
    assert (tmp_path / "runs").read_text() == "x"


def test_a_command_that_fails_is_not_run_again_in_the_same_run(tmp_path: Path) -> None:
    secrets = Secrets()
    ref = SecretRef("command", ("sh", "-c", "echo x >> runs; exit 3"), str(tmp_path))
    for _ in range(2):
        with pytest.raises(SecretUnavailable, match="ended with 3"):
            secrets.resolve(ref)
    assert (tmp_path / "runs").read_text() == "x\n"
    with pytest.raises(SecretUnavailable):
        Secrets().resolve(ref)
    assert (tmp_path / "runs").read_text() == "x\nx\n", "another run asks again"


def test_commands_in_other_folders_are_others(tmp_path: Path) -> None:
    secrets = Secrets()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "key").write_text(name)
        assert secrets.resolve(SecretRef("command", ("cat", "key"), str(tmp_path / name))).reveal() == name


def test_every_place_that_the_schema_allows_has_its_provider() -> None:
    reference = inventory_schema()["$defs"]["secretRef"]
    for place in reference["properties"].keys() - {"json"}:
        assert callable(import_module(f"magesaas_ops.secret_providers.{place}").read)
