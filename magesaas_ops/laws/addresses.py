"""Where an installation is: the addresses of its nodes, in one spelling, as far as can be told without looking.

What only the machine knows (aliases in an ssh configuration, symbolic links, two users with one root) is not told here.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from magesaas_ops.model.inventory import Transport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from magesaas_ops.model.inventory import Installation

_LOCAL = "localhost"
_SSH_PORT = "22"
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z0-9-]*[a-z-][a-z0-9-]*)*\Z")
"""A host name that is no number in disguise and has one spelling only."""
_PLAIN_ROOT = re.compile(r"(?:/(?!proc/)[A-Za-z0-9_-][A-Za-z0-9_.-]*)+\Z")
_OWN_ROOTS = {("proc", "self", "root"), ("proc", "thread-self", "root"), ("proc", "1", "root")}
"""Links of Linux to the root directory itself."""
_SYSTEM_FOLDERS = {"/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"}
_ENV_SPLITS = re.compile(r"-[i0v]*S|--s")
_ENV_TAKES_A_VALUE = re.compile(r"-[i0v]*[uCa]\Z|--(?:u[nset]*|c[hdir]*|a[rgv0]*)\Z")
"""Options of ``env`` as it reads them: letters in one word, long ones shortened; the value in the next word."""


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """One node: ``user`` and ``config`` are empty where none is declared, ``port`` is never empty.

    For this machine itself (``machine`` is ``localhost``) the user is left out: there is one file system.
    """

    machine: str
    port: str
    user: str
    config: str
    exec: tuple[str, ...]
    root: str

    @property
    def node(self) -> tuple[object, ...]:
        """The machine or container, whoever works on it and whatever the root."""
        return self.machine, self.port, self.config, self.exec

    @property
    def place(self) -> tuple[object, ...]:
        """The machine or container and the root, whoever works on it and by whatever ssh configuration."""
        return self.machine, self.port, self.exec, self.root


def addresses_of(installation: Installation) -> tuple[Address, ...]:
    """The address of each node in the order of ``hosts``; none when the installation is not built yet."""
    if not installation.is_built:
        return ()
    connection = installation.connection
    data = connection.host_data
    root, prefix = real_root(installation.root), real_prefix(connection.exec)
    port = _text(data.get("ssh_port")) or _SSH_PORT
    config = _text(data.get("ssh_config_file"))
    declared_user = _text(data.get("ssh_user"))
    name_of_all = _text(data.get("ssh_hostname"))
    found = []
    for host in installation.hosts:
        if installation.transport_to(host) is Transport.LOCAL:
            found.append(Address(_LOCAL, _SSH_PORT, "", "", prefix, root))
            continue
        written_user, _, written = host.rpartition("@")
        name = machine(name_of_all.rpartition("@")[2] or written)
        if name == _LOCAL and port == _SSH_PORT:
            found.append(Address(_LOCAL, _SSH_PORT, "", "", prefix, root))
        else:
            found.append(Address(name, port, declared_user or written_user, config, prefix, root))
    return tuple(found)


def machine(host: str) -> str:
    """One spelling for a host: lower case, no trailing dot, one for each IP address, ``localhost`` for this machine."""
    name = host.strip().lower().rstrip(".")
    if name != _LOCAL and _PLAIN_NAME.match(name):
        return name
    address = _ip_address(name.removeprefix("[").removesuffix("]"))
    if address is None:
        return name
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return _LOCAL if address.is_loopback or address.is_unspecified else str(address)


def _ip_address(text: str) -> IPv4Address | IPv6Address | None:
    """An address in any spelling that resolvers take: ``127.1`` and ``0x7f000001`` are one too."""
    try:
        return ip_address(text)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(text)) if text[:1].isdigit() and " " not in text else None
    except (OSError, UnicodeError):
        return None


def real_root(root: str) -> str:
    """The path without ``//``, ``/./``, ``/../``, a slash at the end, and ways through ``/proc`` back to the root."""
    if _PLAIN_ROOT.match(root):
        return root
    steps: list[str] = []
    for step in PurePosixPath(root).parts[1:]:
        if step == "..":
            del steps[-1:]
        else:
            steps.append(step)
        if tuple(steps) in _OWN_ROOTS:
            steps.clear()
    return "/" + "/".join(steps)


def real_prefix(argv: Sequence[str]) -> tuple[str, ...]:
    """``exec`` without what changes no place: an ``env`` in front, and the folder of a program of the system."""
    rest = list(argv)
    while rest and _program(rest[0]) == "env":
        del rest[0]
        while rest and (rest[0].startswith("-") or "=" in rest[0]):
            option = rest.pop(0)
            if _ENV_SPLITS.match(option):
                return tuple(argv)  # a command line in one text: what it starts is not taken apart
            if _ENV_TAKES_A_VALUE.match(option) and rest:
                del rest[0]
    return (_program(rest[0]), *rest[1:]) if rest else ()


def _program(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return name if folder and real_root(folder) in _SYSTEM_FOLDERS else path


def _text(datum: object) -> str:
    return "" if datum is None or datum is False else str(datum)
