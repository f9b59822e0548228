"""Paths as dotted subjects: ``installations.acme-eu.websites[0]``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from magesaas_ops.loading.yaml.secret_shapes import looks_like_a_secret, masked

if TYPE_CHECKING:
    from collections.abc import Iterable

_TAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,99}(/[A-Za-z0-9_./-]{0,99})?\Z")
_STEP = re.compile(r"\[([0-9]{1,9})\]|\.?([^.\[]+)")


def subject_of(path: Iterable[str | int]) -> str:
    """Join a path; a step that is no tame name ends the subject at its parent."""
    subject = ""
    for step in path:
        if isinstance(step, int):
            subject += f"[{step}]"
        elif _is_tame(step):
            subject += f".{step}" if subject else step
        else:
            break
    return subject or "inventory"


def in_words(path: Iterable[str | int]) -> str:
    """The whole path for a message; a step that is no tame name is quoted."""
    words = ""
    for step in path:
        if isinstance(step, int):
            words += f"[{step}]"
        else:
            name = step if _is_tame(step) else masked(step)
            words += f".{name}" if words else name
    return words or "the inventory"


def _is_tame(step: str) -> bool:
    return _TAME.match(step) is not None and not looks_like_a_secret(step)


@lru_cache(maxsize=1024)
def path_of_subject(subject: str) -> tuple[str | int, ...]:
    """Split a subject; names have no dots, but a package may, and takes the rest of the subject.

    Several things are asked of one subject after the other, so the last ones are kept.
    """
    head, packages, package = subject.partition(".packages.")
    steps: list[str | int] = [
        int(match.group(1)) if match.group(1) else match.group(2) for match in _STEP.finditer(head)
    ]
    return (*steps, "packages", package) if packages else tuple(steps)
