"""The estimate held against real times, with real counters: hand-made times over the sample."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pyproj import Geod

from territory.doors import is_fixed
from territory.messages import Words
from territory.method.truth import (
    counters_told,
    published_held,
    ratios_by_density,
    ratios_by_distance,
)
from territory.method.truth_words import counters_lines, held_line, ratio_lines
from territory.travel.band import NEAREST, TRIP
from territory.travel.truth import Truth


@pytest.fixture(scope="module")
def truth(sample) -> Truth:
    """Times that are 1.2 times the estimate between the town halls of the sample."""
    halls = sample.communes["town_hall_point"]
    geod = Geod(ellps="GRS80")
    lon, lat = halls.x.to_numpy(), halls.y.to_numpy()
    km = np.array(
        [
            geod.inv(np.full(152, x), np.full(152, y), lon, lat)[2] / 1000
            for x, y in zip(lon, lat, strict=True)
        ]
    )
    people = sample.communes["population_people"].to_numpy(float)
    return Truth(1.2 * (2.02 + 1.32 * km) * (km > 0), km, halls.index, people)


def test_times_a_fifth_longer_have_that_ratio_in_each_class(truth, sample):
    for table in (ratios_by_distance(truth, TRIP), ratios_by_density(truth, TRIP, sample)):
        assert len(table) > 1
        assert table[["ratio_p5", "ratio_p50", "ratio_p95"]].to_numpy() == pytest.approx(1.2)
    # Under 2 km apart there are 16 trips: too few to make a class.
    assert ratios_by_distance(truth, TRIP)["trips_count"].sum() == int(
        ((truth.km >= 2) & (truth.km <= 30)).sum()
    )


def test_places_that_are_no_communes_have_no_density(truth, sample):
    elsewhere = Truth(
        truth.minutes, truth.km, pd.Index([f"p{n}" for n in range(152)]), truth.people
    )
    assert ratios_by_density(elsewhere, TRIP, sample).empty
    assert counters_told(elsewhere, sample) is None
    assert counters_lines(None, Words("en")) == [Words("en").text("travel.truth.no_counters")]


def test_a_fifth_longer_lies_in_the_published_band(truth):
    held = published_held(truth, NEAREST)
    assert held.inside_share == 1
    assert "100%" in held_line("published", held, Words("en"))


def test_the_real_counters_are_counted_by_estimate_by_band_and_by_road(truth, sample):
    told = counters_told(truth, sample)
    assert told is not None
    fixed = sample.counters[is_fixed(sample.counters)]
    rows = np.flatnonzero(truth.codes.isin(fixed["commune_code"]))
    km = truth.km[:, rows].min(axis=1)
    estimate = 2.02 + 1.32 * km
    assert told.places_count == 152
    assert told.counters_count == fixed["commune_code"].nunique()
    assert told.beyond_estimate_count == int((estimate > 20).sum())
    assert told.beyond_road_count == int((1.2 * estimate * (km > 0) > 20).sum())
    assert told.beyond_both_count == told.beyond_estimate_count
    assert told.spearman == pytest.approx(1, abs=1e-3)
    kinds = (told.surely_beyond_count, told.open_count, told.surely_within_count)
    assert sum(kinds) == 152
    assert told.road_of_surely_within_count == 0
    first, second = counters_lines(told, Words("en"))
    assert f"{told.beyond_road_count} by road" in first
    assert f"uncertain ({told.open_count})" in second


def test_each_class_has_its_line(truth, sample):
    distance = ratios_by_distance(truth, NEAREST)
    density = ratios_by_density(truth, NEAREST, sample)
    lines = ratio_lines(distance, density, Words("en"))
    assert len(lines) == len(distance) + len(density)
    assert all("1.20 / 1.20 / 1.20" in line for line in lines)
    assert lines[0].strip().startswith("up to 2 km")
