"""The rows of the table: every kind of task, and the moments in it at which a fault comes."""

from __future__ import annotations

from dataclasses import dataclass

from magesaas_ops.model.task import TaskKind
from tests.faults.worlds import (
    BEHIND,
    COMPILE_OWED,
    CONTINUE,
    COPY,
    INSTALL,
    MODULES_OWED,
    QUARANTINE,
    STATIC_OWED,
    SWITCH,
    UPGRADE_OWED,
    World,
)


@dataclass(frozen=True)
class Moment:
    """``gate`` is where the work on the first node waits while the fault comes; ``words`` say where that is."""

    kind: TaskKind
    words: str
    world: World
    gate: str

    @property
    def name(self) -> str:
        return f"{self.kind.value}: {self.words}"


MOMENTS = (
    Moment(TaskKind.DETACH, "in its transaction", COPY, "delete"),
    Moment(TaskKind.DETACH, "committed, caches not yet clean", COPY, "clean"),
    Moment(TaskKind.DETACH, "by `quarantine`, in its transaction", QUARANTINE, "delete"),
    Moment(TaskKind.MAINTENANCE_ON, "switched on, not yet answered", STATIC_OWED, "after maintenance-on"),
    Moment(TaskKind.PACKAGES, "`composer require` resolves", INSTALL, "composer resolving"),
    Moment(
        TaskKind.PACKAGES, "`composer require` wrote composer.lock, installed nothing", INSTALL, "composer package 1"
    ),
    Moment(TaskKind.PACKAGES, "`composer require` installed some of the packages", INSTALL, "composer package 8"),
    Moment(
        TaskKind.PACKAGES, "`composer require` installed all, the autoloader is to come", INSTALL, "composer autoload"
    ),
    Moment(TaskKind.PACKAGES, "`composer install` installed some of the packages", CONTINUE, "composer package 8"),
    Moment(TaskKind.MODULES, "`module:enable` wrote config.php", MODULES_OWED, "modules written"),
    Moment(TaskKind.UPGRADE, "head: schema and data are to come", UPGRADE_OWED, "upgrade head"),
    Moment(TaskKind.UPGRADE, "tail: schema and data are there", UPGRADE_OWED, "upgrade tail"),
    Moment(TaskKind.COMPILE, "first phase: generated code", COMPILE_OWED, "compile code"),
    Moment(TaskKind.COMPILE, "second phase: half of the metadata", COMPILE_OWED, "compile metadata"),
    Moment(TaskKind.STATIC_CONTENT, "head: only the version file", STATIC_OWED, "static head"),
    Moment(TaskKind.STATIC_CONTENT, "tail: requirejs-config.js is to come", STATIC_OWED, "static tail"),
    Moment(TaskKind.FLUSH, "not yet flushed", STATIC_OWED, "flush"),
    Moment(TaskKind.MAINTENANCE_OFF, "switched off, not yet answered", STATIC_OWED, "after maintenance-off"),
    Moment(TaskKind.CONFIGURE, "in its transaction", SWITCH, "write"),
    Moment(TaskKind.CONFIGURE, "committed, caches not yet clean", SWITCH, "clean"),
    Moment(TaskKind.CLEAN, "not yet clean", BEHIND, "clean"),
)
