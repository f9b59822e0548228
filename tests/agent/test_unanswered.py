"""Hosts that do not answer: told why, from what they printed, without printing any of it that could be a secret."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

from magesaas_ops.agent.protocol import agent_command, answer_in, new_nonce, observe_request, payload_of
from magesaas_ops.errors import HostUnreadable
from tests.agent.conftest import fed

if TYPE_CHECKING:
    from pathlib import Path

PAYLOAD = payload_of(observe_request("/srv/magento", {}, new_nonce()))


@pytest.mark.parametrize("shell", ["bash", "dash", "fish", "tcsh"])
def test_a_missing_php_is_named(shell: str) -> None:
    done = fed([shell, "-c", "sh -c " + shlex.quote(shlex.join(agent_command(("php99",))))], PAYLOAD)
    with pytest.raises(HostUnreadable) as caught:
        answer_in(done.stdout, done.stderr, nonce=new_nonce())
    assert "no PHP by that name" in caught.value.message
    assert "php99" in caught.value.message
    assert "`php`" in caught.value.hint
    assert caught.value.exit_status == 7


def test_a_shell_that_echoes_its_input_does_not_bring_the_request_into_the_message() -> None:
    done = fed(["sh", "-c", "cat; echo >&2 cat: closed"], PAYLOAD)
    with pytest.raises(HostUnreadable) as caught:
        answer_in(done.stdout, done.stderr, nonce=new_nonce())
    assert "closed" in caught.value.message
    assert "Magesaas" not in caught.value.message
    assert "/srv/magento" not in caught.value.message


def test_a_php_that_cannot_parse_the_agent_is_named(tmp_path: Path) -> None:
    old = tmp_path / "php"
    old.write_text(
        '#!/bin/sh\ncat >/dev/null\necho "PHP Parse error:  syntax error in eval()\'d code on line 3" >&2\nexit 255\n'
    )
    old.chmod(0o755)
    done = fed(agent_command((str(old),)), PAYLOAD)
    with pytest.raises(HostUnreadable, match="ended before the agent could speak"):
        answer_in(done.stdout, done.stderr, nonce=new_nonce())


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("sudo: a password is required", "asks for a password"),
        ("sudo: 1 incorrect password attempt", "asks for a password"),
        ("Sorry, try again.", "asks for a password"),
        ("sudo: unknown user shop", "does not exist"),
        ("Sorry, user deploy is not allowed to execute '/usr/bin/php' as shop on web1.", "does not allow"),
        ("deploy is not in the sudoers file.", "does not allow"),
        ("sh: 1: sudo: not found", "no sudo"),
        ("", "nothing at all"),
        ("This account is currently not available.", "something else"),
    ],
)
def test_what_the_host_printed_is_understood(printed: str, said: str) -> None:
    with pytest.raises(HostUnreadable, match=said) as caught:
        answer_in("", printed, nonce=new_nonce())
    assert caught.value.hint


@pytest.mark.parametrize(
    ("printed", "may_have_run"),
    [
        ("ssh: connect to host web1 port 22: Connection refused", False),
        ("kex_exchange_identification: Connection closed by remote host", False),
        ("deploy@web1: Permission denied (publickey).", False),
        ("sudo: a password is required", False),
        ("sh: 1: php: not found", False),
        ("Connection to web1 closed by remote host.", True),
        ("client_loop: send disconnect: Broken pipe", True),
        ("Timeout, server web1 not responding.", True),
        ("PHP Fatal error: Allowed memory size exhausted", True),
        ("Killed", True),
        ("", True),
    ],
)
def test_whether_anything_can_have_been_done_is_known(printed: str, may_have_run: bool) -> None:
    with pytest.raises(HostUnreadable) as caught:
        answer_in("", printed, nonce=new_nonce())
    assert caught.value.may_have_run is may_have_run


def test_an_answer_that_arrived_damaged_may_have_been_carried_out() -> None:
    with pytest.raises(HostUnreadable, match="damaged") as caught:
        answer_in("@@MAGESAAS1 0123", nonce=new_nonce())
    assert caught.value.may_have_run
