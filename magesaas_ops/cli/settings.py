"""Options that stand in a file: ``magesaas.toml``, or ``[tool.magesaas]`` in ``pyproject.toml``, beside the inventory.

Keys are long options without their dashes; a table named after a verb holds for that verb only. What stands on the
command line wins. The file may be changed by whoever may change the inventory, so it takes only options that decide how
a result looks and how fast it comes: never which installations are looked at, what is accepted, or where files go.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from magesaas_ops.errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SETTABLE = ("format", "no-color", "verbose", "parallel", "detailed-exitcode")
_MOST_BYTES = 64 * 1024
_HINT = f"Options that can stand in a file: {', '.join(SETTABLE)}. Everything else is said where it is asked for."


def take_settings(context: click.Context, inventory: Path) -> None:
    """Make the settings beside an inventory the defaults of the verb that runs; raises ``UsageError`` for mistakes."""
    file, settings = _settings_beside(inventory)
    verb = _verb(context)
    own = _tables(context, file, settings).get(verb, {})
    general = {key: value for key, value in settings.items() if not isinstance(value, dict)}
    options = {option.removeprefix("--"): one for one in context.command.params for option in one.opts}
    defaults: dict[str, object] = {}
    for key, value in {**general, **own}.items():
        if key not in SETTABLE:
            raise UsageError(f"{file}: the option `{key}` cannot stand in a file", hint=_HINT)
        option = options.get(key)
        if option is not None and option.name is not None:
            defaults[option.name] = _checked(file, key, value, option)
        elif key in own:
            raise UsageError(f"{file}: {verb} has no option `{key}`", hint=f"`magesaas {verb} --help` lists them.")
    context.default_map = defaults


def _verb(context: click.Context) -> str:
    """``plan``; of ``registry list``, ``registry``."""
    while context.parent is not None and context.parent.parent is not None:
        context = context.parent
    return context.info_name or ""


def _tables(context: click.Context, file: str, settings: Mapping[str, object]) -> Mapping[str, dict[str, object]]:
    """The options of single verbs, by verb."""
    group = context.find_root().command  # of a verb with verbs of its own, the settings stand under its name
    verbs = group.list_commands(context) if isinstance(group, click.Group) else []
    tables = {key: value for key, value in settings.items() if isinstance(value, dict)}
    for key in tables:
        if key not in verbs:
            raise UsageError(f"{file}: there is no verb `{key}`", hint="`magesaas --help` lists them.")
    for verb in verbs:
        if verb in settings and verb not in tables:
            raise UsageError(f"{file}: `{verb}` is no table of options", hint=f"Write [{verb}], and its options below.")
    return tables


def _settings_beside(inventory: Path) -> tuple[str, Mapping[str, object]]:
    """The file and what it says; ``magesaas.toml`` comes first, and neither need exist."""
    for name, tables in (("magesaas.toml", ()), ("pyproject.toml", ("tool", "magesaas"))):
        file = inventory.parent / name
        if not file.is_file():
            continue
        said: object = _toml(file)
        for table in tables:
            said = said.get(table) if isinstance(said, dict) else None
        if isinstance(said, dict):
            return str(file), said
    return "", {}


def _toml(file: Path) -> dict[str, object]:
    try:
        with file.open("rb") as opened:
            content = opened.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise UsageError(f"{file} is longer than {_MOST_BYTES // 1024} KiB", hint="Keep options in magesaas.toml.")
        return tomllib.loads(content.decode())
    except (OSError, ValueError):
        raise UsageError(f"{file} cannot be read as TOML", hint="Correct it, or take it away.") from None


def _checked(file: str, key: str, value: object, option: click.Parameter) -> object:
    """A value of the kind that the option takes; formats only without a file, for a change could name any."""
    if isinstance(option, click.Option) and option.is_flag:
        wanted, fits = "true or false", isinstance(value, bool)
    elif key == "format":
        wanted, fits = "the name of a format", isinstance(value, str) and "=" not in value
        value = [value]
    else:
        wanted, fits = "a whole number", isinstance(value, int) and not isinstance(value, bool)
    if not fits:
        raise UsageError(f"{file}: `{key}` is not {wanted}", hint=_HINT)
    return value
