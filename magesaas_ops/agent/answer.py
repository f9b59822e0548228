"""What the agent answered: found between whatever else was printed, checked, and read into values or raised."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.agent.node_report import command_end_in, node_in
from magesaas_ops.agent.observation import host_state_in
from magesaas_ops.agent.symptoms import symptom_in
from magesaas_ops.agent.wire import UnreadableObservation
from magesaas_ops.errors import AgentError, HostUnreadable, NodeRefusal, StaleObservation
from magesaas_ops.text.bounded_json import UnreadableJson, json_in
from magesaas_ops.text.redacting import redacted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from magesaas_ops.model.host_state import HostState
    from magesaas_ops.model.node import CommandEnd, Node

_OPENING, _CLOSING = "@@MAGESAAS1 ", "@@"
_FRAME, _FIRST_DIGIT = re.compile(r"([0-9a-f]{64}) "), re.compile(r"[0-9a-f]")
LONGEST_ANSWER = 2 * 1024 * 1024
"""Characters; an observation of a shop with 1,500 packages to check takes a tenth of that."""
_MOST_FRAMES = 16
_CODE = re.compile(r"[a-z][a-z-]{0,40}\Z")
_LONGEST_MESSAGE = 2000

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
    "at-work": "Wait for that to end, then run again.",
    "marked": "Wait for the other run to end; if it is dead, the next run goes on from there.",
    "fenced": "Plan again: it shows who works there now, and what is left.",
    "owed": "Plan again: it shows what is left.",
    "not-effective": "Look for a variable of PHP (CONFIG__DEFAULT__…) or a file that supplies it, then run again.",
}
_CODES_OF_NODES = frozenset({"at-work", "marked", "fenced", "owed", "vendor-broken"})
_ANY_HINT = "Run `bin/magento` there as the owner of app/etc/env.php: it should say the same."


@dataclass(frozen=True, slots=True)
class AgentAnswer:
    """What the agent did and saw; ``observation`` is None where the verb is not about a Magento that runs.

    ``changed`` are the paths written or removed; ``healed`` says that a cache was behind the database and is no more.
    ``command`` tells how the command ended that the agent was asked to run, ``held`` whether a named lock is.
    """

    observation: HostState | None
    changed: tuple[str, ...] = ()
    healed: bool = False
    upgrade_reasons: tuple[str, ...] = ()
    node: Node | None = None
    command: CommandEnd | None = None
    held: bool | None = None


def answer_in(stdout: str, stderr: str = "", *, nonce: str, hiding: Iterable[str] = ()) -> AgentAnswer:
    """Find and read the answer in what the process printed; ``nonce`` is the request's, ``hiding`` are its secrets.

    Takes time and memory in proportion to the output, whatever a host makes up.

    :raises HostUnreadable: there is none, or not a whole one.
    :raises StaleObservation: the host's digest is no longer the expected one; nothing was written.
    :raises AgentError: the agent says why it could not do what was asked.
    """
    answer = _framed(stdout, stderr, hiding)
    try:
        node = node_in(answer)
        if answer.get("ok") is not True:
            raise _refusal(answer.get("error"), hiding, node)
        observation = answer.get("observation")
        return AgentAnswer(
            host_state_in(observation, nonce, node) if observation is not None else None,
            _texts(answer.get("changed", []), "changed"),
            answer.get("healed") is True,
            _texts(answer.get("upgrade_reasons", []), "upgrade_reasons"),
            node,
            command_end_in(answer),
            answer.get("held") is True if "held" in answer else None,
        )
    except UnreadableObservation as error:
        raise HostUnreadable(
            f"the agent's answer has another shape than this version of magesaas-ops understands: {error}",
            hint="Run the same version of magesaas-ops everywhere; if you do, report this as a bug.",
        ) from error


def _framed(stdout: str, stderr: str, hiding: Iterable[str]) -> dict[str, object]:
    """The tree in the last whole frame. A frame is a line of its own; no more than a few are tried."""
    end, found = len(stdout), False
    for _ in range(_MOST_FRAMES):
        end = stdout.rfind(_OPENING, 0, end)
        if end < 0:
            break
        found = found or _FIRST_DIGIT.match(stdout, end + len(_OPENING)) is not None
        if end and stdout[end - 1] != "\n":
            continue
        text = _whole_frame(stdout, end + len(_OPENING))
        if text is not None:
            return _tree(text)
    if found:
        raise HostUnreadable(
            "the agent's answer arrived damaged: its checksum does not fit or its end is missing",
            hint="Run again; if it stays, look for a login script that writes to standard output in the background.",
        )
    symptom = symptom_in(stdout, stderr, hiding=hiding)
    raise HostUnreadable(symptom.message, hint=symptom.hint, may_have_run=symptom.may_have_run)


def _whole_frame(stdout: str, start: int) -> str | None:
    """The JSON of the frame whose checksum begins at ``start``; None when it is not whole."""
    newline = stdout.find("\n", start, start + LONGEST_ANSWER + 100)
    if newline < 0 and len(stdout) - start > LONGEST_ANSWER + 100:
        return None
    line = stdout[start : newline if newline >= 0 else len(stdout)].rstrip(" \t\r")
    checksum = _FRAME.match(line)
    if checksum is None or not line.endswith(_CLOSING):
        return None
    text = line[checksum.end() : -len(_CLOSING)]
    return text if hashlib.sha256(text.encode(errors="replace")).hexdigest() == checksum.group(1) else None


def _tree(text: str) -> dict[str, object]:
    try:
        tree = json_in(text, longest=LONGEST_ANSWER)
    except UnreadableJson as error:
        raise HostUnreadable(
            f"the agent's answer {error}", hint="No agent answers so: look at what runs as PHP on that host."
        ) from None
    return tree if isinstance(tree, dict) else {}


def _refusal(error: object, hiding: Iterable[str], node: Node | None) -> AgentError:
    tree = error if isinstance(error, dict) else {}
    code, said = tree.get("code"), tree.get("message")
    if not isinstance(code, str) or not _CODE.match(code) or not isinstance(said, str):
        return HostUnreadable("the agent answered with an error that has no message", hint=_ANY_HINT)
    message = redacted(said[:_LONGEST_MESSAGE], hiding=hiding)
    hint = _HINTS.get(code, _ANY_HINT)
    if code == "stale":
        return StaleObservation(message, code=code, hint=hint)
    if code in _CODES_OF_NODES and node is not None:
        return NodeRefusal(message, code=code, hint=_repair_of(node) if code == "vendor-broken" else hint, node=node)
    return AgentError(message, code=code, hint=hint, node=node)


def _repair_of(node: Node) -> str:
    """Without composer.lock, ``composer install`` would choose every version anew (contract §15)."""
    if node.vendor.has_lock:
        lean = "" if node.vendor.has_dev else " --no-dev"
        return f"Run `composer install{lean}` there as the owner of app/etc/env.php: it puts back what the lock lists."
    return "Put composer.lock back first, from version control or a backup; then run `composer install` there."


def _texts(value: object, key: str) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise UnreadableObservation(f"{key} is no list of texts")
