"""``transport: local``: the control machine itself."""

from __future__ import annotations

from magesaas_ops.transports.shell_transport import ShellTransport


class LocalTransport(ShellTransport):
    """Runs commands on the control machine."""

    def argv_for(self, line: str) -> list[str]:
        return ["sh", "-c", line]
