"""The GitHub actions' scripts, run as a runner runs them, against an API on loopback."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from magesaas_ops.reports.diff import markdown
from tests.comparing.sides import ACCOUNTS, report_of
from tests.integrations.forge import Forge, forge, github
from tests.integrations.pieces import ACTION, COMMENT_ACTION, INVENTORY, commit, run

MARKER = "<!-- magesaas diff -->"
SHA = "0123456789abcdef0123456789abcdef01234567"


def step(action: Path, name: str) -> str:
    (script,) = [one["run"] for one in yaml.safe_load(action.read_text())["runs"]["steps"] if one["name"] == name]
    return str(script)


def judged(
    repository: Path, path: str, folder: Path, base: str = "HEAD^1", **variables: str
) -> subprocess.CompletedProcess[str]:
    files = {name: str(folder / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    return run(
        repository,
        step(ACTION, "Judge"),
        PATH=path,
        ACTION=str(ACTION.parent),
        RUNNER_TEMP=str(folder),
        INVENTORY="inventories",
        BASE=base,
        **files,
        **variables,
    )


def test_a_dangerous_change_is_annotated_reported_and_stops_the_job(
    repository: Path, path: str, tmp_path: Path
) -> None:
    done = judged(repository, path, tmp_path)
    assert done.returncode == 5, done.stderr
    assert "::error file=inventories/shop.yaml" in done.stdout
    report = tmp_path / "magesaas-report"
    outputs = (tmp_path / "GITHUB_OUTPUT").read_text()
    assert outputs == f"folder={report}\nsarif={report}/magesaas.sarif\n"
    assert (tmp_path / "GITHUB_STEP_SUMMARY").read_text() == (report / "comment.md").read_text()
    assert (report / "comment.md").read_text().startswith(f"{MARKER}\n")
    assert json.loads((report / "magesaas.sarif").read_text())["version"] == "2.1.0"


def test_a_harmless_change_passes(repository: Path, path: str, tmp_path: Path) -> None:
    commit(repository, INVENTORY)
    commit(repository, INVENTORY + "\n# a comment\n")
    done = judged(repository, path, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "::error" not in done.stdout


def test_a_change_that_cannot_be_judged_fails_and_its_comment_says_so(
    repository: Path, path: str, tmp_path: Path
) -> None:
    done = judged(repository, path, tmp_path, base="no-such-revision")
    assert done.returncode == 2
    assert (tmp_path / "GITHUB_OUTPUT").read_text() == f"folder={tmp_path}/magesaas-report\n"
    comment = (tmp_path / "magesaas-report" / "comment.md").read_text()
    assert comment.startswith(f"{MARKER}\n### Inventory change: not judged\n")
    assert "exit status 2" in comment


def test_asked_to_be_quiet_it_leaves_nothing_but_the_marker(repository: Path, path: str, tmp_path: Path) -> None:
    commit(repository, INVENTORY)
    commit(repository, INVENTORY + "\n# a comment\n")
    assert judged(repository, path, tmp_path, QUIET="true").returncode == 0
    assert (tmp_path / "magesaas-report" / "comment.md").read_text() == f"{MARKER}\n"


def test_a_checkout_of_depth_two_is_enough(repository: Path, path: str, tmp_path: Path) -> None:
    commit(repository, INVENTORY)
    clone = ["git", "clone", "-q", "--depth", "2", f"file://{repository}", str(tmp_path / "shallow")]
    subprocess.run(clone, check=True)
    assert judged(tmp_path / "shallow", path, tmp_path).returncode == 0


def test_a_base_that_cannot_be_read_is_replaced_by_an_ancestor_that_a_shallow_clone_has_to_fetch(
    repository: Path, path: str, tmp_path: Path
) -> None:
    commit(repository, INVENTORY)
    commit(repository, INVENTORY.replace("version: 1", "version: 1\nversion: 1"))
    commit(repository, INVENTORY.replace("acme/storefront/testing-1", "acme/storefront/production"))
    clone = ["git", "clone", "-q", "--depth", "2", f"file://{repository}", str(tmp_path / "shallow")]
    subprocess.run(clone, check=True)
    done = judged(tmp_path / "shallow", path, tmp_path)
    report = (tmp_path / "magesaas-report" / "magesaas.txt").read_text()
    assert done.returncode == 5, done.stderr
    assert "warn[unreadable-base]" in report
    assert "refuse[production-saas-environment-on-non-production]" in report


def test_a_base_without_readable_ancestor_is_refused_where_nothing_can_be_fetched(
    repository: Path, path: str, tmp_path: Path
) -> None:
    commit(repository, INVENTORY.replace("version: 1", "version: 1\nversion: 1"))
    commit(repository, INVENTORY)
    clone = ["git", "clone", "-q", "--depth", "2", f"file://{repository}", str(tmp_path / "shallow")]
    subprocess.run(clone, check=True)
    subprocess.run(["git", "remote", "set-url", "origin", str(tmp_path / "gone")], cwd=tmp_path / "shallow", check=True)
    done = judged(tmp_path / "shallow", path, tmp_path)
    assert done.returncode == 5, done.stderr
    assert "::notice::" in done.stdout
    assert "refuse[unreadable-base]" in (tmp_path / "magesaas-report" / "magesaas.txt").read_text()


def test_the_action_installs_what_it_was_taken_from(tmp_path: Path) -> None:
    log = tmp_path / "log"
    stand_in = tmp_path / "bin" / "python3"
    stand_in.parent.mkdir()
    stand_in.write_text(
        '#!/bin/sh\nfor last; do :; done\nmkdir -p "$last/bin"\n'
        'printf \'#!/bin/sh\\nprintf "%%s\\\\n" "$@" >> "$LOG"\\n\' > "$last/bin/pip"\n'
        'chmod +x "$last/bin/pip"\n'
    )
    stand_in.chmod(0o755)
    for package in ("", "magesaas-ops==0.1.0"):
        run(
            tmp_path,
            step(ACTION, "Install"),
            PATH=f"{stand_in.parent}:{os.environ['PATH']}",
            RUNNER_TEMP=str(tmp_path),
            LOG=str(log),
            PACKAGE=package,
            ACTION=str(ACTION.parent),
        ).check_returncode()
    own, named = [line for line in log.read_text().splitlines() if not line.startswith("-") and line != "install"]
    assert (Path(own) / "pyproject.toml").is_file()
    assert named == "magesaas-ops==0.1.0"


@pytest.fixture
def api() -> Iterator[Forge]:
    with forge(github) as state:
        head = {"sha": SHA, "repo": {"full_name": "stranger/r"}}
        state.pulls = [
            {"number": 6, "head": {"sha": "f" * 40, "repo": {"full_name": "stranger/r"}}},
            {"number": 7, "head": head},
            {"number": 8, "head": {"sha": SHA, "repo": None}},
        ]
        yield state


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "comment.md").write_text(f"{MARKER}\n### Inventory change\n")
    return tmp_path / "report"


def told(api: Forge, report: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    output = report.parent / "output"
    output.write_text("")
    given = {
        "ACTION": str(COMMENT_ACTION.parent),
        "FOLDER": str(report),
        "TOKEN": "canary-token",
        "AUTHOR": "github-actions[bot]",
        "API": api.url,
        "REPOSITORY": "o/r",
        "HEAD_SHA": SHA,
        "HEAD_BRANCH": "feature/a&b=c",
        "HEAD_REPOSITORY": "stranger/r",
        "RUN_URL": "https://github.example/o/r/actions/runs/1",
        "GITHUB_OUTPUT": str(output),
    }
    done = run(report.parent, step(COMMENT_ACTION, "Tell"), **given | variables)
    assert "canary-token" not in done.stdout + done.stderr
    return done


def test_the_comment_is_written_once_and_then_updated(api: Forge, report: Path) -> None:
    api.comments = [
        {"id": 0, "user": {"login": "somebody"}, "body": f"{MARKER}\nlooks like ours"},
        {"id": 1, "user": {"login": "github-actions[bot]"}, "body": "another tool's"},
        {"id": 2, "user": None, "body": "of a deleted user"},
    ]
    first = told(api, report)
    assert (first.returncode, first.stdout) == (0, "https://github.example/comment\n"), first.stderr
    (report / "comment.md").write_text(f"{MARKER}\n### Better now\n")
    assert told(api, report).returncode == 0
    assert api.calls == ["POST /repos/o/r/issues/7/comments", "PATCH /repos/o/r/issues/comments/3"]
    assert api.comments[0]["body"] == f"{MARKER}\nlooks like ours"
    link = "[a run](https://github.example/o/r/actions/runs/1)"
    source = f"<sub>From {link} of {SHA}; magesaas.txt in its artifact is the whole report</sub>"
    assert api.comments[3]["body"] == f"{MARKER}\n{source}\n\n### Better now\n"
    assert (report.parent / "output").read_text() == "number=7\n"
    assert set(api.asked_for) == {"stranger:feature/a&b=c"}
    assert api.tokens == {"Bearer canary-token"}


def test_a_pull_request_that_has_moved_on_is_left_alone(api: Forge, report: Path) -> None:
    done = told(api, report, HEAD_SHA="e" * 40)
    assert done.returncode == 0
    assert "No open pull request" in done.stdout
    assert api.calls == []
    assert (report.parent / "output").read_text() == ""


def test_the_head_of_another_repository_is_another_pull_request(api: Forge, report: Path) -> None:
    assert told(api, report, HEAD_REPOSITORY="stranger/other").returncode == 0
    assert api.calls == []


def test_the_report_names_no_pull_request_and_calls_nobody(api: Forge, report: Path) -> None:
    (report / "number").write_text("6")
    (report / "comment.md").write_text(f"{MARKER}\n@everyone at @acme/ops\x1b[31m\x00\n<details>")
    assert told(api, report).returncode == 0
    assert api.calls == ["POST /repos/o/r/issues/7/comments"]
    body = str(api.comments[0]["body"])
    assert body.splitlines()[1].startswith("<sub>From"), "nothing of the stranger stands above it"
    assert "@\u200beveryone at @\u200bacme/ops" in body
    assert "\x1b" not in body
    assert "\x00" not in body


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"### Approved by magesaas\n", "does not begin with"),
        (f"x{MARKER}\n".encode(), "does not begin with"),
        (b"\xff\xfe", "cannot be read"),
        (b"", "does not begin with"),
        (f"{MARKER}\n".encode() + b"x" * 65_536, "longer than"),
        (f"{MARKER}\n".encode() + b"x" * 10_000_000, "longer than"),
    ],
)
def test_what_is_no_report_is_not_posted_and_replaces_an_earlier_verdict(
    content: bytes, why: str, api: Forge, report: Path
) -> None:
    earlier = {
        "id": 0,
        "user": {"login": "github-actions[bot]"},
        "body": f"{MARKER}\n### Inventory change: nothing refused",
    }
    api.comments = [earlier]
    (report / "comment.md").write_bytes(content)
    done = told(api, report)
    assert done.returncode == 1
    assert why in done.stderr
    assert api.calls == ["PATCH /repos/o/r/issues/comments/0"]
    body = str(api.comments[0]["body"])
    assert body.startswith(f"{MARKER}\n### Inventory change: not judged\n")
    assert why in body
    assert "Approved" not in body


@pytest.mark.parametrize(
    "mention", ["@everyone", "&#64;everyone", "&#x40;everyone", "&commat;everyone", "@&#101;veryone"]
)
def test_however_a_mention_is_written_nobody_is_called(mention: str, api: Forge, report: Path) -> None:
    (report / "comment.md").write_text(f"{MARKER}\n{mention}\n")
    assert told(api, report).returncode == 0
    text = html.unescape(str(api.comments[0]["body"]))
    assert not re.search(r"@\w", text)


def test_hunks_of_a_diff_stay_hunks(api: Forge, report: Path) -> None:
    (report / "comment.md").write_text(f"{MARKER}\n```diff\n@@ acme-eu: a, b @@\n+ hosts: deploy@web\n```\n")
    assert told(api, report).returncode == 0
    assert "\n@@ acme-eu: a, b @@\n+ hosts: deploy@\u200bweb\n" in str(api.comments[0]["body"])


def test_the_longest_report_fits_however_many_hosts_have_users(api: Forge, report: Path) -> None:
    whole = "stage: staging, hosts: [a@{0}, b@{0}, c@{0}, d@{0}], root: /r, websites: [w], saas_environment: none"
    entry = f"  {{0}}: {{{{{whole}}}}}\n"
    many = "version: 1\ninstallations:\n" + "".join(entry.format(f"a{number}") for number in range(4000))
    comment = markdown.render(report_of(ACCOUNTS, many=many.replace("\n", "\n+").removesuffix("+").join(["+", ""])))
    assert len(comment) > 40_000
    (report / "comment.md").write_text(comment)
    done = told(api, report)
    assert done.returncode == 0, done.stderr
    assert len(str(api.comments[0]["body"])) <= 65_536


def test_a_report_that_is_a_link_or_a_pipe_is_not_followed(api: Forge, report: Path, tmp_path: Path) -> None:
    (tmp_path / "private").write_text(f"{MARKER}\nprivate\n")
    (report / "comment.md").unlink()
    (report / "comment.md").symlink_to(tmp_path / "private")
    assert told(api, report).returncode == 1
    (report / "comment.md").unlink()
    os.mkfifo(report / "comment.md")
    assert told(api, report).returncode == 1
    assert "private" not in str(api.comments)


def test_the_token_follows_no_redirect(api: Forge, report: Path) -> None:
    with forge(github) as elsewhere:
        api.redirect_to = f"{elsewhere.url}/"
        done = told(api, report)
        assert elsewhere.tokens == set()
    assert done.returncode == 1
    assert "HTTP 302" in done.stderr


def test_an_api_that_refuses_is_said_to_have_refused(api: Forge, report: Path) -> None:
    done = told(api, report, REPOSITORY="o/other")
    assert done.returncode == 1
    assert done.stderr.startswith("error: GET /repos/o/other/pulls?")
    assert "was answered with HTTP 404" in done.stderr


def test_a_report_with_nothing_to_say_removes_the_comment(api: Forge, report: Path) -> None:
    (report / "comment.md").write_text(f"{MARKER}\n")
    assert told(api, report).returncode == 0
    assert api.calls == []
    api.comments = [{"id": 0, "user": {"login": "github-actions[bot]"}, "body": f"{MARKER}\nan earlier verdict"}]
    assert told(api, report).returncode == 0
    assert api.calls == ["DELETE /repos/o/r/issues/comments/0"]
