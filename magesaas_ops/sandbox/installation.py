"""Sandbox installations: a tree that looks like a Magento root, made from the stand-in packages by real Composer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from magesaas_ops.sandbox.composer_repository import magento_sources
from magesaas_ops.sandbox.databases import Database, SqliteDatabase
from magesaas_ops.sandbox.packages import BUNDLED, DEV_PACKAGE, PRODUCT, PRODUCT_VERSIONS, SAAS_PACKAGES
from magesaas_ops.sandbox.php import ask_php

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FOLDERS = ("app/etc", "generated", "pub/static", "var/cache", "var/page_cache", "var/log")


@dataclass(frozen=True, slots=True)
class SandboxInstallation:
    """A Magento root on this machine; ``database`` says for people where its data are."""

    root: Path
    database: str
    storage: Database
    name: str
    crypt_key: str
    generation: str
    run_as: str | None = None


def create_installation(
    root: Path,
    *,
    websites: Sequence[str] = ("base",),
    base_url: str = "https://shop.example/",
    mode: str = "default",
    generation: str = "3.3.4",
    with_modules: bool = True,
    database: Database | None = None,
    composer_repository: Path,
    run_as: str | None = None,
    name: str | None = None,
    crypt_key: str | None = None,
    dev_packages: bool = False,
    joins: SandboxInstallation | None = None,
) -> SandboxInstallation:
    """Create a Magento in ``root``, which must not exist yet.

    ``with_modules`` False leaves the SaaS packages to be installed. ``joins`` makes it a further node of that
    installation: pass the same ``database``; its key is taken over and nothing is written into its tables.
    """
    name = name or root.name
    crypt_key = crypt_key or (joins.crypt_key if joins else os.urandom(16).hex())
    shutil.copytree(_template(composer_repository.resolve(), generation, with_modules, dev_packages), root)
    for folder in _FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    if mode == "production":
        (root / "pub/static/deployed_version.txt").write_text("1700000000")
    database = database or SqliteDatabase(root / "var" / "sandbox.sqlite")
    request = {
        "root": str(root),
        "crypt_key": crypt_key,
        "table_prefix": database.table_prefix,
        "connection": database.connection,
        "mode": mode,
        "websites": list(websites),
        "base_url": base_url,
        "joins": joins is not None,
    }
    ask_php("install", request)
    if run_as is not None:
        subprocess.run(["chown", "-R", f"{run_as}:", str(root)], check=True)
        if isinstance(database, SqliteDatabase):
            subprocess.run(["chown", f"{run_as}:", str(database.path)], check=True)
    return SandboxInstallation(root, database.label, database, name, crypt_key, generation, run_as)


def _template(repository: Path, generation: str, with_modules: bool, dev_packages: bool) -> Path:
    """A tree that Composer filled, made once per set of packages and kept beside the repository's archives."""
    traits = [generation.replace("/", "-"), *(["saas"] if with_modules else []), *(["dev"] if dev_packages else [])]
    template = repository / "trees" / "-".join(traits)
    if template.exists():
        return template
    template.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=template.parent) as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(magento_sources() / "root", tree)
        release = {PRODUCT: PRODUCT_VERSIONS[generation]}
        no_dev = [] if dev_packages else ["--no-dev"]
        if with_modules:
            _write_composer_json(tree, repository, {**release, **SAAS_PACKAGES})
            run_composer(tree, ["update", *no_dev])
        else:
            # As released: the lock file holds versions that nothing in composer.json pins.
            _write_composer_json(tree, repository, {**release, **(BUNDLED if generation != "old" else {})})
            run_composer(tree, ["update", *no_dev])
            _write_composer_json(tree, repository, release)
            run_composer(tree, ["update", "--lock", *no_dev])
        try:
            tree.rename(template)
        except OSError:
            if not template.exists():
                raise
    return template


def _write_composer_json(root: Path, repository: Path, requires: Mapping[str, str]) -> None:
    definition = {
        "name": "magento/project-community-edition",
        "type": "project",
        "version": requires[PRODUCT],
        "require": dict(requires),
        "require-dev": {DEV_PACKAGE: "*"},
        "autoload": {"psr-4": {"Magento\\Setup\\": "setup/src/Magento/Setup/"}},
        "repositories": [{"type": "composer", "url": repository.as_uri()}, {"packagist.org": False}],
        "minimum-stability": "stable",
        "config": {"sort-packages": True},
    }
    (root / "composer.json").write_text(json.dumps(definition, indent=4) + "\n")


def run_composer(root: Path, arguments: Sequence[str]) -> None:
    """Run Composer in ``root``; CalledProcessError with its output when it fails."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "COMPOSER_HOME": home, "COMPOSER_ALLOW_SUPERUSER": "1"}
        command = ["composer", *arguments, "--no-interaction", "--no-progress", "--quiet"]
        subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True, text=True)
