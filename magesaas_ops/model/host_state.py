"""What a host says about its Magento: the answer of the agent's ``observe``, read into values.

Facts and words are those of Magento: see :mod:`magesaas_ops.agent.protocol` for the wire.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from magesaas_ops.model.node import Node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.model.feeds import Feeds

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

SECRET_PATHS = (PRODUCTION_API_KEY, PRODUCTION_PRIVATE_KEY, SANDBOX_API_KEY, SANDBOX_PRIVATE_KEY)
ID_PATHS = (PROJECT_ID, PROJECT_NAME, ENVIRONMENT_ID, ENVIRONMENT_NAME, ENVIRONMENT_TYPE)
MANAGED_PATHS = (*SECRET_PATHS, *ID_PATHS)
"""Every ``core_config_data`` path (default scope) that an attachment consists of; the stamp is kept apart."""


class Source(str, Enum):
    """Where a value comes from, highest precedence first (contract §2)."""

    ENVIRONMENT_VARIABLE = "environment variable"
    ENV_PHP = "env.php"
    CONFIG_PHP = "config.php"
    DATABASE = "database"
    DEFAULT = "default"
    UNSET = "unset"


class ConfigCache(str, Enum):
    """The state of the shop's configuration cache, at which the agent only peeks (contract §16)."""

    WARM = "warm"
    COLD = "cold"
    OFF = "off"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class ObservedValue:
    """One configuration path as the host sees it.

    ``value`` is that of the highest source, read by us: what Magento uses once its cache is clean. ``cached`` is what
    the warm cache says, and counts only with ``is_cached``; ``is_unexplained`` when none of the sources says the same.
    ``stored`` is the decrypted database row. For secret paths all three are HMACs under the nonce of the run (see
    ``KeyMaterial``), else plain text; None when unset or empty. ``supported`` is False when this generation of the
    modules has no such field.
    """

    value: str | None = None
    stored: str | None = None
    has_row: bool = False
    supported: bool = True
    encrypted: bool = False
    source: Source = Source.UNSET
    locked_by: Source | None = None
    undecryptable: bool = False
    in_clear: bool = False
    other_scopes: tuple[str, ...] = ()
    cached: str | None = None
    is_cached: bool = False
    is_unexplained: bool = False

    @property
    def effective(self) -> str | None:
        """What Magento uses at this moment."""
        return self.cached if self.is_cached else self.value

    @property
    def is_behind(self) -> bool:
        """Whether the cache shows another value than the sources say."""
        return self.is_cached and self.cached != self.value

    @property
    def is_set(self) -> bool:
        """Whether Magento uses a value, or some source or the cache holds one that is or would come into use."""
        return self.value is not None or self.effective is not None or self.stored is not None or self.undecryptable


@dataclass(frozen=True, slots=True)
class Stamp:
    """What we last applied there, stored with the attachment; it travels with a copy of the database.

    ``database`` is the key of the database that it was written to, filled in by the host, as are the id of the SaaS
    environment that a detach took away and when (Unix seconds, 0 when nothing was).
    """

    installation: str
    saas_environment: str
    digest: str
    revision: str = ""
    database: str = ""
    detached_from: str = ""
    detached_at: int = 0


@dataclass(frozen=True, slots=True)
class DatabaseIdentity:
    """Which database the host uses. ``started`` is when its server did, by the server's clock.

    Equal ``key``s are a suspicion that two databases are one (a cloned machine has them too). A named lock that is held
    through one and not seen through the other proves them different only where the server is not ``clustered``.
    """

    server: str = ""
    schema: str = ""
    table_prefix: str = ""
    started: int = 0
    clustered: bool = False

    @property
    def key(self) -> str:
        """What the stamp keeps: the same for the same database on the same server."""
        return f"{self.server}/{self.schema}/{self.table_prefix}"


@dataclass(frozen=True, slots=True)
class Debts:
    """What earlier work on the code still owes, each with its reasons, for people; derived from what is on the node.

    ``upgrade`` looks at the modules of the wanted packages, ``upgrade_elsewhere`` at all others of the shop. Work that
    left no trace but the mark (the tail of ``setup:upgrade``) stands in ``Maintenance.begun``.
    """

    upgrade: tuple[str, ...] = ()
    upgrade_elsewhere: tuple[str, ...] = ()
    compile: tuple[str, ...] = ()
    static_content: tuple[str, ...] = ()


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

    ``digest`` covers what a configure writes and what it was judged by (managed sources, packages, modules, websites,
    base URLs, identities, owner, debts); the host refuses to write when it moved. ``base_urls`` are those of the
    sources, ``cached_base_urls`` those that a warm cache shows (None when it is not warm).
    ``environment`` is ``magento_saas/environment``: which key pair and gateway the modules use. ``feeds`` is None when
    the agent did not look at them; they are no part of the digest.
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
    credentials_type: str | None = None
    gateway: str | None = None
    stamp: Stamp | None = None
    stamp_problem: str | None = None
    node: Node = field(default_factory=Node)
    debts: Debts = field(default_factory=Debts)
    database: DatabaseIdentity = field(default_factory=DatabaseIdentity)
    cache: ConfigCache = ConfigCache.COLD
    cached_base_urls: tuple[str, ...] | None = None
    environment: str = "production"
    environment_source: Source = Source.DEFAULT
    feeds: Feeds | None = None

    def value(self, path: str) -> ObservedValue:
        return self.values.get(path, ObservedValue())

    def to_json(self) -> dict[str, Any]:
        """All of it in the types of JSON; secrets are HMACs here, as everywhere in it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class HostUnknown:
    """We could not look; ``reason`` says why, for a person, and ``code`` is the agent's word when it refused to.

    ``node`` is there when the agent spoke, though Magento could not be started (code ``vendor-broken``).
    """

    reason: str
    hint: str = ""
    code: str = ""
    node: Node | None = None


Observation = HostState | HostUnknown
