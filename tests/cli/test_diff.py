from __future__ import annotations

import json
import subprocess
import sys

import pytest

from magesaas_ops.cli import main
from magesaas_ops.reports.formats import FORMATS
from tests.comparing.sides import ACCOUNTS
from tests.git_repository import GitRepository

FLEET = "".join(line[1:] for line in ACCOUNTS.splitlines(keepends=True)) + "installations:\n"
STAGING = "  staging: {{stage: staging, hosts: [s], websites: [base], saas_environment: {}}}\n"
LIVE = "  live: {stage: production, hosts: [l], websites: [base], saas_environment: acme/shop/production}\n"
TESTING = STAGING.format("acme/shop/testing-1")
POLLUTING = STAGING.format("acme/shop/production")
PATH = "inventories/fleet.yaml"


@pytest.fixture
def repository(tmp_path, monkeypatch) -> GitRepository:
    repository = GitRepository.made_in(tmp_path / "repository")
    monkeypatch.chdir(repository.folder)
    repository.commit({PATH: FLEET + LIVE + TESTING})
    return repository


@pytest.fixture
def diff(capsys):
    """Run the verb: its exit status, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["diff", *arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def test_nothing_changed_says_so_and_exits_0(repository, diff):
    status, out, _ = diff("HEAD")
    assert status == 0
    assert "nothing changes" in out


def test_the_work_tree_is_compared_by_default(repository, diff):
    repository.write({PATH: FLEET + LIVE + POLLUTING})
    status, out, _ = diff("HEAD")
    assert status == 5
    assert "→ work tree" in out
    assert "refuse[production-saas-environment-on-non-production]" in out


def test_a_refusal_that_the_change_mends_exits_0(repository, diff):
    repository.commit({PATH: FLEET + LIVE + POLLUTING})
    repository.write({PATH: FLEET + LIVE + TESTING})
    status, out, _ = diff("HEAD")
    assert status == 0
    assert "refuse[production-saas-environment-on-non-production]" in out.partition("\nRESOLVED\n")[2]


def test_a_refusal_that_was_there_before_still_exits_5(repository, diff):
    repository.commit({PATH: FLEET + LIVE + POLLUTING})
    assert diff("HEAD")[0] == 5


def test_a_refusal_of_the_transition_alone_exits_5(repository, diff):
    repository.write(
        {
            PATH: FLEET.replace(
                "id: aaaaaaa2-0000-4000-8000-000000000002, type: testing",
                "id: aaaaaaa2-0000-4000-8000-000000000002, type: production",
            )
            + LIVE
        }
    )
    repository.commit()
    repository.write({PATH: FLEET + LIVE})
    status, out, _ = diff("HEAD")
    assert status == 5
    assert "refuse[saas-environment-type-changed]" in out


def test_warnings_alone_exit_0(repository, diff):
    repository.write({PATH: FLEET + TESTING})
    status, out, _ = diff("HEAD")
    assert status == 0
    assert "warn[production-installation-removed]" in out


@pytest.mark.parametrize("arguments", [("HEAD~1", "HEAD"), ("HEAD~1..HEAD",), ("HEAD~1..",), ("HEAD~1", "main")])
def test_two_commits_are_compared_whatever_the_work_tree_holds(repository, diff, arguments):
    repository.commit({PATH: FLEET + LIVE + POLLUTING})
    repository.write({PATH: "not: [an inventory"})
    before = repository.state()
    status, out, _ = diff(*arguments, "--format", "json")
    told = json.loads(out)
    assert status == 5
    assert [change["field"] for change in told["changes"]] == ["saas_environment"]
    assert told["head_commit"] == repository.git("rev-parse", "HEAD")
    assert repository.state() == before


def test_three_dots_begin_where_the_branches_grew_apart(repository, diff):
    repository.git("checkout", "--quiet", "-b", "feature")
    repository.commit({PATH: FLEET + LIVE + TESTING + TESTING.replace("staging:", "more:", 1)})
    repository.git("checkout", "--quiet", "main")
    repository.commit({PATH: FLEET + LIVE})
    _, out, _ = diff("main...feature", "-f", "json")
    assert [(one["subject"], one["kind"]) for one in json.loads(out)["changes"]] == [("installations.more", "added")]
    _, out, _ = diff("main..feature", "-f", "json")
    assert len(json.loads(out)["changes"]) == 2


def test_an_inventory_that_is_new_is_all_added_and_says_so(repository, diff):
    repository.git("rm", "--quiet", "-r", "inventories")
    repository.commit({"README": "nothing yet"})
    repository.write({PATH: FLEET + LIVE})
    status, out, _ = diff("HEAD")
    assert status == 0
    assert "There is no inventory in HEAD" in out
    assert "+ live: stage: production" in out


def test_an_inventory_that_is_gone_is_refused(repository, diff):
    (repository.folder / PATH).unlink()
    status, out, _ = diff("HEAD")
    assert status == 5
    assert "There is no inventory in work tree" in out
    assert "refuse[inventory-gone]" in out


def test_a_folder_that_moved_is_compared_with_where_it_was(repository, diff):
    repository.git("mv", "inventories", "fleet")
    assert diff("HEAD")[0] == 5
    status, out, _ = diff("HEAD", "-i", "fleet", "--base-inventory", "inventories", "-f", "json")
    assert status == 0
    assert json.loads(out)["impact"]["claims_gained"] == []
    assert diff("HEAD", "-i", "fleet", "--base-inventory", "nowhere")[0] == 3


BROKEN = "installations: {"


def test_a_base_that_cannot_be_read_is_refused_and_says_with_what_to_compare(repository, diff):
    ancestor = repository.git("rev-parse", "HEAD")
    repository.commit({PATH: BROKEN})
    repository.write({PATH: FLEET + LIVE + TESTING})
    status, out, _ = diff("HEAD", "-f", "json")
    told = json.loads(out)
    assert status == 5
    assert [finding["rule"] for finding in told["findings"]] == ["unreadable-base"]
    assert f"magesaas diff {ancestor[:12]}" in told["findings"][0]["detail"]
    assert told["unknown"] == ["accounts.acme", "installations.live", "installations.staging"]
    assert (told["impact"]["claims_gained"], told["impact"]["resyncs_owed"]) == ([], [])


def test_a_broken_base_hides_no_change_of_a_type_from_its_repair(repository, diff):
    repository.commit({PATH: BROKEN})
    flipped = FLEET.replace("type: production", "type: testing")
    repository.write({PATH: flipped + LIVE + TESTING})
    assert diff("HEAD")[0] == 5
    status, out, _ = diff("HEAD", "--base-fallback")
    assert status == 5
    assert "warn[unreadable-base]" in out
    assert "refuse[saas-environment-type-changed]" in out
    repository.write({PATH: FLEET + LIVE + TESTING})
    assert diff("HEAD", "--base-fallback")[0] == 0


def test_no_inventory_on_either_side_exits_3(repository, diff):
    status, out, err = diff("HEAD", "-i", "inventorys")
    assert (status, out) == (3, "")
    assert "there is no inventory at inventorys" in err


def test_a_commit_that_is_not_here_exits_2_and_says_what_to_fetch(repository, diff):
    missing = "1234567890" * 4
    status, _, err = diff(missing)
    assert status == 2
    assert f"git fetch --depth=1 origin {missing}" in err


@pytest.mark.parametrize(
    "arguments", [("--output=x",), ("-x",), ("--", "-x"), ("HEAD..main", "main"), ("HEAD", "--", "-x"), ()]
)
def test_what_names_no_revisions_exits_2(repository, diff, arguments):
    assert diff(*arguments)[0] == 2


def test_outside_of_git_exits_2(tmp_path, monkeypatch, diff):
    monkeypatch.chdir(tmp_path)
    status, _, err = diff("HEAD")
    assert status == 2
    assert "in no git repository" in err


def test_a_conflict_in_the_work_tree_is_unreadable_and_nothing_counts_as_removed(repository, diff):
    repository.git("checkout", "--quiet", "-b", "other")
    repository.commit({PATH: FLEET + LIVE.replace("[base]", "[x]")})
    repository.git("checkout", "--quiet", "main")
    repository.commit({PATH: FLEET + LIVE.replace("[base]", "[y]")})
    repository.git("merge", "other", check=False)
    assert repository.git("ls-files", "--unmerged")
    status, out, _ = diff("HEAD", "-f", "json")
    told = json.loads(out)
    assert status == 5
    assert [finding["rule"] for finding in told["findings"]] == ["unreadable-inventory"]
    assert (told["changes"], told["unknown"]) == ([], ["accounts.acme", "installations.live"])


def test_a_bare_repository_compares_commits_and_has_no_work_tree(repository, tmp_path, monkeypatch, diff):
    repository.commit({PATH: FLEET + LIVE + POLLUTING})
    monkeypatch.chdir(repository.clone_to(tmp_path / "bare.git", "--bare").folder)
    assert diff("HEAD~1", "HEAD")[0] == 5
    status, _, err = diff("HEAD~1")
    assert status == 2
    assert "bare repository has no work tree" in err


def test_the_path_is_relative_to_where_one_stands(repository, monkeypatch, diff):
    repository.commit({"eu/conf/a.yaml": FLEET + LIVE})
    repository.write({"eu/conf/a.yaml": FLEET + LIVE + POLLUTING})
    monkeypatch.chdir(repository.folder / "eu")
    status, out, _ = diff("HEAD", "-i", "conf", "-f", "json")
    assert status == 5
    assert json.loads(out)["findings"][0]["at"]["path"] == "conf/a.yaml"


def test_json_has_the_documented_keys(repository, diff):
    repository.write(
        {
            PATH: FLEET
            + POLLUTING
            + "  new: {stage: testing, hosts: [n], websites: [n], saas_environment: acme/shop/testing-1}\n"
        }
    )
    _, out, _ = diff("HEAD", "-f", "json")
    told = json.loads(out)
    assert list(told)[:2] == ["format_version", "verb"]
    assert told["format_version"] == "1.0"
    assert {"base", "head", "changes", "impact", "findings"} <= told.keys()
    assert all(
        {"subject", "field", "kind", "before", "after", "installations"} <= one.keys() for one in told["changes"]
    )
    assert told["impact"]["claims_gained"] == [
        {"saas_environment": "acme/shop/testing-1", "website": "n", "installation": "new"}
    ]
    assert told["impact"]["claims_lost"] == [
        {"saas_environment": "acme/shop/production", "website": "base", "installation": "live"}
    ]
    (moved,) = told["impact"]["claims_moved"]
    assert {"from": "acme/shop/testing-1", "to": "acme/shop/production"}.items() <= moved.items()
    assert "saas_environment" not in moved


def test_json_is_the_same_for_the_same_input(repository, diff):
    repository.write({PATH: FLEET + POLLUTING})
    assert diff("HEAD", "-f", "json") == diff("HEAD", "-f", "json")


def test_a_secret_is_told_by_its_reference(repository, diff, monkeypatch):
    monkeypatch.setenv("A", "canary-of-the-key")
    (repository.folder / "inventories/b.pem").write_text("canary-of-the-pem")
    repository.write({PATH: (FLEET + LIVE).replace("a.pem", "b.pem").replace("{env: A}", "{command: [sops, x]}")})
    for format_ in FORMATS["diff"]:
        _, out, err = diff("HEAD", "-f", format_)
        assert "canary" not in out + err
    _, out, _ = diff("HEAD")
    assert "{file: inventories/a.pem} → {file: inventories/b.pem}" in out
    assert "{env: A} → {command: [sops, x], in: inventories}" in out


def test_neither_pyinfra_nor_network_nor_crypto_is_imported(repository):
    repository.write({PATH: FLEET + LIVE + POLLUTING})
    script = (
        "import sys; from magesaas_ops.cli import main\n"
        "from magesaas_ops.reports.formats import FORMATS\n"
        "for format_ in FORMATS['diff']: main(['diff', 'HEAD', '-f', format_])\n"
        "found = {'pyinfra', 'gevent', 'httpx', 'cryptography', 'jwt', 'jinja2'} & set(sys.modules)\n"
        "sys.exit(f'imported {found}' if found else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
