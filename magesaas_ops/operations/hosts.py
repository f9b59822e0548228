"""The hosts that a pyinfra run is about: those within its limit, and what belongs to the same installations beyond it.

An installation has one database, and its hosts go through maintenance mode together. So a run that pyinfra connects to
one of its hosts is about the whole installation; the others are reached through a session of our own.
"""

from __future__ import annotations

import atexit
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from magesaas_ops.converging.session import open_session
from magesaas_ops.errors import UsageError
from magesaas_ops.transports.remote import INVENTORY, NODE, installation_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyinfra.api.host import Host
    from pyinfra.api.state import State

    from magesaas_ops.converging.session import Session
    from magesaas_ops.model.inventory import Installation


@dataclass(frozen=True, slots=True)
class RunHosts:
    """``within``: by installation and the names of the inventory, what pyinfra connected to, or tried to.

    ``session`` has the other hosts of the same installations, and reaches further ones.
    """

    inventory: Path
    installations: tuple[Installation, ...]
    within: Mapping[str, Mapping[str, Host]]
    session: Session

    def nodes_of(self, installation: Installation) -> Mapping[str, Host]:
        """Every host of one installation by the names of the inventory, primary first."""
        known = {**self.session.nodes.get(installation.name, {}), **self.within[installation.name]}
        return {node: known[node] for node in installation.hosts}

    def is_lead(self, host: Host) -> bool:
        """Whether operations on the installation are done from this host: the first that pyinfra is connected to."""
        nodes = self.within[installation_of(host).name]
        return host is next((one for one in nodes.values() if one.connected), None)


def hosts_of_run(state: State) -> RunHosts:
    """Find the hosts of a pyinfra run, and connect to those beyond its limit until the process ends.

    Raises UsageError when the hosts are of two inventories: nobody judges whether their claims collide.
    """
    ours = [host for host in state.inventory if host.data.get(INVENTORY)]
    paths = sorted({str(host.data.get(INVENTORY)) for host in ours})
    if len(paths) != 1:
        raise UsageError(
            f"{' and '.join(paths) or 'no inventory of ours'} in one run of pyinfra",
            hint="Put the files into one folder, and name the folder: their claims are judged together.",
        )
    within: dict[str, dict[str, Host]] = {}
    installations: dict[str, Installation] = {}
    for host in ours:
        if state.is_host_in_limit(host):
            installation = installation_of(host)
            installations[installation.name] = installation
            within.setdefault(installation.name, {})[str(host.data.get(NODE))] = host
    beyond = [
        replace(one, hosts=missing)
        for one in installations.values()
        if (missing := tuple(node for node in one.hosts if node not in within[one.name]))
    ]
    sessions = ExitStack()
    atexit.register(sessions.close)
    session = sessions.enter_context(open_session(beyond))
    return RunHosts(Path(paths[0]), tuple(installations.values()), within, session)
