"""How a command reaches a host: one file per transport, and the one way in which everything above runs commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.model.inventory import Transport
from magesaas_ops.transports.local import LocalTransport
from magesaas_ops.transports.openssh import OpenSshTransport
from magesaas_ops.transports.paramiko_ssh import ParamikoTransport
from magesaas_ops.transports.remote import Completed, run_as_owner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyinfra.connectors.base import BaseConnector

TRANSPORTS: Mapping[Transport, type[BaseConnector]] = {
    Transport.OPENSSH: OpenSshTransport,
    Transport.SSH: ParamikoTransport,
    Transport.LOCAL: LocalTransport,
}

__all__ = ["TRANSPORTS", "Completed", "run_as_owner"]
