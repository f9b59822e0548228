"""``registry list`` for a terminal: a table per account, and what does not meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.reports.paint import Paint, paint_nothing
from magesaas_ops.text.escaping import for_terminal
from magesaas_ops.text.plurals import counted
from magesaas_ops.text.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.registry_listing import AccountListing, ListedSaasEnvironment, RegistryListing

_COLUMNS = ("PROJECT", "SAAS ENVIRONMENT", "TYPE", "ID", "DECLARED AS", "WRITTEN BY")
_NOBODY = "–"


def render(listing: RegistryListing, paint: Paint = paint_nothing) -> str:
    is_written = bool(listing.written)
    return "\n".join("\n".join(_account(one, paint, is_written)) + "\n" for one in listing.accounts)


def _account(one: AccountListing, paint: Paint, is_written: bool) -> Iterator[str]:
    name = for_terminal(one.account + (f" ({one.mage_id})" if one.mage_id else ""))
    if one.problem:
        yield paint(f"{name}: could not be asked", "magenta")
        yield from wrapped(one.problem, "    ", "    ")
        return
    projects = len({each.record.project_id for each in one.listed})
    yield paint(f"{name}: {counted(projects, 'project')}, {counted(len(one.listed), 'SaaS environment')}", "bold")
    yield from _table(one, paint)
    yield from _rest(one, paint, is_written)


def _table(one: AccountListing, paint: Paint) -> Iterator[str]:
    if not one.listed:
        return
    rows = [_cells(each) for each in one.listed]
    widths = [max(map(len, column)) for column in zip(_COLUMNS, *rows, strict=True)]
    yield paint("  " + "  ".join(map(str.ljust, _COLUMNS, widths)).rstrip(), "bold")
    for each, cells in zip(one.listed, rows, strict=True):
        line = "  " + "  ".join(map(str.ljust, cells, widths)).rstrip()
        if each.is_of_another_type and each.declaration:
            declared = each.declaration.saas_environment.type.value
            line = paint(f"{line}  declared {declared}: the registry's type is what counts", "red")
        yield line


def _cells(one: ListedSaasEnvironment) -> tuple[str, ...]:
    record, declaration = one.record, one.declaration
    return tuple(
        map(
            for_terminal,
            (
                record.project_name,
                record.saas_environment_name,
                record.type.value,
                record.saas_environment_id,
                str(declaration.ref) if declaration else _NOBODY,
                ", ".join(declaration.writers) or _NOBODY if declaration else _NOBODY,
            ),
        )
    )


def _rest(one: AccountListing, paint: Paint, is_written: bool) -> Iterator[str]:
    if one.absent:
        yield paint("  declared, and not in the registry:", "bold")
    for each in one.absent:
        id_ = each.saas_environment.id or "no id yet"
        writers = f", for {', '.join(each.writers)}" if each.writers else ""
        yield for_terminal(
            f"    {each.ref}  {each.saas_environment.type.value}  {id_}  {each.at or ''}{writers}".rstrip()
        )
    if one.found:
        yield paint("  ids filled in:" if is_written else "  declared by name; --write fills in:", "bold")
    for found in one.found:
        yield for_terminal(f"    {'/'.join(found.path[1::2])}  id: {found.id}")
    if one.mismatches:
        yield paint("  declared by name, and not found:", "bold")
    for mismatch in one.mismatches:
        text = f"{mismatch.declared_as}: {mismatch.reason}" + (f" ({mismatch.at})" if mismatch.at else "")
        yield from (paint(line, "red") if mismatch.refuses else line for line in wrapped(text, "    ", "      "))
    if one.renames:
        yield paint("  declared with another label; registry rename changes:", "bold")
    for change in one.renames:
        yield for_terminal(f"    {change.declared_as}: {change.before} → {change.after}")
