"""Where secrets live: each place answers with the secret, or says why not without a word of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from magesaas_ops.errors import SecretUnavailable
from magesaas_ops.model.secret_ref import SecretRef
from magesaas_ops.secret_providers import resolve

CANARY = "canary-7b1d"


def failure_of(ref: SecretRef) -> str:
    with pytest.raises(SecretUnavailable) as caught:
        resolve(ref)
    assert CANARY not in f"{caught.value!r} {caught.value.hint}"
    assert caught.value.__cause__ is None
    return caught.value.message


def test_a_variable_gives_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", CANARY)
    assert resolve(SecretRef("env", "SOME_KEY")).reveal() == CANARY


@pytest.mark.parametrize(("value", "state"), [(None, "not set"), ("", "empty")])
def test_a_variable_without_text_is_said_to_have_none(
    monkeypatch: pytest.MonkeyPatch, value: str | None, state: str
) -> None:
    monkeypatch.delenv("SOME_KEY", raising=False)
    if value is not None:
        monkeypatch.setenv("SOME_KEY", value)
    assert failure_of(SecretRef("env", "SOME_KEY")) == f"environment variable SOME_KEY is {state}"


def test_a_variable_that_is_no_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", f"{CANARY}\udcff")
    assert failure_of(SecretRef("env", "SOME_KEY")) == "environment variable SOME_KEY is not UTF-8 text"


def test_a_file_is_found_beside_the_inventory_and_loses_one_newline(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{CANARY}\n\n")
    assert resolve(SecretRef("file", "key", str(tmp_path))).reveal() == f"{CANARY}\n"


def test_files_that_cannot_be_keys_are_refused(tmp_path: Path) -> None:
    assert "No such file" in failure_of(SecretRef("file", "gone", str(tmp_path)))
    assert "regular file" in failure_of(SecretRef("file", ".", str(tmp_path)))
    (tmp_path / "large").write_text(CANARY * 100_000)
    assert "larger than" in failure_of(SecretRef("file", "large", str(tmp_path)))
    (tmp_path / "binary").write_bytes(CANARY.encode() + b"\xff")
    assert "UTF-8" in failure_of(SecretRef("file", "binary", str(tmp_path)))
    assert "regular file" in failure_of(SecretRef("file", "/dev/null", str(tmp_path)))
    (tmp_path / "empty").write_text("\n")
    assert "is empty" in failure_of(SecretRef("file", "empty", str(tmp_path)))


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "regular file" in failure_of(SecretRef("file", "pipe", str(tmp_path)))


def test_a_file_that_is_a_link_is_followed_as_mounted_secrets_are(tmp_path: Path) -> None:
    (tmp_path / "..data").mkdir()
    (tmp_path / "..data" / "key").write_text(CANARY)
    (tmp_path / "key").symlink_to("..data/key")
    assert resolve(SecretRef("file", "key", str(tmp_path))).reveal() == CANARY


@pytest.mark.parametrize(
    ("written", "read"),
    [("k", "k"), ("k\n", "k"), ("k\r\n", "k"), ("k\n\n", "k\n"), ("k\r", "k\r"), (" k ", " k ")],
)
def test_one_line_end_is_removed_and_nothing_else(tmp_path: Path, written: str, read: str) -> None:
    (tmp_path / "key").write_bytes(written.encode())
    assert resolve(SecretRef("file", "key", str(tmp_path))).reveal() == read
    assert resolve(SecretRef("command", ("cat", "key"), str(tmp_path))).reveal() == read


def test_a_command_runs_beside_the_inventory_without_a_shell(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{CANARY}\n")
    assert resolve(SecretRef("command", ("cat", "key"), str(tmp_path))).reveal() == CANARY
    assert resolve(SecretRef("command", ("echo", "$HOME; id"), str(tmp_path))).reveal() == "$HOME; id"


def test_a_failing_command_is_quoted_by_its_errors_only(tmp_path: Path) -> None:
    script = f"import sys; print('{CANARY}'); print('no such entry', file=sys.stderr); sys.exit(3)"
    told = failure_of(SecretRef("command", (sys.executable, "-c", script), str(tmp_path)))
    assert told.endswith("ended with 3: no such entry")


def test_commands_that_cannot_answer_say_why(tmp_path: Path) -> None:
    assert "is not installed" in failure_of(SecretRef("command", ("no-such-program",), str(tmp_path)))
    assert "printed nothing" in failure_of(SecretRef("command", ("true",), str(tmp_path)))
    assert "UTF-8" in failure_of(SecretRef("command", ("printf", r"\377"), str(tmp_path)))
    waits = SecretRef(
        "command", (sys.executable, "-c", "import sys; print(sys.stdin.read() or 'nobody')"), str(tmp_path)
    )
    assert resolve(waits).reveal() == "nobody"
