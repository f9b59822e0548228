"""``magesaas diff``: what a change of the inventory means."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from magesaas_ops.cli.diff_sides import read_sides
from magesaas_ops.cli.forge import links_of
from magesaas_ops.cli.options import color_option, inventory_option, verbose_option
from magesaas_ops.cli.output import format_option, show
from magesaas_ops.comparing import compare
from magesaas_ops.errors import Refused
from magesaas_ops.laws.transition import transition
from magesaas_ops.model.finding import Coverage
from magesaas_ops.rules import FILE_RULES, TRANSITION_RULES, WAIVER_RULES, judge_files, judge_transition
from magesaas_ops.rules.rule import sheets_by_id

if TYPE_CHECKING:
    from magesaas_ops.cli.output import Output
    from magesaas_ops.reports.paint import Paint
    from magesaas_ops.rules.rule import Rule

DIFF_RULES: tuple[Rule, ...] = (*FILE_RULES, *WAIVER_RULES, *TRANSITION_RULES)


@click.command
@click.argument("base")
@click.argument("head", required=False)
@inventory_option
@format_option("diff")
@color_option
@verbose_option
@click.option(
    "--base-inventory", type=click.Path(path_type=Path), help="Where the inventory was at BASE, when it moved since."
)
@click.option(
    "--base-fallback",
    is_flag=True,
    help="Compare with the nearest ancestor of BASE that can be read, when BASE cannot: for repairs of a broken main.",
)
@click.option(
    "--quiet-when-unchanged",
    is_flag=True,
    help="Say nothing in text, and only the marker in markdown, when nothing changes and nothing is refused.",
)
def command(
    base: str,
    head: str | None,
    inventory: Path,
    outputs: tuple[Output, ...],
    paint: Paint,
    *,
    base_inventory: Path | None,
    base_fallback: bool,
    quiet_when_unchanged: bool,
) -> int:
    """Say what the inventory at HEAD means, compared with the one at BASE.

    BASE and HEAD are commits, branches or tags; HEAD is the work tree when left out. BASE..HEAD is understood too, and
    BASE...HEAD compares HEAD with the commit at which the two grew apart, as a pull request does. Reads git's objects
    only: no network, no secrets, no host, and nothing is checked out.

    Exit status: 0 nothing refused, 2 no such commit, 3 no inventory on either side, 5 refused by a rule: on HEAD, or on
    the change itself. Warnings alone exit 0.
    """
    sides = read_sides(base, head, inventory, base_path=base_inventory, fallback=base_fallback)
    before, after = sides.before, sides.after
    today = datetime.date.today()
    was, is_now = judge_files(before.fleet, today), judge_files(after.fleet, today)
    looked_at = is_now.coverage
    change = transition(before.fleet, after.fleet, sides.unreadable)
    report = compare(
        change,
        base=before.revision,
        head=after.revision,
        coverage=Coverage(looked_at.files, looked_at.installations, len(DIFF_RULES)),
        findings_before=was.findings,
        findings_after=is_now.findings,
        findings_of_transition=judge_transition(change, today),
    )
    commit = after.revision.commit
    links = links_of(os.environ, commit, sides.repository.remote() if commit else "", sides.repository.root)
    told = replace(report, pages=sheets_by_id(DIFF_RULES), links=links, quiet=quiet_when_unchanged)
    show("diff", told, outputs, paint)
    return Refused.exit_status if report.refuses else 0
