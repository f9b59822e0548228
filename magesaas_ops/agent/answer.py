"""What the agent answered: found between whatever else was printed, checked, and read into values or raised."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.agent.observation import UnreadableObservation, host_state_in
from magesaas_ops.agent.symptoms import symptom_in
from magesaas_ops.errors import AgentError, HostUnreadable, StaleObservation

if TYPE_CHECKING:
    from magesaas_ops.model.host_state import HostState

_FRAME = re.compile(r"@@MAGESAAS1 ([0-9a-f]{64}) (\{.*\})@@[ \t\r]*$", re.MULTILINE)
_BEGINNING = re.compile(r"@@MAGESAAS1 [0-9a-f]+")

_HINTS = {
    "not-a-magento-root": "Set `root` to the folder that holds app/ and bin/magento, and check `run_as`.",
    "not-installed": "Install Magento there first, or correct `root`.",
    "wrong-owner": "Set `run_as` to the owner of app/etc/env.php.",
    "database": "Look whether the database server runs and app/etc/env.php has the right credentials; then run again.",
    "busy": "Wait for the other run to end, then run again.",
    "stale": "Plan again.",
    "locked": "Remove the path there (and run `bin/magento app:config:import` when it was a file), then plan again.",
    "unsupported": "Update or enable the module, or leave the value out.",
    "not-stored": "Use text of Unicode's basic plane (no emoji) and at most 65,535 bytes.",
    "not-effective": "Look for a variable of PHP (CONFIG__DEFAULT__…) or a file that supplies it, then run again.",
}
_ANY_HINT = "Run `bin/magento` there as the owner of app/etc/env.php: it should say the same."


@dataclass(frozen=True, slots=True)
class AgentAnswer:
    """What the agent did and saw; ``observation`` is None for ``upgrade-status`` only.

    ``changed`` are the paths written or removed; ``healed`` says that a cache was behind the database and is no more.
    """

    observation: HostState | None
    changed: tuple[str, ...] = ()
    healed: bool = False
    upgrade_reasons: tuple[str, ...] = ()


def answer_in(stdout: str, stderr: str = "", *, nonce: str) -> AgentAnswer:
    """Find and read the answer in what the process printed; ``nonce`` is the request's.

    :raises HostUnreadable: there is none, or not a whole one.
    :raises StaleObservation: the host's digest is no longer the expected one; nothing was written.
    :raises AgentError: the agent says why it could not do what was asked.
    """
    answer = _framed(stdout, stderr)
    if answer.get("ok") is not True:
        raise _refusal(answer.get("error"))
    observation, reasons = answer.get("observation"), answer.get("upgrade_reasons")
    try:
        state = host_state_in(observation, nonce) if reasons is None else None
    except UnreadableObservation as error:
        raise HostUnreadable(
            f"the agent's answer has another shape than this version of magesaas-ops understands: {error}",
            hint="Run the same version of magesaas-ops everywhere; if you do, report this as a bug.",
        ) from error
    return AgentAnswer(state, _texts(answer.get("changed")), answer.get("healed") is True, _texts(reasons))


def _framed(stdout: str, stderr: str) -> dict[str, object]:
    frames = _FRAME.findall(stdout)
    for checksum, text in reversed(frames):
        if hashlib.sha256(text.encode()).hexdigest() == checksum:
            tree = json.loads(text)
            return tree if isinstance(tree, dict) else {}
    if frames or _BEGINNING.search(stdout):
        raise HostUnreadable(
            "the agent's answer arrived damaged: its checksum does not fit or its end is missing",
            hint="Run again; if it stays, look for a login script that writes to standard output in the background.",
        )
    symptom = symptom_in(stdout, stderr)
    raise HostUnreadable(symptom.message, hint=symptom.hint)


def _refusal(error: object) -> AgentError:
    tree = error if isinstance(error, dict) else {}
    code, message = str(tree.get("code", "failed")), str(tree.get("message", "the agent gave no reason"))
    hint = _HINTS.get(code, _ANY_HINT)
    if code == "stale":
        return StaleObservation(message, code=code, hint=hint)
    return AgentError(message, code=code, hint=hint)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()
