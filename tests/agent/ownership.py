"""Making a file somebody else's for a while."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

NOBODY = 65534


@contextlib.contextmanager
def given_away(path: Path) -> Iterator[None]:
    """To nobody when we may; else, for whoever follows links, by a link to a file of root's."""
    if os.geteuid() == 0:
        before = path.stat()
        os.chown(path, NOBODY, -1)
        try:
            yield
        finally:
            os.chown(path, before.st_uid, before.st_gid)
        return
    kept = path.rename(path.with_suffix(".kept"))
    path.symlink_to("/etc/passwd")
    try:
        yield
    finally:
        kept.replace(path)
