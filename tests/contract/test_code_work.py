"""Work on the code of a node: marked, one at a time, gone on with by whoever comes next."""

from __future__ import annotations

import json
import os
import signal
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from magesaas_ops.errors import NodeRefusal
from magesaas_ops.model.node import MaintenanceMode
from tests.contract.under_test import FLAG, MagentoUnderTest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from magesaas_ops.agent.protocol import AgentAnswer
    from magesaas_ops.model.node import Maintenance, Node

pytestmark = pytest.mark.plain_files
BOUND_SECONDS = 30


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + BOUND_SECONDS
    while not condition():
        assert time.monotonic() < end, "it does not come true"
        time.sleep(0.02)


def refused(ask: Callable[[], AgentAnswer]) -> tuple[str, Node]:
    with pytest.raises(NodeRefusal) as caught:
        ask()
    assert caught.value.hint
    return caught.value.code, caught.value.node


def mark_of(answer: AgentAnswer) -> Maintenance:
    assert answer.node is not None
    return answer.node.maintenance


def begun(maintenance: Maintenance) -> list[str]:
    return [entry.task for entry in maintenance.begun]


@pytest.fixture
def magento(magento: MagentoUnderTest) -> MagentoUnderTest:
    (magento.root / FLAG).unlink(missing_ok=True)
    return magento


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder with a pipe, where the owner of a real Magento can write: pytest's own folders are closed to him."""
    with tempfile.TemporaryDirectory(prefix="magesaas-") as folder:
        Path(folder).chmod(0o777)
        os.mkfifo(Path(folder) / "release")
        (Path(folder) / "release").chmod(0o666)
        yield Path(folder)


def test_maintenance_is_marked_as_this_runs_and_ended_by_it(magento: MagentoUnderTest) -> None:
    mark = mark_of(magento.maintenance_on())
    assert (mark.mode, mark.run, mark.installation, mark.by) == (
        MaintenanceMode.OURS,
        "run-1",
        "acme-eu",
        "ops@control",
    )
    assert mark.age <= BOUND_SECONDS
    assert magento.observe().node.maintenance.is_ours
    assert magento.magento_says("maintenance:status").count("is active") == 1
    assert mark_of(magento.maintenance_off()).mode is MaintenanceMode.OFF
    assert not (magento.root / FLAG).exists()
    assert not magento.observe().node.maintenance.is_on


def test_a_second_switch_of_the_same_run_changes_nothing(magento: MagentoUnderTest) -> None:
    first = mark_of(magento.maintenance_on())
    magento.note(begun=["upgrade"])
    again = mark_of(magento.maintenance_on())
    assert (again.since, begun(again)) == (first.since, ["upgrade"])


@pytest.mark.parametrize("text", ["", "switched on by the deploy script\n", '{"not": "ours"}', "{"])
def test_an_operators_maintenance_stays_on_as_it_was(magento: MagentoUnderTest, text: str) -> None:
    (magento.root / FLAG).write_text(text)
    magento.give_to_owner(FLAG)
    assert magento.observe().node.maintenance.mode is MaintenanceMode.OPERATOR
    mark = mark_of(magento.maintenance_on())
    assert (mark.mode, mark.run) == (MaintenanceMode.OPERATOR, "run-1")
    assert mark_of(magento.maintenance_off()).mode is MaintenanceMode.OPERATOR
    assert (magento.root / FLAG).read_text() == text


def test_another_runs_mark_is_taken_over_only_by_who_has_seen_it(magento: MagentoUnderTest) -> None:
    magento.maintenance_on("dead-run")
    magento.note("dead-run", begun=["upgrade"])
    code, node = refused(lambda: magento.maintenance_on("run-2"))
    assert (code, node.maintenance.run) == ("marked", "dead-run")
    mark = mark_of(magento.maintenance_on("run-2", over="dead-run"))
    assert (mark.run, begun(mark)) == ("run-2", ["upgrade"])
    code, node = refused(lambda: magento.run("true", run="dead-run"))
    assert (code, begun(node.maintenance)) == ("fenced", ["upgrade"])
    assert refused(lambda: magento.maintenance_off("dead-run"))[0] == "fenced"


def test_maintenance_does_not_end_while_work_is_begun_and_not_settled(magento: MagentoUnderTest) -> None:
    magento.maintenance_on()
    magento.note(begun=["upgrade", "compile"])
    assert refused(magento.maintenance_off)[0] == "owed"
    assert refused(lambda: magento.maintenance_off(settled=["compile"]))[0] == "owed"
    magento.note(ended=["compile"])
    assert mark_of(magento.maintenance_off(settled=["upgrade"])).mode is MaintenanceMode.OFF


def test_no_command_starts_without_the_runs_mark(magento: MagentoUnderTest, shared: Path) -> None:
    trace = shared / "trace"
    assert refused(lambda: magento.run("touch", str(trace)))[0] == "fenced"
    assert not trace.exists()


def test_magentos_own_commands_keep_the_mark_and_end_it_with_the_flag(magento: MagentoUnderTest) -> None:
    magento.maintenance_on()
    magento.note(begun=["upgrade"])
    magento.magento_says("maintenance:enable")
    assert begun(magento.observe().node.maintenance) == ["upgrade"]
    magento.magento_says("maintenance:disable")
    assert not magento.observe().node.maintenance.is_on
    assert refused(lambda: magento.note(begun=["compile"]))[0] == "fenced"
    assert not (magento.root / FLAG).exists(), "a mark is never written back"


