"""The band of minutes: trips, quantiles, odds of a limit, and what a half left out says of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from territory.travel import band_measured, published_band
from territory.travel.band import (
    LEVELS,
    NEAREST,
    TRIP,
    Band,
    measure_band,
    published_classes,
)
from territory.travel.calibration import calibrate, halves, hold, probability_within
from territory.travel.estimate import estimated_minutes
from territory.travel.trips import nearest_trips, network_trips, pair_trips, ratio_table
from territory.travel.truth import Truth, read_truth
from tests.travel.real_times import write_matrix, write_places

# Four places on a line, at 0, 10, 20 and 40 km.
LINE_KM = np.abs(np.subtract.outer([0.0, 10, 20, 40], [0.0, 10, 20, 40]))


def line(minutes: np.ndarray) -> Truth:
    return Truth(minutes, LINE_KM, pd.Index(["a", "b", "c", "d"]), np.ones(4))


def test_pairs_are_those_within_the_limit_that_have_a_trip():
    minutes = 2 * estimated_minutes(LINE_KM)
    minutes[0, 1] = np.nan
    trips = pair_trips(line(minutes), most_km=20)
    # a–b one way only, a–c, b–c, c–d both ways; b–d is 30 km apart.
    assert len(trips) == 7
    assert (trips["road_minutes"] / trips["estimate_minutes"]).to_numpy() == pytest.approx(2)
    assert trips.loc[0].to_dict() == {
        "origin": 0,
        "km": 20,
        "estimate_minutes": pytest.approx(28.42),
        "road_minutes": pytest.approx(56.84),
    }


def test_the_place_nearest_by_road_may_be_another_than_as_the_crow_flies():
    minutes = np.full((4, 4), 60.0)
    minutes[1, 2] = 90.0  # a mountain: 10 km away, but d is quicker
    minutes[1, 3] = 45.0
    (trip,) = nearest_trips(line(minutes), np.array([1, 2]), np.array([2, 3])).to_dict("records")
    assert trip == {
        "origin": 1,
        "km": 10.0,
        "estimate_minutes": pytest.approx(15.22),
        "road_minutes": 45.0,
    }


def test_made_up_networks_are_the_same_with_the_same_seed_and_start_from_the_rows_alone(tmp_path):
    truth = read_truth(write_matrix(tmp_path), write_places(tmp_path))
    rows = np.arange(0, 24, 2)
    one, same = (network_trips(truth, rows, count=3, networks=5) for _ in range(2))
    other = network_trips(truth, rows, count=3, networks=5, seed=1)
    pd.testing.assert_frame_equal(one, same)
    assert not one.equals(other)
    assert len(one) == 5 * (12 - 3)
    assert set(one["origin"]) <= set(rows)


def test_ratios_by_group_are_quantiles_of_road_over_estimate():
    trips = pd.DataFrame(
        {
            "origin": [1, 1, 2, 3, 3],
            "km": [1.0, 2, 3, 4, 5],
            "estimate_minutes": [10.0] * 5,
            "road_minutes": [10.0, 12, 14, 30, 5],
        }
    )
    table = ratio_table(trips, np.array(["near", "near", "near", "far", None], dtype=object))
    # Linear quantiles of 1, 1.2, 1.4: 1 + 0.05 × 2 × 0.2 = 1.02; 1.2; 1.38.
    assert table.loc["near"].tolist() == pytest.approx([3, 2, 2.0, 1.02, 1.2, 1.38])
    assert table.loc["far"].tolist() == pytest.approx([1, 1, 4.0, 3.0, 3.0, 3.0])


HAND = Band((0.0, 0.05, 0.95, 1.0), np.array([5.0, 15.0]), np.array([[0.5, 1, 2, 4], [1, 1, 3, 3]]))


def test_the_ratio_between_two_classes_is_on_a_line_and_beyond_them_that_of_the_last():
    said = HAND.ratio(np.array([0.0, 5, 10, 15, 90, np.nan]), 0.95)
    assert said[:-1] == pytest.approx([2, 2, 2.5, 3, 3])
    assert np.isnan(said[-1])


def test_the_probability_of_a_limit_is_read_between_quantiles():
    minutes = np.array(
        [[10.0, 20, 40, 80], [21, 22, 23, 24], [1, 2, 3, 20], [20, 20, 20, 20], [np.nan] * 4]
    )
    said = probability_within(minutes, (0.0, 0.05, 0.95, 1.0), 20.0)
    assert said[:4] == pytest.approx([0.05, 0.0, 1.0, 1.0])
    assert np.isnan(said[4])
    # A third of the way from 20 minutes (0.05) to 40 (0.95).
    assert probability_within(minutes[:1], (0.0, 0.05, 0.95, 1.0), 20 + 20 / 3) == pytest.approx(
        [0.35]
    )


def test_trips_are_counted_inside_under_and_over_the_band():
    km = 10.0
    estimate = 2.02 + 1.32 * km  # 15.22; the band goes from 15.22 to 38.05 (ratio 2.5)
    trips = pd.DataFrame(
        {
            "km": km,
            "estimate_minutes": estimate,
            "road_minutes": [15.0, 15.3, 19.0, 38.0, 39.0],
        }
    )
    held = hold(HAND, trips, 20.0)
    assert (held.inside_share, held.below_share, held.above_share) == pytest.approx((0.6, 0.2, 0.2))
    assert held.within_real_share == pytest.approx(0.6)
    assert held.within_estimate_share == 1
    # 20 minutes are 1.3141 × the estimate: 0.05 + 0.9 × 0.3141 / 1.5 of the trips.
    assert held.within_expected_share == pytest.approx(0.2384, abs=1e-4)


def test_a_band_is_the_quantiles_of_the_trips_of_each_class_with_enough_of_them():
    rng = np.random.default_rng(3)
    ratio = rng.permutation(np.linspace(1, 2, 101))
    km = np.concatenate([np.full(101, 3.0), np.full(50, 7.0)])
    trips = pd.DataFrame({"km": km, "estimate_minutes": 10.0})
    trips["road_minutes"] = 10 * np.concatenate([ratio, ratio[:50]])
    found = measure_band(trips)
    assert found.median_km.tolist() == [3.0]  # the class of 6 to 8 km has 50 trips
    # A hundred equal steps from 1 to 2: the quantile q is 1 + q.
    assert found.ratios[0] == pytest.approx([1 + level for level in LEVELS])


def test_halves_share_the_places_and_follow_the_seed():
    one, two = halves(9)
    assert sorted([*one, *two]) == list(range(9))
    assert (len(one), len(two)) == (4, 5)
    assert [half.tolist() for half in halves(9)] == [one.tolist(), two.tolist()]
    assert halves(200, 1)[0].tolist() != halves(200, 2)[0].tolist()


@pytest.mark.parametrize("kind", [NEAREST, TRIP])
def test_times_that_are_always_half_as_long_again_lie_in_their_band(tmp_path, kind):
    truth = read_truth(write_matrix(tmp_path, ratio=1.5), write_places(tmp_path))
    held = calibrate(truth, kind, 20.0)
    assert held.trips_count > 100
    # The band is a line without width: rounding alone decides on which side a trip stands.
    assert held.within_expected_share == pytest.approx(held.within_real_share, abs=0.02)
    assert held.within_estimate_share >= held.within_real_share


@pytest.mark.parametrize("kind", [NEAREST, TRIP])
def test_the_published_band_is_quantiles_that_rise_and_says_where_it_was_measured(kind):
    band = published_band(kind)
    assert band.levels == LEVELS
    assert (np.diff(band.median_km) > 0).all()
    assert (np.diff(band.ratios, axis=1) >= 0).all()
    assert (band.ratios > 0).all()
    assert all(one["trips_count"] >= 100 for one in published_classes(kind))
    assert band_measured().places_count == 512


def test_the_published_minutes_rise_with_the_straight_line_at_each_level():
    # A farther counter is never said to be quicker; the extremes are single trips and may say so.
    km = np.linspace(0.5, 40, 400)
    estimate = estimated_minutes(km)
    for level in LEVELS[1:-1]:
        assert (np.diff(estimate * published_band().ratio(km, level)) > -0.05).all(), level
