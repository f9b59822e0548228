"""Telling on standard error what hosts are being worked on, while they are."""

from __future__ import annotations

import sys

from magesaas_ops.text.escaping import for_terminal


class Progress:
    """Counts installations as they come; one line that is written over on a terminal, a line each elsewhere."""

    def __init__(self, total: int, *, is_quiet: bool = False) -> None:
        self._total = total
        self._seen: set[str] = set()
        self._is_terminal = sys.stderr.isatty()
        self._is_quiet = is_quiet or (not self._is_terminal and total > 20)

    def tell(self, installation: str, doing: str) -> None:
        """Say what is being done to an installation."""
        self._seen.add(installation)
        if self._is_quiet:
            return
        line = f"[{len(self._seen)}/{self._total}] {for_terminal(installation)}: {doing}"
        sys.stderr.write(f"\r\x1b[K{line}" if self._is_terminal else f"{line}\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the terminal as it was."""
        if self._is_terminal and not self._is_quiet:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
