"""Counters on the map: gathered with their number, opened by a click or by keyboard alone."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import HOSTILE_NAME
from tests.browser.test_accessibility import told_of
from tests.browser.test_map_page import counters_drawn, hover
from tests.browser.waiting import expect, reads, still

pytestmark = pytest.mark.browser

LIST = "Guichets du territoire (20)"


def zoomed(seen, zoom):
    seen.map.locator("body").evaluate(
        "(_, zoom) => window.map.setView([44.52, 3.5], zoom, {animate: false})", zoom
    )
    reads(seen.page, seen.zoom, zoom)


def groups(seen):
    """Return the number and the place of each group, once they rest."""
    drawn = seen.map.locator(".territory-group.counter")
    told = "all => all.map(one => one.innerText + one.style.transform)"
    return still(seen.page, lambda: drawn.evaluate_all(told))


def test_each_counter_is_drawn_once_at_every_zoom_and_always_in_the_same_groups(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    found = {}
    for zoom in (6, 8, 11, 8):
        zoomed(seen, zoom)
        reads(seen.page, lambda: counters_drawn(seen), 20)
        assert found.setdefault(zoom, groups(seen)) == groups(seen)
    assert len(found[6]) < 8
    # From afar a few groups hold all; near, they come apart.
    assert max(int(one.split("t")[0]) for one in found[6]) > 5


def test_a_click_opens_a_counter_with_its_week_and_contacts_and_escape_closes_it(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    card = hover(seen, ".territory-sign.counter", 3)
    assert 0 < card.locator("dt").count() <= 6
    seen.map.locator(".territory-sign.counter").nth(3).click(force=True)
    door = seen.map.get_by_role("dialog")
    door.wait_for()
    expect(door.locator("tr")).to_have_count(6)
    expect(door.locator("a[href^='tel:']")).to_have_count(1)
    for said in ("Lundi", "Samedi", "Téléphone", "Courriel", "1er août 2024"):
        expect(door).to_contain_text(said)
    door.get_by_text("Signaler une erreur").click()
    expect(door.locator("textarea").first).to_have_value(re.compile("Objet :"))
    expect(door.locator("textarea").nth(1)).to_have_value(re.compile("^action,counter_code,"))
    seen.page.keyboard.press("Escape")
    expect(door).not_to_be_visible()
    assert seen.outside == []


def test_a_counter_is_reached_by_keyboard_alone_and_the_focus_comes_back(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    seen.map.get_by_role("button", name=LIST).focus()
    seen.page.keyboard.press("Enter")
    door = seen.map.get_by_role("dialog", name=LIST)
    door.wait_for()
    expect(door.get_by_role("listitem")).to_have_count(20)
    # The title has the focus: "close" is before it, the filter after.
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.type("chely d'apcher")
    expect(door.get_by_role("listitem")).to_have_count(1)
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Enter")
    seen.map.get_by_role("dialog", name="Saint-Chély").wait_for()
    seen.page.keyboard.press("Escape")
    expect(seen.map.get_by_role("button", name=LIST)).to_be_focused()


def test_back_from_a_card_the_list_is_as_it_was_left(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    seen.map.get_by_role("button", name=LIST).click()
    door = seen.map.get_by_role("dialog")
    door.get_by_role("searchbox").fill("langogne")
    door.get_by_role("listitem").first.get_by_role("button").click()
    door.get_by_role("button", name="Liste").click()
    expect(door.get_by_role("searchbox")).to_have_value("langogne")
    expect(door.get_by_role("listitem")).to_have_count(1)


def test_the_card_fills_the_map_of_a_phone_and_shows_its_way_out(app, visit):
    seen = visit(390, 844).open(f"{app}/?lang=fr")
    seen.map.locator(".territory-sign.counter").nth(3).click(force=True)
    door = seen.map.get_by_role("dialog")
    door.wait_for()
    frame = seen.map.locator(".leaflet-container").bounding_box()
    assert still(seen.page, door.bounding_box)["width"] == frame["width"]
    door.get_by_role("button", name="Fermer").click()
    expect(door).not_to_be_visible()


def test_names_of_any_hand_are_text_in_the_list_and_on_the_card(hostile_app, visit):
    seen = visit().open(f"{hostile_app}/?lang=en")
    seen.map.get_by_role("button", name="Counters of the territory (20)").click()
    door = seen.map.get_by_role("dialog")
    first = door.get_by_role("listitem").first
    expect(first).to_contain_text(HOSTILE_NAME)
    first.get_by_role("button").click()
    door.get_by_text("Report an error").click()
    expect(door.locator("h2")).to_contain_text(HOSTILE_NAME)
    expect(door.locator("textarea").first).to_have_value(re.compile(re.escape(HOSTILE_NAME)))
    # Not a wait for the page: the time in which an image that is no image would call its script.
    seen.page.wait_for_timeout(300)
    assert seen.map.locator("img").count() == 0
    assert seen.dialogs == []


@pytest.mark.parametrize("state", ["list", "card"])
def test_the_panel_breaks_no_rule_of_axe(app, visit, state):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    seen = visit().open(f"{app}/?lang=fr")
    seen.map.get_by_role("button", name=LIST).click()
    if state == "card":
        door = seen.map.get_by_role("dialog")
        door.get_by_role("listitem").first.get_by_role("button").click()
        door.get_by_text("Signaler une erreur").click()
    expect(seen.map.locator(".territory-door")).to_be_visible()
    frame = next(one for one in seen.page.frames if "streamlit_folium" in one.url)
    frame.evaluate(axe.axe_script)
    found = frame.evaluate("() => axe.run('.territory-door, .leaflet-control-zoom')")["violations"]
    assert told_of(found) == []
