"""Magentos in memory: what the agent would say of them, and what doing a task, or half of it, does to them."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field, replace

from magesaas_ops.model import host_state as paths
from magesaas_ops.model.host_state import (
    Debts,
    HostState,
    HostUnknown,
    ModuleState,
    Observation,
    ObservedValue,
    PackageState,
    Source,
    Stamp,
)
from magesaas_ops.model.node import BegunTask, Maintenance, MaintenanceMode, Node, Vendor
from magesaas_ops.model.secret_ref import KeyMaterial, Secret
from magesaas_ops.model.task import Task, TaskKind

PACKAGES = ("magento/data-services", "magento/saas-export")
MODULES = ("Magento_ServicesConnector", "Magento_ServicesId")
NONCE = "00" * 16


def keys_of(account: str) -> KeyMaterial:
    return KeyMaterial(Secret(f"api-key-of-{account}"), Secret(f"private-key-of-{account}"), f"modulus-{account}:10001")


class Failed(Exception):
    """A failure inside a task."""


@dataclass
class Database:
    """Rows by path; secret rows remember the crypt key that they were encrypted with."""

    rows: dict[str, tuple[str, str]] = field(default_factory=dict)
    stamp: Stamp | None = None
    websites: tuple[str, ...] = ("base",)
    base_urls: tuple[str, ...] = ("https://shop.example/",)
    upgraded: bool = False
    whole: bool = True
    """False when setup:upgrade was killed in its tail: nothing but a mark tells (contract §16)."""

    def copy(self) -> Database:
        return Database(dict(self.rows), self.stamp, self.websites, self.base_urls, self.upgraded, self.whole)


@dataclass
class ModelNode:
    """One node: its own code, cache and maintenance flag, on a database that it may share."""

    database: Database
    crypt_key: str = "k1"
    installed: set[str] = field(default_factory=set)
    enabled: set[str] = field(default_factory=set)
    mode: str = "default"
    compiled: bool = True
    deployed: bool = True
    flag: Maintenance = field(default_factory=Maintenance)
    cache: dict[str, tuple[str, str]] | None = None
    locked: dict[str, str] = field(default_factory=dict)
    """What app/etc/env.php holds."""
    in_json: set[str] = field(default_factory=set)
    in_lock: set[str] = field(default_factory=set)
    half_installed: bool = False
    """While Composer replaces files of vendor, and after it was killed then: no Magento starts."""

    def __post_init__(self) -> None:
        self.in_json |= self.installed
        self.in_lock |= self.installed

    def warm(self) -> None:
        """A visitor comes."""
        self.cache = {**self.database.rows, **{path: ("", text) for path, text in self.locked.items()}}

    @property
    def is_dark(self) -> bool:
        return self.flag.is_on

    @property
    def is_apart(self) -> bool:
        """Whether composer.json, composer.lock and vendor disagree."""
        return self.half_installed or not self.in_json == self.in_lock == self.installed

    @property
    def is_broken(self) -> bool:
        """Whether visitors would see errors, or a shop that lacks what its code needs."""
        is_stale = self.mode == "production" and not (self.compiled and self.deployed)
        return (
            self.is_apart or not self.database.whole or (bool(self.enabled) and not self.database.upgraded) or is_stale
        )

    @property
    def attached_to(self) -> set[str]:
        """What it writes into now, or will after the next cache clean."""
        sources = (self.database.rows, self.cache or {}, {path: ("", text) for path, text in self.locked.items()})
        return {rows[paths.ENVIRONMENT_ID][1] for rows in sources if paths.ENVIRONMENT_ID in rows}

    def observe(self) -> Observation:
        if self.half_installed:
            node = Node(maintenance=self.flag, vendor=Vendor(missing=("vendor/a/registration.php",), has_dev=False))
            return HostUnknown("no Magento process can start", code="vendor-broken", node=node)
        known = MODULES if self.installed >= set(PACKAGES) else ()
        database, is_production = self.database, self.mode == "production"
        return HostState(
            nonce=NONCE,
            digest=hashlib.sha256(repr((sorted(database.rows.items()), database.stamp)).encode()).hexdigest(),
            edition="Community",
            version="2.4.7",
            mode=self.mode,
            php="8.2",
            user="www-data",
            owner="www-data",
            websites=database.websites,
            base_urls=database.base_urls,
            values={path: self._value(path) for path in paths.MANAGED_PATHS},
            packages={
                name: PackageState(
                    installed="1.0" if name in self.installed else None,
                    required="*" if name in self.in_json else None,
                    locked="1.0" if name in self.in_lock else None,
                    satisfied=name in self.installed,
                )
                for name in PACKAGES
            },
            composer_problems=tuple(sorted((self.in_json ^ self.in_lock) | (self.in_lock ^ self.installed))),
            modules=ModuleState(
                enabled=tuple(name for name in known if name in self.enabled),
                absent=tuple(name for name in known if name not in self.enabled),
            ),
            stamp=database.stamp,
            node=Node(maintenance=self.flag, vendor=Vendor(has_dev=False)),
            debts=Debts(
                upgrade=("schema",) if known and self.enabled and not database.upgraded else (),
                compile=("stale",) if is_production and not self.compiled else (),
                static_content=("missing",) if is_production and not self.deployed else (),
            ),
        )

    def _value(self, path: str) -> ObservedValue:
        supported = self.installed >= set(PACKAGES)
        own = self._text(path, self.database.rows)
        value = ObservedValue(
            value=self.locked.get(path, own),
            stored=own,
            has_row=path in self.database.rows,
            supported=supported,
            encrypted=path in paths.SECRET_PATHS,
            source=Source.ENV_PHP if path in self.locked else Source.DATABASE if own else Source.UNSET,
            locked_by=Source.ENV_PHP if path in self.locked else None,
            undecryptable=path in self.database.rows and own is None,
        )
        if self.cache is None:
            return value
        return replace(value, cached=self._text(path, self.cache), is_cached=True)

    def _text(self, path: str, rows: dict[str, tuple[str, str]]) -> str | None:
        """What a source says of a path; of a secret its HMAC, None when it does not decrypt here."""
        if path not in rows:
            return None
        crypt_key, text = rows[path]
        if path not in paths.SECRET_PATHS:
            return text
        if crypt_key != self.crypt_key:
            return None
        proof = f"rsa:{_public_key_of(text)}" if path.endswith("private_key") else text
        return hmac.new(NONCE.encode(), proof.encode(), hashlib.sha256).hexdigest()

    def begin(self, kind: TaskKind, run: str) -> None:
        assert self.flag.run == run, f"{kind.value} outside of this run's maintenance mode"
        others = tuple(task for task in self.flag.begun if task.task != kind.value)
        self.flag = replace(self.flag, begun=(*others, BegunTask(kind.value, 0)))

    def end(self, kind: TaskKind) -> None:
        self.flag = replace(self.flag, begun=tuple(task for task in self.flag.begun if task.task != kind.value))


@dataclass
class ModelInstallation:
    """The nodes of one installation, and what a run does to them; ``fail`` is where in a task it is killed."""

    nodes: dict[str, ModelNode]

    @property
    def primary(self) -> ModelNode:
        return next(iter(self.nodes.values()))

    @property
    def database(self) -> Database:
        return self.primary.database

    def perform(self, task: Task, run: str, *, fail: int | None = None) -> None:
        """Do a task; with ``fail`` the run is killed after that many of the small things that it consists of."""
        for number, thing in enumerate(self._things(task, run)):
            if number == fail:
                raise Failed
            thing()
        if fail is not None:
            raise Failed

    def _things(self, task: Task, run: str) -> list[object]:
        if task.kind is TaskKind.DETACH:
            return [self._remove_everything, *(lambda node=node: _clean(node) for node in self.nodes.values())]
        if task.kind is TaskKind.CONFIGURE:
            return [lambda: self._configure(task), *(lambda node=node: _clean(node) for node in self.nodes.values())]
        each = {
            TaskKind.MAINTENANCE_ON: self._switch_on,
            TaskKind.MAINTENANCE_OFF: self._switch_off,
            TaskKind.CLEAN: lambda _task, name, _run: [lambda: _clean(self.nodes[name])],
        }
        work = each.get(task.kind, self._run_command)
        return [thing for name in task.nodes for thing in work(task, name, run)]

    def _switch_on(self, task: Task, name: str, run: str) -> list[object]:
        node = self.nodes[name]
        assert node.flag.run in (None, task.runs.get(name)), "a mark is taken over only on purpose"

        def switch() -> None:
            mode = MaintenanceMode.OPERATOR if node.flag.mode is MaintenanceMode.OPERATOR else MaintenanceMode.OURS
            node.flag = Maintenance(mode, run, "it", "me", begun=node.flag.begun)

        def note() -> None:
            for kind in task.marks[name]:
                node.begin(TaskKind(kind), run)

        return [switch, note]

    def _switch_off(self, task: Task, name: str, _run: str) -> list[object]:
        node = self.nodes[name]

        def switch() -> None:
            assert {one.task for one in node.flag.begun} <= set(task.marks[name]), "something is owed"
            is_operators = node.flag.mode is MaintenanceMode.OPERATOR
            node.flag = Maintenance(MaintenanceMode.OPERATOR) if is_operators else Maintenance()

        return [switch]

    def _run_command(self, task: Task, name: str, run: str) -> list[object]:
        node = self.nodes[name]
        done = {
            TaskKind.PACKAGES: _composer(node, name, task),
            TaskKind.MODULES: [lambda: _enable(node)],
            TaskKind.UPGRADE: [lambda: _upgrade_schema(node), lambda: setattr(node.database, "whole", True)],
            TaskKind.COMPILE: [lambda: setattr(node, "compiled", True)],
            TaskKind.STATIC_CONTENT: [lambda: setattr(node, "deployed", True)],
            TaskKind.FLUSH: [lambda: _clean(node)],
        }[task.kind]
        return [lambda: node.begin(task.kind, run), *done, lambda: node.end(task.kind)]

    def _remove_everything(self) -> None:
        for path in paths.MANAGED_PATHS:
            self.database.rows.pop(path, None)

    def _configure(self, task: Task) -> None:
        for path in task.settings.remove:
            self.database.rows.pop(path, None)
        for path, value in task.settings.values.items():
            text = value.reveal() if isinstance(value, Secret) else value
            self.database.rows[path] = (self.primary.crypt_key, text)
        if task.settings.stamp is not None:
            self.database.stamp = task.settings.stamp


def _clean(node: ModelNode) -> None:
    node.cache = None


def _composer(node: ModelNode, name: str, task: Task) -> list[object]:
    """What Composer does, thing by thing: it never installs from a lock file that is behind composer.json."""
    if task.kind is not TaskKind.PACKAGES:
        return []
    (argv,) = task.commands[name]
    installing = [lambda: setattr(node, "half_installed", True), lambda: _install(node)]
    if "require" in argv:
        return [lambda: node.in_json.update(PACKAGES), lambda: node.in_lock.update(PACKAGES), *installing]
    assert "--no-dev" in argv, "development packages would come to where none are"
    assert node.in_json <= node.in_lock, "composer install refuses a lock file that is behind composer.json"
    return installing


def _install(node: ModelNode) -> None:
    node.half_installed = False
    is_new = not node.installed >= node.in_lock
    node.installed |= node.in_lock
    if is_new and node.mode == "production":
        node.compiled = node.deployed = False


def _enable(node: ModelNode) -> None:
    node.enabled |= set(MODULES)
    node.database.upgraded = False
    node.compiled = node.deployed = node.mode != "production"


def _upgrade_schema(node: ModelNode) -> None:
    node.database.upgraded, node.database.whole = True, False


def _public_key_of(private_key: str) -> str:
    return f"modulus-{private_key.removeprefix('private-key-of-')}:10001"
