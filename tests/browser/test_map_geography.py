"""Finding one's way on the map: its units, the names on it, its neighbours, overseas beside it."""

from __future__ import annotations

import re
import shutil
from itertools import combinations

import pytest
from shapely.affinity import translate

from territory import paths
from territory.look import palette
from territory.tables import open_tables
from tests.browser.conftest import FRAME, serving
from tests.browser.waiting import expect, is_soon, still, until

pytestmark = pytest.mark.browser

MOVED_EPCI = "244800405"


@pytest.fixture(scope="module")
def overseas_app(chromium, tmp_path_factory):
    """Address of the app on the sample, one EPCI of which was carried to La Réunion."""
    folder = tmp_path_factory.mktemp("overseas_app")
    tables = folder / "tables"
    shutil.copytree(paths.sample_folder(), tables)
    communes = open_tables(tables).communes.copy()
    moved = communes["epci_code"] == MOVED_EPCI
    for name in ("geometry", "town_hall_point"):
        communes.loc[moved, name] = communes.loc[moved, name].map(
            lambda shape: translate(shape, 55.5 - 3.5, -21.1 - 44.5)
        )
    communes.loc[moved, ["departement_code", "region_code", "zone"]] = ["974", "04", "reunion"]
    communes.loc[moved, ["departement_name", "region_name"]] = "La Réunion"
    communes.to_parquet(tables / "communes.parquet")
    with serving(tables, folder / "server.log") as address:
        yield address


def labels(visit):
    """Return the text and the box of each name on the map."""
    return visit.map.locator("body").evaluate(
        "() => [...document.querySelectorAll('.territory-name text')].map(text => {"
        " const box = text.getBoundingClientRect();"
        " return [text.textContent, box.left, box.top, box.right, box.bottom]; })"
    )


def test_communes_become_epci_at_a_click_and_a_click_on_an_epci_opens_it(app, visit):
    seen = visit().open(app)
    expect(seen.map.locator("path.commune")).to_have_count(152)
    before = seen.wait_for_map()
    seen.page.get_by_role("radio", name="EPCI").click()
    seen.page.wait_for_url("**unit=epci**")
    seen.wait_for_another_map(before)
    codes = open_tables(paths.sample_folder()).communes["epci_code"].nunique()
    expect(seen.map.locator("path.commune")).to_have_count(codes)
    expect(seen.page.locator(".territory-legend")).to_contain_text("EPCI")
    seen.page.get_by_text(f"Sur {codes} EPCI").first.wait_for()
    seen.map.locator("path.commune").nth(3).click(force=True)
    seen.page.wait_for_url("**territory=epci%3A**")
    assert seen.outside == []


def test_a_unit_that_is_not_one_is_said_and_the_map_drawn_all_the_same(app, visit):
    seen = visit().open(f"{app}/?unit=canton")
    expect(seen.page.get_by_text("Cette maille n’existe pas")).to_have_count(1)
    expect(seen.map.locator("path.commune")).to_have_count(152)


def test_what_is_computed_by_commune_alone_is_shown_by_commune(app, visit):
    seen = visit().open(f"{app}/?unit=epci&layer=robustness")
    expect(seen.map.locator("path.commune")).to_have_count(152)
    expect(seen.page.get_by_text("n’est calculé que par commune")).to_have_count(1)


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_no_name_lies_over_another_and_more_come_as_one_zooms(app, visit, width, height):
    seen = visit(width, height).open(app)
    seen.map.locator(".territory-name").first.wait_for(state="attached")
    first = still(seen.page, lambda: labels(seen))
    assert "Mende" in [name for name, *_ in first]
    for (one, *a), (other, *b) in combinations(first, 2):
        overlaps = a[0] < b[2] and b[0] < a[2] and a[1] < b[3] - 3 and b[1] < a[3] - 3
        assert not overlaps, (one, other)
    seen.map.locator("body").evaluate("() => window.map.setZoom(window.map.getZoom() + 1.5)")
    until(seen.page, lambda: labels(seen), lambda names: len(names) > len(first))


def test_the_scale_is_metric_and_the_limits_of_epci_lie_over_the_communes(app, visit):
    seen = visit().open(app)
    expect(seen.map.locator(".leaflet-control-scale-line")).to_have_text(re.compile("km$"))
    codes = open_tables(paths.sample_folder()).communes["epci_code"].nunique()
    expect(seen.map.locator("path.limit")).to_have_count(2 * codes)


NEIGHBOURS = """() => {
  const map = window.map, size = map.getSize(), found = [];
  map.eachLayer(layer => {
    if (layer.options.pane !== "around" || !layer.getCenter) { return; }
    const at = map.latLngToContainerPoint(layer.getCenter());
    const isSeen = at.x > 320 && at.y > 20 && at.x < size.x - 20 && at.y < size.y - 60;
    found.push([isSeen, at.x, at.y, layer.options.fillColor, layer.feature.properties.card.title]);
  });
  return found;
}"""


def test_the_neighbours_of_an_epci_are_grey_and_named_under_the_pointer(app, visit):
    seen = visit().open(f"{app}/?territory=epci:{MOVED_EPCI}")
    around = still(seen.page, lambda: seen.map.locator("body").evaluate(NEIGHBOURS))
    assert len(around) > 10
    assert {fill for *_, fill, _ in around} == {palette.NAMED["faint"]}
    frame = seen.page.locator(FRAME).bounding_box()
    named = set()
    for _, x, y, _, title in [one for one in around if one[0]][:5]:
        seen.page.mouse.move(frame["x"] + x - 2, frame["y"] + y)
        seen.page.mouse.move(frame["x"] + x, frame["y"] + y)
        card = seen.map.locator(".territory-card")
        if is_soon(seen.page, card.filter(has_text=title).is_visible):
            named.add(title)
            assert card.locator("dd").count() == 0
    # The middle of a bent commune may be another's, or under a name's sign.
    assert len(named) >= 3


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_overseas_stands_beside_at_its_own_scale_and_opens_at_a_click(
    overseas_app, visit, width, height
):
    seen = visit(width, height).open(f"{overseas_app}/?unit=epci")
    inset = seen.map.locator(".territory-inset")
    expect(inset).to_have_count(1)
    expect(inset).to_have_attribute("aria-label", "Ouvrir La Réunion")
    box, whole = (
        still(seen.page, inset.bounding_box),
        seen.map.locator(".leaflet-container").bounding_box(),
    )
    assert box["x"] >= whole["x"]
    assert box["x"] + box["width"] <= whole["x"] + whole["width"]
    assert box["y"] + box["height"] <= whole["y"] + whole["height"]
    # The bar: so many kilometres at so many pixels, against the width of the EPCI on the ground.
    bar, picture = inset.locator(".territory-inset-bar"), inset.locator("img")
    kilometres = float(bar.get_attribute("data-kilometres"))
    by_bar = picture.bounding_box()["width"] * kilometres / bar.bounding_box()["width"]
    communes = open_tables(paths.sample_folder()).communes
    shapes = communes[communes["epci_code"] == MOVED_EPCI].geometry.map(
        lambda shape: translate(shape, 52, -65.6)
    )
    west, _, east, _ = shapes.set_crs(4326, allow_override=True).to_crs(2975).total_bounds
    assert by_bar == pytest.approx((east - west) / 1000, rel=0.05)
    inset.click()
    seen.page.wait_for_url("**territory=region%3A04**")
    assert seen.outside == []
