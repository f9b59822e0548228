from __future__ import annotations

from pathlib import Path

import pytest

from magesaas_ops.errors import MagesaasError, UsageError
from magesaas_ops.loading.revisions import History, fleet_at, inventory_in_repository, recent_history
from tests.git_repository import GitRepository

FLEET = """\
version: 1
installations:
  {}: {{stage: staging, hosts: [h], root: /srv, websites: [base], saas_environment: none}}
"""
HERE = Path("inventories")


@pytest.fixture
def repository(tmp_path, monkeypatch) -> GitRepository:
    repository = GitRepository.made_in(tmp_path / "repository")
    monkeypatch.chdir(repository.folder)
    return repository


def names_at(revision: str, path: Path = HERE):
    inventory = inventory_in_repository(path)
    return list(fleet_at(inventory, inventory.repository.commit(revision)).installations)


def defects_at(revision: str, path: Path = HERE):
    inventory = inventory_in_repository(path)
    fleet = fleet_at(inventory, inventory.repository.commit(revision))
    return [(defect.rule, defect.at.path if defect.at else "", defect.detail) for defect in fleet.defects]


def test_a_commit_is_read_as_it_was(repository):
    repository.commit({"inventories/a.yaml": FLEET.format("a"), "inventories/deep/b.yml": FLEET.format("b")})
    repository.commit({"inventories/a.yaml": FLEET.format("c")})
    assert names_at("HEAD~1") == ["a", "b"]
    assert names_at("HEAD") == ["c", "b"]


def test_neither_work_tree_nor_index_is_touched_or_read(repository):
    repository.commit({"inventories/a.yaml": FLEET.format("a")})
    repository.write({"inventories/a.yaml": "staged: {"})
    repository.git("add", "--all")
    repository.write({"inventories/a.yaml": "written: {", "inventories/new.yaml": "new"})
    before = repository.state()
    assert names_at("HEAD") == ["a"]
    assert repository.state() == before


def test_places_are_written_as_for_the_work_tree(repository, monkeypatch):
    repository.commit({"conf/inventories/a.yaml": FLEET.format("a")})
    for folder, path, shown in (
        (".", "conf/inventories", "conf/inventories/a.yaml"),
        ("conf", "inventories", "inventories/a.yaml"),
        ("conf", "./inventories/a.yaml", "inventories/a.yaml"),
        ("conf/inventories", ".", "a.yaml"),
        ("conf/inventories", "..", "../inventories/a.yaml"),
        ("conf", str(repository.folder / "conf/inventories"), str(repository.folder / "conf/inventories/a.yaml")),
    ):
        monkeypatch.chdir(repository.folder / folder)
        inventory = inventory_in_repository(Path(path))
        assert fleet_at(inventory, inventory.repository.commit("HEAD")).files == (shown,)


def test_a_repository_is_found_from_outside_by_the_path(repository, monkeypatch, tmp_path):
    repository.commit({"inventories/a.yaml": FLEET.format("a")})
    monkeypatch.chdir(tmp_path)
    assert names_at("HEAD", Path("repository/inventories")) == ["a"]


def test_a_folder_that_is_gone_from_the_work_tree_is_still_read(repository):
    repository.commit({"inventories/a.yaml": FLEET.format("a")})
    (repository.folder / "inventories/a.yaml").unlink()
    (repository.folder / "inventories").rmdir()
    assert names_at("HEAD") == ["a"]


def test_an_inventory_that_did_not_exist_is_a_fleet_without_files(repository):
    repository.commit({"README": "hello"})
    inventory = inventory_in_repository(HERE)
    assert fleet_at(inventory, inventory.repository.commit("HEAD")).files == ()


def test_only_the_files_are_read_that_the_work_tree_would_give(repository):
    ours = {"inventories/a.yaml": FLEET.format("a")}
    others = {
        name: FLEET.format("x")
        for name in (
            "other/x.yaml",
            "inventories/x.txt",
            "inventories/.x.yaml",
            "inventories/.git-crypt/x.yaml",
            "inventories2/x.yaml",
        )
    }
    repository.commit(ours | others)
    assert names_at("HEAD") == ["a"]


