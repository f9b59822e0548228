"""Where a draft goes: into the file that was named, and what belongs to declared accounts into theirs."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from magesaas_ops.writing.draft import HEAD, account_lines, installation_lines, project_lines, saas_environment_line
from magesaas_ops.writing.entries import with_entries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.draft import Draft, DraftAccount
    from magesaas_ops.model.source import Places


def files_with(draft: Draft, files: Mapping[str, str], places: Places, into: str) -> dict[str, str]:
    """The texts of the files that change, by path; ``into`` takes what is new. Raises MagesaasError."""
    changed: dict[str, str] = {}
    for account in draft.accounts:
        if account.is_declared:
            place = places.of(f"accounts.{account.name}")
            _extend(changed, files, place.path if place else into, account)
    new = [line for one in draft.accounts if not one.is_declared for line in account_lines(one, _secrets(into))]
    blocks = [installation_lines(one) for one in draft.installations]
    text = changed.get(into, files.get(into, ""))
    if into not in files:
        text = "\n".join(
            [
                *HEAD,
                *(["", "accounts:", *(f"  {line}" for line in new)] if new else []),
                *(["", "installations:"] if blocks else []),
                "\n\n".join("\n".join(f"  {line}" for line in block) for block in blocks),
                "",
            ]
        )
    else:
        text = with_entries(into, text, ("accounts",), new) if new else text
        for block in blocks:
            text = with_entries(into, text, ("installations",), block)
    return {**changed, into: text} if draft.installations else changed


def _extend(changed: dict[str, str], files: Mapping[str, str], path: str, account: DraftAccount) -> None:
    text = changed.get(path, files.get(path, ""))
    for project in account.projects:
        where = ("accounts", account.name, "projects")
        if project.is_declared:
            lines = [saas_environment_line(one) for one in project.saas_environments]
            text = with_entries(path, text, (*where, project.name, "saas_environments"), lines)
        else:
            text = with_entries(path, text, where, project_lines(project))
    changed[path] = text


def _secrets(into: str) -> str:
    """A folder beside the inventory's, where git does not look: see ``magesaas init``."""
    return "../secrets" if posixpath.dirname(into) else "secrets"
