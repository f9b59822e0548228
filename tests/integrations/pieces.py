"""Where the pieces for CI are, and how their scripts are run as a CI system runs them."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
ACTION = ROOT / "action.yml"
COMMENT_ACTION = ROOT / ".ci" / "github" / "comment" / "action.yml"
TEMPLATE = ROOT / ".ci" / "gitlab" / "magesaas.gitlab-ci.yml"
WORKFLOWS = dict(
    re.findall(r"```yaml\n# \.github/workflows/(\S+)\n(.*?)```", (ROOT / "docs" / "ci.md").read_text(), flags=re.DOTALL)
)
INVENTORY = (ROOT / "inventories" / "shop.yaml").read_text()


def run(folder: Path, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script as CI systems do: bash, ending at the first failure."""
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def commit(folder: Path, text: str) -> str:
    """Commit an inventory; returns the commit."""
    (folder / "inventories").mkdir(parents=True, exist_ok=True)
    (folder / "inventories" / "shop.yaml").write_text(text)
    script = "git init -q -b main . && git add -A && git -c user.name=a -c user.email=a@b.example commit -qm x"
    run(folder, script).check_returncode()
    return run(folder, "git rev-parse HEAD").stdout.strip()
