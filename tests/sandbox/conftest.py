"""Sandbox installations to look at: one shared by tests that only read, fresh ones for the others."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from magesaas_ops.sandbox import SandboxInstallation, create_installation, write_composer_repository

Install = Callable[..., SandboxInstallation]
Printed = subprocess.CompletedProcess[str]


@pytest.fixture(scope="session")
def composer_repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_composer_repository(tmp_path_factory.mktemp("composer"))


@pytest.fixture
def install(tmp_path: Path, composer_repository: Path) -> Install:
    """Create an installation in a folder of this test, named by the keyword ``name``."""

    def make(*, name: str = "shop", **wanted: Any) -> SandboxInstallation:
        return create_installation(tmp_path / name, composer_repository=composer_repository, name=name, **wanted)

    return make


@pytest.fixture
def shop(install: Install) -> SandboxInstallation:
    return install()


@pytest.fixture
def plain_shop(install: Install) -> SandboxInstallation:
    """A 2.4.7-p1 as released: the SaaS packages are not installed."""
    return install(with_modules=False, generation="1.3.8/3.2.5")


def magento(
    shop: SandboxInstallation,
    *words: str,
    php: Sequence[str] = ("php",),
    variables: Mapping[str, str] | None = None,
    stdin: str | None = None,
) -> Printed:
    """What ``php bin/magento ⟨words⟩`` prints in the root of the installation."""
    return ran([*php, "bin/magento", *words], shop, variables, stdin)


def composer(shop: SandboxInstallation, *words: str) -> Printed:
    variables = {"COMPOSER_HOME": str(shop.root / "var/composer_home"), "COMPOSER_ALLOW_SUPERUSER": "1"}
    return ran(["composer", *words, "--no-interaction"], shop, variables)


def effective(shop: SandboxInstallation, *paths: str, php: Sequence[str] = ("php",), **variables: str) -> list[object]:
    """The values that Magento uses, through its cache, in one process."""
    return asked(
        shop, "array_map([$get('App\\Config\\ScopeConfigInterface'), 'getValue'], $paths)", paths, php, variables
    )


def asked(
    shop: SandboxInstallation,
    expression: str,
    paths: Sequence[str] = (),
    php: Sequence[str] = ("php",),
    variables: Mapping[str, str] | None = None,
) -> Any:
    """The value of a PHP expression in the bootstrapped Magento; ``$get`` knows Magento\\Framework's classes."""
    code = (
        "ini_set('display_errors', 'stderr'); require 'app/bootstrap.php';"
        "$objects = \\Magento\\Framework\\App\\Bootstrap::create(BP, $_SERVER)->getObjectManager();"
        "$get = fn($class) => $objects->get('Magento\\\\Framework\\\\' . $class);"
        f"$paths = json_decode('{json.dumps(list(paths))}'); echo json_encode({expression});"
    )
    done = ran([*php, "-r", code], shop, variables)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def ran(
    argv: Sequence[str],
    shop: SandboxInstallation,
    variables: Mapping[str, str] | None = None,
    stdin: str | None = None,
) -> Printed:
    environment = {"PATH": "/usr/bin:/bin:/usr/sbin:/usr/local/bin", "COLUMNS": "4000", **(variables or {})}
    return subprocess.run(
        argv, cwd=shop.root, env=environment, input=stdin, capture_output=True, text=True, timeout=120, check=False
    )
