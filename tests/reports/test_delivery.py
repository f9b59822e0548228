"""``delivery`` as a table and as JSON."""

from __future__ import annotations

import json

import pytest

from magesaas_ops.model.delivery import Delivery, DeliveryReport, DeliveryVerdict
from magesaas_ops.model.feeds import Feed, FeedKind
from magesaas_ops.reports.delivery.json import render as as_json
from magesaas_ops.reports.delivery.text import render as as_text
from magesaas_ops.reports.schemas import schema_of
from tests.reports.hostile import HOSTILE
from tests.reports.test_schemas import strict

PRODUCTS = Feed("products", items=12431, sent=12400, waiting=31, backlog=2, indexer="valid", last_sent=1_800_000_000)
SCOPES = Feed("scopesWebsite", FeedKind.LEGACY, items=2, sent=2)
WAITING = Delivery("eu", DeliveryVerdict.WAITING, "id-1", (PRODUCTS, SCOPES), ("products: 31 waiting",))
BIG = Feed("prices", items=9_000_000, sent=9_000_000, sent_since=5, is_approximate=True, last_sent=1_800_000_000)


def test_the_table_has_a_line_per_feed_below_the_verdict_and_its_reasons():
    assert as_text(DeliveryReport((WAITING,))).splitlines() == [
        "eu → id-1: waiting",
        "  products: 31 waiting",
        "  nobody knows which SaaS environment got what counts as sent: the feeds were not marked at the switch",
        "  FEED            ITEMS    SENT  SINCE SWITCH  WAITING  REJECTED  STUCK  BACKLOG             LAST SENT",
        "  products       12,431  12,400             -       31         0      0        2  2027-01-15 08:00 UTC",
        "  scopesWebsite       2       2             -        0         0      0        -                 never",
    ]


def test_what_was_marked_is_proved_and_what_is_estimated_is_shown_so():
    text = as_text(DeliveryReport((Delivery("eu", DeliveryVerdict.SENT, "id-1", (BIG,)),)))
    assert "nobody knows" not in text
    assert "~9,000,000" in text


@pytest.mark.parametrize("text", [HOSTILE["newline"], HOSTILE["wide"], "x"])
def test_the_json_is_what_its_schema_says_whatever_a_host_says(text):
    feed = Feed(text, error=text, problem=text, indexer=text)
    report = DeliveryReport((WAITING, Delivery(text, DeliveryVerdict.UNKNOWN, text, (feed,), (text,))))
    told = json.loads(as_json(report))
    strict("delivery").validate(told)
    assert told["summary"]["waiting"] == told["summary"]["unknown"] == 1
    assert len(as_text(report).splitlines()) == 11


def test_the_schema_knows_every_verdict():
    properties = dict(schema_of("delivery")["properties"])
    verdicts = properties["installations"]["items"]["properties"]["verdict"]["enum"]
    assert verdicts == [verdict.value for verdict in DeliveryVerdict]
