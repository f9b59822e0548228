"""``magesaas completion SHELL``: the script that makes a shell complete verbs and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the completion script of a shell.

    bash: `magesaas completion bash > ~/.local/share/bash-completion/completions/magesaas`. zsh: into a folder of
    `fpath`, as `_magesaas`. fish: `magesaas completion fish > ~/.config/fish/completions/magesaas.fish`.
    """
    completion = get_completion_class(shell)
    if completion is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    click.echo(completion(context.find_root().command, {}, "magesaas", "_MAGESAAS_COMPLETE").source())
