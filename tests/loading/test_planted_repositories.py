"""What a change can carry never decides which repository git reads, nor what git runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from magesaas_ops.errors import UsageError
from magesaas_ops.loading import read_inventory
from magesaas_ops.loading.git import run_git
from magesaas_ops.loading.revisions import fleet_at, inventory_in_repository, revision_of
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
    repository.commit({"inventories/a.yaml": FLEET.format("honest")})
    monkeypatch.chdir(repository.folder)
    return repository


@pytest.fixture
def canary(tmp_path) -> Path:
    return tmp_path / "canary"


def plant(folder: Path, tmp_path: Path, canary: Path) -> None:
    """Make a folder a bare repository whose history says something else, and whose settings run a program."""
    folder = folder.resolve()
    lies = GitRepository.made_in(tmp_path / "lies")
    lies.commit({"a.yaml": FLEET.format("lie"), "inventories/a.yaml": FLEET.format("lie")})
    for name in ("HEAD", "config", "objects", "refs"):
        source, target = lies.folder / ".git" / name, folder / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    with (folder / "config").open("a") as config:
        config.write(f"[core]\n\tworktree = {folder}\n")
    arm(folder / "config", canary)


def plain_git(folder: Path, *arguments: str) -> str:
    """What git does when it is started in a folder by nobody who takes care."""
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False).stdout.strip()


def arm(config: Path, canary: Path) -> None:
    program = canary.with_suffix(".sh")
    program.write_text(f"#!/bin/sh\ntouch {canary}\n")
    program.chmod(0o755)
    hooks = canary.with_suffix(".hooks")
    hooks.mkdir()
    for hook in ("post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(program, hooks / hook)
    with config.open("a") as file:
        file.write(
            f"[core]\n\tfsmonitor = {program}\n\thooksPath = {hooks}\n\tpager = {program}\n"
            f'[diff]\n\texternal = {program}\n[diff "x"]\n\ttextconv = {program}\n'
        )


def names_at(revision: str, path: Path = HERE) -> list[str]:
    inventory = inventory_in_repository(path)
    return list(fleet_at(inventory, inventory.repository.commit(revision)).installations)


def problems(path: Path = HERE) -> list[tuple[str, str]]:
    return [(finding.rule, finding.at.path) for finding in read_inventory(path).defects if finding.at]


@pytest.mark.parametrize("place", ["inventories", "inventories/deep", "."])
def test_bare_repository_in_the_inventory_is_neither_read_nor_obeyed(repository, tmp_path, canary, place):
    (repository.folder / place).mkdir(exist_ok=True)
    plant(repository.folder / place, tmp_path, canary)
    if place != ".":
        assert plain_git(repository.folder / place, "show", "HEAD:a.yaml").endswith(FLEET.format("lie").strip())
        plain_git(repository.folder / place, "status")
        assert canary.exists(), "the attack is none"
        canary.unlink()
    assert names_at("HEAD") == ["honest"]
    assert names_at("HEAD", HERE / "a.yaml") == ["honest"]
    assert len(revision_of(HERE)) >= 12
    assert not canary.exists()


@pytest.mark.parametrize("place", ["inventories", "inventories/deep"])
def test_bare_repository_in_the_inventory_is_refused(repository, tmp_path, canary, place):
    (repository.folder / place).mkdir(exist_ok=True)
    plant(repository.folder / place, tmp_path, canary)
    assert problems() == [("unreadable-inventory", place)]
    commit = repository.commit()
    shutil.rmtree(repository.folder / "inventories")
    inventory = inventory_in_repository(HERE)
    defects = fleet_at(inventory, commit).defects
    assert [(defect.rule, defect.at.path) for defect in defects] == [("unreadable-inventory", place)]


@pytest.mark.parametrize("names", [("HEAD", "objects", "refs"), ("head", "OBJECTS", "Refs"), ("HEAD", "commondir")])
def test_parts_of_a_repository_are_known_in_every_case_and_kind(repository, names):
    for name in names:
        (HERE / name).symlink_to("nowhere")
    assert problems() == [("unreadable-inventory", "inventories")]


@pytest.mark.parametrize("names", [("HEAD", "objects"), ("refs",), ("objects", "refs")])
def test_some_of_the_names_are_nothing(repository, names):
    for name in names:
        (HERE / name).mkdir()
    assert problems() == []


def test_inventory_that_is_one_file_beside_a_bare_repository_is_refused(repository, tmp_path, canary):
    plant(repository.folder / HERE, tmp_path, canary)
    assert problems(HERE / "a.yaml") == [("unreadable-inventory", "inventories")]


def test_repository_below_the_inventory_is_refused(repository):
    GitRepository.made_in(repository.folder / "inventories/nested").write({"b.yaml": FLEET.format("b")})
    assert problems() == [("unreadable-inventory", "inventories/nested")]


def test_git_folder_in_what_is_tracked_is_refused_and_the_repository_around_it_read(repository, tmp_path, canary):
    lies = GitRepository.made_in(tmp_path / "lies")
    lies.commit({"a.yaml": FLEET.format("lie")})
    arm(lies.folder / ".git/config", canary)
    shutil.copytree(lies.folder / ".git", HERE / ".git")
    assert problems() == [("unreadable-inventory", "inventories")]
    assert names_at("HEAD") == ["honest"]
    assert plain_git(HERE, "rev-parse", "HEAD") != plain_git(Path(), "rev-parse", "HEAD")
    assert revision_of(HERE).startswith(plain_git(Path(), "rev-parse", "--short=12", "HEAD"))
    assert not canary.exists()


def test_git_file_in_what_is_tracked_is_refused_and_the_repository_around_it_read(repository, tmp_path):
    lies = GitRepository.made_in(tmp_path / "lies")
    lies.commit({"a.yaml": FLEET.format("lie")})
    (HERE / ".git").write_text(f"gitdir: {lies.folder / '.git'}\n")
    assert problems() == [("unreadable-inventory", "inventories")]
    assert names_at("HEAD") == ["honest"]


def test_top_of_a_checkout_is_an_inventory(repository):
    repository.commit({"b.yaml": FLEET.format("b")})
    assert problems(Path()) == []
    assert sorted(names_at("HEAD", Path())) == ["b", "honest"]


def test_clone_in_a_folder_that_the_repository_around_it_does_not_track_is_its_own(repository):
    other = GitRepository.made_in(repository.folder / "elsewhere")
    other.commit({"b.yaml": FLEET.format("b")})
    assert problems(Path("elsewhere")) == []
    assert names_at("HEAD", Path("elsewhere")) == ["b"]


def test_registered_submodule_is_its_own_repository(repository, tmp_path):
    other = GitRepository.made_in(tmp_path / "other")
    other.commit({"b.yaml": FLEET.format("b")})
    repository.git("submodule", "--quiet", "add", other.folder.as_uri(), "more")
    repository.commit()
    assert problems(Path("more")) == []
    assert names_at("HEAD", Path("more")) == ["b"]
    assert revision_of(Path("more")) == other.git("rev-parse", "--short=12", "HEAD")


def test_linked_work_tree_is_its_own_repository(repository, tmp_path):
    repository.git("worktree", "add", "--quiet", str(tmp_path / "linked"), "-b", "other")
    linked = GitRepository(tmp_path / "linked")
    linked.commit({"inventories/b.yaml": FLEET.format("b")})
    assert problems(linked.folder / HERE) == []
    assert names_at("HEAD", linked.folder / HERE) == ["honest", "b"]
    assert names_at("main", linked.folder / HERE) == ["honest"]


def test_settings_of_the_checkout_itself_run_nothing(repository, canary):
    arm(repository.folder / ".git/config", canary)
    repository.write({".gitattributes": "*.yaml diff=x\n", "inventories/a.yaml": FLEET.format("changed")})
    assert names_at("HEAD") == ["honest"]
    assert revision_of(HERE).endswith("+changes")
    assert not canary.exists()
    plain_git(Path(), "status")
    assert canary.exists(), "the attack is none"


def test_environment_of_the_caller_cannot_redirect_git(repository, tmp_path, monkeypatch):
    lies = GitRepository.made_in(tmp_path / "lies")
    lie = lies.commit({"inventories/a.yaml": FLEET.format("lie")})
    git_dir = str(lies.folder / ".git")
    honest = plain_git(Path(), "rev-parse", "--short=12", "HEAD")
    for name, value in (
        ("GIT_DIR", git_dir),
        ("GIT_COMMON_DIR", git_dir),
        ("GIT_WORK_TREE", str(lies.folder)),
        ("GIT_OBJECT_DIRECTORY", f"{git_dir}/objects"),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", f"{git_dir}/objects"),
        ("GIT_INDEX_FILE", f"{git_dir}/index"),
        ("GIT_NAMESPACE", "lies"),
    ):
        with monkeypatch.context() as context:
            context.setenv(name, value)
            assert names_at("HEAD") == ["honest"], name
            assert revision_of(HERE) == honest, name
            with pytest.raises(UsageError):
                names_at(lie)


def test_git_itself_finds_no_bare_repository_and_looks_no_further_up(repository, tmp_path, canary):
    (HERE / "deep").mkdir()
    plant(HERE / "deep", tmp_path, canary)
    for folder in (HERE, HERE / "deep"):
        said = run_git(["rev-parse", "--git-dir"], top=str(folder.resolve()), is_bare=False, stdin=b"")
        assert said.status != 0, said.output


def test_no_hook_runs(repository, canary):
    arm(repository.folder / ".git/config", canary)
    arguments = ["update-ref", "refs/heads/new", "HEAD"]
    assert run_git(arguments, top=str(repository.folder), is_bare=False, stdin=b"").status == 0
    assert not canary.exists()
    plain_git(Path(), "update-ref", "refs/heads/newer", "HEAD")
    assert canary.exists(), "the attack is none"


@pytest.mark.parametrize("arguments", [["check"], ["diff", "HEAD"], ["map", "-o", "map.html"], ["claims"]])
def test_no_verb_runs_what_a_planted_repository_names(repository, tmp_path, canary, arguments):
    plant(repository.folder / HERE, tmp_path, canary)
    done = subprocess.run(
        [sys.executable, "-m", "magesaas_ops", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 5, done.stdout + done.stderr
    assert not canary.exists()
