"""The map is the widest thing of its page, whole in the first screen, with its legend over it."""

from __future__ import annotations

import pytest

from tests.browser.conftest import FRAME

pytestmark = pytest.mark.browser

SIZES = [(390, 844), (640, 800), (820, 1180), (1280, 900), (1920, 1080)]


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_whole_map_stands_in_the_first_screen(app, visit, width, height):
    seen = visit(width, height).open(f"{app}/?lang=fr")
    frame = seen.page.locator(FRAME).bounding_box()
    assert frame["y"] + frame["height"] <= height
    assert frame["height"] >= 500
    assert frame["width"] >= (0.62 if width > 900 else 0.9) * width


def test_the_panel_scrolls_by_itself(app, visit):
    seen = visit().open(f"{app}/?lang=fr&commune=48095")
    side = seen.page.locator(".st-key-side")
    assert side.evaluate("one => one.scrollHeight > one.clientHeight")
    before = seen.page.locator(FRAME).bounding_box()
    side.evaluate("one => one.scrollTo(0, 400)")
    assert seen.page.locator(FRAME).bounding_box() == before
    assert side.bounding_box()["height"] <= before["height"] + 1


def test_the_legend_folds_and_the_address_remembers_it(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    legend = seen.page.locator(".territory-legend")
    assert legend.is_visible()
    seen.page.get_by_role("button", name="Replier la légende").click()
    legend.wait_for(state="hidden")
    seen.page.wait_for_url("**legend=0**")
    seen.page.get_by_role("button", name="Légende", exact=True).click()
    legend.wait_for()
    seen.page.wait_for_url("**legend=1**")


def test_on_a_phone_the_legend_is_folded_and_the_controls_are_one_sheet(app, visit):
    seen = visit(390, 844).open(f"{app}/?lang=fr")
    assert not seen.page.locator(".territory-legend").is_visible()
    assert not seen.page.locator(".st-key-choices").is_visible()
    before = seen.page.locator(FRAME).bounding_box()
    seen.page.get_by_text("Choisir le territoire et la carte").click()
    assert seen.page.locator(".st-key-choices").is_visible()
    assert seen.page.locator(FRAME).bounding_box() == before
    seen.page.get_by_text("Choisir le territoire et la carte").click()
    seen.page.get_by_role("button", name="Légende", exact=True).click()
    seen.page.locator(".territory-legend").wait_for()


def test_the_frame_of_the_map_says_what_it_shows(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    frame = seen.page.locator(FRAME)
    assert frame.get_attribute("title").startswith("Carte : Lozère (48)")
    assert seen.map.locator("html").get_attribute("lang") == "fr"
