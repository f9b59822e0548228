"""Everything that magesaas-ops raises on purpose.

::

    MagesaasError                 1  failed
    ├── UsageError                2  the command line asks for something that makes no sense
    ├── NothingToLookAt           3  no inventory was found
    ├── Refused                   5  a rule refuses; carries the findings
    ├── StalePlan                 6  fleet, host or registry moved since the plan was made
    ├── Interrupted             130  SIGINT or SIGTERM came before anything was written
    ├── SecretUnavailable         1  a secret reference does not resolve
    │   └── UnusableKey           1  it resolves to something that cannot be an API key or an RSA private key
    ├── RegistryError             1  the merchant registry
    │   ├── KeysRejected          1  it does not accept the key pair
    │   ├── RegistryUnreachable   1  no answer, an answer of a broken server, or no JSON
    │   │   └── RegistryAnswerLost 1 the same, to a request that changes something: it may have happened
    │   ├── RegistryRefusal       1  the registry does not do what it was asked to change
    │   └── UnknownToRegistry     1  the keys open nothing by that id
    └── AgentError                1  the host answered, but could not do what was asked
        ├── HostUnreadable        7  no usable answer: ssh, sudo, PHP or Magento failed before the agent could speak
        ├── NodeRefusal           1  the node's code is in no state, or in other hands, for what was asked
        └── StaleObservation      6  the host's state is no longer the one that the plan was made from

Each class names its exit status; each instance says what is wrong with names, why, and (``hint``) what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.node import Node


class MagesaasError(Exception):
    """The root: one message for a person, and what to do about it."""

    exit_status: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    @property
    def in_one_text(self) -> str:
        """Message and hint, for where there is room for one text only."""
        return f"{self.message.removesuffix('.')}. {self.hint}" if self.hint else self.message


class UsageError(MagesaasError):
    """The command line asks for something that makes no sense."""

    exit_status = 2


class NothingToLookAt(MagesaasError):
    """No inventory was found; never mistaken for an inventory without findings."""

    exit_status = 3


class Refused(MagesaasError):
    """A rule refuses; ``findings`` says which, where and why."""

    exit_status = 5

    def __init__(self, message: str, *, findings: Sequence[Finding] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.findings = tuple(findings)


class StalePlan(MagesaasError):
    """The fleet, a host or the registry moved since the plan was made."""

    exit_status = 6


class Interrupted(MagesaasError):
    """SIGINT or SIGTERM came before anything was written."""

    exit_status = 130


class SecretUnavailable(MagesaasError):
    """A secret reference does not resolve; the message never holds a value."""


class UnusableKey(SecretUnavailable):
    """A reference resolves to text that cannot be what it is declared to be."""


class RegistryError(MagesaasError):
    """The merchant registry did not do what was asked."""


class KeysRejected(RegistryError):
    """The registry does not accept the account's key pair."""


class RegistryUnreachable(RegistryError):
    """No answer, an answer of a broken server, or an answer that is no JSON."""


class RegistryAnswerLost(RegistryUnreachable):
    """No usable answer to a request that changes something: it may have happened, so look before trying again."""


class RegistryRefusal(RegistryError):
    """The registry answered that it does not do what it was asked to change."""


class UnknownToRegistry(RegistryError):
    """The account's keys open nothing by that id."""


class AgentError(MagesaasError):
    """The host answered, but could not do what was asked; ``code`` is the agent's own word for it.

    ``node`` is what the node says of itself, where the agent got so far.
    """

    def __init__(self, message: str, *, code: str = "failed", hint: str = "", node: Node | None = None) -> None:
        super().__init__(message, hint=hint)
        self.code = code
        self.node = node


class HostUnreadable(AgentError):
    """No usable answer: ssh, sudo, PHP or Magento failed before the agent could speak.

    ``may_have_run`` is False when the agent certainly never began, so that nothing can have been written.
    """

    exit_status = 7

    def __init__(self, message: str, *, hint: str = "", may_have_run: bool = True) -> None:
        super().__init__(message, hint=hint)
        self.may_have_run = may_have_run


class NodeRefusal(AgentError):
    """The node's code is in no state, or in other hands, for what was asked; ``node`` says in which."""


class StaleObservation(AgentError):
    """The host's state is no longer the one that the plan was made from."""

    exit_status = 6
