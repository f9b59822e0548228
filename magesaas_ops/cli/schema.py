"""``magesaas schema``: what an inventory, and what our own JSON looks like."""

from __future__ import annotations

import json

import click

from magesaas_ops.loading.shape.schema import schema_path
from magesaas_ops.reports.schemas import REPORTS, schema_of


@click.command
@click.option(
    "--of",
    "report",
    type=click.Choice(REPORTS),
    help="Of what a verb prints with --format json; outcomes: that of apply and quarantine. Default: of inventories.",
)
def command(report: str | None) -> None:
    """Print the JSON Schema (2020-12) of inventories, or of our own JSON.

    An editor with a YAML language server takes it: magesaas schema > inventory.schema.json
    """
    text = (
        schema_path().read_text(encoding="utf-8") if report is None else f"{json.dumps(schema_of(report), indent=2)}\n"
    )
    click.echo(text, nl=False)
