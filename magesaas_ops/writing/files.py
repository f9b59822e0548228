"""Putting a file in place at once, so that nobody ever reads half of it."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from magesaas_ops.errors import MagesaasError
from magesaas_ops.text.escaping import for_terminal


def replace_file(path: str, before: bytes | None, after: bytes) -> None:
    """Write a file in place of what stood there (``before``; None: nothing did), with its permissions kept.

    A link stays one: the file that it leads to is replaced. Raises MagesaasError, also when ``before`` is no longer
    what stands there.
    """
    target = Path(os.path.realpath(path))
    try:
        if _content(target) != before:
            raise MagesaasError(
                f"{for_terminal(path)} was changed meanwhile", hint="Nothing was written; run it again."
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(after)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o644 & ~_mask() if before is None else target.stat().st_mode & 0o7777)
            Path(name).replace(target)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise MagesaasError(
            f"{for_terminal(path)} cannot be written: {error.strerror}", hint="It is as it was."
        ) from error


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _mask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
