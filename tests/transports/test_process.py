"""Local processes that hang, babble, never read, or leave children behind: bounded, and others go on meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import gevent
import pytest

from magesaas_ops.transports.bounds import MOST_BYTES, TooMuchOutput
from magesaas_ops.transports.process import NoSuchProgram, run_process


def shell(script: str, *, stdin: str = "", timeout: float = 60) -> tuple[int, str, str]:
    status, output = run_process(["sh", "-c", script], stdin=stdin, timeout=timeout)
    return status, output.stdout, output.stderr


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + 10
    while is_running(pid):
        assert time.monotonic() < deadline, f"{pid} still runs"
        time.sleep(0.01)


def test_status_and_both_streams_are_given() -> None:
    assert shell("cat; echo two >&2; exit 3", stdin="one") == (3, "one", "two")


def test_what_is_no_utf_8_is_replaced() -> None:
    assert shell(r"printf 'a\377b'")[1] == "a\N{REPLACEMENT CHARACTER}b"


def test_lines_are_made_for_who_asks_for_lines() -> None:
    _, output = run_process(["sh", "-c", "echo one; echo; echo two >&2"], stdin="", timeout=60)
    assert (output.stdout_lines, output.stderr_lines, output.output) == (["one", ""], ["two"], "one\n\ntwo")


def test_a_long_input_arrives_whole() -> None:
    text = "0123456789" * 500_000
    assert shell("cat", stdin=text)[1] == text


def test_a_program_that_does_not_read_is_told_by_how_it_ended() -> None:
    assert shell("echo no php >&2; exit 127", stdin="x" * 5_000_000) == (127, "", "no php")


def test_a_missing_program_is_not_mistaken_for_something_on_the_host() -> None:
    with pytest.raises(NoSuchProgram, match="no-such-ssh is not installed on this machine"):
        run_process(["no-such-ssh", "web1"], stdin="", timeout=60)


@pytest.mark.parametrize("script", ["sleep 300", "yes >&2", "while :; do echo x; sleep 0.001; done"])
def test_time_outs_fire_and_leave_no_child(script: str, tmp_path: Path) -> None:
    started = time.monotonic()
    with pytest.raises((TimeoutError, TooMuchOutput)):
        shell(f"sleep 300 & echo $! > {tmp_path}/child; {script}", timeout=0.5)
    assert time.monotonic() - started < 20
    wait_until_gone(int((tmp_path / "child").read_text()))


def test_a_process_that_never_reads_times_out() -> None:
    with pytest.raises(TimeoutError, match=r"no answer within 0\.5 seconds"):
        shell("sleep 300", stdin="x" * 1_000_000, timeout=0.5)


def test_a_child_that_keeps_the_pipes_open_is_not_waited_for(tmp_path: Path) -> None:
    started = time.monotonic()
    assert shell(f"sleep 300 & echo $! > {tmp_path}/daemon; echo done", timeout=100)[:2] == (0, "done")
    assert time.monotonic() - started < 20
    os.kill(int((tmp_path / "daemon").read_text()), 9)


def test_others_work_while_one_prints_without_end() -> None:
    turns = 0

    def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            gevent.sleep(0)

    counter = gevent.spawn(count)
    with pytest.raises(TooMuchOutput):
        shell("yes")
    counter.kill()
    assert turns > MOST_BYTES // (64 * 1024) / 2, "the reader kept the loop to itself"


_ENDLESS = """
import resource
from magesaas_ops.transports.process import run_process
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for script in ("yes | head -c 1000000000", "yes '' | head -c 16700000", "yes | head -c 1000000000 >&2"):
    try:
        run_process(["sh", "-c", script], stdin="", timeout=120)
    except OSError as error:
        print(error)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_gigabyte_of_output_takes_little_memory_and_no_traceback() -> None:
    done = subprocess.run([sys.executable, "-c", _ENDLESS], capture_output=True, text=True, check=True)
    *told, grown = done.stdout.splitlines()
    assert told == ["it printed more than 16 MiB and was stopped"] * 2
    assert int(grown) < 80, "MiB"
    assert done.stderr == ""
