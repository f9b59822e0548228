"""What a plan says beside its steps: what nobody knows of before, what the registry is still to be asked for, and other
labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.registry_labels import label_changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from magesaas_ops.model.inventory import Account, Fleet
    from magesaas_ops.model.registry_record import RegistryAnswer


def history_notes(gap: str) -> tuple[str, ...]:
    """That it is not known whole who held a claim before, and why."""
    if not gap:
        return ()
    return (
        f"who held which claim before is not known: {gap}; whoever was taken out of the inventory, or does not answer, "
        "may still hold what is gained here",
    )


def registry_notes(fleet: Fleet, answers: Mapping[str, RegistryAnswer]) -> tuple[str, ...]:
    """Sentences with the command that goes on; labels are told of the accounts whose registry answered."""
    notes: list[str] = []
    for account in fleet.accounts.values():
        notes += _pending(account)
        answer = answers.get(account.name)
        for change in label_changes(account, answer.records.values()) if answer else ():
            notes.append(
                f"{change.declared_as} is called {change.before} in the registry and {change.after} in the inventory; "
                f"to make it so: magesaas registry rename {account.name}"
            )
    return tuple(notes)


def _pending(account: Account) -> Iterator[str]:
    for project in account.projects.values():
        name = f"{account.name}/{project.name}"
        if project.id is None:
            yield (
                f"project {name} is declared and has no id yet; to request it: "
                f"magesaas registry create {account.name} {project.name} --write"
            )
            continue
        missing = [one.name for one in project.saas_environments.values() if one.id is None]
        if missing:
            yield (
                f"{', '.join(f'{name}/{one}' for one in missing)} {'has' if len(missing) == 1 else 'have'} no id yet; "
                f"to take it from the registry: magesaas registry list {account.name} --write"
            )
