"""Killed at the worst moments, and two at once."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import threading
from pathlib import Path

import pytest

from magesaas_ops.agent.protocol import answer_in
from magesaas_ops.errors import AgentError, HostUnreadable, StaleObservation
from magesaas_ops.model import host_state as paths
from tests.contract.test_writing import API_KEY, ATTACHMENT, COMMIT, STAMP
from tests.contract.under_test import BOUND_SECONDS, MagentoUnderTest, said_by_us, with_fault

DIE = "posix_kill(getmypid(), 9);"


def test_killed_before_the_commit_nothing_happened(magento: MagentoUnderTest) -> None:
    magento.configure({paths.PROJECT_ID: "old"})
    before = magento.observe()
    with pytest.raises(HostUnreadable):
        magento.ask(magento.configuring(ATTACHMENT, stamp=STAMP), source=with_fault(COMMIT, DIE))
    after = magento.observe()
    assert after.digest == before.digest
    assert after.value(paths.PROJECT_ID).effective == "old"
    assert magento.configure(ATTACHMENT, stamp=STAMP).changed


def test_killed_after_the_commit_the_next_run_heals_the_caches(magento: MagentoUnderTest) -> None:
    magento.observe()
    with pytest.raises(HostUnreadable):
        magento.ask(
            magento.configuring(ATTACHMENT, stamp=STAMP), source=with_fault("$wereStale = stale_paths($this->", DIE)
        )
    behind = magento.observe()
    assert behind.value(paths.PROJECT_ID).stored == ATTACHMENT[paths.PROJECT_ID]
    assert behind.value(paths.PROJECT_ID).effective is None
    assert behind.value(paths.PROJECT_ID).is_behind
    answer = magento.configure(ATTACHMENT, stamp=STAMP)
    assert (answer.changed, answer.healed) == ((), True)
    assert answer.observation is not None
    assert answer.observation.value(paths.PRODUCTION_API_KEY).effective == API_KEY.hmac_under(answer.observation.nonce)


def test_of_two_writers_with_the_same_plan_one_writes_and_one_is_stale(magento: MagentoUnderTest) -> None:
    expect = magento.observe().digest
    ends: list[str] = []

    def write(marker: str) -> None:
        values = {path: text if path in paths.SECRET_PATHS else f"{marker}-{path}" for path, text in ATTACHMENT.items()}
        try:
            magento.configure(values, expect=expect)
            ends.append(marker)
        except StaleObservation:
            ends.append("stale")

    writers = [threading.Thread(target=write, args=(marker,)) for marker in ("first", "second")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(BOUND_SECONDS)
    assert sorted(ends)[1:] == ["stale"]
    (winner,) = set(ends) - {"stale"}
    state = magento.observe()
    assert {state.value(path).effective for path in paths.ID_PATHS} == {f"{winner}-{path}" for path in paths.ID_PATHS}


def test_a_writer_that_does_not_end_makes_the_next_one_busy(
    magento: MagentoUnderTest, fifos: tuple[Path, Path]
) -> None:
    started, release = fifos
    fault = with_fault(COMMIT, f"fclose(fopen('{started}', 'w')); fclose(fopen('{release}', 'r'));")
    request = magento.configuring(ATTACHMENT)
    late = dataclasses.replace(magento.configuring({paths.PROJECT_ID: "late"}), lock_seconds=1)
    with magento.asking(request, source=fault) as writer:
        started.read_bytes()
        try:
            with pytest.raises(AgentError) as caught:
                magento.ask(late)
        finally:
            release.write_bytes(b"")
        stdout, stderr = writer.communicate(timeout=BOUND_SECONDS)
    assert caught.value.code == "busy"
    assert set(answer_in(stdout, stderr, nonce=request.nonce).changed) == set(ATTACHMENT)
    assert magento.observe().value(paths.PROJECT_ID).effective == ATTACHMENT[paths.PROJECT_ID]


def test_a_killed_writer_leaves_no_lock_behind(magento: MagentoUnderTest) -> None:
    with pytest.raises(HostUnreadable):
        magento.ask(magento.configuring(ATTACHMENT), source=with_fault(COMMIT, DIE))
    request = dataclasses.replace(magento.configuring(ATTACHMENT), lock_seconds=5)
    assert set(magento.ask(request).changed) == set(ATTACHMENT)


def test_a_row_that_somebody_else_holds_makes_us_busy(magento: MagentoUnderTest, fifos: tuple[Path, Path]) -> None:
    held, release = fifos
    magento.tamper(["put", "default", 0, paths.PROJECT_ID, "theirs"], ["reinit"])
    request = dataclasses.replace(magento.configuring(ATTACHMENT), lock_seconds=1)
    holder = threading.Thread(target=magento.tamper, args=(["hold a row", paths.PROJECT_ID, str(held), str(release)],))
    holder.start()
    held.read_bytes()
    try:
        with pytest.raises(AgentError) as caught:
            magento.ask(request)
    finally:
        release.write_bytes(b"")
        holder.join(BOUND_SECONDS)
    assert caught.value.code == "busy"
    assert magento.row(paths.PROJECT_ID) == "theirs"


def test_a_closed_standard_output_does_not_stop_a_write_halfway(magento: MagentoUnderTest) -> None:
    request = magento.configuring(ATTACHMENT, stamp=STAMP)
    with magento.asking(request) as process:
        assert process.stdout is not None
        process.stdout.close()
        process.stdout = None
        process.wait(timeout=BOUND_SECONDS)
    assert said_by_us(magento.observe().stamp) == STAMP


@pytest.fixture
def fifos(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two pipes that the owner of the installation may open, wherever that user may look."""
    folder = Path(subprocess.check_output(["mktemp", "-d"], text=True).strip())
    folder.chmod(0o755)
    pipes = (folder / "first", folder / "second")
    for pipe in pipes:
        os.mkfifo(pipe)
        pipe.chmod(0o666)
    return pipes
