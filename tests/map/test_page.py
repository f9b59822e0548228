"""The page in Chromium: what it shows, finds and filters, and that it needs nothing but itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from magesaas_ops.rules import FILE_RULES, WAIVER_RULES
from tests.browser import Visiting
from tests.map.conftest import Draw, page_of
from tests.map.fleets import TROUBLED, calm_fleet, large_fleet

STYLE_OF_BORDER = "element => getComputedStyle(element).borderTopStyle"

JUDGED_BY = len(FILE_RULES) + len(WAIVER_RULES)


def shown(page: Page) -> list[str]:
    """The names of the installations that can be seen, in the order of the page."""
    return [
        one.removeprefix("installation-")
        for one in page.locator(".installation:visible").evaluate_all("all => all.map(one => one.id)")
    ]


@pytest.fixture
def page(visiting: Visiting, troubled: str) -> Iterator[Page]:
    visit = visiting().open(troubled)
    yield visit.page
    assert visit.complaints == []


@pytest.mark.parametrize("fleet", ["troubled", "large", "empty"])
def test_it_opens_from_a_file_without_an_error_or_a_request(visiting: Visiting, draw: Draw, fleet: str) -> None:
    address = draw({"troubled": TROUBLED, "large": large_fleet(200), "empty": "version: 1\n"}[fleet])
    visit = visiting().open(address)
    expect(visit.page.locator("h1")).to_have_text("Fleet map")
    visit.page.mouse.wheel(0, 5000)
    assert visit.complaints == []
    assert [request for request in visit.requests if not request.startswith("data:")] == []


def test_every_installation_stands_where_it_writes(page: Page) -> None:
    card = page.get_by_role("article", name="testing-1")
    assert card.locator(".installation h5").all_inner_texts() == ["acme-eu-staging", "acme-us-staging"]
    assert page.get_by_role("region", name="Quarantined").locator("h5").all_inner_texts() == ["acme-old"]
    lost = page.get_by_role("region", name="Unknown: target not declared")
    assert lost.locator("h5").all_inner_texts() == ["acme-lost"]
    expect(lost).to_contain_text("names acme/storefront/nowhere")
    expect(page.get_by_role("region", name="Unknown: could not be read")).to_contain_text("globex-broken")
    expect(page.get_by_role("article", name="testing-3")).to_contain_text("No installation writes here.")


def test_head_counts_and_says_what_was_looked_at(page: Page) -> None:
    expect(page.get_by_role("banner")).to_contain_text(f"Looked at {JUDGED_BY} rules × 10 installations (1 file)")
    expect(page.locator(".figures")).to_contain_text("5 refused, 2 warned, 1 waived")
    assert page.locator(".figures dd:not(.of)").all_inner_texts() == ["10", "5", "11", "3", "7"]


def test_production_and_testing_differ_by_word_shape_and_border(page: Page) -> None:
    production = page.get_by_role("article", name="production", exact=True)
    testing = page.get_by_role("article", name="testing-1")
    assert production.evaluate(STYLE_OF_BORDER) == "solid"
    assert testing.evaluate(STYLE_OF_BORDER) == "dashed"
    expect(production.locator(".type")).to_have_text("production")
    expect(testing.locator(".type")).to_have_text("testing")
    assert production.locator(".type use").get_attribute("href") == "#icon-production"
    assert testing.locator(".type use").get_attribute("href") == "#icon-testing"
    borders = [page.locator(f"#installation-{name}").evaluate(STYLE_OF_BORDER) for name in ("acme-lost", "acme-old")]
    assert borders == ["dotted", "double"]


def test_every_finding_is_told_in_full_once_and_by_its_own_page(page: Page) -> None:
    assert page.locator(".finding").evaluate_all("all => all.map(one => one.id).sort()") == [
        f"finding-{number}" for number in range(1, 9)
    ]
    collision = page.get_by_role("article", name="testing-1").locator(".finding.refuse")
    expect(collision.locator("strong")).to_have_text("refuse")
    collision.locator("summary").click()
    expect(collision).to_contain_text("overwrite each other's data")
    collision.get_by_text("Rule page: website-code-collision").click()
    expect(collision.get_by_text("In a SaaS environment a website code is all that tells")).to_be_visible()


def test_finding_is_marked_wherever_else_it_matters(page: Page) -> None:
    staging = page.locator("#installation-acme-us-staging")
    expect(staging.locator(".rival")).to_have_text("Base collides with acme-eu-staging")
    staging.get_by_role("link", name="refuse: website-code-collision").click()
    expect(page.locator(".finding:target")).to_have_attribute("open", "")


def test_waived_finding_says_who_waived_it_and_why(page: Page) -> None:
    waived = page.locator(".finding.waived")
    waived.locator("summary").click()
    expect(waived).to_contain_text("Waived until 2099-03-31 by ops@globex.example: moves in Q1, OPS-411")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("perf.acme", ["acme-perf"]),
        ("EU_B2B staging", ["acme-eu-staging"]),
        ("globex", ["globex", "globex-copy"]),
        ("quarantined", ["acme-old"]),
        ("website-code-collision", ["acme-eu-staging", "acme-us-staging"]),
        ("eeeeeee3-0000-4000-8000-000000000003", ["acme-dev", "acme-qa"]),
    ],
)
def test_search_finds_by_all_words_in_any_case(page: Page, words: str, names: list[str]) -> None:
    page.get_by_label("Search", exact=True).fill(words)
    assert shown(page) == names
    expect(page.get_by_role("status")).to_have_text(f"{len(names)} of 10 installations")


def test_search_finds_a_saas_environment_that_nobody_writes(page: Page) -> None:
    page.get_by_label("Search", exact=True).fill("testing-3")
    assert page.locator("article:visible h4").all_inner_texts() == ["testing-3"]


def test_filters_narrow_together_and_reset_undoes_them(page: Page) -> None:
    page.get_by_label("Account").select_option("acme")
    assert shown(page) == [
        "acme-lost", "acme-eu", "acme-perf", "acme-eu-staging", "acme-us-staging", "acme-dev", "acme-qa", "acme-old",
    ]  # fmt: skip
    page.get_by_label("Stage").select_option("staging")
    assert shown(page) == ["acme-lost", "acme-eu-staging", "acme-us-staging"]
    page.get_by_label("Website", exact=True).select_option("eu_b2b")
    assert shown(page) == ["acme-eu-staging"]
    page.get_by_role("button", name="Reset").click()
    assert len(shown(page)) == 10
    expect(page.get_by_label("Search", exact=True)).to_be_focused()


def test_only_with_findings_leaves_out_what_is_fine_or_waived(page: Page) -> None:
    page.get_by_label("Only with findings").check()
    assert shown(page) == ["acme-lost", "acme-eu", "acme-perf", "acme-eu-staging", "acme-us-staging"]
    expect(page.get_by_role("region", name="The inventory itself")).to_be_visible()


def test_card_says_when_filters_hide_who_else_writes_there(page: Page) -> None:
    card = page.get_by_role("article", name="production", exact=True)
    expect(card.get_by_text("hidden by the search")).to_be_hidden()
    page.get_by_label("Stage").select_option("production")
    expect(card).to_contain_text("1 more, hidden by the search or filters.")


def test_nothing_found_is_said(page: Page) -> None:
    page.get_by_label("Search", exact=True).fill("no such thing")
    expect(page.get_by_text("Nothing in this fleet matches.")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("0 of 10 installations")


def test_deep_link_shows_its_installation(visiting: Visiting, draw: Draw) -> None:
    visit = visiting().open(draw(large_fleet(200)) + "#installation-shop-0190")
    expect(visit.page.locator("#installation-shop-0190")).to_be_in_viewport()
    visit.page.get_by_label("Search", exact=True).fill("shop-0001")
    visit.page.evaluate("location.hash = 'installation-shop-0133'")
    expect(visit.page.locator("#installation-shop-0133")).to_be_in_viewport()
    assert visit.complaints == []


def test_keyboard_reaches_everything_and_shows_where_it_is(page: Page) -> None:
    reached = []
    for _ in range(18):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert reached[0] == "Skip to the fleet"
    assert "acme-perf" in reached[1], "trouble comes first"
    toolbar = reached.index("search")
    assert reached[toolbar : toolbar + 5] == ["search", "account", "stage", "website", "findings"]
    assert "the inventory does not have the shape" in reached[toolbar + 5]
    page.keyboard.press("Shift+Tab")
    page.locator(".finding > summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".finding").first).to_have_attribute("open", "")


def test_skip_link_leads_to_the_fleet(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the fleet")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_it_prints_with_every_finding_and_without_controls(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator("#toolbar")).to_be_hidden()
    for paragraph in page.locator(".finding > p:not(.why)").all():
        assert paragraph.evaluate("one => one.checkVisibility({contentVisibilityAuto: true})")
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("width", [320, 768])
def test_narrow_screen_needs_no_scrolling_sideways(visiting: Visiting, troubled: str, width: int) -> None:
    page = visiting(viewport={"width": width, "height": 800}).open(troubled).page
    for finding in page.locator(".finding > summary").all():
        finding.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_script_everything_is_there(visiting: Visiting, troubled: str) -> None:
    page = visiting(java_script_enabled=False).open(troubled).page
    assert len(shown(page)) == 10
    expect(page.locator("#toolbar")).to_be_hidden()
    page.locator(".finding > summary").first.click()
    expect(page.locator(".finding > .why a").first).to_be_visible()


def test_limited_map_says_that_it_is_one(visiting: Visiting, draw: Draw) -> None:
    page = visiting().open(draw(TROUBLED, "--limit", "stage:testing")).page
    assert shown(page) == ["acme-perf", "acme-qa"]
    expect(page.get_by_role("banner")).to_contain_text("Shows 2 of 10 installations, those of stage:testing")
    assert page.locator(".finding").count() == 8


def test_page_is_the_same_for_the_same_fleet(draw: Draw) -> None:
    first, second = (re.sub(r"/[^ <]*fleet\.yaml", "fleet.yaml", page_of(draw(TROUBLED))) for _ in range(2))
    assert first == second


def test_names_with_dashes_share_no_address(visiting: Visiting, draw: Draw) -> None:
    keys = "keys: {production: {api_key: {env: KEY}, private_key: {file: key.pem}}}"
    visit = visiting().open(
        draw(
            "version: 1\naccounts:\n"
            f"  a: {{{keys}, projects: {{b-c: {{saas_environments: {{d: {{type: testing}}}}}}}}}}\n"
            f"  a-b: {{{keys}, projects: {{c: {{saas_environments: {{d: {{type: testing}}}}}}}}}}\n"
        )
    )
    ids = visit.page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))
    assert visit.page.get_by_role("region", name="b-c").get_by_role("article", name="d").count() == 1


@pytest.mark.parametrize("fragment", ["%", "%E0%A4%A", "nowhere", "installation-", ""])
def test_address_that_leads_nowhere_does_nothing(visiting: Visiting, troubled: str, fragment: str) -> None:
    visit = visiting().open(f"{troubled}#{fragment}")
    visit.page.evaluate("location.hash = '#%25'")
    expect(visit.page.get_by_role("status")).to_have_text("10 of 10 installations")
    assert visit.complaints == []


def test_trouble_stands_on_top_worst_first_and_leads_to_its_place(page: Page) -> None:
    told = page.locator(".troubles li")
    expect(told.first).to_contain_text("acme-perf a non-production installation targets a production SaaS environment")
    assert told.locator("strong").nth(2).inner_text() == "SaaS environment acme/storefront/testing-3"
    assert told.count() == 7, "each once, waived ones not"
    told.first.get_by_role("link").click()
    expect(page.locator(".finding:target")).to_have_attribute("open", "")


def test_narrow_screen_shows_trouble_first_and_filters_below(visiting: Visiting, troubled: str) -> None:
    page = visiting(viewport={"width": 390, "height": 844}).open(troubled).page
    expect(page.locator(".troubles li").first).to_be_in_viewport()
    expect(page.locator("#toolbar")).not_to_be_in_viewport()


def test_large_fleet_shows_the_account_with_trouble_and_the_others_small(visiting: Visiting, draw: Draw) -> None:
    visit = visiting().open(draw(calm_fleet(200)))
    page = visit.page
    assert page.locator(".account h2").first.inner_text() == "m0049"
    assert shown(page)[:2] == ["shop-0196", "shop-0197"]
    assert page.locator(".account.calm").count() == 49
    expect(page.get_by_role("status")).to_have_text("200 of 200 installations")
    page.get_by_label("Search", exact=True).fill("web.shop0005")
    assert shown(page) == ["shop-0005"]
    page.get_by_role("button", name="Reset").click()
    page.locator(".calm .unfold").first.click()
    expect(page.locator("#installation-shop-0000")).to_be_visible()
    page.evaluate("location.hash = 'installation-shop-0042'")
    expect(page.locator("#installation-shop-0042")).to_be_in_viewport()
    assert visit.complaints == []


def test_large_fleet_is_whole_without_script(visiting: Visiting, draw: Draw) -> None:
    page = visiting(java_script_enabled=False).open(draw(calm_fleet(64))).page
    assert len(shown(page)) == 64
