"""A real git repository in a temporary folder."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

_AS_SOMEBODY = [
    *("-c", "user.name=Somebody", "-c", "user.email=somebody@acme.example", "-c", "commit.gpgsign=false"),
    *("-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always", "-c", "advice.detachedHead=false"),
]
_ALWAYS_THE_SAME = {
    **os.environ,
    **dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2026-06-01T12:00:00Z"),
    "GIT_CONFIG_GLOBAL": os.devnull,
}
"""The same content gives the same commit on every machine."""


@dataclass(frozen=True)
class GitRepository:
    """``folder`` is the work tree."""

    folder: Path

    @classmethod
    def made_in(cls, folder: Path) -> GitRepository:
        folder.mkdir(parents=True, exist_ok=True)
        repository = cls(folder)
        repository.git("init", "--quiet")
        return repository

    def git(self, *arguments: str, check: bool = True) -> str:
        command = ["git", *_AS_SOMEBODY, *arguments]
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, env=_ALWAYS_THE_SAME
        )
        assert not check or done.returncode == 0, done.stderr
        return done.stdout.strip()

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def commit(self, files: dict[str, str] | None = None) -> str:
        """Write the files and commit everything; answers the commit's id."""
        self.write(files or {})
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "a change")
        return self.git("rev-parse", "HEAD")

    def clone_to(self, folder: Path, *options: str) -> GitRepository:
        self.git("clone", "--quiet", *options, self.folder.as_uri(), str(folder))
        return GitRepository(folder)

    def state(self) -> tuple[str, bytes, dict[str, int]]:
        """Everything that reading must leave alone: status, index, and when each file was written."""
        index = (self.folder / ".git/index").read_bytes()
        times = {str(path): path.stat().st_mtime_ns for path in self.folder.rglob("*") if ".git" not in path.parts}
        return self.git("--no-optional-locks", "status", "--porcelain"), index, times
