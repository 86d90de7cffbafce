"""A link that a page gives opens the same view in a browser that never saw it."""

from __future__ import annotations

import re

import pytest

from territory.messages import Words
from tests.browser.conftest import Visit
from tests.browser.waiting import reads, settle, still

pytestmark = pytest.mark.browser

SET = "communes:48095,48092,48140"
MAPS = {
    "a layer and a commune": "lang=fr&territory=departement:48&layer=far&commune=48095",
    "by EPCI": "lang=fr&territory=departement:48&unit=epci&layer=exposure_score",
    "one class kept": "lang=fr&territory=departement:48&layer=exposure_score&focus=2",
    "weights": "lang=fr&layer=exposure_score&weights=need=1,counters=0,network=0",
    "an EPCI": "lang=fr&territory=epci:200069151&commune=48061",
    "English": "lang=en&territory=departement:48&layer=far",
    "legend folded": "lang=fr&territory=departement:48&legend=0",
}
PAGES = {
    "list of a preset": "list?lang=fr&preset=no-saturday&sort=nearest_saturday_counter_minutes",
    "list with communes chosen": "list?lang=fr&preset=far&chosen=48146,48104,48039",
    "list of one's own criteria": "list?lang=en&where=min-people=60,min-minutes=12",
    "comparison": "compare?lang=fr&compare=commune:48095;epci:200069151;departement:48",
    "portrait of a set": f"diagnostic?lang=fr&territory={SET}",
    "portrait of the EPCI around": "diagnostic?lang=fr&commune=48061&portrait=epci:200069151",
    "portrait in English": f"diagnostic?lang=en&territory={SET}",
}


@pytest.fixture
def elsewhere(chromium):
    """Return a function that opens an address in a browser without memory."""
    contexts = []

    def start(address):
        context = chromium.new_context(viewport={"width": 1280, "height": 900})
        contexts.append(context)
        seen = Visit(context.new_page())
        seen.page.goto(address)
        settle(seen.page)
        return seen

    yield start
    for context in contexts:
        context.close()


def words_of(seen):
    return Words(seen.page.evaluate("document.documentElement.lang"))


def map_told(seen):
    """Return what a reader sees of a map: title, legend, what is drawn, its colours, the panel beside."""
    drawn = seen.wait_for_map()
    legend = seen.page.locator(".territory-legend")
    legend.wait_for(state="attached")
    return {
        "title": seen.page.locator("h1").first.inner_text(),
        "drawn": drawn,
        "is legend open": legend.is_visible(),
        "legend": legend.text_content(),
        "colours": seen.map.locator("path.commune").evaluate_all(
            "all => all.map(one => one.getAttribute('fill')).sort()"
        ),
        "selected": seen.map.locator("path.selection").count(),
        "sheet": seen.page.locator(".territory-sheet").all_inner_texts(),
    }


def page_told(seen):
    """Return what a reader reads: title, tables, charts, communes chosen, portrait."""
    seen.page.locator(
        '[data-testid="stDataFrame"] table[role="grid"] td, .territory-compared, iframe'
    ).first.wait_for(state="attached")
    frame = seen.page.locator("iframe")
    portrait = ""
    if frame.count():
        inside = seen.page.frame_locator("iframe").first
        inside.locator("#sources").wait_for()
        portrait = inside.locator("body").inner_text()
    return {
        "title": seen.page.locator("h1").first.inner_text(),
        "rows": seen.page.locator('table[role="grid"] td').all_text_contents(),
        "chosen": seen.page.locator(".st-key-chosen").all_inner_texts(),
        "compared": seen.page.locator(".territory-compared").all_inner_texts(),
        "tables": seen.page.locator("table:not([role])").all_inner_texts(),
        "portrait": portrait,
    }


def cited(seen):
    """Unfold the citation of a page and return the address in it."""
    seen.page.get_by_text(words_of(seen).text("app.cite.title")).click()
    shown = seen.page.locator('[data-testid="stCode"]')
    shown.wait_for()
    return re.search(r"http://127\.0\.0\.1:\d+\S*", shown.inner_text()).group(0)


def linked(seen):
    """Open what can be taken away from a map and return the link to copy."""
    words = words_of(seen)
    seen.page.get_by_role("button", name=words.text("app.take.open")).click()
    shown = seen.page.locator('[data-testid="stCode"]')
    shown.wait_for()
    return shown.inner_text().strip()


@pytest.mark.parametrize("state", MAPS)
def test_the_link_of_a_map_opens_the_same_map_elsewhere(app, visit, elsewhere, state):
    seen = visit()
    seen.page.goto(f"{app}/?{MAPS[state]}")
    settle(seen.page)
    shown = still(seen.page, lambda: map_told(seen))
    assert shown["is legend open"] == (state != "legend folded")
    link = linked(seen)
    assert link.startswith(f"{app}/?")
    other = elsewhere(link)
    reads(other.page, lambda: map_told(other), shown)
    assert seen.page.locator(".stAlert").count() == other.page.locator(".stAlert").count() == 0
    assert other.outside == []


@pytest.mark.parametrize("state", PAGES)
def test_the_link_cited_on_a_page_opens_the_same_page_elsewhere(app, visit, elsewhere, state):
    seen = visit()
    seen.page.goto(f"{app}/{PAGES[state]}")
    settle(seen.page)
    shown = still(seen.page, lambda: page_told(seen))
    assert shown["rows"] or shown["compared"] or shown["portrait"]
    other = elsewhere(cited(seen))
    reads(other.page, lambda: page_told(other), shown)
    assert other.outside == []
