"""Which installations may be on one database or one root, by what their nodes say of themselves.

Equal identities are a suspicion only: a cloned machine has them too. What tells two live databases apart without asking
again is when their servers started; what proves two to be one is a named lock, for which somebody has to ask.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from magesaas_ops.laws.stamps import is_stamped_here
from magesaas_ops.model.host_state import HostState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from magesaas_ops.model.host_state import Observation
    from magesaas_ops.model.node import RootIdentity

    Looks = Mapping[str, Mapping[str, Observation]]

MOST_SECONDS = 5
"""How far apart two readings of when one server started may lie."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two installations that may be one, each with the node that says so; ``other_node`` is empty when none answered.

    ``doubt`` says why nobody can ask; without it, a lock that is held through one node and looked for through the other
    settles it: seen, they are one; not seen, they are two unless a database ``is_clustered``.
    """

    one: str
    other: str
    node: str
    other_node: str
    is_clustered: bool = False
    doubt: str = ""


def owners_elsewhere(looks: Looks, names: Mapping[str, str]) -> frozenset[str]:
    """The installations that were not looked at and by whose stamps a node of these is on their database."""
    return frozenset(owner for *_, owner in _by_stamp(looks, names) if owner not in looks)


def suspicions(looks: Looks, names: Mapping[str, str]) -> tuple[Suspicion, ...]:
    """Every two installations that may be one; ``looks`` are by installation and node, ``names`` as of ``names_of``."""
    found: dict[frozenset[tuple[str, str]], Suspicion] = {}
    for suspicion in (*_live_pairs(looks), *_of_one_root(looks), *_stamped_by_the_silent(looks, names)):
        places = ((suspicion.one, suspicion.node), (suspicion.other, suspicion.other_node))
        found.setdefault(frozenset(places), suspicion)
    return tuple(found.values())


def _live_pairs(looks: Looks) -> Iterator[Suspicion]:
    """Nodes of two installations whose databases have one identity and are not certainly two."""
    by_key: dict[str, list[tuple[str, str, HostState]]] = defaultdict(list)
    for name, node, state in _states(looks):
        alike = by_key[state.database.key]
        if state.database.server and not any(
            one == name and _seconds_apart(other, state) <= MOST_SECONDS for one, _, other in alike
        ):
            alike.append((name, node, state))
    for alike in by_key.values():
        for (one, node, state), (other, other_node, other_state) in combinations(alike, 2):
            if one != other and _may_be_one(state, other_state):
                yield Suspicion(one, other, node, other_node, _is_clustered(state, other_state))


def _of_one_root(looks: Looks) -> Iterator[Suspicion]:
    """Nodes of two installations that say the same of their root, unless their databases are certainly two."""
    by_root: dict[RootIdentity, dict[str, tuple[str, Observation]]] = defaultdict(dict)
    for name, nodes in looks.items():
        for node, seen in nodes.items():
            if seen.node is not None and seen.node.root.machine:
                by_root[seen.node.root].setdefault(name, (node, seen))
    for alike in by_root.values():
        for (one, (node, seen)), (other, (other_node, other_seen)) in combinations(alike.items(), 2):
            if not isinstance(seen, HostState) or not isinstance(other_seen, HostState):
                silent = node if not isinstance(seen, HostState) else other_node
                doubt = f"both say that their root is the same, and Magento cannot be started on {silent}"
                yield Suspicion(one, other, node, other_node, doubt=doubt)
            elif _may_be_one(seen, other_seen):
                yield Suspicion(one, other, node, other_node, _is_clustered(seen, other_seen))


def _stamped_by_the_silent(looks: Looks, names: Mapping[str, str]) -> Iterator[Suspicion]:
    """Nodes on a database that another installation has stamped, of which no node could be asked."""
    for name, node, owner in _by_stamp(looks, names):
        answers = [seen for seen in looks.get(owner, {}).values() if isinstance(seen, HostState)]
        if not answers:
            silent = [
                f"{other} ({seen.reason})"
                for other, seen in looks.get(owner, {}).items()
                if not isinstance(seen, HostState)
            ]
            why = f"{owner} does not answer: {', '.join(silent)}" if silent else f"{owner} could not be looked at"
            yield Suspicion(name, owner, node, "", doubt=f"the database on {node} carries its stamp, and {why}")


def _by_stamp(looks: Looks, names: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Installation, node and owner wherever another installation has stamped the very database that is used there."""
    for name, node, state in _states(looks):
        if state.stamp is not None and is_stamped_here(state):
            owner = names.get(state.stamp.installation, name)
            if owner != name:
                yield name, node, owner


def _states(looks: Looks) -> Iterator[tuple[str, str, HostState]]:
    for name, nodes in looks.items():
        yield from ((name, node, seen) for node, seen in nodes.items() if isinstance(seen, HostState))


def _may_be_one(one: HostState, other: HostState) -> bool:
    """Servers that started at different times are two; of a cluster's, that says nothing about the database."""
    if _is_clustered(one, other):
        return True
    return one.database.key == other.database.key and _seconds_apart(one, other) <= MOST_SECONDS


def _seconds_apart(one: HostState, other: HostState) -> int:
    return abs(one.database.started - other.database.started)


def _is_clustered(one: HostState, other: HostState) -> bool:
    return one.database.clustered or other.database.clustered


def concerning(found: Iterable[Suspicion], names: Iterable[str]) -> tuple[Suspicion, ...]:
    """Those that concern any of the named installations."""
    wanted = set(names)
    return tuple(one for one in found if one.one in wanted or one.other in wanted)
