"""The service that takes feeds in: counts, per SaaS environment and feed, which items arrived."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from magesaas_ops.sandbox.registry_answers import RegistryReply

_PATH = re.compile(r"/feeds/(?P<feed>[^/]+)/v1/(?P<saas_environment>[^/]+)\Z")


@dataclass(slots=True)
class SandboxIngestion:
    """``rejected`` are ids of items (by their source: a product's, a category's) that are refused one by one.

    ``requests`` are (SaaS environment, feed, number of items) as they came.
    """

    rejected: set[int] = field(default_factory=set)
    requests: list[tuple[str, str, int]] = field(default_factory=list)
    _items: dict[tuple[str, str], dict[int, bool]] = field(default_factory=lambda: defaultdict(dict))

    def arrived(self, saas_environment: str) -> Mapping[str, int]:
        """How many different items each feed brought there, by feed; those that were deleted again are not counted."""
        counts = {
            feed: sum(not deleted for deleted in items.values())
            for (target, feed), items in self._items.items()
            if target == saas_environment
        }
        return dict(sorted(counts.items()))

    def answer(self, path: str, body: bytes) -> RegistryReply | None:
        """Take in what is posted to ``path``; None when it is no feed's."""
        match = _PATH.match(path)
        if match is None:
            return None
        try:
            items = [(_id_of(item), bool(item.get("deleted"))) for item in json.loads(body)]
        except (ValueError, AttributeError, TypeError):
            return 400, {"statusCode": 400, "status": "ERROR", "message": "The body is no list of items"}
        feed, saas_environment = match["feed"], match["saas_environment"]
        self.requests.append((saas_environment, feed, len(items)))
        refused = [index for index, (key, _) in enumerate(items) if key in self.rejected]
        self._items[saas_environment, feed].update(item for item in items if item[0] not in self.rejected)
        return 200, {
            "statusCode": 200,
            "status": "PARTIAL" if refused else "PROCESSED",
            "acceptedCount": len(items) - len(refused),
            "invalidFeedItems": [{"itemIndex": index, "code": "E1", "message": "bad item"} for index in refused],
        }


def _id_of(item: Mapping[str, object]) -> int:
    """The id of what the item was made of; the first one that it has."""
    return int(str(next(value for name, value in item.items() if name.endswith("_id"))))
