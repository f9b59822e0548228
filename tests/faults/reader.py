"""What became of a shop, read past everything of ours: SQL on the database, and the files of the nodes."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tests.faults.rig import PRIMARY, Cluster
from tests.faults.worlds import NEW, NEW_KEY, NEW_PROJECT, OLD, OLD_KEY, OLD_PROJECT, TESTING

_KEYS = "services_connector/services_connector_integration/production_"
_IDS = "services_connector/services_id/"
_PACKAGES = ("magento/data-services", "magento/saas-export")
_METADATA = [
    "global",
    "adminhtml",
    "frontend",
    "crontab",
    "graphql",
    "webapi_rest",
    "webapi_soap",
    "interception",
    "primary|global|plugin-list",
]
_LOCALES = ("adminhtml/Magento/backend/en_US", "frontend/Magento/blank/en_US", "frontend/Magento/luma/en_US")
_NONCE_BYTES = 12


@dataclass(frozen=True)
class Reading:
    """``attached`` is the id that every part of the attachment belongs to, "" when there is none, None for a mixture.

    ``dark`` are nodes that answer 503. ``debts`` are the kinds of work that are owed, sorted.
    """

    attached: str | None
    dark: tuple[str, ...]
    debts: tuple[str, ...]


def reading_of(cluster: Cluster, keys: Mapping[str, tuple[str, str]]) -> Reading:
    rows = _rows(cluster)
    attached = _attached(cluster, rows, keys)
    dark = tuple(node for node in cluster.nodes if (cluster.root(node) / "var/.maintenance.flag").exists())
    debts = {debt for node in cluster.nodes for debt in _debts(cluster, node, rows.get(_IDS + "environment_id"))}
    return Reading(attached, dark, tuple(sorted(debts)))


def _sql(cluster: Cluster, sql: str) -> list[list[str]]:
    return [line.split("\t") for line in cluster.sql(sql).splitlines()]


def _rows(cluster: Cluster) -> dict[str, str]:
    select = "SELECT path, value FROM core_config_data WHERE path LIKE 'services_connector/%' AND value IS NOT NULL"
    return {path: value.replace("\\n", "\n") for path, value in _sql(cluster, select)}


def _attached(cluster: Cluster, rows: Mapping[str, str], keys: Mapping[str, tuple[str, str]]) -> str | None:
    """The SaaS environment of the ids, if project, names, type and both keys are its own too."""
    whole = {
        id_: {
            _KEYS + "api_key": api_key,
            _KEYS + "private_key": keys[account][0].strip(),
            _IDS + "project_id": project,
            _IDS + "environment_id": id_,
            _IDS + "environment_name": name,
        }
        for id_, account, api_key, project, name in (
            (OLD, "old", OLD_KEY, OLD_PROJECT, "Old"),
            (TESTING, "old", OLD_KEY, OLD_PROJECT, "Testing"),
            (NEW, "new", NEW_KEY, NEW_PROJECT, "New"),
        )
    }
    crypt_key = _crypt_key(cluster.root(PRIMARY))
    clear = {
        path: _decrypted(value, crypt_key).strip() if path.startswith(_KEYS) else value
        for path, value in rows.items()
        if path in whole[OLD]
    }
    if not clear:
        return ""
    return next((id_ for id_, parts in whole.items() if parts == clear), None)


def _crypt_key(root: Path) -> bytes:
    found = re.search(r"'crypt' =>\s*array \(\s*'key' => '([^']+)'", (root / "app/etc/env.php").read_text())
    assert found
    return found[1].encode()


def _decrypted(stored: str, key: bytes) -> str:
    """A stored text is key index, cipher 3, base64 of nonce and text; "" when this key does not open it."""
    try:
        data = base64.b64decode(stored.split(":", 2)[-1])
        nonce = data[:_NONCE_BYTES]
        return ChaCha20Poly1305(key).decrypt(nonce, data[_NONCE_BYTES:], nonce).decode(errors="replace")
    except (InvalidTag, ValueError, binascii.Error):
        return ""


def _debts(cluster: Cluster, node: str, environment_id: str | None) -> Iterator[str]:
    root = cluster.root(node)
    if not _has_whole_vendor(root):
        yield "packages"
    enabled = {name for name, switch in _switches(root) if switch == "1"}
    modules = {name: folder for name, folder in _modules(root) if folder.is_dir()}
    if modules.keys() - enabled:
        yield "modules"
    if _is_upgrade_owed(cluster, {name: folder for name, folder in modules.items() if name in enabled}):
        yield "upgrade"
    if _is_compile_owed(root, enabled & modules.keys()):
        yield "compile"
    if _is_static_owed(root, "Magento_DataServices" in enabled & modules.keys()):
        yield "static-content"
    if _cached_id(root) not in (None, environment_id or ""):
        yield "cache"


def _has_whole_vendor(root: Path) -> bool:
    lock = json.loads((root / "composer.lock").read_text())
    installed = json.loads((root / "vendor/composer/installed.json").read_text())["packages"]
    versions = {package["name"]: package["version"] for package in installed}
    locked = {package["name"]: package["version"] for package in lock["packages"]}
    folders = [root / "vendor/composer" / one["install-path"] for one in installed if one.get("install-path")]
    is_wanted = all(name in locked for name in _PACKAGES)
    return is_wanted and versions == locked and all((folder / "composer.json").exists() for folder in folders)


def _switches(root: Path) -> list[tuple[str, str]]:
    return re.findall(r"'(\w+)' => ([01])", (root / "app/etc/config.php").read_text())


def _modules(root: Path) -> Iterator[tuple[str, Path]]:
    for declaration in root.glob("vendor/magento/*/etc/module.xml"):
        found = re.search(r'<module name="(\w+)"', declaration.read_text())
        assert found
        yield found[1], declaration.parents[1]


def _is_upgrade_owed(cluster: Cluster, modules: Mapping[str, Path]) -> bool:
    versions = {name: (schema, data) for name, schema, data in _sql(cluster, "SELECT * FROM setup_module")}
    patches = {name.replace("\\\\", "\\") for (name,) in _sql(cluster, "SELECT patch_name FROM patch_list")}
    tables = {name for (name,) in _sql(cluster, "SHOW TABLES")}
    for name, folder in modules.items():
        version = re.search(r'<module name="\w+" setup_version="([^"]+)"', (folder / "etc/module.xml").read_text())
        if version and name in versions and versions[name][1] != version[1]:
            return True
        if version and name not in versions:
            return True
        for patch in folder.glob("Setup/Patch/*/*.php"):
            if "\\".join([*name.split("_", 1), *patch.relative_to(folder).with_suffix("").parts]) not in patches:
                return True
        schema = folder / "etc/db_schema.xml"
        declared = set(re.findall(r'<table name="(\w+)"', schema.read_text())) if schema.exists() else set()
        if not declared <= tables:
            return True
    return False


def _is_compile_owed(root: Path, enabled: set[str]) -> bool:
    metadata = root / "generated/metadata"
    if any(not (metadata / f"{name}.php").exists() for name in _METADATA):
        return True
    known = (metadata / "global.php").read_text()
    return "Magento_DataServices" in enabled and "Magento\\\\DataServices\\\\" not in known


def _is_static_owed(root: Path, has_data_services: bool) -> bool:
    static = root / "pub/static"
    if not (static / "deployed_version.txt").exists():
        return True
    for locale in _LOCALES:
        config = static / locale / "requirejs-config.js"
        if not config.exists():
            return True
        if has_data_services and locale.startswith("frontend"):
            script = static / locale / "Magento_DataServices/js/storefront-events.js"
            if not script.exists() or "Magento_DataServices" not in config.read_text():
                return True
    return False


def _cached_id(root: Path) -> str | None:
    """The id that the configuration cache of a node holds, "" for none; None when the cache is cold."""
    entry = root / "var/cache/mage--system_default"
    if not entry.exists():
        return None
    text = _decrypted(entry.read_text().split("\n", 1)[1], _crypt_key(root))
    found = re.search(r'"environment_id";s:\d+:"([^"]*)"', text)
    return found[1] if found else ""
