"""A Magento in memory: what the agent would say of it, and what our stages would do to it."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from magesaas_ops.model import host_state as paths
from magesaas_ops.model.host_state import HostState, ModuleState, ObservedValue, PackageState, Source, Stamp
from magesaas_ops.model.plan import InstallationPlan
from magesaas_ops.model.secret_ref import KeyMaterial, Secret
from magesaas_ops.planning import Stage

PACKAGES = ("magento/data-services", "magento/saas-export")
MODULES = ("Magento_ServicesConnector", "Magento_ServicesId")
NONCE = "00" * 16


def keys_of(account: str) -> KeyMaterial:
    return KeyMaterial(Secret(f"api-key-of-{account}"), Secret(f"private-key-of-{account}"), f"modulus-{account}:10001")


class StepFailed(Exception):
    """A failure injected in the middle of an apply."""


@dataclass
class Database:
    """Rows by path; secret rows remember the crypt key that they were encrypted with."""

    rows: dict[str, tuple[str, str]] = field(default_factory=dict)
    stamp: Stamp | None = None
    websites: tuple[str, ...] = ("base",)
    base_urls: tuple[str, ...] = ("https://shop.example/",)

    def copy(self) -> Database:
        return Database(dict(self.rows), self.stamp, self.websites, self.base_urls)


@dataclass
class ModelHost:
    """One host with its own crypt key; ``proofs`` maps a private key to the text that its HMAC is taken of."""

    crypt_key: str
    database: Database = field(default_factory=Database)
    installed: set[str] = field(default_factory=set)
    enabled: set[str] = field(default_factory=set)
    upgraded: bool = False
    mode: str = "default"
    compiled: bool = True
    maintenance: bool = False

    def observe(self) -> HostState:
        known = MODULES if self.installed >= set(PACKAGES) else ()
        return HostState(
            nonce=NONCE,
            digest=hashlib.sha256(repr((sorted(self.database.rows.items()), self.database.stamp)).encode()).hexdigest(),
            edition="Community",
            version="2.4.7",
            mode=self.mode,
            php="8.2",
            user="www-data",
            owner="www-data",
            websites=self.database.websites,
            base_urls=self.database.base_urls,
            values={path: self._value(path) for path in paths.MANAGED_PATHS},
            packages={
                name: PackageState(
                    installed="1.0" if name in self.installed else None, satisfied=name in self.installed
                )
                for name in PACKAGES
            },
            modules=ModuleState(
                enabled=tuple(name for name in known if name in self.enabled),
                absent=tuple(name for name in known if name not in self.enabled),
            ),
            upgrade_reasons=("schema",) if known and self.enabled and not self.upgraded else (),
            is_compiled=self.compiled,
            maintenance=self.maintenance,
            stamp=self.database.stamp,
        )

    def _value(self, path: str) -> ObservedValue:
        supported = self.installed >= set(PACKAGES)
        if path not in self.database.rows:
            return ObservedValue(supported=supported)
        crypt_key, text = self.database.rows[path]
        if path not in paths.SECRET_PATHS:
            return ObservedValue(text, text, True, supported, source=Source.DATABASE)
        if crypt_key != self.crypt_key:
            return ObservedValue(
                "hmac of cipher text", None, True, supported, True, Source.DATABASE, undecryptable=True
            )
        proof = "rsa:" + _public_key_of(text) if path in paths.PRIVATE_KEY_PATHS else text
        digest = hmac.new(NONCE.encode(), proof.encode(), hashlib.sha256).hexdigest()
        return ObservedValue(digest, digest, True, supported, True, Source.DATABASE)

    def perform(self, stage: Stage, plan: InstallationPlan) -> None:
        """What the stage does to a real host, as far as the planner can see it."""
        if stage is Stage.DETACH:
            self._remove_everything()
        elif stage is Stage.PACKAGES:
            self.installed |= set(PACKAGES)
            self.upgraded = False
        elif stage is Stage.MODULES:
            self.enabled |= set(MODULES)
            self.upgraded = False
            self.compiled = False
        elif stage is Stage.UPGRADE:
            self.upgraded = True
        elif stage is Stage.COMPILE:
            self.compiled = True
        elif stage is Stage.CONFIGURE:
            self._configure(plan)

    def _remove_everything(self) -> None:
        for path in paths.MANAGED_PATHS:
            self.database.rows.pop(path, None)

    def _configure(self, plan: InstallationPlan) -> None:
        for path in plan.config.remove:
            self.database.rows.pop(path, None)
        for path, value in plan.config.values.items():
            text = value.reveal() if isinstance(value, Secret) else value
            self.database.rows[path] = (self.crypt_key, text)
        if plan.config.stamp is not None:
            self.database.stamp = plan.config.stamp

    @property
    def attached_to(self) -> str | None:
        row = self.database.rows.get(paths.ENVIRONMENT_ID)
        return row[1] if row else None


def _public_key_of(private_key: str) -> str:
    return f"modulus-{private_key.removeprefix('private-key-of-')}:10001"
