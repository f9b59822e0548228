"""Draws the pictures of docs/map.md again: ``python -m tests.docs.map_pictures``, after the page's look has changed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import ARGUMENTS, chromium_path
from tests.docs.examples import DOCS, FLEET, PATH

PICTURES = {"light": DOCS / "examples" / "map.png", "dark": DOCS / "examples" / "map-dark.png"}
STAGING = "websites: [eu, eu_b2b]\n    saas_environment: acme/storefront/testing-1"
REFUSED = 5


def main() -> None:
    """The example fleet, with its staging shop moved into production."""
    text = FLEET.read_text(encoding="utf-8")
    assert text.count(STAGING) == 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        inventory = Path(folder) / PATH
        inventory.parent.mkdir()
        inventory.write_text(text.replace(STAGING, STAGING.replace("testing-1", "production")), encoding="utf-8")
        done = subprocess.run([sys.executable, "-m", "magesaas_ops", "map"], cwd=folder, check=False)
        assert done.returncode == REFUSED
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        for scheme, picture in PICTURES.items():
            page = browser.new_page(viewport={"width": 1280, "height": 1010}, color_scheme=scheme)
            page.goto((Path(folder) / "fleet.html").as_uri())
            page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    main()
