"""What the error of the estimate leaves open about a commune: numbers by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from territory.indicators.counters import nearest_counter, nearest_counter_minutes
from territory.indicators.minutes_band import (
    BAND_COLUMNS,
    MinutesByLevel,
    counter_band,
    minutes_by_level,
)
from territory.travel import EstimateEngine, OfficialEngine, published_band


def test_a_commune_of_one_town_hall_has_the_quantiles_of_its_trip(sample):
    found = counter_band(sample)
    trip = nearest_counter(sample)
    code = trip.km.idxmax()
    km, minutes = trip.km[code], trip.minutes[code]
    band = published_band()
    # By hand: the two classes around the trip, and a line between them.
    right = int(np.searchsorted(band.median_km, km))
    left = max(right - 1, 0)
    right = min(right, len(band.median_km) - 1)
    apart = band.median_km[right] - band.median_km[left]
    part = (km - band.median_km[left]) / apart if apart else 0.0
    for name, level in (("low", 0.05), ("high", 0.95)):
        of = band.ratios[:, band.levels.index(level)]
        ratio = of[left] + part * (of[right] - of[left])
        assert found.at[code, f"nearest_counter_{name}_minutes"] == pytest.approx(minutes * ratio)


def test_the_band_holds_the_minutes_and_probabilities_go_from_nothing_to_all(sample):
    found = counter_band(sample)
    minutes = nearest_counter_minutes(sample)
    assert list(found.columns) == list(BAND_COLUMNS)
    assert (found["nearest_counter_low_minutes"] < minutes).all()
    assert (found["nearest_counter_high_minutes"] > minutes).all()
    share = found["within_20_minutes_probability_share"]
    assert share.between(0, 1).all()
    assert (share[found["nearest_counter_high_minutes"] <= 20] >= 0.95).all()
    assert (share[found["nearest_counter_low_minutes"] > 20] <= 0.05).all()


def test_a_place_of_several_points_is_wrong_at_all_of_them_together(sample):
    # Two points of one commune at the same town hall weigh like one.
    code = sample.communes.index[0]
    hall = sample.communes.loc[[code]]
    import geopandas as gpd

    points = gpd.GeoDataFrame(
        {
            "commune_code": [code, code],
            "people": [30.0, 70.0],
            "zone": ["metropole"] * 2,
            "land": ["metropole"] * 2,
        },
        geometry=gpd.GeoSeries([*hall["town_hall_point"]] * 2, crs=4326),
    )
    with_points = replace(sample, points=points)
    one, other = (counter_band(tables).loc[code] for tables in (sample, with_points))
    assert one.tolist() == pytest.approx(other.tolist())


class Driven(EstimateEngine):
    """The same minutes, said to be driven."""

    name = "driven"
    is_estimate = False


def test_minutes_that_are_no_estimate_have_no_band(sample):
    driven = replace(sample, engine=Driven())
    assert minutes_by_level(driven) is None
    assert counter_band(driven).isna().all(axis=None)
    assert counter_band(driven).index.equals(sample.communes.index)


def test_unknown_minutes_have_no_band_rather_than_one_of_nothing(sample):
    communes = sample.communes.copy()
    code = communes.index[3]
    communes.loc[[code], "town_hall_point"] = None
    found = counter_band(replace(sample, communes=communes))
    assert found.loc[code].isna().all()
    assert found.drop(index=code).notna().all(axis=None)


def test_minutes_drawn_at_a_share_stand_between_quantiles():
    of = MinutesByLevel(
        (0.0, 0.5, 1.0), np.array([[10.0, 20, 40], [1, 1, 1], [np.nan] * 3]), pd.Index(list("abc"))
    )
    drawn = of.drawn(np.array([[0.25, 0.3, 0.5], [1.0, 0.0, 0.5], [0.75, 0.9, 0.1]]))
    assert drawn[:, 0] == pytest.approx([15, 40, 30])
    assert drawn[:, 1] == pytest.approx([1, 1, 1])
    assert np.isnan(drawn[:, 2]).all()
    assert of.at(0.5).tolist()[:2] == [20, 1]
    assert of.within(30).tolist()[:2] == [0.75, 1]


def test_official_minutes_have_no_band_and_those_the_estimate_measures_beside_keep_theirs(sample):
    minutes = pd.Series(12.0, index=sample.communes.index)
    official = replace(sample, engine=OfficialEngine(minutes, "2024"))
    assert counter_band(official).isna().all(axis=None)
    beside = minutes_by_level(official, "nearest_full_week_counter_minutes")
    estimated = minutes_by_level(sample, "nearest_full_week_counter_minutes")
    assert beside is not None
    assert estimated is not None
    assert beside.minutes == pytest.approx(estimated.minutes)
