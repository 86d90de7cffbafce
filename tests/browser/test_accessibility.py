"""Every page under axe-core, and its headings in order."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

PAGES = ("map", "list", "compare", "method")
SCREENSHOTS = Path(__file__).resolve().parent.parent / "screenshots"


def audit(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    return axe.run(page).response["violations"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_no_rule_of_axe(app, visit, name):
    seen = visit()
    address = f"{app}/?lang=fr&commune=48095" if name == "map" else f"{app}/{name}?lang=fr"
    seen.page.goto(address)
    seen.page.locator(".territory-foot").wait_for(timeout=60_000)
    seen.page.wait_for_timeout(1500)
    found = audit(seen.page)
    told = [
        f"{one['impact']} {one['id']} × {len(one['nodes'])}: {one['nodes'][0]['html'][:160]}"
        for one in found
    ]
    SCREENSHOTS.mkdir(exist_ok=True)
    (SCREENSHOTS / f"axe-{name}.txt").write_text("\n".join(told), encoding="utf-8")
    assert told == []


@pytest.mark.parametrize("name", PAGES)
def test_headings_of_a_page_go_down_one_level_at_a_time(app, visit, name):
    seen = visit()
    seen.page.goto(f"{app}/{name}?lang=fr" if name != "map" else f"{app}/?lang=fr&commune=48095")
    seen.page.locator(".territory-foot").wait_for(timeout=60_000)
    levels = [
        int(tag[1])
        for tag in seen.page.locator("h1, h2, h3, h4").evaluate_all(
            "all => all.map(one => one.tagName)"
        )
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert re.match("fr|en", seen.page.evaluate("document.documentElement.lang"))
