"""The page of the map in a real Chromium: drawn, readable, and silent towards the outside."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from tests.browser.conftest import HOSTILE_NAME
from tests.browser.waiting import expect, is_soon, reads, rest, still, until

pytestmark = pytest.mark.browser

SCREENSHOTS = Path(__file__).resolve().parent.parent / "screenshots"
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
NARROW_SPACE = "\u202f"


def hover(visit, selector, at=0):
    """Lay the pointer on a thing of the map, and return the card that comes under it."""
    card = visit.map.locator(".territory-card")

    def come():
        # A pointer that arrives while the map is still settling is not felt: come again.
        visit.page.mouse.move(1, 1)
        expect(card).not_to_be_visible()
        visit.map.locator(selector).nth(at).hover(force=True)
        return is_soon(visit.page, card.is_visible)

    until(visit.page, come, bool)
    return card


def counters_drawn(visit):
    """Return how many counters stand on the map, alone or in the number of a group."""
    groups = visit.map.locator(".territory-group.counter b").all_inner_texts()
    return visit.map.locator(".territory-sign.counter").count() + sum(map(int, groups))


def rows_in_table(visit):
    grid = visit.page.locator('[data-testid="stDataFrame"] table[role="grid"]')
    grid.wait_for(state="attached")
    rest(visit.page)
    return int(grid.get_attribute("aria-rowcount")) - 1  # the heading is a row


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_the_page_is_drawn_without_a_single_request_outside(app, visit, language, size):
    seen = visit(*SIZES[size]).open(f"{app}/?lang={language}")
    expect(seen.map.locator("path.commune")).to_have_count(152)
    reads(seen.page, lambda: counters_drawn(seen), 20)
    expect(seen.page.locator(".territory-legend td[style]")).to_have_count(9)
    assert seen.page.evaluate("document.documentElement.lang") == language
    hover(seen, "path.commune", 40)
    rest(seen.page)
    SCREENSHOTS.mkdir(exist_ok=True)
    seen.page.screenshot(path=SCREENSHOTS / f"map-{language}-{size}.png")
    height = seen.page.evaluate("document.querySelector('.stMainBlockContainer').scrollHeight")
    seen.page.set_viewport_size({"width": SIZES[size][0], "height": height})
    rest(seen.page)
    seen.page.screenshot(path=SCREENSHOTS / f"map-{language}-{size}-whole.png")
    assert seen.outside == []
    assert seen.refused == []


def test_nothing_overflows_a_phone(app, visit):
    seen = visit(390, 844).open(f"{app}/?commune=48095")
    expect(seen.page.locator(".territory-sheet")).to_be_visible()
    widest = seen.page.evaluate(
        "Math.max(...[...document.querySelectorAll('.stMain *:not(canvas):not(.dvn-scroller *)')]"
        ".filter(one => one.closest('[data-testid=stDataFrame], .wide') === null)"
        ".map(one => one.getBoundingClientRect().right))"
    )
    assert widest <= 390


def test_the_counts_of_the_legend_are_those_of_the_map(app, visit):
    seen = visit().open(app)
    in_legend = {
        cell.evaluate("one => getComputedStyle(one).backgroundColor"): int(
            cell.locator("b").inner_text()
        )
        for cell in seen.page.locator(".territory-legend td[style]").all()
    }
    on_map = seen.map.locator("body").evaluate(
        """body => {
            const counts = {};
            for (const path of body.querySelectorAll("path.commune")) {
                const fill = getComputedStyle(path).fill;
                counts[fill] = (counts[fill] || 0) + 1;
            }
            return counts;
        }"""
    )
    assert {fill: count for fill, count in in_legend.items() if count} == on_map
    assert sum(on_map.values()) == 152


def test_the_card_of_a_commune_tells_its_figures(app, visit):
    seen = visit().open(f"{app}/?lang=fr")
    card = hover(seen, "path.commune", 40)
    expect(card).to_contain_text("Cubières (48053)")
    card = card.inner_text()
    for label in ("Personnes en illectronisme", "Minutes jusqu’au guichet", "Part du score connue"):
        assert label in card
    # The sample holds no mobile coverage: a third of the network, which weighs a tenth.
    assert f"97{NARROW_SPACE}%" in card
    assert "(estimation)" in card


def test_counters_are_drawn_above_the_communes_and_filled(app, visit):
    seen = visit().open(app)
    for counter in seen.map.locator(".territory-sign.counter").all():
        on_top, halo = counter.evaluate(
            """sign => {
                const box = sign.getBoundingClientRect();
                const x = box.x + box.width / 2, y = box.y + box.height / 2;
                const halo = getComputedStyle(sign.querySelector("svg > *"));
                return [sign.contains(document.elementFromPoint(x, y)), halo.stroke];
            }"""
        )
        assert on_top
        assert halo == "rgb(255, 255, 255)"


def test_the_card_stays_inside_the_map(app, visit):
    for size in SIZES.values():
        seen = visit(*size).open(app)
        for at in range(0, 152, 30):
            card = still(seen.page, hover(seen, "path.commune", at).bounding_box)
            frame = seen.map.locator(".leaflet-container").bounding_box()
            assert card["x"] >= frame["x"]
            assert card["y"] >= frame["y"]
            assert card["x"] + card["width"] <= frame["x"] + frame["width"]
            assert card["y"] + card["height"] <= frame["y"] + frame["height"]


def test_the_table_comes_down_as_csv(app, visit):
    seen = visit().open(f"{app}/?lang=fr&table=1")
    reads(seen.page, lambda: rows_in_table(seen), 152)
    with seen.page.expect_download() as international:
        seen.page.get_by_role("button", name="CSV (international)").click()
    with seen.page.expect_download() as french:
        seen.page.get_by_role("button", name="CSV pour Excel en français").click()
    assert international.value.suggested_filename.startswith("territory-departement-48-")
    assert french.value.suggested_filename.endswith("-excel.csv")
    plain = Path(international.value.path()).read_text(encoding="utf-8")
    lines = list(csv.DictReader(io.StringIO(plain, newline="")))
    assert len(lines) == 152
    assert {line["commune_code"][:2] for line in lines} == {"48"}
    assert all(0 <= float(line["illectronism_share"]) <= 1 for line in lines)
    excel = Path(french.value.path()).read_bytes()
    assert excel.startswith(b"\xef\xbb\xbf")
    assert (
        excel.decode("utf-8-sig")
        .splitlines()[0]
        .startswith("Code Insee;Rang dans le territoire;Rang parmi toutes les communes;Commune;")
    )


def test_the_switch_of_language_keeps_the_departement_in_the_address(app, visit):
    seen = visit().open(f"{app}/?departement=48&lang=fr")
    seen.page.get_by_role("button", name="English").or_(
        seen.page.get_by_role("radio", name="English")
    ).first.click()
    seen.page.get_by_role("heading", name="need and distance to counters").wait_for()
    seen.wait_for_map()
    expect(seen.page).to_have_url(re.compile("departement=48"))
    expect(seen.page).to_have_url(re.compile("lang=en"))
    assert seen.outside == []


def test_hostile_names_show_as_they_are_written_even_under_a_path(hostile_app, visit):
    seen = visit().open(f"{hostile_app}/?lang=en")
    expect(seen.map.locator("path.commune")).to_have_count(152)
    expect(hover(seen, ".territory-sign.counter", 3)).to_contain_text(HOSTILE_NAME)
    # Not a wait for the page: the time in which an image that is no image would call its script.
    seen.page.wait_for_timeout(500)
    assert seen.map.locator("img").count() == 0
    assert seen.page.locator("img[src='x']").count() == 0
    assert seen.dialogs == []
    assert seen.outside == []
    assert seen.refused == []


def test_missing_data_is_hatched_counted_and_said(hostile_app, visit):
    seen = visit().open(f"{hostile_app}/?lang=fr")
    hatched = seen.map.locator('path.commune[fill="url(#no-data)"]')
    # Three communes without ages, one without a town hall.
    expect(hatched).to_have_count(4)
    expect(seen.page.locator(".territory-legend li").first).to_contain_text("4\xa0communes")
    expect(hover(seen, 'path.commune[fill="url(#no-data)"]')).to_contain_text("pas de donnée")
    SCREENSHOTS.mkdir(exist_ok=True)
    seen.page.screenshot(path=SCREENSHOTS / "map-fr-missing.png")


def test_the_wheel_scrolls_the_page_until_the_map_is_clicked(app, visit):
    seen = visit().open(app)
    at = seen.map.locator(".leaflet-container").bounding_box()
    seen.page.mouse.move(at["x"] + at["width"] - 20, at["y"] + 60)
    zoom = seen.zoom()
    seen.page.mouse.wheel(0, -300)
    # Not a wait for the page: the time in which a map that listens would zoom.
    seen.page.wait_for_timeout(600)
    assert seen.zoom() == zoom
    seen.page.mouse.click(at["x"] + at["width"] - 20, at["y"] + 60)
    listens = "() => window.map.scrollWheelZoom.enabled()"
    until(seen.page, lambda: seen.map.locator("body").evaluate(listens), bool)
    rest(seen.page)
    at = still(seen.page, seen.map.locator(".leaflet-container").bounding_box)
    seen.page.mouse.move(at["x"] + at["width"] - 25, at["y"] + 65)
    seen.page.mouse.wheel(0, -300)
    until(seen.page, seen.zoom, lambda now: now > zoom)


@pytest.mark.parametrize(
    "layer", ["robustness", "missing", "exposure_score", "without_1_gbps_share"]
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_counts_of_a_legend_are_not_cut(app, visit, layer, language):
    seen = visit().open(f"{app}/?lang={language}&layer={layer}&legend=1")
    legend = still(seen.page, seen.page.locator(".territory-legend").bounding_box)
    cells = seen.page.locator(".territory-legend .classes td, .territory-legend .classes th")
    rights = cells.evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert rights
    assert max(rights) <= legend["x"] + legend["width"] + 0.5


def test_the_comparison_of_a_sheet_is_not_cut(app, visit):
    seen = visit().open(f"{app}/?lang=fr&commune=48095")
    wide = seen.page.locator(".territory-sheet .wide")
    assert wide.evaluate("one => one.scrollWidth <= one.clientWidth")
