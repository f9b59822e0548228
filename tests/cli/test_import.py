"""``magesaas import`` and ``init``, on this machine, from an empty folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from magesaas_ops.cli import main
from magesaas_ops.cli.verbs import VERBS
from magesaas_ops.loading.shape.schema import schema_path
from magesaas_ops.sandbox import create_installation, write_composer_repository


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("one")
    repository = write_composer_repository(folder / "composer")
    return create_installation(folder / "shop", websites=("base", "b2b"), composer_repository=repository).root


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_from_an_empty_folder_to_an_inventory_that_check_accepts(
    here: Path, root: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["import", f"@local:{root}", "@local:/nowhere", "--format", "json"]) == 7
    told = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in told["installations"]] == ["shop"]
    assert list(told["unknown"]) == ["@local:/nowhere"]
    assert (here / "inventories" / "imported.yaml").is_file()
    assert main(["check"]) == 0
    before = (here / "inventories" / "imported.yaml").read_text()
    assert main(["import", f"@local:{root}"]) == 0
    assert "it is declared already, as shop" in capsys.readouterr().out
    assert (here / "inventories" / "imported.yaml").read_text() == before


def test_a_dry_run_writes_nothing_and_shows_the_file(here: Path, root: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["import", f"@local:{root}", "--dry-run"]) == 0
    assert list(here.iterdir()) == []
    assert "websites: [base, b2b]" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["web1"], ["--from", "nowhere.txt"], ["web1:/srv", "--root", "srv"]])
def test_what_names_nothing_to_look_at_is_a_mistake(here: Path, arguments: list[str]):
    assert main(["import", *arguments]) == 2


def test_init_ends_with_an_inventory_that_check_accepts(here: Path, capsys: pytest.CaptureFixture[str]):
    (here / ".gitignore").write_text("node_modules\n")
    assert main(["init", "--defaults", "--account", "acme"]) == 0
    out, err = capsys.readouterr()
    assert "0 refused, 0 warned" in out
    assert ".gitignore: stays as it is; add /secrets/" in err
    assert (here / ".gitignore").read_text() == "node_modules\n"
    assert (here / "schemas/inventory.schema.json").read_bytes() == schema_path().read_bytes()
    assert "magesaas check" in (here / ".pre-commit-config.yaml").read_text()
    assert main(["init", "--defaults"]) == 2


def test_init_asks_and_nobody_there_is_a_mistake(here: Path):
    assert main(["init"]) == 2
    assert list(here.iterdir()) == []


def test_schema_is_the_one_that_ships(capsys: pytest.CaptureFixture[str]):
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(schema_path().read_bytes())
    assert "schema" in VERBS
