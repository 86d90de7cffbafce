"""How far access hangs on one counter: shares by hand, classes of their own for whom it does not concern."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point

from territory.geography import WGS84
from territory.indicators.one_counter import one_counter_of_groups, one_counter_shares
from territory.maps.layers import NO_CLASS, find_layer
from territory.maps.legend import class_labels, layer_summary
from territory.maps.told import with_told
from territory.maps.units import classes_of_communes
from territory.messages import Words
from territory.plan.closing import closures_in
from territory.scores import DEFAULT_METHOD
from territory.territories import Territory

LAYER = find_layer("fragile")
LOZERE = Territory("departement", "48")


def test_a_commune_hangs_on_one_counter_where_the_second_is_beyond_the_limit(sample):
    """Two counters at one place, then one: the same commune, whose minutes do not change."""
    shares = one_counter_shares(sample)
    code = shares.index[shares["one_counter_share"] == 1][0]
    near = sample.counters[sample.counters["commune_code"] == code]
    at = sample.communes.at[code, "town_hall_point"]
    twin = (
        (near if len(near) else sample.counters).iloc[[0]].set_axis(["9999999"]).set_geometry([at])
    )
    twin = twin.assign(is_itinerant=False, commune_code=code, double_of_code=None)
    doubled = replace(sample, counters=pd.concat([sample.counters, twin]))
    assert one_counter_shares(doubled).at[code, "one_counter_share"] == 0
    assert one_counter_shares(doubled).at[code, "counter_within_share"] == 1


def test_nobody_within_the_limit_is_not_concerned_and_an_unknown_place_is_unknown(sample):
    code = sample.communes.index[0]
    halls = sample.communes["town_hall_point"].copy()
    halls[code] = None
    communes = sample.communes.assign(
        town_hall_point=gpd.GeoSeries(halls, index=sample.communes.index, crs=WGS84)
    )
    no_counter = replace(sample, communes=communes, counters=sample.counters.iloc[:0])
    shares = one_counter_shares(no_counter)
    assert shares.loc[code].isna().all()
    others = shares.drop(index=code)
    assert (others == 0).all(axis=None)
    classes = pd.Series(LAYER.classes(shares), index=shares.index)
    assert classes[code] == NO_CLASS
    assert (classes.drop(index=code) == 0).all()


def test_classes_are_those_their_words_say():
    rows = pd.DataFrame(
        {
            "one_counter_share": [0.0, 0.0, 0.1, 0.25, 0.49, 0.5, 1.0, np.nan],
            "counter_within_share": [0.0, 1.0, 0.3, 0.4, 1.0, 0.5, 1.0, np.nan],
        }
    )
    assert LAYER.classes(rows).tolist() == [0, 1, 2, 3, 3, 4, 4, NO_CLASS]
    for language in ("fr", "en"):
        assert len(set(class_labels(LAYER, Words(language)))) == len(LAYER.colours)


def test_a_territory_counts_its_people_together():
    shares = pd.DataFrame(
        {
            "one_counter_share": [1.0, 0.0, np.nan, 0.5],
            "counter_within_share": [1.0, 0.0, np.nan, 1.0],
        },
        index=list("abcd"),
    )
    people = pd.Series([300.0, 100.0, 50.0, 10.0], index=list("abcd"))
    groups = pd.Series(["x", "x", "y", None], index=list("abcd"))
    found = one_counter_of_groups(shares, people, groups)
    assert found.loc["x"].tolist() == [0.75, 0.75]
    assert found.loc["y"].isna().all()
    assert list(found.index) == ["x", "y"]


def test_a_departement_has_the_people_that_closures_take_one_by_one(sample, country):
    people = country.need_interval["illectronism_people"]
    share = country.one_counter("departement").at["48", "one_counter_share"]
    own = people[sample.communes["departement_code"] == "48"].sum()
    lost = closures_in(country, LOZERE, 20.0)["losing_people"].sum()
    every = (country.one_counter("commune")["one_counter_share"] * people).sum()
    assert every == pytest.approx(lost)
    assert share * own == pytest.approx(
        (country.one_counter("commune")["one_counter_share"] * people)[
            sample.communes["departement_code"] == "48"
        ].sum()
    )


def test_where_people_live_in_several_points_a_commune_hangs_in_part(sample):
    shares = one_counter_shares(sample)
    code = shares.index[shares["one_counter_share"] == 1][0]
    hall = sample.communes.at[code, "town_hall_point"]
    points = gpd.GeoDataFrame(
        {
            "commune_code": [code, code],
            "people": [3.0, 1.0],
            "zone": "metropole",
            "land": "metropole",
        },
        geometry=[hall, Point(hall.x, hall.y + 3.0)],
        crs=WGS84,
    )
    found = one_counter_shares(replace(sample, points=points)).loc[code]
    assert found.tolist() == [0.75, 0.75]


def test_the_map_counts_the_same_classes_by_commune_and_by_epci(sample, country):
    rows = with_told(country, country.ranked(DEFAULT_METHOD), LAYER, DEFAULT_METHOD, "commune")
    assert "one_counter_share" not in country.ranked(DEFAULT_METHOD)
    said = layer_summary(LAYER, rows, Words("en"))
    assert "half of the people or more" in said
    apart = int((LAYER.classes(rows) == 0).sum())
    words = Words("en")
    assert f"{words.communes(apart)} where nobody has a counter within this limit" in said
    by_epci = classes_of_communes(country, LAYER, "epci", DEFAULT_METHOD)
    figures = country.one_counter("epci")
    expected = sample.communes["epci_code"].map(
        pd.Series(LAYER.classes(figures), index=figures.index)
    )
    assert by_epci.tolist() == expected.fillna(NO_CLASS).astype(int).tolist()
