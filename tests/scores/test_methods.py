"""Profiles, weights of one's own, aggregations; what a score is made of; who enters and leaves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.errors import TerritoryError, UnknownNameError
from territory.indicators import DIMENSIONS, INDICATORS, compute_indicators
from territory.scores import (
    AGGREGATIONS,
    PROFILES,
    Method,
    correlation_matrix,
    effective_weights,
    entering_and_leaving,
    exposure,
    method_of,
    read_weights,
    score_indicators,
    weigh,
    worst,
)

every_method = pytest.mark.parametrize(
    "method",
    [Method(profile, aggregation) for profile in PROFILES.values() for aggregation in AGGREGATIONS],
    ids=lambda one: f"{one.profile.name}-{one.aggregation}",
)
score = st.floats(0, 100)


def dimensions(*rows: tuple[float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(DIMENSIONS), index=[f"c{n}" for n in range(len(rows))])


def test_three_aggregations_by_hand():
    # Weights 1:1:0 over 80 and 20. Arithmetic 50; worst 80; geometric of 82 and 28 lifted is
    # sqrt(82 x 28) = 47.917, lowered (47.917 - 10) / 0.9 = 42.13.
    rows = dimensions((80, 20, 90))
    even = weigh({"need": 1, "counters": 1, "network": 0})
    made = {one: exposure(rows, Method(even, one)).iloc[0] for one in AGGREGATIONS}
    assert made == pytest.approx({"arithmetic": 50, "worst_of": 80, "geometric": 42.13}, abs=0.01)


@every_method
@given(st.tuples(score, score, score), st.integers(0, 2), st.floats(0, 100))
def test_worse_on_one_dimension_is_never_a_lower_score(method, row, which, more):
    worse = list(row)
    worse[which] = min(100, worse[which] + more)
    low, high = exposure(dimensions(row, tuple(worse)), method)
    assert high >= low - 1e-9


@every_method
@given(score)
def test_a_commune_alike_on_all_dimensions_has_that_score(method, value):
    assert exposure(dimensions((value, value, value)), method).iloc[0] == pytest.approx(value)


@every_method
def test_a_score_needs_two_thirds_of_the_weight(method):
    made = exposure(dimensions((50, np.nan, np.nan), (50, 50, np.nan)), method)
    assert np.isnan(made.iloc[0])
    assert made.iloc[1] == pytest.approx(50)


@every_method
def test_a_method_is_told_and_read_back(method):
    assert method_of(**method.options()) == method


def test_weights_of_one_s_own_are_relative_told_and_read_back():
    method = Method(read_weights("need=2,counters=1", PROFILES["supply_per_need"]), "arithmetic")
    assert method.options() == {
        "profile": "supply_per_need",
        "weights": "need=2,counters=1,network=0",
        "aggregation": "arithmetic",
    }
    assert method_of(**method.options()) == method
    rows = dimensions((90, 30, 0))
    assert exposure(rows, method).iloc[0] == pytest.approx(70)


@pytest.mark.parametrize("words", ["need=x", "need=-1", "need=0", "need=nan", "need=inf"])
def test_weights_that_are_none_are_refused(words):
    with pytest.raises(TerritoryError):
        read_weights(words)


def test_unknown_names_come_with_a_suggestion():
    with pytest.raises(UnknownNameError, match="counters"):
        read_weights("counter=1")
    with pytest.raises(UnknownNameError, match="geometric"):
        Method(aggregation="geometrical")
    with pytest.raises(UnknownNameError, match="balanced"):
        method_of("balance")


def test_supply_per_need_scores_hours_in_place_of_minutes(sample):
    indicators = compute_indicators(sample)
    hours = next(one for one in INDICATORS if one.name == "reachable_hours_per_1k")
    scored = score_indicators(indicators, method_of("supply_per_need"))
    pd.testing.assert_series_equal(
        scored["counters_score"], hours.score(indicators[hours.name]), check_names=False
    )
    # The maps keep their own measure, whatever the profile.
    default = score_indicators(indicators)
    for name in ("counters_class", "hours_class", "need_class"):
        pd.testing.assert_series_equal(scored[name], default[name])


def test_the_reason_of_a_missing_score_names_what_is_missing(sample):
    indicators = compute_indicators(sample).iloc[:3].copy()
    indicators.iloc[0, indicators.columns.get_loc("illectronism_share")] = np.nan
    indicators.iloc[1] = np.nan
    reasons = score_indicators(indicators)["score_reason_code"]
    assert reasons.iloc[0] == "no_need"
    assert reasons.iloc[1] == "no_need+no_counters+no_network"
    assert pd.isna(reasons.iloc[2])


def test_the_worst_share_and_who_enters_and_leaves_by_hand():
    before = pd.Series(range(10), index=list("abcdefghij"), dtype=float)
    after = before.copy()
    after["a"] = 100
    assert list(worst(before, 0.2)) == ["i", "j"]
    entering, leaving = entering_and_leaving(before, after, 0.2)
    assert (list(entering), list(leaving)) == (["a"], ["i"])
    assert list(worst(pd.Series([np.nan, np.nan]))) == []


def test_a_score_that_is_one_of_its_parts_is_explained_by_it_alone():
    rng = np.random.default_rng(3)
    parts = pd.DataFrame(rng.normal(size=(4000, 2)), columns=["own", "other"])
    found = effective_weights(parts, parts["own"])["correlation_ratio_share"]
    assert found["own"] > 0.98
    assert found["other"] < 0.02
    assert correlation_matrix(parts).loc["own", "own"] == 1
