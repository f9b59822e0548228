"""A fleet as it was at a commit, read from git's objects: the work tree and the index are neither read nor touched.

Only plumbing of the ``git`` binary is used (rev-parse, merge-base, ls-tree, cat-file); nothing is fetched.
"""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from magesaas_ops.errors import MagesaasError, UsageError
from magesaas_ops.loading import fleet_from_files
from magesaas_ops.loading.git import REPOSITORY_PARTS, planted_repository
from magesaas_ops.loading.git_objects import Repository, TreeEntry
from magesaas_ops.loading.inventory_files import is_inventory_name, repository_problem
from magesaas_ops.loading.yaml.tree import MOST_BYTES
from magesaas_ops.model.defect import UNREADABLE_INVENTORY
from magesaas_ops.model.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.inventory import Fleet

_MOST_ANCESTORS = 50
_NOT_READ = "Nothing in it was judged"


@dataclass(frozen=True, slots=True)
class Inventory:
    """Where an inventory is: its path as a person writes it, and as the trees of a repository have it."""

    shown: str
    in_tree: str
    repository: Repository


def inventory_in_repository(path: Path) -> Inventory:
    """Find the repository that the path is in, whether or not the path exists in the work tree.

    Raises :class:`UsageError` when there is no repository, or git does not want to read it.
    """
    absolute = Path(os.path.normpath(path.absolute()))
    repository = Repository.holding(absolute.parent.resolve() / absolute.name)
    root = Path(repository.root).resolve()
    real = root if absolute.resolve() == root else absolute.parent.resolve() / absolute.name
    in_tree = os.path.relpath(real, root).replace(os.sep, "/")
    if in_tree == ".." or in_tree.startswith("../"):
        raise UsageError(
            f"{path} is not inside of the git repository {root}",
            hint="Start magesaas in the repository that holds the inventory, or name its folder with -i PATH.",
        )
    return Inventory(path.as_posix(), "" if in_tree == "." else in_tree, repository)


def fleet_at(inventory: Inventory, commit: str) -> Fleet:
    """The fleet at a commit; one without files when the inventory did not exist there.

    Links and submodules are not followed, and are told as defects: what they hold was not looked at.
    """
    found = list(inventory.repository.entries(commit, inventory.in_tree))
    entries = {_shown(inventory, entry.path): entry for entry in _inventory_entries(inventory, found)}
    files = {shown: entry.object_id for shown, entry in entries.items() if entry.is_file}
    sizes = inventory.repository.sizes(list(files.values()))
    readable = {shown: object_id for shown, object_id in files.items() if sizes[object_id] <= MOST_BYTES}
    contents = inventory.repository.contents(list(readable.values()))
    fleet = fleet_from_files({shown: contents[object_id] for shown, object_id in readable.items()})
    unread = tuple(
        _unread(shown, entry, sizes.get(entry.object_id, 0))
        for shown, entry in sorted(entries.items())
        if shown not in readable
    )
    planted = tuple(
        UNREADABLE_INVENTORY.finding("inventory", repository_problem(what), Place(_shown(inventory, folder), 1, 1))
        for folder, what in _planted_repositories(inventory, found)
    )
    return replace(
        fleet,
        files=tuple(sorted({*fleet.files, *(finding.at.path for finding in unread if finding.at)})),
        defects=(*fleet.defects, *unread, *planted),
    )


def nearest_readable(inventory: Inventory, commit: str) -> str | None:
    """The nearest first-parent ancestor whose inventory can be read whole; None when this clone has none.

    Only commits that touched the inventory are looked at, and not more than fifty.
    """
    path = ["--", inventory.in_tree] if inventory.in_tree else []
    said = inventory.repository.run("rev-list", "--first-parent", f"--max-count={_MOST_ANCESTORS}", commit, *path)
    for ancestor in (said or b"").decode("ascii").split():
        fleet = fleet_at(inventory, ancestor)
        if fleet.files and not fleet.defects:
            return ancestor
    return None


