"""Who asks their system for less motion sees none: neither on the page nor on the map."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

# The longest transition or animation of what is drawn, in seconds.
LONGEST = """() => Math.max(0, ...[...document.querySelectorAll("*")].flatMap(one => {
  const style = getComputedStyle(one);
  return `${style.transitionDuration},${style.animationDuration}`.split(",").map(parseFloat);
}))"""
# The same of the map, the longest of what is seen while it zooms.
ZOOMING = """async (body, longest) => {
  const measure = eval(longest), seen = [];
  window.map.zoomIn();
  for (let turn = 0; turn < 8; turn++) {
    await new Promise(requestAnimationFrame);
    seen.push(measure());
  }
  return Math.max(...seen);
}"""


@pytest.mark.parametrize("wish", ["reduce", "no-preference"])
def test_nothing_moves_for_who_asks_for_less_motion(app, visit, wish):
    seen = visit()
    seen.page.emulate_media(reduced_motion=wish)
    seen.open(app)
    moves = [seen.page.evaluate(LONGEST), seen.map.locator("body").evaluate(ZOOMING, LONGEST)]
    inertia = seen.map.locator("body").evaluate("() => window.map.options.inertia")
    if wish == "reduce":
        assert max(moves) < 0.001
        assert inertia is False
    else:  # the measure sees motion where there is some
        assert max(moves) > 0.1
        assert inertia is True
