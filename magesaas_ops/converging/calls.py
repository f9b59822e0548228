"""One call to the agent on one host, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

from magesaas_ops.agent.protocol import AgentRequest, answer_in
from magesaas_ops.errors import AgentError, HostUnreadable, NodeRefusal, StaleObservation
from magesaas_ops.facts.attachment import forget, look_at, nonce_of, remember
from magesaas_ops.text.last_lines import last_lines_of
from magesaas_ops.transports.remote import NODE, ask_agent

if TYPE_CHECKING:
    from pyinfra.api.host import Host

    from magesaas_ops.model.node import CommandEnd
    from magesaas_ops.transports.remote import Completed


class CallEnd(str, Enum):
    """How a call ended. ``lost``: no answer came, so what was asked may have been done, or may still go on."""

    DONE = "done"
    FAILED = "failed"
    BUSY = "busy"
    STALE = "stale"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class CallResult:
    """``output`` are the last lines of what failed, redacted, for a person; ``hint`` says what to do.

    ``printed`` is what a command that failed printed last, as it is; ``tries`` how often it was run.
    """

    end: CallEnd
    node: str
    what: str
    output: str = ""
    hint: str = ""
    printed: tuple[str, ...] = field(default=(), repr=False)
    tries: int = 1

    @property
    def succeeded(self) -> bool:
        return self.end is CallEnd.DONE


def call_agent(host: Host, request: AgentRequest, what: str, *, timeout: float | None = None) -> CallResult:
    """Send one request to the agent and remember what its answer says of the host; never raises for what a host does.

    ``timeout`` in seconds; None for the inventory's.
    """
    node = str(host.data.get(NODE))
    before = look_at(host)
    forget(host)
    try:
        completed = ask_agent(host, request, timeout=timeout)
        if completed.trouble:
            return CallResult(_lost_or_failed(completed), node, what, completed.trouble)
        answer = answer_in(completed.stdout, completed.stderr, nonce=nonce_of(host), hiding=request.secrets)
    except HostUnreadable as error:
        return CallResult(_lost_or_failed(error), node, what, error.message, error.hint)
    except AgentError as error:
        end = next((end for kind, end in _END_OF.items() if isinstance(error, kind)), CallEnd.FAILED)
        return CallResult(end, node, what, error.message, error.hint)
    if answer.observation is not None:
        remember(host, answer.observation)
    elif answer.node is not None and request.verb in _LEAVES_MAGENTO_ALONE:
        remember(host, replace(before, node=answer.node))
    if answer.command is not None and not answer.command.succeeded:
        return CallResult(CallEnd.FAILED, node, what, _last_words(answer.command), printed=answer.command.lines)
    return CallResult(CallEnd.DONE, node, what)


_END_OF = {NodeRefusal: CallEnd.BUSY, StaleObservation: CallEnd.STALE}
_LEAVES_MAGENTO_ALONE = frozenset({"maintenance-on", "tasks"})
"""The verbs after which only what the node says of itself is another than before."""


def _lost_or_failed(without_answer: Completed | HostUnreadable) -> CallEnd:
    """Nothing can have come of what certainly never began; of anything else, nobody knows."""
    return CallEnd.LOST if without_answer.may_have_run else CallEnd.FAILED


def _last_words(end: CommandEnd) -> str:
    how = f"signal {end.signal}" if end.signal is not None else f"status {end.status}"
    printed = "\n".join(last_lines_of("\n".join(end.lines))) or "it printed nothing"
    return f"{printed}\n(ended with {how})"
