"""A MariaDB server of one's own: a temporary folder, a socket, no port, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from magesaas_ops.sandbox.databases import MariaDatabase
from magesaas_ops.sandbox.php import SandboxError

if TYPE_CHECKING:
    from types import TracebackType

_START_SECONDS = 60.0
_USER = "magento"
_PASSWORD = "sandbox"  # noqa: S105 - of a server that only this machine's tests reach


@dataclass(slots=True)
class MariaServer:
    """A context manager; :meth:`stop` and :meth:`start` take the server away from under an installation meanwhile."""

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="mariadb-")))
    _process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> MariaServer:
        self.folder.chmod(0o755)
        # --force: a machine whose own name nobody resolves will do, for the server listens on its socket only.
        options = ["--auth-root-authentication-method=normal", "--skip-test-db", "--force"]
        command = ["mariadb-install-db", *self._places(), *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SandboxError(f"mariadb-install-db: {done.stdout}{done.stderr}")
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def socket(self) -> Path:
        return self.folder / "socket"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    _server_program(),
                    *self._places(),
                    f"--socket={self.socket}",
                    f"--pid-file={self.folder / 'pid'}",
                    "--skip-networking",
                    "--skip-log-bin",
                    "--performance-schema=OFF",
                    "--innodb-buffer-pool-size=32M",
                    "--innodb-flush-log-at-trx-commit=0",
                ],
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                raise SandboxError(f"mariadbd does not answer: {(self.folder / 'log').read_text(errors='replace')}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Kill the server, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def create_database(self, name: str, *, table_prefix: str = "") -> MariaDatabase:
        """A new, empty database with a user who may do everything in it."""
        self.execute(
            f"CREATE DATABASE `{name}` CHARACTER SET utf8 COLLATE utf8_general_ci;"
            f"CREATE USER IF NOT EXISTS '{_USER}'@'localhost' IDENTIFIED BY '{_PASSWORD}';"
            f"GRANT ALL ON `{name}`.* TO '{_USER}'@'localhost';"
        )
        return MariaDatabase(str(self.socket), name, _USER, _PASSWORD, table_prefix)

    def execute(self, sql: str) -> str:
        """Run SQL as the server's root; the rows as the client prints them, tab-separated."""
        command = [
            "mariadb",
            "--no-defaults",
            f"--socket={self.socket}",
            "--user=root",
            "--batch",
            "--skip-column-names",
        ]
        done = subprocess.run(command, input=sql, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SandboxError(f"mariadb: {done.stderr.strip()}")
        return done.stdout

    def _answers(self) -> bool:
        command = ["mariadb-admin", "--no-defaults", f"--socket={self.socket}", "--user=root", "ping"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def _places(self) -> list[str]:
        # A folder of its own for temporary tables: a server that starts deletes those of all others that share one.
        user = ["--user=root"] if os.geteuid() == 0 else []
        return ["--no-defaults", f"--datadir={self.folder / 'data'}", f"--tmpdir={self.folder}", *user]


def _server_program() -> str:
    """Debian keeps it in /usr/sbin, which is not on every user's path."""
    return shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin") or "mariadbd"
