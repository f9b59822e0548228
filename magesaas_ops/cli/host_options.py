"""Options of the verbs that reach hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from magesaas_ops.model.secret_ref import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

Command = TypeVar("Command", bound="Callable[..., Any]")


def registry_option(command: Command) -> Command:
    """``registry: str | None``: a URL or ``skip``; None for Adobe's."""
    return click.option(
        "--registry",
        metavar="URL|skip",
        envvar="MAGESAAS_REGISTRY",
        help="Another merchant registry; or skip: attach without asking it, non-production installations only and "
        "only to what it called testing in an earlier run on this machine. Also: MAGESAAS_REGISTRY.",
    )(command)


def assume_detached_option(command: Command) -> Command:
    """``assume_detached: tuple[str, ...]``: installations that hold no claim, whatever is known of them."""
    return click.option(
        "--assume-detached",
        multiple=True,
        metavar="NAME",
        help="It holds no claim any more although nobody can look: it is gone for good. May be given several times.",
    )(command)


def parallel_option(command: Command) -> Command:
    """``parallel: int``: hosts worked on at a time."""
    return click.option(
        "--parallel",
        type=click.IntRange(1, 500),
        default=10,
        show_default=True,
        metavar="N",
        help="How many hosts are worked on at a time.",
    )(command)


def sudo_password_option(command: Command) -> Command:
    """``sudo_password: Secret | None``: asked for once, sent on standard input only."""
    return click.option(
        "--ask-sudo-password",
        "sudo_password",
        is_flag=True,
        flag_value=True,
        type=bool,
        callback=lambda _context, _option, wanted: _ask() if wanted else None,
        help="Ask once for the password that sudo wants on the hosts.",
    )(command)


def _ask() -> Secret:
    return Secret(click.prompt("sudo password", hide_input=True, err=True))
