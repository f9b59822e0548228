"""Completion in the real shells: a verb that is begun is finished."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

QUESTIONS = {
    "bash": (
        'source "$1"; COMP_WORDS=(magesaas quar); COMP_CWORD=1; '
        '_magesaas_completion magesaas quar magesaas; echo "${COMPREPLY[@]}"'
    ),
    "fish": 'source "$argv[1]"; complete -C "magesaas quar"',
    # The two builtins that offer what was found work only at a prompt; in their place it is printed.
    "zsh": (
        'compdef() { : }; source "$1"; _describe() { print -r -- ${(P)3} }; compadd() { : }; '
        "words=(magesaas quar); CURRENT=2; _magesaas_completion"
    ),
}


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH on which ``magesaas`` is the code under test."""
    program = tmp_path / "bin" / "magesaas"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m magesaas_ops "$@"\n')
    program.chmod(0o755)
    return f"{program.parent}:{os.environ['PATH']}"


@pytest.mark.parametrize("shell", list(QUESTIONS))
def test_a_begun_verb_is_finished(shell: str, path: str, tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": path, "HOME": str(tmp_path)}
    printed = subprocess.run(
        ["magesaas", "completion", shell], env=environment, capture_output=True, text=True, check=True
    )
    script = tmp_path / "completion"
    script.write_text(printed.stdout)
    asked = [shell, "-c", QUESTIONS[shell], *([] if shell == "fish" else [shell]), str(script)]
    answered = subprocess.run(
        asked, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    assert "quarantine" in answered.stdout, answered.stderr
