"""What the page on the map shows is what the commands print."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from magesaas_ops.cli import main
from tests.docs.examples import DOCS

INVENTORIES = DOCS.parent / "inventories"
COMMANDS = re.findall(r"```console\n\$ magesaas (.*)\n((?:.*\n)*?)```", (DOCS / "map.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("command", "output"), COMMANDS)
def test_command_prints_what_the_page_shows(
    command: str, output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(INVENTORIES, tmp_path / "inventories")
    monkeypatch.chdir(tmp_path)
    assert main(command.split()) == 0
    assert "".join(capsys.readouterr()) == output


def test_every_command_of_the_page_is_run() -> None:
    assert len(COMMANDS) == (DOCS / "map.md").read_text(encoding="utf-8").count("\n$ ") == 3
