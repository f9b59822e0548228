"""A real sshd on a loopback port, with a host key of its own, for the user who runs the tests."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST_FOLDER = "/proc/self/fd/9"
"""One path that is another folder on each server, as the disks of two machines are."""

# With SHLVL, bash takes itself for an inner shell and leaves out the ~/.bashrc of whoever runs the tests: that is no
# part of a host, and takes half a second of each command where it sets up other tools.
_CONFIG = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile none
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
MaxStartups 100
LogLevel VERBOSE
SetEnv SHLVL=1
ForceCommand {force_command}
"""

_CLIENT_CONFIG = """\
Host {alias}
  HostName 127.0.0.1
  Port {port}
  User {user}
  IdentityFile {folder}/user_key
  IdentitiesOnly yes
  UserKnownHostsFile {folder}/known_hosts
  StrictHostKeyChecking yes
  KexAlgorithms curve25519-sha256
"""


@dataclass(frozen=True)
class Sshd:
    """``client_config`` is an ssh_config in which ``alias`` reaches this server."""

    alias: str
    port: int
    folder: Path
    user: str

    @property
    def client_config(self) -> Path:
        return self.folder / "ssh_config"

    @property
    def home(self) -> Path:
        """A folder that commands on this server, and only those, see at ``HOST_FOLDER``."""
        return self.folder / "home"

    @property
    def log(self) -> str:
        return (self.folder / "sshd.log").read_text(errors="replace")

    @property
    def sessions(self) -> int:
        """How many commands the server was asked to run since it started, by its own log."""
        return self.log.count("Starting session: ")

    def forget_host_key(self, *, replace_by: str | None = None) -> None:
        """Make the client's known_hosts empty, or hold another key for this server."""
        line = f"[127.0.0.1]:{self.port} {replace_by}\n" if replace_by else ""
        (self.folder / "known_hosts").write_text(line)


@contextlib.contextmanager
def running_sshd(folder: Path, alias: str = "web1", *, force_command: str = "") -> Iterator[Sshd]:
    """Start a server in ``folder`` and wait until it answers.

    ``force_command`` is what it runs in place of the command asked for, which is in SSH_ORIGINAL_COMMAND.
    """
    force_command = force_command or f'exec 9<{folder}/home && eval "$SSH_ORIGINAL_COMMAND"'
    (folder / "home").mkdir(parents=True, exist_ok=True)
    for name in ("host_key", "user_key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    shutil.copy(folder / "user_key.pub", folder / "authorized_keys")
    port = _free_port()
    (folder / "sshd_config").write_text(_CONFIG.format(port=port, folder=folder, force_command=force_command))
    host_key = " ".join((folder / "host_key.pub").read_text().split()[:2])
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {host_key}\n")
    user = getpass.getuser()
    (folder / "ssh_config").write_text(_CLIENT_CONFIG.format(alias=alias, port=port, user=user, folder=folder))
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen(
        ["/usr/sbin/sshd", "-D", "-f", folder / "sshd_config", "-E", folder / "sshd.log"], stdin=subprocess.DEVNULL
    )
    try:
        _wait_until_it_answers(server, port)
        yield Sshd(alias, port, folder, user)
    finally:
        server.terminate()
        server.wait(timeout=10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_it_answers(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"sshd ended with {server.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            if line.recv(4) == b"SSH-":
                return
    raise RuntimeError("sshd did not answer within 20 seconds")
