"""A real Chromium for tests: pages that write down what they say, what they raise and what they ask of a network.

A folder uses it by importing the fixtures into its ``conftest.py``; the fixture ``chromium`` stands in the topmost one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, sync_playwright

from tests.npm_packages import axe_core, mermaid

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

DEFAULTS: dict[str, Any] = {"viewport": {"width": 1400, "height": 1000}, "reduced_motion": "reduce"}
"""A page that glides to its target is clicked where something else stood a frame ago."""


def chromium_path() -> str:
    """The distribution's Chromium, or Chrome."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "these tests need Chromium: make test installs it"
    return found


@dataclass
class Visit:
    """A page with everything that happened since it was opened; ``requests`` leave out the document itself."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @classmethod
    def watching(cls, page: Page) -> Visit:
        visit = cls(page)

        def refuse(dialog: Dialog) -> None:
            visit.complaints.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        def note(request: Request) -> None:
            if not request.is_navigation_request():
                visit.requests.append(request.url)

        page.on("console", lambda message: visit.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: visit.complaints.append(f"raised: {error}"))
        page.on("dialog", refuse)
        page.on("request", note)
        return visit

    def open(self, address: Path | str) -> Visit:
        """Load a file or an address, with or without a fragment."""
        self.page.goto(address.as_uri() if isinstance(address, Path) else address)
        return self

    def axe(self) -> list[str]:
        """The serious and critical violations that axe-core finds, one line each; passes nothing by not looking."""
        self.page.evaluate(axe_core().read_text(encoding="utf-8"))
        found: dict[str, Any] = self.page.evaluate("axe.run(document, {resultTypes: ['violations', 'incomplete']})")
        assert len(found["passes"]) > 10, "axe-core looked at next to nothing"
        return [
            f"{violation['id']} ({violation['impact']}): {node['html'][:200]}: {node['failureSummary']}"
            for violation in found["violations"]
            if violation["impact"] in {"serious", "critical"}
            for node in violation["nodes"]
        ]

    def can_see(self, selector: str) -> bool:
        """Whether any element that matches is visible."""
        return any(one.is_visible() for one in self.page.locator(selector).all())


Visiting = Callable[..., Visit]


@contextmanager
def running_chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def visiting(chromium: Browser) -> Iterator[Visiting]:
    """Make a fresh page; keyword arguments are those of ``Browser.new_context``, such as ``color_scheme``."""
    contexts: list[BrowserContext] = []

    def visit(**options: Any) -> Visit:
        contexts.append(chromium.new_context(**{**DEFAULTS, **options}))
        return Visit.watching(contexts[-1].new_page())

    yield visit
    for context in contexts:
        context.close()


@dataclass(frozen=True)
class Drawing:
    """What mermaid made of a chart: texts of nodes and arrows, and elements that no chart of ours should become."""

    nodes: tuple[str, ...]
    arrows: tuple[str, ...]
    foreign: tuple[str, ...]


DRAW = """async (chart) => {
  const { svg } = await mermaid.render("chart", chart);
  const page = new DOMParser().parseFromString(svg, "text/html");
  const texts = (selector) => [...page.querySelectorAll(selector)].map((one) => one.textContent.trim());
  const foreign = [...page.querySelectorAll("a, script, img, iframe, object, embed, [onclick], [onerror], [href]")];
  const arrows = texts(".edgeLabel .edgeLabel");
  return { nodes: texts(".nodeLabel"), arrows, foreign: foreign.map((element) => element.outerHTML) };
}"""


@pytest.fixture(scope="session")
def mermaid_page(chromium: Browser) -> Iterator[Callable[[str], Drawing]]:
    """Draw a chart with the real mermaid, as strictly as code hosting sites do; a syntax error raises."""
    page = chromium.new_page()
    page.set_content("<!doctype html><body></body>")
    page.add_script_tag(path=mermaid())
    page.evaluate("mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' })")

    def draw(chart: str) -> Drawing:
        drawn: dict[str, list[str]] = page.evaluate(DRAW, chart)
        return Drawing(*(tuple(drawn[part]) for part in ("nodes", "arrows", "foreign")))

    yield draw
    page.close()
