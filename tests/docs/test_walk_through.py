"""The walk through from ten installations that were configured by hand to an inventory that is in sync."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.docs.examples import DOCS
from tests.docs.hand_made_fleet import API_KEY, hand_made_fleet
from tests.docs.stories import told

PAGE = DOCS / "walk-through.md"


@pytest.mark.long
@pytest.mark.generated
def test_the_page_is_what_really_happens(tmp_path: Path, generated: Callable[[Path, str], None]):
    """Slow, because everything is real: ssh, PHP, the registry, and ten installations."""
    with hand_made_fleet(tmp_path) as fleet:
        page = told(PAGE.read_text(encoding="utf-8"), fleet.folder, fleet.shops, fleet.variables)
    story = page.replace("$ export ACME_API_KEY=" + API_KEY, "")
    assert API_KEY not in story
    for told_of in (
        "refuse[production-saas-environment-on-non-production]",
        "refuse[website-code-collision]",
        "eu-staging  staging → acme/acme-europe/production",
        "Plan: 10 in-sync; 0 steps.",
    ):
        assert told_of in page, page[-2000:]
    assert page.rindex("[exit status 5]") < page.index("Both get a SaaS environment of their own")
    generated(PAGE, page)
