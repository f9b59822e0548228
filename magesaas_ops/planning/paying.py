"""Paying what our mark owes although the attachment is refused, so that a refusal does not keep a shop dark.

What a run of ours began on the code (Composer, modules, upgrade, compiling, static content, caches, and maintenance
mode itself) does not depend on what the installation is attached to. A registry that is down, a secret that is missing,
an undeclared website or a claim that somebody else holds stop the attachment, and none of this; nothing is begun anew.
Only what puts the ground of that work in doubt holds it up: ``HOLDS_UP``, a node that could not be looked at, and one
on which somebody else is at work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.laws.turns import nodes_of
from magesaas_ops.planning.detaching import AMBIGUOUS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from magesaas_ops.model.finding import Finding
    from magesaas_ops.model.world import World

_NOT_READ = frozenset({"unreadable-inventory", "schema-violation", "plaintext-secret"})
_IN_OTHER_HANDS = frozenset({"composer-state-broken", "stale-code", "wrong-owner"})
HOLDS_UP = AMBIGUOUS | _NOT_READ | _IN_OTHER_HANDS
"""The rules whose refusing findings hold up the work on the code as well.

Those that say that this may be another installation (an upgrade would change its database); those after which nobody
knows which program is to be run here, or whether what could not be read declares the same root; and those that say that
the code is in other hands: a Composer or a deployment of somebody else that did not end, files that belong to another.
"""
REPAIRED_BY_PAYING = frozenset({"left-in-maintenance", "stale-code", "composer-state-broken"})


def is_paid(world: World, findings: Sequence[Finding]) -> bool:
    """Whether a run of ours left its mark on a node, and nothing that the rules found puts its work in doubt."""
    is_owed = any(node.maintenance.run is not None for node in nodes_of(world).values())
    return is_owed and not any(_holds_up(finding, world.desired.installation.subject) for finding in findings)


def _holds_up(finding: Finding, subject: str) -> bool:
    """Of what the files say, only what is said of this installation, or of nothing that has a name."""
    names = [one for one in finding.subjects if one.startswith(("installations.", "accounts."))]
    return finding.refuses and finding.rule in HOLDS_UP and (finding.concerns(subject) or not names)
