"""The GitLab jobs' scripts, run as a runner runs them, against an API on loopback."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.integrations.forge import Forge, forge, gitlab
from tests.integrations.pieces import INVENTORY, TEMPLATE, commit, run

MARKER = "<!-- magesaas diff -->"


@pytest.fixture
def api() -> Iterator[Forge]:
    with forge(gitlab) as state:
        yield state


def job(name: str) -> str:
    return "\n".join(yaml.safe_load(TEMPLATE.read_text())[name]["script"])


def compared(repository: Path, path: str, api: Forge, **variables: str) -> subprocess.CompletedProcess[str]:
    given = {
        "PATH": path,
        "MAGESAAS_INVENTORY": "inventories",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD~1",
        "CI_API_V4_URL": api.url,
        "CI_MERGE_REQUEST_PROJECT_ID": "7",
        "CI_PROJECT_ID": "the fork's",
        "CI_MERGE_REQUEST_IID": "2",
        "CI_JOB_URL": "https://gitlab.example/job/1",
    }
    done = run(repository, job("magesaas-diff"), **given | variables)
    assert "canary-token" not in done.stdout + done.stderr
    return done


def test_a_fork_without_token_is_judged_and_writes_nothing(repository: Path, path: str, api: Forge) -> None:
    done = compared(repository, path, api)
    assert done.returncode == 5, done.stderr
    assert "production-saas-environment-on-non-production" in done.stdout
    assert (repository / "comment.md").read_text().startswith(MARKER)
    assert api.tokens == set()


def test_the_note_is_written_once_and_then_updated(repository: Path, path: str, api: Forge) -> None:
    api.comments = [
        {"id": 1, "author": {"id": 1}, "body": f"{MARKER}\nof somebody else"},
        {"id": 2, "author": {"id": 99}, "body": "ours, about something else"},
        {"id": 3, "author": {"id": 1}, "body": "third"},
    ]
    for _ in range(2):
        done = compared(repository, path, api, MAGESAAS_NOTE_TOKEN="canary-token")
        assert done.returncode == 5, done.stderr
    assert api.calls == ["POST", "PUT /4"]
    assert api.comments[3]["body"] == (repository / "comment.md").read_text()
    assert api.comments[0]["body"] == f"{MARKER}\nof somebody else"
    assert api.tokens == {"canary-token"}


def test_a_change_that_cannot_be_judged_fails_and_its_note_says_so(repository: Path, path: str, api: Forge) -> None:
    gone = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "no-such-revision", "MAGESAAS_NOTE_TOKEN": "canary-token"}
    assert compared(repository, path, api, **gone).returncode == 2
    assert str(api.comments[0]["body"]).startswith(f"{MARKER}\n### Inventory change: not judged\n")


def test_a_base_that_cannot_be_read_is_replaced_by_its_ancestor(repository: Path, path: str, api: Forge) -> None:
    commit(repository, INVENTORY)
    commit(repository, INVENTORY.replace("version: 1", "version: 1\nversion: 1"))
    commit(repository, INVENTORY + "\n# mended\n")
    done = compared(repository, path, api)
    assert done.returncode == 0, done.stderr
    assert "warn[unreadable-base]" in done.stdout


@pytest.mark.parametrize("planted", ["json.py", "os.py", "urllib/request.py", "sitecustomize.py"])
def test_a_module_in_the_checkout_never_meets_the_token(repository: Path, path: str, api: Forge, planted: str) -> None:
    (repository / planted).parent.mkdir(exist_ok=True)
    (repository / planted).write_text(f"open({str(repository / 'canary')!r}, 'w').close()\n")
    done = compared(repository, path, api, MAGESAAS_NOTE_TOKEN="canary-token")
    assert (done.returncode, api.calls) == (5, ["POST"]), done.stderr
    assert not (repository / "canary").exists()


def test_a_repository_that_the_change_brings_along_is_refused_and_runs_nothing(
    repository: Path, path: str, api: Forge, tmp_path: Path
) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path / 'canary'}\n")
    program.chmod(0o755)
    run(tmp_path, f"git init -q --bare lies && cp -r lies/. '{repository}/inventories/'").check_returncode()
    with (repository / "inventories/config").open("a") as config:
        config.write(f"[core]\n\tbare = false\n\tworktree = {repository}\n\tfsmonitor = {program}\n")
    done = compared(repository, path, api)
    assert (done.returncode, "unreadable-inventory" in done.stdout) == (5, True), done.stdout + done.stderr
    assert not (tmp_path / "canary").exists()
    run(repository / "inventories", "git status || true")
    assert (tmp_path / "canary").exists(), "the attack is none"


def test_a_harmless_change_passes(repository: Path, path: str, api: Forge) -> None:
    commit(repository, INVENTORY)
    commit(repository, INVENTORY + "\n# a comment\n")
    assert compared(repository, path, api, MAGESAAS_NOTE_TOKEN="canary-token").returncode == 0
    assert api.calls == ["POST"]


def test_asked_to_be_quiet_it_removes_the_note_when_nothing_is_left_to_say(
    repository: Path, path: str, api: Forge
) -> None:
    commit(repository, INVENTORY)
    commit(repository, INVENTORY + "\n# a comment\n")
    api.comments = [{"id": 1, "author": {"id": 99}, "body": f"{MARKER}\nan earlier verdict"}]
    quiet = {"MAGESAAS_NOTE_TOKEN": "canary-token", "MAGESAAS_DIFF_OPTIONS": "--quiet-when-unchanged"}
    done = compared(repository, path, api, **quiet)
    assert (done.returncode, api.calls) == (0, ["DELETE /1"]), done.stdout + done.stderr


def test_a_note_that_cannot_be_written_fails_the_job_and_the_token_follows_no_redirect(
    repository: Path, path: str, api: Forge
) -> None:
    with forge(gitlab) as elsewhere:
        api.redirect_to = f"{elsewhere.url}/"
        assert compared(repository, path, api, MAGESAAS_NOTE_TOKEN="canary-token").returncode == 1
        assert elsewhere.tokens == set()


def test_code_quality_is_reported_and_the_job_fails(repository: Path, path: str) -> None:
    done = run(repository, job("magesaas-check"), PATH=path, MAGESAAS_INVENTORY="inventories")
    assert done.returncode == 5, done.stderr
    (first, *_) = json.loads((repository / "gl-code-quality-report.json").read_text())
    assert first["location"]["path"] == "inventories/shop.yaml"
