"""The places on the map of a site, in a real Chromium: drawn, chosen, told, reached without a mouse."""

from __future__ import annotations

import pytest

from territory.messages import Words
from territory.publish.places import SitePlaces
from territory.publish.published import Published
from territory.territories import WHOLE
from tests.browser.test_accessibility import audit, told_of
from tests.browser.waiting import expect, reads, until
from tests.publish.beside import country_of_every_place
from tests.publish.published import publish_sample
from tests.publish.servers import PartsOfFiles, serving

pytestmark = pytest.mark.browser

WORDS = Words("fr")
ALL = "counter,stop,mediation,agency"
# How many places of the territory a family draws, however they are put together.
DRAWN = """async family => {
  const { features } = await map.getSource(`signs-${family}`).getData();
  return features.filter(one => one.properties.inside)
    .reduce((sum, one) => sum + (one.properties.count || 1), 0);
}"""


@pytest.fixture(scope="module")
def everything(built_beside):
    return country_of_every_place(built_beside.folder)


@pytest.fixture(scope="module")
def counts(everything, in_use):
    return SitePlaces(Published(everything, in_use, WHOLE)).counts


@pytest.fixture(scope="module")
def address(everything, in_use, chromium, tmp_path_factory):
    folder = publish_sample(everything, in_use, tmp_path_factory.mktemp("places") / "site")
    with serving(folder, PartsOfFiles) as found:
        yield found


