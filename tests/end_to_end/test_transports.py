"""The ways to a host, and what stands in them: real ssh, sudo, login shells, host keys, silence."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from magesaas_ops.converging import open_session
from magesaas_ops.facts.attachment import look_at
from magesaas_ops.model.host_state import HostState, HostUnknown, Observation
from magesaas_ops.model.inventory import Connection, Installation, Stage, Transport
from magesaas_ops.model.secret_ref import Secret
from magesaas_ops.sandbox import SandboxInstallation, create_installation
from tests.sshd import Sshd, running_sshd

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can make users and sudo rules; CI is root")
OWNER, OPERATOR = f"ms-own-{os.getpid()}", f"ms-op-{os.getpid()}"
PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with running_sshd(tmp_path_factory.mktemp("transports"), "web1") as sshd:
        yield sshd


@pytest.fixture(scope="module")
def magento(tmp_path_factory: pytest.TempPathFactory, composer_repository: Path) -> SandboxInstallation:
    return create_installation(tmp_path_factory.mktemp("magento") / "root", composer_repository=composer_repository)


@pytest.fixture
def owner(magento: SandboxInstallation) -> Iterator[str]:
    """Another user who owns the Magento."""
    with _new_user(OWNER):
        subprocess.run(["chown", "-R", f"{OWNER}:", str(magento.root)], check=True)
        _let_others_pass(magento.root)
        yield OWNER
        subprocess.run(["chown", "-R", f"{pwd.getpwuid(os.geteuid()).pw_name}:", str(magento.root)], check=True)


@pytest.fixture
def operator(owner: str, server: Sshd) -> Iterator[str]:
    """A user who logs in by ssh and may become the owner by telling their password to sudo."""
    with _new_user(OPERATOR):
        subprocess.run(["chpasswd"], input=f"{OPERATOR}:{PASSWORD}\n", text=True, check=True)
        rule = Path("/etc/sudoers.d/magesaas-test")
        rule.write_text(f"{OPERATOR} ALL=({owner}) PASSWD: ALL\n")
        rule.chmod(0o440)
        for name in ("authorized_keys", "home"):
            _let_others_pass(server.folder / name)
        try:
            yield OPERATOR
        finally:
            rule.unlink()


@contextlib.contextmanager
def _new_user(name: str) -> Iterator[None]:
    subprocess.run(["useradd", "--create-home", "--shell", "/bin/sh", name], check=True)
    subprocess.run(["usermod", "--password", "*", name], check=True)
    try:
        yield
    finally:
        subprocess.run(["userdel", "--remove", name], check=True, capture_output=True)


def _let_others_pass(path: Path) -> None:
    for folder in path.parents:
        if folder.stat().st_uid == os.geteuid() and "pytest" in str(folder):
            folder.chmod(folder.stat().st_mode | 0o011)


def look(
    magento: SandboxInstallation,
    connection: Connection,
    host: str = "web1",
    *,
    run_as: str | None = None,
    sudo_password: Secret | None = None,
    php: tuple[str, ...] = ("php",),
) -> Observation:
    one = Installation(
        "one", Stage.STAGING, (host,), str(magento.root), ("base",), None, connection=connection, run_as=run_as, php=php
    )
    with open_session([one], sudo_password=sudo_password) as session:
        return look_at(session.nodes["one"][host])


def by_openssh(server: Sshd) -> Connection:
    return Connection(host_data={"ssh_config_file": str(server.client_config)})


def by_paramiko(server: Sshd) -> Connection:
    data = {
        "ssh_hostname": "127.0.0.1",
        "ssh_port": server.port,
        "ssh_user": server.user,
        "ssh_key": str(server.folder / "user_key"),
        "ssh_known_hosts_file": str(server.folder / "known_hosts"),
        "ssh_strict_host_key_checking": "yes",
    }
    return Connection(transport=Transport.SSH, host_data=data)


def test_every_transport_sees_the_same(magento: SandboxInstallation, server: Sshd) -> None:
    seen = [
        look(magento, by_openssh(server)),
        look(magento, by_paramiko(server)),
        look(magento, Connection(transport=Transport.LOCAL), "@local"),
        look(magento, Connection(transport=Transport.LOCAL, exec=("env", "IN_A_CONTAINER=1")), "@local"),
    ]
    assert [one.websites for one in seen if isinstance(one, HostState)] == [("base",)] * 4


@pytest.mark.parametrize("shell", ["bash", "dash", "fish", "tcsh", "zsh"])
def test_any_login_shell_will_do(magento: SandboxInstallation, tmp_path: Path, shell: str) -> None:
    program = shutil.which(shell)
    assert program, f"{shell} is missing; make test installs it"
    with running_sshd(tmp_path, "web1", force_command=f'exec {program} -c "$SSH_ORIGINAL_COMMAND"') as server:
        seen = look(magento, by_openssh(server))
    assert isinstance(seen, HostState), seen


@NEEDS_ROOT
def test_sudo_without_a_password_runs_php_as_the_owner(magento: SandboxInstallation, server: Sshd, owner: str) -> None:
    seen = look(magento, by_openssh(server), run_as=owner)
    assert isinstance(seen, HostState), seen
    assert (seen.user, seen.owner) == (owner, owner)


@NEEDS_ROOT
def test_without_run_as_the_wrong_owner_is_seen(magento: SandboxInstallation, server: Sshd, owner: str) -> None:
    seen = look(magento, by_openssh(server))
    assert isinstance(seen, HostUnknown)
    assert seen.code == "wrong-owner"
    assert owner in seen.reason


@NEEDS_ROOT
def test_a_sudo_password_goes_over_standard_input(
    magento: SandboxInstallation, server: Sshd, owner: str, operator: str
) -> None:
    connection = Connection(host_data={"ssh_config_file": str(server.client_config), "ssh_user": operator})
    told = look(magento, connection, run_as=owner, sudo_password=Secret(PASSWORD))
    assert isinstance(told, HostState), told
    assert told.user == owner
    untold = look(magento, connection, run_as=owner)
    assert isinstance(untold, HostUnknown)
    assert "sudo" in untold.reason
    wrong = look(magento, connection, run_as=owner, sudo_password=Secret("wrong"))
    assert isinstance(wrong, HostUnknown)
    assert "sudo" in wrong.reason


def test_an_unknown_host_key_is_not_accepted(magento: SandboxInstallation, tmp_path: Path) -> None:
    with running_sshd(tmp_path, "web1") as server:
        server.forget_host_key()
        seen = look(magento, by_openssh(server))
    assert isinstance(seen, HostUnknown)
    assert "Host key verification failed" in seen.reason + seen.hint


def test_a_changed_host_key_is_not_accepted(magento: SandboxInstallation, server: Sshd, tmp_path: Path) -> None:
    with running_sshd(tmp_path, "web1") as changed:
        other = " ".join((server.folder / "host_key.pub").read_text().split()[:2])
        changed.forget_host_key(replace_by=other)
        seen = look(magento, by_openssh(changed))
        by_python = look(magento, by_paramiko(changed))
    assert isinstance(seen, HostUnknown)
    assert seen.reason.startswith("ssh does not trust the host's key")
    assert isinstance(by_python, HostUnknown)


def test_what_ssh_says_is_understood(magento: SandboxInstallation, server: Sshd, tmp_path: Path) -> None:
    nowhere = look(magento, Connection(host_data={"ssh_port": 9, "ssh_connect_timeout": 2}), "127.0.0.1")
    nameless = look(magento, Connection(), "no-such-host.invalid")
    (tmp_path / "config").write_text(server.client_config.read_text().replace("user_key", "host_key"))
    stranger = look(magento, Connection(host_data={"ssh_config_file": str(tmp_path / "config")}))
    reasons = [one.reason.splitlines()[0] for one in (nowhere, nameless, stranger) if isinstance(one, HostUnknown)]
    assert reasons == [
        "ssh does not reach the host:",
        "ssh does not know the host by that name:",
        "ssh is not let in with the keys that it has:",
    ]


def test_a_server_that_says_nothing_is_unknown_within_the_bound(magento: SandboxInstallation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        threading.Thread(target=lambda: contextlib.suppress(OSError) or mute.accept(), daemon=True).start()
        connection = Connection(host_data={"ssh_port": port, "ssh_connect_timeout": 1})
        seen = look(magento, connection, "127.0.0.1")
    assert isinstance(seen, HostUnknown)


def test_a_missing_php_and_a_missing_root_say_so(magento: SandboxInstallation, server: Sshd, tmp_path: Path) -> None:
    without_php = look(magento, by_openssh(server), php=("php-9.9",))
    assert isinstance(without_php, HostUnknown)
    assert "php" in without_php.reason.lower()
    gone = SandboxInstallation(tmp_path / "gone", "", magento.storage, "gone", "", "")
    without_root = look(gone, by_openssh(server))
    assert isinstance(without_root, HostUnknown)
    assert str(tmp_path / "gone") in without_root.reason
