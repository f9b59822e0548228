"""The states that cells begin with: made once, by the product where it is the product's work, and kept to be copied."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping

from magesaas_ops.sandbox import create_installation, write_composer_repository
from tests.faults.faults import has_ended, php_above
from tests.faults.gates import put_gates_into, wait_until
from tests.faults.rig import NODES, PREPARED_DATABASE, PRIMARY, Cluster, Rig
from tests.faults.worlds import INSTALL, NEW, OLD

STAGES = ("modules", "upgrade", "compile", "static-content")
"""Kinds of work on the code, in their order: before each of them is a state."""


def prepare(rig: Rig, names: set[str]) -> None:
    """Make the states that are named, and those that they are made from."""
    bare(rig)
    owed = {f"{kind}-owed" for kind in STAGES}
    for made, make in _MADE.items():
        if names & (owed | {"attached", "behind"} if made == "attached" else {made}):
            make(rig)


def bare(rig: Rig) -> None:
    """Both nodes of a shop in production mode, compiled and deployed, without the modules."""
    repository = write_composer_repository(rig.prepared / "composer")
    first = create_installation(
        rig.prepared / "bare/web1",
        websites=("base", "eu_b2b"),
        mode="production",
        with_modules=False,
        database=rig.mariadb.create_database(PREPARED_DATABASE),
        composer_repository=repository,
    )
    put_gates_into(first.root)
    for command in ("setup:di:compile", "setup:static-content:deploy"):
        subprocess.run(["php", "bin/magento", command], cwd=first.root, check=True, capture_output=True)
    shutil.copytree(first.root, rig.prepared / "bare/web2", symlinks=True)
    _dump(rig, PREPARED_DATABASE, "bare")
    rig.drop(PREPARED_DATABASE)


def attached(rig: Rig) -> None:
    """The shop as ``apply`` attaches it, and as it stands before each kind of work on the code.

    Of the latter our mark is taken away: they are as a pipeline may leave a shop, and no run of ours was there.
    """
    with rig.cluster(INSTALL) as cluster:
        gates = cluster.gates()
        gates.arm(f"before run {STAGES[0]}")
        run = cluster.start(*cluster.repair)
        for kind, following in zip(STAGES, (*STAGES[1:], None), strict=True):
            gates.reached(by=run)
            _keep(rig, cluster, f"{kind}-owed", alike=True)
            gates.arm(f"before run {following}")
            gates.open()
        out, err = run.communicate(timeout=300)
        assert run.returncode == 0, out + err
        _keep(rig, cluster, "attached")


def composer_killed(rig: Rig) -> None:
    """A Composer of ours was killed on the first node, when it had written composer.lock and installed nothing."""
    with rig.cluster(INSTALL) as cluster:
        gates = cluster.gates()
        gates.arm("composer locked")
        run = cluster.start(*cluster.repair)
        victim = php_above(gates.reached(by=run))
        os.kill(victim, signal.SIGKILL)
        wait_until(lambda: has_ended(victim), "a killed process lives on")
        gates.open()
        run.communicate(timeout=300)
        assert run.returncode == 1
        _keep(rig, cluster, "composer-killed")


def behind(rig: Rig) -> None:
    """The attached shop, whose caches hold the id of another SaaS environment."""
    read = (
        "require 'app/bootstrap.php'; Magento\\Framework\\App\\Bootstrap::create(BP, $_SERVER)->getObjectManager()"
        "->get('Magento\\Framework\\App\\Config\\ScopeConfigInterface')->getValue('web/secure/base_url');"
    )
    with rig.cluster(INSTALL, state="attached") as cluster:
        for before, after in ((OLD, NEW), (NEW, OLD)):
            cluster.sql(f"UPDATE core_config_data SET value = '{after}' WHERE value = '{before}'")
            for node in NODES if after == NEW else ():
                for cached in (cluster.root(node) / "var/cache").glob("mage--*"):
                    cached.unlink()
                subprocess.run(["php", "-r", read], cwd=cluster.root(node), check=True)
        _keep(rig, cluster, "behind")


_MADE: Mapping[str, Callable[[Rig], None]] = {
    "attached": attached,
    "composer-killed": composer_killed,
    "behind": behind,
}
"""In the order in which they are made from one another."""


def _keep(rig: Rig, cluster: Cluster, name: str, *, alike: bool = False) -> None:
    """Keep what became of a cluster; ``alike``: both nodes as the first is, and out of maintenance mode."""
    for node in NODES:
        kept = rig.prepared / name / node
        shutil.copytree(cluster.root(PRIMARY if alike else node), kept, symlinks=True)
        env = kept / "app/etc/env.php"
        env.write_text(env.read_text().replace(f"'{cluster.database}'", f"'{PREPARED_DATABASE}'"))
        if alike:
            (kept / "var/.maintenance.flag").unlink()
    _dump(rig, cluster.database, name)


def _dump(rig: Rig, database: str, name: str) -> None:
    command = ["mariadb-dump", "--no-defaults", f"--socket={rig.mariadb.socket}", "--user=root", database]
    dump = subprocess.run(command, check=True, capture_output=True).stdout
    (rig.prepared / name / "dump.sql").write_bytes(dump)
    (rig.prepared / name / "socket").write_text(str(rig.mariadb.socket))
