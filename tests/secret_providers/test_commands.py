"""Commands that hang, babble, leave children behind or print keys where they complain."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from magesaas_ops.errors import SecretUnavailable
from magesaas_ops.model.secret_ref import SecretRef
from magesaas_ops.programs import Ended
from magesaas_ops.secret_providers import command, resolve

KEY_LINE = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"


def shell(script: str, folder: Path) -> SecretRef:
    return SecretRef("command", ("sh", "-c", script), str(folder))


def is_running(pid: int) -> bool:
    """Whether it exists and is no zombie that waits for init."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 10
    while is_running(pid):
        assert time.monotonic() < deadline, f"{pid} still runs"
        time.sleep(0.01)


def test_a_command_that_hangs_is_killed_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "SECONDS", 0.5)
    with pytest.raises(SecretUnavailable, match=r"did not end within 0\.5 seconds and was killed"):
        resolve(shell("sleep 300 & echo $! > child; wait", tmp_path))
    wait_until_gone(int((tmp_path / "child").read_text()))


def test_a_command_that_closed_its_output_is_still_waited_for_no_longer_than_the_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "SECONDS", 0.5)
    with pytest.raises(SecretUnavailable, match="did not end"):
        resolve(shell("exec >/dev/null 2>&1; sleep 300", tmp_path))


def test_a_daemon_that_keeps_the_pipes_open_is_not_waited_for(tmp_path: Path) -> None:
    started = time.monotonic()
    assert resolve(shell("sleep 300 & echo $! > daemon; echo key", tmp_path)).reveal() == "key"
    assert time.monotonic() - started < 10
    daemon = int((tmp_path / "daemon").read_text())
    assert is_running(daemon), "an agent that a program started is left to it"
    os.kill(daemon, 9)


def test_endless_output_is_cut_off(tmp_path: Path) -> None:
    with pytest.raises(SecretUnavailable, match="printed more than 1 MiB"):
        resolve(SecretRef("command", ("yes", "canary-7b1d"), str(tmp_path)))


def test_much_talk_on_standard_error_neither_blocks_nor_fills_memory(tmp_path: Path) -> None:
    script = "import sys; sys.stderr.write('warning\\n' * 100_000); print('key')"
    assert resolve(SecretRef("command", (sys.executable, "-c", script), str(tmp_path))).reveal() == "key"


def test_a_command_has_no_terminal_to_ask_on(tmp_path: Path) -> None:
    with pytest.raises(SecretUnavailable, match="ended with"):
        resolve(shell("exec < /dev/tty && echo asked", tmp_path))


def test_a_killed_command_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(SecretUnavailable, match="was killed by signal 9: it said nothing"):
        resolve(shell("kill -9 $$", tmp_path))


def test_a_program_that_may_not_be_executed_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    with pytest.raises(SecretUnavailable, match="cannot be run: Permission denied"):
        resolve(SecretRef("command", ("./plain",), str(tmp_path)))


def test_what_a_failed_command_says_is_shown_without_what_it_printed(tmp_path: Path) -> None:
    script = "echo the-secret; echo one >&2; echo two >&2; echo got: the-secret! >&2; echo three >&2; exit 3"
    with pytest.raises(SecretUnavailable) as caught:
        resolve(shell(script, tmp_path))
    assert caught.value.message == "command sh ended with 3: two | got: ********! | three"


def test_a_failed_command_shows_nothing_that_looks_like_a_key(tmp_path: Path) -> None:
    with pytest.raises(SecretUnavailable) as caught:
        resolve(shell(f"echo '-----BEGIN PRIVATE KEY-----' >&2; echo {KEY_LINE} >&2; exit 1", tmp_path))
    assert KEY_LINE not in caught.value.message


def test_an_ended_command_shows_no_output() -> None:
    assert "canary" not in repr(Ended(0, b"canary", b"canary"))
