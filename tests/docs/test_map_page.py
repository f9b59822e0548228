"""What the page on the map shows is what the commands print."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from magesaas_ops.cli import main
from tests.docs.examples import DOCS

INVENTORIES = DOCS.parent / "inventories"
PAGE = DOCS / "map.md"
CONSOLE = re.compile(r"```console\n\$ magesaas (?P<command>.*)\n(?P<output>(?:.*\n)*?)```")
COMMANDS = [found["command"] for found in CONSOLE.finditer(PAGE.read_text(encoding="utf-8"))]


@pytest.mark.generated
@pytest.mark.parametrize(("number", "command"), list(enumerate(COMMANDS)))
def test_command_prints_what_the_page_shows(
    number: int,
    command: str,
    generated: Callable[[Path, str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(INVENTORIES, tmp_path / "inventories")
    monkeypatch.chdir(tmp_path)
    assert main(command.split()) == 0
    text = PAGE.read_text(encoding="utf-8")
    shown = list(CONSOLE.finditer(text))[number]
    printed = "".join(capsys.readouterr())
    generated(PAGE, text[: shown.start("output")] + printed + text[shown.end("output") :])


def test_every_command_of_the_page_is_run() -> None:
    assert len(COMMANDS) == PAGE.read_text(encoding="utf-8").count("\n$ ") == 3
