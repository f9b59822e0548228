"""One call to one host: the agent, or a command of Magento or Composer, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.agent.protocol import AgentRequest, agent_command, answer_in, payload_of
from magesaas_ops.errors import AgentError, StaleObservation
from magesaas_ops.facts.attachment import forget, nonce_of, remember
from magesaas_ops.transports.fleet_hosts import installation_of
from magesaas_ops.transports.remote import run_as_owner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyinfra.api.host import Host

LAST_LINES = 12


@dataclass(frozen=True, slots=True)
class CallResult:
    """``output`` are the last lines of what failed, for a person; ``is_stale`` that the host moved meanwhile."""

    succeeded: bool
    command: str
    output: str = ""
    hint: str = ""
    is_stale: bool = False


def call_agent(host: Host, request: AgentRequest, what: str) -> CallResult:
    """Send one request to the agent and remember the observation that comes with its answer."""
    installation = installation_of(host)
    forget(host)
    completed = run_as_owner(
        host,
        installation,
        agent_command(installation.php),
        stdin=payload_of(request),
        timeout=installation.connection.command_seconds,
    )
    if completed.trouble:
        return CallResult(False, what, completed.trouble)
    try:
        answer = answer_in(completed.stdout, completed.stderr, nonce=nonce_of(host))
    except StaleObservation as error:
        return CallResult(False, what, error.message, error.hint, is_stale=True)
    except AgentError as error:
        return CallResult(False, what, error.message, error.hint)
    if answer.observation is not None:
        remember(host, answer.observation)
    return CallResult(True, what)


def run_command(host: Host, argv: Sequence[str], *, timeout: float) -> CallResult:
    """Run a command of Magento or Composer; it carries no secret, so it is shown as it is."""
    forget(host)
    wide = ("env", "COLUMNS=4000", *argv)
    completed = run_as_owner(host, installation_of(host), wide, timeout=timeout)
    shown = " ".join(argv)
    if completed.succeeded:
        return CallResult(True, shown)
    lines = [line for line in f"{completed.stdout}\n{completed.stderr}".splitlines() if line.strip()]
    return CallResult(False, shown, completed.trouble or "\n".join(lines[-LAST_LINES:]) or "it printed nothing")


def magento(host: Host, *arguments: str) -> tuple[str, ...]:
    """``bin/magento`` through PHP: its exec bit may be missing (contract §0)."""
    installation = installation_of(host)
    return (*installation.php, f"{installation.root}/bin/magento", *arguments, "--no-interaction")
