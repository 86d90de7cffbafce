"""The switch of scenarios in a real Chromium: chosen on one page, kept on the next, in the links given."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from territory.messages import Words
from territory.plan.scenario import Signed, closed, opened_in
from territory.tables.scenarios import Scenario, scenario_csv
from tests.browser.conftest import serving
from tests.browser.waiting import WHOLE_PAGE_MS, expect, rest, settle

pytestmark = pytest.mark.browser
FR = Words("fr")
# What the map says of its communes, beside it.
SUMMARY = ".st-key-side p"
SIGNED = Signed("A. Planner", "too far", "2026-11-27")


@pytest.fixture(scope="module")
def scenarios(sample):
    rows = opened_in(sample, ["48104", "48043"], SIGNED, "Nouveau guichet, {commune}")
    return [Scenario("Deux de plus", rows), Scenario("Mende", closed(sample, ["2983"], SIGNED))]


@pytest.fixture(scope="module")
def site(chromium, scenarios, tmp_path_factory):
    """Address of the app, with two scenarios in the folder beside its tables."""
    folder = tmp_path_factory.mktemp("scenario_app")
    (folder / "scenarios").mkdir()
    for one in scenarios:
        (folder / "scenarios" / one.file_name).write_bytes(scenario_csv(one))
    with serving(folder, folder / "server.log") as address:
        yield address


def line_of(seen):
    return seen.page.locator(".st-key-scenario .stHtml")


def choose(seen, name):
    seen.page.locator(
        ".st-key-scenario [data-baseweb=select], .st-key-scenario input"
    ).first.click()
    seen.page.get_by_role("option", name=name).click()


@pytest.mark.parametrize("width", [1280, 390])
def test_chosen_on_the_map_it_stays_on_the_other_pages_and_in_the_link(
    site, visit, scenarios, width
):
    seen = visit(width, 844)
    seen.open(f"{site}/?lang=fr&read=1")
    expect(seen.page.locator(SUMMARY).first).to_contain_text("50 cumulent")
    choose(seen, "Scénario : Deux de plus")
    expect(line_of(seen)).to_have_text(scenarios[0].in_words(FR), use_inner_text=True)
    expect(seen.page.locator(SUMMARY).first).not_to_contain_text("50 cumulent")
    rest(seen.page)
    assert parse_qs(urlsplit(seen.page.url).query)["scenario"] == ["Deux de plus"]
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    seen.page.get_by_role("link", name="Liste").click()
    seen.page.wait_for_url("**/list*")
    line_of(seen).wait_for(timeout=WHOLE_PAGE_MS)
    expect(seen.page).to_have_url(re.compile("scenario=Deux"))
    assert seen.outside == []


def test_inside_another_site_the_map_says_it_and_offers_no_choice(site, visit, scenarios):
    seen = visit(900, 600)
    seen.page.goto(f"{site}/?lang=fr&embed=true&scenario=Mende")
    expect(line_of(seen)).to_have_text(scenarios[1].in_words(FR), use_inner_text=True)
    seen.wait_for_map()
    rest(seen.page)
    assert seen.page.locator(".st-key-scenario .stSelectbox").count() == 0
    link = seen.page.locator(".territory-embedded a")
    expect(link).to_have_attribute("href", re.compile("scenario=Mende"))
    foot = seen.page.locator(".territory-embedded").bounding_box()
    assert foot["y"] + foot["height"] <= 600


@pytest.mark.parametrize("width", [1280, 390])
def test_two_scenarios_are_read_without_scrolling_sideways(site, visit, width):
    seen = visit(width, 844)
    seen.page.goto(f"{site}/plan?lang=fr&question=compare&within=15&first=Mende")
    seen.page.locator(".territory-plan .places img").wait_for(timeout=WHOLE_PAGE_MS)
    settle(seen.page)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    expect(seen.page.locator(".territory-plan .sides tbody tr")).to_have_count(3)
    with seen.page.expect_download() as waiting:
        seen.page.get_by_role("button", name="Classeur (XLSX)").click()
    assert waiting.value.suggested_filename.startswith("comparaison-departement-48-mende-")
