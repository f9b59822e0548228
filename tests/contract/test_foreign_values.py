"""Values that only the web server's environment supplies stay on its pages, whatever we do over ssh (contract §16)."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from magesaas_ops.model import host_state as paths
from magesaas_ops.model.host_state import ConfigCache, Source, Stamp
from tests.contract.under_test import MagentoUnderTest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SUFFIX = "design/head/title_suffix"
VARIABLE = "CONFIG__DEFAULT__DESIGN__HEAD__TITLE_SUFFIX=from the web server"
ROUTER = Path(__file__).parent / "storefront.php"
BOUND_SECONDS = 120  # a real Magento with nothing cached, on a machine that has other work
STAMP = Stamp("acme-eu", "none", "3" * 64)
WRITES: dict[str, Callable[[MagentoUnderTest], object]] = {
    "observe": lambda magento: magento.observe(),
    "configure": lambda magento: magento.configure({paths.PROJECT_ID: "new"}),
    "detach": lambda magento: magento.detach(stamp=STAMP),
    "caches": lambda magento: magento.renew_caches(),
    "work on the code": lambda magento: (magento.maintenance_on(), magento.run("true"), magento.maintenance_off()),
}


@contextlib.contextmanager
def storefront(magento: MagentoUnderTest) -> Iterator[Callable[[str], str]]:
    """PHP's own web server before this Magento, with a variable in its environment: gives the text of a page."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = ["env", VARIABLE, f"MAGENTO_UNDER_TEST={magento.root}", "PHP_CLI_SERVER_WORKERS=1"]
    router = magento.readable_copy(ROUTER)
    argv = magento.as_owner(
        [*environment, "php", "-d", "variables_order=EGPCS", "-S", f"127.0.0.1:{port}", str(router)]
    )
    with subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as server:
        try:

            def page(path: str) -> str:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=BOUND_SECONDS) as answer:
                    text: str = answer.read().decode()
                    return text

            wait_for(port)
            yield page
        finally:
            magento.stop(server)


def wait_for(port: int) -> None:
    end = time.monotonic() + BOUND_SECONDS
    while True:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < end, "the web server does not answer"
        time.sleep(0.05)


@pytest.mark.parametrize("cache", ["cold", "warm"])
@pytest.mark.parametrize("what", WRITES)
def test_a_value_of_the_web_server_stays_on_its_pages(magento: MagentoUnderTest, what: str, cache: str) -> None:
    magento.put(paths.PROJECT_ID, "old")
    with storefront(magento) as page:
        magento.make_caches_cold()
        if cache == "warm":
            assert page(SUFFIX) == '"from the web server"'
        WRITES[what](magento)
        assert page(SUFFIX) == '"from the web server"'


def test_it_is_lost_to_a_clean_that_fills(magento: MagentoUnderTest) -> None:
    """What we must not do: this shows that the test above can fail."""
    with storefront(magento) as page:
        magento.make_caches_cold()
        assert page(SUFFIX) == '"from the web server"'
        magento.warm_cache()
        assert page(SUFFIX) != '"from the web server"'


@pytest.mark.parametrize("what", WRITES)
def test_what_is_cold_stays_cold(magento: MagentoUnderTest, what: str) -> None:
    magento.make_caches_cold()
    WRITES[what](magento)
    state = magento.observe()
    assert state.cache is ConfigCache.COLD
    assert state.cached_base_urls is None


@pytest.mark.parametrize("what", ["configure", "detach", "caches"])
def test_a_warm_cache_is_cold_after_a_write(magento: MagentoUnderTest, what: str) -> None:
    magento.put(paths.PROJECT_ID, "old")
    magento.warm_cache()
    assert magento.observe().cache is ConfigCache.WARM
    WRITES[what](magento)
    assert magento.observe().cache is ConfigCache.COLD


def test_a_cache_that_is_off_is_told_and_is_not_cold(magento: MagentoUnderTest) -> None:
    with magento.edited("app/etc/env.php", lambda text: text.replace("'config' => 1", "'config' => 0")):
        state = magento.observe()
    assert state.cache is ConfigCache.OFF


@pytest.mark.parametrize("file", ["app/etc/env.php", "app/etc/config.php"])
def test_a_value_that_a_file_got_behind_the_cache_is_the_value(magento: MagentoUnderTest, file: str) -> None:
    magento.put(paths.ENVIRONMENT_ID, "testing")
    magento.warm_cache()
    magento.tamper(["write into file", file, paths.ENVIRONMENT_ID, "production"])
    value = magento.observe().value(paths.ENVIRONMENT_ID)
    assert (value.value, value.source) == ("production", Source(file.rpartition("/")[2]))
    assert (value.effective, value.is_behind, value.is_unexplained) == ("testing", True, False)


def test_a_variable_that_the_cache_does_not_show_yet_is_the_value(magento: MagentoUnderTest) -> None:
    magento.put(paths.ENVIRONMENT_ID, "testing")
    magento.warm_cache()
    variable = "CONFIG__DEFAULT__SERVICES_CONNECTOR__SERVICES_ID__ENVIRONMENT_ID=production"
    value = magento.observe(php=("env", variable, "php", "-d", "variables_order=EGPCS")).value(paths.ENVIRONMENT_ID)
    assert (value.value, value.source) == ("production", Source.ENVIRONMENT_VARIABLE)
    assert (value.effective, value.is_behind, value.is_unexplained) == ("testing", True, False)


def test_base_urls_are_those_of_the_sources_and_the_cached_ones_stand_beside_them(magento: MagentoUnderTest) -> None:
    magento.warm_cache()
    before = magento.observe()
    assert before.cached_base_urls == before.base_urls
    website = magento.sql("SELECT website_id FROM {store_website} WHERE code = 'base'")[0]["website_id"]
    try:
        magento.put("web/unsecure/base_url", "https://copy.example/", "websites", int(website))
        magento.put("web/secure/base_url", "{{unsecure_base_url}}secure/", "websites", int(website))
        after = magento.observe()
        assert {"https://copy.example/", "https://copy.example/secure/"} <= set(after.base_urls)
        assert after.cached_base_urls == before.base_urls
        assert after.digest != before.digest
    finally:
        magento.sql("DELETE FROM {core_config_data} WHERE scope = 'websites' AND path LIKE 'web/%secure/base_url'")


def test_which_key_pair_is_used_is_told_by_its_source(magento: MagentoUnderTest) -> None:
    assert magento.observe().environment == "production"
    magento.put("magento_saas/environment", "sandbox")
    state = magento.observe()
    assert (state.environment, state.environment_source) == ("sandbox", Source.DATABASE)
    magento.sql("DELETE FROM {core_config_data} WHERE path = 'magento_saas/environment'")
