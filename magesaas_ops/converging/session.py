"""pyinfra's state, built from a fleet: the only file that knows how."""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gevent.pool import Pool
from pyinfra.api.config import Config
from pyinfra.api.exceptions import ConnectError
from pyinfra.api.host import Host
from pyinfra.api.inventory import Inventory
from pyinfra.api.state import State

from magesaas_ops.connector import MagesaasConnector, groups, host_data, host_name
from magesaas_ops.converging.interruption import Interruption
from magesaas_ops.converging.seats import Seats
from magesaas_ops.facts.attachment import remember
from magesaas_ops.model.host_state import HostUnknown
from magesaas_ops.text.redacting import redacted
from magesaas_ops.transports.remote import INSTALLATION, SUDO_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from magesaas_ops.model.inventory import Installation
    from magesaas_ops.model.secret_ref import Secret

DEFAULT_PARALLEL = 10


@dataclass(frozen=True, slots=True)
class Session:
    """Connected pyinfra hosts by installation and by the names of the inventory, primary first.

    A host that could not be reached is in it too; looking at it says why. ``seats`` are as many as hosts may be worked
    on at once.
    """

    nodes: dict[str, Mapping[str, Host]]
    parallel: int
    seats: Seats
    interruption: Interruption
    sudo_password: Secret | None = None

    def reach(self, installations: Iterable[Installation]) -> None:
        """Connect to the nodes of further installations, which are in ``nodes`` from then on; looks at nothing."""
        missing = [one for one in installations if one.hosts and one.name not in self.nodes]
        if not missing:
            return
        inventory = Inventory(([], {}))
        for one in missing:
            self.nodes[one.name] = {node: _add_host(inventory, one, node, self.sudo_password) for node in one.hosts}
        state = State(inventory, Config(PARALLEL=self.parallel))
        hosts = list(inventory)
        with self.interruption.watching():
            connecting = Pool(self.parallel)
            self.interruption.wait_for([connecting.spawn(_connect, host) for host in hosts])
        for host in hosts:
            if host.connected:
                state.activate_host(host)


@contextmanager
def open_session(
    installations: Iterable[Installation], *, parallel: int = DEFAULT_PARALLEL, sudo_password: Secret | None = None
) -> Iterator[Session]:
    """Connect to the hosts of some installations, at most ``parallel`` at a time, and disconnect at the end."""
    logging.getLogger("pyinfra").addHandler(logging.NullHandler())
    logging.getLogger("pyinfra").propagate = False
    session = Session({}, parallel, Seats(parallel), Interruption(), sudo_password)
    try:
        session.reach(installations)
        yield session
    finally:
        Pool(parallel).map(_disconnect, [host for nodes in session.nodes.values() for host in nodes.values()])


def _add_host(inventory: Inventory, installation: Installation, node: str, sudo_password: Secret | None) -> Host:
    name, in_groups = host_name(installation, node), groups(installation)
    inventory.host_data[name] = host_data(installation, node, inventory="")
    host = Host(name, inventory=inventory, groups=in_groups, connector_cls=MagesaasConnector)
    host.connector_data[INSTALLATION] = installation
    if sudo_password is not None:
        host.connector_data[SUDO_PASSWORD] = sudo_password
    inventory.hosts[name] = host
    return host


def _connect(host: Host) -> None:
    """Whatever keeps a host from being connected to is its own unknown, and nobody else's."""
    try:
        host.connect(show_errors=False, raise_exceptions=True)
    except ConnectError as error:
        remember(host, HostUnknown(f"could not connect: {redacted(str(error))}"))
    except Exception as error:  # noqa: BLE001 (libraries raise anything for a key, a port or a file that is not there)
        remember(host, HostUnknown(f"could not connect: {type(error).__name__}: {redacted(str(error))}"))


def _disconnect(host: Host) -> None:
    if host.connected:
        with suppress(Exception):  # all is done and told; how the connection ends changes nothing
            host.disconnect()
