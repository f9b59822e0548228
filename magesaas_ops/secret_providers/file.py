"""``{file: PATH}``: a file of the control machine, relative to the inventory file."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from magesaas_ops.errors import SecretUnavailable

if TYPE_CHECKING:
    from magesaas_ops.model.secret_ref import SecretRef

MOST_BYTES = 1024 * 1024
_RELATIVE = "The path is relative to the inventory file; ~ and variables are not expanded."


def read(ref: SecretRef) -> str:
    """Raises SecretUnavailable when it is no regular file, cannot be read, is too large, is empty, or is not UTF-8."""
    path = Path(ref.base, *ref.argv)
    try:
        content = _content(path)
    except OSError as error:
        raise SecretUnavailable(f"file {path} cannot be read: {error.strerror}", hint=_RELATIVE) from None
    if len(content) > MOST_BYTES:
        raise SecretUnavailable(
            f"file {path} is larger than {MOST_BYTES // 1024 // 1024} MiB; a key is not",
            hint="Name the file of the key.",
        )
    try:
        text = without_newline(content.decode())
    except UnicodeDecodeError:
        raise SecretUnavailable(
            f"file {path} is not UTF-8 text", hint="A key in PEM form is; DER and PKCS#12 are not."
        ) from None
    if not text:
        raise SecretUnavailable(f"file {path} is empty", hint="Was it decrypted, or mounted, already?")
    return text


def _content(path: Path) -> bytes:
    """The first bytes of a regular file, one more than there may be; opening a pipe or device does not wait for it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise SecretUnavailable(f"{path} is not a regular file", hint="For what a program prints, use command.")
        with os.fdopen(descriptor, "rb", closefd=False) as opened:
            return opened.read(MOST_BYTES + 1)
    finally:
        os.close(descriptor)


def without_newline(text: str) -> str:
    """The text less one final line end, LF or CRLF: editors and programs put it there, and no secret means it."""
    return text.removesuffix("\n").removesuffix("\r") if text.endswith("\n") else text
