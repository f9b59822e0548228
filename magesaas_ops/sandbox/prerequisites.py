"""What the sandbox needs of this machine, by the names of Debian's packages."""

from __future__ import annotations

import shutil
import subprocess

_EXTENSIONS = {
    "pdo_sqlite": "php-sqlite3",
    "simplexml": "php-xml",
    "mbstring": "php-mbstring",
    "sodium": "php-cli",
    "openssl": "php-cli",
}


def missing_packages() -> list[str]:
    """The Debian packages to install before a sandbox can be set up; empty when everything is there."""
    missing = []
    extensions = _php_extensions()
    if not extensions:
        missing += ["php-cli", "php-sqlite3", "php-xml", "php-mbstring"]
    missing += [package for name, package in _EXTENSIONS.items() if extensions and name not in extensions]
    if shutil.which("composer") is None:
        missing.append("composer")
    if shutil.which("unzip") is None and "zip" not in extensions:
        missing.append("unzip")
    return list(dict.fromkeys(missing))


def _php_extensions() -> set[str]:
    if shutil.which("php") is None:
        return set()
    done = subprocess.run(["php", "-m"], capture_output=True, text=True, check=False)
    return {line.strip().lower() for line in done.stdout.splitlines() if line.strip() and not line.startswith("[")}
