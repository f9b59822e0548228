"""An inventory as it would be written from what was seen; a ``mark`` is what a person reads beside a line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.inventory import Stage


@dataclass(frozen=True, slots=True)
class DraftSaasEnvironment:
    """A SaaS environment that somebody writes into; ``type_mark`` is empty where the registry gave the type."""

    name: str
    id: str
    type: str
    type_mark: str = ""
    label: str | None = None


@dataclass(frozen=True, slots=True)
class DraftProject:
    """A SaaS project; ``id`` is empty where no installation says it. ``is_declared``: the inventory has it already."""

    name: str
    id: str
    label: str | None
    saas_environments: tuple[DraftSaasEnvironment, ...]
    is_declared: bool = False


@dataclass(frozen=True, slots=True)
class DraftAccount:
    """A key pair that was seen on installations; ``is_declared``: the inventory has it already."""

    name: str
    projects: tuple[DraftProject, ...]
    is_declared: bool = False


@dataclass(frozen=True, slots=True)
class DraftInstallation:
    """One Magento with its nodes; ``saas_environment`` is ``account/project/name`` or ``none``."""

    name: str
    stage: Stage
    stage_mark: str
    hosts: tuple[str, ...]
    root: str
    websites: tuple[str, ...]
    saas_environment: str
    run_as: str | None = None
    connection: Mapping[str, str | int] = field(default_factory=dict)
    base_urls: tuple[str, ...] = ()
    keys_from: str | None = None
    install_mark: str = ""
    packages: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def to_confirm(self) -> int:
        """How many lines of it a person has to confirm."""
        return 1 + bool(self.install_mark) + len(self.marks)


@dataclass(frozen=True, slots=True)
class Draft:
    """Accounts and installations to be written; ``skipped`` says of the others why they are not, by target."""

    accounts: tuple[DraftAccount, ...]
    installations: tuple[DraftInstallation, ...]
    skipped: Mapping[str, str] = field(default_factory=dict)
