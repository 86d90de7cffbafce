"""The legend of nine classes and the frame of the map at every width a window or a zoom gives."""

from __future__ import annotations

import pytest

from tests.browser.conftest import FRAME

pytestmark = pytest.mark.browser

# Windows, then those of 1,280 and 1,366 px seen at 150 and 200 %.
WIDTHS_PX = (390, 683, 820, 853, 1000, 1100, 1280, 1920)
# A line of a count and a line of people, and what stands around them.
TALLEST_CELL_PX = 56


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_digit_stacks_no_heading_overlaps_and_the_frame_is_filled(app, visit, language):
    seen = visit().open(f"{app}/?lang={language}&legend=1")
    for width in WIDTHS_PX:
        seen.page.set_viewport_size({"width": width, "height": 900})
        seen.page.wait_for_timeout(400)
        tall, cut = seen.page.locator(".territory-legend table").evaluate(
            """table => [
                Math.max(...[...table.querySelectorAll("td[style]")].map(one => one.offsetHeight)),
                [...table.querySelectorAll("th, td")]
                    .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText),
            ]"""
        )
        assert tall <= TALLEST_CELL_PX, width
        assert cut == [], width
        frame = seen.page.locator(FRAME).bounding_box()
        drawn = seen.map.locator(".leaflet-container").bounding_box()
        assert drawn["height"] >= frame["height"] - 4, width
        legend = seen.page.locator(".st-key-legend").bounding_box()
        assert frame["x"] <= legend["x"], width
        assert legend["x"] + legend["width"] <= frame["x"] + frame["width"], width
        assert frame["y"] <= legend["y"], width
        assert legend["y"] + legend["height"] <= frame["y"] + frame["height"], width


def test_the_button_brings_the_whole_territory_back(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    framed = seen.zoom()
    seen.map.locator("body").evaluate("() => window.map.setView([43.3, 5.4], 12)")
    seen.map.get_by_role("button", name="Voir tout le territoire").click()
    assert seen.zoom() == framed
    assert seen.map.locator("body").evaluate("() => window.map.getBounds().contains([44.52, 3.5])")