@pytest.mark.parametrize(
    "name", ["sp ace.yaml", "ümläut.yaml", "new\nline.yaml", "*.yaml", ":(glob)**.yaml", "-x.yaml"]
)
def test_any_file_name_is_read(repository, name):
    repository.commit({f"inventories/{name}": FLEET.format("a"), "inventories2/b.yaml": FLEET.format("b")})
    assert names_at("HEAD") == ["a"]
    assert names_at("HEAD", HERE / name) == ["a"]


def test_links_are_not_followed_and_say_so(repository):
    repository.commit({"inventories/a.yaml": FLEET.format("a"), "secret.yaml": FLEET.format("secret")})
    Path("inventories/link.yaml").symlink_to("../secret.yaml")
    repository.commit()
    assert names_at("HEAD") == ["a"]
    ((rule, path, detail),) = defects_at("HEAD")
    assert (rule, path) == ("unreadable-inventory", "inventories/link.yaml")
    assert "links are not followed" in detail


def test_submodules_are_not_followed_and_say_so(repository, tmp_path):
    other = GitRepository.made_in(tmp_path / "other")
    other.commit({"b.yaml": FLEET.format("b")})
    repository.commit({"inventories/a.yaml": FLEET.format("a")})
    repository.git("submodule", "--quiet", "add", other.folder.as_uri(), "inventories/more")
    repository.commit()
    assert names_at("HEAD") == ["a"]
    ((rule, path, detail),) = defects_at("HEAD")
    assert (rule, path) == ("unreadable-inventory", "inventories/more")
    assert "submodules are not followed" in detail


def test_a_file_beyond_the_bound_is_told_and_not_read(repository):
    repository.commit({"inventories/a.yaml": FLEET.format("a"), "inventories/big.yaml": "#" * (16 * 1024 * 1024 + 1)})
    assert names_at("HEAD") == ["a"]
    assert [path for _, path, _ in defects_at("HEAD")] == ["inventories/big.yaml"]


def test_a_bare_repository_is_read(repository, tmp_path, monkeypatch):
    repository.commit({"inventories/a.yaml": FLEET.format("a")})
    monkeypatch.chdir(repository.clone_to(tmp_path / "bare.git", "--bare").folder)
    assert names_at("main") == ["a"]


def test_a_shallow_clone_with_both_commits_is_enough(repository, tmp_path, monkeypatch):
    first = repository.commit({"inventories/a.yaml": FLEET.format("a")})
    for number in range(3):
        repository.commit({"inventories/a.yaml": FLEET.format(f"b{number}")})
    shallow = repository.clone_to(tmp_path / "shallow", "--depth=1")
    monkeypatch.chdir(shallow.folder)
    with pytest.raises(UsageError) as raised:
        names_at(first)
    command = f"git fetch --depth=1 origin {first}"
    assert raised.value.hint == f"Fetch it: {command}"
    shallow.git(*command.split()[1:])
    assert names_at(first) == ["a"]
    assert names_at("HEAD") == ["b2"]


def test_a_branch_that_was_not_fetched_says_how(repository, tmp_path, monkeypatch):
    repository.commit({"inventories/a.yaml": FLEET.format("a")})
    repository.git("checkout", "--quiet", "-b", "feature/x")
    repository.commit({"inventories/a.yaml": FLEET.format("b")})
    shallow = repository.clone_to(tmp_path / "shallow", "--depth=1", "--branch=main", "--single-branch")
    monkeypatch.chdir(shallow.folder)
    with pytest.raises(UsageError) as raised:
        names_at("origin/feature/x")
    shallow.git(*raised.value.hint.removeprefix("Fetch it: git ").split())
    assert names_at("origin/feature/x") == ["b"]


def test_objects_that_a_partial_clone_left_out_are_not_fetched(repository, tmp_path, monkeypatch):
    first = repository.commit({"inventories/a.yaml": FLEET.format("a")})
    repository.commit({"inventories/a.yaml": FLEET.format("b")})
    repository.git("config", "uploadpack.allowFilter", "true")
    partial = repository.clone_to(tmp_path / "partial", "--filter=blob:none")
    monkeypatch.chdir(partial.folder)
    assert names_at("HEAD") == ["b"]
    with pytest.raises(MagesaasError, match="cannot be read as it was") as raised:
        names_at(first)
    partial.git(*raised.value.hint.partition(": git ")[2].split())
    assert names_at(first) == ["a"]


