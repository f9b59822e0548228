"""A Composer repository on disk for offline use by real Composer: ``packages.json`` and an archive per version."""

from __future__ import annotations

import hashlib
import json
import zipfile
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from magesaas_ops.sandbox.packages import Package, stand_ins

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_AUTOLOAD: Mapping[str, Mapping[str, object]] = {
    "magento/framework": {
        "files": ["registration.php", "functions.php"],
        "psr-4": {"Magento\\Framework\\": ""},
        "classmap": ["Zend/"],
    },
    "composer/semver": {"psr-4": {"Composer\\Semver\\": ""}},
}
_EPOCH = (2024, 1, 1, 0, 0, 0)
_REGISTRATION = """<?php
declare(strict_types=1);

use Magento\\Framework\\Component\\ComponentRegistrar;

ComponentRegistrar::register(ComponentRegistrar::MODULE, '{module}', __DIR__);
"""


def magento_sources() -> Path:
    """The folder of the stand-ins' PHP and XML files inside this package."""
    return Path(str(resources.files("magesaas_ops.sandbox"))) / "magento"


def write_composer_repository(folder: Path) -> Path:
    """Write the repository of all stand-ins into ``folder`` and return it; again is harmless and gives equal files."""
    folder = folder.resolve()
    archives = folder / "archives"
    archives.mkdir(parents=True, exist_ok=True)
    listed: dict[str, dict[str, object]] = {}
    for package in stand_ins():
        definition = _definition(package)
        if not package.is_metapackage:
            archive = archives / f"{package.name.replace('/', '-')}-{package.version}.zip"
            _write_archive(archive, package, definition)
            digest = hashlib.sha1(archive.read_bytes(), usedforsecurity=False).hexdigest()
            definition["dist"] = {"type": "zip", "url": archive.as_uri(), "shasum": digest}
            if package.is_broken:
                archive.write_bytes(archive.read_bytes()[:100])
        listed.setdefault(package.name, {})[package.version] = definition
    (folder / "packages.json").write_text(json.dumps({"packages": listed}, indent=1, sort_keys=True) + "\n")
    return folder


def _definition(package: Package) -> dict[str, object]:
    kind = "metapackage" if package.is_metapackage else "magento2-module" if package.module else "library"
    definition: dict[str, object] = {
        "name": package.name,
        "version": package.version,
        "type": kind,
        "require": {"php": ">=7.3", **package.requires},
        "license": ["MIT"],
    }
    if package.module:
        namespace = package.module.replace("_", "\\") + "\\"
        definition["autoload"] = {"files": ["registration.php"], "psr-4": {namespace: ""}}
    elif package.name in _AUTOLOAD:
        definition["autoload"] = _AUTOLOAD[package.name]
    return definition


def _write_archive(path: Path, package: Package, definition: Mapping[str, object]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(_files(package, definition)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def _files(package: Package, definition: Mapping[str, object]) -> Iterator[tuple[str, bytes]]:
    yield "composer.json", (json.dumps(definition, indent=4) + "\n").encode()
    if package.module:
        yield "registration.php", _REGISTRATION.format(module=package.module).encode()
        yield "etc/module.xml", _module_xml(package).encode()
    for content in package.content.split():
        source = magento_sources() / content
        for file in sorted(source.rglob("*")):
            if file.is_file():
                yield file.relative_to(source).as_posix(), file.read_bytes()


def _module_xml(package: Package) -> str:
    version = f' setup_version="{package.setup_version}"' if package.setup_version else ""
    before = "".join(f'            <module name="{name}"/>\n' for name in package.sequence)
    sequence = f"        <sequence>\n{before}        </sequence>\n" if before else ""
    module = f'    <module name="{package.module}"{version}>\n{sequence}    </module>\n'
    return f'<?xml version="1.0"?>\n<config>\n{module}</config>\n'
