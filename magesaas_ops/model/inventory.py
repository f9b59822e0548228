"""What the inventory files declare, taken together: the fleet."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from magesaas_ops.model.source import NoPlaces, Places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.secret_ref import SecretRef
    from magesaas_ops.model.waiver import Waiver

LOCAL_HOST = "@local"
DEFAULT_PACKAGES: Mapping[str, str] = MappingProxyType({"magento/data-services": "*", "magento/saas-export": "*"})

COMMAND_SECONDS = 300

HostDatum = str | int | float | bool | None

QUARANTINED = "none"
"""What stands in place of a SaaS environment where an installation is declared to be attached to nothing."""


class Stage(str, Enum):
    """What an installation is for."""

    PRODUCTION = "production"
    STAGING = "staging"
    TESTING = "testing"
    DEVELOPMENT = "development"


class SaasEnvironmentType(str, Enum):
    """What a SaaS environment is for; a licence counts them by type and the registry never changes it."""

    PRODUCTION = "production"
    TESTING = "testing"


class Edition(str, Enum):
    """The Magento edition that an account licenses."""

    COMMERCE = "commerce"
    OPEN_SOURCE = "open-source"


class InstallPolicy(str, Enum):
    """Whether we may run Composer on an installation, or a pipeline builds it."""

    COMPOSER = "composer"
    VERIFY = "verify"


class Transport(str, Enum):
    """How commands reach a host."""

    OPENSSH = "openssh"
    SSH = "ssh"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class SaasEnvironmentRef:
    """``account/project/name``, as written under ``saas_environment``."""

    account: str
    project: str
    name: str

    def __str__(self) -> str:
        return f"{self.account}/{self.project}/{self.name}"

    @property
    def subject(self) -> str:
        """The dotted path of its declaration."""
        return f"accounts.{self.account}.projects.{self.project}.saas_environments.{self.name}"


@dataclass(frozen=True, slots=True)
class SaasEnvironment:
    """A SaaS environment; ``id`` is None until it exists, ``label`` is its name in the registry.

    ``formerly``, here and below: the earlier names of the same thing.
    """

    name: str
    type: SaasEnvironmentType
    id: str | None = None
    label: str | None = None
    shared: bool = False
    formerly: tuple[str, ...] = ()

    @property
    def is_production(self) -> bool:
        return self.type is SaasEnvironmentType.PRODUCTION


@dataclass(frozen=True, slots=True)
class SaasProject:
    """A SaaS project; ``id`` is None until it exists, ``label`` is its name in the registry."""

    name: str
    saas_environments: Mapping[str, SaasEnvironment]
    id: str | None = None
    label: str | None = None
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entitlement:
    """How many SaaS environments of each type a project of the account may have."""

    production: int
    testing: int

    @classmethod
    def of_edition(cls, edition: Edition) -> Entitlement:
        """Adobe's licence: Commerce has one production and two testing, Open Source has one production."""
        return cls(1, 2) if edition is Edition.COMMERCE else cls(1, 0)


@dataclass(frozen=True, slots=True)
class KeyRefs:
    """Where an API key and its private key live."""

    api_key: SecretRef
    private_key: SecretRef


@dataclass(frozen=True, slots=True)
class Account:
    """A Magento account: the licence holder whose key pair opens its SaaS projects."""

    name: str
    edition: Edition
    entitlement: Entitlement
    production_keys: KeyRefs
    sandbox_keys: KeyRefs | None = None
    projects: Mapping[str, SaasProject] = field(default_factory=dict)
    mage_id: str | None = None
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach the nodes of an installation.

    ``host_data`` are the keys that the transport reads (``ssh_user``, ``ssh_port``, …), ``data`` what a pyinfra user
    wants handed on; ``timeout`` is in seconds, None where the inventory says nothing.
    """

    transport: Transport = Transport.OPENSSH
    exec: tuple[str, ...] = ()
    host_data: Mapping[str, HostDatum] = field(default_factory=dict)
    timeout: int | None = None
    data: Mapping[str, HostDatum] = field(default_factory=dict)

    @property
    def command_seconds(self) -> int:
        """How long one command may take; Composer and Magento's own long ones get more."""
        return self.timeout or COMMAND_SECONDS


@dataclass(frozen=True, slots=True)
class Installation:
    """One Magento with one database; the first of ``hosts`` is its primary, and without any it is not built yet.

    ``php`` and ``composer`` are argument lists, the program first.
    """

    name: str
    stage: Stage
    hosts: tuple[str, ...]
    root: str
    websites: tuple[str, ...]
    saas_environment: SaasEnvironmentRef | None
    connection: Connection = field(default_factory=Connection)
    run_as: str | None = None
    php: tuple[str, ...] = ("php",)
    composer: tuple[str, ...] = ("composer",)
    base_urls: tuple[str, ...] = ()
    keys_from: str | None = None
    install: InstallPolicy = InstallPolicy.COMPOSER
    packages: Mapping[str, str] = field(default_factory=lambda: DEFAULT_PACKAGES)
    tags: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return f"installations.{self.name}"

    @property
    def primary(self) -> str:
        """The first node; an empty text, which names no node, when it is not built yet."""
        return self.hosts[0] if self.hosts else ""

    @property
    def is_built(self) -> bool:
        """Whether there is a node to connect to."""
        return bool(self.hosts)

    @property
    def is_production(self) -> bool:
        return self.stage is Stage.PRODUCTION

    @property
    def is_quarantined(self) -> bool:
        """Declared to be attached to nothing."""
        return self.saas_environment is None

    @property
    def account(self) -> str | None:
        """The account whose keys this installation carries; None when it carries none."""
        return self.saas_environment.account if self.saas_environment else self.keys_from

    def transport_to(self, host: str) -> Transport:
        """The transport of one host: ``@local`` never needs a network."""
        return Transport.LOCAL if host == LOCAL_HOST else self.connection.transport


@dataclass(frozen=True, slots=True)
class Fleet:
    """Everything that the inventory files declare, merged by name.

    ``defects`` are what loading could not read or build, as findings of the rules whose pages explain them; the rest
    of the fleet holds all that could be built, so that every error of every file is told in one run.
    ``unreadable`` names installations (and accounts) that are declared but were left out because their shape is wrong.
    """

    files: tuple[str, ...]
    accounts: Mapping[str, Account]
    installations: Mapping[str, Installation]
    waivers: tuple[Waiver, ...] = ()
    defects: tuple[Finding, ...] = ()
    unreadable: frozenset[str] = frozenset()
    places: Places = field(default_factory=NoPlaces)

    def saas_environment(self, ref: SaasEnvironmentRef) -> SaasEnvironment | None:
        """The declared SaaS environment, or None when account, project or name is not declared."""
        project = self.project(ref)
        return project.saas_environments.get(ref.name) if project else None

    def project(self, ref: SaasEnvironmentRef) -> SaasProject | None:
        account = self.accounts.get(ref.account)
        return account.projects.get(ref.project) if account else None
