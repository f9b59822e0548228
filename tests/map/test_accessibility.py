"""axe-core on the page: nothing serious or critical, in either scheme, on wide and narrow screens, all folds open."""

from __future__ import annotations

import pytest

from tests.browser import Visiting
from tests.map.conftest import Draw
from tests.map.fleets import large_fleet

DRAW_EVERYTHING = "document.querySelectorAll('.account, .card').forEach(one => one.style.contentVisibility = 'visible')"
"""axe remembers where things are, and what is drawn only when it comes into view moves them."""
OPEN_EVERYTHING = "document.querySelectorAll('details').forEach(one => one.open = true)"
SIZES = {"wide": {"width": 1400, "height": 1000}, "narrow": {"width": 360, "height": 800}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_page_with_every_fold_open_has_no_serious_violation(
    visiting: Visiting, troubled: str, scheme: str, size: str
) -> None:
    visit = visiting(color_scheme=scheme, viewport=SIZES[size]).open(troubled)
    visit.page.evaluate(DRAW_EVERYTHING)
    visit.page.evaluate(OPEN_EVERYTHING)
    visit.page.locator(".finding details.why").last.wait_for()
    visit.page.evaluate(OPEN_EVERYTHING)
    assert visit.axe() == []


def test_large_fleet_has_no_serious_violation(visiting: Visiting, draw: Draw) -> None:
    visit = visiting().open(draw(large_fleet(60)) + "#installation-shop-0009")
    visit.page.evaluate(DRAW_EVERYTHING)
    visit.page.get_by_label("Only with findings").check()
    assert visit.axe() == []
