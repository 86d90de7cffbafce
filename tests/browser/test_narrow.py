"""A phone: the sheet is in sight after a tap, what a search proposes pushes nothing; sets far apart."""

from __future__ import annotations

import pytest

from tests.browser.waiting import expect, rest, still, until

pytestmark = pytest.mark.browser


def test_the_sheet_is_in_sight_after_a_tap(app, visit):
    seen = visit(390, 844).open(f"{app}/?lang=fr")
    seen.map.locator("path.commune").nth(40).click(force=True)
    sheet = seen.page.locator(".territory-sheet")
    sheet.wait_for()
    expect(seen.page.get_by_role("button", name="Fermer la fiche")).to_be_visible()
    rest(seen.page)
    assert 0 < still(seen.page, sheet.bounding_box)["y"] < 844 - 200


def test_communes_too_small_to_be_seen_are_ringed_until_they_are_not(app, visit):
    seen = visit().open(f"{app}/?lang=fr&territory=communes:48095,48116")
    expect(seen.map.locator("path.commune")).to_have_count(2)
    seen.map.locator("body").evaluate("() => window.map.setView([44.5, 3.5], 6, {animate: false})")
    rings = seen.map.locator("path.ring")
    expect(rings).to_have_count(2)
    seen.map.locator(".territory-zones button").first.click()
    until(seen.page, rings.count, lambda count: count < 2)


def test_what_can_be_chosen_stands_close_together_on_a_phone(app, visit):
    seen = visit(390, 844).open(f"{app}/?lang=fr&territory=departement:48")
    seen.page.get_by_text("Choisir le territoire et la carte").click()
    parts = seen.page.locator(".st-key-choices > *")
    expect(parts.first).to_be_visible()

    def holes():
        boxes = [one for one in (each.bounding_box() for each in parts.all()) if one]
        return [one["height"] for one in boxes]

    # A label, a box of 34 pixels, and the air around: nothing is as tall as a box opened.
    until(seen.page, holes, lambda heights: heights and max(heights) < 90)
