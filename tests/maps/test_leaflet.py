"""The map as HTML: words as written, no address outside, and a view that cannot be read as code."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

import geopandas as gpd
import pandas as pd
import pytest
from folium.template import Template
from shapely.geometry import Point, box

from territory.errors import SourceMissingError
from territory.look import palette
from territory.maps import cards
from territory.maps import leaflet as maps
from territory.maps import leaflet_assets as _leaflet
from territory.maps.door_card import counter_card
from territory.messages import Words
from territory.scores import DEFAULT_METHOD
from territory.scores.ranking import ranked_communes

HOSTILE = '<img src=x onerror=alert(1)>`${alert(2)}`</script>{{ 7 * 7 }}"+alert(3)+"'
ASSETS_URL = "../leaflet"


@pytest.fixture(scope="module")
def rows(sample, country):
    return ranked_communes(sample.communes, country.scores(DEFAULT_METHOD))


@pytest.fixture(scope="module")
def page():
    return maps.draw_map(ASSETS_URL).get_root().render()


def shown(view, language="fr"):
    """Return the script a view becomes, as streamlit-folium evaluates it."""
    drawn, group = maps.draw_map(ASSETS_URL), maps.show_view(view, Words(language))
    group.add_to(drawn)
    drawn.get_root().render()
    (call,) = re.findall(r"territoryMap\.show\((.*?)\);\n", drawn.get_root().script.render())
    return call


def addresses(page):
    links = re.findall(r'(?:src|href)="([^"]+)"', page)
    anywhere = re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"']*", page)
    return links, anywhere


def test_the_page_loads_leaflet_from_the_given_address_and_nothing_else(page):
    links, anywhere = addresses(page)
    assert set(links) == {f"{ASSETS_URL}/leaflet.js", f"{ASSETS_URL}/leaflet.css"}
    assert anywhere == []


def test_the_check_above_sees_the_addresses_folium_brings_by_default():
    import folium

    links, anywhere = addresses(folium.Map(tiles=None).get_root().render())
    assert len(links) > 5
    assert len(anywhere) > 5


def test_the_page_needs_neither_jquery_nor_d3(page):
    assert not re.findall(r"\$[.(]|jquery|\bd3\.\w+\(", page, re.IGNORECASE)


def test_the_map_is_the_same_whatever_it_will_show_so_that_it_is_made_once():
    one, other = (
        re.sub(r"map_[0-9a-f]{32}|[0-9a-f]{32}", "", maps.draw_map(ASSETS_URL).get_root().render())
        for _ in range(2)
    )
    assert one == other


def test_a_view_reaches_the_browser_whole_and_cannot_be_read_as_code():
    view = maps.MapView(frame=HOSTILE, bounds=((1.0, 2.0), (3.0, 4.0)), label=HOSTILE)
    call = shown(view)
    assert re.fullmatch(r'JSON\.parse\(decodeURIComponent\("[\w%./~-]*"\)\)', call)
    wanted = json.loads(unquote(call.split('"')[1]))
    assert wanted["frame"] == {"name": HOSTILE, "bounds": [[1, 2], [3, 4]]}
    assert wanted["words"]["label"] == HOSTILE


def test_the_browser_s_side_holds_nothing_that_a_template_would_run(page):
    script = maps._script()
    assert Template(script).render() == script
    assert "territoryMap" in page


def test_the_basemap_is_named_only_when_it_is_asked_for():
    bare = maps.MapView(frame="a", bounds=((1, 2), (3, 4)))
    assert maps.view_as_json(bare, words=Words("fr"))["basemap"] is None
    assert "http" not in json.dumps(maps.view_as_json(bare, words=Words("fr")))
    from dataclasses import replace

    asked = maps.view_as_json(replace(bare, has_basemap=True), words=Words("fr"))
    assert asked["basemap"]["url"].startswith("https://data.geopf.fr/")
    assert "IGN" in asked["basemap"]["attribution"]


def test_communes_without_a_boundary_are_told_apart(sample):
    communes = sample.communes.copy()
    communes.loc["48095", "geometry"] = None
    left = communes.index.difference(maps.drawable(communes).index)
    assert left.tolist() == ["48095"]
    assert len(maps.drawable(sample.communes)) == len(sample.communes)
    nowhere = communes.loc[["48095"]]
    assert maps.counters_in_view(sample.counters, nowhere).empty


def test_a_card_says_that_a_value_is_missing_instead_of_showing_zero(rows):
    row = rows.loc["48095"].copy()
    row[["illectronism_share", "nearest_counter_minutes", "exposure_score"]] = float("nan")
    lines = dict(cards.commune_card("48095", row, Words("fr"))["lines"])
    assert lines["Part en illectronisme (estimation)"] == "pas de donnée"
    assert lines["Minutes jusqu’au guichet"] == "pas de donnée"
    assert lines["Score d’exposition"] == "pas de donnée"


def test_a_card_writes_each_value_in_its_unit_and_language():
    row = pd.Series(
        {
            "commune_name": "Mende",
            "illectronism_people": 1234.4,
            "illectronism_low_people": 980.2,
            "illectronism_high_people": 1510.0,
            "illectronism_share": 0.1543,
            "nearest_counter_minutes": 2.6,
            "reachable_hours_per_1k": 12.34,
            "nearest_saturday_counter_minutes": float("nan"),
            "without_1_gbps_share": 0.0,
            "below_30_mbps_share": 0.5,
            "without_good_4g_share": 0.38,
            "exposure_score": 41.6,
            "known_share": 1.0,
        },
        name="48095",
    )
    french, english = (
        cards.commune_card("48095", row, Words("fr")),
        cards.commune_card("48095", row, Words("en")),
    )
    assert french["title"] == "Mende (48095)"
    assert [value for _, value in french["lines"]] == [
        "1\u202f234 (980 à 1\u202f510)",
        "15,4\u202f%",
        "3\u00a0min",
        "12,3\u00a0h",
        "pas de donnée",
        "0\u202f%",
        "50,0\u202f%",
        "38,0\u202f%",
        "42",
        "100\u202f%",
    ]
    assert [value for _, value in english["lines"]] == [
        "1,234 (980 to 1,510)",
        "15.4%",
        "3 min",
        "12.3 h",
        "no data",
        "0%",
        "50.0%",
        "38.0%",
        "42",
        "100%",
    ]


def test_minutes_on_a_card_say_what_measured_them(rows):
    by_estimate = dict(cards.commune_card("48095", rows.loc["48095"], Words("fr"))["lines"])
    assert by_estimate["Minutes jusqu’au guichet"].endswith("min (estimation)")
    by_road = dict(
        cards.commune_card("48095", rows.loc["48095"].replace("estimate", "roads"), Words("fr"))[
            "lines"
        ]
    )
    assert by_road["Minutes jusqu’au guichet"].endswith("min (OpenStreetMap)")


def test_a_counter_without_hours_says_so(sample):
    row = sample.counters.loc["271"].copy()
    row["weekly_hours"] = None
    row["has_appointments"] = pd.NA
    lines = dict(counter_card("271", row, "", Words("fr"))["lines"])
    assert lines["Par semaine"] == "pas de donnée"
    assert lines["Rendez-vous"] == "pas de donnée"


def test_counters_of_neighbours_are_shown_inside_the_frame_and_not_beyond():
    communes = gpd.GeoDataFrame(geometry=[box(3, 44, 4, 45)], index=["48001"], crs=4326)
    counters = gpd.GeoDataFrame(
        {"is_itinerant": False},
        geometry=[Point(3.5, 44.5), Point(4.01, 45.01), Point(4.2, 44.5)],
        index=["inside", "just across", "far"],
        crs=4326,
    )
    assert list(maps.counters_in_view(counters, communes).index) == ["inside", "just across"]


def test_the_zoom_has_limits_although_there_is_no_background_map(page):
    assert re.search(r'"maxZoom": 16', page)
    assert re.search(r'"minZoom": 4', page)


def test_leaflet_is_installed_whole():
    folder = _leaflet.leaflet_folder()
    script = (folder / _leaflet.SCRIPT).read_text(encoding="utf-8")
    assert 't.version="1.9' in script


def test_a_missing_carrier_of_leaflet_is_said_in_words(monkeypatch):
    monkeypatch.setattr(_leaflet, "CARRIER", "no-such-package-here")
    with pytest.raises(SourceMissingError, match="no-such-package-here"):
        _leaflet.leaflet_folder()


def test_all_hatching_comes_from_the_palette(page):
    assert palette.no_data_pattern() in page
