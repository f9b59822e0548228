"""What a run looked at; nothing passes by not looking."""

from __future__ import annotations

from dataclasses import dataclass

from magesaas_ops.text.plurals import counted


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many files, installations and rules a run looked at."""

    files: int
    installations: int
    rules: int

    def __str__(self) -> str:
        return f"{self.rules} rules × {counted(self.installations, 'installation')} ({counted(self.files, 'file')})"
