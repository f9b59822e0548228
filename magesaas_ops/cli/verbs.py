"""The verbs: each is a click command called ``command`` in the module of its name, imported when it is called.

To add a verb, add its file and one line here.
"""

from __future__ import annotations

from importlib import import_module

import click

VERBS = {
    "check": "Judge the inventory files. No network, no secrets.",
    "plan": "Say what would change on the hosts, and why. Writes nothing.",
    "apply": "Make the hosts be what the inventory says.",
    "delivery": "Say what was sent to the SaaS environments, and what still waits.",
    "quarantine": "Detach installations now, whatever the inventory says.",
    "diff": "Say what a change of the inventory means, from git. No network, no secrets.",
    "claims": "Show which installation writes which website into which SaaS environment.",
    "map": "Draw the fleet as one HTML page, findings in place.",
    "init": "Begin a fleet in this folder: a first inventory that check accepts.",
    "import": "Look at what is installed, and write the inventory that describes it.",
    "registry": "List, create and rename SaaS projects and SaaS environments of an account.",
    "schema": "Print the JSON Schema of inventories, or of our own JSON.",
    "scrub": "Copy an SQL dump without any attachment: the dump that cannot pollute.",
    "demo": "Tell the whole story on this machine, with a small Magento of our own.",
    "rule": "Show the page of a rule, or all rules.",
    "completion": "Print a script that completes on TAB, in bash, zsh or fish.",
}


class LazyGroup(click.Group):
    """Knows its verbs by name and one line of help, so that `check` never imports what `apply` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        if cmd_name not in VERBS:
            return None
        command = import_module(f"magesaas_ops.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"magesaas_ops.cli.{cmd_name}.command is no click command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="magesaas-ops", prog_name="magesaas")
def command_line() -> None:
    """Connect Magento installations to their SaaS environments, declaratively and safely.

    Exit status: 0 done, 1 failed, 2 usage, 3 nothing to look at, 4 changes pending, 5 refused by a rule, 6 stale plan,
    7 some hosts unknown, 130 interrupted.
    """
