"""What create and rename have in common: a client with the account's keys, a question before a write, and the log."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from magesaas_ops.errors import UsageError
from magesaas_ops.registry import RegistryClient
from magesaas_ops.secret_providers import key_material
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeVar

    from magesaas_ops.model.inventory import Account

    Command = TypeVar("Command", bound=Callable[..., Any])


def yes_option(command: Command) -> Command:
    """``is_agreed: bool``."""
    return click.option("--yes", "is_agreed", is_flag=True, help="Do it without asking; for CI.")(command)


@contextmanager
def client_of(account: Account, url: str) -> Iterator[RegistryClient]:
    """The registry, asked as this account, whose keys were accepted."""
    with RegistryClient(account.name, key_material(account.production_keys), url=url) as client:
        client.check_keys()
        yield client


def make_sure_somebody_answers(verb: str, *, is_agreed: bool) -> None:
    """Raise UsageError where a question would never be answered; before anything is asked of anybody."""
    if not is_agreed and not sys.stdin.isatty():
        raise UsageError(f"{verb} asks before it writes, and nobody is there to answer", hint="Say --yes in CI.")


def ask_before(question: str, *, is_agreed: bool) -> None:
    """Ask; no is the end of it."""
    if not is_agreed and not click.confirm(for_terminal(question), err=True):
        raise click.Abort


def keep_registry_record(verb: str, account: str, outcome: str, **what: object) -> None:
    """Append to the audit log; that it cannot be written is told, but undoes nothing."""
    from magesaas_ops.converging.audit import append_record  # knows pyinfra, which list never needs

    try:
        append_record({"verb": f"registry {verb}", "account": account, "outcome": outcome, **what})
    except OSError as error:
        click.echo(f"warning: the audit log could not be written: {error}", err=True)
