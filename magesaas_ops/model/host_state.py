"""What a host says about its Magento: the answer of the agent's ``observe``, read into values.

Facts and words are those of Magento: see :mod:`magesaas_ops.agent.protocol` for the wire.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEYS = "services_connector/services_connector_integration/"
_IDS = "services_connector/services_id/"

PRODUCTION_API_KEY = _KEYS + "production_api_key"
PRODUCTION_PRIVATE_KEY = _KEYS + "production_private_key"
SANDBOX_API_KEY = _KEYS + "sandbox_api_key"
SANDBOX_PRIVATE_KEY = _KEYS + "sandbox_private_key"
PROJECT_ID = _IDS + "project_id"
PROJECT_NAME = _IDS + "project_name"
ENVIRONMENT_ID = _IDS + "environment_id"
ENVIRONMENT_NAME = _IDS + "environment_name"
ENVIRONMENT_TYPE = _IDS + "environment"
STAMP = "magesaas/attachment/stamp"

PRIVATE_KEY_PATHS = (PRODUCTION_PRIVATE_KEY, SANDBOX_PRIVATE_KEY)
SECRET_PATHS = (PRODUCTION_API_KEY, PRODUCTION_PRIVATE_KEY, SANDBOX_API_KEY, SANDBOX_PRIVATE_KEY)
ID_PATHS = (PROJECT_ID, PROJECT_NAME, ENVIRONMENT_ID, ENVIRONMENT_NAME, ENVIRONMENT_TYPE)
MANAGED_PATHS = (*SECRET_PATHS, *ID_PATHS)
"""Every ``core_config_data`` path (default scope) that an attachment consists of; the stamp is kept apart."""


class Source(str, Enum):
    """Where an effective value comes from, highest precedence first (contract §2)."""

    ENVIRONMENT_VARIABLE = "environment variable"
    ENV_PHP = "env.php"
    CONFIG_PHP = "config.php"
    DATABASE = "database"
    DEFAULT = "default"
    UNSET = "unset"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class ObservedValue:
    """One configuration path as the host sees it.

    For secret paths ``effective`` and ``stored`` are HMACs under the nonce of the run (see ``KeyMaterial``), else
    plain text; None when unset or empty. ``effective`` is what Magento uses (through its cache), ``stored`` the
    decrypted database row. ``supported`` is False when this generation of the modules has no such field.
    """

    effective: str | None = None
    stored: str | None = None
    has_row: bool = False
    supported: bool = True
    encrypted: bool = False
    source: Source = Source.UNSET
    locked_by: Source | None = None
    undecryptable: bool = False
    in_clear: bool = False
    other_scopes: tuple[str, ...] = ()

    @property
    def is_set(self) -> bool:
        """Whether Magento uses a value, or the database holds one that would come into use."""
        return self.effective is not None or self.stored is not None or self.undecryptable


@dataclass(frozen=True, slots=True)
class Stamp:
    """What we last applied there, stored with the attachment; it travels with a copy of the database."""

    installation: str
    saas_environment: str
    digest: str
    revision: str = ""


@dataclass(frozen=True, slots=True)
class PackageState:
    """A Composer package in the three places that must agree; versions as Composer prints them, None when absent."""

    installed: str | None = None
    required: str | None = None
    locked: str | None = None
    satisfied: bool = False


@dataclass(frozen=True, slots=True)
class ModuleState:
    """The modules in the Composer closure of the wanted packages, by their state in app/etc/config.php."""

    enabled: tuple[str, ...] = ()
    disabled: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def to_enable(self) -> tuple[str, ...]:
        return tuple(sorted((*self.disabled, *self.absent)))

    @property
    def closure(self) -> tuple[str, ...]:
        return tuple(sorted((*self.enabled, *self.disabled, *self.absent)))


@dataclass(frozen=True, slots=True)
class HostState:
    """Everything observed on one host, by one PHP process, without writing anything on purpose.

    ``digest`` covers what a configure writes and what it was judged by; the host refuses to write when it moved.
    ``upgrade_reasons`` is the cheap look at our modules' setup versions, patches and tables (contract §13.10).
    """

    nonce: str
    digest: str
    edition: str
    version: str
    mode: str
    php: str
    user: str
    owner: str
    websites: tuple[str, ...]
    base_urls: tuple[str, ...]
    values: Mapping[str, ObservedValue]
    packages: Mapping[str, PackageState] = field(default_factory=dict)
    modules: ModuleState = field(default_factory=ModuleState)
    composer_problems: tuple[str, ...] = ()
    has_dev_packages: bool = True
    upgrade_reasons: tuple[str, ...] = ()
    has_static_content: bool = True
    is_compiled: bool = True
    maintenance: bool = False
    credentials_type: str | None = None
    gateway: str | None = None
    stamp: Stamp | None = None
    stamp_problem: str | None = None

    def value(self, path: str) -> ObservedValue:
        return self.values.get(path, ObservedValue())


@dataclass(frozen=True, slots=True)
class HostUnknown:
    """We could not look; ``reason`` says why, for a person, and ``code`` is the agent's word when it refused to."""

    reason: str
    hint: str = ""
    code: str = ""


Observation = HostState | HostUnknown
