"""Which accounts a registry verb works on, and their keys."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from magesaas_ops.errors import SecretUnavailable, UsageError
from magesaas_ops.model.registry_record import RegistryAnswer, RegistryStatus
from magesaas_ops.registry import DEFAULT_URL, ask_registries
from magesaas_ops.secret_providers import Secrets, key_material

if TYPE_CHECKING:
    from collections.abc import Sequence

    from magesaas_ops.model.inventory import Account, Fleet
    from magesaas_ops.model.secret_ref import KeyMaterial


def chosen_accounts(fleet: Fleet, names: Sequence[str], *, is_all: bool) -> tuple[Account, ...]:
    """The accounts by name, or all; raises UsageError for a name that is none, and for no name."""
    if is_all == bool(names):
        raise UsageError(
            "name accounts, or say --all" if not names else "either accounts are named, or it is --all",
            hint=_there_are(fleet),
        )
    return (
        tuple(fleet.accounts.values()) if is_all else tuple(account_named(fleet, name) for name in dict.fromkeys(names))
    )


def account_named(fleet: Fleet, name: str) -> Account:
    """One account; raises UsageError with what was perhaps meant."""
    if name in fleet.accounts:
        return fleet.accounts[name]
    if name in fleet.unreadable:
        raise UsageError(f"{name} is declared, but not as an account should be", hint="See: magesaas check")
    close = get_close_matches(name, fleet.accounts, n=3)
    raise UsageError(
        f"no account {name} is declared", hint=f"Did you mean {' or '.join(close)}?" if close else _there_are(fleet)
    )


def registry_address(registry: str | None) -> str:
    """The gateway that was asked for; raises UsageError for ``skip``: these verbs are nothing without it."""
    if registry == "skip":
        raise UsageError(
            "the registry cannot be skipped by what asks it", hint="Leave --registry out, or name its URL."
        )
    return registry or DEFAULT_URL


def all_records(accounts: Sequence[Account], url: str) -> dict[str, RegistryAnswer]:
    """Everything that the registry has for these accounts; keys that do not resolve are the answer of theirs."""
    keys: dict[str, KeyMaterial] = {}
    answers: dict[str, RegistryAnswer] = {}
    secrets = Secrets()
    for account in accounts:
        try:
            keys[account.name] = key_material(account.production_keys, secrets)
        except SecretUnavailable as error:
            answers[account.name] = RegistryAnswer(RegistryStatus.NOT_ASKED, message=error.in_one_text)
    return {**answers, **ask_registries({name: (one, None) for name, one in keys.items()}, url=url)}


def _there_are(fleet: Fleet) -> str:
    return f"There are: {', '.join(fleet.accounts)}" if fleet.accounts else "The inventory declares none."
