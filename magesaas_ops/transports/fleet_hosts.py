"""The way back from a pyinfra host to the installation that it is a node of."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from magesaas_ops.loading import read_inventory

if TYPE_CHECKING:
    from pyinfra.api.host import Host

    from magesaas_ops.model.inventory import Fleet, Installation

INVENTORY, INSTALLATION, NODE = "magesaas_inventory", "magesaas_installation", "magesaas_host"
"""The keys of pyinfra host data by which a host is found in the fleet again; all plain text."""


@cache
def fleet_at(path: str) -> Fleet:
    """Give the fleet of an inventory path, read once per run."""
    return read_inventory(Path(path))


def installation_of(host: Host) -> Installation:
    """Give the installation that a pyinfra host is a node of."""
    known: Installation | None = host.connector_data.get(INSTALLATION)
    if known is None:
        known = fleet_at(host.data.get(INVENTORY)).installations[host.data.get(INSTALLATION)]
        host.connector_data[INSTALLATION] = known
    return known
