"""Every page under axe-core, and its headings in order."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from territory.portrait import portrait_bytes
from tests.browser.waiting import rest, settle

pytestmark = pytest.mark.browser

PAGES = ("map", "list", "plan", "compare", "diagnostic", "method")
# Pages that show more when a commune is chosen.
CHOSEN = ("map", "diagnostic")
SCREENSHOTS = Path(__file__).resolve().parent.parent / "screenshots"


def audit(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    return axe.run(page).response["violations"]


def told_of(found):
    return [
        f"{one['impact']} {one['id']} × {len(one['nodes'])}: {one['nodes'][0]['html'][:160]}"
        for one in found
    ]


def address_of(app, name):
    path = "" if name == "map" else name
    return f"{app}/{path}?lang=fr" + ("&commune=48095" if name in CHOSEN else "")


def levels_of(page):
    """Return the level of each heading, in the order of the page."""
    tags = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(one => one.tagName)")
    return [int(tag[1]) for tag in tags]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_no_rule_of_axe_and_its_headings_go_down_one_level_at_a_time(
    app, visit, name
):
    seen = visit()
    seen.page.goto(address_of(app, name))
    settle(seen.page)
    told = told_of(audit(seen.page))
    SCREENSHOTS.mkdir(exist_ok=True)
    (SCREENSHOTS / f"axe-{name}.txt").write_text("\n".join(told), encoding="utf-8")
    assert told == []
    levels = levels_of(seen.page)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert re.match("fr|en", seen.page.evaluate("document.documentElement.lang"))


def _unfold_search(seen):
    seen.page.get_by_role("combobox", name=re.compile("Chercher")).press_sequentially("saint")
    seen.page.locator(".territory-proposals li").first.wait_for()


def _open_panel(seen):
    seen.page.get_by_role("button", name="Emporter").click()
    seen.page.locator('[data-testid="stCode"]').wait_for()


def _unfold_controls_and_legend(seen):
    seen.page.get_by_role("button", name="Légende", exact=True).click()
    seen.page.locator(".territory-legend").wait_for()
    seen.page.get_by_text("Choisir le territoire et la carte").click()


@pytest.mark.parametrize(
    ("reach", "width"),
    [(_unfold_search, 1280), (_open_panel, 1280), (_unfold_controls_and_legend, 390)],
)
def test_what_unfolds_on_the_map_breaks_no_rule_of_axe(app, visit, reach, width):
    seen = visit(width, 844).open(
        f"{app}/?lang=fr&commune=48095" if width > 640 else f"{app}/?lang=fr"
    )
    reach(seen)
    rest(seen.page)
    assert told_of(audit(seen.page)) == []


@pytest.mark.parametrize("words", ["48095", "48"])
def test_a_portrait_read_in_a_browser_breaks_no_rule_of_axe(visit, portrait_of, words):
    seen = visit()
    seen.page.set_content(portrait_bytes(portrait_of(words, "fr"), "html").decode())
    assert told_of(audit(seen.page)) == []
    assert seen.outside == []
