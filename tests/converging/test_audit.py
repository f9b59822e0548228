"""The audit log takes a line, or says at once that it cannot."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from magesaas_ops.converging.audit import append_record


def test_a_pipe_that_nobody_reads_is_an_error_and_no_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "audit"
    os.mkfifo(pipe)
    monkeypatch.setenv("MAGESAAS_AUDIT_LOG", str(pipe))
    with pytest.raises(OSError, match="No such device or address"):
        append_record({"verb": "apply"})


def test_lines_are_appended_for_the_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "state" / "audit.jsonl"
    monkeypatch.setenv("MAGESAAS_AUDIT_LOG", str(log))
    append_record({"verb": "apply"})
    append_record({"verb": "quarantine"})
    assert [line.count('"verb"') for line in log.read_text().splitlines()] == [1, 1]
    assert log.stat().st_mode & 0o777 == 0o600
