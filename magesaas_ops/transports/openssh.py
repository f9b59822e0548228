"""``transport: openssh``: the operator's own ssh client, with all that it is configured to do.

Their ssh_config, agent, jump hosts, certificates, hardware keys, host key policy and multiplexing count; we only forbid
questions, which nobody would answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.transports.shell_transport import ShellTransport

if TYPE_CHECKING:
    from collections.abc import Mapping

_FLAGS: Mapping[str, str] = {
    "ssh_config_file": "-F",
    "ssh_user": "-l",
    "ssh_port": "-p",
    "ssh_key": "-i",
}
_DEFAULT_CONNECT_TIMEOUT = 20


class OpenSshTransport(ShellTransport):
    """Runs each command by one ``ssh`` process.

    Host data, in pyinfra's words: ``ssh_hostname``, ``ssh_user``, ``ssh_port``, ``ssh_key``, ``ssh_config_file``,
    ``ssh_known_hosts_file``, ``ssh_connect_timeout`` (seconds). A password is never used (``BatchMode``).
    """

    def argv_for(self, line: str) -> list[str]:
        data = self.host.data
        timeout = data.get("ssh_connect_timeout") or self.state.config.CONNECT_TIMEOUT or _DEFAULT_CONNECT_TIMEOUT
        argv = ["ssh", "-T", "-o", "BatchMode=yes", "-o", f"ConnectTimeout={int(timeout)}"]
        for key, flag in _FLAGS.items():
            if (value := data.get(key)) is not None:
                argv += [flag, str(value)]
        if known_hosts := data.get("ssh_known_hosts_file"):
            argv += ["-o", f"UserKnownHostsFile={known_hosts}"]
        return [*argv, "--", str(data.get("ssh_hostname") or self.host.name), line]
