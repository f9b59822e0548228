"""What the page on claims and the map shows is what the commands say, on both of their streams."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from magesaas_ops.cli import main
from tests.docs.examples import DOCS, FLEET, PATH

PAGE = (DOCS / "map.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```console\n\$ magesaas ([^\n]*)\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("command", "output"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_example_says_what_the_page_shows(
    command: str, output: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    inventory = tmp_path / PATH
    inventory.parent.mkdir()
    inventory.write_text(FLEET.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(command.split()) == 0
    assert "".join(capsys.readouterr()) == output


def test_every_command_on_the_page_is_an_example() -> None:
    assert PAGE.count("\n$ magesaas ") == len(EXAMPLES) == 3


def test_the_address_on_the_page_is_one(tmp_path: Path) -> None:
    (address,) = re.findall(r"fleet\.html#([\w-]+)", PAGE)
    assert main(["map", "-i", str(FLEET), "-o", str(tmp_path / "fleet.html")]) == 0
    assert f'id="{address}"' in (tmp_path / "fleet.html").read_text(encoding="utf-8")
