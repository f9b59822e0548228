"""Addresses of files, runs and rules, and that nothing but an address becomes one."""

from __future__ import annotations

from pathlib import Path

import pytest

from magesaas_ops.cli.forge import links_of
from magesaas_ops.model.links import Links
from magesaas_ops.model.source import Place

COMMIT = "5f1a9c2e7b3d4f60a1b2c3d4e5f60718293a4b5c"
GITHUB = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "acme/fleet", "GITHUB_SHA": COMMIT}
GITLAB = {
    "CI_PROJECT_URL": "https://git.example/acme/fleet",
    "CI_COMMIT_SHA": COMMIT,
    "CI_JOB_URL": "https://git.example/j/1",
}


def test_a_run_of_github_shows_its_commit_and_itself():
    links = links_of({**GITHUB, "GITHUB_RUN_ID": "7"})
    assert (
        links.to_place(Place("inv/a b.yaml", 3, 1)) == f"https://github.com/acme/fleet/blob/{COMMIT}/inv/a%20b.yaml#L3"
    )
    assert links.report == "https://github.com/acme/fleet/actions/runs/7"


def test_a_job_of_gitlab_shows_its_commit_and_itself():
    links = links_of(GITLAB)
    assert links == Links(f"https://git.example/acme/fleet/-/blob/{COMMIT}", "https://git.example/j/1")


@pytest.mark.parametrize(
    "remote",
    [
        "git@github.com:acme/fleet.git",
        "https://somebody:token@github.com/acme/fleet",  # pragma: allowlist secret
        "ssh://git@github.com/acme/fleet.git",
    ],
)
def test_a_remote_shows_a_commit_without_whoever_may_read_it(remote):
    assert links_of({}, COMMIT, remote) == Links(f"https://github.com/acme/fleet/blob/{COMMIT}")


def test_a_work_tree_outside_of_a_ci_has_no_address():
    assert links_of({}, None, "git@github.com:acme/fleet.git") == Links()
    assert links_of({}, COMMIT, "git@elsewhere.example:acme/fleet.git") == Links()


def test_paths_count_from_the_top_of_the_checkout(monkeypatch, tmp_path: Path):
    (tmp_path / "ops").mkdir()
    monkeypatch.chdir(tmp_path / "ops")
    place = Place("inv.yaml", 1, 1)
    inside = links_of({**GITHUB, "GITHUB_WORKSPACE": str(tmp_path)})
    assert inside.to_place(place) == f"https://github.com/acme/fleet/blob/{COMMIT}/ops/inv.yaml#L1"
    assert inside.to_place(Place("../inv.yaml", 1, 1)) == ""
    assert links_of({**GITHUB, "GITHUB_WORKSPACE": str(tmp_path / "other")}).to_place(place) == ""


@pytest.mark.parametrize("repository", ["a/b>) <script>", "a/b\n::error::x", 'a/b"'])
def test_what_is_no_address_becomes_none(repository):
    assert links_of({**GITHUB, "GITHUB_REPOSITORY": repository}) == Links()
    assert links_of({**GITHUB, "GITHUB_SHA": "abc1234) x"}).files == ""
