"""A click on the map reaches the page at once, and once."""

from __future__ import annotations

import pytest

from tests.browser.conftest import FRAME
from tests.browser.waiting import until

pytestmark = pytest.mark.browser

LISTEN = """() => {
  window.told = [];
  window.addEventListener("message", event => {
    if (event.data && event.data.type === "streamlit:setComponentValue") { window.told.push(event.data.value); }
  });
}"""
# streamlit-folium says what was clicked so many milliseconds later.
LATER_MS = 700


def test_a_click_is_told_once_though_two_programs_tell_it(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    seen.page.evaluate(LISTEN)
    names = []
    for rank in (40, 80):
        seen.map.locator("path.commune").nth(rank).dispatch_event("click", bubbles(seen, rank))
        heading = seen.page.locator(".territory-sheet h2")
        heading.wait_for()
        names.append(until(seen.page, heading.inner_text, lambda name: name not in names))
        # Not a wait for the page: the time in which a second telling would come.
        seen.page.wait_for_timeout(LATER_MS)
    told = seen.page.evaluate("window.told")
    assert len(set(names)) == 2
    assert len(told) == 2
    assert all(set(one) == {"last_clicked"} for one in told)


def bubbles(seen, rank):
    """Return where a click in the middle of a commune is."""
    box = seen.map.locator("path.commune").nth(rank).bounding_box()
    frame = seen.page.locator(FRAME).bounding_box()
    x, y = box["x"] + box["width"] / 2 - frame["x"], box["y"] + box["height"] / 2 - frame["y"]
    return {"clientX": x, "clientY": y, "bubbles": True}
