"""The wheel, installed alone elsewhere, has all that the code reads: schema, agent, sandbox."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "dist"), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:  # a wheel of pure Python is installed by unpacking; pip may not be here
        packed.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_it_is_the_wheel_that_runs(installed: Path, tmp_path: Path) -> None:
    where = run(installed, tmp_path, "-c", "import magesaas_ops; print(magesaas_ops.__file__)").stdout
    assert where.startswith(str(installed))


def test_it_checks_an_inventory(installed: Path, tmp_path: Path) -> None:
    checked = run(installed, tmp_path, "-m", "magesaas_ops", "check", "-i", str(ROOT / "inventories"))
    assert checked.returncode == 0, checked.stderr
    broken = tmp_path / "broken.yaml"
    broken.write_text("version: 1\ninstallations: {a: {stage: prod}}\n")
    refused = run(installed, tmp_path, "-m", "magesaas_ops", "check", "-i", str(broken))
    assert refused.returncode == 5, refused.stderr
    assert "schema-violation" in refused.stdout


def test_it_draws_the_map(installed: Path, tmp_path: Path) -> None:
    drawn = run(installed, tmp_path, "-m", "magesaas_ops", "map", "-i", str(ROOT / "inventories"))
    assert drawn.returncode == 0, drawn.stderr
    assert "<h1>Fleet map</h1>" in (tmp_path / "fleet.html").read_text(encoding="utf-8")


def test_it_has_the_agent_and_the_sandbox(installed: Path, tmp_path: Path) -> None:
    script = (
        "from pathlib import Path\n"
        "from magesaas_ops.agent.protocol import agent_source\n"
        "from magesaas_ops.sandbox import create_installation, write_composer_repository\n"
        "assert 'observe' in agent_source()\n"
        "repository = write_composer_repository(Path('repository'))\n"
        "print(create_installation(Path('magento').absolute(), composer_repository=repository).root)\n"
    )
    made = run(installed, tmp_path, "-c", script)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "magento" / "app" / "etc" / "env.php").is_file()
