"""Lists of hosts as others keep them are read, and never run."""

from __future__ import annotations

from pathlib import Path

import pytest

from magesaas_ops.errors import UsageError
from magesaas_ops.importing.host_lists import MOST_BYTES, hosts_listed_in
from magesaas_ops.importing.targets import NamedHost, Target, rooted, target_of


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("web1.example:/var/www", Target("web1.example", "/var/www")),
        ("deploy@web1:/var/www/", Target("web1", "/var/www", {"ssh_user": "deploy"})),
        ("deploy@web1:2222:/srv/a b", Target("web1", "/srv/a b", {"ssh_user": "deploy", "ssh_port": 2222})),
        ("[::1]:/srv", Target("[::1]", "/srv")),
        ("@local:/srv/magento", Target("@local", "/srv/magento")),
    ],
)
def test_a_target_is_a_host_and_a_root(text: str, target: Target):
    assert (target_of(text), target_of(text).connection) == (target, target.connection)


@pytest.mark.parametrize("text", ["", "web1", "web1:var/www", "-oProxyCommand=x:/r", "a b:/r", ":/r", "we\x1bb:/r"])
def test_what_names_no_root_is_refused(text: str):
    with pytest.raises(UsageError, match="names no Magento root"):
        target_of(text)


PLAIN = "# ours\nweb1:/srv/a  # the shop\ndeploy@web2:/srv/b\n\nweb3\n"
SSH = """Host web1 web2 *.internal !bad
  HostName 10.0.0.1
Match user x
host=web3
  User deploy
"""
INI = """mail.example
; not this
[shops]
web[01:02] ansible_host=10.0.0.1 ansible_user='deploy' ansible_port=2222
web9 magento_root=/srv/nine # a comment
[shops:vars]
ansible_user=root
[all:children]
shops
"""
YAML = """all:
  hosts: {lone: }
  children:
    shops:
      vars: {hosts: {no: }}
      hosts:
        web1: {ansible_host: 10.0.0.1, ansible_port: 2222, magento_root: /srv/one, secret: !vault abc}
"""
PYINFRA = """import os
os.system('touch ran')
shops = ["web1", ("@ssh/web2", {"ssh_user": "deploy", "ssh_port": 2222, "magento_root": "/srv/two"}), os.environ]
data = ([("web3", {})], {})
"""


def test_a_plain_list():
    assert hosts_listed_in("hosts.txt", PLAIN.encode()) == (
        NamedHost("web1", "/srv/a"),
        NamedHost("web2", "/srv/b", {"ssh_user": "deploy"}),
        NamedHost("web3"),
    )


def test_an_ssh_config_gives_names_and_no_patterns():
    assert hosts_listed_in("config", SSH.encode()) == (NamedHost("web1"), NamedHost("web2"), NamedHost("web3"))


def test_an_ansible_inventory_in_ini():
    reached = {"ssh_hostname": "10.0.0.1", "ssh_user": "deploy", "ssh_port": 2222}
    assert hosts_listed_in("hosts", INI.encode()) == (
        NamedHost("mail.example"),
        NamedHost("web01", "", reached),
        NamedHost("web02", "", reached),
        NamedHost("web9", "/srv/nine"),
    )


def test_an_ansible_inventory_in_yaml():
    assert hosts_listed_in("hosts.yml", YAML.encode()) == (
        NamedHost("lone"),
        NamedHost("web1", "/srv/one", {"ssh_hostname": "10.0.0.1", "ssh_port": 2222}),
    )


def test_a_pyinfra_inventory_is_read_and_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert hosts_listed_in("inventory.py", PYINFRA.encode()) == (
        NamedHost("web1"),
        NamedHost("web2", "/srv/two", {"ssh_user": "deploy", "ssh_port": 2222}),
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty", b"# nothing\n"),
        ("long", b"x" * (MOST_BYTES + 1)),
        ("many", "\n".join(f"w{n}" for n in range(2001)).encode()),
        ("range", b"[a]\nw[1:99999999999]\n"),
        ("broken.yml", b"all: [\n"),
        ("broken.py", b"shops = [\n"),
        ("deep.py", b"shops = " + b"[" * 5000),
    ],
)
def test_what_is_no_list_is_refused(name: str, content: bytes):
    with pytest.raises(UsageError):
        hosts_listed_in(name, content)


def test_a_host_without_a_root_takes_the_common_one():
    assert rooted(NamedHost("web1"), "/srv/") == Target("web1", "/srv")
    with pytest.raises(UsageError, match="does not say where Magento is on web1"):
        rooted(NamedHost("web1"), None)
    with pytest.raises(UsageError, match="is no name of a host"):
        rooted(NamedHost("-oProxyCommand=x"), "/srv")
