"""The commands of Composer and Magento, as argvs (contract §§5, 13.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from magesaas_ops.model.inventory import Installation

Argv = tuple[str, ...]
ANY_VERSION = "*"


def composer_require(installation: Installation, packages: Mapping[str, str], *, with_dev: bool) -> Argv:
    """Require packages by name and constraint, as the plain command of the guide would.

    A package for which any version will do is named alone: then Composer writes the constraint that fits what it found
    (``^8.1``), where ``name:*`` would write ``*`` into composer.json (contract §15).
    """
    lean = () if with_dev else ("--update-no-dev",)
    wanted = [name if version == ANY_VERSION else f"{name}:{version}" for name, version in packages.items()]
    return (*_composer(installation, "require"), "--update-with-all-dependencies", *lean, "--", *wanted)


def composer_install(installation: Installation, *, with_dev: bool) -> Argv:
    """Bring vendor back to composer.lock after a Composer of ours was killed."""
    return (*_composer(installation, "install"), *(() if with_dev else ("--no-dev",)))


def module_enable(installation: Installation, closure: Sequence[str]) -> Argv:
    """Enable the whole closure: module:enable writes every unknown module that it is not told as disabled (§5)."""
    return magento(installation, "module:enable", *closure)


def setup_upgrade(installation: Installation, *, mode: str) -> Argv:
    """Plain setup:upgrade wipes the static content that production mode needs; elsewhere keeping code fails (§5)."""
    return magento(installation, "setup:upgrade", *(("--keep-generated",) if mode == "production" else ()))


def magento(installation: Installation, *arguments: str) -> Argv:
    """``bin/magento`` through PHP: its exec bit may be missing (contract §0)."""
    return (*installation.php, f"{installation.root}/bin/magento", *arguments, "--no-interaction")


def _composer(installation: Installation, verb: str) -> Argv:
    working_dir = f"--working-dir={installation.root}"
    return (*installation.composer, verb, working_dir, "--no-interaction", "--no-progress")
