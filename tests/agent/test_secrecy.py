"""A request is seen by nobody but the process that it is for."""

from __future__ import annotations

import os
import pickle
import subprocess
from pathlib import Path

import pytest

from magesaas_ops.agent.protocol import AgentRequest, agent_command, configure_request, new_nonce, payload_of
from magesaas_ops.errors import AgentError
from magesaas_ops.model.host_state import PRODUCTION_API_KEY, STAMP, Stamp
from magesaas_ops.model.secret_ref import Secret
from tests.agent.conftest import BOUND_SECONDS, RootWith, fed

CANARY = "canary-6d0f1c5e9a"
STAMP_TEXT = Stamp("installation-of-canary", "a/b/c", "d")


def request_to(root: Path | str, nonce: str = "f" * 32, secret: str = CANARY) -> AgentRequest:
    return configure_request(
        str(root), {}, nonce, expect="e" * 64, values={PRODUCTION_API_KEY: Secret(secret)}, remove=[], stamp=STAMP_TEXT
    )


def test_a_request_shows_nothing_of_its_values() -> None:
    request = request_to("/srv/magento")
    for text in (repr(request), str(request), f"{request}", f"{request!r}", repr([request])):
        assert CANARY not in text
        assert PRODUCTION_API_KEY not in text
    with pytest.raises(TypeError, match="never serialised"):
        pickle.dumps(request)


def test_nothing_of_a_request_is_in_the_arguments_or_variables_of_any_process(
    root_with: RootWith, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "started")
    os.mkfifo(tmp_path / "go on")
    root = root_with("<?php\nfclose(fopen('started', 'w'));\nfopen('go on', 'r');\nnew Nowhere();\n")
    nonce = new_nonce()
    with subprocess.Popen(
        agent_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        process.stdin.write(payload_of(request_to(root, nonce)))
        process.stdin.close()
        process.stdin = None
        (tmp_path / "started").read_bytes()
        here = Path(f"/proc/{process.pid}")
        told = (here / "cmdline").read_bytes() + (here / "environ").read_bytes()
        (tmp_path / "go on").write_bytes(b"")
        output = "".join(process.communicate(timeout=BOUND_SECONDS))
    assert b"fgets(STDIN)" in told
    for text in (CANARY, nonce, str(root), PRODUCTION_API_KEY, STAMP, STAMP_TEXT.installation):
        assert text.encode() not in told
    assert "Nowhere" in output
    assert CANARY not in output


def test_a_message_that_repeats_a_secret_is_masked(root_with: RootWith) -> None:
    pem = "-----BEGIN PRIVATE KEY-----\nline-of-the-canary\n-----END PRIVATE KEY-----\n"
    root = root_with(
        "<?php\nthrow new Exception(json_encode($GLOBALS['request']['set'], 64) . ' line-of-the-canary');\n"
    )
    done = fed(agent_command(), payload_of(request_to(root, secret=pem)))
    assert "Exception" in done.stdout
    assert "line-of-the-canary" not in done.stdout + done.stderr


def test_a_fatal_error_prints_no_arguments(root_with: RootWith) -> None:
    root = root_with(
        "<?php\nfunction f($secret) { trigger_error('fatal', E_USER_ERROR); }\n"
        "f(implode('', $GLOBALS['request']['set']));\n"
    )
    done = fed(agent_command(), payload_of(request_to(root)))
    assert "fatal" in done.stdout
    assert CANARY not in done.stdout + done.stderr


def test_a_payload_that_cannot_be_meant_is_refused_here() -> None:
    with pytest.raises(AgentError, match="too long") as caught:
        payload_of(request_to("/srv/magento", secret="x" * 1_100_000))
    assert "xxx" not in caught.value.message


def test_the_payload_is_ascii_and_leaves_room_for_two_long_keys() -> None:
    payload = payload_of(request_to("/srv/mägento", secret="k" * 8_000))
    assert payload.isascii()
    assert len(payload) < 65_536
