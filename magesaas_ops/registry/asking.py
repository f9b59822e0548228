"""Asking the registry once per account and run, several accounts at a time."""

from __future__ import annotations

from queue import Queue
from threading import Semaphore, Thread
from typing import TYPE_CHECKING

from magesaas_ops.errors import KeysRejected, RegistryError, UnknownToRegistry
from magesaas_ops.model.registry_record import RegistryAnswer, RegistryStatus
from magesaas_ops.registry.client import RegistryClient

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from magesaas_ops.model.registry_record import RegistryRecord
    from magesaas_ops.model.secret_ref import KeyMaterial

AT_A_TIME = 8


def ask_registry(account: str, keys: KeyMaterial, *, url: str, project_ids: Collection[str]) -> RegistryAnswer:
    """What the registry says of some projects of one account; how it fails is a value too.

    A project that the keys do not open has no records.
    """
    records: dict[str, RegistryRecord] = {}
    try:
        with RegistryClient(account, keys, url=url) as client:
            client.check_keys()
            for id_ in sorted(project_ids):
                try:
                    found = client.project(id_)
                except UnknownToRegistry:
                    continue
                records.update((record.saas_environment_id, record) for record in found)
    except KeysRejected as error:
        return RegistryAnswer(RegistryStatus.REJECTED, message=error.in_one_text)
    except RegistryError as error:
        return RegistryAnswer(RegistryStatus.UNREACHABLE, message=error.in_one_text)
    return RegistryAnswer(RegistryStatus.ANSWERED, records)


def ask_registries(
    questions: Mapping[str, tuple[KeyMaterial, Collection[str]]], *, url: str
) -> dict[str, RegistryAnswer]:
    """Ask for several accounts: by account its keys and project ids; the answers by account.

    The threads are daemons, so that an interrupt does not wait for a registry that is slow.
    """
    answers: Queue[tuple[str, RegistryAnswer | Exception]] = Queue()
    gate = Semaphore(AT_A_TIME)

    def ask(account: str, keys: KeyMaterial, project_ids: Collection[str]) -> None:
        with gate:
            try:
                answers.put((account, ask_registry(account, keys, url=url, project_ids=project_ids)))
            except Exception as error:  # noqa: BLE001 (a bug: it is raised where somebody sees it)
                answers.put((account, error))

    for account, (keys, project_ids) in questions.items():
        Thread(target=ask, args=(account, keys, project_ids), daemon=True).start()
    collected = dict(answers.get() for _ in questions)
    for answer in collected.values():
        if isinstance(answer, Exception):
            raise answer
    return {account: answer for account in questions if isinstance(answer := collected[account], RegistryAnswer)}
