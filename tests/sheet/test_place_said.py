"""What minutes start from is said where it is no town hall: sheet, list, map, portrait."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from shapely import Point

from territory.indicators.counters import minutes_from
from territory.lists.reasons import reason_codes_text, reasons_text
from territory.messages import Words
from territory.portrait.maker import Figures
from territory.portrait.sentences import counters as said_of_counters
from territory.tables import Tables
from territory.travel.said import measured_by

CENTRE = {
    "fr": "mesuré depuis le centre géométrique de la commune",
    "en": "measured from the geometric centre of the commune",
}
COUNTER = {
    "fr": "mesuré depuis un guichet de la commune, faute de mairie connue",
    "en": "measured from a counter of the commune, its town hall being unknown",
}


def row_of(start: str | None) -> pd.Series:
    return pd.Series(
        {"nearest_counter_minutes": 84.6, "engine_name": "estimate", "minutes_from_name": start}
    )


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("start", "said"), [("centre", CENTRE), ("own_counter", COUNTER)])
def test_the_list_and_the_map_say_that_minutes_are_from_no_town_hall(language, start, said):
    row, words = row_of(start), Words(language)
    assert said[language] in reasons_text(row, words)
    assert measured_by(row, "nearest_counter_minutes", words).endswith(f", {said[language]}")
    assert reason_codes_text(row).split()[-1] == f"minutes_from_{start}"


@pytest.mark.parametrize("start", ["town_hall", "points", None])
def test_a_town_hall_and_the_points_where_people_live_need_no_word(start):
    row, words = row_of(start), Words("en")
    assert reasons_text(row, words).startswith("nearest counter at 85 min")
    assert measured_by(row, "nearest_counter_minutes", words) == "estimate"
    assert "minutes_from" not in reason_codes_text(row)


@pytest.mark.parametrize(
    ("flags", "place"),
    [
        ({}, "hall"),
        ({"from_centre_communes_count": 1.0}, "centre"),
        (
            {"from_own_counter_communes_count": 1.0, "from_centre_communes_count": 0.0},
            "own_counter",
        ),
    ],
)
def test_the_portrait_of_a_commune_says_its_place(flags, place):
    values = {"communes_count": 1.0, "nearest_counter_minutes": 84.6, **flags}
    figures = Figures("commune", values, {"nearest_counter_minutes": 8.0})
    assert said_of_counters.place_of(figures) == place
    said = said_of_counters.far(figures, Words("en"))
    assert said is not None
    assert ("geometric centre" in str(said)) == (place == "centre")
    assert ("From the town hall" in str(said)) == (place == "hall")


def test_points_where_people_live_stand_before_the_place():
    codes = pd.Index(["97301", "97302", "97303"], name="commune_code")
    communes = gpd.GeoDataFrame(
        {"place_kind_name": ["centre", "centre", None]}, index=codes, geometry=[Point(0, 0)] * 3
    )
    points = gpd.GeoDataFrame({"commune_code": ["97302"]}, geometry=[Point(0, 0)])
    found = minutes_from(Tables(communes, communes, points=points))
    assert found["97301"] == "centre"
    assert found["97302"] == "points"
    assert pd.isna(found["97303"])
