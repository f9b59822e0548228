"""What TAB does in real shells, each in a real terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from magesaas_ops.cli import main
from magesaas_ops.cli.verbs import VERBS
from magesaas_ops.rules import ALL_RULES
from tests.cli.terminal import Terminal, terminal

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "PS1='READ''Y> '; bind 'set bell-style none'; source ./script\n"),
    "zsh": (["zsh", "-f", "-i"], "PS1='READ''Y> '; autoload -U compinit; compinit -D -u; source ./script\n"),
    "fish": (["fish", "--no-config", "-i"], "function fish_prompt; echo 'READ''Y> '; end; source ./script\n"),
}
HOSTILE = "x$(touch${IFS}pwned)"
KILL_LINE = "\x15"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with an inventory and branches; magesaas itself need not be there for TAB."""
    path = tmp_path_factory.mktemp("repository")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "-q", "-b", "main"], cwd=path, check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "begin"], cwd=path, check=True)
    for branch in ("raise-the-stage", HOSTILE):
        subprocess.run([*git, "branch", branch], cwd=path, check=True)
    (path / "inventory of shops.yaml").write_text("version: 1\n")
    return path


@pytest.fixture(scope="module", params=SHELLS)
def shell(request: pytest.FixtureRequest, folder: Path) -> Iterator[Terminal]:
    """A shell that has sourced our script."""
    script = subprocess.check_output([sys.executable, "-m", "magesaas_ops", "completion", request.param])
    (folder / "script").write_bytes(script)
    argv, begin = SHELLS[request.param]
    with terminal(argv, {"HOME": str(folder), "PATH": os.environ["PATH"]}, folder) as screen:
        screen.types(begin)
        screen.shows("READY> ")
        yield screen


@pytest.fixture
def screen(shell: Terminal) -> Iterator[Terminal]:
    """The shell at an empty command line."""
    yield shell
    shell.types(f"{KILL_LINE}echo NE''XT\n")
    shell.shows("NEXT")


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("che", "magesaas check "),
        ("quar", "magesaas quarantine "),
        ("--ver", "magesaas --version "),
        ("plan --det", "magesaas plan --detailed-exitcode "),
        ("apply -f j", "magesaas apply -f json "),
        ("check --no-color --format gith", "magesaas check --no-color --format github "),
        ("plan --format=mark", "magesaas plan --format=markdown "),
        ("plan --registry sk", "magesaas plan --registry skip "),
        ("rule website-code", "magesaas rule website-code-collision "),
        ("diff raise", "magesaas diff raise-the-stage "),
        ("diff main raise", "magesaas diff main raise-the-stage "),
        ("completion fi", "magesaas completion fish "),
        ("check -i inventory", "magesaas check -i inventory\\ of\\ shops.yaml "),
    ],
)
def test_tab_completes(typed: str, completed: str, screen: Terminal) -> None:
    screen.types(f"magesaas {typed}\t")
    screen.shows(completed)


def test_a_branch_with_a_hostile_name_runs_nothing(screen: Terminal, folder: Path) -> None:
    screen.types("magesaas diff x\t")
    screen.shows("touch")
    screen.types("; echo DO''NE\n")
    screen.shows("DONE")
    assert not (folder / "pwned").exists()


def test_tab_twice_shows_every_verb(screen: Terminal) -> None:
    screen.types("magesaas \t\t")
    screen.shows(*VERBS)


@pytest.mark.parametrize("name", SHELLS)
def test_every_verb_option_and_rule_is_in_the_script(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", name]) == 0
    script = capsys.readouterr().out
    words = [*VERBS, *(rule.id for rule in ALL_RULES), "detailed-exitcode", "ask-sudo-password", "inventory"]
    assert [word for word in words if word not in script] == []


def test_an_unknown_shell_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "csh"]) == 2
    assert "'bash', 'zsh', 'fish'" in capsys.readouterr().err
