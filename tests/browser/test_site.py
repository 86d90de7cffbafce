"""The site of the sample in a real Chromium, from servers of files alone."""

from __future__ import annotations

import re

import pytest

from territory.messages import Words
from territory.publish.published import Published
from territory.publish.sheets import sheet_groups
from territory.scores import DEFAULT_METHOD
from territory.territories import WHOLE
from tests.browser.test_accessibility import audit, told_of
from tests.publish.published import publish_sample
from tests.publish.servers import PartsOfFiles, WholeFiles, serving

pytestmark = pytest.mark.browser

WAIT = 60_000
WORDS = Words("fr")


@pytest.fixture(scope="module")
def folder(country, in_use, tmp_path_factory):
    return publish_sample(country, in_use, tmp_path_factory.mktemp("browsed") / "site")


@pytest.fixture(scope="module")
def address(folder, chromium):
    with serving(folder, PartsOfFiles) as found:
        yield found


def opened(seen, address, *, layer="far"):
    seen.page.goto(address)
    drawn(seen, layer)
    seen.page.locator("body[data-ready]").wait_for(timeout=WAIT)
    return seen.page


def drawn(seen, layer):
    seen.page.locator(f'#map[data-drawn="{layer}"]').wait_for(timeout=WAIT)


def test_the_browser_unfolds_each_sheet_as_it_was_made(address, visit, country, in_use):
    page = opened(visit(), address)
    site = Published(country, in_use, WHOLE)
    ((_, made),) = sheet_groups(site, (Words("fr"), Words("en")))
    found = page.evaluate(
        """async () => {
            const { unfold } = await import("./assets/unfold.js");
            const { get } = await import("./assets/data.js");
            const kept = await get("map/sheets/48.json.gz");
            const told = (language) => {
                const sheetOf = unfold(kept, language);
                return Object.fromEntries(kept.codes.map((code) => [code, sheetOf(code)]));
            };
            return { fr: told("fr"), en: told("en") };
        }"""
    )
    assert found == made
    assert len(found["en"]) == len(country.tables.communes)


def test_a_click_opens_the_sheet_with_the_figures_of_the_country(address, visit, country):
    seen = visit()
    page = opened(seen, address)
    # A commune without a counter, whose mark would be clicked on.
    inside = country.tables.communes.geometry.loc["48037"].representative_point()
    at = page.evaluate(
        "(place) => { const at = map.project(place); return [at.x, at.y]; }", [inside.x, inside.y]
    )
    page.locator("#map canvas").click(position={"x": at[0], "y": at[1]})
    page.locator("#sheet-title").wait_for(timeout=WAIT)
    row = country.ranked(DEFAULT_METHOD).loc["48037"]
    told = page.locator("#sheet").inner_text()
    assert "Chadenet 48037" in told
    assert WORDS.figure("nearest_counter_minutes", row["nearest_counter_minutes"]) in told
    assert f"{WORDS.number(row['exposure_score'])} sur 100" in told
    assert "commune=48037" in page.url
    assert seen.outside == []
    assert seen.refused == []


def test_a_layer_is_changed_and_its_legend_counts_the_communes(address, visit, country):
    seen = visit()
    page = opened(seen, address)
    page.locator("#layer").select_option("nearest_counter_minutes")
    drawn(seen, "nearest_counter_minutes")
    minutes = country.ranked(DEFAULT_METHOD)["nearest_counter_minutes"]
    row = page.locator("#legend tr", has=page.locator('[data-key="4"]'))
    assert int(row.locator("td").first.inner_text()) == int((minutes >= 20).sum())
    first = page.locator("#twin tbody tr").first
    assert (
        minutes.loc[
            country.tables.communes["commune_name"] == first.locator("th").inner_text()
        ].iloc[0]
        >= 20
    )
    row.locator("button").click()
    drawn(seen, "nearest_counter_minutes")
    assert "focus=4" in page.url
    assert page.locator('#legend [data-key="4"]').get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("typed", ["saint chely d'apcher", "St-Chély-d’Apchr", "48140"])
