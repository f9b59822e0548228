"""``magesaas demo``: the whole story on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.options import color_option
from magesaas_ops.errors import MagesaasError, UsageError
from magesaas_ops.sandbox.demo import tell_story
from magesaas_ops.sandbox.php import SandboxError
from magesaas_ops.sandbox.prerequisites import missing_packages

if TYPE_CHECKING:
    from magesaas_ops.reports.paint import Paint


@click.command
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Set everything up in this folder, which must be empty or new, and leave it there.",
)
@click.option(
    "--stay", "is_to_stay", is_flag=True, help="Then give a shell to play in, the registry still up, until it is left."
)
@color_option
def command(keep: Path | None, is_to_stay: bool, paint: Paint) -> int:
    """Check, plan, apply, a database refresh and its repair: on three small Magento installations on this machine.

    Needs PHP and Composer, no network, and changes nothing outside its folder. Exit status: 0 the story went as it
    should, 1 it did not, or something is missing here.
    """
    missing = missing_packages()
    if missing:
        raise MagesaasError(
            f"The demo needs what these Debian packages bring: {', '.join(missing)}",
            hint=f"sudo apt-get install --no-install-recommends {' '.join(missing)}",
        )
    try:
        if keep is None:
            with tempfile.TemporaryDirectory(prefix="magesaas-demo-") as folder:
                _show_story(Path(folder), paint, is_to_stay=is_to_stay)
        else:
            _show_story(_empty(keep), paint, is_to_stay=is_to_stay)
            click.echo(f"Everything is still in {keep.resolve()}, but for the registry, which ended with this command.")
            if not is_to_stay:
                click.echo("To play with all of it: magesaas demo --stay")
    except SandboxError as error:
        raise MagesaasError(f"The demo went wrong: {error}") from error
    return 0


def _show_story(folder: Path, paint: Paint, *, is_to_stay: bool) -> None:
    def say(line: str) -> None:
        click.echo(line)
        sys.stdout.flush()  # The commands write to the same stream by themselves.

    def stay(place: Path, environment: dict[str, str]) -> None:
        say(f"A shell in {place}; `exit` ends it and the registry. Try: magesaas plan, magesaas registry list acme")
        shell = os.environ.get("SHELL") or "/bin/sh"
        here = {**environment, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
        subprocess.run([shell], cwd=place, env=here, check=False)

    if is_to_stay:
        tell_story(folder, say, lambda text: paint(text, "bold"), stay)
    else:
        tell_story(folder, say, lambda text: paint(text, "bold"))


def _empty(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty", hint="Name a folder that is new or empty.")
    return folder.resolve()
