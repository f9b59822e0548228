"""The attachment of the Magento on a host, by one remote command.

``host.get_fact(Attachment)`` is the pyinfra way. It asks each time, as every pyinfra fact does; :func:`look_at` asks
once and remembers until :func:`forget`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyinfra.api.exceptions import FactProcessError
from pyinfra.api.facts import FactBase
from pyinfra.context import ctx_host

from magesaas_ops.agent.protocol import agent_command, answer_in, new_nonce, observe_request, payload_of
from magesaas_ops.errors import AgentError
from magesaas_ops.model.host_state import HostState, HostUnknown, Observation
from magesaas_ops.text.redacting import redacted
from magesaas_ops.transports.remote import OwnerCommand, ask_agent, installation_of, owner_command

if TYPE_CHECKING:
    from pyinfra.api.host import Host

_REPORT = "This is a bug of magesaas-ops; please report it with this message."
_OBSERVED, _LAST, _NONCE = "magesaas_observed", "magesaas_last_seen", "magesaas_nonce"
_BESIDE, _MOST_BESIDE = "magesaas_said_beside", 16_384


class Attachment(FactBase[HostState]):
    """Everything that the host says about its Magento, as a :class:`HostState`.

    Fails the host, as pyinfra facts do, when there is no usable answer. Secrets are in it only as HMACs.
    """

    def command(self) -> OwnerCommand:
        """Build the command for the host of the current context, which ``@magesaas`` must have made."""
        host = ctx_host.get()
        installation = installation_of(host)
        request = observe_request(installation.root, installation.packages, nonce_of(host))
        return owner_command(host, installation, agent_command(installation.php), stdin=payload_of(request))

    def process(self, output: list[str]) -> HostState:
        try:
            observation = answer_in("\n".join(output), nonce=nonce_of(ctx_host.get())).observation
        except AgentError as error:
            raise FactProcessError(error.in_one_text) from error
        if observation is None:
            raise FactProcessError("the agent answered without an observation")
        return observation


def nonce_of(host: Host) -> str:
    """The nonce under which this host answers with secrets during this run."""
    nonce: str = host.connector_data.setdefault(_NONCE, new_nonce())
    return nonce


def answer_under(host: Host, nonce: str) -> None:
    """Let several hosts answer with secrets under one nonce, so that it shows which of them hold the same."""
    host.connector_data[_NONCE] = nonce


def said_beside(host: Host) -> str:
    """What the last look at a host brought on standard error, its beginning."""
    return str(host.connector_data.get(_BESIDE, ""))


def look_at(host: Host) -> Observation:
    """What the host says, asked for at most once until something changes it; failures are values, not exceptions."""
    observation: Observation | None = host.connector_data.get(_OBSERVED)
    if observation is None:
        observation = _observe(host)
        remember(host, observation)
    return observation


def last_seen(host: Host) -> Observation | None:
    """What the host said last, even if something has changed since; asks nothing."""
    observation: Observation | None = host.connector_data.get(_LAST)
    return observation


def remember(host: Host, observation: Observation) -> None:
    """Keep an observation that came with the answer to another request."""
    host.connector_data[_OBSERVED] = host.connector_data[_LAST] = observation


def forget(host: Host) -> None:
    """Make the next :func:`look_at` ask again: call it after anything that may alter what was observed."""
    host.connector_data.pop(_OBSERVED, None)


def _observe(host: Host) -> Observation:
    try:
        return _answered(host)
    except AgentError as error:
        return HostUnknown(error.message, error.hint, error.code, error.node)
    except Exception as error:  # noqa: BLE001 (a bug, or a host that found one: it is unknown, and others go on)
        return HostUnknown(f"looking at it failed: {type(error).__name__}: {redacted(str(error))}", _REPORT)


def _answered(host: Host) -> Observation:
    installation = installation_of(host)
    request = observe_request(installation.root, installation.packages, nonce_of(host))
    completed = ask_agent(host, request)
    host.connector_data[_BESIDE] = completed.stderr[:_MOST_BESIDE]
    if completed.trouble:
        return HostUnknown(completed.trouble)
    observation = answer_in(completed.stdout, completed.stderr, nonce=nonce_of(host)).observation
    return observation or HostUnknown("the agent answered without an observation")
