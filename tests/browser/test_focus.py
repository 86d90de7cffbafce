"""A class of the legend, clicked or pressed by keyboard, alone in colour on the map."""

from __future__ import annotations

import re

import pytest

from tests.browser.waiting import expect, reads, rest, until

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
    expect(told).to_contain_text("50\xa0communes")
    expect(seen.page).to_have_url(re.compile("focus=8"))
    until(seen.page, lambda: set(body.evaluate(FILLS)), lambda kept: len(kept & before) == 1)
    rest(seen.page)
    assert body.evaluate("() => window.same")
    expect(cell).to_have_attribute("aria-pressed", "true")
    expect(cell).to_be_focused()
    seen.page.keyboard.press("Space")
    expect(told).to_have_count(0)
    expect(seen.page).not_to_have_url(re.compile("focus"))
    reads(seen.page, lambda: set(body.evaluate(FILLS)), before)


def test_a_link_keeps_the_class_and_a_wrong_one_is_said(app, visit):
    seen = visit().open(f"{app}/?lang=fr&layer=nearest_counter_minutes&focus=4")
    expect(seen.page.get_by_role("button", pressed=True)).to_have_text("20\xa0min ou plus")
    seen = visit().open(f"{app}/?lang=fr&layer=nearest_counter_minutes&focus=9")
    expect(seen.page.get_by_role("alert").filter(has_text="9")).to_have_count(1)
    expect(seen.page.locator(".territory-legend [aria-pressed=false]").first).to_be_attached()
    assert seen.page.locator(".territory-legend [aria-pressed=true]").count() == 0
