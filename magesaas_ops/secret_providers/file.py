"""``{file: PATH}``: a file of the control machine, relative to the inventory file."""

from __future__ import annotations

import stat
from pathlib import Path

from magesaas_ops.errors import SecretUnavailable
from magesaas_ops.model.secret_ref import FileSecretRef, Secret

MOST_BYTES = 64 * 1024


def read(ref: FileSecretRef) -> Secret:
    """Raises SecretUnavailable when it is no regular file, cannot be read, is too large, or is not UTF-8."""
    path = Path(ref.base, ref.path)
    try:
        with path.open("rb") as opened:
            if not stat.S_ISREG(path.stat().st_mode):
                raise SecretUnavailable(f"{path} is not a regular file")
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise SecretUnavailable(
            f"file {path} cannot be read: {error.strerror}", hint="The path is relative to the inventory file."
        ) from None
    if len(content) > MOST_BYTES:
        raise SecretUnavailable(f"file {path} is larger than {MOST_BYTES // 1024} KiB; a key is not")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise SecretUnavailable(f"file {path} is not UTF-8 text; a key in PEM form is") from None
    return Secret(text.removesuffix("\n"))
