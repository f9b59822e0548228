"""The demo: a whole process, as somebody runs it for the first time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from magesaas_ops.cli import main
from tests.docs.readme_example import README, readme_with

DEMO_SECONDS = 240


def demo(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "magesaas_ops", "demo", *arguments],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=DEMO_SECONDS,
        check=False,
    )


@pytest.mark.generated
def test_the_whole_story_goes_as_it_should_and_stays_where_it_is_told(
    tmp_path: Path, generated: Callable[[Path, str], None]
):
    done = demo("--keep", str(tmp_path / "kept"))
    assert done.returncode == 0, done.stdout + done.stderr
    told = [
        "$ magesaas check",
        "refuse[production-saas-environment-on-non-production]",
        "refuse[website-code-collision]",
        "+ package     magento/data-services",
        "✓ acme-eu-staging  done",
        "Apply: 3 nothing-to-do.",
        "refuse[attached-to-production]",
        "warn[foreign-attachment]",
        "Plan: 3 in-sync",
        "$ magesaas registry create acme outlet",
        "acme/outlet/live",
        "+ acme-eu-staging  staging → account/acme-storefront/testing-1",
        "That was the story",
    ]
    places = [done.stdout.find(text) for text in told]
    assert -1 not in places, told[places.index(-1)]
    assert (tmp_path / "kept/inventories/acme.yaml").is_file()
    private_key = (tmp_path / "kept/secrets/acme.pem").read_text().splitlines()
    assert private_key[5] not in done.stdout + done.stderr
    assert (tmp_path / "kept/secrets/acme.pem").stat().st_mode & 0o077 == 0
    generated(README, readme_with(done.stdout))


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path):
    (tmp_path / "mine").touch()
    done = demo("--keep", str(tmp_path))
    assert (done.returncode, [file.name for file in tmp_path.iterdir()]) == (2, ["mine"])


def test_what_is_missing_is_named_with_the_command_that_installs_it(tmp_path: Path):
    done = demo(PATH=str(tmp_path))
    assert done.returncode == 1
    assert "hint: sudo apt-get install --no-install-recommends php-cli" in done.stderr
    assert "composer" in done.stderr


def test_staying_gives_a_shell_in_which_the_registry_is_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    shell = tmp_path / "shell"
    shell.write_text("#!/bin/sh\nmagesaas registry list acme | head -n 1; exit 3\n")
    shell.chmod(0o755)
    monkeypatch.setenv("SHELL", str(shell))
    monkeypatch.setattr("magesaas_ops.sandbox.demo.CHAPTERS", ())
    assert main(["demo", "--stay"]) == 0
    assert "acme: 1 project, 3 SaaS environments" in capfd.readouterr().out
