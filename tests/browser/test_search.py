"""The search in the head: it proposes while one types, and the keyboard alone opens."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import FRAME
from tests.browser.waiting import expect, rest, settle, still

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
    settle(seen.page)
    expect(field(seen)).to_have_count(1)


def test_proposals_come_while_one_types_and_push_nothing(app, visit):
    for size in ((1280, 900), (390, 844)):
        seen = visit(*size).open(f"{app}/?lang=fr")
        before = still(seen.page, seen.page.locator(FRAME).bounding_box)
        field(seen).press_sequentially("saint", delay=30)
        proposed(seen).first.wait_for()
        rest(seen.page)
        assert still(seen.page, seen.page.locator(FRAME).bounding_box) == before
        box = still(seen.page, seen.page.locator(".territory-proposals").bounding_box)
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]


def test_arrows_and_enter_open_what_is_marked(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    field(seen).press_sequentially("marvejol", delay=20)
    proposed(seen).filter(has_text="Marvejols").wait_for()
    field(seen).press("ArrowDown")
    marked = seen.page.locator(".territory-proposals li[aria-selected=true]")
    expect(field(seen)).to_have_attribute("aria-activedescendant", marked.get_attribute("id"))
    field(seen).press("Enter")
    seen.page.wait_for_url("**commune=48092**")
    seen.page.locator(".territory-sheet").wait_for()
    expect(field(seen)).to_have_value("")
    expect(seen.page.locator(".territory-proposals")).not_to_be_visible()


def test_enter_opens_an_exact_name_at_once_and_what_was_opened_is_kept_at_hand(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    field(seen).fill("mende")
    field(seen).press("Enter")
    seen.page.wait_for_url("**commune=48095**")
    seen.page.locator(".territory-sheet").wait_for()
    seen.page.keyboard.press("Escape")
    field(seen).blur()
    field(seen).focus()
    expect(proposed(seen).get_by_text("Mende", exact=True)).to_have_count(1)


def test_enter_never_guesses_what_five_digits_mean(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    field(seen).fill("48140")
    field(seen).press("Enter")
    expect(seen.page.locator(".territory-proposals")).to_contain_text("codes postaux")
    rest(seen.page)
    assert "commune=" not in seen.page.url


def test_what_is_searched_on_the_page_of_method_opens_on_the_map(app, visit):
    seen = visit()
    seen.page.goto(f"{app}/method?lang=fr")
    settle(seen.page)
    field(seen).fill("mende")
    field(seen).press("Enter")
    seen.wait_for_map()
    expect(seen.page).to_have_url(re.compile("commune=48095"))
    assert "/method" not in seen.page.url
