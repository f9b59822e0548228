"""Errors become one message and an exit status; bugs leave a log to report."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import click
import pytest

from magesaas_ops.cli.boundary import run
from magesaas_ops.errors import HostUnreadable, MagesaasError, NothingToLookAt, Refused, StalePlan, UsageError


def command_that_raises(error: BaseException) -> click.Command:
    def fail() -> None:
        raise error

    return click.Command("verb", callback=fail)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (MagesaasError("m"), 1),
        (UsageError("m"), 2),
        (NothingToLookAt("m"), 3),
        (Refused("m"), 5),
        (StalePlan("m"), 6),
        (HostUnreadable("m"), 7),
        (KeyboardInterrupt(), 130),
    ],
)
def test_error_has_its_exit_status(error: BaseException, status: int) -> None:
    assert run(command_that_raises(error), []) == status


def test_message_and_hint_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    run(command_that_raises(UsageError("no such \x1b[31mthing", hint="try another")), [])
    assert capsys.readouterr() == ("", "error: no such \\x1b[31mthing\nhint: try another\n")


def test_bug_is_called_one_and_leaves_a_private_log(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run(command_that_raises(ZeroDivisionError("what it was")), []) == 1
    err = capsys.readouterr().err
    assert "bug of magesaas-ops (ZeroDivisionError)" in err
    assert "what it was" not in err
    (log,) = re.findall(r"\S+\.log", err)
    assert "what it was" in Path(log).read_text()
    assert stat.S_IMODE(Path(log).stat().st_mode) == 0o600


@pytest.mark.parametrize(("answer", "status"), [(None, 0), (0, 0), (5, 5)])
def test_status_is_what_the_verb_answers(answer: int | None, status: int) -> None:
    assert run(click.Command("verb", callback=lambda: answer), []) == status
