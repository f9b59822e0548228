"""When an attachment counts as delivered, and what is said when it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from magesaas_ops.laws.delivery import delivery_of, left_to_send, standing_still
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.delivery import DeliveryVerdict
from magesaas_ops.model.feeds import Feed, FeedKind, Feeds
from magesaas_ops.model.host_state import HostState, HostUnknown, ObservedValue, Source
from magesaas_ops.model.inventory import Installation, SaasEnvironmentRef, Stage

NOW = 1_800_000_000
SENT = Feed("products", items=5, sent=5, backlog=0, indexer="valid", last_sent=NOW - 60)
HELD = dict.fromkeys(
    (paths.PRODUCTION_API_KEY, paths.PRODUCTION_PRIVATE_KEY, paths.ENVIRONMENT_ID),
    ObservedValue("held", "held", True, source=Source.DATABASE),
)
ATTACHED = HostState(
    *("nonce", "0" * 64, "Community", "2.4.7", "default", "8.3", "www-data", "www-data"),
    websites=("base",),
    base_urls=("https://shop.example/",),
    values=HELD,
)
ONE = Installation("eu", Stage.STAGING, ("eu",), "/r", ("base",), SaasEnvironmentRef("acme", "shop", "test"))


def judged(*feeds: Feed, cron_ran: int | None = NOW - 60, is_cron_enabled: bool = True, state=ATTACHED):
    return delivery_of(ONE, replace(state, feeds=Feeds(feeds, is_cron_enabled, cron_ran, NOW)))


def verdict_and_reasons(*feeds: Feed, **more):
    delivery = judged(*feeds, **more)
    return delivery.verdict, delivery.reasons


def test_everything_sent_is_sent_also_when_cron_rests():
    assert verdict_and_reasons(SENT, cron_ran=None) == (DeliveryVerdict.SENT, ())


@pytest.mark.parametrize(
    ("feed", "reason"),
    {
        "items": (replace(SENT, waiting=1234, error="mode 500"), "products: 1,234 waiting (mode 500)"),
        "changes": (replace(SENT, backlog=7), "products: 7 changes to collect"),
        "indexer": (replace(SENT, indexer="invalid"), "products: its indexer is invalid"),
        "locked": (replace(SENT, waiting=1, is_locked=True), "products: 1 waiting, being sent now"),
    }.values(),
)
def test_what_is_to_be_collected_or_sent_waits(feed: Feed, reason: str):
    assert verdict_and_reasons(SENT, feed) == (DeliveryVerdict.WAITING, (reason,))


def test_a_rejected_item_weighs_more_than_those_that_wait():
    rejected = replace(SENT, name="prices", rejected=2, error="E1: bad item")
    verdict, reasons = verdict_and_reasons(replace(SENT, waiting=3), rejected)
    assert verdict is DeliveryVerdict.REJECTED
    assert reasons == ("prices: 2 rejected (E1: bad item); they are sent again when they change",)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"is_cron_enabled": False}, "cron is disabled in app/etc/env.php: nothing is collected or sent"),
        ({"cron_ran": None}, "cron never ran there"),
        ({"cron_ran": NOW - 3600}, "cron last ran 60 minutes ago"),
    ],
)
def test_what_waits_for_a_cron_that_does_not_run_stands_still(more, reason):
    assert verdict_and_reasons(replace(SENT, waiting=1), **more) == (DeliveryVerdict.STANDING_STILL, (reason,))


def test_what_waits_for_keys_or_an_id_stands_still():
    bare = replace(ATTACHED, values={})
    verdict, (reason,) = verdict_and_reasons(replace(SENT, waiting=1), state=bare)
    assert verdict is DeliveryVerdict.STANDING_STILL
    assert paths.ENVIRONMENT_ID in reason
    assert paths.PRODUCTION_API_KEY in reason


def test_a_key_that_does_not_decrypt_is_said():
    copied = {**HELD, paths.PRODUCTION_PRIVATE_KEY: replace(HELD[paths.PRODUCTION_PRIVATE_KEY], undecryptable=True)}
    verdict, reasons = verdict_and_reasons(replace(SENT, waiting=1), state=replace(ATTACHED, values=copied))
    assert verdict is DeliveryVerdict.STANDING_STILL
    assert reasons == (f"it cannot sign: {paths.PRODUCTION_PRIVATE_KEY} does not decrypt",)


def test_the_sandbox_pair_is_judged_where_it_is_used():
    sandbox = replace(ATTACHED, environment="sandbox")
    _, reasons = verdict_and_reasons(replace(SENT, waiting=1), state=sandbox)
    assert paths.SANDBOX_API_KEY in reasons[0]


def test_deletions_that_are_never_sent_and_empty_tables_stand_still_though_nothing_waits():
    stuck, empty = replace(SENT, stuck_deletions=2), replace(SENT, name="prices", items=0, sent=0, lacks_items=True)
    verdict, reasons = verdict_and_reasons(stuck, empty)
    assert verdict is DeliveryVerdict.STANDING_STILL
    assert reasons == (
        "products: 2 deletions failed once and are never sent again",
        "prices: its table is empty, though there is something to export and nothing collects it",
    )


def test_an_empty_table_of_a_module_without_a_pool_of_feeds_is_not_taken_for_sent():
    old = Feed("products", FeedKind.LEGACY, lacks_items=True)
    assert verdict_and_reasons(old)[0] is DeliveryVerdict.STANDING_STILL
    assert verdict_and_reasons(replace(old, items=3, sent=3, lacks_items=False))[0] is DeliveryVerdict.SENT


def test_an_empty_table_that_is_about_to_be_filled_waits():
    verdict, _ = verdict_and_reasons(replace(SENT, items=0, lacks_items=True, indexer="invalid"))
    assert verdict is DeliveryVerdict.WAITING


def test_what_could_not_be_looked_at_is_never_fine():
    assert delivery_of(ONE, HostUnknown("no route")).verdict is DeliveryVerdict.UNKNOWN
    assert delivery_of(ONE, replace(ATTACHED, feeds=None)).verdict is DeliveryVerdict.UNKNOWN
    assert verdict_and_reasons(SENT, replace(SENT, name="prices", problem="no column status")) == (
        DeliveryVerdict.UNKNOWN,
        ("prices: no column status",),
    )
    assert verdict_and_reasons() == (DeliveryVerdict.STANDING_STILL, ("no module there exports anything",))


def test_what_is_attached_to_nothing_owes_nothing_and_an_id_that_it_holds_is_told():
    quarantined = replace(ONE, saas_environment=None)
    state = replace(ATTACHED, feeds=Feeds((replace(SENT, waiting=9),), False, None, NOW))
    delivery = delivery_of(quarantined, state)
    assert delivery.verdict is DeliveryVerdict.NOTHING_OWED
    assert delivery.reasons == ("it is declared to be attached to nothing, and still holds the id held",)
    assert delivery_of(quarantined, replace(state, values={})).reasons == ()


def test_only_what_was_marked_is_proved():
    assert not judged(SENT).is_proved
    assert judged(replace(SENT, sent_since=5)).is_proved
    legacy = replace(SENT, name="scopesWebsite", kind=FeedKind.LEGACY)
    assert not judged(replace(SENT, sent_since=5), legacy).is_proved


def test_what_is_waited_for_in_vain_says_what_is_locked():
    delivery = judged(replace(SENT, waiting=3, backlog=4, is_locked=True), replace(SENT, name="prices"))
    assert left_to_send(delivery) == 7
    still = standing_still(delivery)
    assert still.verdict is DeliveryVerdict.STANDING_STILL
    assert still.reasons[0] == "nothing was sent for 15 minutes; locked all the time: products"
