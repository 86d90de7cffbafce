"""The search in the head: it proposes while one types, and the keyboard alone opens."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import FRAME

pytestmark = pytest.mark.browser
PAGES = ("map", "list", "plan", "compare", "diagnostic", "method")


def field(seen):
    return seen.page.get_by_role("combobox", name=re.compile("Chercher"))


def proposed(seen):
    return seen.page.locator(".territory-proposals li")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_one_search(app, visit, name):
    seen = visit()
    seen.page.goto(f"{app}/{'' if name == 'map' else name}?lang=fr")
    seen.page.locator(".territory-foot").wait_for(timeout=60_000)
    field(seen).first.wait_for()
    assert field(seen).count() == 1


def test_proposals_come_while_one_types_and_push_nothing(app, visit):
    for size in ((1280, 900), (390, 844)):
        seen = visit(*size).open(f"{app}/?lang=fr")
        before = seen.page.locator(FRAME).bounding_box()
        field(seen).press_sequentially("saint", delay=30)
        proposed(seen).first.wait_for()
        assert seen.page.locator(FRAME).bounding_box() == before
        box = seen.page.locator(".territory-proposals").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]


def test_arrows_and_enter_open_what_is_marked(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    field(seen).press_sequentially("marvejol", delay=20)
    proposed(seen).filter(has_text="Marvejols").wait_for()
    field(seen).press("ArrowDown")
    marked = seen.page.locator(".territory-proposals li[aria-selected=true]")
    assert marked.get_attribute("id") == field(seen).get_attribute("aria-activedescendant")
    field(seen).press("Enter")
    seen.page.wait_for_url("**commune=48092**")
    seen.page.locator(".territory-sheet").wait_for()
    assert field(seen).input_value() == ""
    assert not seen.page.locator(".territory-proposals").is_visible()


def test_enter_opens_an_exact_name_at_once_and_what_was_opened_is_kept_at_hand(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    field(seen).fill("mende")
    field(seen).press("Enter")
    seen.page.wait_for_url("**commune=48095**")
    seen.page.locator(".territory-sheet").wait_for()
    seen.page.keyboard.press("Escape")
    field(seen).blur()
    field(seen).focus()
    assert "Mende" in proposed(seen).all_inner_texts()


def test_enter_never_guesses_what_five_digits_mean(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    field(seen).fill("48140")
    field(seen).press("Enter")
    proposed(seen).first.wait_for()
    assert "commune=" not in seen.page.url
    assert "codes postaux" in seen.page.locator(".territory-proposals").inner_text()


def test_what_is_searched_on_the_page_of_method_opens_on_the_map(app, visit):
    seen = visit()
    seen.page.goto(f"{app}/method?lang=fr")
    seen.page.locator(".territory-foot").wait_for(timeout=60_000)
    field(seen).fill("mende")
    field(seen).press("Enter")
    seen.wait_for_map()
    assert "/method" not in seen.page.url
    assert "commune=48095" in seen.page.url
