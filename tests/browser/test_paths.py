"""The three users' paths in a real Chromium, from the question to what they take away."""

from __future__ import annotations

import io
import re
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest

from tests.browser.conftest import Visit
from tests.browser.waiting import LONGEST_MS, WHOLE_PAGE_MS, expect, reads, rest, still, until

pytestmark = pytest.mark.browser


def click_commune(seen, at):
    """Click a commune of the map away from counters, and return what the sheet says."""
    path = seen.map.locator("path.commune").nth(at)
    path.click(force=True)
    seen.page.locator(".territory-sheet").wait_for(timeout=LONGEST_MS)
    return seen.page.locator(".territory-sheet").inner_text()


def view_of(seen):
    """Return what a reader sees: title, sheet, colours of communes, selection, legend."""
    # A commune under the pointer comes to the front, so their order says nothing.
    colours = seen.map.locator("body").evaluate(
        "body => [...body.querySelectorAll('path.commune')]"
        ".map(one => one.getAttribute('fill')).sort()"
    )
    return {
        "title": seen.page.locator("h1").first.inner_text(),
        "sheet": seen.page.locator(".territory-sheet").inner_text(),
        "colours": colours,
        "selected": seen.map.locator("path.selection").count(),
        "legend": seen.page.locator(".territory-legend").inner_text(),
    }


def test_explore_click_share_and_the_link_gives_the_same_view_elsewhere(app, visit, chromium):
    seen = visit().open(f"{app}/?lang=fr")
    framed = seen.zoom()
    seen.map.locator("a.leaflet-control-zoom-in").click()
    zoom = until(seen.page, seen.zoom, lambda now: now > framed)
    before = seen.map.locator(".leaflet-container").get_attribute("data-drawn")
    said = click_commune(seen, 70)
    seen.wait_for_another_map(before)
    # Neither the zoom nor the shapes were lost.
    assert seen.zoom() == zoom
    assert "En comparaison" in said
    expect(seen.page).to_have_url(re.compile("commune="))
    code = parse_qs(urlsplit(seen.page.url).query)["commune"][0]
    assert code in said
    seen.page.get_by_role("button", name="Emporter").click()
    seen.page.get_by_role("radiogroup").get_by_text("Citer", exact=True).click()
    seen.page.get_by_text("consulté le").wait_for()
    cited = seen.page.locator('[data-testid="stCode"]').inner_text()
    address = re.search(r"http://127\.0\.0\.1:\d+\S*", cited).group(0)
    assert f"commune={code}" in address
    assert "data=" in address
    rest(seen.page)
    shown = still(seen.page, lambda: view_of(seen))
    elsewhere = chromium.new_context(viewport={"width": 1280, "height": 900})
    try:
        other = Visit(elsewhere.new_page()).open(address)
        other.page.locator(".territory-sheet").wait_for()
        reads(other.page, lambda: view_of(other), shown)
        assert other.outside == []
    finally:
        elsewhere.close()


def test_another_layer_keeps_the_view_and_the_selection(app, visit):
    seen = visit().open(f"{app}/?lang=fr&commune=48095")
    framed = seen.zoom()
    seen.map.locator("a.leaflet-control-zoom-in").click()
    zoom = until(seen.page, seen.zoom, lambda now: now > framed)
    before = seen.wait_for_map()
    # What is typed shortens the list, which draws only what stands in its window.
    seen.page.get_by_role("combobox", name=re.compile("Ce que montre la carte")).fill(
        "ouvert le samedi"
    )
    seen.page.get_by_role("option", name=re.compile("ouvert le samedi")).click()
    seen.wait_for_another_map(before)
    assert seen.zoom() == zoom
    expect(seen.map.locator("path.selection")).to_have_count(2)
    expect(seen.page).to_have_url(re.compile("layer=nearest_saturday_counter_minutes"))
    expect(seen.page.locator("h1").first).to_contain_text("samedi")


def test_a_commune_is_reached_with_the_keyboard_alone(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    search = seen.page.get_by_role("combobox", name=re.compile("Chercher"))
    for _ in range(12):
        seen.page.keyboard.press("Tab")
        if search.evaluate("one => one === document.activeElement"):
            break
    assert search.evaluate("one => one === document.activeElement")
    seen.page.keyboard.type("marvejol")
    seen.page.locator(".territory-proposals li").filter(has_text="Marvejols").wait_for()
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator(".territory-sheet")).to_contain_text("Marvejols")


def test_filter_list_and_the_workbook_holds_the_same_rows(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    seen.page.get_by_role("link", name="Liste").click()
    # The list opens on its first question: a threshold moved by hand asks another one.
    seen.page.get_by_role("heading", level=1, name=re.compile("communes éloignées")).wait_for()
    handle = seen.page.get_by_role("slider", name=re.compile("^Minutes jusqu’au guichet"))
    before = handle.get_attribute("aria-valuetext")
    handle.focus()
    seen.page.keyboard.press("ArrowLeft")
    seen.page.get_by_role("heading", name=re.compile("répondent aux critères")).wait_for()
    expect(handle).not_to_have_attribute("aria-valuetext", before)
    seen.page.get_by_text(re.compile(r"\d+\s+communes? retenues?")).first.wait_for()
    grid = seen.page.locator('[data-testid="stDataFrame"] table[role="grid"]')
    grid.wait_for(state="attached")
    rest(seen.page)
    listed = int(grid.get_attribute("aria-rowcount")) - 1
    seen.page.get_by_role("button", name="Préparer le fichier").click()
    with seen.page.expect_download() as found:
        seen.page.get_by_role("button", name=re.compile("^Télécharger")).click()
    with open(found.value.path(), "rb") as file:  # noqa: PTH123 - a path of Playwright's
        book = openpyxl.load_workbook(io.BytesIO(file.read()))
    rows = list(book["Liste"].iter_rows(values_only=True))
    heading = next(rank for rank, row in enumerate(rows) if "Commune" in row)
    code = rows[heading].index("Code Insee")
    kept = [row for row in rows[heading + 1 :] if row[code] is not None]
    assert 0 < len(kept) < 152
    assert len(kept) == listed
    assert seen.outside == []


def test_a_row_of_the_list_is_chosen_with_the_keyboard_alone(app, visit):
    seen = visit()
    seen.page.goto(f"{app}/list?lang=fr")
    grid = seen.page.locator('[data-testid="stDataFrame"] canvas[data-testid="data-grid-canvas"]')
    grid.first.wait_for(timeout=WHOLE_PAGE_MS)
    rest(seen.page)
    grid.first.focus()
    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("Shift+Space")
    chosen = seen.page.locator(".st-key-chosen")
    chosen.get_by_role("link", name=re.compile("carte")).wait_for()
    expect(seen.page).to_have_url(re.compile("commune="))
    code = parse_qs(urlsplit(seen.page.url).query)["commune"][0]
    expect(chosen).to_contain_text(code)