@pytest.mark.parametrize(
    "revision", ["--output=x", "-x", "", "HEAD\n", "^HEAD", "HEAD:inventories", "nothing", "a b", "\x1b[31m"]
)
def test_what_is_no_commit_is_refused(repository, revision):
    repository.commit({"inventories/a.yaml": FLEET.format("a")})
    with pytest.raises(UsageError):
        names_at(revision)
    assert not (repository.folder / "x").exists()


def test_a_tag_names_its_commit(repository):
    repository.commit({"inventories/a.yaml": FLEET.format("a")})
    repository.git("tag", "-a", "v1", "-m", "one")
    assert names_at("v1") == ["a"]


@pytest.mark.parametrize("asked", ["main", "main~0", "main^"])
@pytest.mark.parametrize("shadow", ["refs/tags/main", "refs/remotes/main"])
def test_a_name_with_two_meanings_is_refused(repository, asked, shadow):
    """Git takes a tag before the branch: whoever pushes a tag of that name would choose what a change is held to."""
    repository.commit({"inventories/a.yaml": FLEET.format("a")})
    repository.commit({"inventories/a.yaml": FLEET.format("b")})
    repository.git("branch", "-M", "main")
    repository.git("update-ref", shadow, "HEAD~1")
    with pytest.raises(UsageError, match=r"main can be refs/.* or refs/.*, and which one decides"):
        names_at(asked)
    assert names_at("refs/heads/main") == ["b"]


def test_a_replaced_object_is_read_as_it_is_for_everybody_else(repository):
    first = repository.commit({"inventories/a.yaml": FLEET.format("a")})
    second = repository.commit({"inventories/a.yaml": FLEET.format("b")})
    repository.git("replace", first, second)
    assert names_at(first) == ["a"]


def test_a_folder_outside_of_git_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="in no git repository"):
        inventory_in_repository(HERE)


def test_a_link_that_leaves_the_repository_is_outside(repository, tmp_path):
    repository.commit({"inventories/a.yaml": FLEET.format("a")})
    (tmp_path / "outside").mkdir()
    Path("elsewhere").symlink_to(tmp_path / "outside")
    with pytest.raises(UsageError):
        names_at("HEAD", Path("elsewhere/inventories"))


def test_the_history_of_an_inventory_is_every_revision_of_it_the_newest_first(repository):
    repository.commit({"inventories/a.yaml": FLEET.format("a")})
    repository.commit({"README": "nothing of it"})
    repository.commit({"inventories/a.yaml": FLEET.format("b")})
    history = recent_history(HERE)
    assert [list(fleet.installations) for fleet in history.fleets] == [["b"], ["a"]]
    assert history.gap == ""


def test_a_history_that_is_not_whole_says_why(repository, tmp_path, monkeypatch):
    repository.commit({"inventories/a.yaml": FLEET.format("a")})
    repository.commit({"inventories/a.yaml": FLEET.format("b")})
    shallow = repository.clone_to(tmp_path / "shallow", "--depth=1")
    broken = repository.commit({"inventories/a.yaml": "installations: ["})
    assert recent_history(HERE).gap == f"the inventory of {broken[:12]} cannot be read whole"
    Path(".git/objects", broken[:2], broken[2:]).unlink()
    assert recent_history(HERE).gap != ""
    monkeypatch.chdir(shallow.folder)
    assert "this clone is shallow" in recent_history(HERE).gap
    Path(".git/HEAD").unlink()
    assert recent_history(HERE).gap != ""


def test_a_link_in_place_of_the_folder_leaves_a_gap(repository):
    repository.commit({"real/a.yaml": FLEET.format("a")})
    HERE.symlink_to("real")
    repository.commit()
    assert "cannot be read whole" in recent_history(HERE).gap


def test_a_repository_without_a_commit_has_no_history_and_none_is_missing(repository):
    assert recent_history(HERE) == History()


def test_outside_of_git_there_is_no_history_and_none_is_missing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert recent_history(HERE) == History()
