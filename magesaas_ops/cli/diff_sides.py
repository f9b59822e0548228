"""The two sides of a diff, as the command line names them."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from magesaas_ops.errors import NothingToLookAt, UsageError
from magesaas_ops.laws.transition import UnreadableBase
from magesaas_ops.laws.unknowns import hiding_defects
from magesaas_ops.loading import fleet_from_files, read_inventory
from magesaas_ops.loading.revisions import fleet_at, inventory_in_repository, nearest_readable
from magesaas_ops.model.diff_report import WORK_TREE, Revision

if TYPE_CHECKING:
    from pathlib import Path

    from magesaas_ops.loading.git_objects import Repository
    from magesaas_ops.loading.revisions import Inventory
    from magesaas_ops.model.inventory import Fleet


@dataclass(frozen=True, slots=True)
class Side:
    """One revision and the fleet that it declares."""

    revision: Revision
    fleet: Fleet


@dataclass(frozen=True, slots=True)
class Sides:
    """What is compared, and from where; ``unreadable`` when the base is not, or not all of, what was asked for."""

    before: Side
    after: Side
    repository: Repository
    unreadable: UnreadableBase | None = None


def read_sides(base: str, head: str | None, path: Path, *, base_path: Path | None, fallback: bool) -> Sides:
    """Read both sides; raises ``UsageError`` for a revision that is not here, ``NothingToLookAt`` without inventory.

    ``base_path`` is where the inventory was at BASE, if elsewhere; with ``fallback``, an ancestor stands for a base
    that cannot be read whole.
    """
    before_name, after_name, from_merge_base = _names(base, head)
    inventory = inventory_in_repository(path)
    repository = inventory.repository
    before_commit = repository.commit(before_name)
    if after_name is None:
        if repository.is_bare:
            raise UsageError("a bare repository has no work tree to compare with", hint="Name HEAD: diff BASE HEAD.")
        after = _work_tree(path)
    else:
        after_commit = repository.commit(after_name)
        after = _at_commit(inventory, after_name, after_commit)
        if from_merge_base:
            before_commit = repository.merge_base(before_commit, after_commit)
            before_name = f"{before_name}...{after_name}"
    before_inventory = inventory_in_repository(base_path) if base_path else inventory
    before = _at_commit(before_inventory, before_name, before_commit)
    if base_path and not before.revision.files:
        raise NothingToLookAt(
            f"there is no inventory at {base_path} in {before.revision.short}", hint="--base-inventory names none."
        )
    if not before.revision.files and not after.revision.files:
        raise NothingToLookAt(
            f"there is no inventory at {path}, neither in {before.revision.short} nor in {after.revision.short}",
            hint="An inventory is a YAML file or a folder of them, inventories/ by default; name another with -i PATH.",
        )
    defects = hiding_defects(before.fleet)
    if not defects:
        return Sides(before, after, repository)
    ancestor = nearest_readable(before_inventory, before_commit)
    where = f" -i {shlex.quote(inventory.shown)}" if inventory.shown != "inventories" else ""
    command = f"magesaas diff {ancestor[:12]}{f' {after_name}' if after_name else ''}{where}" if ancestor else ""
    is_replaced = fallback and ancestor is not None
    unreadable = UnreadableBase(before.revision.short, defects, ancestor, command, is_replaced)
    if ancestor and is_replaced:
        before = _at_commit(before_inventory, ancestor, ancestor)
    return Sides(before, after, repository, unreadable)


def _names(base: str, head: str | None) -> tuple[str, str | None, bool]:
    """Base, head (None for the work tree), and whether to begin where the two grew apart."""
    dots = "..." if "..." in base else ".."
    if dots not in base:
        return base, head, False
    if head is not None:
        raise UsageError(f"{base} names two revisions already, and {head} would be a third", hint="Leave one out.")
    before, _, after = base.partition(dots)
    return before or "HEAD", after or "HEAD", dots == "..."


def _at_commit(inventory: Inventory, name: str, commit: str) -> Side:
    fleet = fleet_at(inventory, commit)
    return Side(Revision(name, commit, len(fleet.files)), fleet)


def _work_tree(path: Path) -> Side:
    try:
        fleet = read_inventory(path)
    except NothingToLookAt:
        fleet = fleet_from_files({})
    return Side(Revision(WORK_TREE, None, len(fleet.files)), fleet)