@pytest.fixture(scope="module")
def afar(everything, in_use, chromium, tmp_path_factory):
    """A site of which the app would draw no place: of more communes than a map has room for."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SIGNED_COUNT", "DRAWN_COUNT"):
            patch.setattr(f"territory.publish.places.{name}", 10)
        folder = publish_sample(everything, in_use, tmp_path_factory.mktemp("afar") / "site")
    with serving(folder, PartsOfFiles) as found:
        yield found


def opened(seen, address, drawn="counter stop"):
    seen.page.goto(address)
    seen.page.locator("body[data-ready]").wait_for()
    seen.page.locator(f'#map[data-places="{drawn}"]').wait_for(state="attached")
    return seen.page


def fetched(page):
    """Return the files of places asked for so far."""
    names = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    return {name.rsplit("/", 1)[1] for name in names if "/map/places/" in name}


def on_screen(page, place):
    at = page.evaluate("place => { const at = map.project(place); return [at.x, at.y]; }", place)
    box = page.locator("#map canvas").bounding_box()
    return box["x"] + at[0], box["y"] + at[1]


def test_only_what_is_drawn_is_fetched_and_a_box_draws_more(address, visit, counts):
    page = opened(visit(), address)
    assert fetched(page) == {"counter.json.gz", "stop.json.gz"}
    legend = page.locator("#legend li[data-sign=mediation]")
    expect(legend).to_be_hidden()
    page.get_by_role("checkbox", name=WORDS.text("publish.sign.mediation")).focus()
    page.keyboard.press("Space")
    page.locator('#map[data-places="counter stop mediation"]').wait_for(state="attached")
    assert fetched(page) == {"counter.json.gz", "stop.json.gz", "mediation.json.gz"}
    expect(legend).to_contain_text(f"({counts['mediation'].inside})")
    assert "signs=counter,stop,mediation" in page.url
    page.reload()
    page.locator('#map[data-places="counter stop mediation"]').wait_for(state="attached")
    expect(page.locator("[data-family=mediation]")).to_be_checked()
    page.locator("[data-family=mediation]").uncheck()
    page.locator('#map[data-places="counter stop"]').wait_for(state="attached")
    assert "signs=" not in page.url


def test_as_many_are_drawn_at_any_zoom_as_the_legend_counts(address, visit, counts):
    page = opened(visit(), f"{address}/#signs={ALL}", ALL.replace(",", " "))
    wanted = {
        "counter": counts["fixed"].inside + counts["itinerant"].inside,
        **{name: counts[name].inside for name in ("stop", "mediation", "agency")},
    }
    for zoom in (6, 9, 12):
        page.evaluate("zoom => { map.jumpTo({ zoom }); }", zoom)
        for family, count in wanted.items():
            reads(page, lambda one=family: page.evaluate(DRAWN, one), count)


def test_from_afar_counters_are_together_and_stops_wait_to_be_nearer(afar, visit, counts):
    page = opened(visit(), f"{afar}/#view=6/44.5/3.5", "counter")
    assert fetched(page) == {"counter.json.gz"}
    expect(page.locator("[data-family=stop]")).not_to_be_checked()
    reads(
        page,
        lambda: page.evaluate(DRAWN, "counter"),
        counts["fixed"].inside + counts["itinerant"].inside,
    )
    page.evaluate("() => { map.jumpTo({ zoom: 9 }); }")
    page.locator('#map[data-places="counter stop"]').wait_for(state="attached")
    expect(page.locator("[data-family=stop]")).to_be_checked()
    expect(page.locator("#legend li[data-sign=stop]")).to_be_visible()


def test_places_are_put_together_as_one_by_one_comparison_does(address, visit):
    page = opened(visit(), address)
    differ = page.evaluate(
        """async () => {
          const { gathered } = await import("./assets/crowd.js");
          const slow = (points, room) => {
            const taken = new Set();
            return points.flatMap((first, rank) => {
              if (taken.has(rank)) return [];
              const group = points.flatMap((one, at) => at >= rank && !taken.has(at)
                && Math.hypot(one.x - first.x, one.y - first.y) < room ? [at] : []);
              group.forEach(at => taken.add(at));
              return [group];
            });
          };
          let seed = 7;
          const next = () => { seed = (seed * 16807) % 2147483647; return seed / 2147483647; };
          const points = Array.from({ length: 400 }, () => ({ x: next() * 900 - 450, y: next() * 700 }));
          return [20, 40, 75].filter(room => JSON.stringify(slow(points, room))
            !== JSON.stringify(gathered(points, room).map(one => one.ranks)));
        }"""
    )
    assert differ == []


def test_a_click_on_a_counter_opens_its_card_with_its_week(address, visit, everything):
    seen = visit()
    page = opened(seen, f"{address}/#view=11/44.0/3.4")
    counters = everything.tables.counters
    one = counters.iloc[0]
    page.evaluate(
        "at => { map.jumpTo({ center: at, zoom: 12 }); }", [one.geometry.x, one.geometry.y]
    )
    page.locator('#map[data-places="counter stop"]').wait_for(state="attached")
    page.mouse.click(*on_screen(page, [one.geometry.x, one.geometry.y]))
    card = page.locator("#sheet article")
    expect(card.locator("h2")).to_have_text(one["counter_name"])
    expect(card).to_contain_text(one["address_text"])
    expect(card.locator("table.week td").first).to_have_text(one["opening_monday_text"])
    assert seen.outside == []
    assert seen.refused == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_place_in_the_frame_opens_its_card_from_the_keyboard(
    address, visit, counts, language
):
    words = Words(language)
    home = "" if language == "fr" else "en/"
    page = opened(visit(), f"{address}/{home}#signs={ALL}", ALL.replace(",", " "))
    table = page.get_by_role("group", name=words.text("publish.places"))
    rows = table.locator("tbody tr")
    names = ("fixed", "itinerant", "stop", "mediation", "agency")
    expect(rows).to_have_count(sum(counts[one].inside for one in names))
    for kind in ("itinerant", "stop", "mediation", "agency"):
        said = words.text(f"publish.kinds.{kind}")
        button = rows.filter(has_text=said).first.locator("button")
        name = button.inner_text()
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#sheet h2")).to_have_text(name)
        expect(page.locator("#sheet")).to_be_focused()
        page.get_by_role("button", name=words.text("publish.close")).press("Enter")
        expect(page.locator("#sheet")).to_be_hidden()
        expect(button).to_be_focused()


def test_the_tooltip_says_the_new_class_before_the_pointer_moves(address, visit, everything):
    page = opened(visit(), address)
    inside = everything.tables.communes.geometry.loc["48037"].representative_point()
    page.mouse.move(*on_screen(page, [inside.x, inside.y]))
    tip = page.locator("#tip")
    expect(tip).to_contain_text("Chadenet")
    before = tip.inner_text()
    page.evaluate("() => { location.hash = 'layer=nearest_counter_minutes'; }")
    page.locator('#map[data-drawn="nearest_counter_minutes"]').wait_for(state="attached")
    labels = page.evaluate(
        "async () => (await (await import('./assets/data.js')).get('map/legends/nearest_counter_minutes.fr.json.gz')).labels"
    )
    said = until(page, tip.inner_text, lambda told: told != before)
    title, label = said.split("\n")
    assert title == "Chadenet"
    assert label in labels


def test_towns_are_named_at_first_sight_where_there_is_room(address, visit, everything):
    page = opened(visit(), address)
    read = "() => map.queryRenderedFeatures({ layers: ['towns', 'chief-towns'] }).map(one => one.properties.name)"
    # Of 152 communes a map so wide names some 45 at most, none over a sign or another name.
    named = until(page, lambda: page.evaluate(read), lambda names: len(names) >= 30)
    assert {"Mende", "Marvejols", "Langogne", "Saint-Chély-d'Apcher", "Meyrueis"} <= set(named)


def test_another_site_says_which_places_it_shows(address, visit):
    page = opened(visit(), f"{address}/?embed=1&choices=0&signs=none", "")
    expect(page.locator("#legend li[data-sign]").first).to_be_hidden()
    assert fetched(page) == set()
    page = opened(visit(), f"{address}/?embed=1&signs=counter,agency", "counter agency")
    expect(page.locator("[data-family=stop]")).not_to_be_checked()
    page.locator("[data-family=stop]").check()
    page.locator('#map[data-places="counter stop agency"]').wait_for(state="attached")
    assert "signs=counter,stop,agency" in page.url


@pytest.mark.parametrize("home", ["", "en/"])
def test_the_map_with_all_its_places_breaks_no_rule_of_axe(address, visit, home):
    page = opened(visit(), f"{address}/{home}#signs={ALL}", ALL.replace(",", " "))
    page.locator("#twin-places button").first.click()
    expect(page.locator("#sheet article")).to_be_visible()
    assert told_of(audit(page)) == []


def test_nothing_is_wider_than_a_telephone_with_all_places(address, visit):
    page = opened(visit(width=390, height=800), f"{address}/#signs={ALL}", ALL.replace(",", " "))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_map_goes_no_farther_than_its_tiles(address, visit):
    page = opened(visit(), f"{address}/#view=3/44.5/3.5")
    drawn = "() => map.queryRenderedFeatures({ layers: ['communes'] }).length"
    until(page, lambda: page.evaluate(drawn), lambda count: count > 0)


def test_without_a_map_the_tables_tell_what_is_around_the_commune_looked_for(
    address, visit, counts
):
    seen = visit()
    seen.page.add_init_script(
        """const drawn = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
          return kind.startsWith("webgl") ? null : drawn.call(this, kind, ...rest);
        };"""
    )
    seen.page.goto(address)
    page = seen.page
    expect(page.locator("#say")).to_have_text(WORDS.text("publish.no_map"))
    rows = page.locator("#twin-places tbody tr")
    count = sum(counts[one].inside for one in ("fixed", "itinerant", "stop"))
    expect(rows).to_have_count(count)
    expect(page.locator("#twin tbody tr")).to_have_count(100)
    page.get_by_role("combobox").first.fill("Langogne")
    page.locator("#found li").first.wait_for()
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-title")).to_contain_text("Langogne")
    until(page, rows.count, lambda found: 0 < found < count)
    rows.filter(has_text="Langogne").first.locator("button").press("Enter")
    expect(page.locator("#sheet article h2")).to_be_visible()


def test_without_the_library_the_search_and_the_sheets_remain(address, visit):
    seen = visit()
    page = seen.page
    page.route("**/maplibre-gl.js.gz", lambda route: route.fulfill(status=404))
    page.goto(address)
    expect(page.locator("#say")).to_have_text(WORDS.text("publish.no_map"))
    expect(page.locator("#twin-places tbody tr").first).to_be_visible()
    page.get_by_role("combobox").first.fill("Langogne")
    page.locator("#found li").first.wait_for()
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-title")).to_contain_text("Langogne")
