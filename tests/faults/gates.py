"""Gates in the code of a node: where work waits until the test lets it go on, so that a fault comes at one moment.

The node's own Magento, its Composer and the PHP that the agent runs in go through the gates (``node/``); one that is
not armed is open. They also write down which commands worked on the code of the node at the same time as another.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.faults.control import Control

HOOKS = Path(__file__).parent / "node"
BOUND_SECONDS = 300.0

_SETUP = "setup/src/Magento/Setup"
_FRAMEWORK = "vendor/magento/framework"
_GATES = (
    (f"{_SETUP}/Console/Command/ModuleEnable.php", "        $word = $this->isEnabling()", "modules written"),
    (f"{_SETUP}/Model/Upgrade.php", "        $say('Schema creation/updates:');", "upgrade head"),
    (f"{_SETUP}/Model/Upgrade.php", "        $this->applyPatches('Data', $say);", "upgrade data"),
    (f"{_SETUP}/Console/Command/Upgrade.php", "        $this->objects->get(ConfigHash::class)", "upgrade tail"),
    (f"{_SETUP}/Model/Generated.php", "        $content = ['arguments'", "compile code"),
    (f"{_SETUP}/Model/Generated.php", '            file_put_contents("$folder/metadata/$name', "compile metadata"),
    (f"{_SETUP}/Model/Generated.php", "        foreach (self::LOCALES as", "static head"),
    (f"{_SETUP}/Model/Generated.php", "                $merged = ", "static tail"),
    (f"{_SETUP}/Console/Command/CacheFlush.php", "        $this->storage->flush();", "flush"),
    (f"{_FRAMEWORK}/App/Config/Storage/Writer.php", "        $connection = $this->resource", "write"),
    (f"{_FRAMEWORK}/App/Config/Storage/Writer.php", "        $this->resource->getConnection()->delete(", "delete"),
    (f"{_FRAMEWORK}/App/Cache/Type/Config.php", "            $this->storage->clean(", "clean"),
)
"""File, the line before which the gate stands, and the gate's name."""

_ONLY = {
    "compile metadata": "$name === 'crontab'",
    "static tail": "$locale === 'Magento/luma/en_US'",
    "write": "strpos($path, 'services_id/environment_id')",
    "delete": "strpos($path, 'services_id/environment_id')",
}
"""Where a line runs several times: when it is the time to wait."""


_COMPOSER_GATES = {
    "pre-update-cmd": "'composer resolving'",
    "pre-package-install": "'composer package' counted",
    "pre-package-update": "'composer package' counted",
    "pre-autoload-dump": "'composer autoload'",
}
"""Composer's events, and the gates at which they wait."""


@dataclass(frozen=True)
class Gates:
    """The gates of one node; ``folder`` lies beside the node's Magento."""

    folder: Path

    def set_up(self) -> None:
        shutil.copytree(HOOKS, self.folder, ignore=shutil.ignore_patterns("__pycache__"))
        (self.folder / "at-work").mkdir()
        os.mkfifo(self.folder / "go")

    def arm(self, name: str) -> None:
        """Close the gate for the next who comes to it; whoever stands at another one stays there."""
        for left in ("reached", "passing"):
            (self.folder / left).unlink(missing_ok=True)
        (self.folder / "new").write_text(name)
        (self.folder / "new").rename(self.folder / "armed")

    def reached(self, *, by: Control) -> int:
        """Wait until somebody stands at the gate, which has to be before the run has ended: the process id."""
        wait_until(lambda: (self.folder / "reached").exists() or by.has_ended(), "the gate was never reached")
        if not (self.folder / "reached").exists():
            raise AssertionError("all was over before the gate was reached:\n" + "".join(by.end(BOUND_SECONDS)))
        return int((self.folder / "reached").read_text())

    def open(self) -> None:
        """Let whoever stands at the gate go on."""
        # Whoever is about to read must find somebody who writes: so it stays open, as long as this process.
        os.write(os.open(self.folder / "go", os.O_RDWR), b"\n")

    @property
    def commands(self) -> list[str]:
        """The commands that were begun on the code, in order."""
        seen = self.folder / "commands"
        return seen.read_text().splitlines() if seen.exists() else []

    @property
    def two_at_once(self) -> list[str]:
        """Commands that began to work on the code while another one did."""
        seen = self.folder / "two-at-once"
        return seen.read_text().splitlines() if seen.exists() else []


def put_gates_into(root: Path) -> None:
    """Change the sandbox's Magento below ``root`` so that it goes through gates; what it does stays the same."""
    bootstrap = root / "app/bootstrap.php"
    gate = (HOOKS / "gate.php").read_text().replace("<?php\n", "", 1)
    bootstrap.write_text(bootstrap.read_text() + gate)
    for file, line, name in _GATES:
        path = root / file
        text = path.read_text()
        assert text.count("\n" + line) >= 1, f"{file} has no line that begins so: {line}"
        condition = f"{_ONLY[name]} && " if name in _ONLY else ""
        indent = line[: len(line) - len(line.lstrip())]
        before, found, after = text.rpartition("\n" + line)
        path.write_text(f"{before}\n{indent}{condition}\\fault_gate('{name}');{found}{after}")
    manifest = root / "composer.json"
    content = json.loads(manifest.read_text())
    content["scripts"] = {event: f"sh ../gates/gate {words}" for event, words in _COMPOSER_GATES.items()}
    manifest.write_text(json.dumps(content, indent=4) + "\n")


def wait_until(what: Callable[[], bool], otherwise: str, seconds: float = BOUND_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.01)
