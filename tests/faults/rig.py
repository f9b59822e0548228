"""Two nodes behind real sshd with one MariaDB, the registry, and prepared states of a shop to copy for each cell."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from magesaas_ops.sandbox import (
    MariaServer,
    SandboxProject,
    SandboxRegistry,
    SandboxSaasEnvironment,
    new_key_pair,
)
from tests.faults.control import Control
from tests.faults.gates import Gates
from tests.faults.worlds import NEW, NEW_KEY, NEW_PROJECT, OLD, OLD_KEY, OLD_PROJECT, TESTING, World
from tests.sshd import HOST_FOLDER, Sshd, running_sshd

NODES = ("web1", "web2")
PRIMARY = "web1"
PREPARED_DATABASE = "prepared"
"""What the database is called in a prepared env.php; each cell has one of its own."""


class DurableServer(MariaServer):
    """A server that loses nothing that it committed when it is killed."""

    def start(self) -> None:
        super().start()
        self.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 2")


@dataclass(frozen=True)
class Cluster:
    """One copy of a shop on its nodes, and the fleet that it is the only installation of."""

    folder: Path
    world: World
    nodes: tuple[str, ...]
    database: str
    environment: dict[str, str]
    mariadb: MariaServer
    servers: dict[str, Sshd]

    def root(self, node: str) -> Path:
        return self.folder / node / "magento"

    def gates(self, node: str = PRIMARY) -> Gates:
        return Gates(self.folder / node / "gates")

    def sql(self, sql: str) -> str:
        return self.mariadb.execute(f"USE {self.database}; {sql}")

    def start(self, *words: str) -> Control:
        """Begin the command line as a process of its own, as an operator runs it."""
        return Control([*words, "-i", str(self.folder / "fleet.yaml")], self.folder, self.environment)

    @property
    def repair(self) -> tuple[str, ...]:
        """What is run against the fault, and again after it."""
        verb, *options = self.world.verb
        return (verb, *(["shop"] if verb == "quarantine" else []), *options, "-f", "json")

    def write_ssh_config(self, unreachable: str = "") -> None:
        """The client's configuration; a node that is not reachable refuses connections."""
        texts = []
        for node, server in self.servers.items():
            text = server.client_config.read_text()
            texts.append(text.replace(f"Port {server.port}", "Port 1") if node == unreachable else text)
        (self.folder / "ssh_config").write_text("".join(texts))


@dataclass
class Rig:
    """What cells share. One cell at a time."""

    folder: Path
    prepared: Path
    mariadb: MariaServer
    registry: SandboxRegistry
    servers: dict[str, Sshd]
    keys: dict[str, tuple[str, str]]
    _numbers: Iterator[int] = field(default_factory=count)

    @contextlib.contextmanager
    def cluster(
        self, world: World, *, state: str = "", nodes: tuple[str, ...] = (PRIMARY,), disk_bytes: int | None = None
    ) -> Iterator[Cluster]:
        """A copy of what the world begins with, or of another ``state`` that was prepared, on each of the nodes.

        With ``disk_bytes`` the first node has a disk of its own, that small.
        """
        number = next(self._numbers)
        folder = self.folder / f"cell-{number}"
        prepared = self.prepared / (state or world.prepared)
        database = f"cell_{number}"
        storage = self.mariadb.create_database(database)
        self.mariadb.execute(f"USE {database};\n" + (prepared / "dump.sql").read_text())
        with contextlib.ExitStack() as ending:
            ending.callback(shutil.rmtree, folder, ignore_errors=True)
            ending.callback(self.drop, database)
            cluster = Cluster(folder, world, nodes, database, self._environment(folder), self.mariadb, self.servers)
            for node in nodes:
                cluster.gates(node).set_up()
                if disk_bytes and node == PRIMARY:
                    ending.enter_context(small_disk(cluster.root(node), disk_bytes))
                shutil.copytree(prepared / "magento", cluster.root(node), symlinks=True, dirs_exist_ok=True)
                env = cluster.root(node) / "app/etc/env.php"
                text = env.read_text().replace(f"'{PREPARED_DATABASE}'", f"'{database}'")
                env.write_text(text.replace((prepared / "socket").read_text(), storage.host))
                _link(self.servers[node].home / "magento", cluster.root(node))
                _link(self.servers[node].home / "gates", cluster.gates(node).folder)
            self._write_fleet(cluster)
            yield cluster
            for node in nodes:
                _end_what_runs_below(cluster.root(node))

    def _environment(self, folder: Path) -> dict[str, str]:
        return {
            "OLD_API_KEY": OLD_KEY,
            "NEW_API_KEY": NEW_KEY,
            "MAGESAAS_REGISTRY": self.registry.url,
            "MAGESAAS_AUDIT_LOG": str(folder / "audit.jsonl"),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }

    def _write_fleet(self, cluster: Cluster) -> None:
        for name, (private, _) in self.keys.items():
            (cluster.folder / f"{name}.pem").write_text(private)
        inventory = cluster.world.inventory(
            hosts=", ".join(cluster.nodes),
            root=f"{HOST_FOLDER}/magento",
            php=f"{HOST_FOLDER}/gates/php",
            composer=f"{HOST_FOLDER}/gates/composer",
            ssh_config=str(cluster.folder / "ssh_config"),
        )
        (cluster.folder / "fleet.yaml").write_text(inventory)
        cluster.write_ssh_config()

    def drop(self, database: str) -> None:
        with contextlib.suppress(Exception):
            self.mariadb.execute(f"DROP DATABASE {database}")


@contextlib.contextmanager
def running_rig(folder: Path, prepared: Path) -> Iterator[Rig]:
    """Start everything below ``folder``; ``prepared`` may be that of another rig."""
    keys = _keys(prepared)
    with contextlib.ExitStack() as running:
        mariadb = running.enter_context(DurableServer())
        registry = running.enter_context(SandboxRegistry())
        production, testing = (
            SandboxSaasEnvironment(OLD, "Old", "Production"),
            SandboxSaasEnvironment(TESTING, "Testing"),
        )
        old = [SandboxProject(OLD_PROJECT, "Storefront", [production, testing])]
        new = [SandboxProject(NEW_PROJECT, "Storefront", [SandboxSaasEnvironment(NEW, "New", "Production")])]
        registry.add_account(OLD_KEY, keys["old"][1], old)
        registry.add_account(NEW_KEY, keys["new"][1], new)
        servers = {node: running.enter_context(running_sshd(folder / f"sshd-{node}", node)) for node in NODES}
        yield Rig(folder, prepared, mariadb, registry, servers, keys)


def _keys(prepared: Path) -> dict[str, tuple[str, str]]:
    """Both accounts' pairs: those that the prepared states were attached with."""
    kept = prepared / "keys.json"
    if not kept.exists():
        prepared.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps({name: new_key_pair() for name in ("old", "new")}))
    return {name: (private, public) for name, (private, public) in json.loads(kept.read_text()).items()}


@contextlib.contextmanager
def small_disk(place: Path, size: int) -> Iterator[None]:
    """A file system of ``size`` bytes; mounted where this process and its children see it."""
    place.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=False)


def _link(link: Path, target: Path) -> None:
    link.unlink(missing_ok=True)
    link.symlink_to(target)


def _end_what_runs_below(root: Path) -> None:
    """Nothing of a cell outlives it, so that the next one starts on a quiet machine."""
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "cwd").readlink() == root:
                os.kill(int(process.name), signal.SIGKILL)
