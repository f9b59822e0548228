"""What is asked of a node's code: maintenance mode, commands one at a time, and which database it uses.

None of these needs a Magento that can be started, but ``probe_request``. ``run`` is the id of a run of ours, the same
on every node; the node compares it with its mark under the lock on app/etc, so that a run that was taken over can do
no more (contract §16).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.agent.request import AgentRequest

if TYPE_CHECKING:
    from collections.abc import Sequence


def maintenance_on_request(
    root: str, nonce: str, *, run: str, installation: str, by: str, over: str | None = None
) -> AgentRequest:
    """Ask to switch maintenance mode on and mark it as this run's.

    An operator's flag stays one, with our mark in it. The mark of another run is taken over, its begun tasks included,
    when ``over`` is that run's id; otherwise the node answers ``marked``.
    """
    return _request("maintenance-on", root, nonce, run=run, installation=installation, by=by, over=over)


def maintenance_off_request(root: str, nonce: str, *, run: str, settled: Sequence[str] = ()) -> AgentRequest:
    """Ask to end our maintenance mode; an operator's stays on, without our mark.

    ``settled`` names begun tasks of which the caller has seen that nothing is owed; the node answers ``owed`` when
    others are left. Nothing to end is no error.
    """
    return _request("maintenance-off", root, nonce, run=run, settled=list(settled))


def tasks_request(
    root: str, nonce: str, *, run: str, begun: Sequence[str] = (), ended: Sequence[str] = ()
) -> AgentRequest:
    """Ask to write tasks into the mark, or to strike them."""
    return _request("tasks", root, nonce, run=run, begun=list(begun), ended=list(ended))


def command_request(
    root: str,
    nonce: str,
    *,
    run: str,
    task: str,
    argv: Sequence[str],
    fresh_requirejs: bool = False,
    fresh_generated: bool = False,
) -> AgentRequest:
    """Ask to run one command of Composer or Magento in the root, under the lock, as ``task`` of the mark.

    It carries no secret. ``fresh_requirejs`` first removes the configuration of RequireJS that deploying static content
    would otherwise keep (contract §16), ``fresh_generated`` the compiled and generated code, with which a command would
    fail that is not made for the code any more (§5).
    """
    fresh = {"fresh_requirejs": fresh_requirejs, "fresh_generated": fresh_generated}
    return _request("run", root, nonce, run=run, task=task, argv=list(argv), **fresh)


def probe_request(root: str, nonce: str, *, name: str, hold_seconds: float = 0) -> AgentRequest:
    """Ask whether a named lock of this database is held or, with ``hold_seconds``, to hold it for that long.

    The name of the database and the table prefix are part of the lock's name, so only nodes of one database see it.
    """
    return _request("probe", root, nonce, name=name, hold_seconds=hold_seconds)


def _request(verb: str, root: str, nonce: str, **details: object) -> AgentRequest:
    return AgentRequest(verb, root, {}, nonce, details=details)
