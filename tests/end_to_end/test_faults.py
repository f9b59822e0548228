"""Things that go wrong in the middle: what is left is whole, it is told, and the next run repairs."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from magesaas_ops.model import host_state as paths
from magesaas_ops.sandbox import MariaServer, SandboxInstallation, rows_of
from tests.end_to_end.conftest import PRODUCTION, TESTING_1, Shop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def is_in_maintenance(installation: SandboxInstallation) -> bool:
    return (installation.root / "var" / ".maintenance.flag").exists()


@contextlib.contextmanager
def replaced(path: Path, text: str) -> Iterator[None]:
    kept = path.read_text()
    path.write_text(text)
    try:
        yield
    finally:
        path.write_text(kept)


def wait_until(what: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "the condition never came true"
        time.sleep(0.01)


def test_a_failing_composer_changes_nothing_and_leaves_the_shop_open(shop: Shop) -> None:
    shop.edit(
        "websites: [base, eu_b2b]\n    saas_environment: acme/storefront/production",
        "websites: [base, eu_b2b]\n    packages: {magento/no-such-package: '*'}\n"
        "    saas_environment: acme/storefront/production",
    )
    failed = shop.magesaas("apply", "--yes", "--format", "json")
    assert failed.status == 1
    cluster = failed.installation("shop")
    assert cluster["outcome"] == "failed"
    assert cluster["failed_step"].startswith("packages: composer require")
    assert "maintenance mode off" in cluster["state"]
    assert any("magento/no-such-package" in line for line in cluster["output"])
    assert "maintenance mode is off again" in cluster["hint"]
    assert not is_in_maintenance(shop.installations["web1"])
    assert not is_in_maintenance(shop.installations["web2"])
    assert failed.installation("shop-staging")["outcome"] == "done"


@pytest.mark.long
def test_a_failing_upgrade_keeps_visitors_out_and_the_next_run_goes_on(shop: Shop) -> None:
    upgrade = next((shop.installations["web1"].root / "setup").rglob("Upgrade.php"))
    with replaced(upgrade, "<?php throw new RuntimeException('the search engine is away');"):
        failed = shop.magesaas("apply", "--yes", "--format", "json", "--limit", "shop")
    assert failed.status == 1
    assert failed.installation("shop")["failed_step"].startswith("upgrade: php")
    assert "maintenance mode on at web1 (ours, owed: upgrade" in failed.installation("shop")["state"]
    assert failed.installation("shop")["goes_on"] == "magesaas apply --limit shop"
    assert is_in_maintenance(shop.installations["web1"])
    planned = shop.magesaas("plan", "--limit", "shop", "--detailed-exitcode")
    assert planned.status == 4, planned.out
    repaired = shop.magesaas("apply", "--yes", "--limit", "shop")
    assert repaired.status == 0, repaired.out + repaired.err
    assert rows_of(shop.installations["web1"])[paths.ENVIRONMENT_ID] == PRODUCTION


def test_a_database_that_stops_is_unknown_and_nothing_is_half_done(shop: Shop, mariadb: MariaServer) -> None:
    mariadb.stop()
    try:
        down = shop.magesaas("apply", "--yes", "--format", "json")
    finally:
        mariadb.start()
    assert down.status == 7
    assert {one["name"]: one["outcome"] for one in down.json["installations"]} == {
        "shop": "unknown",
        "shop-staging": "unknown",
        "shop-dev": "done",
    }
    assert shop.magesaas("apply", "--yes").status == 0


def test_one_dead_node_of_a_cluster_leaves_the_cluster_alone(shop: Shop) -> None:
    servers = [shop.servers["web1"], shop.servers["stage"]]
    (shop.folder / "ssh_config").write_text("".join(server.client_config.read_text() for server in servers))
    done = shop.magesaas("apply", "--yes", "--format", "json")
    assert done.status == 7
    assert done.installation("shop")["outcome"] == "unknown"
    assert set(done.installation("shop")["unknown"]) == {"web2"}
    assert done.installation("shop-staging")["outcome"] == "done"
    assert paths.ENVIRONMENT_ID not in rows_of(shop.installations["web1"])


def test_two_applies_at_once_end_with_one_consistent_attachment(shop: Shop) -> None:
    results: list[int] = []

    def apply() -> None:
        results.append(shop.magesaas("apply", "--yes", "--limit", "shop-staging").status)

    threads = [threading.Thread(target=apply) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0 in results
    assert set(results) <= {0, 1, 7}
    assert rows_of(shop.installations["staging"])[paths.ENVIRONMENT_ID] == TESTING_1
    again = shop.magesaas("plan", "--detailed-exitcode", "--limit", "shop-staging")
    assert again.status == 0, again.out


def test_a_killed_control_machine_leaves_work_that_the_next_run_finishes(shop: Shop) -> None:
    command = [sys.executable, "-m", "magesaas_ops", "apply", "--yes", "--limit", "shop", "-i", str(shop.inventory)]
    with subprocess.Popen(
        command,
        env={**os.environ, **shop.environment},
        cwd=shop.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        wait_until(lambda: is_in_maintenance(shop.installations["web1"]))
        os.killpg(process.pid, signal.SIGKILL)
    repaired = shop.magesaas("apply", "--yes", "--limit", "shop")
    assert repaired.status == 0, repaired.out + repaired.err
    assert not is_in_maintenance(shop.installations["web1"])
    assert rows_of(shop.installations["web1"])[paths.ENVIRONMENT_ID] == PRODUCTION


def test_an_interrupt_ends_at_once_with_its_own_status(shop: Shop) -> None:
    shop.registry.latency = 30.0
    command = [sys.executable, "-m", "magesaas_ops", "plan", "-i", str(shop.inventory)]
    with subprocess.Popen(
        command,
        env={**os.environ, **shop.environment},
        cwd=shop.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        wait_until(lambda: _has_asked(process.pid))
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert told.strip().endswith("interrupted")


def _has_asked(pid: int) -> bool:
    """Whether the process holds a socket: it waits for the registry."""
    listed = subprocess.run(["ls", "-l", f"/proc/{pid}/fd"], capture_output=True, text=True, check=False).stdout
    return "socket:" in listed


@pytest.mark.parametrize(
    "number", [pytest.param(signal.SIGINT, marks=pytest.mark.long), signal.SIGTERM], ids=lambda number: number.name
)
def test_a_signal_in_the_middle_of_code_work_is_an_outcome_and_what_still_runs_is_named(
    shop: Shop, number: signal.Signals
) -> None:
    command = [sys.executable, "-m", "magesaas_ops", "apply", "--yes", "--limit", "shop", "-f", "json"]
    with subprocess.Popen(
        [*command, "-i", str(shop.inventory)],
        env={**os.environ, **shop.environment},
        cwd=shop.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        wait_until(lambda: is_in_maintenance(shop.installations["web1"]))
        process.send_signal(number)
        out, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "Traceback" not in told
    (outcome,) = json.loads(out)["installations"]
    assert outcome["outcome"] == "interrupted"
    assert "maintenance mode on at web1 (ours" in outcome["state"]
    assert outcome["goes_on"] == "magesaas apply --limit shop"
    (line,) = (shop.folder / "audit.jsonl").read_text().splitlines()
    assert json.loads(line)["outcome"] == "interrupted"
    planned = shop.magesaas("plan", "--limit", "shop", "--detailed-exitcode")
    assert planned.status in {4, 7}, planned.out
    repaired = shop.magesaas("apply", "--yes", "--limit", "shop")
    assert repaired.status == 0, repaired.out + repaired.err
    assert not is_in_maintenance(shop.installations["web1"])
    assert rows_of(shop.installations["web1"])[paths.ENVIRONMENT_ID] == PRODUCTION


def test_a_full_standard_output_loses_no_line_of_the_audit_log(shop: Shop) -> None:
    command = [sys.executable, "-m", "magesaas_ops", "quarantine", "shop-staging", "-i", str(shop.inventory)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command,
            env={**os.environ, **shop.environment},
            cwd=shop.folder,
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
    assert done.returncode == 1
    (line,) = (shop.folder / "audit.jsonl").read_text().splitlines()
    assert json.loads(line)["installation"] == "shop-staging"
