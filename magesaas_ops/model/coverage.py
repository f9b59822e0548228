"""What a run looked at; nothing passes by not looking."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many files, installations and rules a run looked at."""

    files: int
    installations: int
    rules: int

    def __str__(self) -> str:
        files = f"{self.files} file{'' if self.files == 1 else 's'}"
        installations = f"{self.installations} installation{'' if self.installations == 1 else 's'}"
        return f"{self.rules} rules × {installations} ({files})"
