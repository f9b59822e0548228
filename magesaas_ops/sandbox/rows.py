"""Looking into and tampering with a sandbox installation's database, past Magento and its caches."""

from __future__ import annotations

import sqlite3
import subprocess
from typing import TYPE_CHECKING

from magesaas_ops.sandbox.databases import MariaDatabase, SqliteDatabase
from magesaas_ops.sandbox.php import SandboxError, ask_php

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from magesaas_ops.sandbox.installation import SandboxInstallation


def write_rows(
    installation: SandboxInstallation, rows: Mapping[str, str | None], *, scope: str = "default", scope_id: int = 0
) -> None:
    """Store texts (or SQL NULL) as raw rows of ``core_config_data``; the config cache does not notice."""
    _ask(installation, write=dict(rows), scope=scope, scope_id=scope_id)


def delete_rows(
    installation: SandboxInstallation, paths: Iterable[str], *, scope: str = "default", scope_id: int = 0
) -> None:
    """Delete raw rows of ``core_config_data``; the config cache does not notice."""
    _ask(installation, delete=list(paths), scope=scope, scope_id=scope_id)


def rows_of(installation: SandboxInstallation, *, scope: str = "default", scope_id: int = 0) -> dict[str, str | None]:
    """The raw rows of one scope: path → text, ciphertext where Magento stores ciphertext."""
    rows = _ask(installation, scope=scope, scope_id=scope_id)["rows"]
    if not isinstance(rows, dict):
        raise SandboxError("rows: no object")
    return rows


def encrypted(installation: SandboxInstallation, text: str) -> str:
    """``text`` as this installation would store it in an encrypted field."""
    return _texts(installation, "encrypted", encrypt=[text])


def decrypted(installation: SandboxInstallation, stored: str) -> str:
    """The text behind a stored ciphertext; empty when this installation's key does not open it."""
    return _texts(installation, "decrypted", decrypt=[stored])


def copy_database(source: SandboxInstallation, target: SandboxInstallation) -> None:
    """Overwrite the target's data with the source's, as restoring a production dump on staging does.

    Configuration, websites, base URLs and setup state travel; the target keeps its files, so its env.php with the
    crypt key, and its caches.
    """
    match source.storage, target.storage:
        case SqliteDatabase(path=path), SqliteDatabase(path=other):
            with sqlite3.connect(path) as reading, sqlite3.connect(other) as writing:
                reading.backup(writing)
            reading.close()
            writing.close()
        case MariaDatabase() as origin, MariaDatabase() as other:
            dump = subprocess.run(
                _client("mariadb-dump", origin), check=True, capture_output=True, env=_password(origin)
            )
            subprocess.run(_client("mariadb", other), check=True, input=dump.stdout, env=_password(other))
        case _:
            raise SandboxError("A database is copied between two of one kind only.")


def _client(program: str, database: MariaDatabase) -> list[str]:
    host, _, port = database.host.partition(":")
    place = (
        [f"--socket={host}"] if host.startswith("/") else [f"--host={host}", f"--port={port or 3306}", "--protocol=tcp"]
    )
    return [program, *place, f"--user={database.user}", database.name]


def _password(database: MariaDatabase) -> dict[str, str]:
    return {"MYSQL_PWD": database.password, "PATH": "/usr/bin:/bin"}


def _texts(installation: SandboxInstallation, wanted: str, **asked: Sequence[str]) -> str:
    texts = _ask(installation, **asked)[wanted]
    return str(texts[0]) if isinstance(texts, list) else ""


def _ask(installation: SandboxInstallation, **asked: object) -> dict[str, object]:
    request = {"write": {}, "delete": [], "encrypt": [], "decrypt": [], "scope": "default", "scope_id": 0}
    return ask_php("rows", {"root": str(installation.root), **request, **asked}, run_as=installation.run_as)
