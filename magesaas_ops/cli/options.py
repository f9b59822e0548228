"""Options that several verbs share."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from magesaas_ops.cli.settings import take_settings
from magesaas_ops.laws.selection import limited
from magesaas_ops.reports.paint import paint_ansi, paint_nothing

if TYPE_CHECKING:
    from collections.abc import Callable

    from magesaas_ops.reports.paint import Paint

__all__ = [
    "color_option",
    "inventory_option",
    "limit_option",
    "limited",
    "paint_for_stdout",
    "verbose_option",
]

Command = TypeVar("Command", bound="Callable[..., Any]")

DEFAULT_INVENTORY = Path("inventories")


def inventory_option(command: Command) -> Command:
    """``inventory: Path``: a file, or a folder that is read recursively; settings beside it become defaults."""
    return click.option(
        "-i",
        "--inventory",
        type=click.Path(path_type=Path),
        default=DEFAULT_INVENTORY,
        show_default=True,
        metavar="PATH",
        is_eager=True,  # before the options whose defaults stand beside it
        callback=_with_settings,
        help="An inventory file, or a folder of them that is read recursively.",
    )(command)


def _with_settings(context: click.Context, _option: click.Parameter, inventory: Path) -> Path:
    if not context.resilient_parsing:
        take_settings(context, inventory)
    return inventory


def limit_option(command: Command) -> Command:
    """``limit: tuple[str, ...]``: see :func:`magesaas_ops.laws.selection.limited`."""
    return click.option(
        "--limit",
        multiple=True,
        metavar="NAME|tag:T|stage:S|account:A",
        help="Only these installations; may be given several times.",
    )(command)


def color_option(command: Command) -> Command:
    """``paint: Paint``: colours on a terminal, unless ``--no-color`` or the variable NO_COLOR forbids them."""
    return click.option(
        "--no-color",
        "paint",
        is_flag=True,
        flag_value=True,
        type=bool,
        callback=lambda _context, _option, forbidden: paint_for_stdout(forbidden=bool(forbidden)),
        help="No colours; so does the variable NO_COLOR.",
    )(command)


def paint_for_stdout(*, forbidden: bool) -> Paint:
    """How to colour standard output."""
    plain = forbidden or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return paint_nothing if plain or not sys.stdout.isatty() else paint_ansi


def verbose_option(command: Command) -> Command:
    """No argument: ``-v`` lets our own loggers speak on standard error, ``-vv`` in detail."""
    return click.option(
        "-v",
        "--verbose",
        count=True,
        expose_value=False,
        callback=lambda _context, _option, count: _speak(count),
        help="Tell more on standard error; twice for details.",
    )(command)


def _speak(count: int) -> None:
    if not count:
        return
    stream = logging.StreamHandler(sys.stderr)
    stream.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("magesaas_ops")
    logger.addHandler(stream)
    logger.setLevel(logging.INFO if count == 1 else logging.DEBUG)
