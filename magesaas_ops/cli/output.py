"""Where a report goes, in which format: ``--format``, and what is done with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from magesaas_ops.errors import MagesaasError
from magesaas_ops.reports.formats import FORMATS, rendered
from magesaas_ops.text.escaping import for_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from magesaas_ops.reports.paint import Paint

Command = TypeVar("Command", bound="Callable[..., Any]")

STANDARD_OUTPUT = Path("-")


@dataclass(frozen=True, slots=True)
class Output:
    """A format, and the file that it goes to; ``-`` is standard output."""

    format: str
    file: Path = STANDARD_OUTPUT


class _OutputType(click.Choice[str]):
    """``FORMAT`` or ``FORMAT=FILE``."""

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        return f"{super().get_metavar(param, ctx)}[=FILE]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, Output):
            return value
        format_, has_file, file = str(value).partition("=")
        if has_file and not file:
            self.fail(f"{value!r} names no file after the equals sign.", param, ctx)
        return Output(super().convert(format_, param, ctx), Path(file) if has_file else STANDARD_OUTPUT)


def format_option(report: str) -> Callable[[Command], Command]:
    """``outputs: tuple[Output, ...]``: one or more of the report's formats, exactly one of them on standard output."""
    default = next(iter(FORMATS[report]))
    return click.option(
        "-f",
        "--format",
        "outputs",
        type=_OutputType(tuple(FORMATS[report])),
        multiple=True,
        callback=lambda _context, _option, outputs: _complete(outputs, default),
        help=f"How to show the result, {default} by default; FORMAT=FILE writes it to a file besides, and may be given "
        "several times.",
    )


def _complete(outputs: tuple[Output, ...], default: str) -> tuple[Output, ...]:
    """Files besides, never instead: who asks for a file only still sees on standard output what came of it."""
    shown = [output.format for output in outputs if output.file == STANDARD_OUTPUT]
    if len(shown) > 1:
        raise click.UsageError(
            f"only one format can go to standard output, not {' and '.join(shown)}: write the others to a file, "
            f"as in --format {shown[1]}=FILE"
        )
    return outputs if shown else (Output(default), *outputs)


def shows_text(outputs: Sequence[Output]) -> bool:
    """Whether somebody reads standard output, rather than a program."""
    return Output("text") in outputs


def show(name: str, report: object, outputs: Sequence[Output], paint: Paint) -> None:
    """Print and write the report called ``name`` in every format asked for; raises ``MagesaasError`` for a file."""
    for output in sorted(outputs, key=lambda output: output.file != STANDARD_OUTPUT):
        if output.file == STANDARD_OUTPUT:
            click.echo(rendered(name, report, output.format, paint), nl=False)
        else:
            write(output.file, rendered(name, report, output.format))


def write(file: Path, text: str) -> None:
    """Write what somebody asked to have in a file; raises ``MagesaasError``."""
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise MagesaasError(
            f"{for_terminal(str(file))} cannot be written: {error.strerror}", hint="Name another file."
        ) from error
