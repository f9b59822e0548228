"""The states that cells begin with: made once, by Magento and Composer as a pipeline would, and kept to be copied."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from magesaas_ops.sandbox import create_installation, write_composer_repository
from tests.faults.faults import has_ended, php_above
from tests.faults.gates import BOUND_SECONDS, put_gates_into, wait_until
from tests.faults.rig import PREPARED_DATABASE, PRIMARY, Cluster, Rig
from tests.faults.worlds import INSTALL, NEW, OLD

_COMPILE, _DEPLOY = ("setup:di:compile",), ("setup:static-content:deploy",)


def prepare(rig: Rig, names: set[str]) -> None:
    """Make the states that are named, and those that they are made from."""
    needed = (
        names | ({"bare"} if "composer-killed" in names else set()) | ({"attached"} if "behind" in names else set())
    )
    for name in _MADE:
        if name in needed:
            _MADE[name](rig)


def bare(rig: Rig) -> None:
    """A shop in production mode, compiled and deployed, without the modules."""
    root = _installed(rig, with_modules=False)
    _magento(root, _COMPILE, _DEPLOY)
    _keep_made(rig, root, "bare")


def modules_owed(rig: Rig) -> None:
    """The packages are there, and nothing else happened since."""
    root = _with_packages(rig)
    _keep_made(rig, root, "modules-owed")


def upgrade_owed(rig: Rig) -> None:
    """The packages are there and their modules enabled, and nothing else happened since."""
    root = _with_packages(rig)
    _magento(root, ("module:enable", "--all"))
    _keep_made(rig, root, "upgrade-owed")


def compile_owed(rig: Rig) -> None:
    """A shop with the modules and their data, deployed, whose compiled code was taken away."""
    root = _installed(rig, with_modules=True)
    _magento(root, _COMPILE, _DEPLOY)
    shutil.rmtree(root / "generated/metadata")
    _keep_made(rig, root, "compile-owed")


def static_content_owed(rig: Rig) -> None:
    """A shop with the modules and their data, compiled; the static content is that of before."""
    root = _installed(rig, with_modules=True)
    _magento(root, _COMPILE, _DEPLOY)
    for deployed in root.glob("pub/static/frontend/Magento/*/en_US"):
        shutil.rmtree(deployed / "Magento_DataServices")
        (deployed / "requirejs-config.js").write_text("")
    _keep_made(rig, root, "static-content-owed")


def attached(rig: Rig) -> None:
    """A shop to which nothing is owed, as ``apply`` attached it."""
    root = _installed(rig, with_modules=True)
    _magento(root, _COMPILE, _DEPLOY)
    _keep_made(rig, root, "whole")
    with rig.cluster(INSTALL, state="whole") as cluster:
        run = cluster.start(*cluster.repair)
        out, err = run.end(BOUND_SECONDS)
        assert run.returncode == 0, out + err
        _keep(rig, cluster, "attached")


def composer_killed(rig: Rig) -> None:
    """A Composer of ours was killed when it had written composer.lock and installed nothing."""
    with rig.cluster(INSTALL) as cluster:
        gates = cluster.gates()
        gates.arm("composer package 1")
        run = cluster.start(*cluster.repair)
        victim = php_above(gates.reached(by=run))
        os.kill(victim, signal.SIGKILL)
        wait_until(lambda: has_ended(victim), "a killed process lives on")
        gates.open()
        run.end(BOUND_SECONDS)
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
            if after == NEW:
                for cached in (cluster.root(PRIMARY) / "var/cache").glob("mage--*"):
                    cached.unlink()
                subprocess.run(["php", "-r", read], cwd=cluster.root(PRIMARY), check=True)
        _keep(rig, cluster, "behind")


_MADE: Mapping[str, Callable[[Rig], None]] = {
    "bare": bare,
    "modules-owed": modules_owed,
    "upgrade-owed": upgrade_owed,
    "compile-owed": compile_owed,
    "static-content-owed": static_content_owed,
    "attached": attached,
    "composer-killed": composer_killed,
    "behind": behind,
}
"""In the order in which they are made from one another."""


def _installed(rig: Rig, *, with_modules: bool) -> Path:
    """A Magento in production mode that goes through gates, with a database that the next one takes the place of."""
    root, repository = rig.prepared / "made", rig.prepared / "composer"
    if not repository.exists():
        write_composer_repository(repository)
    shutil.rmtree(root, ignore_errors=True)
    rig.drop(PREPARED_DATABASE)
    create_installation(
        root,
        websites=("base", "eu_b2b"),
        mode="production",
        with_modules=with_modules,
        database=rig.mariadb.create_database(PREPARED_DATABASE),
        composer_repository=repository,
    )
    put_gates_into(root)
    return root


def _with_packages(rig: Rig) -> Path:
    root = _installed(rig, with_modules=False)
    _magento(root, _COMPILE, _DEPLOY)
    packages = ("--update-with-all-dependencies", "--update-no-dev", "magento/data-services", "magento/saas-export")
    command = ["composer", "require", "--no-interaction", "--no-scripts", *packages]
    environment = {**os.environ, "COMPOSER_ALLOW_SUPERUSER": "1"}
    subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
    return root


def _magento(root: Path, *commands: tuple[str, ...]) -> None:
    for command in commands:
        subprocess.run(["php", "bin/magento", *command], cwd=root, check=True, capture_output=True)


def _keep_made(rig: Rig, root: Path, name: str) -> None:
    """Keep a root that was made, and its database."""
    shutil.copytree(root, rig.prepared / name / "magento", symlinks=True)
    _dump(rig, PREPARED_DATABASE, name)


def _keep(rig: Rig, cluster: Cluster, name: str) -> None:
    """Keep what became of the only node of a cluster."""
    kept = rig.prepared / name / "magento"
    shutil.copytree(cluster.root(PRIMARY), kept, symlinks=True)
    env = kept / "app/etc/env.php"
    env.write_text(env.read_text().replace(f"'{cluster.database}'", f"'{PREPARED_DATABASE}'"))
    _dump(rig, cluster.database, name)


def _dump(rig: Rig, database: str, name: str) -> None:
    command = ["mariadb-dump", "--no-defaults", f"--socket={rig.mariadb.socket}", "--user=root", database]
    dump = subprocess.run(command, check=True, capture_output=True).stdout
    (rig.prepared / name / "dump.sql").write_bytes(dump)
    (rig.prepared / name / "socket").write_text(str(rig.mariadb.socket))
