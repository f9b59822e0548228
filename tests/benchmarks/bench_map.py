"""``magesaas map`` of 1,000 installations: how long it takes, how large the page is, and how soon Chromium paints it.

Exits 1 when the first paint takes a second or more. Run it with ``make bench``, or
``python -m tests.benchmarks.bench_map``.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from magesaas_ops.cli import main as magesaas
from tests.browser import ARGUMENTS, chromium_path
from tests.map.fleets import large_fleet

INSTALLATIONS = 1_000
ROUNDS = 5
MOST_MILLISECONDS = 1_000
PAINTED = """() => new Promise((resolve) => new PerformanceObserver((list) => resolve(
    list.getEntriesByName("first-contentful-paint").map((entry) => entry.startTime)[0]
)).observe({ type: "paint", buffered: true }))"""
FILTERED = """(word) => new Promise((resolve) => {
    const search = document.getElementById("search");
    const start = performance.now();
    search.value = word;
    search.dispatchEvent(new Event("input"));
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
})"""


def measured(browser: Browser, page: Path) -> tuple[float, float]:
    """Milliseconds from navigation to the first contentful paint, and from a word in the search to the next frame."""
    tab = browser.new_page(viewport={"width": 1400, "height": 1000})
    tab.goto(page.as_uri())
    painted, filtered = tab.evaluate(PAINTED), tab.evaluate(FILTERED, "shop-09")
    tab.close()
    return painted, filtered


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        inventory, page = Path(folder) / "fleet.yaml", Path(folder) / "fleet.html"
        inventory.write_text(large_fleet(INSTALLATIONS), encoding="utf-8")
        start = time.perf_counter()
        magesaas(["map", "-i", str(inventory), "-o", str(page)])
        drawing = time.perf_counter() - start
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        painted, filtered = zip(*(measured(browser, page) for _ in range(ROUNDS)), strict=True)
        browser.close()
        size = page.stat().st_size / 1e6
    is_met = statistics.median(painted) < MOST_MILLISECONDS
    print(
        f"{INSTALLATIONS:,} installations\n"
        f"  drawn in             {drawing:.2f} s, {size:.2f} MB of HTML\n"
        f"  first paint          {statistics.median(painted):.0f} ms (worst of {ROUNDS}: {max(painted):.0f} ms)\n"
        f"  search to next frame {statistics.median(filtered):.0f} ms (worst of {ROUNDS}: {max(filtered):.0f} ms)\n"
        f"  first paint under {MOST_MILLISECONDS:,} ms: {'met' if is_met else 'MISSED'}"
    )
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