@dataclass(frozen=True, slots=True)
class History:
    """The fleet in each of the last fifty first-parent revisions of the inventory, the newest first.

    ``gap`` says, as a clause, why that is not all of them; empty when it is. Outside of git there are none, and none is
    missing. Of a revision that cannot be read whole there is what could be read.
    """

    fleets: tuple[Fleet, ...] = ()
    gap: str = ""


def recent_history(path: Path) -> History:
    """What the inventory was before; never raises."""
    try:
        inventory = inventory_in_repository(path)
    except UsageError as error:
        is_in_git = any((folder / ".git").exists() for folder in path.absolute().parents)
        return History(gap=error.message if is_in_git else "")
    try:
        where = ["--", inventory.in_tree] if inventory.in_tree else []
        said = inventory.repository.run("rev-list", "--first-parent", f"--max-count={_MOST_ANCESTORS}", "HEAD", *where)
        if said is None:
            is_begun = inventory.repository.run("rev-parse", "--verify", "--quiet", "HEAD") is not None
            return History(gap="git cannot list its revisions" if is_begun else "")
        commits = said.decode("ascii").split()
        fleets = tuple(fleet_at(inventory, commit) for commit in commits)
    except MagesaasError as error:
        return History(gap=error.message)
    unread = next((commit for commit, fleet in zip(commits, fleets, strict=True) if fleet.defects), None)
    if unread is not None:
        return History(fleets, f"the inventory of {unread[:12]} cannot be read whole")
    if len(commits) < _MOST_ANCESTORS and inventory.repository.is_shallow():
        return History(fleets, "this clone is shallow (git fetch --unshallow brings the rest)")
    return History(fleets)


def _planted_repositories(inventory: Inventory, entries: Iterable[TreeEntry]) -> Iterator[tuple[str, str]]:
    """The folders that are looked into and that git would take for a repository, and what makes them one."""
    parts: dict[str, set[str]] = {}
    for entry in entries:
        *folders, name = entry.path.split("/")
        for depth, step in enumerate((*folders, name)):
            if step.lower() in REPOSITORY_PARTS:
                parts.setdefault("/".join(folders[:depth]), set()).add(step)
    for folder, names in sorted(parts.items()):
        below = posixpath.relpath(folder or ".", inventory.in_tree or ".").split("/")
        is_hidden = any(step.startswith(".") and step != "." for step in below)
        if not is_hidden and (what := planted_repository(names)):
            yield folder, what


def _inventory_entries(inventory: Inventory, entries: Iterable[TreeEntry]) -> Iterator[TreeEntry]:
    """The files that reading the folder would open: the same names as in the work tree."""
    for entry in entries:
        if entry.path == inventory.in_tree:
            yield entry
            continue
        *folders, name = posixpath.relpath(entry.path, inventory.in_tree or ".").split("/")
        if any(folder.startswith(".") for folder in folders):
            continue
        if is_inventory_name(name) or (entry.is_submodule and not name.startswith(".")):
            yield entry


def _shown(inventory: Inventory, path: str) -> str:
    """The path of a file as reading the work tree would show it."""
    return (PurePosixPath(inventory.shown) / posixpath.relpath(path or ".", inventory.in_tree or ".")).as_posix()


def _unread(shown: str, entry: TreeEntry, size: int) -> Finding:
    if entry.is_submodule:
        reason = f"{shown} is a submodule, and submodules are not followed"
    elif entry.is_link:
        reason = f"{shown} is a symbolic link, and links are not followed in a commit"
    else:
        reason = f"it has {size:,} bytes, more than {MOST_BYTES:,}"
    return UNREADABLE_INVENTORY.finding("inventory", f"{reason}. {_NOT_READ}", Place(shown, 1, 1))


def revision_of(path: Path) -> str:
    """The commit that an inventory stands at, with ``+changes`` when it differs from it; empty outside of git."""
    try:
        inventory = inventory_in_repository(path.resolve())
    except UsageError:
        return ""
    run = inventory.repository.run
    commit = run("rev-parse", "--short=12", "HEAD")
    if commit is None:
        return ""
    changes = run("status", "--porcelain", "--ignore-submodules=all", "--", inventory.in_tree or ".")
    return commit.decode("ascii").strip() + ("+changes" if changes else "")
