"""The loader on the command line: every login shell hands it on unharmed, and it finds its payload anywhere."""

from __future__ import annotations

import shlex
import shutil
from typing import TYPE_CHECKING

import pytest

from magesaas_ops.agent.protocol import LOADER, agent_command, answer_in, new_nonce, observe_request, payload_of
from magesaas_ops.errors import AgentError
from tests.agent.conftest import fed

if TYPE_CHECKING:
    from pathlib import Path

ALWAYS_INSTALLED = ("bash", "dash", "fish", "tcsh")
SHELLS = [*ALWAYS_INSTALLED, *(shell for shell in ("zsh", "ksh") if shutil.which(shell))]

NOTHING_THERE = "/nonexistent/magento"
AS_PYINFRA_SENDS_IT = "sh -c " + shlex.quote(shlex.join(agent_command()))


def reason_in(stdout: str, stderr: str, nonce: str) -> str:
    """The agent's code: it was reached and understood its request when it complains of the root that we named."""
    with pytest.raises(AgentError) as caught:
        answer_in(stdout, stderr, nonce=nonce)
    assert NOTHING_THERE in caught.value.message, stdout + stderr
    return caught.value.code


@pytest.mark.parametrize("shell", SHELLS)
def test_a_login_shell_hands_the_loader_on(shell: str) -> None:
    nonce = new_nonce()
    done = fed([shell, "-c", AS_PYINFRA_SENDS_IT], payload_of(observe_request(NOTHING_THERE, {}, nonce)))
    assert reason_in(done.stdout, done.stderr, nonce) == "not-a-magento-root"
    assert done.returncode == 0


@pytest.mark.parametrize("shell", SHELLS)
def test_a_login_shell_that_prints_a_banner_does_no_harm(shell: str) -> None:
    nonce = new_nonce()
    done = fed(
        [shell, "-c", f"echo Welcome to @@MAGESAAS1; {AS_PYINFRA_SENDS_IT}; echo bye"],
        payload_of(observe_request(NOTHING_THERE, {}, nonce)),
    )
    assert reason_in(done.stdout, done.stderr, nonce) == "not-a-magento-root"


@pytest.mark.parametrize("before", ["correct horse\n\n\n", "no newline", "MS1", "ünïcödé\n", "\n" * 5000])
def test_whatever_precedes_the_marker_line_is_skipped(before: str) -> None:
    nonce = new_nonce()
    done = fed(agent_command(), payload_of(observe_request(NOTHING_THERE, {}, nonce), before=before))
    assert reason_in(done.stdout, done.stderr, nonce) == "not-a-magento-root"


def test_the_loader_holds_nothing_that_a_login_shell_would_touch_in_single_quotes() -> None:
    assert not set("\\'\n\r") & set(LOADER)
    assert all(LOADER[at + 1] == "=" for at, character in enumerate(LOADER) if character == "!")


def test_php_may_stand_behind_other_programs() -> None:
    nonce = new_nonce()
    done = fed(agent_command(("env", "LANG=C", "php")), payload_of(observe_request(NOTHING_THERE, {}, nonce)))
    assert reason_in(done.stdout, done.stderr, nonce) == "not-a-magento-root"


@pytest.mark.parametrize("input_text", ["", "MS1 5\n", "MS1 2\n[]", "no marker at all\n"])
def test_input_that_is_no_payload_ends_without_an_answer(input_text: str) -> None:
    done = fed(agent_command(), input_text)
    assert done.returncode == 97
    assert done.stdout == ""


def test_php_ini_files_that_print_errors_do_not_spoil_the_answer(tmp_path: Path) -> None:
    (tmp_path / "php.ini").write_text("display_errors=1\nhtml_errors=1\nlog_errors=1\nmemory_limit=32M\n")
    nonce = new_nonce()
    command = agent_command(("php", "-c", str(tmp_path)))
    done = fed(command, payload_of(observe_request(NOTHING_THERE, {}, nonce)))
    assert reason_in(done.stdout, done.stderr, nonce) == "not-a-magento-root"
