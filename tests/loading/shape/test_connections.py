"""A connection has the keys that its transport reads, and no other: one misspelt would quietly do nothing."""

from __future__ import annotations

import pytest
from pyinfra.connectors.ssh import ConnectorData

from magesaas_ops.loading import fleet_from_files
from magesaas_ops.loading.shape.connections import keys_of
from magesaas_ops.model.finding import Finding
from magesaas_ops.model.inventory import Connection, Transport

FLEET = """\
version: 1
defaults: {{root: /srv/shop, connection: {defaults}}}
installations:
  shop: {{stage: staging, hosts: [web1], websites: [base], saas_environment: none, connection: {own}}}
"""
OURS = {"transport", "exec", "timeout", "data"}


def read(own: str, defaults: str = "{}") -> tuple[Connection, tuple[Finding, ...]]:
    fleet = fleet_from_files({"fleet.yaml": FLEET.format(own=own, defaults=defaults).encode()})
    return fleet.installations["shop"].connection, fleet.defects


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{ssh_usre: deploy}", "has no key `ssh_usre`. Did you mean `ssh_user`?"),
        ("{transprot: local}", "has no key `transprot`. Did you mean `transport`?"),
        ("{_sudo: true}", "has no key `_sudo`. Whoever runs PHP on the hosts is named by `run_as`."),
        ("{ssh_proxy_jump: gate}", "has no key `ssh_proxy_jump`. What else ssh can do stands in its own configuration"),
        ("{rack: b4}", "has no key `rack`. Host data for deploys of your own stand in `data`."),
        ("{ssh_allow_agent: true}", "`ssh_allow_agent` is no key of the transport `openssh`, only of `ssh`."),
        ("{transport: ssh, ssh_connect_timeout: 5}", "is no key of the transport `ssh`, only of `openssh`."),
        ("{transport: local, ssh_port: 22}", "is no key of the transport `local`, only of `openssh` and `ssh`."),
        ("{transport: ssh, ssh_strict_host_key_checking: 'no'}", "has no key `ssh_strict_host_key_checking`."),
        ("{transport: ssh, ssh_paramiko_connect_kwargs: x}", "has no key `ssh_paramiko_connect_kwargs`."),
        ("{data: {ssh_user: root}}", "`ssh_user` is no valid name of host data."),
        ("{data: {_sudo: true}}", "`_sudo` is no valid name of host data."),
        ("{data: {magesaas_host: x}}", "`magesaas_host` is no valid name of host data."),
        ("{ssh_connect_timeout: '5'}", "connection.ssh_connect_timeout is `5`, which is no valid number of seconds."),
        ("{ssh_port: 0}", "connection.ssh_port is `0`, which is no valid port."),
        ("{timeout: 0}", "connection.timeout is `0`, which is no valid number of seconds."),
        ("{ssh_user: -oProxyCommand=x}", "connection.ssh_user is `-oProxyCommand=x`, which is no valid"),
    ],
)
def test_what_the_transport_does_not_read_is_refused(written: str, told: str) -> None:
    connection, (defect,) = read(written)
    assert (defect.rule, told in defect.detail) == ("schema-violation", True), defect.detail
    assert connection == Connection()


@pytest.mark.parametrize(
    ("own", "defaults", "told"),
    [
        ("{ssh_port: 22}", "{transport: local}", "fleet.yaml:4:96"),
        ("{}", "{ssh_allow_agent: true}", "fleet.yaml:2:42"),
        ("{transport: ssh}", "{transport: local, ssh_user: x}", "fleet.yaml:2:60"),
    ],
)
def test_key_of_another_transport_is_told_at_the_key_wherever_the_transport_stands(
    own: str, defaults: str, told: str
) -> None:
    _, (defect,) = read(own, defaults)
    assert (defect.rule, str(defect.at)) == ("schema-violation", told)


def test_own_transport_leaves_those_keys_of_the_defaults_that_it_does_not_read() -> None:
    connection, defects = read("{transport: local, timeout: 600}", "{ssh_user: deploy, exec: [env], timeout: 60}")
    assert defects == ()
    assert connection == Connection(Transport.LOCAL, ("env",), {}, 600)


def test_data_are_handed_on_and_keep_their_types() -> None:
    connection, defects = read('{ssh_user: deploy, data: {a: 22, b: true, c: null, d: 1.5, e: "22"}}')
    assert (connection.data, defects) == ({"a": 22, "b": True, "c": None, "d": 1.5, "e": "22"}, ())
    assert connection.host_data == {"ssh_user": "deploy"}


def test_timeout_is_that_of_one_command() -> None:
    assert read("{timeout: 600}")[0].command_seconds == 600
    assert read("{}")[0].command_seconds == 300


def test_keys_of_the_transport_ssh_are_those_of_pyinfra_without_passwords_and_without_a_weaker_host_key_policy() -> (
    None
):
    left_out = {"ssh_password", "ssh_key_password", "ssh_strict_host_key_checking", "ssh_paramiko_connect_kwargs"}
    assert set(keys_of({"transport": "ssh"})) - OURS == set(ConnectorData.__annotations__) - left_out


def test_every_key_is_read_by_some_transport() -> None:
    transports = [{"transport": transport.value} for transport in Transport]
    assert all(set(keys_of(connection)) >= OURS for connection in transports)
