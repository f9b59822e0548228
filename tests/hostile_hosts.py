"""Hosts that hang, lie, or print without end: each is a program in the place of PHP, on a machine that is reached."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

SECONDS = 4
"""The time-out of one command in the fleet below."""


def _checked(text: str) -> str:
    return f"\n@@MAGESAAS1 {hashlib.sha256(text.encode()).hexdigest()} {text}@@\n"


def _printing(text: str) -> Callable[[Path], str]:
    def script(folder: Path) -> str:
        (folder / "output").write_text(text)
        return f"cat >/dev/null; cat {folder}/output"

    return script


def _running(line: str) -> Callable[[Path], str]:
    return lambda _: line


HOSTILE: dict[str, Callable[[Path], str]] = {
    "says-nothing": _running("sleep 600"),
    "never-reads-and-ends": _running("exit 0"),
    "drips-without-end": _running("while :; do echo x; sleep 0.01; done"),
    "prints-without-end": _running("yes"),
    "prints-a-gigabyte": _running("yes | head -c 1000000000"),
    "prints-a-gigabyte-of-errors": _running("yes 'sudo:' | head -c 1000000000 >&2"),
    "prints-16-mb-of-line-ends": _running("yes '' | head -c 16000000"),
    "prints-5-mb-of-frame-openings": _printing("@@MAGESAAS1 " * 420_000),
    "prints-5-mb-of-frame-openings-in-lines": _printing(f"\n@@MAGESAAS1 {'0' * 64} {{" * 64_000),
    "prints-1-mb-of-sudo": _printing("sudo:" * 200_000),
    "answers-200000-levels": _printing(_checked('{"ok": ' + "[" * 200_000 + "]" * 200_000 + "}")),
    "answers-an-integer-of-5000-digits": _printing(_checked('{"ok": true, "n": ' + "1" * 5000 + "}")),
    "answers-half-a-character": _printing(_checked('{"ok": true, "changed": ["\\ud800"]}')),
    "answers-other-types": _printing(_checked('{"ok": true, "observation": {"websites": {"a": [1]}, "values": 7}}')),
    "answers-a-list-of-a-million-lists": _printing(_checked('{"ok": [' + "[]," * 1_000_000 + "[]]}")),
    "leaves-a-child-on-its-pipes": _running("sleep 8 & echo bye"),
}


def hostile_installations(folder: Path, names: list[str]) -> str:
    """The part of an inventory that declares one installation per hostile host, made in ``folder``."""
    told = []
    for name in names:
        root = folder / name
        root.mkdir(parents=True)
        (root / "php").write_text(f"#!/bin/sh\n{HOSTILE[name](root)}\n")
        (root / "php").chmod(0o755)
        told.append(
            f"  {name}:\n    stage: staging\n    hosts: ['@local']\n    root: {root}\n    php: {root}/php\n"
            f"    connection: {{timeout: {SECONDS}}}\n    websites: [base]\n    saas_environment: none\n"
        )
    return "".join(told)