def test_a_command_is_run_in_the_root_and_struck_when_it_ended_well(magento: MagentoUnderTest) -> None:
    magento.maintenance_on()
    answer = magento.run("sh", "-c", "echo working in $PWD; cat; echo '- it'\"'\"'s done ü -' >&2")
    assert answer.command is not None
    assert answer.command.succeeded
    assert answer.command.lines == (f"working in {magento.root}", "- it's done ü -")
    assert begun(mark_of(answer)) == []
    assert magento.observe().node.at_work is None


@pytest.mark.parametrize(
    ("script", "status", "by_signal"), [("echo no >&2; exit 3", 3, None), ("kill -9 $$", -1, signal.SIGKILL)]
)
def test_a_command_that_failed_stays_begun(
    magento: MagentoUnderTest, script: str, status: int, by_signal: int | None
) -> None:
    magento.maintenance_on()
    answer = magento.run("sh", "-c", script, task="upgrade")
    assert answer.command is not None
    assert (answer.command.status, answer.command.signal) == (status, by_signal)
    assert not answer.command.succeeded
    (entry,) = magento.observe().node.maintenance.begun
    assert entry.task == "upgrade"
    assert entry.command.startswith("sh -c ")


def test_only_the_end_of_what_a_command_prints_is_told(magento: MagentoUnderTest) -> None:
    magento.maintenance_on()
    answer = magento.run("sh", "-c", "seq 200000; printf '%100000s\\n' x")
    assert answer.command is not None
    assert sum(map(len, answer.command.lines)) < 20_000


def test_obvious_secrets_do_not_leave_the_node(magento: MagentoUnderTest) -> None:
    magento.maintenance_on()
    said = "https://user:s3cr3t-pass@repo.example/; Authorization: Bearer s3cr3t.bearer-token"
    answer = magento.run("sh", "-c", f"echo '{said}'; exit 1")
    assert answer.command is not None
    assert "s3cr3t" not in " ".join(answer.command.lines)
    assert "repo.example" in " ".join(answer.command.lines)
    assert "s3cr3t" not in (magento.root / FLAG).read_text()


def test_the_second_of_two_commands_is_told_who_is_at_work(magento: MagentoUnderTest, shared: Path) -> None:
    magento.maintenance_on()
    release, started = shared / "release", shared / "started"
    with magento.asking(magento.running("sh", "-c", f"touch {started}; cat {release}; : composer-like")) as first:
        until(started.exists)
        code, node = refused(lambda: magento.run("true"))
        observed = magento.observe().node
        release.write_text("")
        first.communicate(timeout=BOUND_SECONDS)
    for seen in (node, observed):
        assert seen.at_work is not None
        assert "composer-like" in seen.at_work.command
        assert seen.at_work.pid is not None
        assert seen.at_work.age is not None
        assert seen.at_work.age <= BOUND_SECONDS
        assert begun(seen.maintenance) == ["work"]
    assert code == "at-work"
    assert magento.observe().node.at_work is None


@pytest.mark.parametrize("how", ["connection", "php"])
def test_a_command_goes_on_when_its_agent_is_left_or_killed(magento: MagentoUnderTest, shared: Path, how: str) -> None:
    """And holds the lock until its end; struck only if the agent lived to see it."""
    magento.maintenance_on()
    release, started, done = shared / "release", shared / "started", shared / "done"
    script = f"touch {started}; cat {release}; seq 100000; touch {done}"
    with magento.asking(magento.running("sh", "-c", script, task="upgrade")) as agent:
        until(started.exists)
        if how == "php":
            magento.kill(agent)
        for stream in (agent.stdout, agent.stderr):
            assert stream is not None
            stream.close()
        at_work = magento.observe().node.at_work
        assert at_work is not None
        assert str(release) in at_work.command
        assert refused(lambda: magento.run("true"))[0] == "at-work"
        assert refused(lambda: magento.maintenance_on("run-2", over="run-1"))[0] == "at-work"
        release.write_text("")
        until(done.exists)
        until(lambda: magento.observe().node.at_work is None)
    expected = [] if how == "connection" else ["upgrade"]
    assert begun(magento.observe().node.maintenance) == expected


def test_a_flag_that_an_operator_takes_away_meanwhile_does_not_come_back(magento: MagentoUnderTest) -> None:
    magento.maintenance_on()
    answer = magento.run("rm", str(magento.root / FLAG))
    assert answer.command is not None
    assert answer.command.succeeded
    assert mark_of(answer).mode is MaintenanceMode.OFF
    assert not (magento.root / FLAG).exists()


def test_the_mark_keeps_its_length(magento: MagentoUnderTest) -> None:
    """So that writing it needs no room on a disk that has become full."""
    magento.maintenance_on()
    size = (magento.root / FLAG).stat().st_size
    magento.note(begun=["packages", "modules", "upgrade"])
    assert (magento.root / FLAG).stat().st_size == size
    assert json.loads((magento.root / FLAG).read_text())["run"] == "run-1"


def test_the_configuration_of_requirejs_goes_before_static_content_is_deployed(magento: MagentoUnderTest) -> None:
    folder = magento.root / "pub/static/frontend/Acme/sky/en_US"
    created = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("requirejs-config.js", "requirejs-config.min.js", "kept.js"):
        (folder / name).write_text("old")
    magento.give_to_owner("pub/static/frontend/Acme")
    magento.maintenance_on()
    try:
        magento.run("true")
        assert (folder / "requirejs-config.js").exists()
        magento.run("true", fresh_requirejs=True)
        assert sorted(file.name for file in folder.iterdir()) == ["kept.js"]
    finally:
        if created:
            magento.remove("pub/static/frontend/Acme")