def test_the_search_knows_names_accents_errors_and_codes(address, visit, typed):
    page = opened(visit(), address)
    page.get_by_role("combobox", name=re.compile("Chercher")).fill(typed)
    page.locator("#found li").first.wait_for(timeout=WAIT)
    page.keyboard.press("Enter")
    page.locator("#sheet-title").wait_for(timeout=WAIT)
    assert "48140" in page.locator("#sheet-title").inner_text()


def test_the_keyboard_alone_opens_the_commune_in_the_middle(address, visit):
    page = opened(visit(), f"{address}/#view=11/44.5180/3.4700")
    page.locator("#map canvas").focus()
    page.keyboard.press("Enter")
    page.locator("#sheet-title, #sheet h2").first.wait_for(timeout=WAIT)


def test_an_address_opens_what_it_says_in_english_too(address, visit):
    seen = visit()
    page = opened(seen, f"{address}/en/#commune=48095&layer=exposure_score", layer="exposure_score")
    page.locator("#sheet-title").wait_for(timeout=WAIT)
    assert "people in illectronism" in page.locator("#sheet").inner_text()
    assert page.locator("html").get_attribute("lang") == "en"
    assert seen.outside == []


def test_a_server_without_ranges_draws_the_map_and_says_it_loads_whole_files(folder, visit):
    with serving(folder, WholeFiles) as address:
        seen = visit()
        page = opened(seen, address)
        assert "en entier" in page.locator("#say").inner_text()
        assert seen.refused == []


@pytest.mark.parametrize("path", ["", "#commune=48095", "list.html", "commune/48095.html"])
def test_a_page_of_the_site_breaks_no_rule_of_axe(address, visit, path):
    seen = visit()
    seen.page.goto(f"{address}/{path}")
    if not path.endswith("html"):
        seen.page.locator("body[data-ready]").wait_for(timeout=WAIT)
    assert told_of(audit(seen.page)) == []


@pytest.mark.parametrize("path", ["", "list.html", "commune/48095.html", "?embed=1"])
def test_nothing_is_wider_than_a_telephone(address, visit, path):
    page = visit(width=390, height=800).page
    page.goto(f"{address}/{path}")
    page.wait_for_load_state("load")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_list_is_sorted_by_a_click_on_a_heading(address, visit):
    page = visit().page
    page.goto(f"{address}/list.html")
    heading = page.get_by_role("button", name=WORDS.text("columns.exposure_score.short"))
    heading.click()
    cells = page.locator("table.sorted tbody tr td:nth-child(8)")
    shown = [float(one.get_attribute("data-v")) for one in cells.all()]
    assert len(shown) > 5
    assert shown == sorted(shown, reverse=True)


def test_of_two_sheets_asked_for_the_last_is_shown_even_if_it_comes_first(address, visit):
    page = opened(visit(), address)
    told = page.evaluate(
        """async () => {
            const side = await import("./assets/side.js");
            const fetched = window.fetch;
            // The sheets of the first take their time; the place asked for after it is there at once.
            window.fetch = async (...asked) => {
              if (String(asked[0]).includes("sheets/48")) await new Promise((ok) => setTimeout(ok, 300));
              return fetched(...asked);
            };
            const first = side.openSheet("48095", "48", () => {});
            side.openPlace({ title: "Un guichet", lines: [], week: [] }, () => {});
            await first;
            return document.getElementById("sheet").textContent;
        }"""
    )
    assert "Un guichet" in told
    assert "Mende" not in told


def test_who_comes_back_to_a_server_without_ranges_sees_the_map_at_another_scale(folder, visit):
    with serving(folder, WholeFiles) as address:
        seen = visit()
        opened(seen, f"{address}/#view=4.2/44.5/3.5")
        again = seen.page.context.new_page()
        again.goto(f"{address}/#view=8.6/44.52/3.5")
        again.locator('#map[data-drawn="far"]').wait_for(timeout=WAIT)
        assert WORDS.text("publish.whole_files").split("{")[0] in again.locator("#say").inner_text()
