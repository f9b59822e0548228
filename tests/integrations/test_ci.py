"""The pieces for CI: valid by their published schemas, and their scripts run for real in a repository with a change."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
ACTION = ROOT / ".ci" / "github" / "action.yml"
TEMPLATE = ROOT / ".ci" / "gitlab" / "magesaas.gitlab-ci.yml"
WORKFLOWS = re.findall(
    r"```yaml\n# \.github/workflows/\S+\n(.*?)```", (ROOT / "docs/ci.md").read_text(), flags=re.DOTALL
)
INVENTORY = (ROOT / "inventories" / "shop.yaml").read_text()


def run(folder: Path, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH on which ``magesaas`` is the code under test."""
    program = tmp_path / "bin" / "magesaas"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m magesaas_ops "$@"\n')
    program.chmod(0o755)
    return f"{program.parent}:{os.environ['PATH']}"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose last commit points staging at production."""
    folder = tmp_path / "repository"
    (folder / "inventories").mkdir(parents=True)
    inventory = folder / "inventories" / "shop.yaml"
    commit = "git add . && git -c user.name=a -c user.email=a@b.example commit -qm x"
    inventory.write_text(INVENTORY)
    run(folder, f"git init -q && {commit}").check_returncode()
    assert "acme/storefront/testing-1" in INVENTORY
    inventory.write_text(INVENTORY.replace("acme/storefront/testing-1", "acme/storefront/production"))
    run(folder, commit).check_returncode()
    return folder


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("vendor.github-actions", ACTION.read_text()),
        ("vendor.gitlab-ci", TEMPLATE.read_text()),
        *(("vendor.github-workflows", workflow) for workflow in WORKFLOWS),
    ],
)
def test_the_files_are_valid_by_their_published_schemas(schema: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "file.yml").write_text(text)
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(tmp_path / "file.yml")]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert len(WORKFLOWS) == 2


def test_the_workflow_that_sees_the_change_may_write_nothing_and_needs_no_secret() -> None:
    judging, telling = WORKFLOWS
    assert yaml.safe_load(judging)["permissions"] == {"contents": "read"}
    assert "secrets." not in judging + telling
    assert "pull_request_target" not in judging + telling
    assert "checkout" not in telling


def test_the_action_judges_a_fork_and_leaves_its_reports(repository: Path, path: str, tmp_path: Path) -> None:
    (script,) = [step["run"] for step in yaml.safe_load(ACTION.read_text())["runs"]["steps"] if step["name"] == "Judge"]
    files = {name: str(tmp_path / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    base = run(repository, "git rev-parse HEAD~1").stdout.strip()
    judged = run(
        repository,
        script,
        PATH=path,
        RUNNER_TEMP=str(tmp_path),
        INVENTORY="inventories",
        BASE=base,
        NUMBER="7",
        **files,
    )
    assert judged.returncode == 5, judged.stderr
    assert "::error file=inventories/shop.yaml" in judged.stdout
    report = tmp_path / "magesaas-report"
    assert (tmp_path / "GITHUB_OUTPUT").read_text() == f"folder={report}\n"
    assert (tmp_path / "GITHUB_STEP_SUMMARY").read_text().startswith("<!-- magesaas diff -->")
    assert (report / "number").read_text() == "7"
    assert json.loads((report / "check.sarif").read_text())["version"] == "2.1.0"


FAKE_GH = """#!/bin/sh
case "$*" in
*pulls/7*) echo abc ;;
*"--method POST"*) echo POST >> "$CALLS" ;;
*"--method PATCH"*) echo PATCH >> "$CALLS" ;;
*comments*) cat "$COMMENTS" ;;
esac
"""


def test_the_comment_is_made_once_and_then_updated(tmp_path: Path, path: str) -> None:
    steps = yaml.safe_load(WORKFLOWS[1])["jobs"]["tell"]["steps"]
    (script,) = [step["run"] for step in steps if step.get("name") == "Comment"]
    gh = tmp_path / "bin" / "gh"
    gh.write_text(FAKE_GH)
    gh.chmod(0o755)
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "number").write_text("7")
    (tmp_path / "report" / "comment.md").write_text("<!-- magesaas diff -->\nchanges\n")
    calls, comments = tmp_path / "calls", tmp_path / "comments"
    variables = {"PATH": path, "REPOSITORY": "o/r", "CALLS": str(calls), "COMMENTS": str(comments)}
    comments.write_text("")
    assert run(tmp_path, script, HEAD_SHA="abc", **variables).returncode == 0
    comments.write_text("4711\n")
    assert run(tmp_path, script, HEAD_SHA="abc", **variables).returncode == 0
    assert run(tmp_path, script, HEAD_SHA="older", **variables).returncode == 0
    assert calls.read_text().split() == ["POST", "PATCH"]
    (tmp_path / "report" / "number").write_text("7; id")
    assert run(tmp_path, script, HEAD_SHA="abc", **variables).returncode == 1
    (tmp_path / "report" / "number").write_text("7")
    (tmp_path / "report" / "comment.md").write_text("somebody else's text\n")
    assert run(tmp_path, script, HEAD_SHA="abc", **variables).returncode == 1
    assert calls.read_text().split() == ["POST", "PATCH"]


class _Notes(BaseHTTPRequestHandler):
    notes: list[dict[str, object]]
    calls: list[str]

    def do_GET(self) -> None:
        self._answer(self.notes)

    def do_POST(self) -> None:
        self.calls.append("POST")
        self.notes.append({"id": 1, **json.loads(self.rfile.read(int(self.headers["Content-Length"])))})
        self._answer({})

    def do_PUT(self) -> None:
        self.calls.append(f"PUT {self.path.rsplit('/', 1)[-1]}")
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer({})

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _answer(self, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def gitlab() -> Iterator[HTTPServer]:
    handler = type("Notes", (_Notes,), {"notes": [], "calls": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_gitlab_keeps_one_note_and_needs_no_token(repository: Path, path: str, gitlab: HTTPServer) -> None:
    (script,) = yaml.safe_load(TEMPLATE.read_text())["magesaas-diff"]["script"]
    variables = {
        "PATH": path,
        "MAGESAAS_INVENTORY": "inventories",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": run(repository, "git rev-parse HEAD~1").stdout.strip(),
        "CI_API_V4_URL": f"http://127.0.0.1:{gitlab.server_port}",
        "CI_PROJECT_ID": "1",
        "CI_MERGE_REQUEST_IID": "2",
    }
    calls = gitlab.RequestHandlerClass.calls
    assert run(repository, script, **variables).returncode == 5
    assert calls == []
    for _ in range(2):
        told = run(repository, script, MAGESAAS_NOTE_TOKEN="t", **variables)
        assert told.returncode == 5, told.stderr
    assert calls == ["POST", "PUT 1"]


def test_gitlab_reports_code_quality_and_fails(repository: Path, path: str) -> None:
    lines = yaml.safe_load(TEMPLATE.read_text())["magesaas-check"]["script"]
    checked = run(repository, "set +e\n" + "\n".join(lines), PATH=path, MAGESAAS_INVENTORY="inventories")
    assert checked.returncode == 5, checked.stderr
    assert json.loads((repository / "gl-code-quality-report.json").read_text())


def test_the_hook_runs_what_it_says(repository: Path, path: str) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert run(repository, hook["entry"], PATH=path).returncode == 5
    assert run(repository, f"git checkout -q HEAD~1 && {hook['entry']}", PATH=path).returncode == 0
    assert re.match(hook["files"], "inventories/agency/one.yml")
