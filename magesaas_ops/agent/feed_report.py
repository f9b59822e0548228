"""The feeds in an answer of the agent, read into values; their shape stands in ``protocol.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from magesaas_ops.agent.wire import (
    UnreadableObservation,
    flag_in,
    number_in,
    number_or_none_in,
    text_in,
    text_or_none_in,
    tree_in,
    word_in,
)
from magesaas_ops.model.feeds import Feed, FeedKind, Feeds

if TYPE_CHECKING:
    from magesaas_ops.agent.wire import Tree


def feeds_in(answer: Tree) -> Feeds | None:
    """Read the ``feeds`` of an answer; None when the verb was no look at a Magento.

    :raises UnreadableObservation: a key is missing or its value is of another type.
    """
    if answer.get("feeds") is None:
        return None
    tree = tree_in(answer["feeds"], "feeds")
    feeds = tree.get("feeds")
    if not isinstance(feeds, list):
        raise UnreadableObservation("feeds is no list")
    return Feeds(
        feeds=tuple(_feed(tree_in(entry, "feed")) for entry in feeds),
        is_cron_enabled=flag_in(tree, "cron_enabled"),
        cron_ran=number_or_none_in(tree, "cron_ran"),
        now=number_in(tree, "now"),
    )


def _feed(tree: Tree) -> Feed:
    return Feed(
        name=text_in(tree, "name"),
        kind=word_in(FeedKind, tree, "kind"),
        items=number_in(tree, "items"),
        sent=number_in(tree, "sent"),
        sent_since=number_or_none_in(tree, "sent_since"),
        waiting=number_in(tree, "waiting"),
        rejected=number_in(tree, "rejected"),
        stuck_deletions=number_in(tree, "stuck_deletions"),
        backlog=number_or_none_in(tree, "backlog"),
        indexer=text_or_none_in(tree, "indexer"),
        last_sent=number_or_none_in(tree, "last_sent"),
        error=text_or_none_in(tree, "error"),
        is_locked=flag_in(tree, "is_locked"),
        lacks_items=flag_in(tree, "lacks_items"),
        is_approximate=flag_in(tree, "is_approximate"),
        problem=text_or_none_in(tree, "problem"),
    )
