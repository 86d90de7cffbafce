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
