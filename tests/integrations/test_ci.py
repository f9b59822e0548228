"""The pieces for CI: valid by their published schemas, with no more rights than they need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.integrations.pieces import ACTION, COMMENT_ACTION, ROOT, TEMPLATE, WORKFLOWS


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        ("vendor.github-actions", ACTION.read_text()),
        ("vendor.github-actions", COMMENT_ACTION.read_text()),
        ("vendor.gitlab-ci", TEMPLATE.read_text()),
        *(("vendor.github-workflows", workflow) for workflow in WORKFLOWS.values()),
    ],
)
def test_the_files_are_valid_by_their_published_schemas(schema: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "file.yml").write_text(text)
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(tmp_path / "file.yml")]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_the_workflow_that_sees_the_change_may_write_nothing() -> None:
    assert list(WORKFLOWS) == ["inventory.yml", "inventory-comment.yml", "inventory-findings.yml"]
    judging = yaml.safe_load(WORKFLOWS["inventory.yml"])
    assert judging["permissions"] == {"contents": "read"}
    assert "permissions" not in judging["jobs"]["judge"]
    assert judging["jobs"]["judge"]["steps"][0]["with"]["persist-credentials"] is False


def test_the_workflow_that_may_write_runs_nothing_of_the_change_and_gives_each_job_one_right() -> None:
    telling = yaml.safe_load(WORKFLOWS["inventory-comment.yml"])
    assert telling["permissions"] == {}
    rights = {name: job["permissions"] for name, job in telling["jobs"].items()}
    writing = {name: [right for right, level in given.items() if level == "write"] for name, given in rights.items()}
    assert writing == {"comment": ["pull-requests"], "code-scanning": ["security-events"]}
    steps = [step for job in telling["jobs"].values() for step in job["steps"]]
    assert not any("run" in step or "checkout" in step["uses"] for step in steps)


def test_nothing_needs_a_secret_or_runs_with_the_rights_of_the_target() -> None:
    for text in WORKFLOWS.values():
        assert "secrets." not in text
        assert "pull_request_target" not in text


@pytest.mark.parametrize("action", [ACTION, COMMENT_ACTION], ids=lambda path: path.parent.name)
def test_no_expression_stands_inside_a_script(action: Path) -> None:
    for step in yaml.safe_load(action.read_text())["runs"]["steps"]:
        assert "${{" not in step["run"]


def test_the_pages_name_files_that_are_there() -> None:
    uses = [
        line.split("magesaas-ops")[1].split("@")[0].strip("/")
        for text in WORKFLOWS.values()
        for line in text.splitlines()
        if "OWNER/" in line
    ]
    assert set(uses) == {"", ".ci/github/comment"}
    assert all((ROOT / path / "action.yml").is_file() for path in uses)
    assert f"v0.1.0/{TEMPLATE.relative_to(ROOT)}" in (ROOT / "docs" / "ci.md").read_text()
