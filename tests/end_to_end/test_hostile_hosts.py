"""Hosts that hang, lie and print without end, beside one that is well: each has its own outcome, in bounded time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from magesaas_ops.model import host_state as paths
from magesaas_ops.sandbox import create_installation, rows_of, write_rows
from tests.hostile_hosts import HOSTILE, hostile_installations

ACCOUNTS = """\
accounts:
  keyless:
    edition: commerce
    keys: {production: {api_key: {env: NOBODY_SET_THIS}, private_key: {file: gone.pem}}}
    projects:
      storefront:
        id: 4f0c2c52-7d0e-4a59-8a5b-5f6c1f2b9c01
        saas_environments: {testing-1: {id: 22222222-2222-4222-8222-222222222222, type: testing}}
"""


def magesaas(folder: Path, *arguments: str) -> tuple[int, dict[str, dict[str, object]], str]:
    command = [sys.executable, "-m", "magesaas_ops", *arguments, "--format", "json", "-i", str(folder / "fleet.yaml")]
    environment = {**os.environ, "MAGESAAS_AUDIT_LOG": str(folder / "audit.jsonl")}
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=240, stdin=subprocess.DEVNULL, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, {one["name"]: one for one in json.loads(done.stdout)["installations"]}, done.stderr


def declared(name: str, root: Path, more: str) -> str:
    return f"  {name}:\n    stage: staging\n    root: {root}\n    websites: [base]\n{more}"


@pytest.mark.long
def test_each_hostile_host_is_unknown_and_nobody_else(tmp_path: Path, composer_repository: Path) -> None:
    well = create_installation(tmp_path / "well", composer_repository=composer_repository)
    unreached = "    hosts: [127.0.0.1]\n    connection: {transport: ssh, ssh_key: /no/such/key}\n"
    (tmp_path / "fleet.yaml").write_text(
        f"version: 1\n{ACCOUNTS}installations:\n"
        + hostile_installations(tmp_path / "hostile", list(HOSTILE))
        + declared("has-no-key-file", tmp_path / "a", f"{unreached}    saas_environment: none\n")
        + declared(
            "has-no-secret",
            tmp_path / "b",
            "    hosts: ['@local']\n    saas_environment: keyless/storefront/testing-1\n",
        )
        + declared("well", well.root, "    hosts: ['@local']\n    saas_environment: none\n")
    )
    write_rows(well, {paths.ENVIRONMENT_ID: "33333333-3333-4333-8333-333333333333"})
    others = {*HOSTILE, "has-no-key-file", "has-no-secret"}

    status, planned, _ = magesaas(tmp_path, "plan")
    assert status == 7
    assert {name: one["verdict"] for name, one in planned.items()} == {
        **dict.fromkeys(others, "unknown"),
        "well": "changes",
    }
    assert "NOBODY_SET_THIS" in str(planned["has-no-secret"]["unknown"])
    assert "/no/such/key" in str(planned["has-no-key-file"]["unknown"])
    assert "more than 16 MiB" in str(planned["prints-without-end"]["unknown"])
    assert "64 levels" in str(planned["answers-200000-levels"]["unknown"])
    assert all(len(json.dumps(one)) < 20_000 for one in planned.values()), "no report repeats what they print"

    status, applied, _ = magesaas(tmp_path, "apply", "--yes")
    assert status == 7
    assert {name: one["outcome"] for name, one in applied.items()} == {
        **dict.fromkeys(others, "unknown"),
        "well": "done",
    }
    assert paths.ENVIRONMENT_ID not in rows_of(well)
    lines = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text().splitlines()]
    assert {line["installation"] for line in lines} == {*others, "well"}
