"""A class of the legend, clicked or pressed by keyboard, alone in colour on the map."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

FILLS = """body => {
    const fills = [...body.querySelectorAll("path.commune")].map(one => one.getAttribute("fill"));
    return [...new Set(fills)];
}"""


def test_a_class_is_kept_and_released_by_keyboard_without_remaking_the_map(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    body = seen.map.locator("body")
    before = set(body.evaluate(FILLS))
    body.evaluate("() => { window.same = true; }")
    cell = seen.page.get_by_role("button", name="Éloignement des guichets : fort ; Besoin : fort")
    cell.focus()
    seen.page.keyboard.press("Enter")
    told = seen.page.get_by_role("status").filter(has_text="Seule en couleur")
    told.wait_for()
    seen.wait_for_map()
    assert "50\xa0communes" in told.inner_text()
    assert "focus=8" in seen.page.url
    kept = set(body.evaluate(FILLS))
    assert len(kept & before) == 1
    assert body.evaluate("() => window.same")
    assert cell.get_attribute("aria-pressed") == "true"
    assert cell.evaluate("one => document.activeElement === one")
    seen.page.keyboard.press("Space")
    told.wait_for(state="detached")
    seen.wait_for_map()
    assert "focus" not in seen.page.url
    assert set(body.evaluate(FILLS)) == before


def test_a_link_keeps_the_class_and_a_wrong_one_is_said(app, visit):
    seen = visit().open(f"{app}/?lang=fr&layer=nearest_counter_minutes&focus=4")
    assert seen.page.get_by_role("button", pressed=True).inner_text() == "20\xa0min ou plus"
    seen = visit().open(f"{app}/?lang=fr&layer=nearest_counter_minutes&focus=9")
    assert seen.page.get_by_role("alert").filter(has_text="9").count() == 1
    assert seen.page.locator(".territory-legend [aria-pressed=true]").count() == 0
