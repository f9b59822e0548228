"""What a host says of its feeds: counted by status, with what stands beside them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from magesaas_ops.agent.protocol import agent_source, new_nonce, observe_request
from magesaas_ops.model.feeds import FeedKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from magesaas_ops.model.feeds import Feed
    from tests.contract.under_test import MagentoUnderTest

OURS = 900_000_000
"""Ids of entities from here on are the tests' own."""
SENT, DELETED, RETRIED, STUCK, REJECTED, REFUSED = (200, 0), (200, 1), (2, 0), (2, 1), (1, 0), (400, 0)


@pytest.fixture
def exporting(magento: MagentoUnderTest) -> Iterator[MagentoUnderTest]:
    """A Magento whose modules export products."""
    if "products" not in {feed.name for feed in feeds_of(magento)}:
        pytest.skip("this Magento has no module that exports products")
    yield magento
    magento.sql(f"DELETE FROM {{cde_products_feed}} WHERE source_entity_id >= {OURS}")
    magento.sql(f"DELETE FROM {{cde_products_feed_cl}} WHERE entity_id >= {OURS}")


def feeds_of(magento: MagentoUnderTest) -> tuple[Feed, ...]:
    feeds = magento.observe().feeds
    assert feeds is not None
    return feeds.feeds


def products(magento: MagentoUnderTest, source: str | None = None) -> Feed:
    request = observe_request(str(magento.root), magento.packages, new_nonce())
    state = magento.ask(request, source=source).observation
    assert state is not None
    assert state.feeds is not None
    return next(feed for feed in state.feeds.feeds if feed.name == "products")


def put_items(magento: MagentoUnderTest, *items: tuple[int, int], errors: str | None = None) -> None:
    """Rows of the products' feed, each (status, is_deleted)."""
    first = OURS + int(magento.sql("SELECT COUNT(*) AS n FROM {cde_products_feed}")[0]["n"])
    for number, (status, is_deleted) in enumerate(items, first):
        magento.sql(
            "INSERT INTO {cde_products_feed} (source_entity_id, feed_id, modified_at, is_deleted, status, feed_data,"
            " feed_hash, errors) VALUES (?, ?, ?, ?, ?, '{}', '', ?)",
            *(number, f"ours-{number}", "2026-01-02 03:04:05", is_deleted, status, errors),
        )


def test_every_feed_is_told_with_how_it_is_sent(exporting: MagentoUnderTest) -> None:
    kinds = {feed.name: feed.kind for feed in feeds_of(exporting)}
    immediate = {name for name, kind in kinds.items() if kind is FeedKind.IMMEDIATE}
    assert {"products", "prices", "categories", "productAttributes"} <= immediate
    assert {"scopesWebsite", "scopesCustomerGroup"} <= set(kinds) - immediate
    assert [feed.problem for feed in feeds_of(exporting) if feed.problem] == []


def test_items_are_counted_by_what_became_of_them(exporting: MagentoUnderTest) -> None:
    before = products(exporting)
    put_items(exporting, SENT, SENT, SENT, DELETED, RETRIED, RETRIED, STUCK, errors="mode 500")
    put_items(exporting, REJECTED, REFUSED, errors="E1: bad item")
    after = products(exporting)
    assert after.items - before.items == 7
    assert after.sent - before.sent == 3
    assert after.waiting - before.waiting == 2
    assert after.rejected - before.rejected == 2
    assert after.stuck_deletions - before.stuck_deletions == 1
    assert after.error == "E1: bad item"
    assert after.last_sent is not None
    assert after.last_sent >= 1767323045
    assert (after.sent_since, after.is_approximate) == (None, False)


def test_an_error_of_what_waits_is_told_without_what_looks_secret(exporting: MagentoUnderTest) -> None:
    put_items(exporting, RETRIED, errors="service said no to Bearer abcdefghijklmnop")
    assert products(exporting).error == "service said no to Bearer ********"


def test_the_changes_that_nobody_collected_are_the_backlog(exporting: MagentoUnderTest) -> None:
    before = products(exporting).backlog
    assert before is not None
    for number in range(3):
        exporting.sql("INSERT INTO {cde_products_feed_cl} (entity_id) VALUES (?)", OURS + number)
    last = int(exporting.sql("SELECT MAX(version_id) AS n FROM {cde_products_feed_cl}")[0]["n"])
    collected = exporting.sql("SELECT version_id FROM {mview_state} WHERE view_id = 'cde_products_feed'")
    assert products(exporting).backlog == last - int(collected[0]["version_id"] or 0)


def test_the_state_of_the_indexer_is_told(exporting: MagentoUnderTest) -> None:
    known = exporting.sql("SELECT status FROM {indexer_state} WHERE indexer_id = 'catalog_data_exporter_products'")
    assert products(exporting).indexer == known[0]["status"]


def test_an_empty_table_is_no_export_of_what_there_is(exporting: MagentoUnderTest) -> None:
    if products(exporting).items:
        pytest.skip("this Magento has exported its products")
    has_products = exporting.sql("SELECT COUNT(*) AS n FROM {catalog_product_entity}")[0]["n"] != "0"
    assert products(exporting).lacks_items is has_products
    put_items(exporting, SENT)
    assert not products(exporting).lacks_items


def test_a_table_that_is_too_big_is_estimated_and_says_so(exporting: MagentoUnderTest) -> None:
    put_items(exporting, SENT, SENT, SENT, RETRIED, REJECTED, errors="E1: bad item")
    counted = products(exporting)
    source = agent_source()
    assert source.count("MOST_COUNTED = 500000;") == 1
    estimated = products(exporting, source.replace("MOST_COUNTED = 500000;", "MOST_COUNTED = 4;"))
    assert estimated.is_approximate
    assert estimated.items >= counted.items
    assert (estimated.waiting, estimated.rejected) == (counted.waiting, counted.rejected)
    assert (estimated.error, estimated.last_sent) == (counted.error, counted.last_sent)
    gaps = products(exporting, source.replace("span <= MOST_COUNTED", "span <= 0"))
    assert gaps == counted, "ids have gaps: a wide span alone makes no big table"


def test_cron_is_told_as_env_php_says(magento: MagentoUnderTest) -> None:
    before = magento.observe().feeds
    with magento.edited(
        "app/etc/env.php", lambda text: text.replace("'install' =>", "'cron' => ['enabled' => 0], 'install' =>")
    ):
        off = magento.observe().feeds
    assert before is not None
    assert off is not None
    assert (before.is_cron_enabled, off.is_cron_enabled) == (True, False)
    assert abs(off.now - time.time()) < 300


def test_what_cron_did_last_is_told(magento: MagentoUnderTest) -> None:
    insert = "INSERT INTO {cron_schedule} (job_code, status, executed_at) VALUES ('ours', ?, ?)"
    try:
        magento.sql(insert, "success", "2038-01-02 03:04:05")
        magento.sql(insert, "error", "2038-01-03 03:04:05")
        feeds = magento.observe().feeds
    finally:
        magento.sql("DELETE FROM {cron_schedule} WHERE job_code = 'ours'")
    assert feeds is not None
    assert feeds.cron_ran == 2146014245


def test_counting_moves_no_digest_and_no_row(exporting: MagentoUnderTest) -> None:
    before = exporting.observe().digest
    put_items(exporting, SENT, RETRIED)
    rows = exporting.sql("SELECT * FROM {cde_products_feed}")
    assert exporting.observe().digest == before
    assert exporting.sql("SELECT * FROM {cde_products_feed}") == rows
