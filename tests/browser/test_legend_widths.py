"""The legend of nine classes and the frame of the map at every width a window or a zoom gives."""

from __future__ import annotations

import pytest

from tests.browser.conftest import FRAME
from tests.browser.waiting import reads, still

pytestmark = pytest.mark.browser

# Windows, then those of 1,280 and 1,366 px seen at 150 and 200 %.
WIDTHS_PX = (390, 683, 820, 853, 1000, 1100, 1280, 1920)
# A line of a count and a line of people, and what stands around them.
TALLEST_CELL_PX = 56


MEASURE = """table => [
  Math.max(...[...table.querySelectorAll("td[style]")].map(one => one.offsetHeight)),
  [...table.querySelectorAll("th, td")]
    .filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.innerText),
]"""


def faults(seen):
    """Return what is wrong with the legend and the frame of the map, once they rest."""
    table, outside = seen.page.locator(".territory-legend table"), seen.page.locator(FRAME)
    map_drawn, box = seen.map.locator(".leaflet-container"), seen.page.locator(".st-key-legend")
    (tall, cut), frame, drawn, legend = still(
        seen.page,
        lambda: (
            table.evaluate(MEASURE),
            outside.bounding_box(),
            map_drawn.bounding_box(),
            box.bounding_box(),
        ),
    )
    is_wrong = {
        f"a cell of {tall} px": tall > TALLEST_CELL_PX,
        f"cut: {cut}": cut != [],
        "the map does not fill its frame": drawn["height"] < frame["height"] - 4,
        "legend out on the left": legend["x"] < frame["x"],
        "legend out on the right": legend["x"] + legend["width"] > frame["x"] + frame["width"],
        "legend out at the top": legend["y"] < frame["y"],
        "legend out below": legend["y"] + legend["height"] > frame["y"] + frame["height"],
    }
    return [told for told, is_so in is_wrong.items() if is_so]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_digit_stacks_no_heading_overlaps_and_the_frame_is_filled(app, visit, language):
    seen = visit().open(f"{app}/?lang={language}&legend=1")
    for width in WIDTHS_PX:
        seen.page.set_viewport_size({"width": width, "height": 900})
        reads(seen.page, lambda: faults(seen), [])


def test_the_button_brings_the_whole_territory_back(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    framed = seen.zoom()
    seen.map.locator("body").evaluate("() => window.map.setView([43.3, 5.4], 12)")
    seen.map.get_by_role("button", name="Voir tout le territoire").click()
    reads(seen.page, seen.zoom, framed)
    assert seen.map.locator("body").evaluate("() => window.map.getBounds().contains([44.52, 3.5])")
