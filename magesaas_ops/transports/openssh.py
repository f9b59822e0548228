"""``transport: openssh``: the operator's own ssh client, with all that it is configured to do.

Their ssh_config, agent, jump hosts, certificates, hardware keys, host key policy and multiplexing count; we only forbid
questions, which nobody would answer.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from pyinfra.api.exceptions import ConnectError

from magesaas_ops.transports.bounds import connect_seconds
from magesaas_ops.transports.process import NoSuchProgram
from magesaas_ops.transports.shell_transport import ShellTransport

if TYPE_CHECKING:
    from collections.abc import Mapping

_FLAGS: Mapping[str, str] = {
    "ssh_config_file": "-F",
    "ssh_user": "-l",
    "ssh_port": "-p",
    "ssh_key": "-i",
}
_ALIVE = ("-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4")
"""A connection that is dead, but was never closed, ends within a minute."""


class OpenSshTransport(ShellTransport):
    """Runs each command by one ``ssh`` process.

    Host data, in pyinfra's words: ``ssh_hostname``, ``ssh_user``, ``ssh_port``, ``ssh_key``, ``ssh_config_file``,
    ``ssh_known_hosts_file``, ``ssh_connect_timeout`` (seconds). A password is never used (``BatchMode``).
    """

    def connect(self) -> None:
        """There is nothing to connect yet; raises ConnectError when there never will be."""
        connect_seconds(self.state, self.host)
        if shutil.which("ssh") is None:
            raise ConnectError(str(NoSuchProgram("ssh")))

    def argv_for(self, line: str) -> list[str]:
        data = self.host.data
        timeout = connect_seconds(self.state, self.host)
        argv = ["ssh", "-T", "-o", "BatchMode=yes", "-o", f"ConnectTimeout={timeout}", *_ALIVE]
        for key, flag in _FLAGS.items():
            if (value := data.get(key)) is not None:
                argv += [flag, str(value)]
        if known_hosts := data.get("ssh_known_hosts_file"):
            argv += ["-o", f"UserKnownHostsFile={known_hosts}"]
        return [*argv, "--", str(data.get("ssh_hostname") or self.host.name), line]
