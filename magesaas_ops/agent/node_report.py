"""What an answer tells of the node and of a command that was run there, read into values (see ``protocol.py``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.agent.wire import (
    UnreadableObservation,
    flag_in,
    number_in,
    number_or_none_in,
    text_in,
    text_or_none_in,
    texts_in,
    tree_in,
    word_in,
)
from magesaas_ops.model.node import (
    AtWork,
    BegunTask,
    CommandEnd,
    Maintenance,
    MaintenanceMode,
    Node,
    RootIdentity,
    Vendor,
)

if TYPE_CHECKING:
    from magesaas_ops.agent.wire import Tree


def node_in(answer: Tree) -> Node | None:
    """Read the node; None when the agent could not even look at the root.

    :raises UnreadableObservation: a key is missing or its value is of another type.
    """
    if answer.get("node") is None:
        return None
    tree = tree_in(answer["node"], "node")
    return Node(
        root=_root(tree_in(tree.get("root"), "root")),
        maintenance=_maintenance(tree_in(tree.get("maintenance"), "maintenance")),
        at_work=None if tree.get("at_work") is None else _at_work(tree_in(tree["at_work"], "at_work")),
        vendor=_vendor(tree_in(tree.get("vendor"), "vendor")),
    )


def command_end_in(answer: Tree) -> CommandEnd | None:
    """Read how the command ended; None when the answer is not about one.

    :raises UnreadableObservation: a key is missing or its value is of another type.
    """
    if answer.get("command") is None:
        return None
    tree = tree_in(answer["command"], "command")
    seconds = tree.get("seconds")
    if not isinstance(seconds, (int, float)):
        raise UnreadableObservation("seconds is no number")
    return CommandEnd(
        number_in(tree, "status"), number_or_none_in(tree, "signal"), float(seconds), texts_in(tree, "lines")
    )


def _root(tree: Tree) -> RootIdentity:
    return RootIdentity(
        machine=text_in(tree, "machine"),
        hostname=text_in(tree, "hostname"),
        path=text_in(tree, "path"),
        device=number_in(tree, "device"),
        inode=number_in(tree, "inode"),
    )


def _maintenance(tree: Tree) -> Maintenance:
    begun = tree.get("begun")
    if not isinstance(begun, list):
        raise UnreadableObservation("begun is no list")
    return Maintenance(
        mode=word_in(MaintenanceMode, tree, "mode"),
        run=text_or_none_in(tree, "run"),
        installation=text_in(tree, "installation"),
        by=text_in(tree, "by"),
        since=number_in(tree, "since"),
        age=number_in(tree, "age"),
        begun=tuple(_begun_task(tree_in(entry, "begun")) for entry in begun),
    )


def _begun_task(tree: Tree) -> BegunTask:
    return BegunTask(text_in(tree, "task"), number_in(tree, "since"), text_in(tree, "command"))


def _at_work(tree: Tree) -> AtWork:
    return AtWork(
        pid=number_or_none_in(tree, "pid"),
        since=number_or_none_in(tree, "since"),
        age=number_or_none_in(tree, "age"),
        command=text_in(tree, "command"),
    )


def _vendor(tree: Tree) -> Vendor:
    return Vendor(
        missing=texts_in(tree, "missing"),
        gone=texts_in(tree, "gone"),
        differing=texts_in(tree, "differing"),
        has_lock=flag_in(tree, "has_lock"),
        has_dev=flag_in(tree, "has_dev"),
    )
