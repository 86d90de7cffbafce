"""The map is the widest thing of its page, whole in the first screen, with its legend over it."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import FRAME
from tests.browser.waiting import expect, rest, still

pytestmark = pytest.mark.browser

SIZES = [(390, 844), (640, 800), (820, 1180), (1280, 900), (1920, 1080)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_whole_map_stands_in_the_first_screen(app, visit, width, height):
    seen = visit(width, height).open(f"{app}/?lang=fr")
    frame = still(seen.page, seen.page.locator(FRAME).bounding_box)
    assert frame["y"] + frame["height"] <= height
    assert frame["height"] >= 500
    assert frame["width"] >= (0.62 if width > 900 else 0.9) * width


def test_the_panel_scrolls_by_itself(app, visit):
    seen = visit().open(f"{app}/?lang=fr&commune=48095")
    side = seen.page.locator(".st-key-side")
    expect(side.locator(".territory-sheet")).to_be_visible()
    assert side.evaluate("one => one.scrollHeight > one.clientHeight")
    before = still(seen.page, seen.page.locator(FRAME).bounding_box)
    side.evaluate("one => one.scrollTo(0, 400)")
    assert still(seen.page, seen.page.locator(FRAME).bounding_box) == before
    assert side.bounding_box()["height"] <= before["height"] + 1


def test_the_legend_folds_and_the_address_remembers_it(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    legend = seen.page.locator(".territory-legend")
    expect(legend).to_be_visible()
    seen.page.get_by_role("button", name="Replier la légende").click()
    legend.wait_for(state="hidden")
    seen.page.wait_for_url("**legend=0**")
    seen.page.get_by_role("button", name="Légende", exact=True).click()
    legend.wait_for()
    seen.page.wait_for_url("**legend=1**")


def test_on_a_phone_the_legend_is_folded_and_the_controls_are_one_sheet(app, visit):
    seen = visit(390, 844).open(f"{app}/?lang=fr")
    expect(seen.page.get_by_role("button", name="Légende", exact=True)).to_be_visible()
    expect(seen.page.locator(".territory-legend")).not_to_be_visible()
    expect(seen.page.locator(".st-key-choices")).not_to_be_visible()
    before = still(seen.page, seen.page.locator(FRAME).bounding_box)
    seen.page.get_by_text("Choisir le territoire et la carte").click()
    expect(seen.page.locator(".st-key-choices")).to_be_visible()
    rest(seen.page)
    assert still(seen.page, seen.page.locator(FRAME).bounding_box) == before
    seen.page.get_by_text("Choisir le territoire et la carte").click()
    seen.page.get_by_role("button", name="Légende", exact=True).click()
    seen.page.locator(".territory-legend").wait_for()


def test_the_frame_of_the_map_says_what_it_shows(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    frame = seen.page.locator(FRAME)
    expect(frame).to_have_attribute("title", re.compile(r"^Carte : Lozère \(48\)"))
    expect(seen.map.locator("html")).to_have_attribute("lang", "fr")
