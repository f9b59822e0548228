# ruff: noqa: E501 (YAML in flow style)
"""No string of an inventory becomes more than text on the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from magesaas_ops.laws.fleet_mapping import fleet_map
from magesaas_ops.model.fleet_map import MapReport
from magesaas_ops.reports.map.html import render
from magesaas_ops.rules import judge_files, rule_by_id
from magesaas_ops.rules.rule import sheet_of
from tests.browser import Visiting
from tests.fuzzing import examples
from tests.map.conftest import Draw
from tests.reports.hostile import HOSTILE, TODAY, hostile_fleets

MORE = {
    "end of style": "</style><script>alert(1)</script>",
    "end of script": "</script><script>alert(1)</script>",
    "end of title": "</title></option></select><img src=//evil.example/x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(1)" autofocus onfocus="alert(1)" x="',
    "template": "{{ 7 * 191 }}{% include 'x' %}{# #}",
    "style attribute": '"><p style="background:url(https://evil.example/)">',
    "base": '<base href="https://evil.example/">',
}
STRINGS = {**HOSTILE, **MORE}
FREE_TEXT = """\
version: 1
accounts:
  acme:
    mage_id: MAG1
    keys: {{production: {{api_key: {{env: KEY}}, private_key: {{file: key.pem}}}}}}
    projects:
      shop: {{id: ccccccc1-0000-4000-8000-000000000001, name: {text}, saas_environments: {{live: {{id: eeeeeee1-0000-4000-8000-000000000001, type: production, name: {text}}}}}}}
installations:
  a: {{stage: production, hosts: [a], root: {root}, base_urls: [https://a/], websites: [base], saas_environment: acme/shop/live}}
  b: {{stage: production, hosts: [b], root: /r, base_urls: [https://b/], websites: [b], saas_environment: acme/shop/live}}
waivers:
  - {{rule: undeclared-sharing, at: installations.a, reason: {text}, owner: {text}, expires: 2099-12-31}}
"""


class Elements(HTMLParser):
    """Every element of a page, with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}


def drawn(text: str) -> str:
    """The page of a fleet in which the text stands everywhere, also where the schema would refuse it."""
    _, fleet = hostile_fleets(text)
    judgement = judge_files(fleet, TODAY)

    def sheet(rule_id: str):
        rule = rule_by_id(rule_id)
        return sheet_of(rule) if rule else None

    mapped = fleet_map(
        fleet,
        judgement.findings,
        judgement.coverage,
        shown=tuple(fleet.installations.values()),
        sheet_of=sheet,
    )
    return render(MapReport(mapped, text, TODAY, (text,)))


def assert_only_ours(text: str) -> None:
    page = drawn(text)
    assert all(character.isprintable() or character == "\n" for character in page)
    page.encode("utf-8")
    elements, tame = Elements(page), Elements(drawn("benign"))
    assert set(elements.tags) <= {*tame.tags, "code"}
    assert elements.attributes <= tame.attributes
    for tag in ("script", "style", "link", "meta", "title", "main"):
        assert elements.tags.count(tag) == tame.tags.count(tag)


@pytest.mark.parametrize("text", STRINGS.values(), ids=STRINGS)
def test_page_has_no_element_that_it_has_not_with_a_tame_text(text: str) -> None:
    assert_only_ours(text)


@settings(max_examples=examples(40), deadline=None)
@given(st.text(alphabet="<>\"'&/= {}%#`!-scriptyle\n\u202e\x00\x1b", min_size=1, max_size=30))
def test_no_punctuation_makes_an_element(text: str) -> None:
    assert_only_ours(text)


@pytest.mark.parametrize("name", ["script", "image", *MORE])
def test_nothing_of_it_runs_or_is_fetched_in_a_browser(visiting: Visiting, tmp_path, name: str) -> None:
    file = tmp_path / "fleet.html"
    file.write_text(drawn(STRINGS[name]), encoding="utf-8")
    visit = visiting().open(file)
    visit.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    visit.page.get_by_label("Search", exact=True).fill(STRINGS[name].replace("\n", " "))
    expect(visit.page.get_by_role("status")).to_contain_text("of 6 installations")
    assert visit.complaints == []
    assert [request for request in visit.requests if not request.startswith("data:")] == []


@pytest.mark.parametrize("name", MORE)
def test_free_text_of_a_real_inventory_is_shown_as_it_is(visiting: Visiting, draw: Draw, name: str) -> None:
    quoted = MORE[name].replace("'", "''")
    visit = visiting().open(draw(FREE_TEXT.format(text=f"'{quoted}'", root=f"'/{quoted}'")))
    visit.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    expect(visit.page.locator("#installation-a dl")).to_contain_text(f"/{MORE[name]}")
    expect(visit.page.locator(".card-head p")).to_contain_text(MORE[name])
    expect(visit.page.locator(".waiver")).to_contain_text(MORE[name])
    assert visit.complaints == []


def test_policy_stops_a_script_even_if_one_got_in(visiting: Visiting, troubled: str) -> None:
    visit = visiting().open(troubled)
    visit.page.evaluate(
        "const one = document.createElement('script'); one.textContent = 'window.owned = 1'; document.body.append(one);"
        "const image = new Image(); image.src = 'https://evil.example/x.png'; document.body.append(image);"
    )
    assert visit.page.evaluate("window.owned") is None
    assert [text for text in visit.complaints if "Content Security Policy" not in text] == []
    assert len(visit.complaints) == 2
    policy = visit.page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; img-src data:; "
        r"base-uri 'none'; form-action 'none'",
        policy,
    )
