"""``magesaas schema``: the JSON Schema of inventories."""

from __future__ import annotations

import click

from magesaas_ops.loading.shape.schema import schema_path


@click.command
def command() -> None:
    """Print the JSON Schema of inventories, for editors and other tools: magesaas schema > inventory.schema.json."""
    click.echo(schema_path().read_text(encoding="utf-8"), nl=False)
