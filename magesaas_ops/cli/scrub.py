"""``magesaas scrub``: the dump that cannot pollute."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from magesaas_ops.errors import NothingToLookAt, UsageError
from magesaas_ops.scrubbing import scrub

if TYPE_CHECKING:
    from magesaas_ops.scrubbing import Scrubbed


@click.command
@click.option(
    "--table-prefix",
    metavar="P",
    help="The prefix of Magento's tables; '' for none. Without it, the dump's CREATE TABLE tells.",
)
def command(table_prefix: str | None) -> None:
    r"""Copy an SQL dump from standard input to standard output, without any attachment to a SaaS environment.

    Takes out the keys, ids and stamp in core_config_data and their copies in flag; everything else stays, to the byte.

    \b
        mysqldump shop | magesaas scrub > shop.sql
        zcat production.sql.gz | magesaas scrub | mysql staging
    """
    if sys.stdin.isatty():
        raise UsageError("scrub reads a dump on standard input", hint="zcat production.sql.gz | magesaas scrub | mysql")
    scrubbed = scrub(sys.stdin.buffer, sys.stdout.buffer, table_prefix=table_prefix)
    for line in _lines(scrubbed):
        click.echo(line, err=True)
    if not scrubbed.has_configuration:
        raise NothingToLookAt(
            "no table core_config_data stands in this dump, so nothing was taken out of it",
            hint="Is it a dump of Magento, with its prefix (--table-prefix)?",
        )


def _lines(scrubbed: Scrubbed) -> list[str]:
    tables = ", ".join(sorted(scrubbed.tables)) or "none"
    rows = sum(scrubbed.rows.values())
    head = f"scrub: took out {rows} row{'' if rows == 1 else 's'}; looked at {tables}."
    return [head, *(f"  {table}  {code}  ×{count}" for (table, code), count in sorted(scrubbed.rows.items()))]
