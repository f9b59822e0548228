"""Where a sandbox installation keeps its data: a SQLite file, or a MariaDB database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class SqliteDatabase:
    """A file; several installations that name the same one are nodes of one Magento."""

    path: Path
    table_prefix: str = ""

    @property
    def label(self) -> str:
        return f"sqlite:{self.path}"

    @property
    def connection(self) -> dict[str, str]:
        """The connection as env.php spells it."""
        return {"model": "sqlite", "dbname": str(self.path)}


@dataclass(frozen=True, slots=True)
class MariaDatabase:
    """A database that exists on a server; ``host`` is a name, ``name:port`` or the path of a socket."""

    host: str
    name: str
    user: str
    password: str
    table_prefix: str = ""

    @property
    def label(self) -> str:
        return f"mariadb:{self.host}/{self.name}"

    @property
    def connection(self) -> dict[str, str]:
        """The connection as env.php spells it."""
        return {
            "host": self.host,
            "dbname": self.name,
            "username": self.user,
            "password": self.password,
            "model": "mysql4",
            "engine": "innodb",
            "initStatements": "SET NAMES utf8;",
        }


Database = SqliteDatabase | MariaDatabase
"""Where an installation keeps its data."""
