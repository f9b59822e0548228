"""Every generation of the modules, by the sandbox: capabilities decide, never versions (contract §11)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from magesaas_ops.errors import AgentError
from magesaas_ops.model import host_state as paths
from magesaas_ops.model.feeds import FeedKind
from magesaas_ops.model.host_state import Source
from magesaas_ops.model.secret_ref import Secret
from tests.contract.keys import PEM
from tests.contract.under_test import MagentoUnderTest

KEY = Secret("canary-of-generations-91")
OLD = "old"


@pytest.fixture(scope="module", params=[OLD, "1.3.8/3.2.5", "3.3.4"])
def generation(request: pytest.FixtureRequest, composer_repository: Path) -> Iterator[MagentoUnderTest]:
    from magesaas_ops.sandbox import create_installation

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "shop"
        create_installation(root, generation=request.param, composer_repository=composer_repository)
        yield MagentoUnderTest(request.param, root)


@pytest.fixture
def shop(generation: MagentoUnderTest) -> Iterator[MagentoUnderTest]:
    with generation.restored():
        yield generation


def test_what_a_generation_has_and_decrypts(shop: MagentoUnderTest) -> None:
    state = shop.observe()
    is_old = shop.name == OLD
    assert {path for path in paths.MANAGED_PATHS if not state.value(path).supported} == (
        {path for path in paths.SECRET_PATHS if path.endswith("private_key")} if is_old else set()
    )
    assert {path for path in paths.MANAGED_PATHS if state.value(path).encrypted} == (
        set() if is_old else set(paths.SECRET_PATHS)
    )


def test_an_api_key_is_stored_as_this_generation_reads_it(shop: MagentoUnderTest) -> None:
    answer = shop.configure({paths.PRODUCTION_API_KEY: KEY, paths.PROJECT_ID: "p"})
    state = answer.observation
    assert state is not None
    value = state.value(paths.PRODUCTION_API_KEY)
    assert value.effective == value.stored == KEY.hmac_under(state.nonce)
    assert (value.source, value.in_clear) == (Source.DATABASE, False)
    assert (shop.row(paths.PRODUCTION_API_KEY) == KEY.reveal()) is (shop.name == OLD)
    assert shop.configure({paths.PRODUCTION_API_KEY: KEY, paths.PROJECT_ID: "p"}).changed == ()


def test_a_private_key_is_refused_where_there_is_no_field_for_it(shop: MagentoUnderTest) -> None:
    values = {paths.PRODUCTION_API_KEY: KEY, paths.PRODUCTION_PRIVATE_KEY: Secret(PEM)}
    if shop.name != OLD:
        assert set(shop.configure(values).changed) == set(values)
        return
    with pytest.raises(AgentError) as caught:
        shop.configure(values)
    assert caught.value.code == "unsupported"
    assert paths.PRODUCTION_PRIVATE_KEY in caught.value.message
    assert shop.tamper(["rows"]) == [[]]


def test_ciphertext_is_plain_text_where_nothing_decrypts_it(shop: MagentoUnderTest) -> None:
    (ciphertext,) = shop.tamper(["encrypt", KEY.reveal()])
    shop.tamper(["put", "default", 0, paths.PRODUCTION_API_KEY, ciphertext], ["reinit"])
    state = shop.observe()
    expected = Secret(ciphertext) if shop.name == OLD else KEY
    assert state.value(paths.PRODUCTION_API_KEY).stored == expected.hmac_under(state.nonce)
    assert not state.value(paths.PRODUCTION_API_KEY).undecryptable


def test_every_row_goes_away_in_every_generation(shop: MagentoUnderTest) -> None:
    shop.configure({paths.PRODUCTION_API_KEY: KEY, paths.PROJECT_ID: "p", paths.ENVIRONMENT_ID: "e"})
    shop.put(paths.PRODUCTION_PRIVATE_KEY, "left over")
    answer = shop.detach()
    assert answer.observation is not None
    values = [answer.observation.value(path) for path in paths.MANAGED_PATHS]
    assert not any(value.has_row for value in values)
    assert {value.source for value in values} <= {Source.UNSET, Source.DEFAULT}


def test_fields_of_modules_that_are_not_there_yet_are_not_called_missing(composer_repository: Path) -> None:
    from magesaas_ops.sandbox import create_installation

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "bare"
        create_installation(root, with_modules=False, composer_repository=composer_repository)
        bare = MagentoUnderTest("bare", root, packages={"magento/data-services": "*"})
        state = bare.observe()
        assert state.packages["magento/data-services"].installed is None
        assert all(state.value(path).supported for path in paths.MANAGED_PATHS)
        assert state.modules.closure == ()


def test_a_generation_without_a_pool_of_feeds_has_the_one_that_is_known_of_it(shop: MagentoUnderTest) -> None:
    shop.sql("INSERT INTO {catalog_product_entity} (sku, name, price) VALUES ('generation', 'Generation', 1)")
    try:
        feeds = shop.observe().feeds
    finally:
        shop.sql("DELETE FROM {catalog_product_entity} WHERE sku = 'generation'")
    assert feeds is not None
    products = next(feed for feed in feeds.feeds if feed.name == "products")
    assert (products.kind is FeedKind.LEGACY) is (shop.name == OLD)
    assert (len(feeds.feeds) == 1) is (shop.name == OLD)
    assert products.lacks_items
    assert [feed.problem for feed in feeds.feeds if feed.problem] == []
