"""The story of the demo: real commands, their real output, and what each must end with."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from magesaas_ops.sandbox.demo_fleet import API_KEY, create_demo_fleet
from magesaas_ops.sandbox.php import SandboxError
from magesaas_ops.sandbox.registry import SandboxRegistry
from magesaas_ops.sandbox.rows import copy_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from magesaas_ops.sandbox.demo_fleet import DemoFleet

NOTHING_TO_DO, CHANGES_PENDING, REFUSED = 0, 4, 5


@dataclass(slots=True)
class Narrator:
    """Tells what happens and runs what it tells, in ``folder``."""

    folder: Path
    environment: dict[str, str]
    say: Callable[[str], None]
    emphasize: Callable[[str], str]
    chapter: int = 0
    began: float = field(default_factory=time.monotonic)

    def begin(self, title: str, *lines: str) -> None:
        """A new chapter."""
        self.chapter += 1
        self.say("")
        self.say(self.emphasize(f"{self.chapter}. {title}"))
        for line in lines:
            self.say(line)

    def run(self, command: str, *, ends_with: int) -> None:
        """Run it in a process of its own; SandboxError when it ends otherwise than it should."""
        self.say("")
        self.say(self.emphasize(f"$ {command}"))
        argv = shlex.split(command)
        if argv[0] == "magesaas":
            argv[:1] = [sys.executable, "-m", "magesaas_ops"]
        status = subprocess.run(
            argv, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, check=False
        ).returncode
        self.say(f"[exit status {status}]")
        if status != ends_with:
            raise SandboxError(f"`{command}` ended with {status}; the story wants {ends_with}")

    @contextmanager
    def edited(self, file: Path, old: str, new: str) -> Iterator[None]:
        """Change a file for a while, as somebody would by hand, and show the change."""
        text = file.read_text()
        file.write_text(text.replace(old, new))
        self.say("")
        for sign, lines in (("-", old), ("+", new)):
            for line in lines.splitlines():
                self.say(f"    {sign}{line}")
        try:
            yield
        finally:
            file.write_text(text)


def tell_story(
    folder: Path,
    say: Callable[[str], None],
    emphasize: Callable[[str], str],
    stay: Callable[[Path, dict[str, str]], None] = lambda _folder, _environment: None,
) -> None:
    """Set the sandbox up in ``folder`` and tell the whole story there; raises SandboxError where it goes wrong.

    ``stay`` is called at the end, with the folder and the environment of the story's commands, while the registry runs.
    """
    with SandboxRegistry() as registry:
        began = time.monotonic()
        fleet = create_demo_fleet(folder, registry)
        environment = {
            **os.environ,
            "ACME_API_KEY": API_KEY,
            "MAGESAAS_REGISTRY": registry.url,
            "MAGESAAS_AUDIT_LOG": str(folder / "audit.jsonl"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "COMPOSER_ALLOW_SUPERUSER": "1",
        }
        narrator = Narrator(folder, environment, say, emphasize)
        say(f"Three Magento installations, a Composer repository and a merchant registry stand in {folder}")
        say(f"({time.monotonic() - began:.1f} seconds; all of them ours, nothing leaves this machine).")
        for chapter in CHAPTERS:
            chapter(narrator, fleet)
        say("")
        say(emphasize(f"That was the story, in {time.monotonic() - narrator.began:.0f} seconds."))
        stay(folder, environment)


def _check(narrator: Narrator, fleet: DemoFleet) -> None:
    narrator.begin("A fleet is a few lines of YAML", "inventories/acme.yaml:")
    narrator.say("")
    for line in fleet.inventory.read_text().splitlines():
        narrator.say(f"    {line}".rstrip())
    narrator.run("magesaas check", ends_with=NOTHING_TO_DO)


def _guard(narrator: Narrator, fleet: DemoFleet) -> None:
    narrator.begin("Somebody points staging at production", "Staging would write its test data into the live shop's.")
    with narrator.edited(
        fleet.inventory,
        "    saas_environment: acme/storefront/testing-1\n",
        "    saas_environment: acme/storefront/production\n",
    ):
        narrator.run("magesaas check", ends_with=REFUSED)


def _collision(narrator: Narrator, fleet: DemoFleet) -> None:
    narrator.begin(
        "Somebody lets two installations share", "Both have a website `base`: each would overwrite the other."
    )
    with narrator.edited(
        fleet.inventory, "    saas_environment: none\n", "    saas_environment: acme/storefront/testing-1\n"
    ):
        narrator.run("magesaas check", ends_with=REFUSED)


def _plan(narrator: Narrator, _fleet: DemoFleet) -> None:
    narrator.begin("What would be done, and why", "Staging lacks the SaaS packages; nothing is written yet.")
    narrator.run("magesaas plan --detailed-exitcode", ends_with=CHANGES_PENDING)


def _apply(narrator: Narrator, _fleet: DemoFleet) -> None:
    narrator.begin("Do it", "Composer, modules, upgrade, keys, ids: each step only where it is needed.")
    narrator.run("magesaas apply --yes", ends_with=NOTHING_TO_DO)


def _apply_again(narrator: Narrator, _fleet: DemoFleet) -> None:
    narrator.begin("Do it again", "There is nothing left to do.")
    narrator.run("magesaas apply --yes", ends_with=NOTHING_TO_DO)


def _refresh(narrator: Narrator, fleet: DemoFleet) -> None:
    narrator.begin(
        "Somebody restores the production database on staging",
        "It brings the production attachment along: from now on staging would write into the live shop's data.",
    )
    copy_database(fleet.production, fleet.staging)
    narrator.run("php hosts/acme-eu-staging/bin/magento cache:flush full_page config", ends_with=NOTHING_TO_DO)
    narrator.run("magesaas plan --detailed-exitcode", ends_with=CHANGES_PENDING)


def _repair(narrator: Narrator, _fleet: DemoFleet) -> None:
    narrator.begin("Applying the same inventory repairs it")
    narrator.run("magesaas apply --yes", ends_with=NOTHING_TO_DO)
    narrator.run("magesaas plan --detailed-exitcode", ends_with=NOTHING_TO_DO)


def _map(narrator: Narrator, _fleet: DemoFleet) -> None:
    narrator.begin("Who writes what where", "The whole fleet on one page that works offline: open it in a browser.")
    narrator.run("magesaas claims", ends_with=NOTHING_TO_DO)
    narrator.run("magesaas map -o fleet.html", ends_with=NOTHING_TO_DO)


def _create(narrator: Narrator, fleet: DemoFleet) -> None:
    narrator.begin(
        "A new project",
        "It is declared by name; the registry makes it, once, and its ids are filled in. All else in the file stays.",
    )
    text = fleet.inventory.read_text()
    new = "      outlet:\n        saas_environments:\n          live: {type: production}\n"
    fleet.inventory.write_text(text.replace("\ninstallations:", f"{new}\ninstallations:"))
    narrator.run("magesaas registry create acme outlet --write --yes", ends_with=NOTHING_TO_DO)


def _import(narrator: Narrator, fleet: DemoFleet) -> None:
    narrator.begin(
        "And if it all had been clicked together by hand?",
        "Look at what is installed, and write the inventory that describes it.",
    )
    roots = [f"@local:{fleet.folder}/hosts/{name}" for name in ("acme-eu", "acme-eu-staging", "acme-dev")]
    narrator.run(shlex.join(["magesaas", "import", "-i", "imported.yaml", *roots]), ends_with=NOTHING_TO_DO)


CHAPTERS: Sequence[Callable[[Narrator, DemoFleet], None]] = (
    _check,
    _guard,
    _collision,
    _plan,
    _apply,
    _apply_again,
    _refresh,
    _repair,
    _map,
    _create,
    _import,
)
"""The story, in order."""
