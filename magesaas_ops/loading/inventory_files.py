"""Finding and opening the files of an inventory."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from magesaas_ops.errors import NothingToLookAt
from magesaas_ops.loading.git import has_planted_top, planted_repository
from magesaas_ops.loading.yaml.tree import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIXES = (".yaml", ".yml")
_HINT = "An inventory is a YAML file or a folder of them, inventories/ by default; name another with -i PATH."


@dataclass(frozen=True, slots=True)
class FileContent:
    """A file of the inventory, or why it could not be opened."""

    path: Path
    content: bytes = b""
    problem: str = ""


def inventory_files(path: Path) -> Iterator[FileContent]:
    """Open the file, or every ``*.yaml`` and ``*.yml`` below the folder, in the order of their paths.

    Names that begin with a dot are left alone, like those of version control and of secret managers. Raises
    :class:`NothingToLookAt` when there is no file at all.
    """
    if path.is_dir():
        found = sorted(_paths_below(path))
        if not found:
            raise NothingToLookAt(f"{path} has no inventory: no *.yaml or *.yml file in it", hint=_HINT)
        root = path.resolve()
        yield from _repositories_below(path)
        yield from (_opened(file, root) for file in found)
    elif path.exists() or path.is_symlink():
        yield from _repository_at(path.parent)
        yield _opened(path, None)
    else:
        raise NothingToLookAt(f"there is no inventory at {path}", hint=_HINT)


def is_inventory_name(name: str) -> bool:
    """Whether a file of this name, in a folder, belongs to the inventory."""
    return name.endswith(SUFFIXES) and not name.startswith(".")


def _paths_below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        linked = [name for name in folders if (Path(parent) / name).is_symlink()]
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent) / name for name in names if is_inventory_name(name))
        yield from (Path(parent) / name for name in linked if not name.startswith("."))


def _repositories_below(folder: Path) -> Iterator[FileContent]:
    """A problem for each folder that is looked into and that git would take for a repository of its own."""
    yield from _repository_at(folder)
    for parent, folders, names in os.walk(folder):
        if parent != str(folder) and (what := planted_repository((*folders, *names))):
            yield FileContent(Path(parent), problem=repository_problem(what))
        folders[:] = [name for name in folders if not name.startswith(".")]


def _repository_at(root: Path) -> Iterator[FileContent]:
    """As :func:`_repositories_below`, for the root alone: it may be the top of a checkout, or of a submodule."""
    _, folders, names = next(os.walk(root), ("", [], []))
    what = planted_repository(name for name in (*folders, *names) if name.lower() != ".git")
    if what is None and has_planted_top(root.resolve()):
        what = "`.git`"
    if what:
        yield FileContent(root, problem=repository_problem(what))


def repository_problem(what: str) -> str:
    """Why a folder of the inventory is refused in which git would find a repository."""
    return (
        f"{what} in a folder of the inventory would be a git repository of its own, whose settings and history git "
        "would take for those of this one; remove it"
    )


def _opened(path: Path, root: Path | None) -> FileContent:
    """Open one path; ``root`` is the folder that a link must not leave, None for a file that was named itself."""
    if path.is_symlink() and root is not None:
        return _followed(path, root)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return FileContent(path, problem="it is no regular file")
        if status.st_size > MOST_BYTES:
            return FileContent(path, problem=f"it has {status.st_size:,} bytes, more than {MOST_BYTES:,}")
        return FileContent(path, path.read_bytes())
    except OSError as error:
        return FileContent(path, problem=f"it cannot be opened: {error.strerror}")


def _followed(path: Path, root: Path) -> FileContent:
    target = Path(os.path.realpath(path))
    if not target.is_relative_to(root):
        return FileContent(path, problem="it is a link to a place outside of the inventory's folder")
    if target.is_dir():
        return FileContent(path, problem="it is a link to a folder; name the folder itself with -i")
    return _opened(path, None)
