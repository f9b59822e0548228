"""The one place that runs git: in which repository, and so that nothing which a repository holds can run or redirect.

The repository is the one that holds the inventory's folder. What a commit can carry counts for nothing: git takes a
folder with ``HEAD``, ``objects`` and ``refs`` for a repository, and obeys the ``config`` in it, wherever a change puts
it. So git is started only where a ``.git`` stands that no repository around it tracks, or is told the bare repository.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from magesaas_ops.errors import MagesaasError
from magesaas_ops.programs import Ended, TookTooLong, run_program

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

SECONDS = 120
_SUBMODULE = b"160000"
_SETTINGS = (
    *("-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
    *("--no-pager", "--literal-pathspecs"),
)
_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_KEPT = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT")
_KEPT_FAMILIES = ("GIT_CONFIG_KEY_", "GIT_CONFIG_VALUE_")
"""What the operator's own git settings come from, ``safe.directory`` among them; the rest of GIT_* could redirect."""

_REPOSITORY = frozenset({"head", "objects", "refs"})
_LINKED_REPOSITORY = frozenset({"head", "commondir"})
_GIT_FOLDER = ".git"
REPOSITORY_PARTS = _REPOSITORY | _LINKED_REPOSITORY | {_GIT_FOLDER}
"""The names, in lower case, by which :func:`planted_repository` judges a folder."""


def run_git(arguments: Sequence[str], *, top: str, is_bare: bool, stdin: bytes) -> Ended:
    """Run git in a repository: ``top`` is the top of its work tree, or the repository itself when it is bare.

    No hook, no file system monitor, no fetching; commands that could run an external diff or textconv are never given.
    Raises ``MagesaasError`` when git is not installed or does not end within ``SECONDS``.
    """
    where = ["--git-dir", top] if is_bare else ["-C", top]
    try:
        return run_program(
            ["git", *_SETTINGS, *where, *arguments],
            stdin=stdin,
            seconds=SECONDS,
            most_bytes=None,  # of what may be large, the size is asked before it is read
            environment=_environment(top),
        )
    except FileNotFoundError:
        raise MagesaasError("git is not installed here", hint="`magesaas diff` needs the `git` binary.") from None
    except TookTooLong:
        raise MagesaasError(
            f"git did not answer within {SECONDS} seconds in {top}", hint=f"Look whether `git -C {top} status` does."
        ) from None


def _environment(top: str) -> dict[str, str]:
    """The caller's environment without what could point git elsewhere; it looks for no repository above ``top``."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in _KEPT or name.startswith(_KEPT_FAMILIES)
    }
    return {**kept, **_ENVIRONMENT, "GIT_CEILING_DIRECTORIES": os.path.dirname(top)}  # noqa: PTH120 (a text)


def work_tree_around(folder: Path) -> Path | None:
    """The top of the work tree that a folder is in; None when it is in none.

    A ``.git`` that stands in what a repository around it tracks is content, and passed over.
    """
    tops = [parent for parent in (folder, *folder.parents) if os.path.lexists(parent / _GIT_FOLDER)]
    for index, top in enumerate(tops):
        if not any(_is_content_of(outer, top) for outer in tops[index + 1 :]):
            return top
    return None


def has_planted_top(folder: Path) -> bool:
    """Whether the folder has a ``.git`` that is not a checkout's own, nor that of a registered submodule."""
    return os.path.lexists(folder / _GIT_FOLDER) and work_tree_around(folder) != folder


def _is_content_of(outer: Path, top: Path) -> bool:
    """Whether the repository ``outer`` tracks files in ``top``; a submodule is tracked as one entry of its own kind."""
    inside = os.path.relpath(top, outer).replace(os.sep, "/")
    said = run_git(["ls-files", "--stage", "-z", "--", inside], top=str(outer), is_bare=False, stdin=b"")
    entries = [entry for entry in said.output.split(b"\0") if entry] if said.status == 0 else []
    own = os.fsencode(inside)
    return any(not (entry.startswith(_SUBMODULE) and entry.partition(b"\t")[2] == own) for entry in entries)


def planted_repository(names: Iterable[str]) -> str | None:
    """What of a folder's names git would take for a repository of its own; None when there is nothing of the kind."""
    found = {name.lower() for name in names}
    if _GIT_FOLDER in found:
        return "`.git`"
    if found >= _REPOSITORY:
        return "`HEAD`, `objects` and `refs` together"
    return "`HEAD` and `commondir` together" if found >= _LINKED_REPOSITORY else None
