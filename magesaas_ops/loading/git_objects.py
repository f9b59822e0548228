"""Commits, trees and files of a git repository, by the plumbing of the ``git`` binary."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.errors import MagesaasError, UsageError
from magesaas_ops.loading.git import run_git, work_tree_around

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from magesaas_ops.programs import Ended

_LINK, _SUBMODULE = "120000", "160000"
_FULL_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One entry of a tree below a path; ``path`` is relative to the root of the repository."""

    path: str
    mode: str
    object_id: str

    @property
    def is_link(self) -> bool:
        return self.mode == _LINK

    @property
    def is_submodule(self) -> bool:
        return self.mode == _SUBMODULE

    @property
    def is_file(self) -> bool:
        return not self.is_link and not self.is_submodule


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository; ``root`` is the top of the work tree, or the repository itself when it is bare."""

    root: str
    is_bare: bool

    @classmethod
    def holding(cls, path: Path) -> Repository:
        """The repository that holds an absolute path, which need not exist in the work tree.

        A bare one is taken only when nothing stands at the path. Raises :class:`UsageError` when there is none.
        """
        nearest = next(parent for parent in (path, *path.parents) if parent.is_dir())
        top = work_tree_around(nearest)
        is_bare = top is None and not os.path.lexists(path) and (nearest / "HEAD").is_file()
        here = cls(str(nearest if top is None else top), is_bare)
        said = here.run("rev-parse", "--show-toplevel") if top else None
        if is_bare and here.run("rev-parse", "--is-bare-repository") == b"true\n":
            return here
        if said is None:
            raise UsageError(
                f"{nearest} is in no git repository that git wants to read: {here.complaint()}",
                hint="`magesaas diff` compares commits; start it inside of the repository that holds the inventory.",
            )
        return cls(os.fsdecode(said).removesuffix("\n"), False)

    def commit(self, revision: str) -> str:
        """The full id of a commit; raises :class:`UsageError` saying what to fetch when it is not here."""
        if not revision or revision.startswith("-") or not revision.isprintable():
            raise UsageError(
                f"{revision!r} is no name of a commit",
                hint="Give a branch, a tag or a commit id, as `git rev-parse` takes it.",
            )
        self._refuse_two_meanings(revision)
        said = self.run("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        if said is None or not _FULL_ID.match(said.decode("ascii", "replace").strip()):
            raise UsageError(f"there is no commit {revision} in this clone", hint=self._how_to_fetch(revision))
        return said.decode("ascii").strip()

    def _refuse_two_meanings(self, revision: str) -> None:
        """Git takes a tag before a branch of the same name, so that BASE would be somebody's tag."""
        name = re.split(r"[~^@:{]", revision, maxsplit=1)[0]
        refs = [f"refs/{kind}/{name}" for kind in ("tags", "heads", "remotes")]
        said = (self.run("for-each-ref", "--format=%(refname)", *refs) or b"").decode("utf-8", "replace")
        meant = [ref for ref in refs if ref in said.splitlines()]
        if len(meant) > 1:
            raise UsageError(
                f"{name} can be {' or '.join(meant)}, and which one decides what is compared",
                hint=f"Give the whole name, such as {meant[-1]}, or the id of the commit.",
            )

    def merge_base(self, one: str, other: str) -> str:
        """The commit from which two branches grew apart; raises :class:`UsageError` when it is not in this clone."""
        said = self.run("merge-base", one, other)
        if said is None:
            shallow = " This clone is shallow, so the commit that they have in common may be missing."
            raise UsageError(
                f"{one[:12]} and {other[:12]} have no commit in common here.{shallow if self.is_shallow() else ''}",
                hint="Fetch the history, `git fetch --unshallow origin`, or name the two commits with `..`.",
            )
        return said.decode("ascii").split()[0]

    def entries(self, commit: str, path: str) -> Iterator[TreeEntry]:
        """Every file, link and submodule at or below a path of a commit's tree; folders are descended into."""
        said = self.run("ls-tree", "-r", "-z", "--full-tree", commit, *(["--", path] if path else []))
        for line in filter(None, (said or b"").split(b"\0")):
            described, _, name = line.partition(b"\t")
            mode, _, object_id = described.decode("ascii").split()
            yield TreeEntry(os.fsdecode(name), mode, object_id)

    def sizes(self, object_ids: Sequence[str]) -> dict[str, int]:
        """How many bytes the files behind the ids have; raises ``MagesaasError`` when one is not in this clone."""
        wanted = list(dict.fromkeys(object_ids))
        said = self._of_objects("--batch-check=%(objectname) %(objectsize)", wanted) if wanted else b""
        sizes = [line.split() for line in said.decode("ascii").splitlines()]
        return {one: _size(one, answer[1]) for one, answer in zip(wanted, sizes, strict=True)}

    def contents(self, object_ids: Sequence[str]) -> dict[str, bytes]:
        """The files behind the ids, all read by one process."""
        wanted = list(dict.fromkeys(object_ids))
        said = self._of_objects("--batch=%(objectname) %(objectsize)", wanted) if wanted else b""
        contents: dict[str, bytes] = {}
        offset = 0
        for one in wanted:
            start = said.index(b"\n", offset) + 1
            size = _size(one, said[offset:start].split()[1].decode("ascii"))
            contents[one] = said[start : start + size]
            offset = start + size + 1
        return contents

    def _of_objects(self, how: str, object_ids: Sequence[str]) -> bytes:
        stdin = "".join(f"{one}\n" for one in object_ids).encode("ascii")
        said = self.run("cat-file", how, stdin=stdin)
        if said is None:  # a partial clone, whose git has tried to fetch what is missing
            raise _missing("an object")
        return said

    def run(self, *arguments: str, stdin: bytes = b"") -> bytes | None:
        """The standard output of git; None when it fails."""
        done = self._process(arguments, stdin)
        return done.output if done.status == 0 else None

    def remote(self) -> str:
        """The address of the remote ``origin``, as it stands in the repository's settings; empty without one."""
        said = self.run("config", "--get", "remote.origin.url")
        return said.decode("utf-8", "replace").strip() if said else ""

    def complaint(self) -> str:
        """What git itself says is wrong, in one line."""
        said = self._process(("rev-parse", "--git-dir"), b"").errors.decode("utf-8", "replace").strip()
        return said.splitlines()[0].removeprefix("fatal: ") if said else "git says nothing more"

    def _process(self, arguments: Sequence[str], stdin: bytes) -> Ended:
        return run_git(arguments, top=self.root, is_bare=self.is_bare, stdin=stdin)

    def is_shallow(self) -> bool:
        """Whether history is missing from this clone."""
        return self.run("rev-parse", "--is-shallow-repository") == b"true\n"

    def _how_to_fetch(self, revision: str) -> str:
        if _FULL_ID.match(revision):
            return _fetch(revision)
        remote, _, branch = revision.partition("/")
        if branch and remote in os.fsdecode(self.run("remote") or b"").split():
            return f"Fetch it: git fetch --depth=1 {remote} +{branch}:refs/remotes/{revision}"
        if self.is_shallow():
            return f"This clone is shallow. Fetch it: git fetch --depth=1 origin {revision}, and name it FETCH_HEAD"
        return "`git branch --all` and `git tag` list the names that this clone knows."


def _size(object_id: str, said: str) -> int:
    if not said.isdigit():
        raise _missing(f"the object {object_id}")
    return int(said)


def _missing(what: str) -> MagesaasError:
    return MagesaasError(
        f"{what} is not in this clone, so the inventory cannot be read as it was",
        hint="This is a partial clone. Fetch what it left out: git fetch --refetch --no-filter origin",
    )


def _fetch(commit: str) -> str:
    return f"Fetch it: git fetch --depth=1 origin {commit}"
