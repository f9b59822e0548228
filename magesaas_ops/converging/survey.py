"""Looking at Magento roots that no inventory declares yet: the same agent, one remote command each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from magesaas_ops.agent.protocol import new_nonce
from magesaas_ops.converging.observer import look_at_all
from magesaas_ops.converging.session import open_session
from magesaas_ops.facts.attachment import answer_under, look_at, said_beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyinfra.api.host import Host

    from magesaas_ops.model.host_state import Observation
    from magesaas_ops.model.inventory import Installation

_CONNECTED = re.compile(r"^magesaas-connected-as ([A-Za-z0-9_][A-Za-z0-9_.-]{0,63})$", re.MULTILINE)
_AS_OWNER = (
    'u=$(id -un); echo "magesaas-connected-as $u" >&2;'
    'o=$(stat -c %U "$0/app/etc/env.php" 2>/dev/null);'
    'if [ -n "$o" ] && [ "$o" != "$u" ]; then exec sudo -n -H -u "$o" -- "$@"; fi; exec "$@"'
)
"""Says who connects, becomes whoever owns env.php, as far as sudo lets us without a question, and runs what follows."""


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What a root looks like, and who connects to its host; empty where that was not said."""

    observation: Observation
    connected_as: str


def surveyed(
    installations: Iterable[Installation], *, parallel: int, show: Callable[[str, str], None]
) -> dict[str, Surveyed]:
    """What the only host of each answers, by the name of the installation; all under one nonce.

    :raises Interrupted: nothing was written anywhere.
    """
    nonce = new_nonce()
    asked = [replace(one, php=("sh", "-c", _AS_OWNER, one.root, *one.php)) for one in installations]
    with open_session(asked, parallel=parallel) as session:
        for nodes in session.nodes.values():
            for host in nodes.values():
                answer_under(host, nonce)
        look_at_all(session, session.nodes, show)
        return {name: _surveyed(host) for name, nodes in session.nodes.items() for host in nodes.values()}


def _surveyed(host: Host) -> Surveyed:
    found = _CONNECTED.search(said_beside(host))
    return Surveyed(look_at(host), found[1] if found else "")
