"""Options in a file beside the inventory: defaults for how a result looks, and for nothing that guards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from magesaas_ops.cli import main

FLEET = """\
version: 1
installations:
  shop: {stage: staging, hosts: [h], root: /srv, websites: [base], saas_environment: none}
"""


@pytest.fixture(autouse=True)
def inventory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "inventories").mkdir()
    (tmp_path / "inventories" / "fleet.yaml").write_text(FLEET)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "inventories"


def shown(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    assert main(arguments) == status
    said = capsys.readouterr()
    return said.err if status == 2 else said.out


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("magesaas.toml", 'format = "json"\n'),
        ("magesaas.toml", '[check]\nformat = "json"\n'),
        ("magesaas.toml", 'format = "text"\n[check]\nformat = "json"\n'),
        ("pyproject.toml", '[tool.magesaas]\nformat = "json"\n'),
    ],
)
def test_option_in_a_file_is_the_default(capsys: pytest.CaptureFixture[str], name: str, text: str) -> None:
    Path(name).write_text(text)
    assert json.loads(shown(capsys, "check"))["verb"] == "check"
    assert "rules × 1 installation" in shown(capsys, "check", "--format", "text")


def test_own_file_comes_before_that_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    Path("pyproject.toml").write_text('[tool.magesaas]\nformat = "sarif"\n')
    Path("magesaas.toml").write_text('format = "json"\n')
    assert "format_version" in shown(capsys, "check")


def test_file_stands_beside_the_inventory_that_is_named(
    capsys: pytest.CaptureFixture[str], inventory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inventory.parent / "magesaas.toml").write_text('format = "json"\n')
    (inventory.parent / "elsewhere").mkdir()
    monkeypatch.chdir(inventory.parent / "elsewhere")
    assert "format_version" in shown(capsys, "check", "-i", "../inventories")


def test_option_that_a_verb_does_not_have_is_left_to_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    Path("magesaas.toml").write_text("parallel = 4\nno-color = true\n[plan]\ndetailed-exitcode = true\n")
    assert "rules" in shown(capsys, "check")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('limit = ["none"]', "the option `limit` cannot stand in a file"),
        ("yes = true", "the option `yes` cannot stand in a file"),
        ('registry = "skip"', "`registry` is no table of options"),
        ('inventory = "elsewhere"', "the option `inventory` cannot stand in a file"),
        ("[check]\nbase-fallback = true", "the option `base-fallback` cannot stand in a file"),
        ("formt = 1", "the option `formt` cannot stand in a file"),
        ('format = "json=/tmp/x"', "`format` is not the name of a format"),
        ("format = 1", "`format` is not the name of a format"),
        ('no-color = "yes"', "`no-color` is not true or false"),
        ("verbose = true", "`verbose` is not a whole number"),
        ("[check]\nparallel = 3", "check has no option `parallel`"),
        ("check = 1", "`check` is no table of options"),
        ("[chekc]\nformat = 'json'", "there is no verb `chekc`"),
        ("format = ", "cannot be read as TOML"),
        ("#" * 70_000, "is longer than 64 KiB"),
    ],
)
def test_what_cannot_stand_in_a_file_is_refused(capsys: pytest.CaptureFixture[str], text: str, told: str) -> None:
    Path("magesaas.toml").write_text(text)
    assert told in shown(capsys, "check", status=2)


def test_format_that_does_not_exist_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("magesaas.toml").write_text('format = "jsn"')
    assert "jsn" in shown(capsys, "check", status=2)
