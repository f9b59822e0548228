"""``magesaas completion``: what the TAB key offers.

The script holds every verb, option and choice as plain words, so that completing starts no Python.
To add a shell, add its file and one line here.
"""

from __future__ import annotations

import click

from magesaas_ops.cli.completion import bash, fish, zsh
from magesaas_ops.cli.completion.words import verbs_of

SHELLS = {"bash": bash.render, "zsh": zsh.render, "fish": fish.render}


@click.command
@click.argument("shell", type=click.Choice(tuple(SHELLS)))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the script that completes verbs, options and their values in SHELL: bash, zsh or fish.

    Keep it in a file, and write it again after an update: docs/completion.md says where each shell looks.
    """
    click.echo(SHELLS[shell](verbs_of(context.find_root())), nl=False)
