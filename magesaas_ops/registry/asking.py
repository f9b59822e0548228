"""Asking the registry once per account and run, several accounts at a time."""

from __future__ import annotations

from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from magesaas_ops.errors import KeysRejected, RegistryError, UnknownToRegistry
from magesaas_ops.model.registry_record import RegistryAnswer, RegistryStatus
from magesaas_ops.registry.address import registry_url
from magesaas_ops.registry.client import RegistryClient
from magesaas_ops.registry.memory import RegistryMemory
from magesaas_ops.text.redacting import redacted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from magesaas_ops.model.registry_record import RegistryRecord
    from magesaas_ops.model.secret_ref import KeyMaterial

AT_A_TIME = 8


def ask_registry(account: str, keys: KeyMaterial, *, url: str, project_ids: Collection[str] | None) -> RegistryAnswer:
    """What the registry says of some projects of one account, None for all; how it fails is a value too.

    A project that the keys do not open has no records. What it says is remembered for a day without it.
    """
    try:
        with RegistryClient(account, keys, url=url) as client:
            client.check_keys()
            found = client.records() if project_ids is None else _of_projects(client, project_ids)
    except KeysRejected as error:
        return RegistryAnswer(RegistryStatus.REJECTED, message=error.in_one_text)
    except RegistryError as error:
        return RegistryAnswer(RegistryStatus.UNREACHABLE, message=error.in_one_text)
    asked = {record.project_id for record in found} if project_ids is None else project_ids
    RegistryMemory(keys, registry_url(url)).keep(found, of_projects=asked)
    return RegistryAnswer(RegistryStatus.ANSWERED, {record.saas_environment_id: record for record in found})


def _of_projects(client: RegistryClient, project_ids: Collection[str]) -> tuple[RegistryRecord, ...]:
    found: list[RegistryRecord] = []
    for id_ in sorted(project_ids):
        with suppress(UnknownToRegistry):
            found += client.project(id_)
    return tuple(found)


def remembered_answers(keys: Mapping[str, KeyMaterial], *, url: str) -> dict[str, RegistryAnswer]:
    """What the registry at ``url`` said to some accounts in earlier runs; it is not asked."""
    return {account: RegistryMemory(one, registry_url(url)).answer() for account, one in keys.items()}


def ask_registries(
    questions: Mapping[str, tuple[KeyMaterial, Collection[str] | None]], *, url: str
) -> dict[str, RegistryAnswer]:
    """Ask for several accounts: by account its keys and project ids, None for all projects; the answers by account.

    Whatever goes wrong is the answer of that account. The threads are daemons, so that an interrupt does not wait for a
    registry that is slow.
    """
    registry_url(url)  # an address that makes no sense is the caller's mistake, and no account's
    waiting: SimpleQueue[str] = SimpleQueue()
    answers: SimpleQueue[tuple[str, RegistryAnswer]] = SimpleQueue()

    def ask() -> None:
        with suppress(Empty):
            while account := waiting.get_nowait():
                answers.put((account, _answer_of(account, *questions[account], url)))

    for account in questions:
        waiting.put(account)
    for _ in range(min(AT_A_TIME, len(questions))):
        Thread(target=ask, daemon=True).start()
    collected = dict(answers.get() for _ in questions)
    return {account: collected[account] for account in questions}


def _answer_of(account: str, keys: KeyMaterial, project_ids: Collection[str] | None, url: str) -> RegistryAnswer:
    try:
        return ask_registry(account, keys, url=url, project_ids=project_ids)
    except Exception as error:  # noqa: BLE001 (a bug, or a registry that found one: others go on)
        message = f"asking the registry for account {account} failed: {type(error).__name__}: {redacted(str(error))}"
        return RegistryAnswer(RegistryStatus.UNREACHABLE, message=message)
