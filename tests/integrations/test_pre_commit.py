"""The hook as pre-commit itself installs and runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

from tests.integrations.pieces import INVENTORY, ROOT, commit, run

SHIPPED = (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE", "magesaas_ops", "schemas")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our repository as others clone it."""
    folder = tmp_path_factory.mktemp("published")
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    script = "git init -q && git add -A -f && git -c user.name=a -c user.email=a@b.example commit -qm x"
    run(folder, script).check_returncode()
    return folder


@pytest.fixture(scope="module")
def variables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What lets pip take dependencies from where the tests have them, instead of downloading them once more."""
    return {
        **os.environ,
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PYTHONPATH": sysconfig.get_path("purelib"),
    }


def try_repo(published: Path, folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(published), "magesaas-check", "--all-files", "-v"]
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False)


def test_pre_commit_installs_the_hook_and_stops_a_dangerous_commit(
    published: Path, tmp_path: Path, variables: dict[str, str]
) -> None:
    commit(tmp_path, INVENTORY)
    fine = try_repo(published, tmp_path, variables)
    assert fine.returncode == 0, fine.stdout + fine.stderr
    assert "Passed" in fine.stdout
    commit(tmp_path, INVENTORY.replace("acme/storefront/testing-1", "acme/storefront/production"))
    refused = try_repo(published, tmp_path, variables)
    assert refused.returncode == 1
    assert "- exit code: 5" in refused.stdout
    assert "production-saas-environment-on-non-production" in refused.stdout


def test_the_manifest_is_valid() -> None:
    manifest = ROOT / ".pre-commit-hooks.yaml"
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", str(manifest)], check=True)
    (hook,) = yaml.safe_load(manifest.read_text())
    assert hook["pass_filenames"] is False, "a fleet is judged as a whole"
    assert hook["always_run"] is True, "also when one of its files is only deleted"
