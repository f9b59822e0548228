"""The argv by which the operator's own ssh is called, and what is refused before it is."""

from __future__ import annotations

import pytest
from pyinfra.api.exceptions import ConnectError

from magesaas_ops.converging import open_session
from magesaas_ops.facts.attachment import look_at
from magesaas_ops.model.host_state import HostUnknown
from magesaas_ops.model.inventory import Connection, Installation, Stage, Transport
from magesaas_ops.transports.bounds import connect_seconds
from magesaas_ops.transports.openssh import OpenSshTransport


def installation(transport: Transport = Transport.OPENSSH, **host_data: object) -> Installation:
    connection = Connection(transport=transport, host_data=host_data)
    return Installation("one", Stage.STAGING, ("web1",), "/srv/magento", ("base",), None, connection=connection)


def test_ssh_asks_nothing_and_notices_a_dead_connection() -> None:
    with open_session([installation(ssh_user="deploy", ssh_connect_timeout=7)]) as session:
        transport = session.nodes["one"]["web1"].connector.inner
        assert isinstance(transport, OpenSshTransport)
        argv = transport.argv_for("true")
    assert argv[argv.index("--") :] == ["--", "web1", "true"]
    options = [argv[index + 1] for index, word in enumerate(argv) if word == "-o"]
    assert options == ["BatchMode=yes", "ConnectTimeout=7", "ServerAliveInterval=15", "ServerAliveCountMax=4"]


@pytest.mark.parametrize("transport", [Transport.OPENSSH, Transport.SSH])
@pytest.mark.parametrize("seconds", ["soon", "", 0, -1, 3601, True, [], float("inf")])
def test_a_time_out_that_is_no_number_of_seconds_is_that_hosts_own_trouble(
    transport: Transport, seconds: object
) -> None:
    with open_session([installation(transport, ssh_connect_timeout=seconds)]) as session:
        host = session.nodes["one"]["web1"]
        seen = look_at(host)
        with pytest.raises(ConnectError, match="ssh_connect_timeout is"):
            connect_seconds(host.state, host)
    assert isinstance(seen, HostUnknown)
    assert "it is a number of seconds, from 1 to 3600" in seen.reason


def test_without_ssh_on_this_machine_nothing_is_said_of_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with open_session([installation()]) as session:
        seen = look_at(session.nodes["one"]["web1"])
    assert isinstance(seen, HostUnknown)
    assert "ssh is not installed on this machine" in seen.reason
    assert "PHP" not in seen.reason + seen.hint
